"""Checks of what happened: the record of the very call, its log, and what was changed since."""

import re
from collections.abc import Callable

from voipms_server.diagnosis.case import Case
from voipms_server.findings import Finding, Fix, Sure
from voipms_server.journal.change import Change
from voipms_server.quotes import text
from voipms_server.tracing.devices import BRING_BACK
from voipms_server.tracing.fixes import ROUTE, change, key_of

FILTERED = re.compile(r"caller ?id filter (\w+)", re.IGNORECASE)
TRIED = re.compile(r"routing to sub-?account: (\S+)(?:(?!routing to).)*?status is '(.*?)'", re.IGNORECASE | re.DOTALL)


async def never_arrived(case: Case) -> list[Finding]:
    """No record at all of a call that somebody made: it did not reach VoIP.ms."""
    about = case.about
    if not (about.at_said and about.did and about.caller) or about.when.at > about.now:
        return []
    if await case.call() is not None or not await case.numbers():
        return []
    words = (
        f"VoIP.ms has no record of a call from {about.caller.said} to {about.did} within 15 minutes of that time: it "
        "did not reach VoIP.ms. Its carrier, the number that was dialled, or a port could be why."
    )
    fix = Fix("Let them call from another network, and dial the number digit by digit.")
    evidence = (case.saw("getCDR", "no such call"),)
    return [Finding("never_arrived", words, evidence, Sure.LIKELY, (fix,), f"number:{about.did}")]


async def was_filtered(case: Case) -> list[Finding]:
    """The call's own log names a filter."""
    row = await case.call()
    found = FILTERED.search(text(row, "call_logs")) if row else None
    if found is None:
        return []
    words = f"The log of the call says that caller-ID filter {found[1]} caught it."
    fix = Fix("Delete the filter.", "delCallerIDFiltering", {"filtering": found[1]})
    return [Finding("filter_caught", words, (case.saw("getCDR", found[0]),), fixes=(fix,), entry=f"filter:{found[1]}")]


async def was_away(case: Case) -> list[Finding]:
    """The log says that the device could not be reached then, whatever it does now."""
    return await _tried(case, "Channel not available", _away)


async def was_busy(case: Case) -> list[Finding]:
    """The log, or the call's end, says that the phone was busy."""
    return await _tried(case, "Busy", _busy)


def _away(case: Case, login: str, words: str) -> Finding:
    told = f"When that call came, account {login} could not be reached: its device was not registered."
    return Finding(
        "was_unregistered", told, (case.saw("getCDR", words),), fixes=(BRING_BACK,), entry=f"sub_account:{login}"
    )


def _busy(case: Case, login: str, words: str) -> Finding:
    told = f"When that call came, the phone of {login} said that it was busy: on a call, or set not to disturb."
    fixes = (
        Fix("Look whether do not disturb is on, and whether the phone takes a second call."),
        change("number", case.about.did, "Let such calls go elsewhere.", {"failover_busy": ROUTE}),
    )
    return Finding("was_busy", told, (case.saw("getCDR", words),), fixes=fixes, entry=f"sub_account:{login}")


async def _tried(case: Case, status: str, made: Callable[[Case, str, str], Finding]) -> list[Finding]:
    row = await case.call()
    tried = TRIED.findall(text(row, "call_logs")) if row else []
    return [made(case, login, f"{login}: {said}") for login, said in tried if said.lower() == status.lower()][:1]


async def changed_since(case: Case) -> list[Finding]:
    """What this server changed on the way of the call after it was made: the call met what was set before."""
    about = case.about
    if not about.at_said or about.when.at > about.now:
        return []
    met = {key_of(node) for trace in await case.traces() for node in trace.graph.nodes.values()}
    changes = [one for one in case.changed if one.subject.entry in met and one.before and one.after]
    return [_changed(case, one) for one in changes if _differences(one)]


def _differences(one: Change) -> list[str]:
    before, after = one.before or {}, one.after or {}
    leading = [
        name for name in after if re.search(r"rout|failover|choices|members|hour|minute|weekday|voicemail", name)
    ]
    return [f"{name}: {before.get(name)} -> {after[name]}" for name in leading if before.get(name) != after[name]]


def _changed(case: Case, one: Change) -> Finding:
    entry = one.subject.entry.replace(":", " ")
    told = "; ".join(_differences(one))
    words = f"{entry.capitalize()} was changed after that call (change {one.number}, {one.subject.function}): {told}."
    fix = Fix("See the change, and take it back if it was a mistake.", "undoChange", {"change": one.number})
    return Finding(
        "changed_since", words, (f"journal, change {one.number}: {told}",), Sure.LIKELY, (fix,), one.subject.entry
    )
