"""`mcp-voipms init`: asks for the API user and password, tries them, and stores them; and for the PIN."""

import json
import sys
from pathlib import Path

import anyio
import typer

from voipms_server.accounts import DEFAULT, SERVICE, Accounts, variables
from voipms_server.api.client import Patience, VoipmsClient
from voipms_server.cli.checks import try_login
from voipms_server.cli.dates import install
from voipms_server.cli.terminal import ask, ask_secret, show
from voipms_server.errors import NotAllowed, VoipmsError
from voipms_server.pin import LONGEST, SHORTEST, Pin, check_form, is_set
from voipms_server.plans.dated import ALIVE_SECONDS
from voipms_server.plans.dates import last_alive
from voipms_server.plans.keeping import TIMER as ALIVE
from voipms_server.settings import check_name, config_path, load, parse, read_text
from voipms_server.store.opening import opened
from voipms_server.store.store import Store

WHERE = "The API password is set in the VoIP.ms portal: Main Menu, SOAP and REST/JSON API. It is not the portal's own."
PIN = """With a PIN you can confirm orders and deletions outside the assistant:
on a page of this machine, or with mcp-voipms approve. Never tell it to the
assistant."""
TIMER = """Changes with a date (such as a forwarding until five) are carried out by
`mcp-voipms due`, which this machine can run every minute, also while no
assistant is connected."""
NEW = f"New PIN, {SHORTEST} to {LONGEST} digits"


def init(account: str | None) -> None:
    """Set up one account. Raises NotAllowed without a terminal, or when VoIP.ms refuses the credentials."""
    name = account or DEFAULT
    check_name(name)
    if not sys.stdin.isatty():
        raise NotAllowed(f"init asks on a terminal, and there is none here. Set {variables(name)} instead.")
    settings, path = load(), config_path()
    new = name not in settings.accounts
    if new:
        check_room(name, path)
    accounts = Accounts(settings)
    typer.echo(WHERE)
    if not new:
        typer.echo(f"Account {name} is set up for {accounts.username(name)}; {path} holds that name.")
    username = str(typer.prompt("E-mail of the VoIP.ms portal")).strip() if new else accounts.username(name)
    password = str(typer.prompt("API password", hide_input=True))
    _try(VoipmsClient(name, username, password, accounts.url(name), patience=Patience(tries=1)))
    store_password(name, password)
    if new:
        store_username(name, username, path)
    typer.echo(f"Stored: account {name}. Servers that are started from now on use it.")
    offer_pin()
    offer_timer()


def set_pin(sandbox: str | None) -> None:
    """Set the PIN; replacing one takes the old one. Raises NotAllowed without a terminal, or for a wrong one."""
    store = opened(load(), sandbox)
    show(PIN)
    old = ""
    if store.run_now(is_set):
        old = ask_secret("PIN that is set now: ")
        Pin(store).check(old)
    _set(store, ask_secret(f"{NEW}: "), old)


def offer_pin() -> None:
    """At the end of a set-up, where none is set. Whatever goes wrong here leaves the set-up as it is."""
    try:
        store = opened(load())
        if store.run_now(is_set):
            return
        show(PIN)
        if new := ask_secret(f"{NEW} (Enter for none): "):
            _set(store, new)
    except VoipmsError as error:
        typer.echo(f"No PIN was set. {error} mcp-voipms init --pin sets one at any time.")


def offer_timer() -> None:
    """Dated changes are carried out while no assistant runs, if the person wants that, and where nothing does yet."""
    try:
        store = opened(load())
        if store.clock() - store.run_now(lambda t: last_alive(t, ALIVE)) < ALIVE_SECONDS[ALIVE]:
            return
        show(TIMER)
        if ask("Set that up now? yes or no: ").lower() in ("yes", "y"):
            install(on=True)
    except VoipmsError as error:
        typer.echo(f"{error} mcp-voipms due --install sets it up at any time.")


def _set(store: Store, new: str, old: str = "") -> None:
    check_form(new)
    if ask_secret("The same again: ") != new:
        raise NotAllowed("The two are not the same; nothing was set.")
    Pin(store).replace(new, old)
    typer.echo("The PIN is set.")


def _try(client: VoipmsClient) -> None:
    """Raises NotAllowed when VoIP.ms does not let this account in; a low balance is only told."""
    findings = anyio.run(try_login, client)
    for finding in findings:
        typer.echo(finding.line())
    if not all(finding.good or finding.usable for finding in findings):
        raise NotAllowed("Nothing was stored. Mend what is named above and run init again.")


def store_password(name: str, password: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, password)
    except (KeyringError, RuntimeError) as error:
        reason = type(error).__name__
        raise NotAllowed(f"No keyring took the password ({reason}). Set {variables(name)} instead.") from None


def section(name: str, username: str) -> str:
    """The account as the settings file holds it."""
    return f"\n[accounts.{name}]\nusername = {json.dumps(username, ensure_ascii=False)}\n"


def check_room(name: str, path: Path) -> None:
    """Raises NotAllowed for a file that cannot take the account at its end."""
    stored = read_text(path)
    parse(stored, path)
    try:
        parse(f"{stored}\n{section(name, name)}", path)
    except NotAllowed:
        raise NotAllowed(
            f"{path} cannot take a section [accounts.{name}] at its end. Write each account there as such a section, "
            "with its `username`, and run init again."
        ) from None


def store_username(name: str, username: str, path: Path) -> None:
    """Added at the end of the file, so that nothing the user wrote is lost."""
    added = section(name, username)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(added)
    except OSError as error:
        raise NotAllowed(
            f"The password is in the keyring, but {path} cannot be written ({error.strerror}). Add to it:\n{added}"
        ) from None
