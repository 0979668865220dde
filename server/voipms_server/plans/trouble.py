"""What a person should know about plans: dates that are late or came out otherwise than confirmed, plans cut off."""

from collections.abc import Sequence
from dataclasses import dataclass

from voipms_server.answers.words import clean
from voipms_server.plans.cut_off import Stopped
from voipms_server.plans.dated import in_words
from voipms_server.plans.dates import Date
from voipms_server.zones import Zone

LATE_SECONDS = 180
"""What is carried out every minute is not late before this."""
RUN = "Run `mcp-voipms due` now; `mcp-voipms due --install` has it run every minute."
COMPARE = "Compare what is left with what it should be, and set it by hand: somebody changed it meanwhile."
ANEW = "If it is still wanted, ask for it again."
GO_ON = "Go on with it: applyPlan with plan={plan}. The yes to it holds."


@dataclass(frozen=True, slots=True)
class Trouble:
    """One of them, in words; what to do; and the plan that applyPlan goes on with, if that is it."""

    kind: str
    words: str
    fix: str
    read: str
    goes_on: str = ""


def troubles(dates: Sequence[Date], stopped: Sequence[Stopped], now: float, zone: Zone) -> list[Trouble]:
    """The overdue ones first."""
    late = [one for one in dates if one.moment and 0 < one.meant <= now - LATE_SECONDS]
    wrong = [one for one in dates if one.went_wrong]
    return [*(_late(one, zone) for one in late), *map(_wrong, wrong), *map(_cut_off, stopped)]


def _late(date: Date, zone: Zone) -> Trouble:
    what = "begin" if date.meant == date.starts else "end"
    words = f"Overdue: {_named(date)} was to {what} {in_words(date.meant, zone)}, and is {date.state.value}."
    return Trouble("date_overdue", words, RUN, f"{date.plan} is {date.state.value}")


def _wrong(date: Date) -> Trouble:
    told = {name: value for name, value in date.told.items() if value}
    read = f"{date.plan} is {date.state.value}: {told}"
    if "left" in told and "failed" not in told:
        return Trouble("date_conflict", f"Not all of {_named(date)} was set back at its end.", COMPARE, read)
    why = clean(str(told.get("failed") or told.get("missed")), 300)
    return Trouble("date_conflict", f"{_named(date)} was not carried out: {why}", ANEW, read)


def _cut_off(plan: Stopped) -> Trouble:
    words = f"Plan {plan.id} ({clean(plan.title, 100)}) was cut off: it is {plan.state.value}."
    fix = GO_ON.format(plan=plan.id)
    return Trouble("plan_cut_off", words, fix, f"{plan.id} is {plan.state.value}", plan.id)


def _named(date: Date) -> str:
    return f"plan {date.plan} ({clean(date.title, 100)})"
