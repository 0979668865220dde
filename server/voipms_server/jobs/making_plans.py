"""From steps to a plan that is previewed or asked about: what applyPlan and every job that is a plan share."""

from collections.abc import Sequence
from datetime import UTC, datetime

from voipms_server.errors import NotAllowed
from voipms_server.jobs.job import Result, Task
from voipms_server.plans import wording
from voipms_server.plans.book import State, Stored, digest_words
from voipms_server.plans.course import PlanCourse
from voipms_server.plans.dated import DatedCourse, When
from voipms_server.plans.going_on import runner
from voipms_server.plans.planning import Plan
from voipms_server.plans.running import Runner
from voipms_server.requests import Request
from voipms_tools.words.plans import Step, steps_of

WHY = ("It is a plan.",)
AGAIN = "Nothing was sent: what plan {plan} would do changed since its preview. Preview it again."


async def plan_made(
    task: Task,
    raw: Sequence[object],
    title: str,
    *,
    preview: bool,
    notes: Sequence[str] = (),
    shown: Stored | None = None,
    when: When | None = None,
) -> Result:
    """The preview, or the answer of the gate. `raw` are the steps as applyPlan takes them; `shown` was previewed."""
    runner, steps = runner_of(task), steps_of(raw)
    plan = await runner.planner.plan(steps)
    if shown is not None and not await _as_shown(task, shown, digest_words(plan)):
        raise NotAllowed(AGAIN.format(plan=shown.id))
    if when is not None:
        when.check(plan.writes, task.gate.store.clock(), task.gate.committer.journal_days)
    course = _course(task, runner, steps, raw, plan, when)
    request = Request(
        plan.writes,
        task.call.caller,
        task.call.function.tool_name(),
        task.call.arguments,
        title=title,
        notes=(*notes, *(when.notes() if when is not None else ())),
        reasons=WHY,
        about=when.about() if when is not None else (),
        course=course,
    )
    if preview:
        return await _previewed(course, request)
    return await task.gate.run(task.line, request, task.call.person)


def _course(
    task: Task, runner: Runner, steps: Sequence[Step], raw: Sequence[object], plan: Plan, when: When | None
) -> PlanCourse:
    words, zone = task.gate.question, task.setup.zone

    def now() -> datetime:
        return datetime.fromtimestamp(task.gate.store.clock(), UTC)

    if when is None:
        return PlanCourse(runner, steps, raw, plan, words, now, zone)
    return DatedCourse(runner, steps, raw, plan, words, now, zone, when=when)


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


def runner_of(task: Task) -> Runner:
    """For the caller of this task."""
    person = task.call.person
    return runner(task.line, task.gate, task.call.caller, task.permit, person.progress, task.setup)
