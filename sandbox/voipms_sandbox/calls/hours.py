"""Time conditions: whether one matches now. Hours are US Eastern.

A criterion's last minute counts (inferred). Weekdays that run backwards wrap over the week's end, hours that run
backwards wrap over midnight of the same day, as in the telephone exchange underneath (inferred).
"""

from datetime import datetime

from voipms_sandbox.world import Row

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LISTS = ("starthour", "startminute", "endhour", "endminute", "weekdaystart", "weekdayend")


def within(first: int, value: int, last: int) -> bool:
    """Whether it lies between two inclusive ends that may run over the end of a circle."""
    return first <= value <= last if first <= last else value >= first or value <= last


def matches(row: Row, moment: datetime) -> bool:
    """Whether any criterion of the time condition holds at this moment; lists of unequal length are cut."""
    criteria = zip(*(row[name].split(";") for name in LISTS), strict=False)
    return any(_holds(criterion, moment) for criterion in criteria)


def _holds(criterion: tuple[str, ...], moment: datetime) -> bool:
    hour, minute, last_hour, last_minute, day, last_day = criterion
    if day not in DAYS or last_day not in DAYS:
        return False
    start, end = int(hour) * 60 + int(minute), int(last_hour) * 60 + int(last_minute)
    now = moment.hour * 60 + moment.minute
    return within(DAYS.index(day), moment.weekday(), DAYS.index(last_day)) and within(start, now, end)
