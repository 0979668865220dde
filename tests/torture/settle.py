"""After the faults: late effects land, and the server finds out what became of what is open."""

from contextlib import suppress
from typing import TYPE_CHECKING

import anyio

from torture.process import NAME, SETTLE
from voipms_server.errors import VoipmsError
from voipms_server.journal.changes import Change, open_ones
from voipms_server.settling import Settler

if TYPE_CHECKING:
    from torture.play import Play

OVER = 400
"""Seconds after which nothing is on its way any more, and no lock is held by who is gone."""
LOOKS = 4
"""Of two new entries the second is told from the first only once that is settled, and then takes two looks itself."""


async def settle(play: "Play") -> None:
    """Let everything land that is on its way, then look again and again, a settle time apart."""
    play.restart_all()
    await anyio.sleep(OVER)
    for _ in range(LOOKS):
        if not still_open(play):
            break
        await look_at_open(play)
        await anyio.sleep(SETTLE + 1)


async def look_at_open(play: "Play") -> None:
    """Look at everything whose outcome is not known, as `mcp-voipms doctor` does."""
    process = play.processes[0]
    settler = Settler(process.door, SETTLE)
    for change in still_open(play):
        with suppress(VoipmsError):
            await settler.settled(process.line, change)


def still_open(play: "Play") -> list[Change]:
    """The changes whose outcome the server does not know."""
    return play.store.run_now(lambda t: [one.opened(t.keys) for one in open_ones(t, NAME)])
