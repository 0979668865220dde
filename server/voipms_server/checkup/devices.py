"""Devices that are not registered. Those known by their IP address never show, and are not accused."""

from voipms_server.checkup.account import Checked
from voipms_server.entries import BY_NAME
from voipms_server.findings import Finding, Weight, saw
from voipms_server.quotes import text
from voipms_server.tracing.devices import BRING_BACK
from voipms_server.uses import Use, uses

MOST_USES = 3


async def unregistered(here: Checked) -> list[Finding]:
    """Each is worse where calls are led to it."""
    found: list[Finding] = []
    await here.traces()
    for row in await here.facts.rows("getSubAccounts"):
        login = text(row, "account")
        device = await here.account.device(login)
        if device.there is False:
            used = await uses(here.facts, BY_NAME["sub_account"], login)
            found.append(_away(here, login, used))
    return found


def _away(here: Checked, login: str, used: list[Use]) -> Finding:
    named = "; ".join(one.words for one in used[:MOST_USES])
    words = f"Account {login} is not registered: its phone cannot ring." + (f" It is used by {named}." if used else "")
    at = here.account.devices[login].read_at or here.now
    return Finding(
        "unregistered",
        words,
        (saw("getRegistrationStatus", at, here.zone, f"{login} is not registered"),),
        fixes=(BRING_BACK,),
        entry=f"sub_account:{login}",
        weight=Weight.PROBLEM if used else Weight.HINT,
    )
