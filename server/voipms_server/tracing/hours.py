"""Time conditions: the minutes of the week at which one matches, on the US Eastern clock.

A criterion's last minute counts, weekdays may run over the end of the week, hours over midnight of the same day (all
inferred from the telephone exchange underneath).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from voipms_server.quotes import text
from voipms_server.zones import EASTERN

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LISTS: tuple[str, ...] = ("starthour", "startminute", "endhour", "endminute", "weekdaystart", "weekdayend")
DAY, WEEK = 1440, 7 * 1440


@dataclass(frozen=True, slots=True)
class Criterion:
    """From one minute of the day to another, both counted, on a run of weekdays."""

    start: int
    end: int
    first: int
    last: int

    def words(self) -> str:
        days = DAYS[self.first].title() + (f"-{DAYS[self.last].title()}" if self.last != self.first else "")
        return f"{days} {_clock(self.start)}-{_clock(self.end)}"

    def minutes(self) -> set[int]:
        """The minutes of the week, counted from Monday midnight."""
        day = _circle(self.start, self.end, DAY)
        return {weekday * DAY + minute for weekday in _circle(self.first, self.last, 7) for minute in day}


@dataclass(frozen=True, slots=True)
class Hours:
    """When a time condition matches."""

    criteria: tuple[Criterion, ...]
    minutes: frozenset[int]
    uneven: bool = False
    """Its six lists are not of one length, or hold what is no time: the rest is left out."""

    def matches(self, at: datetime) -> bool:
        return minute_of_week(at) in self.minutes

    def on_the_edge(self, at: datetime) -> bool:
        """Whether it decides the other way a minute before or after."""
        return any(self.matches(at + timedelta(minutes=off)) != self.matches(at) for off in (-1, 1))

    @property
    def always(self) -> bool:
        return len(self.minutes) == WEEK

    @property
    def never(self) -> bool:
        return not self.minutes

    def words(self) -> str:
        return ", ".join(one.words() for one in self.criteria) or "never"


def hours_of(row: Mapping[str, object]) -> Hours:
    """The hours of a time condition's row."""
    lists = [[part.strip() for part in text(row, name).split(";")] for name in LISTS]
    found = [_criterion(parts) for parts in zip(*lists, strict=False)]
    criteria = tuple(one for one in found if one is not None)
    uneven = len({len(one) for one in lists}) > 1 or len(criteria) < len(found)
    return Hours(criteria, _minutes(criteria), uneven)


@lru_cache(maxsize=1_024)
def _minutes(criteria: tuple[Criterion, ...]) -> frozenset[int]:
    """Conditions of an account are often alike, and met again and again."""
    return frozenset(minute for one in criteria for minute in one.minutes())


def minute_of_week(at: datetime) -> int:
    """Of a moment, on the US Eastern clock."""
    eastern = at.astimezone(EASTERN)
    return eastern.weekday() * DAY + eastern.hour * 60 + eastern.minute


def _criterion(parts: Sequence[str]) -> Criterion | None:
    hour, minute, last_hour, last_minute, day, last_day = parts
    if not all(part.isdecimal() for part in (hour, minute, last_hour, last_minute)):
        return None
    if day not in DAYS or last_day not in DAYS:
        return None
    start, end = int(hour) * 60 + int(minute), int(last_hour) * 60 + int(last_minute)
    return Criterion(start, end, DAYS.index(day), DAYS.index(last_day)) if max(start, end) < DAY else None


def _circle(first: int, last: int, size: int) -> list[int]:
    """From first to last, both counted, over the end of the circle where they run backwards."""
    return [one % size for one in range(first, last + 1 if first <= last else last + size + 1)]


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
