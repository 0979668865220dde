"""When records happened: the API writes a wall clock without a zone; this is the one place that reads it.

With `timezone=-5` the walls are US Eastern with its summer time, all year (observed by two clients that have long been
in use; a third asks for -4 in summer). Those of transactions, which take no `timezone`, are Eastern too (inferred).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voipms_server.zones import Stamped, told_apart, twice

ASKED_FOR = {"timezone": "-5"}
"""What getCDR is asked for, so that its walls are Eastern."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """`sure` is False where the hour came twice and nothing tells which it was: then it is taken as the first."""

    at: datetime
    wall: datetime
    sure: bool = True
    order: int = 0
    """The number that the id begins with; it grows with time (inferred). 0 without one."""

    @property
    def latest(self) -> datetime:
        return self.at if self.sure else self.at + HOUR


def moments(walls: Sequence[tuple[datetime, str]]) -> list[Moment]:
    """The moments of walls with ids, in the order given."""
    orders = [_order(id_) for _, id_ in walls]
    trusted = {day for day in {wall.date() for wall, _ in walls if twice(wall)} if _trusted(day, walls, orders)}
    ranked = sorted(range(len(walls)), key=lambda n: (orders[n] if walls[n][0].date() in trusted else 0, walls[n][0]))
    rank = {n: place for place, n in enumerate(ranked)}
    told = told_apart([Stamped(rank[n], wall) for n, (wall, _) in enumerate(walls)])
    found = [(*told[rank[n]], orders[n]) for n in range(len(walls))]
    return [Moment(at, wall, sure, order) for (wall, _), (at, sure, order) in zip(walls, found, strict=True)]


def _order(id_: str) -> int:
    found = re.match(r"[0-9]{1,18}", id_)
    return int(found[0]) if found else 0


def _trusted(day: date, walls: Sequence[tuple[datetime, str]], orders: Sequence[int]) -> bool:
    """Whether the ids of this day grow with its walls, wherever the walls themselves are sure."""
    rows = sorted((order, wall) for (wall, _), order in zip(walls, orders, strict=True) if wall.date() == day)
    first = min(wall for _, wall in rows if twice(wall)).replace(minute=0, second=0, microsecond=0)
    coarse = [first if twice(wall) else wall for _, wall in rows]
    return all(order for order, _ in rows) and coarse == sorted(coarse)
