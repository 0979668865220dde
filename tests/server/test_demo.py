"""The demo tells its story to the end, and says what went wrong when it does not."""

import io

import pytest
from rich.console import Console

from cases.office import NOON
from voipms_server import demo
from voipms_server.demo import play
from voipms_server.stories.narrator import Off, Story

pytestmark = pytest.mark.anyio


def story() -> tuple[Story, io.StringIO]:
    out = io.StringIO()
    return Story(Console(file=out, width=100, highlight=False)), out


async def test_the_demo_tells_its_three_stories() -> None:
    teller, out = story()
    trouble = await play(teller, NOON)
    told = out.getvalue()
    assert trouble == ""
    for words in (
        "Configure a number",
        "14 numbers",
        "is not a route",
        "Nothing was done",
        "Order 5145550101 in Montreal, QC: 2 changes?",
        "most used: 11 of 14 numbers",
        "Afterwards: ring group 4768 (Support)",
        "15 numbers",
        "Calls to 8765550155 leave the United States and Canada",
        "mcp-voipms approve ",
        "Done, as change",
        "Undone:",
        "Find out why calls do not arrive",
        "19999",
        "How sure:",
        "Read: ",
        "(Support) -> mailbox 100",
        "Send an SMS",
        "Send this SMS?",
        'To: 5145550164 ("Garage Saint-Denis")',
        "it is a new recipient",
        "Sent to Garage Saint-Denis, 5145550164; VoIP.ms calls it message",
        "Garage Saint-Denis, 1 new",
        "untrusted",
        "Nobody was asked",
    ):
        assert words in told


async def test_the_demo_is_plain_when_it_is_piped() -> None:
    teller, out = story()
    await play(teller, NOON)
    assert "\x1b" not in out.getvalue()


async def test_a_step_that_fails_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise Off("getDIDsInfo failed: nobody there")

    monkeypatch.setattr(demo, "configure_a_number", broken)
    teller, _ = story()
    assert await play(teller, NOON) == "getDIDsInfo failed: nobody there"
