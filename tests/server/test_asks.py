"""Which changes ask a person: what costs, what dials abroad, what opens a DISA, what risks emergency calls."""

from typing import Any

import pytest

from cases.arguments import RIGHT, SETTINGS
from cases.entries import world
from cases.office import ERAS, NO, Era, Office, Person, text
from voipms_server.catalog import Choice

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
FULL = Choice(profile="full")
MAIN = "5145550110"
"""It has E911, and the reception calls out with it."""
PLAIN = "5145550114"
RESELLER = {"office": "reseller@example.com"}
Arguments = dict[str, object]


def info(did: str = PLAIN, **changed: object) -> Arguments:
    """setDIDInfo with what it requires as the number has it."""
    usual = {**SETTINGS, "routing": "account:100000_Helene", "pop": 31, "dialtime": 30, "cnam": True, "billing_type": 1}
    return {"did": did, **usual, **changed}


async def questions(office: Office, tool: str, arguments: Arguments, era: Era = "2026-07-28") -> list[str]:
    """What a person is asked on the way; they say no, so that whatever asks is not done."""
    person = Person([NO])
    before = office.real(tool)
    async with office.client(era, person) as client:
        result = await client.call_tool(tool, arguments)
    if person.questions:
        assert "the person said no" in text(result)
        assert office.real(tool) == before
    else:
        assert not result.is_error, text(result)
        assert office.real(tool) == before + 1
    return person.questions


def prepared(rows: dict[tuple[str, str, str], dict[str, str]]) -> Office:
    """The office, with these fields of these rows."""
    office = Office(FULL, data=world())
    for (table, row_id, id_), fields in rows.items():
        office.row(table, **{row_id: id_}).update(fields)
    return office


OFF: dict[tuple[str, str, str], dict[str, str]] = {("dids", "did", PLAIN): {"cnam": "0", "transcribe": "0"}}
CHARGED: dict[str, tuple[str, Arguments, str]] = {
    "billing type": ("setDIDBillingType", {"did": PLAIN, "billing_type": 2}, "how VoIP.ms charges"),
    "billing type among settings": ("setDIDInfo", info(billing_type=2, cnam=False), "how VoIP.ms charges"),
    "caller names": ("setDIDInfo", info(cnam=True), "charges for cnam"),
    "caller names by the job": (
        "updateSettings",
        {"kind": "number", "id": PLAIN, "changes": {"cnam": True}},
        "charges for cnam",
    ),
    "transcripts": ("setDIDInfo", info(cnam=False, transcribe=True), "charges for transcribe"),
}


@eras
@pytest.mark.parametrize("case", CHARGED)
async def test_what_changes_the_charges_asks(case: str, era: Era) -> None:
    tool, arguments, why = CHARGED[case]
    (question,) = await questions(prepared(OFF), tool, arguments, era)
    assert why in question


ON: dict[tuple[str, str, str], dict[str, str]] = {
    ("dids", "did", PLAIN): {"cnam": "1", "transcribe": "1", "billing_type": "1"}
}
UNCHARGED: dict[str, Arguments] = {
    "off": info(cnam=False, transcribe=False),
    "unchanged": info(cnam=True, transcribe=True, billing_type=1),
    "left out": info(),
    "another setting": info(note="Hélène"),
}


@pytest.mark.parametrize("case", UNCHARGED)
async def test_what_charges_no_more_than_before_asks_nothing(case: str) -> None:
    assert await questions(prepared(ON), "setDIDInfo", UNCHARGED[case]) == []


DEAR = {
    "the United Kingdom": "011442079460958",
    "France": "+33155501234",
    "Cuba": "011535550123",
    "a satellite": "0118816555012",
    "Jamaica": "8765550123",
    "Jamaica's other code": "16585550123",
    "the Dominican Republic": "8095550123",
    "the Bahamas": "2425550123",
    "Barbados": "12465550123",
    "Bermuda": "4415550123",
    "Trinidad": "8685550123",
    "the Cayman Islands": "3455550123",
    "Sint Maarten": "7215550123",
    "Puerto Rico": "7875550123",
    "Guam": "6715550123",
    "11 digits of nowhere": "33155501234",
    "premium": "9005550123",
    "premium with 1": "19005550123",
    "premium abroad": "011449065550123",
}
CHEAP = {
    "Montreal": "5145550155",
    "Montreal with 1": "15145550155",
    "Montreal with +1": "+1 (514) 555-0155",
    "New York": "2125550155",
    "Alaska": "9075550155",
    "Hawaii": "8085550155",
    "Yukon": "8675550155",
    "toll-free": "8005550155",
    "newer toll-free": "8335550155",
    "a newer code of Ontario": "3435550155",
}


