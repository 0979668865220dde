"""Setting up: init on a terminal, doctor in plain words, and a server that starts whatever is missing."""

import os
import socket
import threading
from collections.abc import Generator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from typer.testing import CliRunner

from cases.office import ERAS, NOON, Era, Person, text
from cases.ring import BACKEND, VARIABLE, read
from cases.terminal import COMMAND, environment, on_terminal, run
from voipms_sandbox import Sandbox, create_app
from voipms_server.cli import app as command
from voipms_server.cli import serving
from voipms_server.cli.serving import Asked, build
from voipms_server.errors import NotAllowed
from voipms_server.settings import Settings, load

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
USER, PASSWORD = "office@example.com", "right-pw-5d1c"
NO_PIN = "New PIN, 6 to 32 digits (Enter for none)"
TIMER = "Set that up now? yes or no"
TYPED = {"E-mail of the VoIP.ms portal": USER, "API password": PASSWORD, NO_PIN: "", TIMER: "no"}


@dataclass
class SetUp:
    """A simulated VoIP.ms on a port, and the environment of commands that are pointed at it."""

    sandbox: Sandbox
    env: dict[str, str]
    config: Path

    async def init(self, *args: str, password: str = PASSWORD, **env: str) -> tuple[int, str]:
        return await on_terminal(["init", *args], {**TYPED, "API password": password}, self.env | env)

    async def doctor(self, *args: str) -> tuple[int, str]:
        return await run(["doctor", *args], self.env)

    @property
    def stored(self) -> tuple[dict[str, str], str]:
        """The passwords in the keyring, and the settings file."""
        passwords = {name: value for name, value in read().items() if not name.startswith("mcp-voipms/store ")}
        return passwords, self.config.read_text(encoding="utf-8") if self.config.exists() else ""


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[SetUp]:
    app = create_app(now=NOON, credentials={USER: PASSWORD, "work@example.com": PASSWORD})
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "keyring.json"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        config = tmp_path / "settings" / "config.toml"
        env = environment(
            VOIPMS_API_URL=f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1/rest.php",
            VOIPMS_MCP_CONFIG=str(config),
            PYTHON_KEYRING_BACKEND=BACKEND,
        )
        yield SetUp(app.state.sandbox, env, config)
        server.should_exit = True
        thread.join()


async def test_init_asks_tries_and_stores_and_doctor_is_then_content(setup: SetUp) -> None:
    code, seen = await setup.init()
    assert code == 0, seen
    assert PASSWORD not in seen
    assert setup.stored == ({"mcp-voipms/default": PASSWORD}, f'\n[accounts.default]\nusername = "{USER}"\n')
    code, said = await setup.doctor()
    assert code == 0, said
    assert "accepted from 203.0.113.7; US$295.80" in said
    assert "All is well." in said


async def test_a_set_up_ends_with_the_offer_of_a_pin_until_there_is_one(setup: SetUp) -> None:
    code, seen = await on_terminal(
        ["init"], {**TYPED, NO_PIN: "402913", "The same again": "402913", TIMER: "no"}, setup.env
    )
    assert code == 0, seen
    assert "The PIN is set." in seen
    assert "402913" not in seen
    code, seen = await setup.init()
    assert code == 0, seen
    assert NO_PIN not in seen


async def test_a_pin_that_is_refused_leaves_the_set_up_as_it_is(setup: SetUp) -> None:
    code, seen = await on_terminal(["init"], {**TYPED, NO_PIN: "123456"}, setup.env)
    assert code == 0, seen
    assert "No PIN was set." in seen
    assert setup.stored[0] == {"mcp-voipms/default": PASSWORD}


async def test_a_wrong_password_stores_nothing(setup: SetUp) -> None:
    code, seen = await setup.init(password="wrong-pw-77")
    assert code == 2
    assert "The user or the API password is wrong" in seen
    assert "wrong-pw-77" not in seen
    assert setup.stored == ({}, "")


