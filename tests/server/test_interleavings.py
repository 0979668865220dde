"""Whatever clients do, in any order and at once: no order without a person's yes, none twice for one, none astray."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

import anyio
import anyio.lowlevel
from anyio.abc import TaskGroup, TaskStatus
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from mcp import Client, MCPError
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult, InputRequiredResult

from cases.office import ERAS, NO, NOON, YES, Era, Office
from voipms_sandbox.seed import seed
from voipms_server.approvals.approval import State

ACCOUNTS = {"office": "office@example.com", "home": "solo@example.com"}
NUMBERS = {"office": "100000", "home": "200000"}
SETTINGS: dict[str, object] = {"routing": "sys:busy", "pop": 1, "dialtime": 60, "cnam": False, "test": False}
OWNED = (("office", "5145550111"), ("home", "3055550130"))
NOTES = {"office": "Support", "home": "Home"}
RECORD: dict[str, object] = {"routing": "sys:echo", "pop": 1, "dialtime": 30, "cnam": False, "billing_type": 1}
ANSWERS: dict[str, ElicitResult | None] = {
    "yes": YES,
    "no": NO,
    "cancel": ElicitResult(action="cancel"),
    "words": ElicitResult(action="accept", content={"confirm": "true"}),
    "nothing": None,
}
MORE: dict[str, dict[str, object]] = {"orderDID": {"billing_type": 1}, "orderDIDInternationalTollFree": {"quantity": 1}}


@dataclass(frozen=True)
class Order:
    """One order, as a client asks for it."""

    tool: str
    account: str
    item: tuple[str, str]

    def arguments(self) -> dict[str, object]:
        return {**SETTINGS, **MORE[self.tool], self.item[0]: self.item[1], "voipms_account": self.account}

    def named_in(self, question: str) -> bool:
        return f"VoIP.ms account: {self.account} " in question and f": {self.item[1]}\n" in question


ORDERS = (
    Order("orderDIDInternationalTollFree", "office", ("location_id", "a6422")),
    Order("orderDIDInternationalTollFree", "home", ("location_id", "a6422")),
    Order("orderDID", "office", ("did", "5145550101")),
)
"""The first two differ in the account alone, and VoIP.ms itself refuses no repetition of them."""


@dataclass(frozen=True)
class Move:
    """What a client does: it asks, presents a state it holds, gives up half-way, is restarted; or the world moves."""

    kind: str
    order: int | None = 0
    """Which order; None is the one the presented state is for."""
    held: int = 0
    era: Era = "2026-07-28"
    answer: str = "yes"
    patience: int | None = None


def used(office: Office) -> int:
    """How many yeses were used."""
    return sum(approval.state is State.USED for approval in office.approvals)


@dataclass
class Play:
    """A server, a client of each era, the states they hold, and each yes a person gave, by the order it was for."""

    office: Office
    group: TaskGroup
    clients: dict[Era, Client] = field(default_factory=dict[Era, Client])
    held: list[tuple[str, Order]] = field(default_factory=list[tuple[str, Order]])
    said_yes: set[tuple[str, Order]] = field(default_factory=set[tuple[str, Order]])
    reply: str = "yes"
    ends: dict[Era, anyio.Event] = field(default_factory=dict[Era, anyio.Event])

    async def person(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        """The person in front of the older client."""
        answer = ANSWERS[self.reply]
        if answer is None:
            await anyio.sleep_forever()
            raise AssertionError
        if answer is YES:
            self._count(params.message)
        return answer

    def _count(self, question: str) -> None:
        (order,) = [order for order in ORDERS if order.named_in(f"{question}\n")]
        self.said_yes.add((f"asked {len(self.said_yes)}", order))

    async def live(
        self, era: Era, end: anyio.Event, *, task_status: TaskStatus[None] = anyio.TASK_STATUS_IGNORED
    ) -> None:
        """A client from its start to its end, whatever calls it has under way then."""
        async with Client(self.office.server, mode=era, elicitation_callback=self.person) as client:
            self.clients[era] = client
            task_status.started()
            await end.wait()

    async def restart(self, era: Era) -> None:
        self.clients.pop(era, None)
        if era in self.ends:
            self.ends[era].set()
        self.ends[era] = end = anyio.Event()
        await self.group.start(self.live, era, end)

    async def make(self, move: Move) -> None:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                if move.patience is not None and move.kind in ("ask", "present"):
                    group.start_soon(self._give_up, scope, move.patience)
                await self._do(move)
                group.cancel_scope.cancel()

    async def _give_up(self, scope: anyio.CancelScope, patience: int) -> None:
        for _ in range(patience):
            await anyio.lowlevel.checkpoint()
        scope.cancel()

    async def _do(self, move: Move) -> None:
        match move.kind:
            case "ask":
                self.reply = move.answer
                await self._call(move.era, ORDERS[move.order or 0], None, None)
            case "present" if self.held:
                await self._present(move)
            case "change":
                await self._change(move)
            case "restart":
                await self.restart(move.era)
            case "dearer":
                self._price()["perminute_monthly"] = f"{float(self._price()['perminute_monthly']) + 1:.2f}"
            case fault if fault.startswith("fault:"):
                self.office.sandbox.faults.plan(
                    fault.removeprefix("fault:"), ORDERS[move.order or 0].tool, rehearsals=False
                )
            case _:
                pass

    async def _change(self, move: Move) -> None:
        """A full write of a number's record, completed from the record of its own account."""
        account, did = OWNED[(move.order or 0) % len(OWNED)]
        if client := self.clients.get(move.era):
            with suppress(MCPError, anyio.ClosedResourceError, anyio.BrokenResourceError):
                await client.session.call_tool("setDIDInfo", {**RECORD, "did": did, "voipms_account": account})

    def _price(self) -> dict[str, str]:
        stock = self.office.sandbox.world.reference["stock_local"]
        return next((row for row in stock if row["did"] == "5145550101"), {"perminute_monthly": "0"})

    async def _present(self, move: Move) -> None:
        state, owner = self.held[move.held % len(self.held)]
        order = owner if move.order is None else ORDERS[move.order]
        if move.answer == "yes" and order == owner:
            self.said_yes.add((state, order))
        await self._call(move.era, order, state, ANSWERS[move.answer])

    async def _call(self, era: Era, order: Order, state: str | None, answer: ElicitResult | None) -> None:
        client = self.clients.get(era)
        if client is None:
            return
        try:
            result = await client.session.call_tool(
                order.tool,
                order.arguments(),
                allow_input_required=True,
                input_responses={"confirm": answer} if answer else None,
                request_state=state,
            )
        except (MCPError, anyio.ClosedResourceError, anyio.BrokenResourceError):
            return
        if isinstance(result, InputRequiredResult) and result.request_state:
            self.held.append((result.request_state, order))

    def orders_sent(self) -> Counter[Order]:
        """What reached the API for real, by account and item."""
        sent = [
            call for call in self.office.sandbox.log if "test" not in call.params and call.method.startswith("order")
        ]
        found = [
            next(
                order
                for order in ORDERS
                if (order.tool, NUMBERS[order.account], order.item[1])
                == (call.method, call.account, call.params.get(order.item[0]))
            )
            for call in sent
        ]
        return Counter(found)


