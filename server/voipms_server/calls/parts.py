"""What was charged in one period, in parts that add up to its transactions; calls are split by kind and destination."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from voipms_server.calls.booking import Booking, bookings
from voipms_server.calls.call import Call
from voipms_server.calls.money import ZERO, total, usd
from voipms_server.calls.period import Period
from voipms_server.calls.record import Direction, Record
from voipms_server.calls.transactions import CALLS, DEPOSIT, Statement, Transaction

ROUNDING = "rounding of calls to the cent"
UNEXPLAINED = "unexplained"
UNDATED = "{name}: {count} records of calls have no time that can be read; they explain nothing."


@dataclass(frozen=True, slots=True)
class Part:
    """An amount of a driver: how many things it is for, and for whom (a number, a destination, or in words)."""

    driver: str
    amount: Decimal
    count: int = 1
    whom: str = ""
    calls: bool = False


@dataclass(frozen=True, slots=True)
class Charged:
    """One period. `parts` add up to `spent`; `gaps` are sentences about what could not be matched or read."""

    period: Period
    parts: Sequence[Part] = ()
    deposits: Sequence[Transaction] = ()
    transactions: int = 0
    gaps: Sequence[str] = field(default_factory=list[str])

    @property
    def spent(self) -> Decimal:
        return total(part.amount for part in self.parts)


@dataclass(frozen=True, slots=True)
class Split:
    """The calls around a period, and what pays for them."""

    calls: Sequence[tuple[Record, bool]]
    """Every record, and whether it is a leg."""
    paid: Sequence[Transaction]
    booked: Sequence[Booking]


def records_of(calls: Sequence[Call]) -> list[tuple[Record, bool]]:
    return [one for call in calls for one in [(call.record, False), *((leg, True) for leg in call.legs)]]


def split(statement: Statement, calls: Sequence[Call]) -> Split:
    found = records_of(calls)
    paid = [one for one in statement.transactions if one.kind == CALLS and one.amount is not None]
    return Split(found, paid, bookings(paid, [record for record, _ in found]))


def charged(period: Period, statement: Statement, calls: Sequence[Call], undated: int = 0) -> Charged:
    """What was read reaches beyond the period, so that bookings are whole; `undated` records of calls had no time."""
    found = split(statement, calls)
    inside = [one for one in statement.transactions if _in(period, one.moment.at)]
    plain = [one for one in inside if one.kind not in (CALLS, DEPOSIT) and one.amount is not None]
    parts = [Part(one.kind, one.charge, 1, _whom(one)) for one in plain]
    parts += [part for booking in found.booked for part in _booked(period, booking, found)]
    parts += [_of_call(one, leg=leg) for one, leg in _loose(period, found) if not one.cost]
    deposits = [one for one in inside if one.kind == DEPOSIT]
    gaps = [
        *_gaps(period, statement, inside, found),
        *([UNDATED.format(name=period.words, count=undated)] * (undated > 0)),
    ]
    return Charged(period, parts, deposits, len(inside), gaps)


def _whom(one: Transaction) -> str:
    """The number that a fee is for; else its words, unless they are of a day."""
    numbers = re.findall(r"\b[0-9]{10,15}\b", one.words)
    return numbers[0] if numbers else "" if re.search(r"[0-9]{4}-[0-9]{2}", one.words) else one.words


def _booked(period: Period, booking: Booking, found: Split) -> Iterator[Part]:
    """What this booking adds to the period; one that lies in it only in part is not split."""
    inside = [found.paid[place] for place in booking.transactions if _in(period, found.paid[place].moment.at)]
    if len(inside) < len(booking.transactions):
        if inside:
            yield Part(UNEXPLAINED, total(one.charge for one in inside), len(inside), inside[0].words)
        return
    for n in booking.calls:
        record, leg = found.calls[n]
        yield _of_call(record, leg=leg)
    if booking.rest:
        told = (ROUNDING, 0, "") if booking.rounded else (UNEXPLAINED, len(inside), inside[0].words)
        yield Part(told[0], booking.rest, told[1], told[2])


def _of_call(record: Record, *, leg: bool) -> Part:
    return Part(driver_of(record, leg=leg), record.cost or ZERO, 1, record.called or "hidden", calls=True)


def driver_of(record: Record, *, leg: bool) -> str:
    """As `forwarded legs: Outbound Canada (OUT:CANADA)`."""
    what = "forwarded legs" if leg else "calls in" if record.direction is Direction.IN else "calls out"
    kind = f" ({record.kind})" if record.words and record.kind else record.kind
    return f"{what}: {' '.join(record.words.split())}{kind}" if record.words or kind else f"{what}, of no kind told"


def _gaps(period: Period, statement: Statement, inside: Sequence[Transaction], found: Split) -> Iterator[str]:
    """What is missing from the sums, each in a sentence."""
    name = period.words
    if unread := sum(one.amount is None for one in inside):
        yield f"{name}: {unread} transactions have no amount that can be read; they are in no sum."
    if statement.unreadable:
        yield f"{name}: {statement.unreadable} transactions have no time that can be read; they are in no sum."
    loose = [one.cost for one, _ in _loose(period, found) if one.cost]
    if loose:
        yield (
            f"{name}: {len(loose)} calls cost {usd(total(loose))} by their records, and no transaction is for them: "
            "not booked yet, or too little to be booked. They are in no sum."
        )
    unsure = sum(_in(period, one.moment.at) != _in(period, one.moment.latest) for one in statement.transactions)
    if unsure:
        yield f"{name}: {unsure} transactions of the hour that came twice may belong to the other side of an end."


def _loose(period: Period, found: Split) -> list[tuple[Record, bool]]:
    """The calls of the period that no transaction is for."""
    booked = {n for booking in found.booked for n in booking.calls}
    return [one for n, one in enumerate(found.calls) if n not in booked and _in(period, one[0].moment.at)]


def _in(period: Period, at: datetime) -> bool:
    return period.start <= at < period.end
