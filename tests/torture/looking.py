"""What clients find by looking before they call: the newest entry of a kind, the latest changes."""

from datetime import UTC, datetime

from torture.account import Account
from torture.moves import NEWEST
from torture.process import NAME
from voipms_server.journal.changes import Change, of_account
from voipms_server.store.store import Store

NO_CHANGE: dict[str, object] = {"change": 1, "group": "none", "since": "2026-11-24T08:00"}


def changes(store: Store) -> list[Change]:
    """The journal's changes, with their secrets."""
    return store.run_now(lambda t: [one.opened(t.keys) for one in of_account(t, NAME)])


def found(value: object, account: Account, store: Store) -> object:
    """The argument that stands for this one; what is not marked stands for itself."""
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    if value.startswith(NEWEST):
        return account.ids(value.removeprefix(NEWEST))[-1]
    what, _, back = value.removeprefix("@").partition(":")
    made = changes(store)
    if not made:
        return NO_CHANGE[what]
    change = made[-min(int(back), len(made))]
    since = datetime.fromtimestamp(change.at, UTC).isoformat(timespec="milliseconds")
    return {"change": change.number, "group": change.subject.bundle, "since": since}[what]
