"""The account's transactions: what was charged or paid, when, and what for. They are the truth for every sum.

The manual shows one row, a monthly fee. What other rows are for is inferred from their words, then from their type
(a number's set-up fee may have the type of its monthly fee); what matches nothing keeps its own type's name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from voipms_server.calls.moments import Moment, moments
from voipms_server.calls.money import ZERO
from voipms_server.calls.record import MOST_DAYS
from voipms_server.facts import Facts
from voipms_server.quotes import money, text
from voipms_server.zones import days_back, from_api

Row = Mapping[str, object]
DEPOSIT, REFUND, CALLS, MONTHLY, OTHER = "deposits", "refunds", "calls", "monthly fees", "other"
ORDERS = "orders and set-up"
RULES = (
    ("E911", r"e-?911|\b911\b"),
    ("CNAM look-ups", r"cnam|caller ?name"),
    ("MMS", r"\bmms\b"),
    ("SMS", r"\bsms\b|text message"),
    (ORDERS, r"set-?up|\border|purchase|activation|\bporting\b|\blnp\b"),
    (MONTHLY, r"monthly|\bdid[0-9]"),
    (CALLS, r"^calls?\b|\bcdr\b"),
)
PAID = r"deposit|payment|paypal|credit card|funds|brought forward|top-?up"


@dataclass(frozen=True, slots=True)
class Transaction:
    """`amount` is what it did to the balance, negative for a charge; None where it cannot be read."""

    id: str
    moment: Moment
    type: str
    words: str
    amount: Decimal | None

    @property
    def charge(self) -> Decimal:
        """What it cost; less than nothing for what was paid back."""
        return -(self.amount or ZERO)

    @property
    def kind(self) -> str:
        """What it is for."""
        if _found(PAID, self.type) or ((self.amount or ZERO) > 0 and _found(PAID, self.words)):
            return DEPOSIT
        if (self.amount or ZERO) > 0:
            return REFUND
        named = (kind for said in (self.words, self.type) for kind, form in RULES if _found(form, said))
        return next(named, f"{OTHER}: {self.type or self.words or 'without a name'}")


def _found(form: str, said: str) -> bool:
    return re.search(form, said, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Statement:
    """Transactions, the earliest first, and the rows without a time that can be read."""

    transactions: Sequence[Transaction]
    unreadable: int = 0


async def read_transactions(facts: Facts, first: date, last: date) -> Statement:
    """All transactions of these Eastern days, in pieces that the API takes."""
    rows: list[Row] = []
    for start, end in days_back(first, last, MOST_DAYS):
        rows += await facts.rows("getTransactionHistory", date_from=start.isoformat(), date_to=end.isoformat())
    return statement(rows)


def statement(rows: Sequence[Row]) -> Statement:
    walls = [(wall, row) for row in rows if (wall := from_api(text(row, "date"))) is not None]
    times = moments([(wall, text(row, "uniqueid")) for wall, row in walls])
    made = [_transaction(row, moment) for moment, (_, row) in zip(times, walls, strict=True)]
    return Statement(sorted(made, key=lambda one: one.moment.at), len(rows) - len(walls))


def _transaction(row: Row, moment: Moment) -> Transaction:
    amount = money(row.get("ammount", row.get("amount")), signed=True)
    return Transaction(
        text(row, "uniqueid"), moment, text(row, "type").strip(), text(row, "description").strip(), amount
    )
