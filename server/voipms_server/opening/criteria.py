"""From spans of a week on somebody's clock to the criteria of time conditions, which run on US Eastern time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from voipms_server.errors import NotAllowed
from voipms_server.tracing.hours import DAY, DAYS, WEEK, Criterion
from voipms_server.zones import EASTERN, Zone
from voipms_tools.words.opening import Span, Week

MOST = 4
"""Criteria of one time condition: as many as the portal offers (VoIP.ms's wiki, 2011)."""
LAST = DAY - 1
CHANGES = (
    "businessHours: VoIP.ms keeps hours on US Eastern time, and the difference to {zone} changes during the year, so "
    'these hours cannot be kept. Give them on US Eastern time, with ET at the end: "mon-fri 9-17 ET". The setting '
    "time_zone names your zone."
)


def difference(zone: Zone, now: datetime) -> int | None:
    """Minutes by which US Eastern clocks are ahead of this zone's, all through the next year; None where it changes."""
    days = (now + timedelta(days=number) for number in range(366))
    found = {_ahead(zone, day.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)) for day in days}
    return found.pop() if len(found) == 1 else None


def _ahead(zone: Zone, wall: datetime) -> int:
    there = zone.local(wall).astimezone(EASTERN).replace(tzinfo=None)
    return round((there - wall).total_seconds() / 60)


def ahead(week: Week, zone: Zone, now: datetime) -> int:
    """By how many minutes what was said is moved. Raises NotAllowed where clocks do not keep their distance."""
    if week.eastern:
        return 0
    minutes = difference(zone, now)
    if minutes is None:
        raise NotAllowed(CHANGES.format(zone=zone.told()))
    return minutes


def moved(spans: Iterable[Span], minutes: int) -> tuple[Span, ...]:
    return tuple(part for span in spans for part in _moved(span, minutes))


def _moved(span: Span, minutes: int) -> list[Span]:
    """So many minutes later; one that runs over midnight then is of two days."""
    start, end = span.day * DAY + span.start + minutes, span.day * DAY + span.end + minutes
    day, next_day = start // DAY, (start // DAY + 1) * DAY
    first = Span(day % 7, start - day * DAY, min(end, next_day) - day * DAY)
    return [first, Span((day + 1) % 7, 0, end - next_day)] if end > next_day else [first]


def between(spans: Sequence[Span]) -> tuple[Span, ...]:
    """What lies between two spans of the same day: lunch. The end of a night that began the day before is no span."""
    nights = {(one.day + 1) % 7 for one in spans if one.end == DAY}
    days = [one for one in spans if one.start or one.day not in nights]
    ordered = sorted(days, key=lambda one: (one.day, one.start))
    pairs = ((one, other) for one, other in pairwise(ordered) if one.day == other.day and one.end < other.start)
    return tuple(Span(one.day, one.end, other.start) for one, other in pairs)


def criteria(spans: Iterable[Span]) -> list[Criterion]:
    """One for each run of weekdays with the same span; the last minute of a day is 23:59."""
    days: dict[tuple[int, int], set[int]] = {}
    for span in spans:
        days.setdefault((span.start, min(span.end, LAST)), set()).add(span.day)
    found = [Criterion(*times, first, last) for times, some in days.items() for first, last in _runs(some)]
    return sorted(found, key=lambda one: (one.first, one.start))


def _runs(days: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for day in sorted(days):
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def lists(some: Sequence[Criterion]) -> Mapping[str, str]:
    """The six parallel lists of a time condition."""
    return {
        "starthour": _joined(one.start // 60 for one in some),
        "startminute": _joined(one.start % 60 for one in some),
        "endhour": _joined(one.end // 60 for one in some),
        "endminute": _joined(one.end % 60 for one in some),
        "weekdaystart": _joined(DAYS[one.first] for one in some),
        "weekdayend": _joined(DAYS[one.last] for one in some),
    }


def _joined(items: Iterable[object]) -> str:
    return ";".join(map(str, items))


def always(some: Iterable[Criterion]) -> bool:
    return len({minute for one in some for minute in one.minutes()}) == WEEK
