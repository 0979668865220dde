"""`mcp-voipms due`: carries out what is due, lists it, calls it off, and has the machine run it every minute."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
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
DID, PIN, HOUR = "5145550113", "402917", 3_600
STEPS = [{"tool": "setDIDRouting", "arguments": {"did": DID, "routing": "vm:101"}}]


@dataclass
class Machine:
    """A simulated account in a file, its store, and commands that are run as a timer would run them."""

    file: Path

    def store(self, ago: float = 0) -> Store:
        """On a clock that is behind."""
        found = in_file(self.file.with_name(f"{self.file.name}.store"), keyring=False)
        found.clock = lambda: time.time() - ago
        return found

    @property
    def environment(self) -> dict[str, str]:
        return environment(VOIPMS_MCP_CONFIG=str(self.file.with_name("none.toml")), VOIPMS_MCP_SETTLE_SECONDS="1")

    async def asked(self, tool: str, ago: float, **arguments: object) -> str:
        """A person says yes to it, so long ago; the plan's id."""
        store = self.store(ago)
        server = make_server(sandbox_lines(create_app(file=self.file)), Choice(profile="full"), store=store)
        async with Client(server, elicitation_callback=Person()) as client:
            result = await client.call_tool(tool, {"steps": STEPS, **arguments})
        store.close()
        assert result.structured_content is not None, text(result)
        return str(result.structured_content["plan"])

    async def due(self, *args: str) -> tuple[int, str]:
        return await run(["due", *args, "--sandbox", str(self.file)], self.environment)

    @property
    def routing(self) -> str:
        found = create_app(file=self.file).state.sandbox.world.accounts[0].find("dids", did=DID)
        assert found is not None
        return found["routing"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path / "office.json")
    create_app(file=made.file)
    return made


def at(ahead: float) -> str:
    return datetime.fromtimestamp(time.time() + ahead, UTC).isoformat(timespec="seconds")


async def test_it_carries_out_what_is_due_and_says_nothing_where_nothing_is(machine: Machine) -> None:
    plan = await machine.asked("temporarily", 2 * HOUR, until=at(-HOUR))
    assert machine.routing == "vm:101"
    code, said = await machine.due()
    assert (code, plan in said, "taken back" in said) == (0, True, True), said
    assert machine.routing != "vm:101"
    assert await machine.due() == (0, "")


async def test_what_is_to_come_is_listed_and_called_off_with_the_pin(machine: Machine) -> None:
    plan = await machine.asked("at", 0, moment=at(HOUR), title="Close the office")
    before = machine.routing
    code, said = await machine.due("--list")
    assert (code, plan in said, "Close the office" in said, "waiting for its moment" in said) == (0, True, True, True)
    store = machine.store()
    Pin(store).replace(PIN)
    store.close()
    typed = [("Yes or no", "yes"), ("PIN", PIN)]
    args = ["due", "--call-off", plan, "--sandbox", str(machine.file)]
    code, seen = await on_terminal(args, typed, machine.environment)
    assert (code, "is called off" in seen) == (0, True), seen
    assert "No plan has a date." in (await machine.due("--list"))[1]
    assert machine.routing == before


async def test_doctor_and_due_tell_what_was_missed(machine: Machine) -> None:
    plan = await machine.asked("at", 72 * HOUR, moment=at(-48 * HOUR))
    code, said = await run(["doctor", "--sandbox", str(machine.file)], machine.environment)
    assert (code, f"PROBLEM  plans: Overdue: plan {plan}" in said.splitlines()[0]) == (1, True), said
    code, said = await machine.due()
    assert (code, "within a day of its moment" in said) == (0, True), said
    code, said = await run(["doctor", "--sandbox", str(machine.file)], machine.environment)
    assert (code, "was not carried out" in said) == (1, True), said


async def test_several_wishes_at_once_are_refused(machine: Machine) -> None:
    code, said = await machine.due("--list", "--install")
    assert (code, "Give one of" in said) == (2, True)


@dataclass
class Fake:
    """Programs of this name that only note what they were asked."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join((str(self.folder), "/usr/bin", "/bin"))
        home = {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder / "config")}
        return environment(PATH=path, XDG_RUNTIME_DIR=str(self.folder), **home)

    def add(self, name: str, script: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def read(self, name: str) -> str:
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    return Fake(tmp_path)


async def test_cron_runs_it_every_minute_beside_what_was_there(fake: Fake) -> None:
    there = fake.folder / "there"
    there.write_text("0 3 * * * backup\n", encoding="utf-8")
    fake.add(
        "crontab", f'if [ "$1" = "-l" ]; then cat "{there}"; else cat > "{there}.new"; mv "{there}.new" "{there}"; fi'
    )
    env = fake.environment | {"XDG_RUNTIME_DIR": "/nowhere"}
    for _ in range(2):
        code, said = await run(["due", "--install"], env)
        assert (code, "a line in your crontab" in said) == (0, True), said
    first, second = fake.read("there").splitlines()
    assert first == "0 3 * * * backup"
    assert second.startswith("* * * * * ")
    assert " -m voipms_server due >" in second
    assert (await run(["due", "--remove"], env))[0] == 0
    assert fake.read("there") == "0 3 * * * backup\n"


async def test_a_systemd_timer_runs_it_every_minute(fake: Fake) -> None:
    fake.add("systemctl", f'echo "$@" >> "{fake.folder}/asked"')
    (fake.folder / "systemd").mkdir()
    code, said = await run(["due", "--install"], fake.environment)
    assert (code, "enable-linger" in said) == (0, True), said
    units = "config/systemd/user/mcp-voipms-due"
    assert "OnCalendar=minutely" in fake.read(f"{units}.timer")
    assert '"-m" "voipms_server" "due"' in fake.read(f"{units}.service")
    assert fake.read("asked").splitlines() == ["--user daemon-reload", "--user enable --now mcp-voipms-due.timer"]
    assert (await run(["due", "--remove"], fake.environment))[0] == 0
    assert fake.read(f"{units}.timer") == ""


async def test_what_fails_is_said(fake: Fake) -> None:
    fake.add("crontab", "echo you may not >&2; exit 1")
    code, said = await run(["due", "--install"], fake.environment | {"XDG_RUNTIME_DIR": "/nowhere"})
    assert (code, "`crontab -` failed: you may not." in said) == (2, True), said
