"""A plan that is there already goes on: with the yes that was given, under the locks of all it touches."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from voipms_server.commit import Errand
from voipms_server.gate import Gate
from voipms_server.line import Line
from voipms_server.locking import held
from voipms_server.plans.book import Book, Stored
from voipms_server.plans.going_back import Back
from voipms_server.plans.planning import Planner
from voipms_server.plans.running import Runner
from voipms_server.plans.steps import Permit
from voipms_server.requests import Request
from voipms_server.setup import Setup

TOOL = "applyPlan"
Progress = Callable[[int, int, str], Awaitable[None]]


def runner(
    line: Line, gate: Gate, caller: str, permit: Permit, progress: Progress, setup: Setup, *, patient: bool = False
) -> Runner:
    """What plans and carries out for this caller on this account. `patient`: what cannot be reached is tried again."""
    book, keeps = Book(gate.store), gate.committer.keep_secrets
    return Runner(
        line,
        Planner(line, gate.desk, caller, permit, keeps, setup),
        gate.committer,
        gate.settler,
        book,
        Back(line, gate.desk, gate.committer, book, patient),
        progress,
        setup.piece_seconds,
    )


@asynccontextmanager
async def going_on(line: Line, gate: Gate, stored: Stored) -> AsyncGenerator[tuple[Errand, Stored]]:
    """The plan as it stands once its locks are held, and the errand that goes on with it."""
    request = Request(
        tuple(one.write for one in stored.writes),
        stored.caller,
        TOOL,
        {"plan": stored.id},
        title=stored.title,
        bundle=stored.bundle,
    )
    async with held(gate.store, line, [*request.keys, f"plan:{stored.id}"]) as locks:
        now = await Book(gate.store).find(stored.id, line.account, stored.caller)
        approval = await gate.approvals.again(stored.approval) if stored.approval else None
        yield Errand(request, approval, locks), now
