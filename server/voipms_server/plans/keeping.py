"""While a server runs it carries out dated changes; what that takes is loaded once there are any."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

from voipms_server.errors import VoipmsError
from voipms_server.store.store import Store

if TYPE_CHECKING:
    from voipms_server.plans.due import Due

TIMER, LASTING, SESSION = "due", "lasting", "session"
"""Who carries dates out: `mcp-voipms due`, run regularly; servers that stay; those that end with their client."""
PAUSE_SECONDS = 30
"""The longest a server waits before it looks again: another process may have added a date."""
logger = logging.getLogger(__name__)


async def keep_dates(store: Store, due: Callable[[], "Due"], *, lasting: bool) -> None:
    """For as long as a server runs. Nothing that goes wrong here ends it."""
    while True:
        pause: float = PAUSE_SECONDS
        if lasting or not none_open(store):
            try:
                pause = await _once(store, due(), LASTING if lasting else SESSION)
            except VoipmsError as error:
                logger.warning("dated changes: %s", error)
            except Exception as error:
                logger.warning("dated changes failed: %s", type(error).__name__)
        await anyio.sleep(pause)


async def _once(store: Store, due: "Due", who: str) -> float:
    """Carry out what is due; how long until there is more."""
    await due.run(who)
    next_ = await due.next()
    return min(max(next_ - store.clock(), 1), PAUSE_SECONDS) if next_ else PAUSE_SECONDS


def none_open(store: Store) -> bool:
    """Whether it is sure that no date is to come, told without the libraries of the store."""
    if isinstance(store.where, Path):
        return _none_in(store.where)
    return store.where is None and not store.is_open


def _none_in(path: Path) -> bool:
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return database.execute("SELECT 1 FROM dates WHERE over = 0 LIMIT 1").fetchone() is None
    except sqlite3.Error as error:
        return "no such table" in str(error)
