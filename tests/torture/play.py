"""A schedule is played: servers live and die, clients call and give up, a person answers, time passes."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import anyio
from mcp import Client, MCPError
from mcp.types import CallToolResult, InputRequiredResult

from torture.account import Account
from torture.calling import Calling, Held, Made, Person, Record, Request, Result, Told
from torture.incidents import CRASHES, Attempt, Crash
from torture.looking import changes, found
from torture.process import CURRENT, Process, begin, opened
from torture.schedule import EDITS, TOUCHES, Era, Event, Schedule, Step
from torture.settle import look_at_open
from torture.tables import entry_of, named
from voipms_server.approvals import rows as approvals
from voipms_server.asking import MODERN
from voipms_server.store.store import Store, Transaction
from voipms_server.store.tables import LineRow

T = TypeVar("T")
BROKEN = (MCPError, anyio.ClosedResourceError, anyio.BrokenResourceError)


def nothing_seen(play: "Play") -> list[str]:
    """Everything is looked at when it is over."""
    return []


@dataclass(slots=True)
class Play:
    """A schedule under way, and everything that is known about it from outside the server."""

    schedule: Schedule
    kept: Store | Path
    account: Account = field(default_factory=Account)
    record: Record = field(default_factory=Record)
    processes: list[Process] = field(default_factory=list[Process])
    watch: "Callable[[Play], list[str]]" = field(default=nothing_seen)
    store: Store = field(init=False)
    """The store as a person's terminal sees it."""

    def __post_init__(self) -> None:
        self.store = self.kept if isinstance(self.kept, Store) else opened(self.kept)
        self.processes = [self._process() for _ in range(self.schedule.servers)]

    async def run(self) -> None:
        """Every round in turn; what crashed begins again after it, and `watch` looks at what there is."""
        for number, together in enumerate(self.schedule.rounds, 1):
            async with anyio.create_task_group() as group:
                for step in together:
                    group.start_soon(self._do, step)
            self._begin_again()
            self.record.problems += [f"after {number}: {problem}" for problem in self.watch(self)]

    def close(self) -> None:
        """Let go of files."""
        if not isinstance(self.kept, Store):
            for store in (self.store, *(process.door.inner for process in self.processes)):
                store.close()

    def restart_all(self) -> None:
        """Every server ends and begins again."""
        for at in range(len(self.processes)):
            self._restart(at)

    def _process(self) -> Process:
        return begin(self.account, self.kept, self.schedule.per_day)

    def _begin_again(self) -> None:
        for at, process in enumerate(self.processes):
            if not process.life.alive:
                self._restart(at)

    def _restart(self, at: int) -> None:
        """A new process takes the place of this one; what is in the store must be there after."""
        self.processes[at].life.end()
        if isinstance(self.kept, Store):
            self.processes[at] = self._process()
            return
        before = self.store.run_now(_everything)
        self.processes[at].door.inner.close()
        self.processes[at] = self._process()
        if self.processes[at].door.inner.run_now(_everything) != before:
            self.record.problems.append("approvals or lines did not survive a restart")

    async def _do(self, step: Step) -> None:
        if step.kind == "happens" and step.event is not None:
            await self._happens(step.event)
        else:
            await self.step(step)

    async def _happens(self, event: Event, attempt: int = -1) -> None:
        """In the world, or while the person of this step is asked."""
        match event.kind:
            case "wait":
                await anyio.sleep(event.number)
            case "edit":
                self.account.edit(*EDITS[event.number])
            case "touch":
                self._touch(event.number, attempt)
            case "dearer":
                self.account.dearer(attempt)
            case "restart":
                self._restart(0)
            case "doctor":
                await look_at_open(self)

    def _touch(self, number: int, attempt: int) -> None:
        """Somebody else changes the entry that this step is about; or, where it names none, that was changed last."""
        made = [entry_of(change) for change in changes(self.store) if change.subject.entry]
        key = named(self.record.made[attempt].move) if attempt >= 0 else None
        table, id_ = key or (made[-1] if made else ("", ""))
        fields = TOUCHES.get(table)
        if fields:
            self.account.edit(table, id_, *fields[number % len(fields)], attempt)

    async def step(self, step: Step) -> None:
        """A call, with everything that goes wrong on the way."""
        number = len(self.record.made)
        attempt = Attempt(number, step.incidents, began=self.account.turn)
        CURRENT.set(attempt)
        made, held = self._looked_up(step)
        self.record.made.append(made)
        self.record.counts["calls"] += 1
        exchange = Exchange(self.record, self.processes[step.server], attempt, step.era)

        async def meanwhile() -> None:
            if step.event is not None:
                await self._happens(step.event, number)

        calling = Calling(self.record, self.store, step, made.move, exchange.send, meanwhile, number)
        with suppress(Crash):
            await (calling.call() if held is None else calling.present(held))
        if attempt.noted and not exchange.process.life.alive:
            self.record.unheard.add(number)
        for what, count in attempt.met.items():
            self.record.counts[f"fault: {what.value}"] += count
            self.record.counts["crashes"] += count if what in CRASHES else 0

    def _looked_up(self, step: Step) -> tuple[Made, Held | None]:
        """The call to make, and the question to present with it."""
        held, made, told, at = self.record.held, self.record.made, len(self.record.told), self.account.now()
        if step.kind == "present" and held:
            back = held[-1 - step.number % len(held)]
            return Made(back.move, at, back.step, told, presents=step.era == MODERN), back
        if step.kind == "again" and made:
            move = made[-1 - step.number % len(made)].move
            of = max(number for number, one in enumerate(made) if one.move == move)
            return Made(move, at, of, told), None
        tool, arguments = step.move
        asked = {name: found(value, self.account, self.store) for name, value in arguments.items()}
        return Made((tool, asked), at, len(made), told), None


