"""What `serve` does: settings and options become a server, on stdio or over HTTP."""

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

from voipms_server import collecting
from voipms_server.assembly import AccountLines, Limits, make_server, one_of, sandbox_lines
from voipms_server.catalog import Choice
from voipms_server.gate import Confirm
from voipms_server.inbound.address import base_of
from voipms_server.limits import Mode, SpendLimits
from voipms_server.mcp_server import VoipmsServer
from voipms_server.page.server import PageServer
from voipms_server.setup import Setup
from voipms_server.store.opening import opened, seal_key
from voipms_server.store.store import Store
from voipms_server.texting.rules import RULES, SendRules
from voipms_server.texting.rules import Mode as SendMode
from voipms_server.waiting import NO_PAGE
from voipms_server.zones import zone_of

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from voipms_server.settings import Settings

SANDBOX_ACCOUNTS = ("office", "solo", "reseller")
RECEIVES = ("receiveMessages",)
"""Listed where VoIP.ms reaches this server."""


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


@dataclass(frozen=True, slots=True)
class Serving:
    """A server ready to be run, and what is to be closed after it."""

    server: VoipmsServer
    page: PageServer
    store: Store
    accounts: tuple[str, ...] = ()
    """Those that VoIP.ms can deliver the messages of."""

    async def close(self) -> None:
        await self.page.stop()
        self.store.close()


def build(asked: Asked, settings: "Settings", *, over_http: bool = False, elsewhere: bool = False) -> Serving:
    """The server these options and settings ask for. One reached from `elsewhere` has a page only at its url."""
    reached = base_of(settings.inbound_url) if over_http and settings.inbound_url else ""
    lines = accounts_of(asked, settings)
    choice = Choice(
        profile=asked.profile or settings.profile,
        toolsets=asked.toolsets or settings.toolsets,
        tools=asked.tools or settings.tools,
        read_only=asked.read_only or settings.read_only,
        also=RECEIVES if reached else (),
    )
    store = opened(settings, asked.sandbox)
    page = PageServer(store, settings.page_port, settings.page_url)
    shown = NO_PAGE if elsewhere and not settings.page_url else page
    key = seal_key(settings, asked.sandbox)
    limits = limits_of(settings)
    limits = replace(limits, setup=replace(limits.setup, lasting=over_http))
    server = make_server(lines, choice, limits, store, shown, key, reached)
    collecting.resume()
    return Serving(server, page, store, lines.served if reached else ())


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
        texts_of(settings),
        settings.caution_minutes * 60,
        Setup(
            zone_of(settings.time_zone),
            media_folders=tuple(Path(one).expanduser() for one in settings.media_folders),
            file_folders=tuple(Path(one).expanduser() for one in settings.file_folders),
        ),
    )


def texts_of(settings: "Settings") -> SendRules:
    """What the rules about texts do."""
    modes = {rule.name: SendMode(getattr(settings, rule.setting)) for rule in RULES}
    return SendRules(modes, settings.sms_per_day)


def serve_stdio(asked: Asked) -> None:
    from voipms_server.settings import load

    anyio.run(_on_stdio, build(asked, load()))


async def _on_stdio(serving: Serving) -> None:
    try:
        await serving.page.start()
        async with anyio.create_task_group() as beside:
            beside.start_soon(serving.server.keep_dates)
            await serving.server.run_stdio_async()
            beside.cancel_scope.cancel()
    finally:
        with anyio.CancelScope(shield=True):
            await serving.close()


def serve_http(asked: Asked, where: str) -> None:
    """Listen until stopped. Raises NotAllowed before listening when that would expose the account."""
    import uvicorn

    from voipms_server.http_app import address, check_exposure, is_loopback
    from voipms_server.settings import load

    settings = load()
    host, port = address(where)
    check_exposure(host, settings.http_tokens, settings.http_allowed_hosts)
    app = app_of(build(asked, settings, over_http=True, elsewhere=not is_loopback(host)), settings)
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


def app_of(serving: Serving, settings: "Settings") -> "Starlette":
    """What is served over HTTP; the address of inbound messages only where VoIP.ms can reach it."""
    from voipms_server.http_app import http_app
    from voipms_server.inbound.routes import routes

    server, accounts = serving.server, serving.accounts
    return http_app(
        server,
        open_=serving.page.start,
        beside=partial(server.keep_dates, lasting=True),
        close=serving.close,
        tokens=settings.http_tokens,
        hosts=settings.http_allowed_hosts,
        origins=settings.http_allowed_origins,
        routes=routes(serving.store, accounts, server.messages_arrived) if accounts else (),
    )


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
