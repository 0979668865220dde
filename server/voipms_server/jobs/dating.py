"""`temporarily` and `at`: a plan that is taken back at a moment, or begins at one; one yes is to all of it."""

from datetime import UTC, datetime

from voipms_server.errors import NotAllowed
from voipms_server.jobs.job import Result, Task
from voipms_server.jobs.making_plans import plan_made
from voipms_server.plans.book import Book, State, Stored
from voipms_server.plans.dated import LONGEST_SECONDS, TOO_FAR, When, in_words, who_carries_out
from voipms_server.plans.dates import Date, Dates
from voipms_server.plans.leading import Leading, numbers_led, refuse_meeting
from voipms_server.questions import quoted
from voipms_server.requests import Request
from voipms_server.shapes import is_list
from voipms_server.zones import exact
from voipms_tools.plans import At, Temporarily

TITLES = {"temporarily": "For a while", "at": "At a later moment"}
ONE_OF = "{tool}: give steps, or the plan that a preview named, and not both."
PAST = "{name}: {said} is not to come; it is {now} now. Say day and time, as 2026-12-24T17:00."
BACKWARDS = "until: {ends} is not after {starts}, when it starts."
BEGUN = "Plan {plan} has begun; applyPlan with it tells how far it is."
ENDED = "Plan {plan} has no end that could be moved: it is {state}."
NOT_PREVIEWED = "Plan {plan} cannot be given a moment: it is {state}. Preview one with applyPlan, or give steps."


async def temporarily(task: Task) -> Result:
    """Steps with an end; of a plan that is in effect, another end."""
    asked = task.checked
    if not isinstance(asked, Temporarily):
        raise TypeError(asked)
    ends = moment(task, "until", asked.until)
    starts = moment(task, "from", asked.from_) if asked.from_ else 0
    date = await Dates(task.gate.store).find((asked.plan or "").strip().upper())
    if date is not None and not starts and asked.steps is None:
        return await _moved(task, date, ends)
    if ends <= starts:
        raise NotAllowed(BACKWARDS.format(ends=asked.until, starts=asked.from_))
    return await _dated(task, asked, starts, ends)


async def at(task: Task) -> Result:
    """Steps that begin at a moment."""
    asked = task.checked
    if not isinstance(asked, At):
        raise TypeError(asked)
    return await _dated(task, asked, moment(task, "moment", asked.moment), 0)


async def _dated(task: Task, asked: Temporarily | At, starts: float, ends: float) -> Result:
    tool, store = asked.tool_name(), task.gate.store
    if (asked.steps is None) == (asked.plan is None):
        raise NotAllowed(ONE_OF.format(tool=tool))
    who = await who_carries_out(Dates(store), lasting=task.setup.lasting)
    when = When(starts, ends, task.setup.zone, who)
    if asked.steps is not None:
        raw = task.call.arguments.get("steps")
        title = asked.title or TITLES[tool]
        return await plan_made(task, raw if is_list(raw) else [], title, preview=False, when=when)
    shown = await Book(store).find(asked.plan or "", task.line.account, task.call.caller)
    if shown.state is not State.PREVIEWED:
        raise NotAllowed(NOT_PREVIEWED.format(plan=shown.id, state=shown.state.value))
    return await plan_made(task, shown.steps, asked.title or shown.title, preview=False, shown=shown, when=when)


async def _moved(task: Task, date: Date, ends: float) -> Result:
    """Another end for what is in effect, or waits: a person says yes to it."""
    dates = Dates(task.gate.store)
    stored = await Book(task.gate.store).find(date.plan, task.line.account, task.call.caller)
    if date.over or not date.ends or stored.state not in (State.DONE, State.WAITING):
        raise NotAllowed(ENDED.format(plan=stored.id, state=stored.state.value))
    if ends <= date.starts:
        raise NotAllowed(BACKWARDS.format(ends=told(task, ends), starts=told(task, date.starts)))

    account, led = task.line.account, numbers_led(one.write for one in stored.writes)
    wanted = [Leading(date.plan, stored.title, led, date.starts, ends)]
    await dates.store.run(lambda t: refuse_meeting(t, account, wanted))

    async def move() -> dict[str, object]:
        await dates.store.run(lambda t: refuse_meeting(t, account, wanted))
        if not await dates.end(date.plan, ends):
            raise NotAllowed(ENDED.format(plan=stored.id, state="at its end"))
        return {"done": True, "plan": date.plan, "ends": told(task, ends)}

    request = Request(
        (),
        task.call.caller,
        task.call.function.tool_name(),
        task.call.arguments,
        title=f"{quoted(stored.title)}: end it {told(task, ends)} instead of {told(task, date.ends)}",
        reasons=("It moves an end.",),
        about=(date.plan, f"{ends:.0f}"),
        read=move,
    )
    return await task.gate.run(task.line, request, task.call.person)


async def call_off(task: Task, stored: Stored) -> Result:
    """A plan that waits for its moment does not begin: a person says yes to it."""
    dates = Dates(task.gate.store)

    async def off() -> dict[str, object]:
        if not await dates.call_off(stored.id, {}):
            raise NotAllowed(BEGUN.format(plan=stored.id))
        return {"done": True, "plan": stored.id, "called_off": True}

    date = await dates.find(stored.id)
    starts = f", that was to start {told(task, date.starts)}" if date is not None else ""
    request = Request(
        (),
        task.call.caller,
        task.call.function.tool_name(),
        task.call.arguments,
        title=f"Call off {quoted(stored.title)}{starts}",
        reasons=("It calls a plan off.",),
        about=(stored.id,),
        read=off,
    )
    return await task.gate.run(task.line, request, task.call.person)


def moment(task: Task, name: str, said: str) -> float:
    """In seconds since 1970. Raises NotAllowed for what is not to come, or is no time of that day."""
    now = task.gate.store.clock()
    here = datetime.fromtimestamp(now, UTC)
    found = exact(said, task.setup.zone, here).timestamp()
    if found <= now:
        raise NotAllowed(PAST.format(name=name, said=said, now=told(task, now)))
    if found > now + LONGEST_SECONDS:
        raise NotAllowed(TOO_FAR.format(name=name, said=said))
    return found


def told(task: Task, at: float) -> str:
    return in_words(at, task.setup.zone)
