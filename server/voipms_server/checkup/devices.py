"""Devices that are not registered. Those known by their IP address never show, and are not accused."""

from voipms_server.checkup.account import Checked
from voipms_server.entries import BY_NAME
from voipms_server.findings import Finding, Fix, Sure, Weight, saw
from voipms_server.quotes import text
from voipms_server.tracing.account import registrations
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


def not_read(here: Checked) -> list[str]:
    """The devices whose registration was asked for and not told."""
    asked = {login for login, device in here.account.devices.items() if device.there is None}
    return sorted(asked - set(here.account.not_asked))


async def several_places(here: Checked) -> list[Finding]:
    """Accounts registered from more than one address: two phones, or somebody who knows the password."""
    found: list[Finding] = []
    for row in await here.facts.rows("getSubAccounts"):
        login = text(row, "account")
        if (await here.account.device(login)).there:
            held = await registrations(here.facts, login)
            places = sorted({text(one, "register_ip") for one in held} - {""})
            found += [_several(here, login, places)] if len(places) > 1 else []
    return found


def _several(here: Checked, login: str, places: list[str]) -> Finding:
    words = f"Account {login} is registered from {len(places)} addresses: {', '.join(places[:MOST_USES])}."
    fix = Fix("Ask the user whether all of them are theirs; if not, a new SIP password at once.")
    evidence = (here.saw("getRegistrationStatus", f"{login} at {', '.join(places[:MOST_USES])}"),)
    return Finding(
        "registered_twice", words, evidence, Sure.POSSIBLE, (fix,), f"sub_account:{login}", weight=Weight.HINT
    )


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
