"""From a number or a routing to everything that a call can reach, each list of the account read once."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from voipms_server.answers.words import NAMES, clean
from voipms_server.entries import BY_HEADER
from voipms_server.facts import Row
from voipms_server.quotes import text
from voipms_server.tracing.account import Account
from voipms_server.tracing.after import LAST, After, Next, after_row, end_key, failed
from voipms_server.tracing.callers import (
    Book,
    Caller,
    by_phonebook,
    catching,
    filters_of,
    rule_in_words,
    rule_of,
)
from voipms_server.tracing.parts import FAILURES, Exit, Filter, Graph, Node, Number, Over

LONGEST = 60
USUAL_RING = 60
MOST_NODES = 2_000
"""More than any account's routing needs; a bound all the same."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The number a call comes in on; without one, nothing is known of failovers, mailbox and dial time."""

    row: Row = field(default_factory=dict[str, object])

    @property
    def did(self) -> str:
        return text(self.row, "did")

    @property
    def mailbox(self) -> str:
        return text(self.row, "voicemail")

    @property
    def ring(self) -> int:
        """Seconds a device rings; the usual where the number does not say."""
        seconds = text(self.row, "dialtime")
        return int(seconds) if seconds.isdecimal() and int(seconds) else USUAL_RING


@dataclass(slots=True)
class Mapper:
    """Makes the graph, node by node, the likely way first."""

    account: Account
    origin: Origin
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    _todo: deque[Next] = field(default_factory=deque[Next])

    async def from_number(self, caller: Caller | None) -> Graph:
        """Everything that can be reached by calling the number of the origin."""
        row = self.origin.row
        after = after_row("number", row)
        filters = filters_of(self.origin.did, await self.account.facts.rows("getCallerIDFiltering"))
        caught = await self._caught(caller, filters)
        exits = [self.exit("routing", text(row, "routing"), "", after), *[self._filtered(one) for one in filters]]
        details = tuple(clean(one, LONGEST) for one in (text(row, "description"),) if one)
        number = Node(
            f"number:{self.origin.did}",
            "number",
            f"number {self.origin.did}",
            Number(await self.account.paid(), f"filter:{text(caught, 'filtering')}" if caught else ""),
            name=clean(text(row, "note"), LONGEST),
            details=details,
            exits=tuple(exits),
            row=row,
        )
        return await self._all(number)

    async def from_routing(self, route: str) -> Graph:
        """Everything that can be reached from here on."""
        self._todo.append(Next(route))
        return await self._all(None)

    async def _all(self, first: Node | None) -> Graph:
        start = first.key if first else self._todo[0].key
        if first:
            self.nodes = {first.key: first, **self.nodes}
        while self._todo and len(self.nodes) < MOST_NODES:
            ahead = self._todo.popleft()
            if ahead.key not in self.nodes:
                self.nodes[ahead.key] = await self._made(ahead)
        return Graph(start, self.nodes)

    async def _made(self, ahead: Next) -> Node:
        from voipms_server.tracing.targets import MADE, missing, unknown

        header, colon, id_ = ahead.route.partition(":")
        if not colon or header not in MADE:
            return unknown(ahead)
        row: Row | None = {}
        if header in BY_HEADER:
            row = await self.account.led_to(header, id_)
        if row is None:
            return missing(ahead, NAMES[header], id_)
        name = clean(text(row, *BY_HEADER[header].names), LONGEST) if header in BY_HEADER else ""
        made = await MADE[header](self, ahead, id_, row)
        return replace(made, name=name, row=row)

    def exit(self, event: str, route: str, label: str, after: After = LAST) -> Exit:
        """An exit to a route, which becomes a node of the graph."""
        ahead = Next(route.strip() or "none:", after)
        self._todo.append(ahead)
        return Exit(event, ahead.key, label)

    def failures(self, after: After) -> list[Exit]:
        """What follows when nobody is reached, for each reason."""
        exits: list[Exit] = []
        for failure in FAILURES:
            found, target = failed(after, failure, self.origin.mailbox)
            exits.append(found)
            if isinstance(target, Next):
                self._todo.append(target)
            else:
                self.end(target)
        return exits

    def end(self, over: Over) -> str:
        """The node of such an end."""
        key = end_key(over.end)
        self.nodes.setdefault(key, Node(key, "end", over.words, over))
        return key

    async def _caught(self, caller: Caller | None, filters: Sequence[Row]) -> Row | None:
        if caller is None:
            return None
        rows = self.account.facts.rows
        looks = any(by_phonebook(rule_of(row)) for row in filters)
        book = Book(await rows("getPhonebook"), await rows("getPhonebookGroups")) if looks else Book([], [])
        return catching(caller, filters, book)

    def _filtered(self, row: Row) -> Exit:
        id_, rule = text(row, "filtering"), rule_of(row)
        key = f"filter:{id_}"
        routing = self.exit("routing", text(row, "routing"), "", after_row(key, row))
        self.nodes[key] = Node(
            key,
            "filter",
            f"caller-ID filter {id_}",
            Filter(),
            name=clean(rule_in_words(rule), LONGEST),
            details=tuple(clean(one, LONGEST) for one in (text(row, "note"),) if one),
            exits=(routing,),
            row=row,
        )
        return Exit(key, key, clean(rule_in_words(rule), LONGEST))
