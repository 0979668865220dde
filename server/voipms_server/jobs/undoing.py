"""`undoChange`: a change, a group, or everything since a moment is taken back, with exceptions."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from mcp.types import InputRequiredResult

from voipms_server.errors import NotAllowed
from voipms_server.in_turn import InTurn
from voipms_server.jobs.dating import call_off, told
from voipms_server.jobs.job import Result, Task
from voipms_server.journal.change import Change
from voipms_server.plans.book import Book, State
from voipms_server.plans.calling_off import CallingOff, following
from voipms_server.plans.dates import Date
from voipms_server.question import LOST
from voipms_server.questions import quoted
from voipms_server.requests import Request, Write
from voipms_server.store.store import Transaction
from voipms_server.undo import cannot
from voipms_server.undoplan import NEW_ID, Past, Plan, has_new_id, past_of, planned
from voipms_tools.jobs import UndoChange

CALLS_OFF = ("It calls plans off.",)
ONE_OF = "undoChange takes one of `change`, `group`, `since` and `plan`; listChanges tells what there is."


async def undo_change(task: Task) -> Result:
    """One question where one is needed; what is left is said before and after."""
    asked = task.checked
    if not isinstance(asked, UndoChange):
        raise TypeError(asked)
    if sum(one is not None for one in (asked.change, asked.group, asked.since, asked.plan)) != 1:
        raise NotAllowed(ONE_OF)
    if asked.plan is not None:
        stored = await Book(task.gate.store).find(asked.plan, task.line.account, task.call.caller)
        if stored.state is State.WAITING:
            return await call_off(task, stored)
        asked = asked.model_copy(update={"plan": None, "group": stored.bundle})
    plan, groups = await _planned(task, asked)
    if not plan.writes:
        return {"done": False, "left": [left.told() for left in plan.left]}
    waiting = await task.gate.store.run(lambda t: following(t, task.line.account, groups))

    async def again() -> tuple[Write, ...]:
        return tuple((await _planned(task, asked))[0].writes)

    request = Request(
        tuple(plan.writes),
        task.call.caller,
        task.call.function.tool_name(),
        task.call.arguments,
        title=f"Undo {numbers([number for write in plan.writes for number in write.undoes])}",
        notes=(*(_called_off(task, one) for one in waiting), *notes(plan)),
        reasons=CALLS_OFF if waiting else (),
        about=tuple(one.plan for one in waiting),
        replanned=again,
    )
    answer = await task.gate.run(task.line, _course(task, request, groups), task.call.person)
    if isinstance(answer, InputRequiredResult):
        return answer
    return {**answer, **({"left": [left.told() for left in plan.left]} if plan.left else {}), **_new(plan)}


def _called_off(task: Task, date: Date) -> str:
    return f"Called off with it: {quoted(date.title)} (plan {date.plan}), that was to start {told(task, date.starts)}."


def _course(task: Task, request: Request, groups: Collection[str]) -> Request:
    """What follows the groups is called off before the first write; `about` names it."""
    if not request.about:
        return request
    inner = InTurn(task.line, request, task.gate.question, task.gate.carrier)
    course = CallingOff(task.gate.store, inner, task.line.account, groups, request.about)
    return replace(request, course=course)


async def _planned(task: Task, asked: UndoChange) -> tuple[Plan, set[str]]:
    """With the groups of what is undone. Raises NotAllowed when there is no such change."""
    past = await task.gate.store.run(lambda t: _past(t, task.line.account, asked))
    if not past.chosen:
        raise NotAllowed("There is no such change on this account; listChanges tells what there is.")
    plan = await planned(task.line, past, task.call.caller)
    undone = {number for write in plan.writes for number in write.undoes}
    return plan, {one.subject.bundle for one in past.chosen if one.number in undone}


def _past(t: Transaction, account: str, asked: UndoChange) -> Past:
    """The changes that were asked for; of a group, none that took back another one of it."""
    since = asked.since.timestamp() if asked.since else 0
    past = past_of(t, account, partial(_is_meant, asked=asked), since)
    own = {one.number for one in past.chosen} if asked.group is not None else set[int]()
    return replace(past, chosen=[one for one in past.chosen if not own.intersection(one.undoes)])


def _is_meant(change: Change, asked: UndoChange) -> bool:
    """A change named by its number is meant whatever it is; of many, what was undone or undid is not."""
    if change.number in (asked.exceptions or ()):
        return False
    if asked.change is not None:
        return change.number == asked.change
    if asked.group is not None:
        return change.subject.bundle == asked.group
    return not change.undone_by and not change.undoes and cannot(change) != "it was not done"


def notes(plan: Plan) -> list[str]:
    """What the person should know before they say yes."""
    left = [f"Left as it is: change {one.change.number}, {one.why}." for one in plan.left]
    return left + _anew(plan)


def numbers(changes: Sequence[int]) -> str:
    """ "change 12" or "changes 12, 14"."""
    told = ", ".join(str(number) for number in changes)
    return f"change{'s' if len(changes) > 1 else ''} {told}"


def _new(plan: Plan) -> dict[str, object]:
    return {"note": " ".join(told)} if (told := _anew(plan)) else {}


def _anew(plan: Plan) -> list[str]:
    """What is otherwise about entries that are made again."""
    new = [write.function.declared.counterpart for write in plan.writes if has_new_id(write)]
    return [NEW_ID, *dict.fromkeys(LOST[name] for name in new if name in LOST)] if new else []
