"""Times: the API's clock is US Eastern, the user's is theirs; a moment is always kept with its zone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from voipms_server.errors import NotAllowed

EASTERN = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True)
class Zone:
    """The user's time zone by its IANA name; without a name that of this machine."""

    name: str = ""

    def local(self, wall: datetime) -> datetime:
        """A wall-clock time with its zone; one that has a zone already keeps its moment."""
        if wall.tzinfo is not None:
            return self.show(wall)
        return wall.replace(tzinfo=ZoneInfo(self.name)) if self.name else wall.astimezone()

    def show(self, at: datetime) -> datetime:
        """A moment on the user's clock."""
        return at.astimezone(ZoneInfo(self.name) if self.name else None)

    def told(self) -> str:
        """The zone in words."""
        return self.name or "the zone of the machine this server runs on"


HERE = Zone()


def zone_of(name: str) -> Zone:
    """Raises NotAllowed for a name that is no zone's."""
    try:
        if name:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotAllowed(
            f"time_zone: {name[:60]!r} is not a time zone. Use an IANA name such as America/Vancouver."
        ) from None
    return Zone(name)


def moment(text: str, zone: Zone, now: datetime) -> datetime:
    """What `2026-11-24`, `08:00` (of today) and `2026-11-24T08:00` mean on the user's clock."""
    if re.fullmatch(r"[0-9]{2}:[0-9]{2}", text):
        return zone.local(datetime.combine(zone.show(now).date(), time.fromisoformat(text)))
    return zone.local(datetime.fromisoformat(text))


def exact(text: str, zone: Zone, now: datetime) -> datetime:
    """The same, of what is to happen then. Raises NotAllowed for a time the clocks skip, or show twice, that day."""
    found = moment(text, zone, now)
    if re.search(r"(?:Z|[+-][0-9]{2}:?[0-9]{2})$", text) and ":" in text:
        return found
    wall = found.replace(tzinfo=None, fold=0)
    first, second = zone.local(wall), zone.local(wall.replace(fold=1))
    if zone.show(first.astimezone(UTC)).replace(tzinfo=None) != wall:
        raise NotAllowed(
            f"{text} does not exist ({zone.told()}): the clocks are put forward over it. Say another time."
        )
    if first.astimezone(UTC) != second.astimezone(UTC):
        either = f"{first.isoformat(timespec='minutes')} or {second.isoformat(timespec='minutes')}"
        raise NotAllowed(f"{text} comes twice ({zone.told()}): the clocks are put back. Say {either}.")
    return first


def eastern_day(at: datetime) -> date:
    """The day of a moment on the API's clock."""
    return at.astimezone(EASTERN).date()


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time as the API wrote it, and the place of its row in the order in which the rows were made."""

    order: int
    wall: datetime


def twice(wall: datetime) -> bool:
    """Whether this wall-clock time comes twice, when the clocks go back in November."""
    first, second = (wall.replace(tzinfo=EASTERN, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def told_apart(stamps: Sequence[Stamped]) -> dict[int, tuple[datetime, bool]]:
    """Each moment by its order, and whether it is sure.

    The hour that comes twice is told apart where the walls run backwards from one row to a later one. Where they do
    not, it is taken as the first, and is not sure.
    """
    found = {one.order: (_eastern(one.wall, 0), True) for one in stamps if not twice(one.wall)}
    for day in {one.wall.date() for one in stamps if twice(one.wall)}:
        rows = sorted((one for one in stamps if twice(one.wall) and one.wall.date() == day), key=lambda one: one.order)
        turn = next((n for n in range(1, len(rows)) if rows[n].wall < rows[n - 1].wall), None)
        for n, one in enumerate(rows):
            second = turn is not None and n >= turn
            found[one.order] = (_eastern(one.wall, int(second)), turn is not None)
    return found


def _eastern(wall: datetime, fold: int) -> datetime:
    return wall.replace(tzinfo=EASTERN, fold=fold).astimezone(UTC)


def from_api(text: str) -> datetime | None:
    """A time as the API writes it, without its zone; None where it is none."""
    form = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
    try:
        return datetime.fromisoformat(text.strip()) if re.fullmatch(form, text.strip()) else None
    except ValueError:
        return None


def days_back(first: date, last: date, most: int) -> list[tuple[date, date]]:
    """A period in pieces of at most so many days between first and last, the latest piece first."""
    pieces: list[tuple[date, date]] = []
    while last >= first:
        start = max(first, last - timedelta(days=most))
        pieces.append((start, last))
        last = start - timedelta(days=1)
    return pieces
