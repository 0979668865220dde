"""One trace: what can be reached from a number or a routing, and the way a call takes at a moment for a caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from voipms_server.errors import NotAllowed
from voipms_server.tracing.account import Account, Device
from voipms_server.tracing.callers import Caller
from voipms_server.tracing.mapping import Mapper, Origin
from voipms_server.tracing.parts import Exit, Graph, Node
from voipms_server.tracing.walking import NOBODY, Told, Walk, walk
from voipms_server.zones import Zone


@dataclass(frozen=True, slots=True)
class When:
    """The moment of a call, on the user's clock too."""

    at: datetime
    zone: Zone


@dataclass(frozen=True, slots=True)
class Traced:
    """`walk` is the way of a call that nobody picks up and for which no key is pressed."""

    origin: Origin
    graph: Graph
    walk: Walk
    when: When
    caller: Caller | None
    devices: Mapping[str, Device]
    owned: frozenset[str]
    """The numbers of the account."""

    @property
    def did(self) -> str:
        return self.origin.did

    @property
    def start(self) -> Node:
        return self.graph[self.graph.start]

    def on_path(self, node: Node) -> bool:
        return node.key in self.walk.nodes

    def pointing_at(self, key: str) -> list[tuple[Node, Exit]]:
        """The nodes from which an exit leads here, and the exit."""
        return [(node, way) for node in self.graph.nodes.values() for way in node.exits if way.to == key]


async def trace_number(account: Account, did: str, when: When, caller: Caller | None, told: Told = NOBODY) -> Traced:
    """A call to one of the account's numbers. Raises NotAllowed for a number it does not hold."""
    row = await account.number(did)
    if row is None:
        raise NotAllowed(
            f"There is no number {did[:20]} on account {account.facts.line.account}; getDIDsInfo lists them."
        )
    origin = Origin(row)
    graph = await Mapper(account, origin).from_number(caller)
    return await _traced(account, origin, graph, when, caller, told)


async def trace_routing(account: Account, route: str, when: When, caller: Caller | None) -> Traced:
    """A call that is led to this routing, without a number's failovers, mailbox and dial time."""
    origin = Origin()
    graph = await Mapper(account, origin).from_routing(route)
    return await _traced(account, origin, graph, when, caller, NOBODY)


async def _traced(
    account: Account, origin: Origin, graph: Graph, when: When, caller: Caller | None, told: Told
) -> Traced:
    outside = any(node.kind == "fwd" for node in graph.nodes.values())
    owned = await account.owned() if outside or origin.row else frozenset[str]()
    return Traced(origin, graph, walk(graph, when.at, told), when, caller, account.devices, owned)