def strays(office: Office) -> list[str]:
    """Writes of a number's record that went to another account, or carried another record's note."""
    right = {(NUMBERS[account], did, NOTES[account]) for account, did in OWNED}
    writes = [call for call in office.sandbox.log if call.method == "setDIDInfo"]
    return [str(call) for call in writes if (call.account, call.params["did"], call.params["note"]) not in right]


@cache
def world() -> dict[str, object]:
    return seed(NOON)


async def play(moves: Sequence[Sequence[Move]]) -> Play:
    """Each inner list is made at once; the clients end at the end."""
    office = Office(accounts=ACCOUNTS, data=world(), ask_timeout=0.01, settle_seconds=0)
    clients = anyio.create_task_group()
    game = Play(office, clients)
    async with clients:
        for era in ERAS:
            await game.restart(era)
        for together in moves:
            async with anyio.create_task_group() as group:
                for move in together:
                    group.start_soon(game.make, move)
        for end in game.ends.values():
            end.set()
    return game


patience = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 200))
answers = st.sampled_from(["yes", "yes", "yes", *ANSWERS])
eras = st.sampled_from(ERAS)
asks = st.builds(Move, st.just("ask"), st.integers(0, 2), st.just(0), eras, answers, patience)
presents = st.builds(
    Move,
    st.just("present"),
    st.sampled_from([None, None, None, None, 0, 1, 2]),
    st.integers(0, 3),
    st.sampled_from([*ERAS, "2026-07-28"]),
    answers,
    patience,
)
faults = st.sampled_from(["fault:reset_after_effect", "fault:reset_before_effect", "fault:late_effect"])
others = st.builds(
    Move, st.one_of(st.sampled_from(["restart", "dearer", "change", "change"]), faults), st.integers(0, 2), era=eras
)
moves = st.one_of(asks, presents, presents, others)


@given(st.lists(st.lists(moves, min_size=2, max_size=5), min_size=3, max_size=7))
@settings(phases=[Phase.explicit, Phase.generate])  # Shrinking a play takes minutes and its moves are short anyway.
def test_no_interleaving_orders_without_a_yes_or_twice_for_one_or_on_another_account(
    sequence: list[list[Move]],
) -> None:
    game = anyio.run(play, sequence)
    sent = game.orders_sent()
    assert sent <= Counter(order for _, order in game.said_yes)
    assert sent.total() <= used(game.office) <= len(game.said_yes)
    assert strays(game.office) == []


HONEST = [
    [Move("ask", answer="no")],
    [Move("present")],
    [Move("present"), Move("present")],
    [Move("ask", era="legacy", order=2), Move("change"), Move("change", order=1)],
]


def test_the_plays_of_the_property_do_place_orders() -> None:
    game = anyio.run(play, HONEST)
    assert game.orders_sent() == {ORDERS[0]: 1, ORDERS[2]: 1}
    assert used(game.office) == 2
    assert sum(call.method == "setDIDInfo" for call in game.office.sandbox.log) == 2
