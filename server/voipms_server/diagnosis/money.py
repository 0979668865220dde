"""Checks of access, balance and what is charged."""

from collections.abc import Callable
from decimal import Decimal

from voipms_server.access import barred
from voipms_server.answers.words import clean
from voipms_server.diagnosis.case import Case
from voipms_server.errors import Refused, VoipmsError
from voipms_server.facts import Facts
from voipms_server.findings import Finding, Fix, Sure
from voipms_server.quotes import balance_of

LITTLE = Decimal(5)


async def access(case: Case) -> list[Finding]:
    """Whether VoIP.ms lets this server in at all."""
    return await let_in(case.facts, case.saw)


async def let_in(facts: Facts, saw: Callable[[str, str], str]) -> list[Finding]:
    """What keeps this server out, if anything does."""
    try:
        await facts.answer("getBalance")
    except Refused as refused:
        seen = await _address(facts) if refused.code == "ip_not_enabled" else ""
        why = barred(refused, seen)
        return [Finding(why.kind, why.words, (saw("getBalance", refused.code),), fixes=(Fix(why.mend),))]
    except VoipmsError as error:
        why = barred(error)
        return [Finding(why.kind, why.words, (saw("getBalance", "no answer"),), Sure.LIKELY, (Fix(why.mend),))]
    return []


async def _address(facts: Facts) -> str:
    """As VoIP.ms sees it; it is told from any address."""
    try:
        return clean(str((await facts.answer("getIP")).get("ip", "")), 60)
    except VoipmsError:
        return ""


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