async def connected(
    process: Process, era: Era, person: Person | None, call: Callable[[Client], Awaitable[T]]
) -> T | None:
    """What a client is answered; None where the connection broke or the server crashed."""
    try:
        async with Client(process.server, mode=era, elicitation_callback=person) as client:
            return await call(client)
    except BaseExceptionGroup as group:
        if group.split((Crash, *BROKEN))[1] is not None:
            raise
        return None
    except (Crash, *BROKEN):
        return None


async def called(client: Client, request: Request) -> CallToolResult | InputRequiredResult:
    """The call, made by this client."""
    return await client.session.call_tool(
        *request.move,
        allow_input_required=True,
        input_responses={"confirm": request.answer} if request.answer is not None else None,
        request_state=request.state,
    )


@dataclass(slots=True)
class Exchange:
    """The connection of one client to one process; either end may let go of it."""

    record: Record
    process: Process
    attempt: Attempt
    era: Era

    async def send(self, request: Request) -> Result:
        """The result, or None when the client gave up, the connection broke or the server crashed."""
        result = None
        writes = self.attempt.writes
        with anyio.CancelScope() as scope, self.process.life.calling(scope):
            self.attempt.scope = scope
            async with anyio.create_task_group() as group:
                if self.attempt.patience is not None:
                    group.start_soon(self._patient)
                result = await self._exchanged(request)
                group.cancel_scope.cancel()
        if not self.process.life.alive:
            return None
        if isinstance(result, CallToolResult):
            told = Told(self.attempt.step, result, self.attempt.writes - writes, self.process.account.next())
            self.record.told.append(told)
        return result

    async def _patient(self) -> None:
        await self.attempt.lose_patience()
        if self.attempt.noted:
            self.record.unheard.add(self.attempt.step)

    async def _exchanged(self, request: Request) -> Result:
        return await connected(self.process, self.era, request.person, partial(called, request=request))


def _everything(t: Transaction) -> tuple[object, ...]:
    """What must survive a restart."""
    from sqlalchemy import select

    lines = [(row.number, row.mac) for row in t.session.scalars(select(LineRow).order_by(LineRow.number))]
    return lines, [(one.id, one.state) for one in approvals.every(t)]
