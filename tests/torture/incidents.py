"""What can go wrong while a call is under way, and where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import anyio
import anyio.lowlevel


class Crash(BaseException):
    """The process of the server is gone: whatever it still tries has no effect."""


class Point(StrEnum):
    """Where: at the n-th request to the API, at the write itself, at the n-th request after it, at a transaction."""

    CALL = "call"
    WRITE = "write"
    LATER = "after the write, call"
    TRANSACTION = "transaction"
    CHECKPOINT = "checkpoint"


class What(StrEnum):
    """What: the network's and the provider's faults, the client's giving up, the server's end."""

    NO_CONNECTION = "no connection"
    TIMEOUT_BEFORE = "time-out before the effect"
    TIMEOUT_AFTER = "time-out after the effect"
    TIMEOUT_LATE = "time-out, the effect lands later"
    RESET_BEFORE = "reset before the effect"
    RESET_AFTER = "reset after the effect"
    RESET_LATE = "reset, the effect lands later"
    STALLED = "an answer that never ends"
    SLOW = "a slow answer"
    HTTP_500 = "HTTP 500 before the effect"
    HTTP_500_AFTER = "HTTP 500 after the effect"
    HTML = "a web page before the effect"
    HTML_AFTER = "a web page after the effect"
    EMPTY = "an empty body before the effect"
    EMPTY_AFTER = "an empty body after the effect"
    TRUNCATED = "half an answer"
    RATE_LIMIT = "rate limit"
    CRASH_BEFORE = "crash before"
    CRASH_BETWEEN = "crash after the commit, before the head is noted"
    CRASH_AFTER = "crash after"
    GIVE_UP = "the client gives up"


AT_A_CALL = tuple(one for one in What if one is not What.CRASH_BETWEEN)
AT_A_TRANSACTION = (What.CRASH_BEFORE, What.CRASH_BETWEEN, What.CRASH_AFTER, What.GIVE_UP)
LATE = (What.TIMEOUT_LATE, What.RESET_LATE)
CRASHES = (What.CRASH_BEFORE, What.CRASH_BETWEEN, What.CRASH_AFTER)


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that goes wrong at the n-th of these points; `late` are the seconds until a late effect lands."""

    what: What
    point: Point
    n: int = 1
    late: float = 0

    def told(self) -> str:
        late = f" ({self.late:.0f} s)" if self.late else ""
        return f"{self.what.value}{late} at {self.point.value} {self.n}"


@dataclass(slots=True)
class Attempt:
    """A step under way: how far it is, what is still to go wrong, and the last change it recorded."""

    step: int
    incidents: Sequence[Incident] = ()
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    met: Counter[What] = field(default_factory=Counter[What])
    passed: Counter[Point] = field(default_factory=Counter[Point])
    change: int = 0
    began: int = 0
    writes: int = 0
    noted: bool = False
    """Whether the server noted that it is about to answer."""

    def at_call(self, *, write: bool) -> Incident | None:
        """What goes wrong with this request."""
        after = self.passed[Point.WRITE] > 0
        found = self._at(Point.CALL)
        if write:
            self.writes += 1
            found = self._at(Point.WRITE) or found
        elif after:
            found = self._at(Point.LATER) or found
        return found

    def at_transaction(self) -> Incident | None:
        """What goes wrong with this transaction."""
        return self._at(Point.TRANSACTION)

    @property
    def patience(self) -> int | None:
        """After how many checkpoints the client gives up."""
        return next((one.n for one in self.incidents if one.point is Point.CHECKPOINT), None)

    def _at(self, point: Point) -> Incident | None:
        self.passed[point] += 1
        found = next((one for one in self.incidents if one.point is point and one.n == self.passed[point]), None)
        if found is not None:
            self.met[found.what] += 1
        return found

    async def lose_patience(self) -> None:
        """The client gives up after so many checkpoints."""
        for _ in range(self.patience or 0):
            await anyio.lowlevel.checkpoint()
        self.met[What.GIVE_UP] += 1
        self.give_up()

    def give_up(self) -> None:
        self.scope.cancel()
