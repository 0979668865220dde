"""`mcp-voipms init`: asks for the API user and password, tries them, and stores them."""

import sys
from pathlib import Path

import anyio
import typer

from voipms_server.accounts import DEFAULT, SERVICE
from voipms_server.api.client import URL, Patience, VoipmsClient
from voipms_server.cli.checks import try_login
from voipms_server.errors import NotAllowed
from voipms_server.settings import config_path, read_file

WHERE = "The API password is set in the VoIP.ms portal: Main Menu, SOAP and REST/JSON API. It is not the portal's own."


def init(account: str | None) -> None:
    """Set up one account. Raises NotAllowed without a terminal, or when VoIP.ms refuses the credentials."""
    if not sys.stdin.isatty():
        raise NotAllowed("init asks for a password on a terminal; for programs, set VOIPMS_API_USERNAME and _PASSWORD.")
    name = account or DEFAULT
    if not name.replace("-", "").replace("_", "").isalnum():
        raise NotAllowed("An account's name is made of letters, digits, - and _.")
    typer.echo(WHERE)
    username = typer.prompt("E-mail of the VoIP.ms portal")
    password = typer.prompt("API password", hide_input=True)
    client = VoipmsClient(name, username, password, URL, patience=Patience(tries=1))
    findings = anyio.run(try_login, client)
    for finding in findings:
        typer.echo(finding.line())
    if not all(finding.good for finding in findings):
        raise NotAllowed("Nothing was stored. Mend what is named above and run init again.")
    store(name, username, password, config_path())
    typer.echo(f"Stored: account {name}. `mcp-voipms serve` uses it now.")


def store(name: str, username: str, password: str, path: Path) -> None:
    """The password into the keyring, the user into the settings file."""
    import keyring
    from keyring.errors import KeyringError

    stored = read_file(path)
    try:
        keyring.set_password(SERVICE, name, password)
    except (KeyringError, RuntimeError):
        raise NotAllowed(
            "This system has no keyring to put the password in. Set the environment variables VOIPMS_API_USERNAME and "
            "VOIPMS_API_PASSWORD where the server is started instead."
        ) from None
    accounts = stored.get("accounts")
    if isinstance(accounts, dict) and name in accounts:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    quoted = username.replace("\\", "\\\\").replace('"', '\\"')
    with path.open("a", encoding="utf-8") as file:
        file.write(f'\n[accounts.{name}]\nusername = "{quoted}"\n')
