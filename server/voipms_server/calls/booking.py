"""Which calls a transaction for calls pays for: those it names by id, else all the rest of the day it is for.

How VoIP.ms books calls is not documented. A transaction that names calls is theirs alone; any other one is taken for
the sum of a day (the day in its words, else its own), rounded to the cent. What does not fit is unexplained.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from voipms_server.calls.money import ZERO, total
from voipms_server.calls.record import Record
from voipms_server.calls.transactions import Transaction

HALF_A_CENT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Booking:
    """Transactions (by their place in the list) and the calls they pay for (by theirs)."""

    transactions: tuple[int, ...]
    calls: tuple[int, ...]
    charged: Decimal
    cost: Decimal

    @property
    def rest(self) -> Decimal:
        """What was charged beyond the calls' own costs."""
        return self.charged - self.cost

    @property
    def rounded(self) -> bool:
        """Whether the rest is what rounding to the cent leaves, at most."""
        return bool(self.calls) and abs(self.rest) <= HALF_A_CENT * len(self.transactions)


def bookings(paid: Sequence[Transaction], calls: Sequence[Record]) -> list[Booking]:
    """Every transaction in one booking, every call in one at most."""
    named = _named(paid, calls)
    taken = {n for several in named.values() for n in several}
    found = [_booking((place,), several, paid, calls) for place, several in named.items()]
    by_day = defaultdict[date, list[int]](list)
    for n, call in enumerate(calls):
        if n not in taken:
            by_day[call.moment.wall.date()].append(n)
    for day, places in _of_days(paid, named):
        found.append(_booking(tuple(places), by_day.get(day, []), paid, calls))
    return found


def _booking(
    places: tuple[int, ...], several: Sequence[int], paid: Sequence[Transaction], calls: Sequence[Record]
) -> Booking:
    charged = total(paid[place].charge for place in places)
    return Booking(places, tuple(several), charged, total(calls[n].cost or ZERO for n in several))


def _named(paid: Sequence[Transaction], calls: Sequence[Record]) -> dict[int, list[int]]:
    """The calls whose ids a transaction says, or has for its own; each call once."""
    ids = defaultdict[str, list[int]](list)
    for n, call in enumerate(calls):
        if call.id:
            ids[call.id].append(n)
    found: dict[int, list[int]] = {}
    for place, one in enumerate(paid):
        said = dict.fromkeys([one.id, *re.findall(r"[0-9A-Za-z]{5,40}", one.words)])
        several = [n for id_ in said for n in ids.pop(id_, ())]
        if several:
            found[place] = several
    return found


def _of_days(paid: Sequence[Transaction], named: dict[int, list[int]]) -> Iterator[tuple[date, list[int]]]:
    """The other transactions, day by day."""
    days = defaultdict[date, list[int]](list)
    for place, one in enumerate(paid):
        if place not in named:
            days[_day(one)].append(place)
    yield from days.items()


def _day(one: Transaction) -> date:
    found = re.search(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b", one.words)
    try:
        return date.fromisoformat(found[0]) if found else one.moment.wall.date()
    except ValueError:
        return one.moment.wall.date()
