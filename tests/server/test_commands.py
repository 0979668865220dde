"""The commands about changes: what was changed, taking it back, whether the journal is whole, what a crash left."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from mcp import Client

from cases.office import Person, text
from cases.terminal import environment, on_terminal, run
from voipms_sandbox import create_app
from voipms_server.assembly import make_server, sandbox_lines
from voipms_server.catalog import Choice
from voipms_server.pin import Pin
from voipms_server.store.store import Store, in_file

pytestmark = pytest.mark.anyio
PIN = "402917"
DID = "5145550113"


@dataclass
class Kept:
    """A simulated account that is kept in a file, and its store."""

    file: Path

    @property
    def store(self) -> Store:
        return in_file(self.file.with_name(f"{self.file.name}.store"), keyring=False)

    @property
    def environment(self) -> dict[str, str]:
        return environment(VOIPMS_MCP_CONFIG=str(self.file.with_name("none.toml")), VOIPMS_MCP_SETTLE_SECONDS="1")

    @asynccontextmanager
    async def client(self, *faults: tuple[str, str]) -> AsyncGenerator[Client]:
        app = create_app(file=self.file)
        for kind, method in faults:
            app.state.sandbox.faults.plan(kind, method)
        store = self.store
        server = make_server(sandbox_lines(app), Choice(profile="full"), store=store)
        async with Client(server, elicitation_callback=Person()) as client:
            yield client
        store.close()

    async def command(self, *args: str) -> tuple[int, str]:
        return await run([*args, "--sandbox", str(self.file)], self.environment)

    def row(self, table: str, **fields: str) -> dict[str, str]:
        found = create_app(file=self.file).state.sandbox.world.accounts[0].find(table, **fields)
        assert found is not None
        return found


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "office.json")


async def routed(kept: Kept) -> None:
    async with kept.client() as client:
        result = await client.call_tool("setDIDRouting", {"did": DID, "routing": "vm:101"})
    assert not result.is_error, text(result)


async def test_changes_lists_what_was_changed_and_undo_takes_it_back(kept: Kept) -> None:
    await routed(kept)
    before = kept.row("dids", did=DID)["routing"]
    code, listed = await kept.command("changes")
    assert code == 0
    assert "setDIDRouting  number 5145550113" in listed
    assert "can be undone" in listed
    code, undone = await kept.command("undo", "1")
    assert (code, "change 4: undone" in undone) == (0, True)
    assert (before, kept.row("dids", did=DID)["routing"] != "vm:101") == ("vm:101", True)
    code, again = await kept.command("undo", "1")
    assert (code, "undid it" in again) == (1, True)


async def test_audit_is_content_until_a_line_is_altered(kept: Kept) -> None:
    await routed(kept)
    code, said = await kept.command("audit")
    assert (code, "every line is there" in said) == (0, True)
    with sqlite3.connect(kept.file.with_name("office.json.store")) as database:
        database.execute("UPDATE journal SET caller = 'somebody else' WHERE number = 2")
    database.close()
    code, said = await kept.command("audit")
    assert (code, "line 2 is not as it was written" in said) == (1, True)


async def test_an_undo_that_needs_a_person_asks_in_the_terminal_with_the_pin(kept: Kept) -> None:
    Pin(kept.store).replace(PIN)
    async with kept.client() as client:
        result = await client.call_tool("setDIDBillingType", {"did": DID, "billing_type": 2})
    assert not result.is_error, text(result)
    args = ["undo", "1", "--sandbox", str(kept.file)]
    code, said = await run(args, kept.environment)
    assert (code, "there is none here" in said) == (2, True)
    code, said = await on_terminal(args, [("Yes or no", "yes"), ("PIN", PIN)], kept.environment)
    assert code == 0, said
    assert "It changes how VoIP.ms charges for this number." in said
    assert kept.row("dids", did=DID)["billing_type"] == "1"


async def test_doctor_finds_out_what_became_of_a_write_whose_answer_was_lost(kept: Kept) -> None:
    async with kept.client(("reset_after_effect", "setForwarding")) as client:
        lost = await client.call_tool("setForwarding", {"phone_number": "5145550155", "description": "Lost"})
    assert "unknown" in text(lost)
    code, said = await kept.command("doctor")
    assert code == 0, said
    assert "it is known now what became of it" in said
    _, listed = await kept.command("changes")
    assert "done; by local" in listed
    made = kept.row("forwardings", description="Lost")["forwarding"]
    assert f"forwarding {made}" in listed


async def test_doctor_leaves_open_what_cannot_be_told_until_a_person_says(kept: Kept) -> None:
    Pin(kept.store).replace(PIN)
    async with kept.client(("reset_before_effect", "sendSMS")) as client:
        sms = {"did": "5145550110", "dst": "5145550160", "message": "hello"}
        assert "unknown" in text(await client.call_tool("sendSMS", sms))
    patient = {**kept.environment, "VOIPMS_MCP_SETTLE_SECONDS": "600"}
    code, said = await run(["doctor", "--sandbox", str(kept.file)], patient)
    assert (code, "it is not known whether sendSMS" in said) == (1, True)
    typed = [("with the PIN? yes or no", "yes"), ("PIN", PIN), ("or Enter to leave it", "no")]
    code, said = await on_terminal(["doctor", "--sandbox", str(kept.file)], typed, patient)
    assert code == 0, said
    _, listed = await kept.command("changes")
    assert "not done; by local" in listed


async def test_a_file_that_is_not_there_is_told_and_not_made(kept: Kept) -> None:
    code, said = await kept.command("changes")
    assert (code, "There is no file" in said, kept.file.exists()) == (2, True, False)
