"""`mcp-voipms doctor`: what is wrong with the set-up, in plain words."""

import platform
import sys

import anyio
import typer

from voipms_server.accounts import Accounts
from voipms_server.cli.checks import Finding, try_login
from voipms_server.cli.mending import mend
from voipms_server.cli.own import Own, existing
from voipms_server.errors import VoipmsError
from voipms_server.settings import Settings, config_path, load


def doctor(account: str | None, sandbox: str | None = None) -> bool:
    """Print what was found; whether all of it is good. Of a simulated account only the store is looked at."""
    findings = anyio.run(examine, account) if sandbox is None else []
    for finding in findings:
        typer.echo(finding.line())
    if all(finding.good or finding.usable for finding in findings):
        more = mend(Own(account, existing(sandbox)))
        for finding in more:
            typer.echo(finding.line())
        findings += more
    healthy = all(finding.good for finding in findings)
    typer.echo("All is well." if healthy else "Mend what is marked PROBLEM, the first one first.")
    return healthy


async def examine(account: str | None) -> list[Finding]:
    """Python, settings, then each account's credentials, access and balance."""
    findings = [Finding("Python", sys.version_info >= (3, 11), platform.python_version())]
    try:
        settings = load()
    except VoipmsError as error:
        return [*findings, Finding("settings", False, str(error))]
    path = config_path()
    findings.append(Finding("settings", True, f"{path} is {'read' if path.exists() else 'not there; none is needed'}"))
    return [*findings, *await _accounts(settings, account)]


async def _accounts(settings: Settings, only: str | None) -> list[Finding]:
    accounts = Accounts(settings)
    if only is not None and only not in accounts.names:
        return [Finding("accounts", False, f"there is no {only[:60]!r}; there are: {', '.join(accounts.names)}.")]
    findings: list[Finding] = []
    for name in accounts.names if only is None else (only,):
        try:
            client = accounts.client(name, tries=1)
        except VoipmsError as error:
            findings.append(Finding(f"account {name}", False, str(error)))
            continue
        findings += [Finding(f"account {name}, {one.what}", one.good, one.words) for one in await try_login(client)]
    return findings
