"""Checks of what phones show when a call comes in."""

from voipms_server.diagnosis.case import Case, is_on
from voipms_server.findings import Finding, Sure
from voipms_server.questions import quoted
from voipms_server.quotes import text
from voipms_server.tracing.fixes import change


async def cnam_off(case: Case) -> list[Finding]:
    """Without CNAM no caller name is looked up."""
    return [
        Finding(
            "cnam_off",
            f"Number {text(row, 'did')} does not look up caller names (cnam is off).",
            (case.saw("getDIDsInfo", f"cnam of {text(row, 'did')} is {text(row, 'cnam')}"),),
            fixes=(change("number", text(row, "did"), "Turn CNAM on; each look-up is charged.", cnam=True),),
            entry=f"number:{text(row, 'did')}",
        )
        for row in await case.numbers()
        if not is_on(row, "cnam")
    ]


async def prefixed(case: Case) -> list[Finding]:
    """A prefix stands before every caller's name."""
    found: list[Finding] = []
    for row in await case.numbers():
        did, prefix = text(row, "did"), text(row, "callerid_prefix")
        if prefix:
            words = f"Number {did} puts {quoted(prefix)} before every caller's name."
            fix = change("number", did, "Take the prefix away.", callerid_prefix="")
            evidence = (case.saw("getDIDsInfo", f"callerid_prefix of {did} is {prefix}"),)
            found.append(Finding("prefixed", words, evidence, fixes=(fix,), entry=f"number:{did}"))
    return found


async def named_by_phonebook(case: Case) -> list[Finding]:
    """The phonebook's name stands in place of the caller's own."""
    caller = case.about.caller
    if caller is None or caller.anonymous:
        return []
    found: list[Finding] = []
    for row in await case.facts.rows("getPhonebook"):
        if text(row, "number")[-10:] == caller.digits[-10:]:
            id_ = text(row, "phonebook")
            words = f"The phonebook calls {caller.said} {quoted(text(row, 'name'))}, and phones show that."
            fix = change("phonebook", id_, "Change the entry.", {"name": "the right name"})
            evidence = (case.saw("getPhonebook", f"entry {id_} is {text(row, 'name')}"),)
            found.append(Finding("named_by_phonebook", words, evidence, Sure.LIKELY, (fix,), f"phonebook:{id_}"))
    return found
