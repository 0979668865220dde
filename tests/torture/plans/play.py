"""A plan is carried out: the server dies and begins again, the client comes back until there is an end."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import anyio
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import CallToolResult, ElicitRequestParams, ElicitResult
from sqlalchemy import select

from torture.account import Account, Rows
from torture.calling import structured
from torture.incidents import CRASHES, Attempt, Crash, Incident
from torture.people import YES
from torture.plans.drawn import Drawn
from torture.play import connected
from torture.process import CURRENT, SETTLE, Process, begin, opened
from voipms_server.catalog import Choice
from voipms_server.plans.book import UNFINISHED, State
from voipms_server.setup import Setup
from voipms_server.store.store import Store
from voipms_server.store.tables import PlanRow

TRIES = 80
"""After so many calls a plan must have come to an end."""
Arguments = dict[str, object]


@dataclass(slots=True)
class Told:
    """The end of a call, as the client got it."""

    answer: dict[str, object]
    error: str = ""


@dataclass(slots=True)
class PlanPlay:
    """One plan, from the first call to its end; what the account was before it, and every question that was asked."""

    drawn: Drawn
    kept: Store | Path
    account: Account = field(default_factory=Account)
    questions: list[str] = field(default_factory=list[str])
    told: list[Told] = field(default_factory=list[Told])
    counts: Counter[str] = field(default_factory=Counter[str])
    before: Rows = field(init=False)
    store: Store = field(init=False)
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        self.before = self.account.rows()
        self.store = self.kept if isinstance(self.kept, Store) else opened(self.kept)
        self.process = self._begin()

    async def run(self) -> None:
        """Until the plan is neither running nor being taken back, however often that takes a call."""
        if self.drawn.refused is not None:
            method, status = self.drawn.refused
            self.account.refuses[method] = status
        arguments: Arguments = {"steps": list(self.drawn.steps), "title": f"Plan {self.drawn.index}"}
        for number in range(TRIES):
            incidents = self.drawn.tries[number] if number < len(self.drawn.tries) else ()
            await self._call(arguments, incidents)
            if number == 0 and self.drawn.edit is not None:
                self.account.edit(*self.drawn.edit)
            unfinished = self.plans(*UNFINISHED)
            if not unfinished:
                break
            arguments = {"plan": unfinished[0]}
            if number >= len(self.drawn.tries):
                await anyio.sleep(SETTLE + 1)
        await anyio.sleep(1_000)  # Whatever is on its way lands.

    async def last(self) -> Told | None:
        """What a client is told that asks once more when all is over."""
        ids = self.plans(*State)
        if not ids:
            return None
        await self._call({"plan": ids[0]}, ())
        return self.told[-1]

    def plans(self, *states: State) -> list[str]:
        """The ids of the plans in the store that are in one of these states."""
        wanted = select(PlanRow.id).where(PlanRow.state.in_([one.value for one in states]))
        return self.store.run_now(lambda t: list(t.session.scalars(wanted)))

    def close(self) -> None:
        if not isinstance(self.kept, Store):
            self.store.close()
            self.process.door.inner.close()

    def _begin(self) -> Process:
        setup = Setup(piece_seconds=0) if self.drawn.pieces else Setup()
        return begin(self.account, self.kept, choice=Choice(profile="full"), setup=setup)

    async def _call(self, arguments: Arguments, incidents: tuple[Incident, ...]) -> None:
        if not self.process.life.alive:
            if not isinstance(self.kept, Store):
                self.process.door.inner.close()
            self.process = self._begin()
        attempt = Attempt(len(self.told), incidents, began=self.account.turn)
        CURRENT.set(attempt)
        with suppress(Crash), anyio.CancelScope() as scope, self.process.life.calling(scope):
            attempt.scope = scope
            async with anyio.create_task_group() as group:
                if attempt.patience is not None:
                    group.start_soon(attempt.lose_patience)
                result = await self._exchanged(arguments)
                if result is not None and self.process.life.alive:
                    error = "".join(getattr(block, "text", "") for block in result.content) if result.is_error else ""
                    self.told.append(Told(structured(result), error))
                group.cancel_scope.cancel()
        for what, count in attempt.met.items():
            self.counts[f"fault: {what.value}"] += count
            self.counts["crashes"] += count if what in CRASHES else 0

    async def _exchanged(self, arguments: Arguments) -> CallToolResult | None:
        async def call(client: Client) -> CallToolResult:
            return await client.call_tool("applyPlan", arguments)

        return await connected(self.process, self.drawn.era, self._person, call)

    async def _person(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        self.questions.append(params.message)
        return YES
