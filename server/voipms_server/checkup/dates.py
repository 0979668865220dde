"""Plans with dates that are late, or did not come out as confirmed; plans that were cut off."""

from voipms_server.answers.words import clean
from voipms_server.checkup.account import Checked
from voipms_server.findings import Finding, Fix, Weight, saw
from voipms_server.plans.book import Stopped
from voipms_server.plans.dated import in_words
from voipms_server.plans.dates import Date

LATE_SECONDS = 180
"""What is carried out every minute is not late before this."""
RUN = "Run `mcp-voipms due` now; `mcp-voipms due --install` has it run every minute."
PORTAL = "What is left was changed by somebody since: compare it with what it should be, and set it by hand."


async def overdue(here: Checked) -> list[Finding]:
    """What should have begun or ended by now."""
    latest = here.now.timestamp() - LATE_SECONDS
    return [_overdue(here, one) for one in here.dates if one.moment and 0 < one.meant <= latest]


def _overdue(here: Checked, date: Date) -> Finding:
    what = "begin" if date.meant == date.starts else "end"
    words = f"Overdue: {_named(date)} was to {what} {in_words(date.meant, here.zone)}, and is {date.state.value}."
    return Finding("date_overdue", words, _evidence(here, date), fixes=(Fix(RUN),), weight=Weight.PROBLEM)


async def went_wrong(here: Checked) -> list[Finding]:
    """What came to its end otherwise than was confirmed."""
    return [_went_wrong(here, one) for one in here.dates if one.went_wrong]


def _went_wrong(here: Checked, date: Date) -> Finding:
    told = {name: value for name, value in date.told.items() if value}
    if "left" in told:
        words, fix = f"Not all of {_named(date)} was set back at its end.", PORTAL
    else:
        words = f"{_named(date)} was not carried out: {clean(str(told.get('failed') or told.get('missed')), 300)}"
        fix = "If it is still wanted, ask for it again."
    return Finding("date_conflict", words, _evidence(here, date), fixes=(Fix(fix),), weight=Weight.PROBLEM)


async def cut_off(here: Checked) -> list[Finding]:
    """Plans that were begun and that nobody goes on with."""
    return [_cut_off(here, one) for one in here.stopped]


def _cut_off(here: Checked, plan: Stopped) -> Finding:
    words = (
        f"Plan {plan.id} ({clean(plan.title, 100)}) was cut off: it is {plan.state.value}, and nobody goes on with it."
    )
    evidence = (saw("plans", here.now, here.zone, f"{plan.id} is {plan.state.value}"),)
    fix = Fix("Go on with it; the yes to it holds.", "applyPlan", {"plan": plan.id})
    return Finding("plan_cut_off", words, evidence, fixes=(fix,), weight=Weight.PROBLEM)


def _named(date: Date) -> str:
    return f"plan {date.plan} ({clean(date.title, 100)})"


def _evidence(here: Checked, date: Date) -> tuple[str, ...]:
    return (saw("listChanges", here.now, here.zone, f"{date.plan} is {date.state.value}: {dict(date.told) or 'open'}"),)
