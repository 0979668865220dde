"""What plans with dates still need: an entry that one will lead to, or will lead back to, is not deleted meanwhile."""

from collections.abc import Iterable

from voipms_server.errors import NotAllowed
from voipms_server.plans.book import State, found_in
from voipms_server.plans.dates import Date, every_open
from voipms_server.plans.kept import Kept
from voipms_server.plans.later import later_of
from voipms_server.questions import quoted
from voipms_server.requests import Write
from voipms_server.store.store import Transaction
from voipms_server.uses import ids_in, route_to, routes_in

NEEDED = (
    "{name} was not sent: plan {plan} ({title}) leads to {entry} at its beginning or its end. undoChange with "
    "plan={plan} first: it calls it off, or ends it."
)
SHORTEST = 4
"""Digits of an id that is not taken for a number of seconds, or a POP."""


def refuse_needed(t: Transaction, account: str, write: Write, words: str) -> None:
    """Raises NotAllowed where a plan that waits or is in effect needs what this deletes, and does not delete it too."""
    if write.undoes:
        return
    date = next((date for date in every_open(t, account) if _needs(t, date, write)), None)
    if date is not None:
        raise NotAllowed(NEEDED.format(name=write.name, entry=words, title=quoted(date.title), plan=date.plan))


def _needs(t: Transaction, date: Date, write: Write) -> bool:
    stored = found_in(t, date.plan)
    if stored is None:
        return False
    own = [*stored.writes, *(kept for later in later_of(stored.later) for kept in later.writes)]
    if any((kept.write.name, kept.write.key) == (write.name, write.key) for kept in own):
        return False
    return any(_names(write.key, kept, begun=date.state is not State.WAITING) for kept in own)


def _names(key: str, kept: Kept, *, begun: bool) -> bool:
    """One that has begun needs what it leads back to."""
    values = [*kept.was.values(), *(() if begun else kept.write.params.values())]
    return kept.write.key == key or _is_in(key, values)


def _is_in(key: str, values: Iterable[str]) -> bool:
    route, id_ = route_to(key), key.partition(":")[2]
    return any((route and route in routes_in(one)) or (len(id_) >= SHORTEST and id_ in ids_in(one)) for one in values)
