"""Three months of transactions; they add up to the balance. All invented, also how they are named and when booked."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from voipms_sandbox.calls.experience import CNAM_PRICE
from voipms_sandbox.messages import MMS_PRICE, PRICE
from voipms_sandbox.rates import TOLL_FREE
from voipms_sandbox.world import Row

CENT = Decimal("0.01")
ZERO = Decimal(0)
OPENED = 101
"""Days ago."""
BILLED = (75, 45, 15)
"""Days ago on which the numbers were paid for, and money came in."""
E911 = Decimal("1.50")
SETUP = Decimal("0.50")
TRIED = "5145550143"
"""A number that was ordered, paid for twice, and given up; the second month was paid back."""
ORDERED, CANCELLED = 72, 41
"""Days ago."""
TEXTED = ((88, 3, 0), (66, 8, 1), (51, 5, 2), (38, 14, 0), (27, 9, 4), (19, 21, 1), (8, 6, 3))
"""Days ago, and how many SMS and MMS went out; they were deleted since."""
FLAT, TOLL_FREE_FEE, LOCAL = Decimal("4.95"), Decimal("1.49"), Decimal("0.99")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is on the account now, and what is paid in each month."""

    balance: Decimal
    deposit: Decimal
    eventful: bool = False
    """Whether there were an order, a refund, and texts that are not listed any more."""

    def transactions(self, now: datetime, cdr: list[Row], numbers: list[Row], sms: list[Row]) -> list[Row]:
        """Deposits, fees, a day's calls in one row to the cent, look-ups, texts; what was there before is the rest."""
        rows = [row for ago in BILLED for row in self._month(now - timedelta(days=ago), numbers)]
        rows += [
            _row(f"{day} 23:59:59", "CALLS", f"Calls of {day}", -cost) for day, cost in _daily(cdr).items() if cost
        ]
        rows += [_row(one["date"], "SMS", f"SMS to {one['contact']}", -PRICE) for one in sms if one["type"] == "0"]
        rows += _looked_up(cdr, {one["did"] for one in numbers if one["cnam"] == "1"})
        rows += _events(now) if self.eventful else []
        before = self.balance - sum((Decimal(row["ammount"]) for row in rows), ZERO)
        opened = f"{now - timedelta(days=OPENED):%Y-%m-%d} 00:00:00"
        rows.append(_row(opened, "open", "Balance brought forward", before))
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


def _looked_up(cdr: list[Row], numbers: set[str]) -> list[Row]:
    """Each day's look-ups of callers' names, in one row."""
    days = Counter(row["date"][:10] for row in cdr if row["destination"] in numbers)
    return [
        _row(f"{day} 23:59:58", "CNAM", f"CNAM look-ups of {day}: {count}", -CNAM_PRICE * count)
        for day, count in days.items()
    ]


def _events(now: datetime) -> list[Row]:
    """A number on trial, and texts."""
    ordered, cancelled = (f"{now - timedelta(days=ago):%Y-%m-%d} 15:09:04" for ago in (ORDERED, CANCELLED))
    second, fee = f"{now - timedelta(days=BILLED[1]):%Y-%m-%d} 00:03:46", f"DID Monthly Fee: {TRIED}"
    rows = [
        _row(ordered, f"DID{TRIED}", f"DID Setup Fee: {TRIED}", -SETUP),
        _row(ordered, f"DID{TRIED}", fee, -LOCAL),
        _row(second, f"DID{TRIED}", fee, -LOCAL),
        _row(cancelled, f"DID{TRIED}", f"Refund: {fee}", LOCAL),
    ]
    for ago, sms, mms in TEXTED:
        day = now - timedelta(days=ago)
        rows += [_row(f"{day:%Y-%m-%d} 10:{n:02}:00", "SMS", "SMS to 5145550160", -PRICE) for n in range(sms)]
        rows += [_row(f"{day:%Y-%m-%d} 11:{n:02}:00", "MMS", "MMS to 5145550160", -MMS_PRICE) for n in range(mms)]
    return rows


def _row(date: str, type_: str, words: str, amount: Decimal) -> Row:
    return {"date": date, "uniqueid": "", "type": type_, "description": words, "ammount": str(amount)}
