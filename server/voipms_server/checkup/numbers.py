"""Numbers that lead nowhere, into what is not there, or that nobody uses."""

from dataclasses import replace
from datetime import timedelta

from voipms_server.answers.words import counted
from voipms_server.calls.record import caller_of, number_of
from voipms_server.checkup.account import DAYS, Checked
from voipms_server.entries import BY_NAME
from voipms_server.facts import Row
from voipms_server.findings import Finding, Fix, Sure, Weight
from voipms_server.quotes import text
from voipms_server.tracing.checks import findings
from voipms_server.tracing.fixes import ROUTE

NOWHERE = ("", "none:", "sys:noservice", "sys:disconnected", "sys:hangup")
ELSEWHERE = ("unregistered", "balance_used_up", "leads_to_announcement")
"""What other checks tell."""
MOST = 5
OFF, TEN = "0", 10


async def unrouted(here: Checked) -> list[Finding]:
    """Numbers that are paid for and lead to nothing."""
    rows = [row for row in await here.facts.rows("getDIDsInfo") if text(row, "routing") in NOWHERE]
    return [_unrouted(here, text(row, "did"), text(row, "routing")) for row in rows]


def _unrouted(here: Checked, did: str, route: str) -> Finding:
    words = f"Number {did} leads to {route.strip(':') or 'nothing'}: its callers reach nobody."
    fix = Fix("Lead it somewhere.", "setDIDRouting", {"did": did}, {"routing": ROUTE})
    evidence = (here.saw("getDIDsInfo", f"routing of {did} is {route or 'empty'}"),)
    return Finding("number_unrouted", words, evidence, fixes=(fix,), entry=f"number:{did}", weight=Weight.WARNING)


async def broken(here: Checked) -> list[Finding]:
    """What is wrong on the ways of calls: the problems that traceRouting finds, each once."""
    found: dict[tuple[str, str], Finding] = {}
    for trace in await here.traces():
        for one in findings(trace):
            if one.weight is Weight.PROBLEM and one.kind not in ELSEWHERE:
                found.setdefault((one.kind, one.entry), _with_evidence(here, one))
    return list(found.values())


def _with_evidence(here: Checked, one: Finding) -> Finding:
    """Where the entry that it is about was read."""
    kind = BY_NAME.get(one.entry.partition(":")[0], BY_NAME["number"])
    return one if one.evidence else replace(one, evidence=(here.saw(kind.getter, one.words),))


async def emergency(here: Checked) -> list[Finding]:
    """Numbers that accounts call out with, and that emergency services know no address of."""
    shown = [one for row in await here.facts.rows("getSubAccounts") if (one := _emergency_number(row))]
    if not shown:
        return []
    rows = [row for row in await here.facts.rows("getDIDsInfo") if text(row, "e911") == OFF]
    found = [(did, shown.count(number_of(did))) for row in rows if (did := text(row, "did"))]
    return [_no_address(here, did, times) for did, times in found if times and not toll_free(did)]


def _emergency_number(row: Row) -> str:
    """What 911 sees of an account: its number for emergencies, else its caller ID (inferred); empty for the main's."""
    said = [text(row, name) for name in ("default_e911", "callerid_number")]
    return next((found for one in said if len(found := caller_of(one)[1]) == TEN), "")


def toll_free(did: str) -> bool:
    """Such numbers are at no place, and have no E911."""
    import phonenumbers

    try:
        return phonenumbers.number_type(phonenumbers.parse(f"+1{did}")) == phonenumbers.PhoneNumberType.TOLL_FREE
    except phonenumbers.NumberParseException:
        return False


def _no_address(here: Checked, did: str, times: int) -> Finding:
    words = f"{counted(times, 'account')} would call 911 with number {did}, and E911 is off for it."
    fix = Fix("Ask the user whether that is meant; an address for emergencies costs a fee and is set in the portal.")
    evidence = (here.saw("getDIDsInfo", f"e911 of {did} is 0"),)
    return Finding("e911_off", words, evidence, Sure.LIKELY, (fix,), f"number:{did}", Weight.HINT)


async def idle(here: Checked) -> list[Finding]:
    """Numbers without a call for three months, on an account that has calls."""
    calls = [one for one, _ in await here.calls()]
    if not calls:
        return []
    busy = {one.called for one in calls} | {one.caller for one in calls}
    old = f"{here.now - timedelta(days=DAYS):%Y-%m-%d}"
    rows = [row for row in await here.facts.rows("getDIDsInfo") if text(row, "order_date")[:10] < old]
    quiet = [text(row, "did") for row in rows if number_of(text(row, "did")) not in busy]
    if not quiet:
        return []
    named = ", ".join(quiet[:MOST]) + (f" and {len(quiet) - MOST} more" if len(quiet) > MOST else "")
    words = f"No call came to, or showed, {named} in {DAYS} days; each costs a monthly fee."
    fix = Fix("Ask the user whether they are still needed; texts and faxes are not counted here.")
    evidence = (here.saw("getCDR", f"{len(calls)} records of {DAYS} days"),)
    return [Finding("numbers_idle", words, evidence, Sure.POSSIBLE, (fix,), weight=Weight.HINT)]
