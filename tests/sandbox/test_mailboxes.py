"""What mailboxes hold, what was said, ports, prices and E911, as the API would tell it."""

import pytest

from cases.arguments import NEEDED
from sandbox.line import CALLER, MAIN, Line
from voipms_sandbox.plain import list_of, object_of

pytestmark = pytest.mark.anyio
DIRECT = "5145550113"
"""Its phone is not registered: callers come to mailbox 103."""
DAYS = {"date_from": "2026-11-01", "date_to": "2026-11-24"}
SPOKEN = {**DAYS, "mailbox": "100", "folder": "INBOX"}
ADDRESS = {name: str(value) for name, value in NEEDED["e911Validate"].items()}


async def test_a_message_that_a_caller_leaves_is_the_newest_of_the_inbox() -> None:
    line = Line()
    line.route(DIRECT, "vm:103")
    before = await line.rows("getVoicemailMessages", "messages", mailbox="103")
    line.sandbox.call_in(DIRECT, CALLER)
    after = await line.rows("getVoicemailMessages", "messages", mailbox="103")
    assert after[:-1] == before
    assert after[-1]["message_num"] == str(len(before) + 1)
    assert (after[-1]["folder"], after[-1]["listened"], after[-1]["duration"]) == ("INBOX", "no", "00:00:20")
    assert CALLER in after[-1]["callerid"]
    assert line.row("voicemails", mailbox="103")["new"] == str(len(before) + 1)


async def test_what_was_said_is_there_where_the_mailbox_writes_it_down() -> None:
    line = Line()
    for transcription in ("no", "yes"):
        line.row("voicemails", mailbox="103")["transcription"] = transcription
        line.route(DIRECT, "vm:103")
        line.sandbox.call_in(DIRECT, CALLER)
    rows = await line.rows("getVoicemailTranscriptions", "messages", **{**SPOKEN, "mailbox": "103"})
    assert [row["result"] for row in rows] == ["(simulated message) Please call me back."]


async def test_messages_are_narrowed_by_folder_and_days() -> None:
    line = Line()
    assert len(await line.rows("getVoicemailMessages", "messages", mailbox="100")) == 3
    old = await line.rows("getVoicemailMessages", "messages", mailbox="100", folder="Old")
    assert {row["listened"] for row in old} == {"yes"}
    none = await line.status("getVoicemailMessages", mailbox="100", date_from="2026-01-01", date_to="2026-01-02")
    assert none == "no_messages"


async def test_phrases_of_a_call_are_nested_and_numbers_are_numbers() -> None:
    answer = await Line().api("getCallTranscriptions", account="100000_Anne", **DAYS)
    (one,) = [object_of(row, "one") for row in list_of(answer["transcriptions"], "rows")]
    phrases = [object_of(row, "phrase") for row in list_of(one["recognized_phrases"], "phrases")]
    assert phrases[0] == {
        "time": "2026-11-24 09:00:00",
        "duration": 2.84,
        "speaker": 1,
        "phrase": "Good morning, this is Anne.",
    }
    assert one["speakers"] == ["100000_Anne", "5145550161"]


async def test_calls_are_narrowed_by_type_and_billing() -> None:
    line = Line()
    asked = {**DAYS, "timezone": "-5", "answered": "1", "noanswer": "1", "busy": "1", "failed": "1"}
    every = await line.rows("getCDR", "cdr", **asked)
    incoming = await line.rows("getCDR", "cdr", **asked, calltype="incoming")
    outgoing = await line.rows("getCDR", "cdr", **asked, calltype="outgoing")
    assert {row["destination_type"][:2] for row in incoming} == {"IN"}
    assert len(incoming) + len(outgoing) == len(every)
    free = await line.rows("getCDR", "cdr", **asked, callbilling="free")
    assert all(float(row["total"]) == 0 for row in free)
    assert len(free) + len(await line.rows("getCDR", "cdr", **asked, callbilling="billed")) == len(every)
    called = await line.rows("getCDR", "cdr", **asked, calltype=MAIN)
    assert {row["destination"] for row in called} == {MAIN}


async def test_accounts_and_types_are_those_of_the_account() -> None:
    line = Line()
    accounts = [row["value"] for row in await line.rows("getCallAccounts", "accounts")]
    assert accounts[:2] == ["all", "100000"]
    assert "100000_Anne" in accounts
    types = [row["value"] for row in await line.rows("getCallTypes", "call_types")]
    assert types[:3] == ["all", "incoming", "outgoing"]
    assert MAIN in types


