"""How long changes are kept: whole changes from the oldest on, and never one that is not settled; files with them."""

from voipms_server.journal.line import SETTLED
from voipms_server.store.store import Store, Transaction

DAY = 86_400


async def keep(store: Store, days: int) -> int:
    """Drop what is older than so many days (0: nothing is dropped); how many lines."""
    return await store.run(lambda t: _drop(t, t.now - days * DAY)) if days else 0


def _drop(t: Transaction, older_than: float) -> int:
    from sqlalchemy import func, select
    from sqlalchemy.orm import aliased

    from voipms_server.journal.lines import prune
    from voipms_server.store.tables import LineRow

    later = aliased(LineRow)
    settled = select(later.number).where(later.change == LineRow.change, later.outcome.in_(SETTLED)).exists()
    first_open = t.session.scalar(select(func.min(LineRow.number)).where(LineRow.kind == "intent", ~settled))
    first_young = t.session.scalar(select(func.min(LineRow.change)).where(LineRow.at >= older_than))
    kept = [number for number in (first_open, first_young) if number is not None]
    dropped = prune(t, older_than, min(kept, default=None))
    if dropped:
        _drop_files(t)
    return dropped


def _drop_files(t: Transaction) -> None:
    """What an entry sounded like goes with the last change that names it."""
    from sqlalchemy import delete, select

    from voipms_server.store.tables import FileRow, LineRow

    named = select(LineRow.number).where(LineRow.kind == "intent", LineRow.body.contains(FileRow.digest)).exists()
    t.session.execute(delete(FileRow).where(~named))
