"""Checks of ports: numbers on their way to VoIP.ms, what each waits for, and what its notes say."""

import re

from voipms_server.answers.words import clean
from voipms_server.diagnosis.case import Case
from voipms_server.errors import VoipmsError
from voipms_server.facts import Row
from voipms_server.findings import Finding, Fix
from voipms_server.questions import quoted
from voipms_server.quotes import text

OVER = re.compile(r"complet|cancel|done", re.IGNORECASE)
WAITS = re.compile(r"await|reject|document|customer|action|invalid|mismatch", re.IGNORECASE)
"""States in which the customer has something to do (by their words; only some are documented)."""
MOST, MOST_NOTE = 5, 250


async def port_not_done(case: Case) -> list[Finding]:
    """Ports of the number that are under way; without a number they are told only to who asks about ports."""
    if not case.about.did and case.about.symptom.name != "port":
        return []
    try:
        rows = await case.facts.rows("getLNPList")
    except VoipmsError:
        return []
    meant = [row for row in rows if _is_meant(row, case.about.did) and not OVER.search(text(row, "status"))]
    return [await _finding(case, row) for row in meant[:MOST]]


def _is_meant(row: Row, did: str) -> bool:
    return not did or did in re.findall(r"[0-9]+", text(row, "numbers"))


async def _finding(case: Case, row: Row) -> Finding:
    id_, numbers, state = text(row, "portid"), clean(text(row, "numbers"), 80), text(row, "status")
    day = text(row, "foc_date")
    words, noted = await _state(case, id_, state), await _notes(case, id_)
    waits = bool(WAITS.search(f"{state} {words}"))
    planned = f"planned for {clean(day, 20)}" if day[:1].isdigit() and day != "0" else "without a date yet"
    needs = " It waits for you: see the notes." if waits else ""
    told = f"The port of {numbers} is not done: {words}, {planned}.{needs} Until then calls stay with the old carrier."
    evidence = (case.saw("getLNPList", f"port {id_} is {state}"), *noted)
    fixes = (_answer(noted), Fix("Read its notes.", "getLNPNotes", {"portid": id_}))
    kind = "port_waits_for_you" if waits else "port_not_done"
    return Finding(kind, told, evidence, fixes=fixes if waits else fixes[1:], entry=f"port:{id_}")


def _answer(noted: tuple[str, ...]) -> Fix:
    said = "Send what the notes ask for" if noted else "Ask VoIP.ms support what is needed"
    return Fix(f"{said}, in the VoIP.ms portal under DID Numbers, Portability.")


async def _state(case: Case, id_: str, state: str) -> str:
    """The state in words."""
    try:
        answer = await case.facts.answer("getLNPStatus", portid=id_)
    except VoipmsError:
        return clean(state, 60)
    return clean(text(answer, "post_status_description", "post_status") or state, 60)


async def _notes(case: Case, id_: str) -> tuple[str, ...]:
    """The latest note, as what was read."""
    try:
        notes = await case.facts.rows("getLNPNotes", portid=id_)
    except VoipmsError:
        return ()
    if not notes:
        return ()
    last = max(notes, key=lambda one: (text(one, "date"), text(one, "time")))
    said = f"latest note on port {id_}, of {clean(text(last, 'date'), 20)}: {quoted(text(last, 'note'), MOST_NOTE)}"
    return (case.saw("getLNPNotes", said),)
