"""Which changes the journal tells of: of an account, of an entry, by number, and those that are still open."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from voipms_server.journal.change import Change, changes
from voipms_server.journal.line import SETTLED, LineKind, Outcome
from voipms_server.journal.lines import read
from voipms_server.store.store import Transaction
from voipms_server.store.tables import LineRow
from voipms_tools.effects import Effect

GONE = (Outcome.REFUSED, Outcome.NOT_DONE)


def open_ones(t: Transaction, account: str) -> list[Change]:
    """The account's changes whose outcome is not known: unknown, being sent, or cut off by a crash."""
    later = aliased(LineRow)
    settled = select(later.number).where(later.change == LineRow.change, later.outcome.in_(SETTLED)).exists()
    return changes(read(t, LineRow.account == account, ~settled, LineRow.kind != LineKind.PRUNED.value))


def with_number(t: Transaction, number: int) -> Change | None:
    """This change, of whichever account."""
    return next(iter(changes(read(t, LineRow.change == number))), None)


def of_account(t: Transaction, account: str, since: float = 0) -> list[Change]:
    """The account's changes from this moment on."""
    return changes(read(t, LineRow.account == account, LineRow.at >= since))


def numbered(t: Transaction, account: str, numbers: Sequence[int]) -> list[Change]:
    """These changes of the account, with what undid them."""
    if not numbers:
        return []
    wanted = set(numbers)
    later = read(t, LineRow.account == account, LineRow.number >= min(wanted))
    return [change for change in changes(later) if change.number in wanted]


def of_bundle(t: Transaction, bundle: str) -> list[Change]:
    """The changes of one request."""
    return changes(read(t, LineRow.bundle == bundle))


def that_count(t: Transaction, account: str, effect: Effect, since: float) -> list[Change]:
    """The changes of this effect that count against a limit: all but those that did not happen."""
    return [one for one in of_account(t, account, since) if one.subject.effect == effect and one.outcome not in GONE]


def of_entry(t: Transaction, account: str, entry: str, since: float = 0) -> list[Change]:
    """The changes of one entry."""
    return [one for one in of_account(t, account, since) if one.subject.entry == entry]
