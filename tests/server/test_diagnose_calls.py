"""`diagnose` about one call: its record and its log, and what was changed since."""

from typing import Any

import pytest

from cases.faults.healthy import Healthy
from cases.office import NOON, Office, text
from voipms_server.setup import Setup
from voipms_server.zones import Zone

pytestmark = pytest.mark.anyio
AT = "2026-11-24T12:00"
CALLER = "5145550160"


def office_of(account: Healthy) -> Office:
    office = Office(data=account.data(), setup=Setup(zone=Zone("America/Toronto")))
    office.sandbox.world.clock.set(NOON, frozen=True)
    return office


async def causes(office: Office, **arguments: object) -> list[dict[str, Any]]:
    async with office.client() as client:
        result = await client.call_tool("diagnose", {"at": AT, "caller": CALLER, **arguments})
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content["causes"]


@pytest.mark.parametrize("seed", [3, 30])
async def test_a_phone_that_was_busy_then_is_told_from_the_log(seed: int) -> None:
    account = Healthy(seed, NOON)
    office = office_of(account)
    phone = f"account:{account.login(account.names['a'])}"
    office.sandbox.call_in(account.dids["direct"], CALLER, answers={phone: "busy"})
    found = await causes(office, symptom="calls go straight to voicemail", did=account.dids["direct"])
    assert [one["cause"] for one in found] == ["was_busy"]
    assert "getCDR" in found[0]["evidence"][0]


async def test_a_device_that_was_away_then_and_is_back_is_told_from_the_log() -> None:
    account = Healthy(4, NOON)
    office = office_of(account)
    registrations = office.sandbox.world.accounts[0].table("registrations")
    kept = list(registrations)
    registrations.clear()
    office.sandbox.call_in(account.dids["direct"], CALLER)
    registrations.extend(kept)
    found = await causes(office, symptom="calls do not arrive", did=account.dids["direct"])
    assert [one["cause"] for one in found] == ["was_unregistered"]


async def test_a_call_of_which_there_is_no_record_never_arrived() -> None:
    account = Healthy(5, NOON)
    found = await causes(office_of(account), symptom="calls do not arrive", did=account.dids["direct"])
    assert [one["cause"] for one in found] == ["never_arrived"]


async def test_a_call_that_was_taken_gives_nothing_to_accuse() -> None:
    account = Healthy(6, NOON)
    office = office_of(account)
    office.sandbox.call_in(account.dids["direct"], CALLER)
    assert await causes(office, symptom="calls do not arrive", did=account.dids["direct"]) == []


async def test_what_was_changed_since_the_call_is_named_with_the_change() -> None:
    account = Healthy(8, NOON)
    account.number("direct")["routing"] = f"vm:{account.ids['box']}"
    office = office_of(account)
    office.sandbox.call_in(account.dids["direct"], CALLER)
    office.sandbox.world.clock.move(300)
    back = {"did": account.dids["direct"], "routing": f"account:{account.login(account.names['a'])}"}
    async with office.client() as client:
        result = await client.call_tool("setDIDRouting", back)
    assert not result.is_error, text(result)
    found = await causes(office, symptom="calls go straight to voicemail", did=account.dids["direct"])
    assert [one["cause"] for one in found] == ["changed_since"]
    assert found[0]["fix"][0]["tool"] == "undoChange"


@pytest.mark.parametrize("word", ["zzz", "hello world"])
async def test_a_symptom_like_none_of_the_table_is_answered_with_the_table(word: str) -> None:
    async with Office().client() as client:
        result = await client.call_tool("diagnose", {"symptom": word})
    assert result.is_error
    assert "calls go straight to voicemail" in text(result)
