"""A yes to a plan that was used: nothing is sent again, and what became of it is told, whatever is for sale by then."""

from typing import Any

import pytest
from mcp.types import CallToolResult, InputRequiredResult

from cases.office import ERAS, YES, Era, Office, Person, text
from cases.plans import CELL, approved, writes
from voipms_server.pin import Pin

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
ORDER: dict[str, Any] = {
    "tool": "orderDID",
    "arguments": {
        "did": "5145550101",
        "routing": "fwd:${cell}",
        "pop": 31,
        "dialtime": 60,
        "cnam": False,
        "billing_type": 1,
    },
}
CALLS: dict[str, dict[str, Any]] = {
    "applyPlan": {"steps": [CELL, ORDER]},
    "orderNumber": {"where": "514", "number": "5145550101", "with": {"voicemail": "101"}},
}
calls = pytest.mark.parametrize("tool", CALLS)
USED = "This yes was used already"


@calls
@eras
async def test_the_code_of_a_used_yes_tells_what_became_of_the_order(era: Era, tool: str) -> None:
    office = Office()
    Pin(office.store).replace("402913")
    async with office.client(era) as client:
        waits = await client.call_tool(tool, CALLS[tool])
        assert waits.structured_content is not None, text(waits)
        code = waits.structured_content["code"]
        approved(office, code)
        first = await client.call_tool("finishApproved", {"code": code})
        sent = writes(office)
        again = await client.call_tool("finishApproved", {"code": code})
    assert first.structured_content is not None, text(first)
    assert first.structured_content["done"] is True
    assert again.structured_content is not None, text(again)
    assert USED in again.structured_content["note"]
    assert again.structured_content["group"] == first.structured_content["group"]
    assert writes(office) == sent
    assert office.real("orderDID") == 1


@calls
async def test_an_answer_that_is_brought_back_again_tells_what_became_of_the_order(tool: str) -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        asked = await client.session.call_tool(tool, CALLS[tool], allow_input_required=True)
        assert isinstance(asked, InputRequiredResult)

        async def present() -> CallToolResult:
            result = await client.session.call_tool(
                tool,
                CALLS[tool],
                allow_input_required=True,
                input_responses={"confirm": YES},
                request_state=asked.request_state,
            )
            assert isinstance(result, CallToolResult)
            return result

        first, again = await present(), await present()
    assert first.structured_content is not None, text(first)
    assert first.structured_content["done"] is True
    assert again.structured_content is not None, text(again)
    assert USED in again.structured_content["note"]
    assert office.real("orderDID") == 1
