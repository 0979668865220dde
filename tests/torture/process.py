"""One life of the server, from its start to its end or crash; what outlives it are the store and the account."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import anyio
import anyio.lowlevel

from torture.account import Account
from torture.clockwork import now
from torture.incidents import Attempt, Crash, Incident, What
from torture.moves import TOOLS
from torture.wire import Wire
from voipms_server.api.client import VoipmsClient
from voipms_server.api.limiter import Limiter
from voipms_server.assembly import SANDBOX_URL, AccountLines, Limits, make_server
from voipms_server.catalog import Choice
from voipms_server.journal.line import LineKind
from voipms_server.line import Line
from voipms_server.mcp_server import VoipmsServer
from voipms_server.setup import USUAL, Setup
from voipms_server.store.heads import HeadFile
from voipms_server.store.store import Store, Transaction, in_file
from voipms_server.store.tables import LineRow
from voipms_server.texting.rules import SendRules

T = TypeVar("T")
NAME = "office"
SETTLE = 120
"""Seconds between two looks that find nothing of a write."""
SEAL = b"The same for every life of a server."
"""Seals the state of a question: a question that was asked before a crash can be answered after it."""
OFFERED = Choice(tools=TOOLS)
CURRENT: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
"""The step on whose behalf something is done."""


@dataclass(slots=True)
class Life:
    """Whether a process still lives, and the calls it has under way."""

    alive: bool = True
    calls: set[anyio.CancelScope] = field(default_factory=set[anyio.CancelScope])

    def check(self) -> None:
        if not self.alive:
            raise Crash

    def end(self) -> None:
        """Its connections break; nothing it still does has an effect."""
        self.alive = False
        for scope in self.calls:
            scope.cancel()

    def crash(self) -> None:
        self.end()
        raise Crash

    @contextmanager
    def calling(self, scope: anyio.CancelScope) -> Generator[None]:
        self.calls.add(scope)
        try:
            yield
        finally:
            self.calls.discard(scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Torn(HeadFile):
    """A head file that the process may not live to write."""

    life: Life

    def note(self, number: int, mac: str) -> None:
        self.life.check()
        HeadFile.note(self, number, mac)


@dataclass(slots=True, kw_only=True)
class Door(Store):
    """What a process sees of the store: it may crash at any transaction, before its commit or after.

    Work is done in this thread, between two checkpoints, as others would see it done in another.
    """

    inner: Store
    life: Life

    async def run(self, work: Callable[[Transaction], T]) -> T:
        await anyio.lowlevel.checkpoint()
        result = self.run_now(work)
        with anyio.CancelScope(shield=True):
            await anyio.lowlevel.checkpoint()
        return result

    def run_now(self, work: Callable[[Transaction], T]) -> T:
        self.life.check()
        attempt = CURRENT.get()
        incident = attempt.at_transaction() if attempt is not None else None
        result = self.inner.run_now(lambda t: self._work(t, work, attempt, incident))
        if incident is not None and incident.what in (What.CRASH_AFTER, What.CRASH_BETWEEN):
            self.life.crash()
        return result

    def _work(
        self, t: Transaction, work: Callable[[Transaction], T], attempt: Attempt | None, incident: Incident | None
    ) -> T:
        result = work(t)
        if incident is not None and incident.what is What.CRASH_BEFORE:
            self.life.crash()
        if incident is not None and incident.what is What.CRASH_BETWEEN:
            self.life.end()
        if attempt is not None and incident is not None and incident.what is What.GIVE_UP:
            attempt.give_up()
        if attempt is not None and t.appended is not None:
            line = t.session.get_one(LineRow, t.appended[0])
            attempt.change, attempt.noted = line.change, attempt.noted or line.kind == LineKind.AFTER.value
        return result


@dataclass(slots=True)
class Process:
    """A server, its door to the store and its wire to the account."""

    life: Life
    door: Door
    server: VoipmsServer
    lines: AccountLines
    account: Account

    @property
    def line(self) -> Line:
        return self.lines.choose(None)


def begin(
    account: Account,
    kept: Store | Path,
    per_day: int = 100,
    choice: Choice = OFFERED,
    setup: Setup = USUAL,
    limiter: Limiter | None = None,
) -> Process:
    """A new process over a store that is kept in memory, or over this file, which it opens."""
    life = Life()
    door = _door(kept, life)

    def connect(name: str) -> VoipmsClient:
        wire = Wire(account, life, CURRENT.get)
        return VoipmsClient(name, "office@example.com", "-", SANDBOX_URL, transport=wire, limiter=limiter)

    lines = AccountLines((NAME,), connect)
    limits = Limits(settle_seconds=SETTLE, texts=SendRules(per_day=per_day), setup=setup)
    return Process(life, door, make_server(lines, choice, limits, door, seal_key=SEAL), lines, account)


def _door(kept: Store | Path, life: Life) -> Door:
    if isinstance(kept, Store):
        return Door(kept.where, kept.place, clock=now, inner=kept, life=life)
    inner = opened(kept)
    inner.head = Torn(inner.head.path, life=life)
    return Door(inner.where, inner.place, clock=now, inner=inner, life=life)


def opened(path: Path) -> Store:
    """The store in this file, on the loop's clock."""
    inner = in_file(path, keyring=False)
    inner.clock = now
    return inner
