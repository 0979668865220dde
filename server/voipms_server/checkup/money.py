"""Whether the money lasts, and whether more is spent than before."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from voipms_server.answers.words import counted
from voipms_server.calls.drivers import Driver, drivers
from voipms_server.calls.money import total, usd
from voipms_server.calls.parts import charged
from voipms_server.calls.period import made
from voipms_server.calls.transactions import DEPOSIT, MONTHLY, ORDERS, Transaction
from voipms_server.checkup.account import Checked
from voipms_server.findings import Finding, Fix, Sure, Weight
from voipms_server.quotes import balance_of, text
from voipms_server.zones import eastern_day

MONTH, LEAST, SOON, VERY_SOON = 30, 7, 14, 3
"""Days: over which spending is counted, of a new account at least, and for how long the balance should last."""
LITTLE = Decimal(5)
DUE_DAYS = 10
GROWN, SHARE = Decimal(5), Decimal("1.25")
"""From how much more, and how many times as much, a month is called dearer."""
FUNDS = Fix("Add funds in the VoIP.ms portal; automatic funding is set there too.")


async def balance(here: Checked) -> list[Finding]:
    """How much there is, and how many days it lasts at what the last month cost a day."""
    amount = balance_of(await here.facts.answer("getBalance"))
    if amount is None:
        return [_unreadable(here)]
    evidence = (here.saw("getBalance", usd(amount)),)
    if amount <= 0:
        words = f"The balance is {usd(amount)}: nothing that costs goes through, and calls in are refused (inferred)."
        return [Finding("balance_used_up", words, evidence, fixes=(FUNDS,))]
    of_days, spent = await _spent(here)
    days = int(amount / (spent / of_days)) if spent > 0 else None
    evidence += (here.saw("getTransactionHistory", f"{usd(spent)} spent in {of_days} days, orders left out"),)
    if days is not None and days < SOON:
        words = f"The balance of {usd(amount)} lasts {counted(days, 'day')} at what the last {of_days} days cost."
        weight = Weight.PROBLEM if days < VERY_SOON else Weight.WARNING
        return [Finding("balance_short", words, evidence, Sure.LIKELY, (FUNDS,), weight=weight)]
    if amount < LITTLE:
        words = f"The balance is {usd(amount)}, which is little."
        return [Finding("balance_low", words, evidence, fixes=(FUNDS,), weight=Weight.WARNING)]
    return []


def _unreadable(here: Checked) -> Finding:
    words = "The balance could not be read from the answer of VoIP.ms: how long it lasts is not known."
    evidence = (here.saw("getBalance", "no amount"),)
    fix = Fix("See the balance in the portal.")
    return Finding("balance_unreadable", words, evidence, fixes=(fix,), weight=Weight.WARNING)


async def _spent(here: Checked) -> tuple[int, Decimal]:
    """Of how many days, and how much, without orders, which are paid once; a new account has fewer days."""
    rows = (await here.statement()).transactions
    age = (here.now - rows[0].moment.at).days if rows else MONTH
    days = min(MONTH, max(LEAST, age))
    since = here.now - timedelta(days=days)
    return days, total(one.charge for one in rows if _lasting(one) and one.moment.at >= since)


def _lasting(one: Transaction) -> bool:
    return one.kind not in (DEPOSIT, ORDERS)


async def numbers_due(here: Checked) -> list[Finding]:
    """Numbers whose fee is due before long, and a balance that does not cover them; and those overdue."""
    rows = await here.facts.rows("getDIDsInfo")
    today = eastern_day(here.now)
    last = (today + timedelta(days=DUE_DAYS)).isoformat()
    due = [row for row in rows if today.isoformat() <= text(row, "next_billing") <= last]
    late = [row for row in rows if "2000" < text(row, "next_billing") < (today - timedelta(days=1)).isoformat()]
    found = [_late(here, text(row, "did"), text(row, "next_billing")) for row in late]
    amount = balance_of(await here.facts.answer("getBalance"))
    if not due or amount is None:
        return found
    fees = await _fees(here)
    needed = total(fees[text(row, "did")] for row in due)
    if needed <= amount or not needed:
        return found
    covered = f"the balance is {usd(amount)}: a number whose fee is not paid may expire."
    words = f"The fees of {counted(len(due), 'number')} are due by {last}, {usd(needed)}, and {covered}"
    evidence = (here.saw("getDIDsInfo", f"next_billing of {', '.join(text(row, 'did') for row in due[:5])}"),)
    return [*found, Finding("numbers_due", words, evidence, Sure.LIKELY, (FUNDS,))]


def _late(here: Checked, did: str, day: str) -> Finding:
    words = f"Number {did} was due on {day} and does not look renewed: it may expire."
    fix = Fix("See the number in the portal, and add funds if they are short.")
    evidence = (here.saw("getDIDsInfo", f"next_billing of {did} is {day}"),)
    return Finding("number_overdue", words, evidence, Sure.LIKELY, (fix,), f"number:{did}")


async def _fees(here: Checked) -> defaultdict[str, Decimal]:
    """The last monthly fee of each number."""
    found = defaultdict[str, Decimal](Decimal)
    for one in (await here.statement()).transactions:
        if one.kind == MONTHLY:
            digits = "".join(character if character.isdigit() else " " for character in one.words).split()
            found.update({did: one.charge for did in digits if len(did) == 10})
    return found


async def charges_grew(here: Checked) -> list[Finding]:
    """Whether the last month was dearer than the one before, and by what."""
    today = here.zone.show(here.now).date()
    first = made(today - timedelta(days=MONTH - 1), today, here.zone, here.now)
    second = made(first.first - timedelta(days=MONTH), first.first - timedelta(days=1), here.zone, here.now)
    statement, calls = await here.statement(), (await here.ledger()).calls
    now, then = charged(first, statement, calls), charged(second, statement, calls)
    if now.spent - then.spent < GROWN or now.spent < then.spent * SHARE:
        return []
    most = [one for one in drivers(now, then) if one.difference > 0][:1]
    told = f" Most of it: {_told(most[0])}" if most else ""
    words = f"The last {MONTH} days cost {usd(now.spent)}, the {MONTH} before {usd(then.spent)}.{told}"
    fix = Fix(
        "Look at all that changed.",
        "explainCharges",
        {"period": f"{first.first}..{first.last}", "compare_to": f"{second.first}..{second.last}"},
    )
    evidence = (here.saw("getTransactionHistory", f"{usd(now.spent)} against {usd(then.spent)}"),)
    return [Finding("charges_grew", words, evidence, fixes=(fix,), weight=Weight.WARNING)]


def _told(driver: Driver) -> str:
    return f"{driver.name}: {driver.words()}"