async def test_an_address_that_is_not_allowed_is_told_and_nothing_stored(setup: SetUp) -> None:
    setup.sandbox.faults.plan("status:ip_not_enabled", "getBalance")
    code, seen = await setup.init()
    assert code == 2
    assert "Allow 203.0.113.7 in the portal" in seen
    assert setup.stored == ({}, "")


async def test_a_low_balance_is_told_and_does_not_keep_from_storing(setup: SetUp) -> None:
    setup.sandbox.world.accounts[0].balance = Decimal("1.20")
    code, seen = await setup.init()
    assert code == 0, seen
    assert "US$1.20 is little" in seen
    assert setup.stored[0] == {"mcp-voipms/default": PASSWORD}


async def test_several_accounts_are_set_up_one_after_the_other(setup: SetUp) -> None:
    assert (await setup.init())[0] == 0
    typed = {**TYPED, "E-mail of the VoIP.ms portal": "work@example.com"}
    assert (await on_terminal(["init", "--account", "work"], typed, setup.env))[0] == 0
    assert set(setup.stored[0]) == {"mcp-voipms/default", "mcp-voipms/work"}
    code, said = await setup.doctor()
    assert code == 0, said
    assert "account default, " in said
    assert "account work, " in said


async def test_init_again_takes_a_new_password_for_the_same_user(setup: SetUp) -> None:
    await setup.init()
    before = setup.stored[1]
    setup.sandbox.world.credentials[USER] = "new-pw-31"
    code, seen = await setup.init(password="new-pw-31")
    assert code == 0, seen
    assert f"Account default is set up for {USER}" in seen
    assert setup.stored == ({"mcp-voipms/default": "new-pw-31"}, before)


async def test_what_the_user_wrote_into_the_file_stays(setup: SetUp) -> None:
    setup.config.parent.mkdir()
    setup.config.write_text("# mine\nmax_rows = 7", encoding="utf-8")
    assert (await setup.init())[0] == 0
    assert setup.stored[1] == f'# mine\nmax_rows = 7\n[accounts.default]\nusername = "{USER}"\n'


async def test_a_file_that_cannot_take_the_account_is_told_before_anything_is_asked(setup: SetUp) -> None:
    setup.config.parent.mkdir()
    setup.config.write_text('accounts = { home = { username = "home@example.com" } }\n', encoding="utf-8")
    code, seen = await setup.init()
    assert code == 2
    assert "cannot take a section [accounts.default]" in " ".join(seen.split())
    assert "API password:" not in seen


@pytest.mark.parametrize("name", ["Home", "a b", "../x", "é"])
async def test_a_name_that_cannot_be_is_refused_before_anything_is_asked(setup: SetUp, name: str) -> None:
    code, seen = await setup.init("--account", name)
    assert code == 2
    assert "cannot name an account" in seen
    assert "API password:" not in seen


