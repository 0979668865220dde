"""Checks of access, balance and what is charged."""

from decimal import Decimal

from voipms_server.diagnosis.case import Case
from voipms_server.errors import Refused, VoipmsError
from voipms_server.findings import Finding, Fix, Sure
from voipms_server.quotes import balance_of

LITTLE = Decimal(5)
REFUSED = {
    "invalid_credentials": ("credentials_wrong", "VoIP.ms does not accept the user or the API password."),
    "missing_credentials": ("credentials_wrong", "No user or API password is set."),
    "api_not_enabled": ("api_off", "The API is off in the portal."),
    "ip_not_enabled": ("address_not_allowed", "VoIP.ms does not let this address use the API."),
}


async def access(case: Case) -> list[Finding]:
    """Whether VoIP.ms lets this server in at all."""
    try:
        await case.facts.answer("getBalance")
    except Refused as refused:
        kind, words = REFUSED.get(refused.code, ("refused", str(refused)))
        words += await _address(case) if kind == "address_not_allowed" else ""
        fix = Fix(
            "In the portal, Main Menu, SOAP and REST/JSON API: set the API password, turn it on, allow the address."
        )
        return [Finding(kind, words, (case.saw("getBalance", refused.code),), fixes=(fix,))]
    except VoipmsError as error:
        words = f"VoIP.ms could not be asked: {error}"
        fix = Fix("This is no matter of credentials: try again later, and see VoIP.ms's status page.")
        return [Finding("provider_trouble", words, (case.saw("getBalance", "no answer"),), Sure.LIKELY, (fix,))]
    return []


async def _address(case: Case) -> str:
    try:
        seen = str((await case.facts.answer("getIP")).get("ip", ""))
    except VoipmsError:
        return ""
    return f" Allow {seen}." if seen else ""


async def _balance(case: Case) -> Decimal | None:
    try:
        return balance_of(await case.facts.answer("getBalance"))
    except VoipmsError:
        return None


async def balance_used_up(case: Case) -> list[Finding]:
    balance = await _balance(case)
    if balance is None or balance > 0:
        return []
    words = f"The balance is US${balance:.2f}: nothing that costs goes through."
    evidence = (case.saw("getBalance", f"US${balance:.2f}"),)
    return [Finding("balance_used_up", words, evidence, fixes=(Fix("Add funds in the VoIP.ms portal."),))]


async def balance_low(case: Case) -> list[Finding]:
    """Enough for calls, not for a number and its first month."""
    balance = await _balance(case)
    if balance is None or balance <= 0 or balance >= LITTLE:
        return []
    words = f"The balance is US${balance:.2f}: an order takes set-up and the first month at once."
    evidence = (case.saw("getBalance", f"US${balance:.2f}"),)
    return [Finding("balance_low", words, evidence, Sure.LIKELY, (Fix("Add funds in the VoIP.ms portal."),))]
