"""`applyPlan`: several calls as one change, previewed, confirmed once, carried out in order or taken back."""

from collections.abc import Sequence
from datetime import UTC, datetime

from voipms_server.commit import Errand
from voipms_server.errors import NotAllowed
from voipms_server.jobs.job import Result, Task
from voipms_server.locking import held
from voipms_server.plans import wording
from voipms_server.plans.book import Book, State, Stored, digest_words
from voipms_server.plans.course import PlanCourse
from voipms_server.plans.going_back import Back
from voipms_server.plans.planning import Planner
from voipms_server.plans.running import Runner
from voipms_server.requests import Request
from voipms_server.shapes import is_list
from voipms_tools.plans import ApplyPlan
from voipms_tools.words.plans import Step, steps_of

USUAL = "Plan"
WHY = ("It is a plan.",)
AGAIN = "Nothing was sent: what plan {plan} would do changed since its preview. Preview it again."


async def apply_plan(task: Task) -> Result:
    """Steps are previewed or asked about; a plan that was previewed is asked about; one that runs goes on."""
    asked = task.checked
    if not isinstance(asked, ApplyPlan):
        raise TypeError(asked)
    if (asked.steps is None) == (asked.plan is None):
        raise NotAllowed("applyPlan: give steps, or the plan that an answer named, and not both.")
    if asked.steps is not None:
        raw = task.call.arguments.get("steps")
        return await _asked(
            task, asked.steps, raw if is_list(raw) else [], asked.title or USUAL, preview=asked.preview is True
        )
    book = Book(task.gate.store)
    stored = await book.find(asked.plan or "", task.line.account, task.call.caller)
    if stored.state is not State.PREVIEWED:
        return await _gone_on(task, stored)
    steps = steps_of(stored.steps)
    return await _asked(task, steps, stored.steps, stored.title, preview=asked.preview is True, shown=stored)


async def _asked(
    task: Task,
    steps: tuple[Step, ...],
    raw: Sequence[object],
    title: str,
    *,
    preview: bool,
    shown: Stored | None = None,
) -> Result:
    runner = runner_of(task)
    plan = await runner.planner.plan(steps)
    if shown is not None and not await _as_shown(task, shown, digest_words(plan)):
        raise NotAllowed(AGAIN.format(plan=shown.id))
    course = PlanCourse(
        runner,
        steps,
        raw,
        plan,
        task.gate.question,
        lambda: datetime.fromtimestamp(task.gate.store.clock(), UTC),
        task.setup.zone,
    )
    request = Request(
        plan.writes,
        task.call.caller,
        task.call.function.tool_name(),
        task.call.arguments,
        title=title,
        reasons=WHY,
        course=course,
    )
    if preview:
        return await _previewed(course, request)
    return await task.gate.run(task.line, request, task.call.person)


async def _previewed(course: PlanCourse, request: Request) -> dict[str, object]:
    """What it would do, as the person will read it, and the pictures; kept, to be applied as it is."""
    stored = await course.kept(request, State.PREVIEWED, "")
    plan, ways = course.plan, await course.ways()
    return {
        "preview": True,
        "done": False,
        "plan": stored.id,
        "changes": await course.lines(),
        "callers": wording.callers(plan, ways),
        **({"money": money} if (money := wording.money(plan)) else {}),
        **({"before": ways[0].pictures[0], "after": plan.blanks.shown(ways[0].pictures[1])} if ways else {}),
        "not_taken_back": wording.left(plan),
        "next": f"Nothing was done. applyPlan with plan={stored.id} asks a person to confirm exactly this.",
    }


async def _as_shown(task: Task, shown: Stored, now: str) -> bool:
    return await task.gate.store.run(lambda t: t.keys.digest(now) == shown.seen)


async def _gone_on(task: Task, stored: Stored) -> dict[str, object]:
    """With the yes that was given: it covers the whole plan."""
    runner, approvals = runner_of(task), task.gate.approvals
    request = Request(
        tuple(one.write for one in stored.writes),
        task.call.caller,
        task.call.function.tool_name(),
        task.call.arguments,
        title=stored.title,
        bundle=stored.bundle,
    )
    async with held(task.gate.store, task.line, [*request.keys, f"plan:{stored.id}"]) as locks:
        now = await runner.book.find(stored.id, task.line.account, task.call.caller)
        approval = await approvals.again(stored.approval) if stored.approval else None
        return await runner.go_on(Errand(request, approval, locks), now)


def runner_of(task: Task) -> Runner:
    gate = task.gate
    book, keeps = Book(gate.store), gate.committer.keep_secrets
    return Runner(
        task.line,
        Planner(task.line, gate.desk, task.call.caller, task.permit, keeps, task.setup),
        gate.committer,
        gate.settler,
        book,
        Back(task.line, gate.desk, gate.committer, book),
        task.call.person.progress,
        task.setup.piece_seconds,
    )
