"""Every job that looks into an account says which of several is meant, and looks into no other."""

import pytest

from cases.office import ERAS, Era, Office, text

pytestmark = pytest.mark.anyio
TWO = {"office": "office@example.com", "solo": "solo@example.com"}
SOLO = "3055550130"
ASKED: dict[str, dict[str, object]] = {
    "find": {"text": SOLO},
    "traceRouting": {"did": SOLO},
    "diagnose": {"symptom": "calls do not arrive", "did": SOLO},
    "checkAccount": {},
    "listCalls": {},
    "explainCharges": {"period": "last month"},
}


@pytest.mark.parametrize("tool", ASKED)
@pytest.mark.parametrize("era", ERAS)
async def test_the_account_must_be_said_and_is_the_only_one_looked_into(tool: str, era: Era) -> None:
    office = Office(accounts=TWO)
    async with office.client(era) as client:
        refused = await client.call_tool(tool, ASKED[tool])
        found = await client.call_tool(tool, {**ASKED[tool], "voipms_account": "solo"})
    assert "say which one with voipms_account" in text(refused)
    assert not found.is_error, text(found)
    assert found.structured_content is not None
    assert found.structured_content["voipms_account"] == "solo"
    assert {call.account for call in office.sandbox.log} == {"200000"}
    assert "100000" not in text(found)
