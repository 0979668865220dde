"""Settings: the environment beats the file, what is unknown or wrong is said in a sentence without its value."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from voipms_server.accounts import Accounts
from voipms_server.api.client import URL
from voipms_server.cli.serving import Asked, build
from voipms_server.errors import NotAllowed
from voipms_server.settings import Settings, load

SECRET = "s3cret-9d1f-s3cret-9d1f-s3cret"
Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """No settings but those of the test; the file is written by calling this. The keyring is empty."""
    for name in list(os.environ):
        if name.startswith("VOIPMS_"):
            monkeypatch.delenv(name)
    path = tmp_path / "config.toml"
    monkeypatch.setenv("VOIPMS_MCP_CONFIG", str(path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def write(text: str) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refused() -> str:
    """The sentence with which loading the settings is refused."""
    with pytest.raises(NotAllowed) as raised:
        load()
    assert SECRET not in str(raised.value)
    return str(raised.value)


def test_without_file_and_environment_the_defaults_hold() -> None:
    assert load() == Settings.model_validate({})


def test_the_environment_beats_the_file(config: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    config("max_rows = 7\nread_only = true\ntoolsets = ['sms']\n")
    monkeypatch.setenv("VOIPMS_MCP_MAX_ROWS", "9")
    monkeypatch.setenv("VOIPMS_MCP_TOOLSETS", '["numbers", "orders"]')
    settings = load()
    assert (settings.max_rows, settings.read_only, settings.toolsets) == (9, True, ["numbers", "orders"])


def test_an_unknown_name_in_the_file_is_refused_with_the_nearest(config: Write) -> None:
    path = config(f'max_row = "{SECRET}"\n')
    assert refused() == f"The file {path} has an unknown setting 'max_row'. Did you mean max_rows?"


def test_an_unknown_name_in_the_environment_is_refused_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOIPMS_MCP_READONLY", SECRET)
    assert "unknown setting 'readonly'. Did you mean read_only?" in refused()


def test_an_unknown_name_like_no_other_is_refused_with_all_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOIPMS_MCP_XYZZY", "1")
    assert "The settings are: accounts, account, timeout_seconds" in refused()


def test_a_name_in_small_letters_is_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("voipms_mcp_max_row", "1")
    assert "Did you mean max_rows?" in refused()


def test_an_unknown_name_of_an_account_is_refused(config: Write) -> None:
    config("[accounts.home]\nusername = 'a@example.com'\nusrname = 'b'\n")
    assert "accounts.home.usrname" in refused()


@pytest.mark.parametrize(
    "text",
    [
        f"password = '{SECRET}'\n",
        f"[accounts.home]\nusername = 'a@example.com'\npassword = '{SECRET}'\n",
        f"[http_tokens]\nana = '{SECRET}'\n",
    ],
)
def test_a_secret_in_the_file_is_refused(config: Write, text: str) -> None:
    path = config(text)
    assert str(path) in refused()


WRONG = {
    "MAX_ROWS": "0",
    "TIMEOUT_SECONDS": "301",
    "READ_ONLY": "s3cret-9d1f-s3cret-9d1f-s3cret",
    "RATE_BURST": "1.5",
    "PROFILE": SECRET,
    "TOOLSETS": SECRET,
    "TOOLS": '{"a": 1}',
    "HTTP_TOKENS": f'["{SECRET}"]',
    "HTTP_ALLOWED_HOSTS": SECRET,
    "ACCOUNTS": f'{{"home": "{SECRET}"}}',
    "ACCOUNTS__HOME__PASSWORD": SECRET,
    "ASK_TIMEOUT_SECONDS": "soon",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_told_by_its_name_and_not_repeated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"VOIPMS_MCP_{name}", WRONG[name])
    sentence = refused()
    assert name.partition("__")[0].lower() in sentence.lower()
    assert "\n" not in sentence
    assert len(sentence) < 400


def test_a_list_that_is_no_json_is_told_how_to_write_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOIPMS_MCP_TOOLSETS", "numbers,sms")
    assert 'VOIPMS_MCP_TOOLSETS is not valid JSON: a list is written as ["one", "two"]' in refused()


def test_a_short_token_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOIPMS_MCP_HTTP_TOKENS", f'{{"ana": "{SECRET}", "bob": "{"x" * 23}"}}')
    assert refused() == "The HTTP token of 'bob' is too short; use 24 random characters or more."


@pytest.mark.parametrize("name", ["Home", "my home", "é", "", "1st", "a" * 41, "a.b", "home\u202e"])
def test_an_account_is_named_in_small_letters(config: Write, name: str) -> None:
    config(f'[accounts."{name}"]\nusername = "a@example.com"\n')
    assert "cannot name an account" in refused()


def test_toml_that_is_not_valid_says_where(config: Write) -> None:
    config(f"max_rows = 7\nread_only = {SECRET}\n")
    assert "is not valid TOML" in refused()
    assert "line 2" in refused()


def test_a_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00")
    assert "is not UTF-8 text" in refused()


def test_a_folder_in_place_of_the_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert "cannot be read: Is a directory" in refused()


def test_a_file_that_may_not_be_read_is_said_so(config: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by the system, as for a file of another user; whoever runs the tests may be allowed everything."""
    path = config("")

    def forbidden(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_text", forbidden)
    assert refused() == f"The settings file {path} cannot be read: Permission denied."


def test_nothing_shows_a_password_by_printing_settings_or_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOIPMS_MCP_ACCOUNTS__HOME__USERNAME", "home@example.com")
    monkeypatch.setenv("VOIPMS_MCP_ACCOUNTS__HOME__PASSWORD", SECRET)
    monkeypatch.setenv("VOIPMS_MCP_HTTP_TOKENS", f'{{"ana": "{SECRET}"}}')
    settings = load()
    accounts = Accounts(settings)
    assert accounts.credentials("home").password == SECRET
    assert SECRET not in f"{settings!r} {settings} {accounts.credentials('home')!r} {accounts.client('home')!r}"


TWO = "[accounts.home]\nusername = 'home@example.com'\n[accounts.work]\nusername = 'work@example.com'\n"


def test_accounts_are_named_in_the_file_and_their_passwords_come_from_the_environment(
    config: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    config(f"{TWO}url = 'https://work.example.com/rest.php'\n")
    monkeypatch.setenv("VOIPMS_MCP_ACCOUNTS__WORK__PASSWORD", SECRET)
    accounts = Accounts(load())
    work = accounts.credentials("work")
    assert accounts.names == ("home", "work")
    assert (work.username, work.password) == ("work@example.com", SECRET)
    assert (work.url, accounts.url("home")) == ("https://work.example.com/rest.php", URL)
    with pytest.raises(NotAllowed, match="VOIPMS_MCP_ACCOUNTS__HOME__PASSWORD"):
        accounts.credentials("home")


def test_credentials_of_the_environment_are_the_account_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOIPMS_API_USERNAME", "owner@example.com")
    monkeypatch.setenv("VOIPMS_API_PASSWORD", SECRET)
    monkeypatch.setenv("VOIPMS_API_URL", "http://127.0.0.1:8080/api/v1/rest.php")
    accounts = Accounts(load())
    found = accounts.credentials("default")
    assert accounts.names == ("default",)
    assert (found.username, found.password, found.url) == (
        "owner@example.com",
        SECRET,
        "http://127.0.0.1:8080/api/v1/rest.php",
    )


def test_credentials_of_the_environment_beat_those_of_the_file(config: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    config("[accounts.default]\nusername = 'file@example.com'\nurl = 'https://file.example.com/'\n")
    assert Accounts(load()).username("default") == "file@example.com"
    monkeypatch.setenv("VOIPMS_API_USERNAME", "environment@example.com")
    monkeypatch.setenv("VOIPMS_API_PASSWORD", SECRET)
    monkeypatch.setenv("VOIPMS_API_URL", "https://environment.example.com/")
    found = Accounts(load()).credentials("default")
    assert (found.username, found.password) == ("environment@example.com", SECRET)
    assert found.url == "https://environment.example.com/"


def test_credentials_of_the_environment_are_one_account_beside_those_of_the_file(
    config: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    config(TWO)
    monkeypatch.setenv("VOIPMS_API_USERNAME", "owner@example.com")
    assert Accounts(load()).names == ("home", "work", "default")


def test_an_api_address_without_https_is_refused_before_the_password_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOIPMS_API_USERNAME", "owner@example.com")
    monkeypatch.setenv("VOIPMS_API_PASSWORD", SECRET)
    monkeypatch.setenv("VOIPMS_API_URL", "http://voip.ms/api/v1/rest.php")
    with pytest.raises(NotAllowed, match="https://"):
        Accounts(load()).client("default")


def test_an_account_that_is_not_there_is_refused_at_the_start(config: Write) -> None:
    config(TWO)
    with pytest.raises(NotAllowed, match=r"no account 'office'.*: home, work"):
        build(Asked(account="office"), load())


def test_the_account_of_the_settings_is_refused_too_where_it_is_not_there(config: Write) -> None:
    config(f"account = 'office'\n{TWO}")
    with pytest.raises(NotAllowed, match="no account 'office'"):
        build(Asked(), load())


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Asked(profile="everything"), "no profile 'everything'"),
        (Asked(toolsets=["phones"]), "no toolset 'phones'"),
        (Asked(tools=["sendFax"]), "no tool 'sendFax'"),
    ],
)
def test_an_option_that_names_nothing_there_is_refused_at_the_start(asked: Asked, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        build(asked, load())


@pytest.mark.anyio
async def test_options_beat_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOIPMS_MCP_TOOLSETS", '["sms"]')
    server = build(Asked(toolsets=["queues"]), load()).server
    names = {tool.name for tool in await server.list_tools()}
    assert "setQueue" in names
    assert "sendSMS" not in names
