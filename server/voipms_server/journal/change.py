"""A change as the journal tells it: what was meant, what became of it, what the entry was before and after."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from voipms_server.journal.line import NOTHING, Body, Line, LineKind, Outcome, Subject
from voipms_server.quotes import money
from voipms_server.shapes import is_list, is_row
from voipms_server.store.keys import Keys
from voipms_server.store.store import SKEW_SECONDS

Row = dict[str, object]


IN_FLIGHT_SECONDS = 180
"""A write without an outcome may be on its way this long; then whoever sent it is gone."""


@dataclass(slots=True)
class Change:
    """One change. `arguments`, `before` and `after` are as they may be shown; `secrets` opens what is hidden."""

    number: int
    at: float
    subject: Subject
    arguments: Row
    before: Row | None
    body: Body
    boxes: dict[LineKind, str] = field(default_factory=dict[LineKind, str])
    outcome: Outcome | None = None
    words: str = ""
    after: Row | None = None
    digests: dict[str, Row] = field(default_factory=dict[str, Row])
    """Of what is hidden in `before` and `after`: by these it is known whether it changed."""
    gone: bool = False
    """The entry was not there when it was read back."""
    settled: float = 0
    first_look: float = 0
    """When the account was first seen without it, if nothing since has made that doubtful."""
    undone_by: int | None = None
    told: bool = False
    """Of a text: whoever asked for it was told that it went."""

    @property
    def creates(self) -> bool:
        return bool(self.body.get("creates"))

    @property
    def step(self) -> int:
        """Its number in a plan; 0 for what belongs to none."""
        step = self.body.get("step")
        return step if isinstance(step, int) else 0

    @property
    def undoes(self) -> tuple[int, ...]:
        """The changes that it took back."""
        numbers = self.body.get("undoes")
        return tuple(one for one in numbers if isinstance(one, int)) if is_list(numbers) else ()

    @property
    def file(self) -> str:
        """The name of the file that the entry had before, where it was kept."""
        return str(self.body.get("file") or "")

    @property
    def way(self) -> str:
        return str(self.body.get("way") or "")

    @property
    def digest(self) -> str:
        return str(self.body.get("digest") or "")

    @property
    def price(self) -> Decimal | None:
        return money(self.body.get("price")) if self.body.get("price") is not None else None

    def in_flight(self, now: float) -> bool:
        """Whether it may still be on its way, sent by a program that runs."""
        return self.outcome is None and -SKEW_SECONDS <= now - self.at < IN_FLIGHT_SECONDS

    @property
    def ids(self) -> frozenset[str]:
        """The entries that existed before a new one was made."""
        ids = self.body.get("ids")
        return frozenset(map(str, ids)) if is_list(ids) else frozenset()

    def sent_secrets(self, keys: Keys) -> Row:
        """The secrets that it set."""
        return _part(_box(keys, self.boxes.get(LineKind.INTENT, "")), "arguments")

    def about(self, entry: str) -> Subject:
        """Its subject, once the entry it made is known."""
        return replace(self.subject, entry=entry)

    @property
    def owned(self) -> frozenset[str]:
        owned = self.body.get("owned")
        return frozenset(map(str, owned)) if is_list(owned) else frozenset()

    def opened(self, keys: Keys) -> "Change":
        """With the secrets put back: for undoing and settling, never for showing."""
        intent, after = (_box(keys, self.boxes.get(kind, "")) for kind in (LineKind.INTENT, LineKind.AFTER))
        self.arguments |= _part(intent, "arguments")
        if self.before is not None:
            self.before |= _part(intent, "before")
        if self.after is not None:
            self.after |= _part(after, "after")
        return self


def _box(keys: Keys, box: str) -> Body:
    found = keys.decrypt(box) if box else None
    return found if is_row(found) else NOTHING


def _part(body: Body, name: str) -> Row:
    found = body.get(name)
    return dict(found) if is_row(found) else {}


def changes(lines: Iterable[Line]) -> list[Change]:
    """The changes these lines tell of, in order; later lines tell what became of earlier ones."""
    found: dict[int, Change] = {}
    for line in lines:
        if line.kind is LineKind.INTENT:
            found[line.number] = _intended(line)
        elif line.change in found:
            _told(found[line.change], line)
    _note_undos(found)
    return list(found.values())


def _intended(line: Line) -> Change:
    before = line.body.get("before")
    return Change(
        line.number,
        line.at,
        line.subject,
        _part(line.body, "arguments"),
        dict(before) if is_row(before) else None,
        line.body,
        {LineKind.INTENT: line.box},
        digests=_digests(line.body),
    )


def _digests(body: Body) -> dict[str, Row]:
    found = _part(body, "digests")
    return {name: _part(found, name) for name in found}


def _told(change: Change, line: Line) -> None:
    if line.outcome is not None:
        change.outcome = line.outcome
        change.words = str(line.body.get("words") or "")
        change.settled = line.at
    if line.subject.entry and not change.subject.entry:
        change.subject = line.subject
    if line.kind is LineKind.FINDING:
        seen = line.body.get("look")
        change.first_look = float(seen) if isinstance(seen, int | float) else 0
    if "told" in line.body:
        change.told = bool(line.body["told"])
    if line.kind in (LineKind.AFTER, LineKind.FINDING) and "after" in line.body:
        after = line.body["after"]
        change.after = dict(after) if is_row(after) else None
        change.gone = after is None
        change.digests |= _digests(line.body)
        change.boxes[LineKind.AFTER] = line.box


def _note_undos(found: dict[int, Change]) -> None:
    """A change is undone while the last undo of it is in effect: one that failed, or was undone itself, is not."""
    for undo in reversed(found.values()):
        in_effect = undo.outcome not in (Outcome.REFUSED, Outcome.NOT_DONE) and not undo.undone_by
        for number in undo.undoes if in_effect else ():
            if number in found and not found[number].undone_by:
                found[number].undone_by = undo.number
