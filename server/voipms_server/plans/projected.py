"""The account as it will be after the writes planned so far: each list is read once, and the writes laid over it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from voipms_server.api.statuses import means_none
from voipms_server.entries import listed_by, row_id
from voipms_server.errors import Refused
from voipms_server.line import Client, Line
from voipms_server.plans.blanks import Blanks
from voipms_server.quotes import text
from voipms_server.requests import Write
from voipms_tools.effects import Effect
from voipms_tools.function import Entry
from voipms_tools.registry import functions

NUMBERS = "getDIDsInfo"
Row = Mapping[str, object]
List = tuple[str, tuple[tuple[str, str], ...]]
"""A getter, and the parameters without which it lists nothing."""


@dataclass(slots=True)
class Projected(Line):
    """Reads like the account itself; `written` lays a write over what was read."""

    blanks: Blanks = field(default_factory=Blanks)
    originals: dict[List, list[Row]] = field(default_factory=dict[List, list[Row]])
    """As they were read."""
    answers: dict[List, dict[str, object]] = field(default_factory=dict[List, dict[str, object]])
    _written: dict[List, list[Row]] = field(default_factory=dict[List, list[Row]])

    def before(self) -> "Projected":
        """The account without the writes; what either reads, both have read."""
        found = replace(self, _written={})
        found.lists = self.lists
        return found

    def copied(self) -> "Projected":
        """The account with the writes, to be written on apart."""
        found = replace(self, _written={key: list(rows) for key, rows in self._written.items()})
        found.lists = self.lists
        return found

    async def answer(self, name: str, params: Mapping[str, str]) -> dict[str, object]:
        entry = listed_by(name)
        rows = functions()[name].declared.rows
        known = {entry.filter, *entry.needs} if entry is not None else set[str]()
        if entry is None or rows is None or not set(params) <= known:
            return await self._answered(name, params)
        wanted = params.get(entry.filter)
        found = await self._list(name, {need: params[need] for need in entry.needs if need in params})
        chosen = [row for row in found if wanted is None or text(row, row_id(entry)) == wanted]
        return {rows.key: chosen}

    async def _answered(self, name: str, params: Mapping[str, str]) -> dict[str, object]:
        """What no write of a plan changes is asked for once."""
        key = (name, tuple(sorted(params.items())))
        if key not in self.answers:
            self.answers[key] = await Line.answer(self, name, params)
        return self.answers[key]

    async def _list(self, getter: str, needs: Mapping[str, str]) -> list[Row]:
        """The list, as far as it was written on; one of an entry that is yet to be made is empty."""
        key = (getter, tuple(sorted(needs.items())))
        if key not in self.originals:
            self.originals[key] = [] if self.blanks.any_in(needs.values()) else await self._read(getter, needs)
        return self._written.setdefault(key, list(self.originals[key]))

    async def _read(self, getter: str, needs: Mapping[str, str]) -> list[Row]:
        try:
            return list(self.listed(getter, needs, await Line.answer(self, getter, needs)))
        except Refused as refused:
            entry = listed_by(getter)
            if means_none(refused.code) or (entry is not None and refused.code in entry.absent):
                return []
            raise

    async def written(self, write: Write, full: Mapping[str, str], blank: str) -> None:
        """Lay this write over the lists; a new entry has the id `blank` until it is made."""
        entry = write.function.declared.entry
        if entry is None:
            await self._ordered(write)
            return
        rows = await self._list(entry.getter, {need: full[param] for need, param in entry.needs.items()})
        id_field, id_ = row_id(entry), write.id or blank
        at = next((at for at, row in enumerate(rows) if text(row, id_field) == id_), len(rows))
        there = rows[at : at + 1]
        changed = [{**one, id_field: id_, **dict(_shown(entry, full))} for one in there or [{}]]
        rows[at : at + 1] = changed if write.effect is Effect.CHANGE or write.begins else []

    async def _ordered(self, write: Write) -> None:
        """An order puts its number on the account, with what was ordered and nothing else that could be known."""
        did = write.params.get("did")
        if write.spends and did:
            (await self._list(NUMBERS, {})).append(dict(write.params))


def _shown(entry: Entry, full: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The fields of a row that these parameters become."""
    yield from ((entry.names.get(name, name), value) for name, value in full.items() if name != entry.id)


def projected(line: Line, blanks: Blanks) -> Projected:
    """The account as it is now, to be written on."""
    found = Projected(line.account, Rehearsing(line.client, blanks), line.sources, entries=line.entries, blanks=blanks)
    found.lists = line.lists
    return found


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """An order is rehearsed before what it leads to is there: it is rehearsed without that."""

    client: Client
    blanks: Blanks

    async def call(
        self,
        function: str,
        params: Mapping[str, str],
        *,
        read: bool,
        empty: tuple[str, ...] = (),
        in_turn: bool = False,
    ) -> dict[str, object]:
        return await self.client.call(function, self.blanks.without(params), read=read, empty=empty, in_turn=in_turn)

    async def turn(self) -> None:
        await self.client.turn()
