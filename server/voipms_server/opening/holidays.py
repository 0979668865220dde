"""Holidays are dates, and time conditions know weekdays only: each is a plan of its own that leads the numbers then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from voipms_server.errors import NotAllowed
from voipms_server.plans.later import Later
from voipms_server.zones import Zone
from voipms_tools.words.opening import Holiday

OVER = "businessHours: the holiday {days} is over; give dates from {today} on."
NO_NUMBERS = "businessHours: holidays lead numbers elsewhere, so say which in `numbers`."
OVERLAP = "businessHours: the holidays {one} and {other} overlap; say each day once."
TOLD = "Time conditions know weekdays only, so a plan with dates is kept for each holiday: {days}."


@dataclass(frozen=True, slots=True)
class Holidays:
    """Those that were asked for, for these numbers, on the user's clock."""

    days: Sequence[Holiday]
    closed: str
    numbers: Sequence[str]
    zone: Zone

    def check(self, now: datetime) -> None:
        """Raises NotAllowed for days that are over or said twice, and where no number is led anywhere."""
        today = self.zone.show(now).date()
        over = next((one for one in self.days if one.last < today), None)
        if over is not None:
            raise NotAllowed(OVER.format(days=_days(over), today=today))
        if self.days and not self.numbers:
            raise NotAllowed(NO_NUMBERS)
        for one, other in pairwise(self._in_order()):
            if other.first <= one.last:
                raise NotAllowed(OVERLAP.format(one=_days(one), other=_days(other)))

    def notes(self) -> list[str]:
        return [TOLD.format(days=", ".join(map(_days, self._in_order())))] if self.days else []

    def plans(self, route: Callable[[str], str]) -> tuple[Later, ...]:
        """One for each, all numbers in it. Raises NotAllowed, as `route` does, for a menu that was not described."""
        return tuple(self._plan(one, route(one.target or self.closed)) for one in self._in_order())

    def _plan(self, day: Holiday, routing: str) -> Later:
        steps = [{"tool": "setDIDRouting", "arguments": {"did": did, "routing": routing}} for did in self.numbers]
        return Later(
            f"Holiday {_days(day)}", steps, self._midnight(day.first), self._midnight(day.last + timedelta(days=1))
        )

    def _in_order(self) -> list[Holiday]:
        return sorted(self.days, key=lambda one: one.first)

    def _midnight(self, day: date) -> float:
        """Where the clocks skip it or show it twice: the first moment of that day."""
        return self.zone.local(datetime.combine(day, time())).timestamp()


def _days(day: Holiday) -> str:
    return str(day.first) if day.first == day.last else f"{day.first}..{day.last}"