@pytest.mark.parametrize("place", DEAR)
async def test_a_forwarding_abroad_or_to_a_premium_number_asks(place: str) -> None:
    (question,) = await questions(Office(FULL, data=world()), "setForwarding", {"phone_number": DEAR[place]})
    assert "leave the United States and Canada, or are premium" in question


@pytest.mark.parametrize("place", CHEAP)
async def test_a_forwarding_within_the_us_and_canada_asks_nothing(place: str) -> None:
    assert await questions(Office(FULL, data=world()), "setForwarding", {"phone_number": CHEAP[place]}) == []


@eras
async def test_changing_a_forwarding_or_a_callback_to_a_number_abroad_asks(era: Era) -> None:
    abroad: dict[str, Arguments] = {
        "setForwarding": {"forwarding": "19183", "phone_number": DEAR["France"]},
        "setCallback": {**RIGHT["setCallback"], "callback": "2359", "number": DEAR["Jamaica"]},
    }
    for tool, arguments in abroad.items():
        assert len(await questions(Office(FULL, data=world()), tool, arguments, era)) == 1


async def test_a_forwarding_that_is_abroad_already_asks_nothing_for_its_other_fields() -> None:
    office = prepared({("forwardings", "forwarding", "19183"): {"phone_number": "011442079460958"}})
    changes: Arguments = {"kind": "forwarding", "id": "19183", "changes": {"description": "London"}}
    same: Arguments = {"forwarding": "19183", "phone_number": "011442079460958", "pause": 1}
    async with office.client(person=(person := Person([NO]))) as client:
        for tool, arguments in (("updateSettings", changes), ("setForwarding", same)):
            result = await client.call_tool(tool, arguments)
            assert not result.is_error, text(result)
    assert person.questions == []


async def test_moving_a_forwarding_back_home_asks_nothing() -> None:
    office = prepared({("forwardings", "forwarding", "19183"): {"phone_number": "011442079460958"}})
    assert await questions(office, "setForwarding", {"forwarding": "19183", "phone_number": CHEAP["Montreal"]}) == []


ROUTE = "disa:2114"
QUEUE: Arguments = {**RIGHT["setQueue"], "queue_number": 9}
OPENING: dict[str, tuple[str, Arguments]] = {
    "a number": ("setDIDRouting", {"did": PLAIN, "routing": ROUTE}),
    "a number's settings": ("setDIDInfo", info(routing=ROUTE)),
    "a number's failover when busy": ("setDIDInfo", info(failover_busy=ROUTE)),
    "a number's failover when unreachable": ("setDIDInfo", info(failover_unreachable=ROUTE)),
    "a number's failover when nobody answers": ("setDIDInfo", info(failover_noanswer=ROUTE)),
    "a menu": ("setIVR", {**RIGHT["setIVR"], "choices": f"1=vm:101;2={ROUTE}"}),
    "a menu with spaces": ("setIVR", {**RIGHT["setIVR"], "choices": f"1=vm:101 ; * = {ROUTE}"}),
    "an old menu": ("setIVR", {**RIGHT["setIVR"], "ivr": "4636", "choices": f"0={ROUTE}"}),
    "hours": ("setTimeCondition", {**RIGHT["setTimeCondition"], "routing_match": ROUTE}),
    "outside hours": ("setTimeCondition", {**RIGHT["setTimeCondition"], "routing_nomatch": ROUTE}),
    "a filter": ("setCallerIDFiltering", {**RIGHT["setCallerIDFiltering"], "routing": ROUTE}),
    "a filter's failover": ("setCallerIDFiltering", {**RIGHT["setCallerIDFiltering"], "failover_busy": ROUTE}),
    **{
        f"a queue's {name}": ("setQueue", {**QUEUE, f"fail_over_routing_{name}": ROUTE})
        for name in ("timeout", "full", "join_empty", "leave_empty", "join_unavail", "leave_unavail")
    },
    "by the job": ("updateSettings", {"kind": "queue", "id": "32208", "changes": {"fail_over_routing_full": ROUTE}}),
}


