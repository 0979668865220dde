"""A message that is delivered again is known, by whichever process of the store it was taken first."""

from voipms_server.inbound.delivery import Message
from voipms_server.store.store import Transaction

KEPT_SECONDS = 7 * 86_400


def new(t: Transaction, account: str, message: Message) -> list[str]:
    """The numbers for which this message was not taken before; it is now. What is old is dropped."""
    from sqlalchemy import delete

    from voipms_server.store.tables import InboundRow

    t.session.execute(delete(InboundRow).where(InboundRow.at < t.now - KEPT_SECONDS))
    return [did for did in message.to if _first(t, account, did, message.name)]


def _first(t: Transaction, account: str, did: str, name: str) -> bool:
    """Being told twice does no harm, so what cannot be told from another message counts as new."""
    from voipms_server.store.database import add_new
    from voipms_server.store.tables import InboundRow

    if not name:
        return True
    key = t.keys.digest(f"inbound {did} {name}")
    return add_new(t.session, InboundRow, account=account, key=key, did=did, at=t.now)
