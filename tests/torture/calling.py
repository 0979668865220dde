"""A client's call, and the person in front of it: asked, answering, approving elsewhere, coming back later."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

import anyio
from mcp.client import ClientRequestContext
from mcp.types import CallToolResult, ElicitRequest, ElicitRequestParams, ElicitResult, InputRequiredResult, TextContent

from torture.moves import Move
from torture.people import ANSWERS, YES, Yeses, grants
from torture.schedule import Step
from voipms_server.approvals import rows as approvals
from voipms_server.page import answering
from voipms_server.shapes import is_row
from voipms_server.store.store import Store

Result = CallToolResult | InputRequiredResult | None


class Person(Protocol):
    """Whoever sits in front of a client."""

    async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult: ...


@dataclass(frozen=True, slots=True)
class Request:
    """A call as it goes out: what it brings back from before, and who can be asked."""

    move: Move
    person: Person | None
    state: str | None = None
    answer: ElicitResult | None = None


Send = Callable[[Request], Awaitable[Result]]
"""Makes a call: its result, or None when it came to no end."""
Meanwhile = Callable[[], Awaitable[None]]
"""What happens while a person thinks."""


async def no_event() -> None:
    """Nothing happens meanwhile."""


ASKED = 4
"""How often a client goes on answering a call's questions."""


@dataclass(frozen=True, slots=True)
class Held:
    """A question that a client of 2026-07-28 was given, and the call it came from."""

    state: str
    question: str
    move: Move
    step: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a client was told at last, and how many writes its call had made reach the account."""

    step: int
    result: CallToolResult
    writes: int
    turn: int = 0
    """At which turn of the account."""

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.result.content if isinstance(block, TextContent))

    @property
    def answer(self) -> dict[str, object]:
        return structured(self.result)


def structured(result: CallToolResult) -> dict[str, object]:
    """The answer as an object."""
    content: object = result.structured_content
    return content if is_row(content) else {}


@dataclass(frozen=True, slots=True)
class Made:
    """A call as it was made: when, which step it repeats (itself, when it is new), how much clients had been told."""

    move: Move
    at: float
    of: int
    told: int
    presents: bool = False
    """Whether it brings back a question of that step, in a way that a server reads."""


@dataclass(slots=True)
class Record:
    """What clients and people did, and were told."""

    yeses: Yeses = field(default_factory=Yeses)
    made: list[Made] = field(default_factory=list[Made])
    held: list[Held] = field(default_factory=list[Held])
    told: list[Told] = field(default_factory=list[Told])
    unheard: set[int] = field(default_factory=set[int])
    """Steps whose answer was noted to be on its way when the server died or the client gave up: nobody can know."""
    counts: Counter[str] = field(default_factory=Counter[str])
    problems: list[str] = field(default_factory=list[str])

    def yes(self, question: str, state: str | None = None) -> None:
        """A person says yes."""
        self.counts["yeses"] += 1
        if not grants(question):
            self.problems.append(f"a question that names nothing: {question}")
        self.yeses.say(question, state)


@dataclass(frozen=True, slots=True)
class Calling:
    """One call of one client."""

    record: Record
    store: Store
    step: Step
    move: Move
    send: Send
    meanwhile: Meanwhile
    number: int = 0
    """Of the step, from 0."""

    async def call(self) -> None:
        """Make the call; answer what is asked; carry out what was approved elsewhere."""
        result = await self._send(self.move)
        for _ in range(ASKED):
            if isinstance(result, InputRequiredResult):
                result = await self._answered(result)
        if isinstance(result, CallToolResult) and structured(result).get("waiting_for_approval"):
            await self._approved(str(structured(result)["code"]))

    async def present(self, held: Held) -> Result:
        """Bring back a question that was asked before, with an answer."""
        answer = ANSWERS[self.step.answer]
        await self.meanwhile()
        if answer is YES:
            self.record.yes(held.question, held.state)
        return await self._send(self.move, held.state, answer)

    async def _person(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        """The person in front of an older client."""
        answer = ANSWERS[self.step.answer]
        if answer is None:
            await anyio.sleep_forever()
            raise AssertionError
        await self.meanwhile()
        if answer is YES:
            self.record.yes(params.message)
        return answer

    async def _answered(self, result: InputRequiredResult) -> Result:
        """The person reads the question of a client of 2026-07-28, and maybe answers."""
        requests = result.input_requests or {}
        question = next((one.params.message for one in requests.values() if isinstance(one, ElicitRequest)), "")
        held = Held(result.request_state or "", question, self.move, self.number)
        self.record.held.append(held)
        return await self.present(held) if ANSWERS[self.step.answer] is not None else None

    async def _approved(self, code: str) -> None:
        """The person answers in a terminal; after a yes the client goes on."""
        answer = ANSWERS[self.step.answer]
        asked = self.store.run_now(lambda t: approvals.by_code(t, code))
        if answer is None or asked is None:
            return
        await self.meanwhile()
        if answer is not YES:
            self.store.run_now(lambda t: answering.decline(t, [asked], answering.TERMINAL))
            return
        if self.store.run_now(lambda t: answering.agree(t, [asked], answering.TERMINAL))[0].took:
            self.record.yes(asked.question)
            await self._send(("finishApproved", {"code": code}) if self.step.finish else self.move)

    async def _send(self, move: Move, state: str | None = None, answer: ElicitResult | None = None) -> Result:
        return await self.send(Request(move, self._person if self.step.asks else None, state, answer))
