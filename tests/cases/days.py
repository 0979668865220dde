"""A server, its account and its store for as many days as a story takes: time passes at once."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import anyio
from mcp import Client
from mcp.types import CallToolResult

from cases.office import Era, Person, text
from cases.plans import MAIN, Fields, fields
from torture.account import Account, Rows, changed
from torture.clockwork import START, now, run
from torture.process import SETTLE, Process, begin
from voipms_server.assembly import Limits, make_gate
from voipms_server.catalog import Choice
from voipms_server.plans.due import Became, Due
from voipms_server.plans.keeping import TIMER
from voipms_server.setup import Setup
from voipms_server.shapes import is_list, is_row
from voipms_server.store.store import Store, in_memory
from voipms_server.zones import zone_of

ZONE = "America/Toronto"
Story = Callable[["Days"], Awaitable[None]]


@dataclass
class Days:
    """An account, a store and servers over them, for as many days as it takes."""

    era: Era = "2026-07-28"
    kept: Store | Path = field(default_factory=lambda: in_memory(now))
    account: Account = field(default_factory=Account)
    person: Person = field(default_factory=Person)
    lasting: bool = False
    piece_seconds: float = 30
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        self.process = self.begun()

    def begun(self) -> Process:
        setup = Setup(zone_of(ZONE), lasting=self.lasting, piece_seconds=self.piece_seconds)
        return begin(self.account, self.kept, choice=Choice(profile="full"), setup=setup)

    def restart(self) -> None:
        """The server ends, and another begins."""
        self.process = self.begun()

    async def findings(self) -> list[object]:
        """What checkAccount tells, the most urgent first."""
        found = (await self.done("checkAccount"))["findings"]
        assert is_list(found)
        return found

    async def every_date(self) -> list[dict[str, object]]:
        """The plans with dates that listChanges tells of."""
        return rows((await self.done("listChanges")).get("dated", []))

    async def dated(self) -> Mapping[str, object]:
        """The only one."""
        (one,) = await self.every_date()
        return one

    @asynccontextmanager
    async def client(self) -> AsyncGenerator[Client]:
        """What connects and goes again."""
        async with Client(self.process.server, mode=self.era, elicitation_callback=self.person) as client:
            yield client

    async def call(self, tool: str, **arguments: object) -> CallToolResult:
        async with self.client() as client:
            return await client.call_tool(tool, arguments)

    async def done(self, tool: str, **arguments: object) -> dict[str, object]:
        result = await self.call(tool, **arguments)
        assert not result.is_error, text(result)
        assert result.structured_content is not None
        return result.structured_content

    async def refused(self, tool: str, **arguments: object) -> str:
        result = await self.call(tool, **arguments)
        assert result.is_error, result.structured_content
        return text(result)

    @property
    def due(self) -> Due:
        gate = make_gate(self.process.door, Limits(settle_seconds=SETTLE))
        return Due(self.process.lines, gate)

    async def look(self) -> list[Became]:
        """What `mcp-voipms due` does."""
        return await self.due.run(TIMER)

    async def until(self, wall: str) -> None:
        """Time passes, and nothing runs."""
        await anyio.sleep(seconds(wall))

    def number(self, did: str = MAIN) -> dict[str, str]:
        found = self.account.sandbox.world.accounts[0].find("dids", did=did)
        assert found is not None
        return found

    def became(self, before: Rows) -> Fields:
        """What is not as it was, in the whole account."""
        return {key: fields(*rows) for key, rows in changed(before, self.account.rows()).items()}

    @property
    def routing(self) -> str:
        return self.number()["routing"]


def rows(told: object) -> list[dict[str, object]]:
    """A list of objects in an answer."""
    assert is_list(told)
    return [one for one in told if is_row(one)]


def seconds(wall: str) -> float:
    """From now until this time in Toronto, as 2026-11-24T17:00-05:00."""
    return datetime.fromisoformat(wall).timestamp() - now()


def passed(wall: str) -> float:
    """Where a loop's clock stands at this time."""
    return datetime.fromisoformat(wall).timestamp() - START


def days(
    story: Story,
    at: str = "2026-11-24T12:00-05:00",
    *,
    era: Era = "2026-07-28",
    kept: Path | None = None,
    person: Person | None = None,
    lasting: bool = False,
    piece_seconds: float = 30,
) -> None:
    """Play a story that begins at this time."""

    async def played() -> None:
        with anyio.fail_after(400 * 86_400):
            store, asked = kept or in_memory(now), person or Person()
            await story(Days(era, store, person=asked, lasting=lasting, piece_seconds=piece_seconds))

    run(played, passed(at))
