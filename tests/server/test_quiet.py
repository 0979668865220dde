"""Quiet by default: ordinary work asks nobody anything, and what asks, asks once."""

from typing import Any

import pytest
from mcp import Client

from cases.arguments import NEEDED, RIGHT
from cases.office import ERAS, YES, Era, Office, Person, text
from voipms_server.catalog import Choice

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
READS: tuple[tuple[str, dict[str, object]], ...] = (
    ("getDIDsInfo", {}),
    ("getSubAccounts", {}),
    ("getForwardings", {}),
    ("getRingGroups", {}),
    ("getQueues", {}),
    ("getStaticMembers", NEEDED["getStaticMembers"]),
    ("getCDR", NEEDED["getCDR"]),
    ("getBalance", {}),
    ("searchDIDsCAN", RIGHT["searchDIDsCAN"]),
)
ROUTES: tuple[tuple[str, dict[str, object]], ...] = (
    ("setDIDRouting", {"did": "5145550112", "routing": "grp:4768"}),
    ("setDIDRouting", {"did": "5145550113", "routing": "vm:103"}),
    ("setDIDVoicemail", {"did": "5145550113", "voicemail": "103"}),
    ("updateSettings", {"kind": "number", "id": "5145550114", "changes": {"failover_busy": "grp:4768"}}),
    ("updateSettings", {"kind": "time_condition", "id": "1831", "changes": {"routing_nomatch": "ivr:4638"}}),
)
ORDER: dict[str, object] = {**RIGHT["orderDID"], "routing": "account:100000_Reception", "test": False}
REPLY: dict[str, object] = {"did": "5145550110", "dst": "5145550160", "message": "We are open until 17:00."}


async def done(client: Client, tool: str, arguments: dict[str, object]) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, (tool, text(result))
    assert result.structured_content is not None
    return result.structured_content


async def hour(client: Client, office: Office) -> None:
    """Ten things are looked up, five routes changed, two entries made and removed again, one message answered."""
    for tool, arguments in READS:
        await done(client, tool, arguments)
    for tool, arguments in ROUTES:
        assert (await done(client, tool, arguments))["done"] is True
    forwarding = await done(client, "setForwarding", {"phone_number": "5145550177", "description": "Temporary"})
    filtered = await done(client, "setCallerIDFiltering", RIGHT["setCallerIDFiltering"])
    await done(client, "delForwarding", {"forwarding": forwarding["forwarding"]})
    await done(client, "delCallerIDFiltering", {"filtering": filtered["filter"]})
    office.sandbox.inbound_sms("5145550110", "5145550160", "When do you close?")
    await done(client, "getSMS", {"contact": "5145550160"})
    await done(client, "sendSMS", REPLY)


@eras
async def test_an_hour_of_ordinary_work_asks_nothing(era: Era) -> None:
    office, person = Office(Choice(profile="full")), Person()
    async with office.client(era, person) as client:
        await hour(client, office)
        changes = await done(client, "listChanges", {})
    assert person.questions == []
    assert changes["total"] == 10


@eras
async def test_it_is_done_by_a_client_that_can_ask_nobody_too(era: Era) -> None:
    office = Office(Choice(profile="full"))
    async with office.client(era) as client:
        await hour(client, office)
    assert office.approvals == []


@eras
async def test_one_order_asks_once(era: Era) -> None:
    office, person = Office(Choice(profile="full")), Person([YES])
    async with office.client(era, person) as client:
        await hour(client, office)
        await done(client, "orderDID", ORDER)
    assert (len(person.questions), office.real("orderDID")) == (1, 1)
