"""A server over the simulated office, and a person who answers as told."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Literal

from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import CallToolResult, ElicitRequestParams, ElicitResult, TextContent

from voipms_sandbox import Sandbox, create_app
from voipms_sandbox.clock import EASTERN
from voipms_sandbox.seed import seed
from voipms_server.approvals import rows
from voipms_server.approvals.approval import Approval
from voipms_server.assembly import SANDBOX, Limits, make_server, sandbox_lines
from voipms_server.catalog import Choice
from voipms_server.journal.changes import Change, of_account
from voipms_server.mcp_server import VoipmsServer
from voipms_server.store.store import Store, in_memory

Era = Literal["legacy", "2026-07-28"]
ERAS: tuple[Era, ...] = ("2026-07-28", "legacy")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=EASTERN)
YES = ElicitResult(action="accept", content={"confirm": True})
NO = ElicitResult(action="decline")


@dataclass
class Person:
    """Answers each question with the next answer, the last one again and again; keeps what was asked."""

    answers: Sequence[ElicitResult] = (YES,)
    questions: list[str] = field(default_factory=list[str])

    async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        self.questions.append(params.message)
        return self.answers[min(len(self.questions), len(self.answers)) - 1]


@cache
def office_data() -> dict[str, object]:
    """The seeded office, made once; each sandbox copies it."""
    return seed(NOON)


class Office:
    """The sandbox and the server that uses it."""

    def __init__(
        self,
        choice: Choice | None = None,
        accounts: dict[str, str] | None = None,
        data: dict[str, object] | None = None,
        store: Store | None = None,
        **limits: Any,
    ) -> None:
        self.app = create_app(data or office_data(), now=NOON)
        self.sandbox: Sandbox = self.app.state.sandbox
        self.store = store or in_memory(lambda: self.sandbox.world.clock.now().timestamp())
        lines = sandbox_lines(self.app, accounts)
        self.server: VoipmsServer = make_server(lines, choice or Choice(), Limits(**limits), self.store)

    @property
    def approvals(self) -> list[Approval]:
        """The approvals as they stand."""
        return self.store.run_now(rows.every)

    @property
    def changes(self) -> list[Change]:
        """What the journal tells of the first account."""
        return self.store.run_now(lambda t: of_account(t, next(iter(SANDBOX))))

    @property
    def calls(self) -> list[str]:
        """The functions the API was asked for."""
        return [call.method for call in self.sandbox.log]

    def real(self, method: str) -> int:
        """How often a function was called without `test`."""
        return sum(call.method == method and "test" not in call.params for call in self.sandbox.log)

    def row(self, table: str, **fields: str) -> dict[str, str]:
        found = self.sandbox.world.accounts[0].find(table, **fields)
        assert found is not None
        return found

    @asynccontextmanager
    async def client(self, era: Era = "2026-07-28", person: Person | None = None) -> AsyncGenerator[Client]:
        async with Client(self.server, mode=era, elicitation_callback=person) as client:
            yield client


def text(result: CallToolResult) -> str:
    """What the model reads."""
    return "\n".join(block.text for block in result.content if isinstance(block, TextContent))