@pytest.mark.parametrize("case", OPENING)
async def test_pointing_something_at_a_disa_asks(case: str) -> None:
    tool, arguments = OPENING[case]
    (question,) = await questions(Office(FULL, data=world()), tool, arguments)
    assert "disa:2114 is a DISA: whoever calls and knows its PIN makes calls at the account's cost." in question


@eras
async def test_an_older_client_is_asked_the_same(era: Era) -> None:
    (question,) = await questions(Office(FULL, data=world()), *OPENING["a menu"], era)
    assert "is a DISA" in question


CLOSING: dict[str, tuple[dict[tuple[str, str, str], dict[str, str]], str, Arguments]] = {
    "a number": ({}, "setDIDRouting", {"did": "5145550121", "routing": "vm:101"}),
    "a number as it is": ({}, "setDIDRouting", {"did": "5145550121", "routing": ROUTE}),
    "a menu": (
        {("ivrs", "ivr", "4636"): {"choices": f"1={ROUTE};2=vm:101"}},
        "setIVR",
        {**RIGHT["setIVR"], "ivr": "4636", "choices": "2=vm:101"},
    ),
    "another key of a menu": (
        {("ivrs", "ivr", "4636"): {"choices": f"1={ROUTE};2=vm:101"}},
        "setIVR",
        {**RIGHT["setIVR"], "ivr": "4636", "choices": f"1={ROUTE};2=vm:102"},
    ),
    "a filter": (
        {("filters", "filtering", "18915"): {"routing": ROUTE}},
        "setCallerIDFiltering",
        {**RIGHT["setCallerIDFiltering"], "filter": "18915", "callerid": "0", "did": MAIN, "routing": "sys:busy"},
    ),
}


@pytest.mark.parametrize("case", CLOSING)
async def test_moving_away_from_a_disa_or_staying_there_asks_nothing(case: str) -> None:
    rows, tool, arguments = CLOSING[case]
    assert await questions(prepared(rows), tool, arguments) == []


async def test_a_second_disa_beside_the_first_asks() -> None:
    office = prepared({("ivrs", "ivr", "4636"): {"choices": f"1={ROUTE}"}})
    second = {**office.row("disas", disa="2114"), "disa": "2115", "name": "Second"}
    office.sandbox.world.accounts[0].table("disas").append(second)
    choices = f"1={ROUTE};2=disa:2115"
    (question,) = await questions(office, "setIVR", {**RIGHT["setIVR"], "ivr": "4636", "choices": choices})
    assert "disa:2115 is a DISA" in question


NOBODY = ("sys:hangup", "sys:busy", "sys:noservice", "sys:disconnected", "sys:echo", "sys:dtmf", "none:")
EMERGENCY = "a 911 operator who calls it back would reach nobody"


@pytest.mark.parametrize("route", NOBODY)
async def test_a_number_with_e911_led_to_nobody_asks(route: str) -> None:
    (question,) = await questions(Office(FULL, data=world()), "setDIDRouting", {"did": MAIN, "routing": route})
    assert EMERGENCY in question


@pytest.mark.parametrize("route", NOBODY)
async def test_a_number_without_e911_led_to_nobody_asks_nothing(route: str) -> None:
    assert await questions(Office(FULL, data=world()), "setDIDRouting", {"did": PLAIN, "routing": route}) == []


SOMEBODY = ("account:100000_John", "vm:101", "fwd:19183", "grp:4768", "ivr:4636", "queue:32208", "tc:1831")


@pytest.mark.parametrize("route", SOMEBODY)
async def test_a_number_with_e911_led_to_somebody_asks_nothing(route: str) -> None:
    assert await questions(Office(FULL, data=world()), "setDIDRouting", {"did": MAIN, "routing": route}) == []


async def test_a_number_with_e911_that_reaches_nobody_already_asks_nothing_for_its_other_settings() -> None:
    office = prepared({("dids", "did", MAIN): {"routing": "sys:busy"}})
    assert await questions_of_job(office, {"kind": "number", "id": MAIN, "changes": {"note": "Closed"}}) == []
    assert office.row("dids", did=MAIN)["note"] == "Closed"


