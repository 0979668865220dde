"""How a call may be sent, and in which order the API checks it."""

import json
from pathlib import Path

import pytest

from cases.arguments import RIGHT
from sandbox.line import API, LOGIN, Line

pytestmark = pytest.mark.anyio
FACTS = json.loads((Path(__file__).parents[1] / "facts" / "functions.json").read_text(encoding="utf-8"))["functions"]
REQUIRED: dict[str, list[str]] = {
    name: [one["name"] for one in parameters if one["required"]] for name, parameters in FACTS.items()
}
STATUS = {
    "allowed_codecs": "missing_allowedcodecs",
    "attach_message": "missing_attachmessage",
    "auth_type": "missing_authtype",
    "billing_type": "missing_billingtype",
    "delete_message": "missing_deletemessage",
    "device_type": "missing_devicetype",
    "dtmf_mode": "missing_dtmfmode",
    "dst": "invalid_dst",
    "filtering": "missing_filter",
    "group": "missing_phonebook",
    "international_route": "missing_internationalroute",
    "location_id": "missing_location",
    "full_name": "missing_fullname",
    "lock_international": "missing_lockinternational",
    "member_name": "missing_name",
    "message": "message_empty",
    "music_on_hold": "missing_musiconhold",
    "phone_number": "missing_phonenumber",
    "play_instructions": "missing_playinstructions",
    "pop": "missing_serverpop",
    "say_callerid": "missing_saycallerid",
    "say_time": "missing_saytime",
    "skip_password": "missing_skippassword",
    "queue_language": "missing_language",
    "queue_name": "missing_name",
    "queue_number": "missing_number",
    "routing_match": "missing_routing",
    "routing_nomatch": "missing_routing",
    "voicemail": "missing_mailbox",
    "zip_code": "missing_zip",
}
"""Of parameters whose status is not `missing_` and their name."""
MESSAGES: dict[str, dict[str, str]] = {name: {"id": "missing_sms"} for name in ("deleteSMS", "deleteMMS")}
"""Of methods with a status of their own."""
USERS = {"unconnectDID": "reseller@example.com"}


def wire(name: str, value: object) -> str:
    """The value as a client sends it."""
    if isinstance(value, bool):
        return ("yes" if value else "no") if name == "ring_inuse" else str(int(value))
    return str(value)


def right(method: str) -> dict[str, str]:
    return {name: wire(name, value) for name, value in RIGHT[method].items()}


@pytest.mark.parametrize("way", ["query", "urlencoded", "multipart"])
async def test_a_call_may_come_as_query_form_or_multipart(way: str) -> None:
    line, fields = Line(), {**LOGIN, "method": "setDIDRouting", "did": "5145550110", "routing": "vm:101"}
    async with line.http() as http:
        if way == "query":
            answer = await http.get(API, params=fields)
        elif way == "urlencoded":
            answer = await http.post(API, data=fields)
        else:
            answer = await http.post(API, files={name: (None, value) for name, value in fields.items()})
    assert answer.json() == {"status": "success"}
    assert line.row("dids", did="5145550110")["routing"] == "vm:101"


async def test_a_refusal_is_http_200() -> None:
    answer = await Line().raw("nosuchMethod")
    assert (answer.status_code, answer.json()) == (200, {"status": "invalid_method"})


async def test_text_is_utf_8_and_a_plus_stays_a_plus() -> None:
    line = Line()
    await line.api("setForwarding", phone_number="5145550155", description="Zoë + Noël")
    assert line.row("forwardings", phone_number="5145550155")["description"] == "Zoë + Noël"


@pytest.mark.parametrize("name", LOGIN)
async def test_without_a_name_or_password_no_call_is_answered(name: str) -> None:
    assert await Line().status("getBalance", **{name: ""}) == "missing_credentials"


async def test_any_credentials_do_unless_some_are_given() -> None:
    line = Line(credentials={"office@example.com": "right"})
    assert await line.status("getBalance") == "invalid_credentials"
    assert await line.status("getBalance", api_password="right") == "success"


async def test_credentials_come_before_the_address_and_that_before_the_method() -> None:
    line = Line(credentials={"office@example.com": "right"})
    line.sandbox.set_access("100000", address_allowed=False)
    assert await line.status("nosuchMethod") == "invalid_credentials"
    assert await line.status("nosuchMethod", api_password="right") == "ip_not_enabled"


async def test_missing_comes_before_invalid_and_that_before_the_rules() -> None:
    line = Line()
    ivr = {**right("setIVR"), "name": "Main menu", "timeout": "11"}
    assert await line.status("setIVR", **{**ivr, "choices": ""}) == "missing_choices"
    assert await line.status("setIVR", **ivr) == "invalid_timeout"
    assert await line.status("setIVR", **{**ivr, "timeout": "5"}) == "used_name"


async def test_an_unknown_entry_is_told_after_what_is_missing() -> None:
    line = Line()
    assert await line.status("setDISA", disa="1", name="X") == "missing_pin"
    assert await line.status("setDISA", **{**right("setDISA"), "disa": "1"}) == "invalid_disa"


@pytest.mark.parametrize("method", [name for name, required in REQUIRED.items() if required])
async def test_missing_parameters_are_named_one_at_a_time_in_the_manuals_order(method: str) -> None:
    line, given, told = Line(), dict[str, str](), list[str]()
    for name in REQUIRED[method]:
        told.append(await line.status(method, **given))
        given[name] = right(method).get(name, "")
    own = {**STATUS, **MESSAGES.get(method, {})}
    assert told == [own.get(name, f"missing_{name}") for name in REQUIRED[method]]


@pytest.mark.parametrize("method", REQUIRED)
async def test_right_parameters_succeed(method: str) -> None:
    user = {"api_username": USERS.get(method, LOGIN["api_username"])}
    assert await Line().status(method, **right(method), **user) == "success"


async def test_values_are_text_as_the_api_sends_them() -> None:
    answer = await Line().api("getBalance", advanced="1")
    balance = answer["balance"]
    assert isinstance(balance, dict)
    assert balance["current_balance"] == "295.80000000"
    assert balance["calls_total"] == "3000"


async def test_an_area_that_is_on_no_list_is_refused() -> None:
    line = Line()
    assert await line.status("searchDIDsUSA", type="contains", query="555", state="ZZ") == "invalid_state"
    assert await line.status("getDIDsCAN", province="ZZ") == "invalid_province"