async def test_huntings_and_parking_lots_come_under_one_key() -> None:
    """The manual's own slip."""
    line = Line()
    (hunting,) = await line.rows("getCallHuntings", "call_hunting")
    (parking,) = await line.rows("getCallParking", "call_hunting")
    assert len(hunting["members"].split(";")) == len(hunting["ring_time"].split(";")) == 8
    assert parking["callparking"] == "737"
    assert await line.status("getCallHuntings", callhunting="1") == "no_callhunting"


async def test_ports_have_a_state_notes_and_maybe_a_day() -> None:
    line = Line()
    rows = [object_of(row, "port") for row in list_of((await line.api("getLNPList"))["list"], "ports")]
    assert [(row["portid"], row["foc_date"]) for row in rows] == [("7001", False), ("7000", "2026-09-25")]
    assert await line.api("getLNPStatus", portid="7001") == {
        "status": "success",
        "post_status": "awaiting_documentation",
        "post_status_description": "Awaiting Documentation",
    }
    notes = await line.rows("getLNPNotes", "list", portid="7001")
    assert "recent bill" in notes[-1]["note"]
    details = await line.api("getLNPDetails", portid="7001")
    assert details["numbers"] == ["5145550195"]
    assert await line.status("getLNPStatus") == "missing_portid"
    assert await line.status("getLNPStatus", portid="1") == "invalid_portingid"
    assert await line.status("getLNPList", portStatus="lost") == "invalid_port_status"


@pytest.mark.parametrize(
    ("did", "portable", "sms", "plans"),
    [("4185550170", "yes", "yes", 2), ("8775550170", "yes", "no", 1), (MAIN, "no", "no", 0)],
)
async def test_a_number_can_be_ported_or_not(did: str, portable: str, sms: str, plans: int) -> None:
    answer = await Line().api("getPortability", did=did)
    assert (answer["portable"], answer["sms"]) == (portable, sms)
    assert len(list_of(answer["plans"], "plans")) == plans


async def test_calls_cost_what_the_list_of_prices_says() -> None:
    line = Line()
    (rate,) = await line.rows("getTerminationRates", "rates", route="2", query="1514")
    call = next(row for row in line.office.table("cdr") if row["destination_type"] == "OUT:CANADA")
    assert float(rate["rate"]) == float(call["rate"])
    assert await line.status("getTerminationRates", route="9", query="Canada") == "invalid_route"
    assert await line.status("getTerminationRates", route="2", query="Nowhere") == "no_rate"
    assert await line.status("getRates", package="1", query="Canada") == "invalid_package"


async def test_the_address_of_e911_is_an_object_and_is_checked_without_effect() -> None:
    line = Line()
    info = object_of((await line.api("e911Info", did=MAIN))["info"], "info")
    assert info["street_name"] == "EXAMPLE ST"
    assert await line.status("e911Info", did="5145550111") == "e911_disabled"
    assert await line.api("e911Validate", **ADDRESS) == {"status": "success"}
    assert await line.status("e911Validate", **{**ADDRESS, "zip_code": "12345"}) == "invalid_zip"
    assert await line.status("e911Validate", **{**ADDRESS, "full_name": ""}) == "missing_fullname"


@pytest.mark.parametrize(
    ("method", "params", "status"),
    [
        ("getVoicemailMessages", {}, "missing_mailbox"),
        ("getVoicemailMessages", {"mailbox": "999"}, "invalid_mailbox"),
        ("getVoicemailMessages", {"mailbox": "100", "folder": "Nowhere"}, "invalid_folder"),
        ("getVoicemailMessages", {"mailbox": "100", "date_from": "yesterday"}, "invalid_date"),
        ("getVoicemailFolders", {"folder": "Nowhere"}, "invalid_folder"),
        ("getVoicemailTranscriptions", {**SPOKEN, "date_from": ""}, "missing_from_date"),
        ("getVoicemailTranscriptions", {**SPOKEN, "mailbox": "101"}, "no_messages"),
        ("getCallTranscriptions", {"account": "100000_John", **DAYS}, "no_messages"),
        ("getPortability", {"did": "123"}, "invalid_did"),
    ],
)
async def test_what_is_wrong_has_its_status(method: str, params: dict[str, str], status: str) -> None:
    assert await Line().status(method, **params) == status
