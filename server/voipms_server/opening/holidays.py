"""Holidays are dates, and time conditions know weekdays only: what is to be called on which day, and what after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from voipms_server.errors import NotAllowed
from voipms_server.zones import Zone
from voipms_tools.words.opening import Holiday

NEXT = (
    "Time conditions know weekdays only, so holidays are no part of these hours: each call in `holidays` is to be made "
    "at its `from`, and the one in `afterwards` at its `until`."
)
NOT_PART = "Not part of it, since time conditions know weekdays only; the answer has the calls for: {days}."
AFTERWARDS = {"tool": "undoChange", "arguments": {"group": "the group of that call's answer"}}


@dataclass(frozen=True, slots=True)
class Holidays:
    """Those that were asked for, for these numbers, on the user's clock."""

    days: Sequence[Holiday]
    closed: str
    numbers: Sequence[str]
    zone: Zone

    def check(self, now: datetime) -> None:
        """Raises NotAllowed for a day that is over, and where no number is led anywhere."""
        today = self.zone.show(now).date()
        over = next((one for one in self.days if one.last < today), None)
        if over is not None:
            raise NotAllowed(f"businessHours: the holiday {_days(over)} is over; give dates from {today} on.")
        if self.days and not self.numbers:
            raise NotAllowed("businessHours: holidays lead numbers elsewhere, so say which in `numbers`.")

    def known(self, route: Callable[[str], str]) -> None:
        """Raises NotAllowed, as `route` does, for a menu that was not described."""
        for day in self.days:
            route(day.target)

    def notes(self) -> list[str]:
        return [NOT_PART.format(days=", ".join(map(_days, self.days)))] if self.days else []

    def calls(self, routes: Mapping[str, str]) -> list[dict[str, object]]:
        """For each holiday one plan for all numbers; `routes` are the menus that were made, by `menu:NAME`."""
        return [self._call(one, routes) for one in self.days]

    def _call(self, day: Holiday, routes: Mapping[str, str]) -> dict[str, object]:
        target = day.target or self.closed
        steps = [
            {"tool": "setDIDRouting", "arguments": {"did": did, "routing": routes.get(target, target)}}
            for did in self.numbers
        ]
        return {
            "from": self._midnight(day.first),
            "until": self._midnight(day.last + timedelta(days=1)),
            "call": {"tool": "applyPlan", "arguments": {"title": f"Holiday {_days(day)}", "steps": steps}},
            "afterwards": AFTERWARDS,
        }

    def _midnight(self, day: date) -> str:
        return self.zone.local(datetime.combine(day, time())).isoformat()


def _days(day: Holiday) -> str:
    return str(day.first) if day.first == day.last else f"{day.first}..{day.last}"
