"""What looks into an account meets answers of every kind: it tells what it could not read, and never breaks."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcp.types import CallToolResult

from cases.api import Told
from cases.office import NOON, Office, text
from voipms_sandbox.faults import Fault
from voipms_server.setup import Setup
from voipms_server.zones import Zone

pytestmark = pytest.mark.anyio
ASKED: dict[str, dict[str, object]] = {
    "find": {"text": "anne"},
    "traceRouting": {"did": "5145550110"},
    "diagnose": {"symptom": "calls do not arrive", "did": "5145550110"},
    "checkAccount": {},
    "listCalls": {"since": "2026-11-20"},
    "explainCharges": {"period": "last month"},
}
COMPLAINTS = ("calls do not arrive", "the bill is higher", "where is my port", "texts do not arrive", "nothing works")
BROKEN = "failed inside this server"


def office(kind: str) -> Office:
    made = Office(setup=Setup(zone=Zone("America/Toronto")))
    made.sandbox.world.clock.set(NOON, frozen=True)
    made.sandbox.faults.plan(kind, "*", count=999)
    return made


async def asked(office: Office, tool: str, arguments: dict[str, object]) -> CallToolResult:
    async with office.client() as client:
        return await client.call_tool(tool, arguments)


@pytest.mark.parametrize("tool", ASKED)
async def test_values_of_other_types_give_the_same_answer(tool: str) -> None:
    plain = Office(setup=Setup(zone=Zone("America/Toronto")))
    plain.sandbox.world.clock.set(NOON, frozen=True)
    right = await asked(plain, tool, ASKED[tool])
    found = await asked(office(Fault.MIXED_TYPES), tool, ASKED[tool])
    assert not found.is_error, text(found)
    assert found.structured_content == right.structured_content


@pytest.mark.parametrize("tool", ASKED)
async def test_a_list_of_one_may_come_bare(tool: str) -> None:
    """The sandbox then tells the first row of each list only."""
    found = await asked(office(Fault.BARE_OBJECT), tool, ASKED[tool])
    assert not found.is_error, text(found)


NOTHING: tuple[object, ...] = ("", [], {}, {"status": None}, {"status": "no_such_status"}, {"status": "ip_not_enabled"})


@pytest.mark.parametrize("answer", NOTHING, ids=str)
@pytest.mark.parametrize("tool", ASKED)
async def test_an_answer_that_is_none_is_told_and_is_no_empty_account(tool: str, answer: object) -> None:
    async with Told(answer).client("2026-07-28") as client:
        found = await client.call_tool(tool, ASKED[tool])
    told = text(found)
    assert BROKEN not in told
    assert found.is_error or any(word in told for word in TOLD), told
    if found.structured_content is not None:
        assert found.structured_content.get("healthy") is not True


TOLD = ("not_read", "not_checked", "could not be", "provider_trouble", "address_not_allowed", "refused")


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 10**12), st.floats(allow_nan=False), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)
NAMES: st.SearchStrategy[str] = st.sampled_from(
    "did routing account members choices recording callerid date total uniqueid call_logs next_billing pin password "
    "disa queue ivr value description name phone_number lock_international status portid numbers balance".split()
)
ROWS = st.lists(st.dictionaries(NAMES, JUNK, max_size=6), max_size=3)
KEYS = (
    "dids accounts cdr transactions forwardings ivrs queues recordings ring_groups timecondition disa voicemails "
    "sipuris callbacks filtering phonebooks members list messages sms balance registrations call_hunting".split()
)


@pytest.mark.parametrize("tool", ASKED)
@given(rows=ROWS, complaint=st.sampled_from(COMPLAINTS))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
async def test_rows_of_any_content_break_nothing(tool: str, rows: object, complaint: str) -> None:
    answer: dict[str, object] = {"status": "success", **dict.fromkeys(KEYS, rows)}
    api = Told(answer)
    arguments: dict[str, Any] = dict(ASKED[tool])
    if tool == "diagnose":
        arguments["symptom"] = complaint
    async with api.client("2026-07-28") as client:
        result = await client.call_tool(tool, arguments)
    assert BROKEN not in text(result), json.dumps(rows)
