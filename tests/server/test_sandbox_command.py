"""`sandbox text`: somebody writes to a number of a simulated account, in its file or where it listens."""

import json
import re
import socket
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main
from mcp import Client, StdioServerParameters
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from typer.core import TyperGroup
from typer.testing import CliRunner

from cases.office import ERAS, NOON, Era
from cases.terminal import COMMAND, ROOT, environment, run
from cases.web import listening
from voipms_sandbox import Sandbox, create_app
from voipms_sandbox.world import Account
from voipms_server.cli import app

pytestmark = pytest.mark.anyio
MAIN, NO_ADDRESS, NO_SMS = "5145550110", "5145550111", "5145550113"
STRANGER = "5145550166"
HELLO = (MAIN, STRANGER, "Hello")


@dataclass
class Simulated:
    """A simulated account to write to, and the option that names it."""

    option: tuple[str, str]
    file: Path | None
    sandbox: Sandbox

    async def text(self, *args: str) -> tuple[int, str]:
        return await run(["sandbox", "text", *args, *self.option], environment())

    @property
    def account(self) -> Account:
        """The office as it is now."""
        sandbox: Sandbox = create_app(file=self.file).state.sandbox if self.file else self.sandbox
        return sandbox.world.accounts[0]

    @property
    def messages(self) -> list[tuple[str, str, str]]:
        """Number, sender and text of the SMS that were received."""
        rows = [row for row in self.account.table("sms") if row["type"] == "1"]
        return [(row["did"], row["contact"], row["message"]) for row in rows]


@pytest.fixture(params=["file", "port"])
async def simulated(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Simulated]:
    if request.param == "file":
        file = tmp_path / "office.json"
        yield Simulated(("--data", str(file)), file, create_app(file=file).state.sandbox)
        return
    served = create_app(now=NOON)
    async with listening(served) as url:
        yield Simulated(("--port", url.rpartition(":")[2]), None, served.state.sandbox)


async def test_a_message_is_on_the_account_and_it_is_said_where_it_arrived(simulated: Simulated) -> None:
    before = simulated.messages
    assert await simulated.text(*HELLO) == (0, "Delivered by e-mail to messages@example.com.\n")
    assert simulated.messages == [*before, HELLO]


async def test_every_way_has_its_line(simulated: Simulated) -> None:
    row = simulated.sandbox.world.accounts[0].find("dids", did=MAIN)
    assert row is not None
    row.update(sms_forward_enabled="1", sms_forward="5145550155")
    simulated.sandbox.world.save()
    code, said = await simulated.text(*HELLO)
    assert (code, said.splitlines()) == (
        0,
        ["Delivered by e-mail to messages@example.com.", "Delivered by forward to 5145550155."],
    )


async def test_a_message_that_reaches_nobody_is_only_in_the_list(simulated: Simulated) -> None:
    before = simulated.messages
    assert await simulated.text(NO_ADDRESS, "22395", "Your code is 0000") == (
        0,
        "It reached nobody but the list of messages.\n",
    )
    assert simulated.messages == [*before, (NO_ADDRESS, "22395", "Your code is 0000")]


async def test_a_message_to_a_number_without_sms_is_lost(simulated: Simulated) -> None:
    before = simulated.messages
    assert await simulated.text(NO_SMS, STRANGER, "Hello") == (0, f"SMS is off for {NO_SMS}: the message is lost.\n")
    assert simulated.messages == before


async def test_numbers_are_taken_as_people_write_them(simulated: Simulated) -> None:
    assert (await simulated.text("+1 514-555-0110", "(514) 555-0166", "Hello"))[0] == 0
    assert simulated.messages[-1] == HELLO


async def test_a_message_with_media_is_an_mms(simulated: Simulated) -> None:
    photo = "https://example.com/photo.jpg"
    assert (await simulated.text(MAIN, STRANGER, "", "--media", photo))[0] == 0
    received = simulated.account.table("mms")[-1]
    assert (received["contact"], received["col_media1"]) == (STRANGER, photo)


async def test_a_number_there_is_none_of_is_one_plain_sentence(simulated: Simulated) -> None:
    before = simulated.messages
    assert await simulated.text("5145550199", STRANGER, "Hello") == (
        2,
        "mcp-voipms: The sandbox has no number 5145550199.\n",
    )
    assert simulated.messages == before


