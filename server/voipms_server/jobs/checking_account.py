"""`checkAccount`: what is urgent, what is soon, what is worth knowing about an account, each with its fix."""

from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from voipms_server.approvals import rows as approvals
from voipms_server.approvals.approval import Approval, State
from voipms_server.checkup.account import Checked
from voipms_server.checkup.devices import not_read
from voipms_server.checkup.table import CHECKS, URGENCY, Outcome, all_checks
from voipms_server.diagnosis.money import let_in
from voipms_server.facts import Facts
from voipms_server.findings import Finding, Offers
from voipms_server.jobs.job import Result, Task
from voipms_server.journal import changes as journal
from voipms_server.journal.change import Change
from voipms_server.plans.cut_off import Stopped, stopped
from voipms_server.plans.dates import Date, of_account
from voipms_server.store.store import Transaction
from voipms_server.tracing.account import Account

UNSEEN = (
    "The main account's caller ID, its own international lock and IP restriction: portal, Account Settings.",
    "Automatic funding and the low-balance warning: portal, Finances.",
    "Two-factor authentication and who else knows the portal's password: portal, Account Settings, Security.",
    "Calls made with a stolen SIP password look like the device's own: compare with the phone's own list.",
)


async def check_account(task: Task) -> Result:
    """Only reads; when VoIP.ms does not let this server in, that is all there is to tell."""
    now = task.now()
    own = await task.gate.store.run(lambda t: _own(t, task.line.account))
    here = Checked(Account(Facts(task.line, lambda: now)), task.setup.zone, now, **own)
    barred = await let_in(here.facts, here.saw)
    if barred:
        return {"healthy": False, "findings": [told(one, task.offers) for one in barred], "checked": ["access"]}
    outcome = await all_checks(here)
    made = ["access", *(name for name in CHECKS if name not in outcome.not_checked)]
    unknown = _unknown(here, outcome)
    return {
        "healthy": not outcome.findings and not unknown,
        **Counter(URGENCY[one.weight] for one in outcome.findings),
        "findings": [told(one, task.offers) for one in outcome.findings],
        "checked": made,
        **unknown,
        "unseen": list(UNSEEN),
    }


def _unknown(here: Checked, outcome: Outcome) -> dict[str, object]:
    """What could not be looked at: checks, and devices whose registration is not known."""
    found: dict[str, object] = {
        "not_checked": outcome.not_checked,
        "not_asked": sorted(set(here.account.not_asked)),
        "not_read": not_read(here),
    }
    return {name: value for name, value in found.items() if value}


def told(finding: Finding, offers: Offers) -> dict[str, object]:
    return {"urgency": URGENCY[finding.weight], **finding.plain(offers)}


class Own(TypedDict):
    """What the store knows of an account: its changes, the questions that wait for a person, its plans."""

    changes: Sequence[Change]
    waiting: Sequence[Approval]
    dates: Sequence[Date]
    stopped: Sequence[Stopped]


def _own(t: Transaction, account: str) -> Own:
    waiting = [one for one in approvals.every(t) if one.state is State.WAITING and one.order.account == account]
    changes, dates = journal.of_account(t, account), of_account(t, account)
    return Own(changes=changes, waiting=waiting, dates=dates, stopped=stopped(t, account))
