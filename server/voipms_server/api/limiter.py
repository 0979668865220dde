"""Calls are spaced out here before VoIP.ms counts them: a token bucket for each account."""

import time
from collections.abc import Awaitable, Callable

import anyio


class Limiter:
    """`per_minute` calls on average, `burst` at once; who comes first goes first."""

    def __init__(
        self,
        per_minute: float = 60,
        burst: int = 10,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._sleep = sleep
        self._tokens = float(burst)
        self._last = clock()
        self._turn = anyio.Lock()

    async def take(self) -> None:
        """Wait until one more call may be made."""
        async with self._turn:
            self._refill()
            if self._tokens < 1:
                await self._sleep((1 - self._tokens) / self._rate)
                self._refill()
            self._tokens -= 1

    def _refill(self) -> None:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._last) * self._rate)
        self._last = now
