"""Whether every undo that is done put back exactly what was there, and nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from torture.account import Key, Sent
from torture.facts import Facts
from torture.tables import differing, key_of
from voipms_sandbox.diff import IDS
from voipms_sandbox.world import Row
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome


@dataclass(slots=True)
class Undo:
    """What one request took back of one entry: the writes that it undid, oldest first, and its own."""

    undone: dict[int, Sent] = field(default_factory=dict[int, Sent])
    writes: list[Sent] = field(default_factory=list[Sent])

    @property
    def changes(self) -> list[tuple[Row | None, Row | None]]:
        return [change for _, sent in sorted(self.undone.items()) for change in sent.changed.values()]

    @property
    def back(self) -> Row:
        """Each field that was changed, as it was before the oldest of the changes."""
        found: Row = {}
        for before, after in self.changes:
            for name in differing(before, after) if before is not None and after is not None else ():
                found.setdefault(name, (before or {}).get(name, ""))
        return found

    @property
    def left(self) -> Row:
        """Each field that was changed, as the newest of the changes left it."""
        found: Row = {}
        for before, after in self.changes:
            if before is not None and after is not None:
                found |= {name: after.get(name, "") for name in differing(before, after)}
        return found


def undos(facts: Facts) -> Iterator[str]:
    """Every undo that took effect, against the rows before and after the changes it undid."""
    remade: dict[str, str] = {}
    for (bundle, key), undo in _gathered(facts).items():
        if not any(facts.disturbed(sent, key) for sent in undo.writes):
            yield from (f"undo {bundle} of {[*undo.undone]}, {key}: {wrong}" for wrong in _wrong(key, undo, remade))


def undone(facts: Facts) -> list[Change]:
    """The undos that are done."""
    return [change for change in facts.changes.values() if change.undoes and change.outcome is Outcome.DONE]


def _gathered(facts: Facts) -> dict[tuple[str, Key], Undo]:
    """By request and entry, what was done and did take effect."""
    found: defaultdict[tuple[str, Key], Undo] = defaultdict(Undo)
    for change in undone(facts):
        sent = facts.writes.get(change.number)
        undid = {number: facts.writes[number] for number in change.undoes if number in facts.writes}
        if sent is None or not sent.took or not undid or not all(one.took for one in undid.values()):
            continue
        key = next((key for one in undid.values() for key in one.changed), key_of(sent))
        group = found[change.subject.bundle, key]
        group.undone |= undid
        group.writes.append(sent)
    return dict(found)


def _wrong(key: Key, undo: Undo, remade: dict[str, str]) -> Iterator[str]:
    changes = undo.changes
    if not changes:
        yield from (f"nothing was changed, and it changed {[*sent.changed]}" for sent in undo.writes if sent.changed)
    elif changes[-1][1] is None:
        yield from _made_again(key[0], (changes[-1][0] or {}) | undo.back, undo.writes, remade)
    elif changes[0][0] is None:
        if key not in undo.writes[-1].changed:
            yield "the new entry is still there"
    else:
        yield from _set_back(key, undo)


def _set_back(key: Key, undo: Undo) -> Iterator[str]:
    """The fields of the changes as they were before them; all others as they were before the undo."""
    here = undo.writes[0].before.get(key, {})
    last = undo.writes[-1]
    now = last.changed[key][1] if key in last.changed else last.before.get(key)
    back, left = undo.back, undo.left
    kept = sorted(name for name in differing(now or {}, {**(now or {}), **back}) if name in back)
    if kept:
        yield f"{kept} are not as they were: {[(back[name], (now or {}).get(name)) for name in kept]}"
    more = differing(here, now or {}) - set(back)
    if more:
        yield f"it changed {sorted(more)} too"
    others = sorted(differing(here, {**here, **left}))
    if others:
        yield f"{others} had been changed by somebody else since"


def _made_again(table: str, was: Row, writes: Sequence[Sent], remade: dict[str, str]) -> Iterator[str]:
    """A deleted entry is there again, the same but for ids."""
    changed = [one for sent in writes for one in sent.changed.items()]
    made = [key for key, (before, _) in changed if before is None and key[0] == table]
    if len(made) != 1:
        yield f"it made {len(made)} entries"
        return
    now = next(row for key, (_, row) in reversed(changed) if key == made[0]) or {}
    id_ = IDS[table]
    remade[was[id_]] = made[0][1]
    wrong = {name for name in differing(was, now) if name != id_}
    left = sorted(name for name in wrong if _moved(was.get(name, ""), remade) != now.get(name, ""))
    if left:
        yield f"{left} are not as they were: {[(was.get(name), now.get(name)) for name in left]}"


def _moved(value: str, remade: Mapping[str, str]) -> str:
    for was, now in remade.items():
        value = value.replace(was, now)
    return value
