"""What happened: calls, messages, and transactions that add up to the balance to the cent. All invented."""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from voipms_sandbox.world import Row

CALLS = 3_000
DAYS = 100
CENT = Decimal("0.01")
ZERO = Decimal(0)
KINDS = (
    ("Inbound - Local Caller", "IN:CANADA", Decimal("0.0100")),
    ("Outbound Canada", "OUT:CANADA", Decimal("0.0090")),
    ("Outbound USA", "OUT:USA", Decimal("0.0100")),
    ("Outbound France - Mobile", "OUT:FRANCE", Decimal("0.0850")),
)
WEIGHTS = (60, 25, 12, 3)
DISPOSITIONS = ("ANSWERED", "NO ANSWER", "BUSY", "FAILED")


def calls(now: datetime, number: str, accounts: list[str], count: int = CALLS) -> list[Row]:
    """`count` calls over the last hundred days, most of them in office hours; the same for the same clock."""
    dice = random.Random(number)
    moments = sorted(_moment(now, dice) for _ in range(count))
    return [_call(n, moment, dice, accounts) for n, moment in enumerate(moments)]


def _moment(now: datetime, dice: random.Random) -> datetime:
    day = now - timedelta(days=dice.randint(1, DAYS))
    hour = dice.choices((dice.randint(9, 17), dice.randint(0, 23)), (9, 1))[0]
    return day.replace(hour=hour, minute=dice.randint(0, 59), second=dice.randint(0, 59), microsecond=0)


def _call(n: int, moment: datetime, dice: random.Random, accounts: list[str]) -> Row:
    description, kind, rate = dice.choices(KINDS, WEIGHTS)[0]
    disposition = dice.choices(DISPOSITIONS, (80, 14, 4, 2))[0]
    seconds = dice.randint(6, 900) if disposition == "ANSWERED" else 0
    billed = -(-seconds // 6) * 6
    total = (rate * billed / 60).quantize(Decimal("0.00000001"))
    account = dice.choice(accounts)
    other = f"51455501{dice.randint(60, 99)}"
    own = "5145550110"
    inbound = kind.startswith("IN")
    return {
        "date": moment.strftime("%Y-%m-%d %H:%M:%S"),
        "callerid": f'"Caller {other[-2:]}" <{other}>' if inbound else f"<{own}>",
        "destination": own if inbound else other,
        "description": description,
        "account": account,
        "disposition": disposition,
        "duration": f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        "seconds": str(seconds),
        "rate": f"{rate:.8f}",
        "total": str(total),
        "uniqueid": f"{120_000_000 + n}x{n}",
        "destination_type": kind,
        "call_logs": f"Routing to sub-account: {account}. Status is '{disposition}'",
    }


def transactions(now: datetime, cdr: list[Row], dids: list[str]) -> tuple[list[Row], Decimal]:
    """Three months of deposits, monthly fees and a day's calls in one row; their sum is the balance."""
    rows = [_row(now - timedelta(days=DAYS), "open", "Opening balance", Decimal("250.00"))]
    for month in (75, 45, 15):
        day = now - timedelta(days=month)
        rows.append(_row(day, "DEPOSIT", "Payment received", Decimal("100.00")))
        rows += [_row(day, f"DID{did}", f"DID Monthly Fee: {did}", Decimal("-0.99")) for did in dids]
    rows += [_row_on(day, "CALLS", f"Calls of {day}", -total) for day, total in _daily(cdr).items() if total]
    rows.sort(key=lambda row: row["date"])
    for n, row in enumerate(rows):
        row["uniqueid"] = f"{900_000 + n}"
    return rows, sum((Decimal(row["ammount"]) for row in rows), ZERO)


def _daily(cdr: list[Row]) -> dict[str, Decimal]:
    """Each day's calls, rounded to the cent."""
    days: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in cdr:
        days[row["date"][:10]] += Decimal(row["total"])
    return {day: total.quantize(CENT, ROUND_HALF_UP) for day, total in days.items()}


def _row(day: datetime, type_: str, words: str, amount: Decimal) -> Row:
    return _row_on(day.strftime("%Y-%m-%d"), type_, words, amount)


def _row_on(day: str, type_: str, words: str, amount: Decimal) -> Row:
    return {"date": f"{day} 00:03:46", "uniqueid": "", "type": type_, "description": words, "ammount": str(amount)}


def messages(now: datetime, did: str) -> list[Row]:
    """Two conversations of the last days, and one message of today."""
    told = (
        (3, "5145550160", True, "Bonjour, votre bureau est-il ouvert samedi ?"),
        (3, "5145550160", False, "Oui, de 10 h à 14 h."),
        (2, "4165550161", True, "Is my order ready?"),
        (2, "4165550161", False, "Yes, from 2 pm."),
        (0, "4165550161", True, "Running late, can you wait until 2:30?"),
    )
    return [
        {
            "id": str(111_120 + n),
            "date": (now - timedelta(days=days, minutes=30 - n)).strftime("%Y-%m-%d %H:%M:%S"),
            "type": "1" if received else "0",
            "did": did,
            "contact": contact,
            "message": text,
            "carrier_status": "Information not available",
        }
        for n, (days, contact, received, text) in enumerate(told)
    ]
