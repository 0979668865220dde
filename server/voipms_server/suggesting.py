"""Completions: values for the places of addresses and for the arguments of prompts, as a person begins to type them."""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mcp.types import Completion

from voipms_server.addresses import ADDRESSES, kinds, lists
from voipms_server.api.statuses import statuses
from voipms_server.catalog import Catalog
from voipms_server.errors import VoipmsError
from voipms_server.line import Line
from voipms_server.pipeline import Lines
from voipms_server.quotes import Rows, text
from voipms_server.store.store import Store, Transaction
from voipms_server.texting.phonebook import folded
from voipms_tools.jobs import ListChanges
from voipms_tools.registry import functions

MOST = 100
"""As many as the protocol allows."""
KEPT_SECONDS = 30.0
"""How long a list that was read serves, since each key that is pressed asks."""
PERIODS = ("this month", "last month", "today", "yesterday")
Given = Mapping[str, str]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Value:
    """What is filled in, and what else it can be found by."""

    value: str
    words: str = ""

    def fits(self, typed: str) -> bool:
        """Whether it begins so, or its words hold what was typed."""
        said, known = folded(typed), folded(f"{self.value} {self.words}")
        return self.value.lower().startswith(typed.lower()) or (bool(said) and said in known)


Values = Sequence[Value]
Source = Callable[[Given], Awaitable[Values]]


@dataclass(slots=True)
class Suggestions:
    """Reads what it suggests; what cannot or may not be read is not suggested, and is no error."""

    lines: Lines
    accounts: Sequence[str]
    """Those that are served."""
    catalog: Catalog
    store: Store
    clock: Callable[[], float] = time.monotonic
    _kept: dict[tuple[str, str], tuple[float, Rows]] = field(default_factory=dict[tuple[str, str], tuple[float, Rows]])

    async def of_address(self, template: str, place: str, typed: str, given: Given) -> Completion:
        """For a place of the address with this template."""
        several = len(self.accounts) > 1
        meant = next((one for one in ADDRESSES if template == one.template(several=several)), None)
        if meant is None or f"{{{place}}}" not in template:
            return await self.of("", typed, given)
        return await self.of(place, typed, {**given, "kind": meant.kind} if meant.kind else given)

    async def of(self, source: str, typed: str, given: Given) -> Completion:
        """From a source by its name; there is none of that name where nothing can be suggested."""
        found = self._sources().get(source)
        try:
            values = await found(given) if found else ()
        except VoipmsError as error:
            logger.info("nothing to suggest for %s: %s", source, type(error).__name__)
            values = ()
        fitting = list(dict.fromkeys(one.value for one in values if one.fits(typed)))
        return Completion(values=fitting[:MOST], total=len(fitting), has_more=len(fitting) > MOST)

    def _sources(self) -> Mapping[str, Source]:
        return {
            "account": self._accounts,
            "did": self._numbers,
            "kind": self._kinds,
            "id": self._ids,
            "list": self._lists,
            "code": self._codes,
            "number": self._changes,
            "contact": self._contacts,
            "person": self._people,
            "pop": self._pops,
            "queue": self._queues,
            "symptom": self._symptoms,
            "period": self._periods,
        }

    async def _accounts(self, _: Given) -> Values:
        return [Value(name) for name in self.accounts]

    async def _numbers(self, given: Given) -> Values:
        return await self._named("getDIDsInfo", "did", ("description", "note"), given)

    async def _contacts(self, given: Given) -> Values:
        return await self._named("getPhonebook", "name", ("number",), given)

    async def _people(self, given: Given) -> Values:
        return await self._named("getSubAccounts", "description", ("account", "internal_extension"), given)

    async def _pops(self, given: Given) -> Values:
        return await self._named("getServersInfo", "server_name", ("server_hostname", "server_pop"), given)

    async def _queues(self, given: Given) -> Values:
        return await self._named("getQueues", "queue_name", ("queue_number",), given)

    async def _ids(self, given: Given) -> Values:
        kind = kinds().get(given.get("kind", ""))
        return await self._named(kind.getter, kind.id, kind.names, given) if kind else ()

    async def _kinds(self, _: Given) -> Values:
        return [
            Value(one.name, one.words) for one in kinds().values() if self.catalog.can_be_read(functions()[one.getter])
        ]

    async def _lists(self, _: Given) -> Values:
        return [Value(name) for name, function in lists().items() if self.catalog.can_be_read(function)]

    async def _codes(self, _: Given) -> Values:
        return [Value(one.code, one.meaning) for one in statuses().values()]

    async def _symptoms(self, _: Given) -> Values:
        from voipms_server.diagnosis.symptoms import SYMPTOMS

        return [Value(one.words, " ".join(one.phrases)) for one in SYMPTOMS]

    async def _periods(self, _: Given) -> Values:
        return [Value(one) for one in PERIODS]

    async def _changes(self, given: Given) -> Values:
        """The latest first."""
        if not self.catalog.can_be_read(ListChanges):
            return ()
        accounts = [line.account for line in self._meant(given)]
        return [one for account in accounts for one in await self.store.run(lambda t, of=account: _changes(t, of))]

    async def _named(self, getter: str, id_: str, names: Sequence[str], given: Given) -> Values:
        """The values of a field, found by other fields too."""
        if not self.catalog.can_be_read(functions()[getter]):
            return ()
        rows = [row for line in self._meant(given) for row in await self._read(line, getter)]
        found = (Value(text(row, id_), " ".join(text(row, name) for name in names)) for row in rows)
        return [one for one in found if one.value]

    def _meant(self, given: Given) -> list[Line]:
        """The account that was chosen, else all."""
        chosen = given.get("account")
        return [self.lines.choose(name) for name in ([chosen] if chosen else self.accounts)]

    async def _read(self, line: Line, getter: str) -> Rows:
        kept = self._kept.get((line.account, getter))
        if kept is not None and self.clock() - kept[0] < KEPT_SECONDS:
            return kept[1]
        found = await line.rows(getter, {})
        self._kept[line.account, getter] = (self.clock(), found)
        return found


def _changes(t: Transaction, account: str) -> Values:
    from voipms_server.journal import changes as journal

    found = reversed(journal.of_account(t, account))
    return [Value(str(one.number), f"{one.subject.function} {one.subject.entry}") for one in found]
