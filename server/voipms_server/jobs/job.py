"""What a job is given, and what it gives back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mcp.types import InputRequiredResult

from voipms_server.asking import Person
from voipms_server.catalog import Catalog
from voipms_server.gate import Gate
from voipms_server.line import Line
from voipms_server.setup import USUAL, Setup
from voipms_tools.function import Function

Result = dict[str, object] | InputRequiredResult
Again = Callable[[Line, "Call"], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class Call:
    """What a client asked for."""

    function: type[Function]
    arguments: Mapping[str, object]
    caller: str
    person: Person
    as_resource: bool = False
    """Whether it reads a resource."""


@dataclass(frozen=True, slots=True)
class Task:
    """One run of a job: its arguments, the account, the gate of its writes, and `again` to make another call."""

    line: Line
    call: Call
    checked: Function
    gate: Gate
    again: Again
    catalog: Catalog
    setup: Setup = USUAL

    def permit(self, function: type[Function]) -> None:
        """Raises NotAllowed for a function that no job may carry out here."""
        self.catalog.permit_inside(function)

    def now(self) -> datetime:
        """On the store's clock."""
        return datetime.fromtimestamp(self.gate.store.clock(), UTC)

    def offers(self, tool: str) -> bool:
        """Whether this tool can be called here."""
        return tool in self.catalog.offered


Job = Callable[[Task], Awaitable[Result]]
