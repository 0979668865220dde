"""Servers in processes of their own, over one store, killed one after another at any moment, by SIGKILL."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random

import anyio
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import CallToolResult, ElicitRequestParams, ElicitResult

from torture.account import Account
from torture.calling import Calling, Made, Person, Record, Request, Result, Told, no_event
from torture.child import Child, spoken_to
from torture.clockwork import run
from torture.facts import Facts
from torture.incidents import Attempt, Incident, Point, What
from torture.looking import changes, found
from torture.moves import Move
from torture.play import BROKEN, Play, called
from torture.process import opened
from torture.report import Failure, Report
from torture.schedule import ERAS, Era, Schedule, Step
from torture.served import Served, serving
from torture.settle import settle
from torture.stores import NAME, quick_folder
from torture.subject import Subject
from voipms_server.journal.lines import LineKind, read
from voipms_server.store.store import Store
from voipms_server.store.tables import LineRow

KILLS = 5
"""Of one store, before what is open is settled and everything checked."""
AHEAD = 400
"""Seconds that the clock of each server is ahead of the one before."""
LONGEST = 60
SOONEST, LATEST = 0.001, 0.4
"""Seconds from the beginning of a call until a kill at no particular point."""
POINTS = (None, None, None, Point.WRITE, Point.WRITE, Point.CALL)
"""Where a server is killed; at any moment for `None`."""
CUT = "kills between intent and outcome"
WARM: Move = ("searchDIDsCAN", {"type": "starts", "query": "514"})
"""A first call, after which a server has what it needs."""
AGAIN = 0.4
"""How often a client whose call came to no end makes it again."""


def kill_all(seed: int, index: int, subject: Subject) -> Report:
    """One chain of servers that are killed, and what came of it."""
    with quick_folder() as folder:
        chain = Chain(subject, seed, index, folder / NAME, subject.account())
        try:
            ended = anyio.run(chain.run)
            return run(chain.checked, ended + KILLS * AHEAD + 1_000)
        except (Exception, BaseExceptionGroup) as error:
            return Report(failures=[Failure(chain.told(), [f"{type(error).__name__}: {error}"])])
        finally:
            chain.kill()
            chain.store.close()


@dataclass(slots=True)
class Chain:
    """The lives of the servers of one store; `lines` is what happened, for people."""

    subject: Subject
    seed: int
    index: int
    path: Path
    account: Account
    record: Record = field(default_factory=Record)
    lines: list[str] = field(default_factory=list[str])
    person: Person | None = None
    process: ForkProcess | None = None
    written: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    """The journal's lines when it was looked at last."""
    cut: set[int] = field(default_factory=set[int])
    """The changes that a kill left without an outcome."""
    rng: Random = field(init=False)
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(f"kill {self.subject.name} {self.seed}:{self.index}")
        self.store = opened(self.path)

    async def run(self) -> float:
        """Every life in turn; the time at the end."""
        app = Served(self.account, self._last_intent, self.kill)
        async with serving(app) as api:
            for number in range(KILLS):
                await self._life(app, api, number)
        return anyio.current_time()

    async def checked(self) -> Report:
        """Settled and checked, on a clock that is past everything that was left open."""
        self.account.move((1 - KILLS) * AHEAD)
        schedule = Schedule(self.seed, self.index, (), in_file=True)
        play = Play(schedule, self.path, self.account, self.record)
        try:
            await settle(play)
            await self.subject.after(play)
            facts = Facts.of(play)
            wrong, counts = self.subject.problems(facts), self.subject.counted(facts)
        finally:
            play.close()
        counts["schedules"] = 0
        return Report(counts, [Failure(self.told(), wrong)] if wrong else [])

    def told(self) -> str:
        """For a person who looks for what went wrong."""
        return "\n".join([f"chain {self.index} of seed {self.seed} about {self.subject.name}:", *self.lines])

    async def _life(self, app: Served, api: str, number: int) -> None:
        """One server, from its start until it is killed in the midst of its last call."""
        era: Era = self.rng.choice(ERAS)
        with anyio.fail_after(LONGEST):
            async with self._client(api, number, era) as client:
                await called(client, Request(WARM, None))
                for last in (*[False] * self.rng.randrange(2), True):
                    await self._step(app, client, era, kill=last)
        self._look_at_the_journal()

    @asynccontextmanager
    async def _client(self, api: str, number: int, era: Era) -> AsyncGenerator[Client]:
        """A client of a server of its own; that the connection breaks is how it ends."""
        self.store.close()  # No open database goes along into another process.
        self.account.move(AHEAD if number else 0)
        self.process, wire = Child(self.path, api, number * AHEAD).born()
        try:
            async with Client(spoken_to(wire), mode=era, elicitation_callback=self._asked) as client:
                yield client
        except BaseExceptionGroup as group:
            if group.split(BROKEN)[1] is not None:
                raise
        except BROKEN:
            pass

    async def _step(self, app: Served, client: Client, era: Era, *, kill: bool) -> None:
        """A call, new or the last one again; with `kill` the server does not live to its end, or not much longer."""
        made, before = self.record.made, len(self.store.run_now(read))
        attempt = app.attempt = Attempt(len(made), self._incidents() if kill else ())
        step, of = Step("call", self.subject.move(self.rng, f"t{len(made)}"), era), len(made)
        if made and self.rng.random() < AGAIN:
            step, of = Step("again", made[-1].move, era), len(made) - 1
        asked = (step.move[0], {name: found(value, self.account, self.store) for name, value in step.move[1].items()})
        self.lines.append(f"  {step.told()}{f' KILLED {[one.told() for one in attempt.incidents]}' if kill else ''}")
        made.append(Made(asked, self.account.now(), of, len(self.record.told)))
        self.record.counts["calls"] += 1

        async def send(request: Request) -> Result:
            return await self._send(client, attempt, request)

        async with anyio.create_task_group() as group:
            if kill and not attempt.incidents:
                group.start_soon(self._kill_later)
            await Calling(self.record, self.store, step, asked, send, no_event, attempt.step).call()
            group.cancel_scope.cancel()
        if kill:
            self.kill()
            if any(line.kind is LineKind.AFTER for line in self.store.run_now(read)[before:]):
                self.record.unheard.add(attempt.step)

    async def _send(self, client: Client, attempt: Attempt, request: Request) -> Result:
        self.person, writes = request.person, attempt.writes
        try:
            result = await called(client, request)
        except BROKEN:
            return None
        if isinstance(result, CallToolResult):
            told = Told(attempt.step, result, attempt.writes - writes, self.account.next())
            self.record.told.append(told)
        return result

    async def _asked(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        """Whoever sits in front of the client now."""
        return await self.person(context, params) if self.person is not None else ElicitResult(action="cancel")

    def _incidents(self) -> tuple[Incident, ...]:
        """A point at which to kill; none for any moment."""
        point = self.rng.choice(POINTS)
        what = self.rng.choice((What.CRASH_BEFORE, What.CRASH_AFTER))
        n, late = self.rng.randrange(1, 9) if point is Point.CALL else 1, self.rng.randrange(2)
        return () if point is None else (Incident(what, point, n, late),)

    async def _kill_later(self) -> None:
        await anyio.sleep(self.rng.uniform(SOONEST, LATEST))
        self.kill()

    def kill(self) -> None:
        """Kill the server that lives now, if it still does."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process = None
            self.record.counts["kills"] += 1

    def _look_at_the_journal(self) -> None:
        """What was written before is still there; a kill may have come between a write's intent and its outcome."""
        written = [(line.number, line.mac) for line in self.store.run_now(read)]
        if written[: len(self.written)] != self.written:
            self.record.problems.append("lines of the journal did not survive a kill")
        self.written = written
        cut = {change.number for change in changes(self.store) if change.outcome is None} - self.cut
        self.record.counts[CUT] += len(cut)
        self.cut |= cut

    def _last_intent(self) -> int:
        """The number of the journal's last intent: the only one that can be under way."""
        lines = self.store.run_now(lambda t: read(t, LineRow.kind == LineKind.INTENT.value))
        return lines[-1].number if lines else 0
