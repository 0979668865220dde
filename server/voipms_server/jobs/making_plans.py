"""From steps to a plan that is previewed or asked about: what applyPlan and every job that is a plan share."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from voipms_server.approvals.approval import Approval, ToRun
from voipms_server.approvals.approval import State as Answered
from voipms_server.errors import NotAllowed, Refused
from voipms_server.jobs.job import Result, Task
from voipms_server.plans import wording
from voipms_server.plans.book import Book, State, Stored, digest_words
from voipms_server.plans.course import GONE, PlanCourse
from voipms_server.plans.dated import DatedCourse, When, who_carries_out
from voipms_server.plans.dates import Dates
from voipms_server.plans.followed import FollowedCourse, steps_after
from voipms_server.plans.going_on import runner
from voipms_server.plans.later import Later, later_of
from voipms_server.plans.planning import Plan
from voipms_server.plans.running import Runner
from voipms_server.requests import Request
from voipms_tools.words.plans import steps_of

WHY = ("It is a plan.",)
TO_PIN = "new"
FOLLOWED = "Nothing was sent: plans with dates follow this one, so it is done at once: applyPlan asks for it."
AGAIN = "Nothing was sent: what plan {plan} would do changed since its preview. Preview it again."


@dataclass(frozen=True, slots=True)
class Draft:
    """What a job came to: the steps as applyPlan takes them, what they are for, and what was assumed."""

    steps: Sequence[object]
    title: str
    notes: tuple[str, ...] = ()
    when: When | None = None
    later: tuple[Later, ...] = ()
    """Plans with dates that are kept once it is done."""


async def plan_shown(task: Task, drafted: Callable[[], Awaitable[Draft]], *, preview: bool) -> Result:
    """The plan of a job that might find something else the next time: a yes is to what was found when it was asked."""
    if preview:
        return await _drafted(task, await drafted(), preview=True)
    found = await _asked(task)
    if found is None or not found[1].plan:
        return await _drafted(task, await drafted(), preview=False)
    approval, call = found
    if approval.state is Answered.USED:
        return await task.gate.what_became(approval)
    stored = await Book(task.gate.store).find(call.plan, task.line.account, task.call.caller)
    draft = Draft(stored.steps, stored.title, stored.notes, later=later_of(stored.later))
    try:
        plan = await _planned(task, draft)
    except (NotAllowed, Refused) as error:
        await task.gate.approvals.withdraw(approval)
        if task.call.person.returned() is None and approval.state is Answered.WAITING:
            return await _drafted(task, await drafted(), preview=False)
        raise NotAllowed(GONE.format(why=error, tool=task.call.function.tool_name())) from None
    return await _through(task, draft, plan, preview=False, pinned=stored.id)


async def _asked(task: Task) -> tuple[Approval, ToRun] | None:
    """The question that this very call asked: the one whose answer it brings, or one that is open."""
    returned = task.call.person.returned()
    call = ToRun(task.call.function.tool_name(), task.call.arguments)
    id_ = returned[0] if returned else ""
    return await task.gate.approvals.shown(call, task.line.account, task.call.caller, id_)


async def _drafted(task: Task, draft: Draft, *, preview: bool) -> Result:
    return await _through(task, draft, await _planned(task, draft), preview=preview, pinned=TO_PIN)


async def _planned(task: Task, draft: Draft) -> Plan:
    return await runner_of(task).planner.plan(steps_of(draft.steps), steps_after(draft.later))


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
    """The preview, or the answer of the gate. `raw` are the steps as applyPlan takes them; `shown` was previewed.

    A yes that was used is told of before anything is looked at: what it was to may be gone by then.
    """
    found = await _asked(task)
    if found is not None and found[0].state is Answered.USED:
        return await task.gate.what_became(found[0])
    draft = Draft(raw, title, tuple(notes), when, later_of(shown.later) if shown is not None else ())
    plan = await _planned(task, draft)
    if shown is not None and not await _as_shown(task, shown, digest_words(plan)):
        raise NotAllowed(AGAIN.format(plan=shown.id))
    if when is not None and draft.later:
        raise NotAllowed(FOLLOWED)
    if when is not None:
        when.check(plan.writes, task.gate.store.clock(), task.gate.committer.journal_days)
        draft = replace(draft, notes=(*notes, *when.notes()))
    return await _through(task, draft, plan, preview=preview)


async def _through(task: Task, draft: Draft, plan: Plan, *, preview: bool, pinned: str = "") -> Result:
    """`pinned` is the plan that is kept for the yes, or TO_PIN for one that is yet to be kept."""
    course = await _course(task, draft, plan)
    request = Request(
        plan.writes,
        task.call.caller,
        task.call.function.tool_name(),
        task.call.arguments,
        title=draft.title,
        notes=draft.notes,
        reasons=WHY,
        about=course.about(),
        course=course,
    )
    if preview:
        return await _previewed(course, request)
    if pinned:
        kept = (await course.kept(request, State.PREVIEWED, "")).id if pinned == TO_PIN else pinned
        request = replace(request, pinned=kept)
    return await task.gate.run(task.line, request, task.call.person)


async def _course(task: Task, draft: Draft, plan: Plan) -> PlanCourse:
    run, steps, words, zone = runner_of(task), steps_of(draft.steps), task.gate.question, task.setup.zone
    tool = task.call.function.tool_name()

    common = (run, steps, draft.steps, plan, words, task.now, zone, tool)
    if draft.when is not None:
        return DatedCourse(*common, when=draft.when)
    if not draft.later:
        return PlanCourse(*common)
    who = await who_carries_out(Dates(task.gate.store), lasting=task.setup.lasting)
    return FollowedCourse(*common, later=draft.later, who=who, journal_days=task.gate.committer.journal_days)


async def _previewed(course: PlanCourse, request: Request) -> dict[str, object]:
    """What it would do, as the person will read it, and the pictures; kept, to be applied as it is."""
    await course.check()
    stored = await course.kept(request, State.PREVIEWED, "")
    plan, ways = course.plan, await course.ways()
    return {
        "preview": True,
        "done": False,
        "plan": stored.id,
        **({"notes": list(request.notes)} if request.notes else {}),
        "changes": await course.lines(),
        **course.previewed(),
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
