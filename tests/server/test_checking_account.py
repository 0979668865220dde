"""`checkAccount`: each fault alone is found, with its urgency and a fix that can be made; nothing else is."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from mcp.types import CallToolResult

from cases.api import Told
from cases.faults.checked import UNWELL, Unwell, called, disa, paid
from cases.faults.healthy import Healthy
from cases.faults.planted import sub
from cases.office import ERAS, NOON, Era, Office, Person, text
from server.test_diagnose import check_fix
from voipms_sandbox.rates import OUT_CANADA
from voipms_server.access import ASK, LATER, MEND, REFUSED
from voipms_server.checkup.table import CHECKS
from voipms_server.pin import Pin
from voipms_server.setup import Setup
from voipms_server.tracing.account import MOST_DEVICES
from voipms_server.zones import Zone

pytestmark = pytest.mark.anyio
SEEDS = (4, 44, 404)
ORDER = ["urgent", "soon", "worth knowing"]
eras = pytest.mark.parametrize("era", ERAS)
Spoil = Callable[[Office], object]


def office_of(account: Healthy, balance: str = "80.00", zone: str = "America/Toronto") -> Office:
    office = Office(data=account.data(balance), setup=Setup(zone=Zone(zone)))
    office.sandbox.world.clock.set(NOON, frozen=True)
    return office


async def checked(office: Office, era: Era = "2026-07-28") -> dict[str, Any]:
    async with office.client(era) as client:
        return told_by(await client.call_tool("checkAccount", {}))


async def of_answer(answer: object, era: Era = "2026-07-28") -> dict[str, Any]:
    """Of an account whose every answer is this."""
    async with Told(answer).client(era) as client:
        return told_by(await client.call_tool("checkAccount", {}))


def told_by(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


@pytest.mark.parametrize("unwell", UNWELL, ids=lambda one: one.id)
@pytest.mark.parametrize("seed", SEEDS)
async def test_a_planted_fault_is_found_alone_and_as_urgent_as_it_is(unwell: Unwell, seed: int) -> None:
    account = Healthy(seed, NOON)
    unwell.plant(account)
    told = await checked(office_of(account, unwell.balance))
    (finding, *_) = [one for one in told["findings"] if one["cause"] == unwell.cause]
    assert finding["urgency"] == unwell.urgency
    assert {one["cause"] for one in told["findings"]} <= {unwell.cause, *unwell.also}
    assert told["healthy"] is False
    assert told[unwell.urgency] >= 1


@pytest.mark.parametrize("seed", range(6))
@eras
async def test_nothing_is_found_on_a_healthy_account(seed: int, era: Era) -> None:
    told = await checked(office_of(Healthy(seed, NOON)), era)
    assert told["findings"] == []
    assert told["healthy"] is True
    assert told["checked"] == ["access", *CHECKS]
    assert told["unseen"]


async def test_every_finding_says_what_was_read_and_every_fix_is_a_call_that_exists() -> None:
    for unwell in UNWELL:
        account = Healthy(9, NOON)
        unwell.plant(account)
        office = office_of(account, unwell.balance)
        for one in (await checked(office))["findings"]:
            assert one["evidence"], one
            assert one["fix"], one
            for fix in one["fix"]:
                if "tool" in fix:
                    check_fix(fix)
                    await try_fix(office, fix)


async def try_fix(office: Office, fix: dict[str, Any]) -> None:
    """A fix that leaves nothing to choose is a whole call, and these only read."""
    if "choose" not in fix:
        async with office.client() as client:
            result = await client.call_tool(fix["tool"], fix["arguments"])
        assert not result.is_error, (fix, text(result))


async def test_the_most_urgent_comes_first() -> None:
    told = await checked(Office(setup=Setup(zone=Zone("America/Toronto"))))
    places = [ORDER.index(one["urgency"]) for one in told["findings"]]
    assert places == sorted(places)
    causes = {one["cause"] for one in told["findings"]}
    assert causes >= {"disa_weak_pin", "dangling", "unregistered", "number_unrouted"}


async def test_what_is_known_by_its_address_is_not_accused() -> None:
    """Such devices never show as registered."""
    account = Healthy(5, NOON)
    account.sub(account.names["a"]).update(auth_type="2", ip="198.51.100.7", password="")
    login = account.login(account.names["a"])
    account.tables["registrations"] = [row for row in account.tables["registrations"] if row["account"] != login]
    assert (await checked(office_of(account)))["findings"] == []


@pytest.mark.parametrize(
    ("code", "cause", "words"),
    [
        ("invalid_credentials", "credentials_wrong", "does not accept the user or the API password"),
        ("api_not_enabled", "api_off", "The API is off"),
        ("ip_not_enabled", "address_not_allowed", "Allow 203.0.113.7 in the portal"),
        ("method_maintenance", "refused", "Try again later"),
    ],
)
@eras
async def test_an_account_that_lets_nobody_in_is_told_with_what_to_do(
    code: str, cause: str, words: str, era: Era
) -> None:
    office = office_of(Healthy(1, NOON))
    office.sandbox.faults.plan(f"status:{code}", "getBalance", count=9)
    told = await checked(office, era)
    (finding,) = told["findings"]
    assert finding["cause"] == cause
    assert words in finding["words"]
    assert finding["fix"][0]["words"] == (ASK if cause == "refused" else MEND)
    assert set(office.calls) <= {"getBalance", "getIP"}


@pytest.mark.parametrize(
    ("answer", "cause", "mend"),
    [
        (b"<html>503</html>", "provider_trouble", LATER),
        ({"status": "api_limit_exceeded"}, "rate_limited", REFUSED["api_limit_exceeded"].mend),
    ],
)
@eras
async def test_trouble_on_the_way_is_no_matter_of_credentials(answer: object, cause: str, mend: str, era: Era) -> None:
    (finding,) = (await of_answer(answer, era))["findings"]
    assert finding["cause"] == cause
    assert finding["fix"] == [{"words": mend}]


@pytest.mark.parametrize("answer", [{"status": "success"}, {"status": "success", "balance": "none"}], ids=str)
async def test_a_balance_that_cannot_be_read_is_no_good_balance(answer: object) -> None:
    told = await of_answer(answer)
    assert "balance_unreadable" in [one["cause"] for one in told["findings"]]


async def test_devices_whose_registration_is_not_told_are_named_and_not_called_healthy() -> None:
    account = Healthy(6, NOON)
    office = office_of(account)
    office.sandbox.faults.plan("status:method_maintenance", "getRegistrationStatus", count=99)
    told = await checked(office)
    assert told["findings"] == []
    assert told["not_read"] == sorted(row["account"] for row in account.tables["sub_accounts"])
    assert told["healthy"] is False


async def test_a_large_account_is_asked_for_some_devices_and_the_others_are_named() -> None:
    account = Healthy(6, NOON)
    first = account.tables["sub_accounts"][0]
    more = [account.login(f"More{n}") for n in range(MOST_DEVICES)]
    account.tables["sub_accounts"] += [{**first, "id": str(n), "account": one} for n, one in enumerate(more)]
    office = office_of(account)
    told = await checked(office)
    assert office.calls.count("getRegistrationStatus") == MOST_DEVICES
    assert len(told["not_asked"]) == len(account.tables["sub_accounts"]) - MOST_DEVICES
    assert told["healthy"] is False


async def test_an_order_is_paid_once_and_does_not_shorten_how_long_the_balance_lasts() -> None:
    account = Healthy(8, NOON)
    paid("-60.00", 10, "Order of 10 numbers", "SETUP")(account)
    told = await checked(office_of(account))
    assert [one["cause"] for one in told["findings"]] == ["charges_grew"]


async def test_a_disa_is_led_to_by_its_whole_id() -> None:
    """Another one, whose id begins with the same digits, is not."""
    account = Healthy(8, NOON)
    disa("805316", led=True)(account)
    (row,) = account.tables["disas"]
    account.tables["disas"].append({**row, "disa": row["disa"][:2]})
    told = await checked(office_of(account))
    assert {one["entry"]: one["cause"] for one in told["findings"]} == {
        f"disa:{row['disa']}": "disa_reachable",
        f"disa:{row['disa'][:2]}": "disa_there",
    }


async def test_what_911_sees_is_asked_of_numbers_that_have_a_place() -> None:
    """The number for emergencies goes before the caller ID; a toll-free number is at no place."""
    account = Healthy(8, NOON)
    number = account.number("direct")
    number.update(e911="0")
    for row in account.tables["sub_accounts"]:
        row.update(default_e911=account.dids["menu"])
    account.number("menu").update(e911="1")
    assert (await checked(office_of(account)))["findings"] == []
    account.tables["dids"].append({**number, "did": "8005550119"})
    account.tables["sub_accounts"][0].update(default_e911="", callerid_number='"Sales" <8005550119>')
    assert (await checked(office_of(account)))["findings"] == []


async def test_an_account_that_is_bound_to_an_address_is_not_said_to_be_open() -> None:
    account = Healthy(8, NOON)
    sub("a", lock_international="0", enable_ip_restriction="1", ip_restriction="198.51.100.20")(account)
    sub("b", lock_international="0")(account)
    told = await checked(office_of(account))
    words = {one["entry"].rpartition("_")[2]: one["words"] for one in told["findings"]}
    assert "any address" not in words[account.names["a"]]
    assert "any address" in words[account.names["b"]]


async def test_a_check_that_cannot_be_made_is_named_and_is_no_good_result() -> None:
    office = office_of(Healthy(2, NOON))
    office.sandbox.faults.plan("status:api_not_enabled", "getDISAs", count=9)
    told = await checked(office)
    assert "api_not_enabled" in told["not_checked"]["DISA"]
    assert "DISA" not in told["checked"]
    assert told["healthy"] is False


async def test_night_is_the_users_night() -> None:
    """Three in the morning in Toronto is eight in Paris."""
    account = Healthy(3, NOON)
    next(one for one in UNWELL if one.cause == "expensive_at_night").plant(account)
    told = await checked(office_of(account, zone="Europe/Paris"))
    assert "expensive_at_night" not in [one["cause"] for one in told["findings"]]


async def test_an_account_that_calls_every_night_does_nothing_new() -> None:
    account = Healthy(3, NOON)
    for days in range(1, 35):
        called(OUT_CANADA, "5145550177", days, 2, 5, 1)(account)
    told = await checked(office_of(account))
    assert [one["cause"] for one in told["findings"]] == ["numbers_idle"]


@eras
async def test_no_secret_is_shown(era: Era) -> None:
    office = Office()
    secrets = [
        row[name]
        for table, name in (("sub_accounts", "password"), ("disas", "pin"), ("voicemails", "password"))
        for row in office.sandbox.world.accounts[0].table(table)
        if row[name]
    ]
    told = json.dumps(await checked(office, era))
    assert not [secret for secret in secrets if f'"{secret}"' in told or f" {secret} " in told]


async def test_a_change_of_unknown_outcome_is_found() -> None:
    office = office_of(Healthy(7, NOON))
    did = next(iter(office.sandbox.world.accounts[0].table("dids")))["did"]
    office.sandbox.faults.plan("reset_before_effect", "setDIDRouting")
    async with office.client(person=Person()) as client:
        await client.call_tool("setDIDRouting", {"did": did, "routing": "sys:busy"})
    office.sandbox.world.clock.move(600)
    (change,) = office.changes
    told = await checked(office)
    found = [one for one in told["findings"] if one["cause"] == "change_unknown"]
    assert [one["words"] for one in found] == [
        f"It is unknown whether change {change.number} (setDIDRouting) was done."
    ]


async def test_what_waits_for_a_yes_is_found() -> None:
    office = Office()
    Pin(office.store).replace("402917")
    async with office.client() as client:
        result = await client.call_tool("setForwarding", {"phone_number": "8765550155", "description": "Kingston"})
    assert "code" in text(result)
    told = await checked(office)
    assert "waiting_for_yes" in [one["cause"] for one in told["findings"]]


async def test_each_list_is_read_once() -> None:
    office = Office()
    await checked(office)
    once = [name for name in office.calls if name not in ("getRegistrationStatus", "getStaticMembers")]
    assert len(once) == len(set(once))
