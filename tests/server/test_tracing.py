"""`traceRouting` through the tool: what it says, what it reads, and what it refuses."""

from typing import Any

import pytest

from cases.large import Large
from cases.office import ERAS, NOON, Era, Office, text
from voipms_server.setup import Setup
from voipms_server.tracing.account import MOST_DEVICES
from voipms_server.zones import Zone

pytestmark = pytest.mark.anyio
LISTS = ("getDIDsInfo", "getCallerIDFiltering", "getTimeConditions", "getIVRs", "getRingGroups", "getQueues")


async def traced(office: Office, era: Era = "2026-07-28", **arguments: object) -> dict[str, Any]:
    office.sandbox.world.clock.set(NOON, frozen=True)
    async with office.client(era) as client:
        result = await client.call_tool("traceRouting", arguments)
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


async def refused(**arguments: object) -> str:
    async with Office().client() as client:
        result = await client.call_tool("traceRouting", arguments)
    assert result.is_error
    return text(result)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("did", ["5145550110", "5145550111", "5145550113", "5145550114", "4385550115", "3055550118"])
async def test_the_path_is_the_one_of_a_call_that_nobody_picks_up(did: str, era: Era) -> None:
    office = Office()
    trace = await traced(office, era, did=did, caller="5145550160")
    phones = [f"{h}:{row[f]}" for h, t, f in PHONES for row in office.sandbox.world.accounts[0].table(t)]
    call = office.sandbox.call_in(did, "5145550160", answers=dict.fromkeys(phones, "never"))
    ends = {"left a message": "voicemail"}
    assert trace["ends"] == ends.get(call.end, call.end)


PHONES = (("account", "sub_accounts", "account"), ("fwd", "forwardings", "forwarding"), ("sip", "sipuris", "sipuri"))


async def test_each_list_is_read_once_and_only_if_it_is_reached() -> None:
    office = Office()
    await traced(office, did="5145550110")
    assert all(office.calls.count(name) == 1 for name in LISTS)
    assert not {"getSIPURIs", "getCallbacks", "getDISAs", "getPhonebook"} & set(office.calls)


async def test_a_large_account_takes_as_many_calls_as_a_small_one() -> None:
    """500 entries within reach: a call for each list, and no more than 25 for registrations."""
    large = Large(NOON, numbers=300, entries=500)
    office = Office(data=large.data(), setup=Setup(zone=Zone("America/Toronto")))
    trace = await traced(office, did=large.dids[0])
    lists = [name for name in office.calls if name != "getRegistrationStatus"]
    assert len(lists) == len(set(lists))
    assert office.calls.count("getRegistrationStatus") <= MOST_DEVICES
    assert trace["mermaid"].count("Menu ") == large.each


async def test_hours_are_those_of_us_eastern_whatever_the_users_zone_is() -> None:
    office = Office(setup=Setup(zone=Zone("America/Vancouver")))
    early = await traced(office, did="5145550110", at="05:59")
    assert "does not match at Tue 08:59 Eastern" in " ".join(early["path"])
    assert "Tue 05:59 in America/Vancouver" in early["text"]
    late = await traced(office, did="5145550110", at="06:00")
    assert "matches at Tue 09:00 Eastern, on the edge" in " ".join(late["path"])


async def test_a_filter_that_catches_the_caller_is_on_the_path() -> None:
    trace = await traced(Office(), did="5145550110", caller="anonymous")
    assert trace["ends"] == "busy"
    assert [one["cause"] for one in trace["findings"]][:1] == ["filter_catches"]


async def test_all_gives_one_line_for_each_number() -> None:
    office = Office()
    trace = await traced(office, did="all")
    numbers = [row["did"] for row in office.sandbox.world.accounts[0].table("dids")]
    assert trace["total"] == len(numbers)
    assert all(did in line for did, line in zip(numbers, trace["numbers"], strict=True))
    assert all(office.calls.count(name) == 1 for name in LISTS)


async def test_a_routing_is_traced_without_a_number() -> None:
    trace = await traced(Office(), routing="ivr:4637")
    assert trace["ends"] == "hung up"
    assert any("forwarding 16006" in line for line in trace["other_ways"])


async def test_an_unknown_header_is_an_unknown_end() -> None:
    office = Office()
    office.row("dids", did="5145550140")["routing"] = "did:5145550199"
    trace = await traced(office, did="5145550140")
    assert trace["ends"] == "unknown"
    assert [one["cause"] for one in trace["findings"]] == ["unknown_target"]


async def test_secrets_of_what_it_passes_are_not_told() -> None:
    office = Office()
    told = str([await traced(office, did=did) for did in ("5145550121", "4385550115", "5145550110")])
    for table, field in (("disas", "pin"), ("queues", "queue_password"), ("voicemails", "password")):
        assert office.sandbox.world.accounts[0].table(table)[0][field] not in told


async def test_names_cannot_break_out_of_the_flowchart() -> None:
    office = Office()
    office.row("ivrs", ivr="4636")["name"] = 'x"] --> n0\nclick n0 "javascript:alert(1)" <b>%%end'
    chart = (await traced(office, did="5145550110"))["mermaid"]
    assert not any(line.startswith("click") for line in chart.splitlines())
    assert "<b>" not in chart
    assert chart.startswith("flowchart TD\n")


async def test_what_is_misspelt_is_refused_in_a_sentence() -> None:
    assert "give did" in await refused()
    assert "not both" in await refused(did="5145550110", routing="ivr:4636")
    assert "There is no number 5145550199" in await refused(did="5145550199")
    assert "neither a number" in await refused(did="5145550110", caller="my aunt")
    assert "is not a route" in await refused(routing="nowhere")


async def test_a_client_that_draws_no_pictures_is_not_given_one() -> None:
    async with Office().client() as client:
        result = await client.call_tool("traceRouting", {"did": "5145550110"})
    assert "mcp-voipms/routing-map" not in (result.meta or {})
    assert "map" not in (result.structured_content or {})
