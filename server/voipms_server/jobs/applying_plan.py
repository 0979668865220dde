"""`applyPlan`: several calls as one change, previewed, confirmed once, carried out in order or taken back."""

from voipms_server.errors import NotAllowed
from voipms_server.jobs.job import Result, Task
from voipms_server.jobs.making_plans import plan_made, runner_of
from voipms_server.plans.book import Book, State, Stored
from voipms_server.plans.followed import told_after
from voipms_server.plans.going_on import going_on
from voipms_server.shapes import is_list
from voipms_tools.plans import ApplyPlan

USUAL = "Plan"
RESTING = {
    State.WAITING: "It waits for its moment: listChanges tells which, and undoChange with this plan calls it off.",
    State.CALLED_OFF: "It was called off, or its moment was missed; nothing was changed. Make a new one.",
}


async def apply_plan(task: Task) -> Result:
    """Steps are previewed or asked about; a plan that was previewed is asked about; one that runs goes on."""
    asked = task.checked
    if not isinstance(asked, ApplyPlan):
        raise TypeError(asked)
    if (asked.steps is None) == (asked.plan is None):
        raise NotAllowed("applyPlan: give steps, or the plan that an answer named, and not both.")
    if asked.steps is not None:
        raw = task.call.arguments.get("steps")
        title = asked.title or USUAL
        return await plan_made(task, raw if is_list(raw) else [], title, preview=asked.preview is True)
    book = Book(task.gate.store)
    stored = await book.find(asked.plan or "", task.line.account, task.call.caller)
    if stored.state is not State.PREVIEWED:
        return await _gone_on(task, stored)
    preview = asked.preview is True
    return await plan_made(task, stored.steps, stored.title, preview=preview, notes=stored.notes, shown=stored)


async def _gone_on(task: Task, stored: Stored) -> dict[str, object]:
    """With the yes that was given: it covers the whole plan."""
    async with going_on(task.line, task.gate, stored) as (errand, now):
        if now.state in RESTING:
            return {"done": False, "plan": now.id, "next": RESTING[now.state]}
        answer = await runner_of(task).go_on(errand, now)
        return {**answer, **await told_after(task.gate.store, task.line.account, task.setup, answer)}
