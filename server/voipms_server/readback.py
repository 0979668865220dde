"""After a write its entry is read again: what changed, what was kept, and what is not as it was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from voipms_server.answers.words import clean
from voipms_server.completion import current, keeps, shows, taken
from voipms_server.entries import key_of, row_id
from voipms_server.errors import VoipmsError
from voipms_server.journal.hidden import part_row
from voipms_server.line import Line
from voipms_server.prepared import Prepared
from voipms_server.quotes import text
from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.registry import functions
from voipms_tools.rows import Kind

Row = Mapping[str, object]
NEVER_THE_SAME = ("new", "urgent", "next_billing", "group_name", "status")
"""Fields that change by themselves, or with another entry."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The entry after the write; `row` is None when it is gone, `read` False when it could not be read."""

    ready: Prepared
    read: bool
    row: Row | None = None
    entry: str = ""
    id: str = ""

    def told(self) -> dict[str, object]:
        """For the answer: fields before and after, what was kept, and what the entry does not show as it was sent."""
        if not self.read:
            return {"read_back": "The entry could not be read again; look with the matching get* function."}
        if self.row is None:
            gone = self.ready.write.effect is Effect.DELETE or self.ready.write.spends
            return {} if gone else {"read_back": "The entry is not there after the write."}
        return {**self._made(), **self._changed(self.row), **self._kept(), **self._differs(self.row)}

    def _made(self) -> dict[str, object]:
        entry = self.ready.write.function.declared.entry
        if entry is None or self.row is None or not self.ready.write.creates or not self.id:
            return {}
        own = {entry.id: text(self.row, entry.number), entry.filter: self.id} if entry.number else {entry.id: self.id}
        return dict(own)

    def _changed(self, row: Row) -> dict[str, object]:
        if self.ready.before is None:
            return {}
        return {"changed": changed(getter_of(self.ready), self.ready.before, row)}

    def _kept(self) -> dict[str, object]:
        write = self.ready.write
        names = sorted(name for name in self.ready.full if name not in write.params)
        return {"kept_as_it_was": names} if names else {}

    def _differs(self, row: Row) -> dict[str, object]:
        write = self.ready.write
        secrets, now = write.function.secrets(), keeps(write.function, row)
        wrong = sorted(
            name
            for name, value in self.ready.full.items()
            if name in now and not same(write.function, name, now[name], taken(name, value))
        )
        told = {name: "differs" if name in secrets else clean(now[name], 200) for name in wrong}
        return {"not_as_sent": told} if told else {}


EXACT = (Kind.TEXT, Kind.STRANGER, Kind.SECRET, Kind.URL)
"""Kinds of fields in which every character counts."""


def same(function: type[Function], name: str, one: str, other: str) -> bool:
    """Whether two values of a parameter mean the same: ids and routes as `8` and `08`, `0` and nothing, with spaces."""
    entry = function.declared.entry
    rows = functions()[entry.getter].declared.rows if entry is not None else None
    kind = rows.fields.get(entry.names.get(name, name)) if entry is not None and rows is not None else None
    return one == other or (kind not in EXACT and _plain(one) == _plain(other))


def _plain(value: str) -> str:
    squeezed = value.replace(" ", "")
    if squeezed in ("", "0", "none", "none:"):
        return ""
    return squeezed.lstrip("0") if squeezed.isdecimal() else squeezed


def changed(getter: type[Function], before: Row, after: Row) -> dict[str, object]:
    """The fields that are not what they were; secrets are named and not shown."""
    shown_before, _ = part_row(getter, before)
    shown_after, _ = part_row(getter, after)
    names = [name for name in after if before.get(name) != after[name] and name not in NEVER_THE_SAME]
    return {name: {"before": _shown(shown_before.get(name)), "after": _shown(shown_after[name])} for name in names}


def _shown(value: object) -> object:
    return clean(value, 500) if isinstance(value, str) else value


def getter_of(ready: Prepared) -> type[Function]:
    entry = ready.write.function.declared.entry
    if entry is None:
        raise LookupError(f"{ready.write.name} declares no entry")
    return functions()[entry.getter]


async def read_back(line: Line, ready: Prepared, answer: Mapping[str, object]) -> ReadBack:
    """The entry as it is now. Not being able to read it is told, and no failure of the write."""
    entry = ready.write.function.declared.entry
    if entry is None:
        return ReadBack(ready, read=False)
    try:
        if ready.write.creates:
            return await _made(line, ready, entry, answer)
        id_ = ready.write.id or ""
        return ReadBack(ready, True, await current(line, entry, id_, ready.full), ready.write.key, id_)
    except VoipmsError:
        return ReadBack(ready, read=False)


async def _made(line: Line, ready: Prepared, entry: Entry, answer: Mapping[str, object]) -> ReadBack:
    """The new entry: the one that was not there before, and that the answer names where it names one.

    Of several new ones that it does not tell apart, the only one that is as it was sent.
    """
    needs = {name: ready.full[param] for name, param in entry.needs.items() if param in ready.full}
    rows = await line.rows(entry.getter, needs)
    new = [row for row in rows if text(row, row_id(entry)) not in ready.ids]
    named = [row for row in new if text(row, row_id(entry)) in (str(value) for value in answer.values())]
    alike = new if len(new) == 1 else [row for row in new if shows(ready.write.function, row, ready.full)]
    row = next(iter(named or (alike if len(alike) == 1 else [])), None)
    id_ = text(row, row_id(entry)) if row is not None else ""
    return ReadBack(ready, row is not None, row, key_of(entry, id_) if id_ else "", id_)
