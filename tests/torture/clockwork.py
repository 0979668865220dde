"""Time that passes only while everybody waits, and then at once: hours of waiting take no time, and always the same."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

import anyio

T = TypeVar("T")
START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC).timestamp()


class Hurried(selectors.DefaultSelector):
    """Never waits: it moves the clock of its loop on instead."""

    def __init__(self, loop: "Loop") -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; else the time until the next timer is over."""
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise RuntimeError("Everybody waits for something that never comes.")
        self._loop.passed += timeout
        return ready


class Loop(asyncio.SelectorEventLoop):
    """An event loop on such a clock."""

    def __init__(self, passed: float = 0) -> None:
        self.passed = passed
        super().__init__(Hurried(self))
        self._clock_resolution = 1e-6  # A nanosecond is lost in the float of a clock that is a year on.

    def time(self) -> float:
        return self.passed


def run(main: Callable[[], Awaitable[T]], passed: float = 0) -> T:
    """Run it to its end in such a loop, whose clock starts here."""
    return anyio.run(main, backend_options={"loop_factory": lambda: Loop(passed)})


def now() -> float:
    """Seconds since 1970 in the running loop's time."""
    return START + anyio.current_time()


def moment() -> datetime:
    return datetime.fromtimestamp(now(), UTC)
