"""From when to when calls are listed: the user's days."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from voipms_server.errors import NotAllowed
from voipms_server.zones import Zone, moment

USUAL_DAYS = 7
MOST_DAYS = 5 * 366
SKEW = timedelta(minutes=2)
DAY = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}|[0-9]{4}-W[0-9]{2}-[0-9]")


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` up to, and without, `until`; both UTC. Up to now includes what the two clocks may differ by."""

    since: datetime
    until: datetime


def span(since: str | None, until: str | None, zone: Zone, now: datetime) -> Span:
    """Raises NotAllowed for times that cannot be read from, that lie ahead, or run backwards."""
    today = zone.show(now).date()
    start = _moment("since", since, zone, now) if since else midnight(today - timedelta(days=USUAL_DAYS - 1), zone)
    end = _end(until, zone, now) if until else now + SKEW
    if start > now:
        raise NotAllowed(f"listCalls: since lies in the future; it is {zone.show(now):%Y-%m-%d %H:%M} now.")
    if now - start > timedelta(days=MOST_DAYS):
        raise NotAllowed("listCalls: since lies more than five years back, which is as far as it reads; give less.")
    if end <= start:
        raise NotAllowed("listCalls: until lies before since; give the earlier time as since.")
    return Span(start, end)


def _end(until: str, zone: Zone, now: datetime) -> datetime:
    """A day counts to its end."""
    return _moment("until", until, zone, now, whole_day=DAY.fullmatch(until) is not None)


def _moment(name: str, said: str, zone: Zone, now: datetime, *, whole_day: bool = False) -> datetime:
    try:
        if whole_day:
            return midnight(date.fromisoformat(said) + timedelta(days=1), zone)
        return moment(said, zone, now).astimezone(UTC)
    except (OverflowError, ValueError):
        today = f"{zone.show(now):%Y-%m-%d %H:%M}"
        raise NotAllowed(f"listCalls: {name} {said} is no time that can be read; it is {today} now.") from None


def midnight(day: date, zone: Zone) -> datetime:
    """When this day of the user's begins, in UTC."""
    return zone.local(datetime.combine(day, time())).astimezone(UTC)
