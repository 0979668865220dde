"""Plans with dates that are late, or did not come out as confirmed; plans that were cut off."""

from voipms_server.checkup.account import Checked
from voipms_server.findings import Finding, Fix, Weight, saw
from voipms_server.plans.trouble import Trouble, troubles


async def dated(here: Checked) -> list[Finding]:
    """The overdue ones first."""
    now = here.now.timestamp()
    return [_finding(here, one) for one in troubles(here.dates, here.stopped, now, here.zone)]


def _finding(here: Checked, one: Trouble) -> Finding:
    fix = Fix(one.fix, "applyPlan", {"plan": one.goes_on}) if one.goes_on else Fix(one.fix)
    evidence = (saw("listChanges", here.now, here.zone, one.read),)
    return Finding(one.kind, one.words, evidence, fixes=(fix,), weight=Weight.PROBLEM)