async def test_a_failover_to_nobody_of_a_number_with_e911_asks_nothing() -> None:
    changes: Arguments = {"kind": "number", "id": MAIN, "changes": {"failover_busy": "sys:busy"}}
    assert await questions_of_job(Office(FULL, data=world()), changes) == []


async def test_a_filter_or_a_menu_that_leads_to_nobody_asks_nothing() -> None:
    filtered: Arguments = {**RIGHT["setCallerIDFiltering"], "did": MAIN, "routing": "sys:hangup"}
    assert await questions(Office(FULL, data=world()), "setCallerIDFiltering", filtered) == []
    assert await questions(Office(FULL, data=world()), "setIVR", {**RIGHT["setIVR"], "choices": "1=sys:hangup"}) == []


async def questions_of_job(office: Office, arguments: Arguments) -> list[str]:
    person = Person([NO])
    async with office.client(person=person) as client:
        await client.call_tool("updateSettings", arguments)
    return person.questions


@eras
async def test_all_reasons_are_one_question_that_says_what_is_there_today(era: Era) -> None:
    office = prepared({("dids", "did", MAIN): {"cnam": "0"}})
    arguments = info(MAIN, routing="none:", failover_busy=ROUTE, billing_type=2, cnam=True)
    (question,) = await questions(office, "setDIDInfo", arguments, era)
    assert EMERGENCY in question
    assert "is a DISA" in question
    assert "how VoIP.ms charges" in question
    assert "charges for cnam" in question
    assert 'routing: from "tc:1830" to "none:"' in question
    assert "undoChange can set it back." in question


@eras
@pytest.mark.parametrize("tool", ["cancelDID", "unconnectDID"])
async def test_losing_a_number_with_e911_names_it_and_those_who_call_out_with_it(tool: str, era: Era) -> None:
    office = Office(FULL, RESELLER, world())
    account = office.sandbox.world.account(RESELLER["office"])
    number = account.find("dids", did="6465550131")
    people = account.table("sub_accounts")
    assert number is not None
    number["e911"] = "1"
    people[0]["callerid_number"] = '"Ana Roy" <6465550131>'
    people.append(
        {**people[0], "id": "1", "account": "300000_Desk", "callerid_number": "-1", "default_e911": "6465550131"}
    )
    people.append({**people[0], "id": "2", "account": "300000_Other", "callerid_number": "6465550132"})
    person = Person([NO])
    arguments: dict[str, Any] = {"did": "6465550131", **({"test": False} if tool == "cancelDID" else {})}
    async with office.client(era, person) as client:
        await client.call_tool(tool, arguments)
    (question,) = person.questions
    assert "Emergency calls: E911 is on for this number" in question
    assert "300000_Client, 300000_Desk" in question
    assert "300000_Other" not in question
    assert office.real(tool) == 0


@pytest.mark.parametrize("tool", ["cancelDID", "unconnectDID"])
async def test_losing_a_number_without_e911_says_nothing_of_emergencies(tool: str) -> None:
    office, person = Office(FULL, RESELLER, world()), Person([NO])
    async with office.client(person=person) as client:
        await client.call_tool(tool, {"did": "6465550131", **({"test": False} if tool == "cancelDID" else {})})
    (question,) = person.questions
    assert "mergency" not in question


@eras
async def test_where_nobody_can_be_asked_what_asks_is_refused(era: Era) -> None:
    office = Office(FULL, data=world())
    async with office.client(era) as client:
        result = await client.call_tool("setDIDRouting", {"did": PLAIN, "routing": ROUTE})
    assert result.is_error
    assert office.real("setDIDRouting") == 0
    assert office.row("dids", did=PLAIN)["routing"] == "account:100000_Helene"


async def test_a_yes_to_one_route_is_none_to_another() -> None:
    """The entry is moved by somebody else while the person reads: they are asked anew, and told."""
    office = Office(FULL, data=world())

    class Slow(Person):
        async def __call__(self, context: Any, params: Any) -> Any:
            if not self.questions:
                office.row("dids", did=PLAIN)["routing"] = "vm:104"
            return await super().__call__(context, params)

    person = Slow()
    async with office.client(person=person) as client:
        result = await client.call_tool("setDIDRouting", {"did": PLAIN, "routing": ROUTE})
    assert not result.is_error, text(result)
    first, second = person.questions
    assert '"account:100000\\_Helene"' in first
    assert "changed after your yes" in second
    assert '"vm:104"' in second
