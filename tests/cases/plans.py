"""Plans against the simulated office: what they leave behind, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mcp.types import CallToolResult

from cases.office import Era, Office, Person, text
from voipms_sandbox.diff import Difference

MAIN, SECOND = "5145550110", "5145550111"
CELL: dict[str, object] = {
    "tool": "setForwarding",
    "name": "cell",
    "arguments": {"phone_number": "5145550199", "description": "The cell"},
}
TO_CELL: dict[str, object] = {"tool": "setDIDRouting", "arguments": {"did": MAIN, "routing": "fwd:${cell}"}}
EVERY: dict[str, object] = {
    "tool": "setDIDPOP",
    "each": {"kind": "number", "where": {}},
    "arguments": {"did": "${each}", "pop": "7"},
}
Steps = Sequence[Mapping[str, object]]


@dataclass
class Told:
    """What the client got, and what the account looks like since."""

    result: CallToolResult
    changed: list[Difference]

    @property
    def answer(self) -> dict[str, Any]:
        assert not self.result.is_error, text(self.result)
        assert self.result.structured_content is not None
        return self.result.structured_content

    @property
    def refusal(self) -> str:
        assert self.result.is_error, text(self.result)
        return text(self.result)


async def apply(
    office: Office, person: Person, era: Era = "2026-07-28", *, tool: str = "applyPlan", **arguments: object
) -> Told:
    """One call of applyPlan, or of another tool."""
    before = office.sandbox.snapshot()
    async with office.client(era, person) as client:
        result = await client.call_tool(tool, arguments)
    return Told(result, changed(office, before))


def changed(office: Office, since: str) -> list[Difference]:
    """Every row of the account that is not as it was, but for what counts the next id."""
    return [one for one in office.sandbox.diff(since) if one.table != "meta"]


Row = Mapping[str, str]
Fields = dict[tuple[str, str], dict[str, str | None]]


def became(found: Sequence[Difference]) -> Fields:
    """By table and row: the fields that are not as they were, with what they hold now; None where they are gone."""
    return {(one.table, one.row): fields(one.before, one.after) for one in found}


def fields(before: Row | None, after: Row | None) -> dict[str, str | None]:
    """The fields of a row that are not as they were."""
    was, is_ = before or {}, after or {}
    return {name: is_.get(name) for name in {**was, **is_} if was.get(name) != is_.get(name)}


def writes(office: Office) -> list[str]:
    """What was sent that is not a reading or a rehearsal."""
    return [
        call.method
        for call in office.sandbox.log
        if not call.method.startswith(("get", "search")) and "test" not in call.params
    ]
