"""The sandbox's clock: it can be set, moved and frozen. VoIP.ms counts time in US Eastern."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")


class Clock:
    """Real time until it is set; then it runs on from there, or stands still when frozen."""

    def __init__(self, now: datetime | None = None, real: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._real = real
        self._shift = timedelta(0)
        self._frozen: datetime | None = None
        if now is not None:
            self.set(now)

    def now(self) -> datetime:
        """The sandbox's time, in US Eastern."""
        return (self._frozen or self._real() + self._shift).astimezone(EASTERN)

    def set(self, now: datetime, *, frozen: bool = False) -> None:
        """Set it; a time without a zone is US Eastern."""
        aware = (now if now.tzinfo else now.replace(tzinfo=EASTERN)).astimezone(UTC)
        self._frozen = aware if frozen else None
        self._shift = aware - self._real()

    def move(self, seconds: float) -> None:
        """Move it forward (or back)."""
        if self._frozen is not None:
            self._frozen += timedelta(seconds=seconds)
        self._shift += timedelta(seconds=seconds)

    def stamp(self) -> str:
        """Now as the API writes it."""
        return self.now().strftime("%Y-%m-%d %H:%M:%S")

    def today(self) -> str:
        return self.now().strftime("%Y-%m-%d")