async def test_without_a_keyring_init_says_to_use_environment_variables(setup: SetUp) -> None:
    code, seen = await setup.init(PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    assert code == 2
    assert "VOIPMS_API_USERNAME" in seen
    assert "VOIPMS_API_PASSWORD" in seen
    assert setup.stored == ({}, "")


def invoke(*args: str, **env: str | None) -> tuple[int, str]:
    """A command in this process, without a terminal: its exit code and what it said."""
    result = CliRunner().invoke(command, list(args), env=env)
    return result.exit_code, result.output


def test_without_a_terminal_init_says_so() -> None:
    code, said = invoke("init")
    assert code == 2
    assert "init asks on a terminal, and there is none here" in said
    assert "VOIPMS_API_PASSWORD" in said


REFUSALS = {
    "invalid_credentials": ("getIP", "PROBLEM  account default, credentials: ", "API password"),
    "api_not_enabled": ("getIP", "PROBLEM  account default, API access: ", "Switch it on in the portal"),
    "ip_not_enabled": ("getBalance", "PROBLEM  account default, IP address: ", "Allow 203.0.113.7 in the portal"),
    "method_maintenance": ("getBalance", "PROBLEM  account default, VoIP.ms: ", "Try again later"),
}


@pytest.mark.parametrize("status", REFUSALS)
async def test_doctor_says_in_plain_words_what_is_wrong(setup: SetUp, status: str) -> None:
    method, what, words = REFUSALS[status]
    setup.sandbox.faults.plan(f"status:{status}", method)
    setup.env |= {"VOIPMS_API_USERNAME": USER, "VOIPMS_API_PASSWORD": PASSWORD}
    code, said = await setup.doctor()
    assert code == 1
    assert what in said
    assert words in said
    assert PASSWORD not in said


async def test_doctor_tells_a_low_balance(setup: SetUp) -> None:
    setup.sandbox.world.accounts[0].balance = Decimal("-0.50")
    setup.env |= {"VOIPMS_API_USERNAME": USER, "VOIPMS_API_PASSWORD": PASSWORD}
    code, said = await setup.doctor()
    assert code == 1
    assert "balance: US$-0.50 is little; add funds in the portal" in said


def test_doctor_tells_an_api_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lonely(monkeypatch, tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    code, said = invoke("doctor", VOIPMS_API_USERNAME=USER, VOIPMS_API_PASSWORD=PASSWORD, VOIPMS_API_URL=url)
    assert code == 1
    assert "no connection (ConnectError)" in said


def lonely(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings and no keyring."""
    for name in [name for name in os.environ if name.startswith("VOIPMS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("VOIPMS_MCP_CONFIG", str(tmp_path / "config.toml"))

    def empty(_name: str) -> None:
        return None

    monkeypatch.setattr("voipms_server.accounts.from_keyring", empty)


def test_doctor_without_credentials_says_how_to_set_them_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lonely(monkeypatch, tmp_path)
    code, said = invoke("doctor")
    assert code == 1
    assert "mcp-voipms init" in said
    assert "Python: 3." in said


@pytest.mark.parametrize("text", ["max_rows = \n", "max_row = 7\n", "password = 'x'\n"])
def test_doctor_says_what_is_wrong_with_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    lonely(monkeypatch, tmp_path)
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    code, said = invoke("doctor")
    assert code == 1
    assert "PROBLEM  settings: " in said


def test_doctor_of_an_account_that_is_not_there_names_those_that_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lonely(monkeypatch, tmp_path)
    code, said = invoke("doctor", "--account", "office")
    assert code == 1
    assert "there is no 'office'; there are: default" in said


@eras
async def test_without_credentials_the_server_lists_its_tools_and_says_how_to_set_it_up(
    era: Era, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lonely(monkeypatch, tmp_path)
    async with Client(build(Asked(), load()).server, mode=era, elicitation_callback=Person()) as client:
        assert len((await client.list_tools()).tools) > 40
        for name, arguments in {"getBalance": {}, "setDIDPOP": {"did": "5145550110", "pop": 2}}.items():
            result = await client.call_tool(name, arguments)
            assert result.is_error
            assert "mcp-voipms init" in text(result)
            assert "VOIPMS_API_PASSWORD" in text(result)


@eras
async def test_the_bare_command_with_a_client_on_stdin_serves(era: Era, tmp_path: Path) -> None:
    env = environment(
        VOIPMS_MCP_CONFIG=str(tmp_path / "none.toml"), PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring"
    )
    python, *args = COMMAND
    async with Client(StdioServerParameters(command=python, args=args, env=env), mode=era) as client:
        assert len((await client.list_tools()).tools) > 40
        assert "mcp-voipms init" in text(await client.call_tool("getBalance", {}))


async def test_the_bare_command_on_a_terminal_shows_its_help() -> None:
    code, seen = await on_terminal([], {}, environment())
    assert code == 0
    assert "Usage" in seen
    assert "doctor" in seen


@pytest.mark.parametrize("args", [["--moo"], ["serve", "--moo"], ["moo"], ["doctor", "--moo"]])
def test_an_unknown_option_or_command_is_told(args: list[str]) -> None:
    code, said = invoke(*args)
    assert code == 2
    assert f"No such {'command' if args == ['moo'] else 'option'}" in said


@pytest.mark.parametrize(
    ("args", "sandbox", "account"),
    [
        ([], None, None),
        (["--sandbox"], "", None),
        (["--sandbox", "office.json"], "office.json", None),
        (["--sandbox=office.json"], "office.json", None),
        (["--sandbox", "--account", "solo"], "", "solo"),
        (["--account", "solo", "--sandbox"], "", "solo"),
        (["--sandbox", "office.json", "--account", "solo"], "office.json", "solo"),
    ],
)
def test_the_option_sandbox_takes_a_file_or_none(
    args: list[str], sandbox: str | None, account: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Asked] = []
    monkeypatch.setattr(serving, "serve_stdio", asked.append)
    assert invoke("serve", *args)[0] == 0
    assert [(one.sandbox, one.account) for one in asked] == [(sandbox, account)]


SANDBOXES = {None: "5145550110", "office": "5145550110", "solo": "3055550130", "reseller": "6465550131"}


@pytest.mark.parametrize("account", SANDBOXES)
async def test_the_sandbox_has_accounts_to_choose_from(account: str | None) -> None:
    async with Client(build(Asked(sandbox="", account=account), Settings.model_validate({})).server) as client:
        result = await client.call_tool("getDIDsInfo", {})
    assert SANDBOXES[account] in text(result)


async def test_the_question_of_the_sandbox_names_its_account() -> None:
    person = Person()
    server = build(Asked(sandbox="", account="reseller"), Settings.model_validate({})).server
    async with Client(server, elicitation_callback=person) as client:
        await client.call_tool("unconnectDID", {"did": "6465550131"})
    assert "VoIP.ms account: reseller" in person.questions[0]


async def test_a_sandbox_kept_in_a_file_remembers(tmp_path: Path) -> None:
    asked = Asked(sandbox=str(tmp_path / "office.json"))
    async with Client(build(asked, Settings.model_validate({})).server) as client:
        assert not (await client.call_tool("setDIDPOP", {"did": "5145550110", "pop": 2})).is_error
    async with Client(build(asked, Settings.model_validate({})).server) as client:
        answer = (await client.call_tool("getDIDsInfo", {"did": "5145550110"})).structured_content
    assert answer is not None
    assert answer["rows"][0]["pop"] == "2"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"accounts": [{}]}', "moo", '{"accounts": 7}'])
def test_a_file_that_holds_no_sandbox_is_told(content: str, tmp_path: Path) -> None:
    path = tmp_path / "office.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotAllowed, match="no file of the sandbox"):
        build(Asked(sandbox=str(path)), Settings.model_validate({}))
    assert path.read_text(encoding="utf-8") == content


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--host", "192.168.1.2"], "this machine only"),
        (["--now", "tomorrow"], "--now takes a time such as 2026-11-24T10:00:00"),
        (["--username", "ana@example.com"], "SANDBOX_API_PASSWORD"),
        (["--data", "/nonexistent/office.json"], "cannot be written"),
    ],
)
def test_an_option_of_the_sandbox_that_cannot_be_is_told(args: list[str], words: str) -> None:
    code, said = invoke("sandbox", *args, SANDBOX_API_PASSWORD=None)
    assert code == 2
    assert words in said


def test_a_wrong_option_of_serve_is_one_sentence_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lonely(monkeypatch, tmp_path)
    for args in (["--profile", "moo"], ["--account", "moo"], ["--http", "moo"], ["--sandbox", "--account", "moo"]):
        code, said = invoke("serve", *args)
        assert code == 2
        assert said.startswith("mcp-voipms: ")
        assert "moo" in said
        assert len(said.splitlines()) == 1
