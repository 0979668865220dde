"""What `serve` does: settings and options become a server, on stdio or over HTTP."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

from voipms_server import collecting
from voipms_server.assembly import AccountLines, Limits, make_server, one_of, sandbox_lines
from voipms_server.catalog import Choice
from voipms_server.gate import Confirm
from voipms_server.limits import Mode, SpendLimits
from voipms_server.mcp_server import VoipmsServer
from voipms_server.store.opening import opened

if TYPE_CHECKING:
    from voipms_server.settings import Settings

SANDBOX_ACCOUNTS = ("office", "solo", "reseller")


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `serve`; an option beats the setting of the same name."""

    sandbox: str | None = None
    """Use a simulated account, kept in this file; an empty name keeps it in memory."""
    account: str | None = None
    profile: str | None = None
    toolsets: list[str] = field(default_factory=list[str])
    tools: list[str] = field(default_factory=list[str])
    read_only: bool = False


def build(asked: Asked, settings: "Settings") -> VoipmsServer:
    """The server these options and settings ask for, ready to be run."""
    lines = accounts_of(asked, settings)
    choice = Choice(
        profile=asked.profile or settings.profile,
        toolsets=asked.toolsets or settings.toolsets,
        tools=asked.tools or settings.tools,
        read_only=asked.read_only or settings.read_only,
    )
    server = make_server(lines, choice, limits_of(settings), opened(settings, asked.sandbox))
    collecting.resume()
    return server


def limits_of(settings: "Settings") -> Limits:
    """The numbers of the settings."""
    return Limits(
        settings.max_rows,
        settings.ask_timeout_seconds,
        settings.approval_minutes * 60,
        settings.settle_seconds,
        Confirm(settings.confirm),
        SpendLimits(settings.spend_per_order, settings.spend_per_day, Mode(settings.spend_limits)),
        settings.keep_secrets,
        settings.journal_days,
    )


def serve_stdio(asked: Asked) -> None:
    from voipms_server.settings import load

    anyio.run(build(asked, load()).run_stdio_async)


def serve_http(asked: Asked, where: str) -> None:
    """Listen until stopped. Raises NotAllowed before listening when that would expose the account."""
    import uvicorn

    from voipms_server.http_app import address, check_exposure, http_app
    from voipms_server.settings import load

    settings = load()
    host, port = address(where)
    check_exposure(host, settings.http_tokens, settings.http_allowed_hosts)
    app = http_app(
        build(asked, settings),
        tokens=settings.http_tokens,
        hosts=settings.http_allowed_hosts,
        origins=settings.http_allowed_origins,
    )
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


def accounts_of(asked: Asked, settings: "Settings") -> AccountLines:
    """The accounts of the settings, or a simulated one."""
    return _accounts(asked, settings) if asked.sandbox is None else _sandbox(asked, asked.sandbox)


def _sandbox(asked: Asked, file: str) -> AccountLines:
    """One of the accounts of the simulated VoIP.ms, by the name before the @ of its e-mail."""
    from voipms_server.cli.sandboxing import simulated

    name = one_of(SANDBOX_ACCOUNTS, asked.account or SANDBOX_ACCOUNTS[0])
    return sandbox_lines(simulated(Path(file) if file else None), {name: f"{name}@example.com"})


def _accounts(asked: Asked, settings: "Settings") -> AccountLines:
    from voipms_server.accounts import Accounts

    accounts = Accounts(settings)
    only = asked.account or settings.account
    return AccountLines(accounts.names, accounts.client, one_of(accounts.names, only) if only else None)
