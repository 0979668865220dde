"""Changes are taken back strictly in turn, the newest first: each step leads to what once was, so each is possible."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voipms_server.completion import current
from voipms_server.entries import updates
from voipms_server.errors import Refused
from voipms_server.files import stored_file
from voipms_server.journal.change import Change
from voipms_server.line import Line
from voipms_server.requests import Write
from voipms_server.store.store import Transaction
from voipms_server.undo import Left, Row, Undoing, cannot
from voipms_server.uses import ELSEWHERE, points_at, route_to, with_routes
from voipms_tools.function import Function
from voipms_tools.registry import functions

NEW_ID = "What was deleted comes back with a new id."


def has_new_id(write: Write) -> bool:
    """Whether it makes an entry again that VoIP.ms gives another id."""
    entry = write.function.declared.entry
    return bool(write.was) and entry is not None and not entry.always


SWITCHED = "setSMS"
NOTHING = "it was made and deleted again; there is nothing to take back"


@dataclass(slots=True)
class Plan:
    """What undoing comes to: the writes in order, and what is left as it is."""

    writes: list[Write] = field(default_factory=list[Write])
    left: list[Left] = field(default_factory=list[Left])


@dataclass(frozen=True, slots=True)
class Past:
    """What the journal holds for an undo: the changes, those since the oldest of them, and the files they had."""

    chosen: Sequence[Change]
    later: Sequence[Change]
    files: Mapping[str, str]
    digest: Callable[[str], str]


def past_of(t: Transaction, account: str, is_meant: Callable[[Change], bool], since: float = 0) -> Past:
    """The changes that are meant, secrets opened, and what else the journal knows of them since then."""
    from voipms_server.journal import changes as journal

    found = [change.opened(t.keys) for change in journal.of_account(t, account, since)]
    chosen = [one for one in found if is_meant(one)]
    oldest = min((one.number for one in chosen), default=0)
    files = {one.file: stored_file(t, one.file) for one in chosen if one.file}
    return Past(chosen, [one for one in found if one.number >= oldest], files, t.keys.digest)


async def planned(line: Line, past: Past, caller: str) -> Plan:
    """The writes that take the chosen changes back."""
    plan = Plan()
    states: dict[str, Row | None] = {}
    planned_: list[tuple[Change, Write]] = []
    for change in sorted(past.chosen, key=lambda one: one.number, reverse=True):
        why = cannot(change)
        if why:
            plan.left.append(Left(change, why))
            continue
        function, key = functions()[change.subject.function], change.subject.entry
        if key not in states:
            states[key] = await _now(line, function, change)
        found = Undoing(change, function, states[key], past.later, caller, past.files, past.digest).write(past.chosen)
        if isinstance(found, Left):
            plan.left.append(found)
            continue
        planned_.append((change, found))
        states[key] = None if change.creates else change.before
    for key in _idle(planned_):
        plan.left += [Left(change, NOTHING) for change, _ in planned_ if change.subject.entry == key]
        planned_ = [(change, write) for change, write in planned_ if change.subject.entry != key]
    plan.writes = switched_once([step for change, write in planned_ for step in _in_steps(change, write)])
    return plan


def switched_once(writes: Sequence[Write]) -> list[Write]:
    """Writes of one number's SMS service become one: VoIP.ms refuses to switch it twice within a minute."""
    found: list[Write] = []
    for write in writes:
        before = next((one for one in found if one.name == write.name == SWITCHED and one.key == write.key), None)
        if before is not None:
            found.remove(before)
        found.append(_both(before, write) if before is not None else write)
    return found


def _both(first: Write, then: Write) -> Write:
    return replace(then, params={**first.params, **then.params}, undoes=(*first.undoes, *then.undoes))


def _in_steps(change: Change, write: Write) -> list[Write]:
    """An entry that leads to itself is made leading elsewhere, and then set as it was, with its new id."""
    entry = write.function.declared.entry
    led = has_new_id(write) and updates(write.function) and points_at(write.params, write.was)
    if entry is None or not led:
        return [write]
    own = {route_to(write.was): ELSEWHERE}
    first = replace(write, params={name: with_routes(value, own) for name, value in write.params.items()})
    params = {entry.id: write.was.partition(":")[2], **write.params}
    return [first, Write(write.function, params, write.undoes, stands=change.before)]


def _idle(planned_: Sequence[tuple[Change, Write]]) -> list[str]:
    """Entries that would be made again only to be deleted again, with nothing in between that points at them."""
    made = {write.was for _, write in planned_ if write.was}
    gone = {change.subject.entry for change, _ in planned_ if change.creates}
    others = [write for change, write in planned_ if change.subject.entry not in made & gone]
    return [key for key in made & gone if not any(points_at(write.params, key) for write in others)]


async def _now(line: Line, function: type[Function], change: Change) -> Row | None:
    entry = function.declared.entry
    if entry is None:
        return None
    params = {name: str(value) for name, value in change.arguments.items()}
    try:
        return await current(line, entry, change.subject.entry.partition(":")[2], params)
    except Refused:
        return None
