"""How one change is taken back, or why it is left: what somebody changed since is not overwritten."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from voipms_server.answers.secrets import MASK
from voipms_server.answers.words import clean
from voipms_server.completion import keeps, taken
from voipms_server.files import FILE
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome
from voipms_server.readback import NEVER_THE_SAME, same
from voipms_server.requests import Write
from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.registry import functions

Row = Mapping[str, object]


IDLE = "it changed nothing"


@dataclass(frozen=True, slots=True)
class Left:
    """A change that is not undone, and why; `differs` shows what somebody else made of the entry."""

    change: Change
    why: str
    differs: Mapping[str, object] = field(default_factory=dict[str, object])

    def told(self) -> dict[str, object]:
        return {"change": self.change.number, "why": self.why, **({"differs": self.differs} if self.differs else {})}


def cannot(change: Change) -> str:
    """Why this change can never be undone, as far as the journal tells; empty when it can be tried."""
    function = functions().get(change.subject.function)
    if function is None:
        return "this version does not know its function"
    if change.outcome in (Outcome.REFUSED, Outcome.NOT_DONE):
        return "it was not done"
    if change.outcome is not Outcome.DONE:
        return "it is not known whether it was done; mcp-voipms doctor finds out"
    if change.undone_by:
        return f"change {change.undone_by} undid it"
    if function.declared.effect in (Effect.SEND, Effect.SPEND):
        ended = f"; {function.declared.counterpart} ends it" if function.declared.counterpart else ""
        return f"what was sent or ordered cannot be taken back{ended}"
    if function.declared.effect is Effect.DELETE and not function.declared.counterpart:
        return "this server has no function that does the opposite"
    if function.declared.entry is None:
        return "it is about no entry"
    if not change.creates and change.before is None:
        return "what was there before is not known"
    if change.creates and not change.subject.entry:
        return "which entry it made is not known"
    return ""


@dataclass(frozen=True, slots=True)
class Undoing:
    """One change and the entry as it will be when its turn comes (`now`)."""

    change: Change
    function: type[Function]
    now: Row | None
    later: Sequence[Change]
    caller: str
    files: Mapping[str, str]
    digest: Callable[[str], str]
    """What secrets are recognised by."""

    def write(self, chosen: Sequence[Change]) -> Write | Left:
        """What takes it back, or why it is left."""
        if self.function.declared.effect is Effect.DELETE:
            return self._made_again()
        if self.now is None:
            return Left(self.change, "the entry is not there any more")
        if not self.change.creates and self.change.after is not None and not (self._fields() or self._file()):
            return Left(self.change, "it changed nothing")
        differs = self._differs(self.now)
        if differs and not self._own(differs, chosen):
            return Left(self.change, "the entry was changed since", self._shown(differs))
        return self._deleted() if self.change.creates else self._set_back()

    def _differs(self, now: Row) -> list[str]:
        """The fields that are not as this change left them."""
        after = self.change.after
        if after is None:
            return self._unlike_sent(keeps(self.function, now))
        names = {*after, *now} - set(NEVER_THE_SAME)
        return sorted(name for name in names if not self._is(name, after, now))

    def _is(self, name: str, after: Row, now: Row) -> bool:
        """Whether a field is as this change left it; a secret that was not kept is recognised by its digest."""
        left, is_ = str(after.get(name, "")), str(now.get(name, ""))
        known = self.change.digests.get("after", {}).get(name)
        return self.digest(is_) == known if MASK in left and known and left != is_ else left == is_

    def _own(self, differs: Sequence[str], chosen: Sequence[Change]) -> bool:
        """Whether the same person's later changes explain the difference, and touched other fields."""
        taken_back = {one.number for one in chosen}
        entry = self.change.subject.entry
        staying = [one for one in self.later if one.subject.entry == entry and one.number not in taken_back]
        since = [one for one in staying if self._lasts(one)]
        last = since[-1] if since else None
        if last is None or last.after is None or self.now is None:
            return False
        known = all(str(last.after.get(name, "")) == str(self.now.get(name, "")) for name in differs)
        own = all(one.subject.caller == self.caller for one in since)
        return known and own and not set(differs) & set(self._fields())

    def _lasts(self, one: Change) -> bool:
        return one.number > self.change.number and one.outcome is Outcome.DONE and not one.undone_by

    def _fields(self) -> list[str]:
        """The row's fields that this change changed."""
        before, after = self.change.before or {}, self.change.after
        if after is None:
            return self._unlike_sent(keeps(self.function, before))
        was, is_ = (self.change.digests.get(part, {}) for part in ("before", "after"))
        return [n for n in after if str(before.get(n, "")) != str(after[n]) or was.get(n) != is_.get(n)]

    def _unlike_sent(self, holds: Mapping[str, str]) -> list[str]:
        """The row's fields that differ from what was sent, of a change that was not read back."""
        entry, sent = self.function.declared.entry, self.change.arguments
        if entry is None:
            return []
        given = {name: taken(name, str(value)) for name, value in sent.items() if name in holds}
        unlike = (name for name, value in given.items() if not same(self.function, name, holds[name], value))
        return [entry.names.get(name, name) for name in unlike]

    def _shown(self, differs: Sequence[str]) -> dict[str, object]:
        now, after = self.now or {}, self.change.after or {}
        hidden = self.function.secrets()
        return {
            name: "differs"
            if name in hidden
            else {"was_left_as": _words(after.get(name)), "is_now": _words(now.get(name))}
            for name in differs
        }

    def _set_back(self) -> Write | Left:
        """Only the fields it changed: the others are kept as they are."""
        entry = self.function.declared.entry
        before = self.change.before
        if entry is None or before is None:
            return Left(self.change, "what was there before is not known")
        was = keeps(self.function, before)
        touched = set(self._fields())
        names = [name for name in was if name != entry.id and entry.names.get(name, name) in touched]
        if any(MASK in was[name] for name in names if name in self.function.secrets()):
            return Left(self.change, "the secret it had was not kept")
        fields = {name: was[name] for name in names} | self._file()
        if not fields:
            return Left(self.change, IDLE)
        return Write(self.function, {**self._needed(entry), **fields}, self._undone, stands=self.now)

    def _needed(self, entry: Entry) -> dict[str, str]:
        """What names the entry."""
        needs = {name: str(self.change.arguments[name]) for name in entry.needs.values()}
        return {entry.id: self.change.subject.entry.partition(":")[2], **needs}

    @property
    def _undone(self) -> tuple[int, ...]:
        return (self.change.number,)

    def _file(self) -> dict[str, str]:
        """The file it had, of a recording whose file was replaced or that was deleted."""
        return {FILE: self.files[self.change.file]} if self.files.get(self.change.file) else {}

    def _deleted(self) -> Write | Left:
        counterpart = functions().get(self.function.declared.counterpart)
        entry = counterpart.declared.entry if counterpart else None
        if counterpart is None or entry is None:
            return Left(self.change, "this server has no function that deletes it")
        own = self.change.subject.caller == self.caller
        return Write(counterpart, self._needed(entry), self._undone, quiet=own, stands=self.now)

    def _made_again(self) -> Write | Left:
        """A deleted entry comes back with a new id."""
        if self.now is not None:
            return Left(self.change, "the entry is there")
        maker = functions()[self.function.declared.counterpart]
        entry = maker.declared.entry
        if entry is None:
            return Left(self.change, "this server has no function that makes it")
        row = self.change.before or {}
        was = {name: value for name, value in keeps(maker, row).items() if name != entry.id or entry.always}
        if any(MASK in value for name, value in was.items() if name in maker.secrets()):
            return Left(self.change, "a secret it had was not kept; make it again by hand")
        if FILE in entry.unread and not self._file():
            return Left(self.change, "its file was not kept")
        was |= {name: str(row.get(field, ""))[-most:] for name, (field, most) in entry.remade.items()}
        return Write(maker, was | self._file(), self._undone, was=self.change.subject.entry)


def _words(value: object) -> object:
    return clean(value, 200) if isinstance(value, str) else value
