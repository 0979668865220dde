"""Changes of this server that are open: of unknown outcome, or waiting for a person."""

from datetime import datetime

from voipms_server.answers.words import counted
from voipms_server.checkup.account import Checked
from voipms_server.findings import Finding, Fix, Weight, saw
from voipms_server.journal.change import Change
from voipms_server.journal.line import SETTLED


async def unknown(here: Checked) -> list[Finding]:
    """What may or may not have been done."""
    open_ = [one for one in here.changes if one.outcome not in SETTLED and not one.in_flight(here.now.timestamp())]
    return [_unknown(here, one) for one in open_]


def _unknown(here: Checked, one: Change) -> Finding:
    words = f"It is unknown whether change {one.number} ({one.subject.function}) was done."
    fix = Fix("Look at its entry; `mcp-voipms doctor` settles it with a person.")
    evidence = (saw("listChanges", here.now, here.zone, f"change {one.number} has no outcome"),)
    return Finding("change_unknown", words, evidence, fixes=(fix,), entry=one.subject.entry, weight=Weight.WARNING)


async def waiting(here: Checked) -> list[Finding]:
    """Questions that wait for a person's yes."""
    if not here.waiting:
        return []
    first = min(datetime.fromtimestamp(one.created, here.now.tzinfo) for one in here.waiting)
    words = (
        f"Waiting for a person's yes: {counted(len(here.waiting), 'call')}, "
        f"the first since {here.zone.show(first):%Y-%m-%d %H:%M}."
    )
    fix = Fix("Tell the user: `mcp-voipms approve` in a terminal, or the page, lists them.")
    evidence = (saw("approvals", here.now, here.zone, words),)
    return [Finding("waiting_for_yes", words, evidence, fixes=(fix,), weight=Weight.HINT)]