@pytest.mark.parametrize("era", ERAS)
async def test_a_server_that_runs_on_the_file_has_the_message_at_its_next_call(era: Era, tmp_path: Path) -> None:
    file = tmp_path / "office.json"
    python, *program = COMMAND
    args = [*program, "serve", "--sandbox", str(file), "--profile", "full"]
    served = StdioServerParameters(command=python, args=args, env=environment())
    async with Client(served, mode=era) as client:
        assert not (await client.call_tool("setDIDPOP", {"did": MAIN, "pop": 2})).is_error
        code, said = await run(["sandbox", "text", *HELLO, "--data", str(file)], environment())
        assert code == 0, said
        answer = (await client.call_tool("getSMS", {"did": MAIN, "contact": STRANGER})).structured_content
        assert answer is not None
        assert [row["message"]["text"] for row in answer["rows"]] == ["Hello"]
        changed = (await client.call_tool("getDIDsInfo", {"did": MAIN})).structured_content
    assert changed is not None
    assert changed["rows"][0]["pop"] == "2"


def invoke(*args: str) -> tuple[int, str]:
    """The command in this process: its exit code and what it said."""
    result = CliRunner().invoke(app, ["sandbox", *args])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("514", STRANGER, "Hello"), "'514' is not a 10-digit number"),
        ((MAIN, "moo", "Hello"), "'moo' is not a sender: a 10-digit number without +1, or a short code"),
        ((MAIN, "1" * 20_000, "Hello"), "text of 20000 characters is not a sender"),
        ((MAIN, STRANGER, ""), "A message needs a text or --media."),
        ((MAIN, STRANGER, "x", "--media", "photo.jpg"), "--media takes a URL"),
        ((*HELLO, "--data", "x.json", "--port", "8080"), "Give --data or --port, not both."),
        ((*HELLO, "--data", "/nonexistent/office.json"), "There is no file"),
    ],
)
def test_what_cannot_be_is_one_plain_sentence(args: tuple[str, ...], words: str) -> None:
    code, said = invoke("text", *args)
    assert code == 2
    assert said.startswith(f"mcp-voipms: {words}")
    assert len(said.splitlines()) == 1


def test_where_no_sandbox_listens_it_is_said_how_to_start_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    code, said = invoke("text", *HELLO, "--port", str(port))
    assert code == 2
    assert said.startswith(f"mcp-voipms: No sandbox answers at port {port}; `mcp-voipms sandbox --port {port}` starts")


async def test_what_listens_and_is_no_sandbox_is_told() -> None:
    async def other(_: object) -> PlainTextResponse:
        return PlainTextResponse("moo")

    async with listening(Starlette(routes=[Route("/sandbox/sms", other, methods=["POST"])])) as url:
        port = url.rpartition(":")[2]
        code, said = await run(["sandbox", "text", *HELLO, "--port", port], environment())
    assert (code, said) == (2, f"mcp-voipms: What answers at port {port} is no sandbox.\n")


def test_a_file_that_holds_no_sandbox_is_told(tmp_path: Path) -> None:
    file = tmp_path / "office.json"
    file.write_text(json.dumps({"accounts": 7}), encoding="utf-8")
    code, said = invoke("text", *HELLO, "--data", str(file))
    assert (code, "no file of the sandbox" in said) == (2, True)


def test_options_before_the_subcommand_are_refused_as_they_would_do_nothing() -> None:
    assert invoke("--port", "8081", "text", *HELLO) == (
        2,
        "mcp-voipms: Options of `sandbox text` stand after `text`; --port stands before it.\n",
    )


@pytest.mark.parametrize("port", ["0", "65536", "moo"])
def test_a_port_that_cannot_be_is_refused(port: str) -> None:
    code, said = invoke("text", *HELLO, "--port", port)
    assert (code, "--port" in said) == (2, True)


def test_every_option_is_on_the_page_of_the_sandbox() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    sandbox = group.commands["sandbox"]
    assert isinstance(sandbox, TyperGroup)
    options = {option for parameter in sandbox.commands["text"].params for option in parameter.opts if option[0] == "-"}
    page = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
    (section,) = re.findall(r"^## Messages\n(.*?)^## ", page, re.MULTILINE | re.DOTALL)
    assert options == set(re.findall(r"--[a-z]+", section))
