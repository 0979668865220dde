"""The checks; one that cannot be made is named, and is never taken for a good result."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from voipms_server.checkup import changes, dates, devices, fraud, money, numbers
from voipms_server.checkup.account import Checked
from voipms_server.errors import VoipmsError
from voipms_server.findings import Finding, Weight

Check = Callable[[Checked], Awaitable[list[Finding]]]
CHECKS: dict[str, Check] = {
    "plans and dates": dates.dated,
    "balance": money.balance,
    "numbers due": money.numbers_due,
    "expensive calls at night": fraud.night,
    "jump of calls": fraud.jump,
    "calls at night": fraud.many_at_night,
    "DISA": fraud.disa,
    "passwords": fraud.passwords,
    "mailbox PINs": fraud.mailbox_pins,
    "international calls": fraud.international,
    "broken routing": numbers.broken,
    "devices": devices.unregistered,
    "numbers without routing": numbers.unrouted,
    "changes of unknown outcome": changes.unknown,
    "charges": money.charges_grew,
    "forwarding abroad": fraud.forwards_abroad,
    "registrations": devices.several_places,
    "E911": numbers.emergency,
    "numbers nobody uses": numbers.idle,
    "waiting for a yes": changes.waiting,
}
"""In the order of urgency among what weighs the same."""
URGENCY = {Weight.PROBLEM: "urgent", Weight.WARNING: "soon", Weight.HINT: "worth knowing"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Findings, the most urgent first, and the checks that could not be made, with the reason."""

    findings: list[Finding]
    not_checked: dict[str, str]


async def all_checks(here: Checked) -> Outcome:
    found: list[Finding] = []
    not_checked: dict[str, str] = {}
    for name, check in CHECKS.items():
        try:
            found += await check(here)
        except VoipmsError as error:
            not_checked[name] = str(error)
    weights = list(URGENCY)
    return Outcome(sorted(found, key=lambda one: weights.index(one.weight)), not_checked)
