"""Accounts and store as a command uses them: the path of an assistant's calls, with the person at the terminal."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import anyio
from mcp.types import InputRequiredResult

from voipms_server.approvals.approval import Approval, Way
from voipms_server.asking import Answer
from voipms_server.assembly import AccountLines, make_gate
from voipms_server.catalog import FULL, Catalog, Choice
from voipms_server.cli.approving import approve
from voipms_server.cli.serving import Asked, accounts_of, limits_of
from voipms_server.errors import NotAllowed, Unconfirmed
from voipms_server.gate import Confirm, Gate
from voipms_server.jobs.job import Call
from voipms_server.mcp_server import LOCAL
from voipms_server.pipeline import Pipeline
from voipms_server.settings import load
from voipms_server.store.opening import opened
from voipms_server.store.store import Store
from voipms_server.zones import Zone
from voipms_tools.registry import tools


class AtTheTerminal:
    """Nobody is asked through a client: the terminal asks, with the PIN."""

    @property
    def way(self) -> Way | None:
        return None

    def returned(self) -> tuple[str, Answer] | None:
        return None

    async def ask(self, approval: Approval) -> Answer | InputRequiredResult:
        return Answer.FAILED

    async def show(self, approval: Approval, address: str) -> InputRequiredResult | None:
        return None

    async def progress(self, done: int, whole: int, words: str) -> None:
        return


class Own:
    """What a command works on: the user's accounts, or the simulated one kept in a file."""

    def __init__(self, account: str | None, sandbox: str | None) -> None:
        self._settings = load()
        self._asked = Asked(sandbox=sandbox, account=account)
        self._limits = replace(limits_of(self._settings), confirm=Confirm.PAGE)
        self.sandbox = sandbox
        self.store: Store = opened(self._settings, sandbox)
        self.gate: Gate = make_gate(self.store, self._limits)
        lines = self.lines()
        self.names: tuple[str, ...] = (lines.only,) if lines.only else lines.names
        """The accounts in question: the one that was asked for, or all."""

    @property
    def zone(self) -> Zone:
        """The user's clock."""
        return self._limits.setup.zone

    def lines(self) -> AccountLines:
        """New ones for each event loop: a connection lives in the loop that opened it."""
        return accounts_of(self._asked, self._settings)

    def call(self, tool: str, arguments: Mapping[str, object]) -> dict[str, object]:
        """A tool, as an assistant would call it; where a person is needed they are asked here and now."""
        answer = anyio.run(self._once, tool, arguments)
        if answer.get("waiting_for_approval") is not True:
            return answer
        if not approve([str(answer["code"])], self.sandbox):
            raise Unconfirmed("Nothing was done.")
        return anyio.run(self._once, "finishApproved", {"code": answer["code"]})

    async def _once(self, tool: str, arguments: Mapping[str, object]) -> dict[str, object]:
        pipeline = Pipeline(
            self.lines(), Catalog(Choice(profile=FULL), ()), self.gate, self._limits.max_rows, setup=self._limits.setup
        )
        answer = await pipeline.run(Call(tools()[tool], arguments, LOCAL, AtTheTerminal()))
        if isinstance(answer, InputRequiredResult):
            raise Unconfirmed("Nothing was done.")
        return answer


def existing(sandbox: str | None) -> str | None:
    """Raises NotAllowed where the file of a simulated account is not there: a command never makes one."""
    if sandbox is not None and not Path(sandbox).exists():
        raise NotAllowed(f"There is no file {sandbox}. `mcp-voipms serve --sandbox {sandbox}` makes one.")
    return sandbox
