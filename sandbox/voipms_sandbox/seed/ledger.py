"""Three months of transactions; they add up to the balance. All invented."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from voipms_sandbox.messages import PRICE
from voipms_sandbox.rates import TOLL_FREE
from voipms_sandbox.world import Row

CENT = Decimal("0.01")
ZERO = Decimal(0)
OPENED = 101
"""Days ago."""
BILLED = (75, 45, 15)
"""Days ago on which the numbers were paid for, and money came in."""
E911 = Decimal("1.50")
FLAT, TOLL_FREE_FEE, LOCAL = Decimal("4.95"), Decimal("1.49"), Decimal("0.99")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is on the account now, and what is paid in each month."""

    balance: Decimal
    deposit: Decimal

    def transactions(self, now: datetime, cdr: list[Row], numbers: list[Row], sms: list[Row]) -> list[Row]:
        """Deposits, fees, a day's calls in one row to the cent, messages; what was there before is the rest."""
        rows = [row for ago in BILLED for row in self._month(now - timedelta(days=ago), numbers)]
        rows += [
            _row(f"{day} 23:59:59", "CALLS", f"Calls of {day}", -cost) for day, cost in _daily(cdr).items() if cost
        ]
        rows += [_row(one["date"], "SMS", f"SMS to {one['contact']}", -PRICE) for one in sms if one["type"] == "0"]
        before = self.balance - sum((Decimal(row["ammount"]) for row in rows), ZERO)
        opened = f"{now - timedelta(days=OPENED):%Y-%m-%d} 00:00:00"
        rows.append(_row(opened, "open", "Balance brought forward", before.quantize(CENT)))
        rows.sort(key=lambda row: row["date"])
        for n, row in enumerate(rows):
            row["uniqueid"] = f"{900_000 + n}"
        return rows

    def _month(self, day: datetime, numbers: list[Row]) -> list[Row]:
        date = f"{day:%Y-%m-%d} 00:03:46"
        fees = [_row(date, f"DID{one['did']}", f"DID Monthly Fee: {one['did']}", -_fee(one)) for one in numbers]
        e911 = [_row(date, "E911", f"E911 Monthly Fee: {one['did']}", -E911) for one in numbers if one["e911"] == "1"]
        return [_row(date, "DEPOSIT", "Payment received", self.deposit), *fees, *e911]


def _fee(number: Row) -> Decimal:
    if number["did"][:3] in TOLL_FREE:
        return TOLL_FREE_FEE
    return FLAT if number["billing_type"] == "2" else LOCAL


def _daily(cdr: list[Row]) -> dict[str, Decimal]:
    """Each day's calls, rounded to the cent."""
    days: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in cdr:
        days[row["date"][:10]] += Decimal(row["total"])
    return {day: total.quantize(CENT, ROUND_HALF_UP) for day, total in days.items()}


def _row(date: str, type_: str, words: str, amount: Decimal) -> Row:
    return {"date": date, "uniqueid": "", "type": type_, "description": words, "ammount": str(amount)}
