"""The periods of `explainCharges`: days of the user's, as people say them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from voipms_server.calls.span import SKEW, midnight
from voipms_server.errors import NotAllowed
from voipms_server.zones import Zone

EXAMPLES = "this month, last month, yesterday, 2026-10, 2026-10-05 or 2026-10-01..2026-10-15"
MOST_YEARS = 2
DAY = timedelta(days=1)
WHOLE_DAY = Decimal(86_400)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the user's, from `start` up to, and without, `end` (both UTC); `so_far` where it is not over."""

    first: date
    last: date
    start: datetime
    end: datetime
    so_far: bool = False

    @property
    def days(self) -> Decimal:
        """How long it is; of one that is not over what has passed, to the hundredth."""
        if not self.so_far:
            return Decimal((self.last - self.first).days + 1)
        seconds = Decimal(int((self.end - SKEW - self.start).total_seconds()))
        return (seconds / WHOLE_DAY).quantize(Decimal("0.01")).max(Decimal("0.01"))

    @property
    def words(self) -> str:
        days = self.first.isoformat() if self.first == self.last else f"{self.first}..{self.last}"
        return f"{days}, so far" if self.so_far else days


def period(said: str, zone: Zone, now: datetime) -> Period:
    """Raises NotAllowed, with examples, for what is no period, lies ahead, or more than two years back."""
    today = zone.show(now).date()
    days = _days(said.strip().lower(), today)
    if days is None:
        raise NotAllowed(f"explainCharges: {said[:60]!r} is no period. Say it as {EXAMPLES}.")
    first, last = days
    if first > today:
        raise NotAllowed(f"explainCharges: {said[:60]} lies in the future; today is {today}.")
    if first < _years_before(today):
        raise NotAllowed(f"explainCharges: {said[:60]} begins more than two years back; give a later one.")
    return made(first, last, zone, now)


def made(first: date, last: date, zone: Zone, now: datetime) -> Period:
    """Cut at now, with what the two clocks may differ by."""
    start, end = midnight(first, zone), midnight(last + DAY, zone)
    return Period(first, last, start, min(end, now + SKEW), so_far=end > now)


def before(one: Period, zone: Zone, now: datetime) -> Period:
    """The period to compare with: as many whole months before, or as many days."""
    ends = one.first - DAY
    if one.first.day == 1 and (one.last + DAY).day == 1:
        months = (one.last.year - one.first.year) * 12 + one.last.month - one.first.month + 1
        return made(_months_before(one.first, months), ends, zone, now)
    return made(one.first - (one.last - one.first) - DAY, ends, zone, now)


def _days(said: str, today: date) -> tuple[date, date] | None:
    if said in NAMED:
        return NAMED[said](today)
    first, dots, last = (part.strip() for part in said.partition(".."))
    start, end = _said(first), _said(last) if dots else _said(first)
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None


def _said(text: str) -> tuple[date, date] | None:
    """The first and the last day of a day or a month."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            return _month(date.fromisoformat(f"{text}-01"))
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except (ValueError, OverflowError):
        return None
    return (day, day) if day and day < date.max else None


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, _months_before(first, -1) - DAY


def _months_before(first: date, months: int) -> date:
    """The first day of the month so many months before."""
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _years_before(today: date) -> date:
    """The same day two years ago; of February 29 the day before."""
    leap = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year - MOST_YEARS, day=28 if leap else today.day)


NAMED: Mapping[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - DAY, today - DAY),
    "this month": _month,
    "last month": lambda today: _month(today.replace(day=1) - DAY),
}
