"""What must finish: from the commit of a write to its outcome nothing cancels."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

T = TypeVar("T")


async def shielded(work: Callable[[], Awaitable[T]]) -> T:
    """Run it to its end though the caller gives up; the API client's own time-outs bound it."""
    results: list[T] = []
    with anyio.CancelScope(shield=True):
        results.append(await work())
    return results[0]
