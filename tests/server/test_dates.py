"""`temporarily` and `at`: what is confirmed once begins and ends at its minute, whoever is there to carry it out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import anyio
import pytest
from mcp import Client
from mcp.types import CallToolResult

from cases.office import ERAS, Era, Person, text
from cases.plans import CELL, MAIN, TO_CELL, Steps
from torture.account import Account
from torture.clockwork import START, now, run
from torture.process import SETTLE, Process, begin
from voipms_server.assembly import Limits, make_gate
from voipms_server.catalog import Choice
from voipms_server.plans.due import Became, Due
from voipms_server.plans.keeping import TIMER
from voipms_server.setup import Setup
from voipms_server.store.store import Store, in_memory
from voipms_server.zones import zone_of

eras = pytest.mark.parametrize("era", ERAS)
ZONE = "America/Toronto"
CELL_TOO: Steps = [CELL, TO_CELL]
TO_VOICEMAIL: Steps = [{"tool": "setDIDRouting", "arguments": {"did": MAIN, "routing": "vm:101"}}]
Story = Callable[["Days"], Awaitable[None]]


@dataclass
class Days:
    """An account, a store and servers over them, for as many days as it takes."""

    era: Era = "2026-07-28"
    kept: Store | Path = field(default_factory=lambda: in_memory(now))
    account: Account = field(default_factory=Account)
    person: Person = field(default_factory=Person)
    lasting: bool = False
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        self.process = self.begun()

    def begun(self) -> Process:
        setup = Setup(zone_of(ZONE), lasting=self.lasting)
        return begin(self.account, self.kept, choice=Choice(profile="full"), setup=setup)

    def restart(self) -> None:
        """The server ends, and another begins."""
        self.process = self.begun()

    async def call(self, tool: str, **arguments: object) -> CallToolResult:
        async with Client(self.process.server, mode=self.era, elicitation_callback=self.person) as client:
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

    @property
    def routing(self) -> str:
        return self.number()["routing"]


def seconds(wall: str) -> float:
    """From now until this time in Toronto, as 2026-11-24T17:00-05:00."""
    return datetime.fromisoformat(wall).timestamp() - now()


def passed(wall: str) -> float:
    """Where a loop's clock stands at this time."""
    return datetime.fromisoformat(wall).timestamp() - START


def days(story: Story, at: str = "2026-11-24T12:00-05:00", **fields: object) -> None:
    """Play a story that begins at this time."""

    async def played() -> None:
        with anyio.fail_after(400 * 86_400):
            await story(Days(**fields))  # type: ignore[arg-type]

    run(played, passed(at))


@eras
def test_reception_goes_to_the_cell_until_five_and_back_with_one_yes(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        answer = await day.done("temporarily", steps=CELL_TOO, until="17:00", title="To the cell")
        (question,) = day.person.questions
        assert "To the cell" in question
        assert "Ends: Tuesday 2026-11-24 17:00-05:00; then everything is set back as it was" in question
        assert answer["done"] is True
        assert answer["ends"] == "Tuesday 2026-11-24 17:00-05:00"
        assert day.routing.startswith("fwd:")
        await day.until("2026-11-24T16:59:59-05:00")
        assert await day.look() == []
        assert day.routing.startswith("fwd:")
        await day.until("2026-11-24T17:00-05:00")
        assert [one.words for one in await day.look()] == ["taken back"]
        assert day.account.rows() == before
        assert await day.look() == []
        assert len(day.person.questions) == 1
        assert (await day.done("listChanges")).get("dated") is None

    days(story, era=era)


@eras
def test_what_has_a_beginning_and_an_end_is_there_only_in_between(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        answer = await day.done(
            "temporarily", steps=TO_VOICEMAIL, title="Closed", **{"from": "2026-12-24T12:00", "until": "2027-01-02"}
        )
        assert (answer["done"], answer["planned"]) == (False, True)
        (question,) = day.person.questions
        assert "Starts: Thursday 2026-12-24 12:00-05:00." in question
        assert "Ends: Saturday 2027-01-02 00:00-05:00" in question
        assert day.account.rows() == before
        await day.until("2026-12-24T11:59:59-05:00")
        assert await day.look() == []
        await day.until("2026-12-24T12:00-05:00")
        assert [one.words for one in await day.look()] == ["carried out"]
        assert day.routing == "vm:101"
        await day.until("2027-01-01T23:59:59-05:00")
        assert await day.look() == []
        await day.until("2027-01-02T00:00-05:00")
        await day.look()
        assert day.account.rows() == before
        assert len(day.person.questions) == 1

    days(story, era=era)
