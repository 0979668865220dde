"""Puts the server together: accounts, catalog, gate and pipeline, for real accounts or a simulated one."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mcp.server.request_state import RequestStateSecurity

from voipms_server.approvals.book import Approvals
from voipms_server.catalog import Catalog, Choice
from voipms_server.commit import Committer
from voipms_server.errors import NotAllowed
from voipms_server.gate import Confirm, Gate
from voipms_server.inbound.address import Inbound
from voipms_server.limits import SpendLimits
from voipms_server.line import Client, Line
from voipms_server.mcp_server import VoipmsServer
from voipms_server.past import Past
from voipms_server.pipeline import Pipeline
from voipms_server.prepare import Desk
from voipms_server.question import Question
from voipms_server.settling import Settler
from voipms_server.setup import USUAL, Setup
from voipms_server.store.store import Store, in_memory
from voipms_server.strangers.caution import Caution
from voipms_server.suggesting import Suggestions
from voipms_server.texting.desk import SendDesk
from voipms_server.texting.rules import SendRules
from voipms_server.waiting import NO_PAGE, Page, Waiting

if TYPE_CHECKING:
    from starlette.types import ASGIApp

SANDBOX = {"office": "office@example.com"}
SANDBOX_URL = "http://127.0.0.1/api/v1/rest.php"


@dataclass(slots=True)
class AccountLines:
    """The accounts by name; each line is made at its first use and kept."""

    names: tuple[str, ...]
    connect: Callable[[str], Client]
    only: str | None = None
    """The account chosen when the server was started: one of `names`."""
    _lines: dict[str, Line] = field(default_factory=dict[str, Line])

    @property
    def served(self) -> tuple[str, ...]:
        """The accounts that calls can be for."""
        return (self.only,) if self.only else self.names

    def choose(self, name: str | None) -> Line:
        """The account a call is for. With several, a call that does not say which is refused, a read too."""
        chosen = self.only or name or (self.names[0] if len(self.names) == 1 else None)
        if chosen is None:
            raise NotAllowed(
                f"Several VoIP.ms accounts are configured; say which one with voipms_account: {', '.join(self.names)}."
            )
        one_of(self.names, chosen)
        if chosen not in self._lines:
            self._lines[chosen] = Line(chosen, self.connect(chosen))
        return self._lines[chosen]


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers an operator can set."""

    max_rows: int = 100
    ask_timeout: float = 45
    approval_seconds: float = 600
    settle_seconds: float = 120
    confirm: Confirm = Confirm.AUTO
    spending: SpendLimits = field(default_factory=SpendLimits)
    keep_secrets: bool = True
    journal_days: int = 0
    texts: SendRules = field(default_factory=SendRules)
    caution_seconds: float = 900
    setup: Setup = USUAL


def make_server(
    lines: AccountLines,
    choice: Choice,
    limits: Limits | None = None,
    store: Store | None = None,
    page: Page = NO_PAGE,
    seal_key: bytes | None = None,
    inbound_url: str = "",
) -> VoipmsServer:
    """The MCP server over these accounts; `page` is where a person is sent.

    With a `seal_key` that is kept, an answer is taken by a server that was started after the question. `inbound_url`
    is where VoIP.ms reaches this server, if it does.
    """
    limits = limits or Limits()
    listed = () if lines.only else lines.names
    catalog = Catalog(choice, listed)
    gate = make_gate(store or in_memory(), limits, page)
    seal = RequestStateSecurity(keys=[seal_key or secrets.token_bytes(32)], ttl=limits.approval_seconds)
    setup = replace(limits.setup, inbound=Inbound(inbound_url, several=len(listed) > 1))
    pipeline = Pipeline(lines, catalog, gate, limits.max_rows, setup)
    suggestions = Suggestions(lines, lines.served, catalog, gate.store)
    return VoipmsServer(pipeline, catalog, limits.ask_timeout, seal, suggestions, setup.inbound)


def make_gate(store: Store, limits: Limits, page: Page = NO_PAGE) -> Gate:
    """What every write goes through, over this store."""
    texts = SendDesk(store, limits.texts)
    return Gate(
        store,
        Approvals(store, limits.approval_seconds),
        Desk(store, Caution(store, limits.caution_seconds, limits.setup.zone), texts),
        Committer(store, texts, limits.spending, limits.keep_secrets, limits.journal_days),
        Settler(store, limits.settle_seconds),
        Past(store, limits.spending),
        Waiting(store, page),
        Question(limits.keep_secrets),
        limits.confirm,
    )


def sandbox_lines(app: "ASGIApp", accounts: Mapping[str, str] | None = None) -> AccountLines:
    """Lines to a simulated account in this process; `accounts` maps names to the e-mails of several."""
    users = dict(accounts or SANDBOX)

    def connect(name: str) -> Client:
        import httpx

        from voipms_server.api.client import VoipmsClient

        return VoipmsClient(
            name, users[name], "sandbox", SANDBOX_URL, transport=httpx.ASGITransport(app=app, raise_app_exceptions=True)
        )

    return AccountLines(tuple(users), connect)


def one_of(names: Sequence[str], name: str) -> str:
    """This name, when it is one of the accounts; raises NotAllowed with the names there are."""
    if name not in names:
        raise NotAllowed(f"There is no account {name[:60]!r}. The accounts are: {', '.join(names)}.")
    return name
