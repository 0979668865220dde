"""Every set* is a full write; empty lists have a status of their own; orders with `test` buy nothing."""

import pytest

from sandbox.line import MAIN, Line, booked

pytestmark = pytest.mark.anyio
EMPTY = {
    "getForwardings": "no_forwarding",
    "getSIPURIs": "no_sipuri",
    "getRingGroups": "no_ringgroup",
    "getIVRs": "no_ivr",
    "getRecordings": "no_recording",
    "getQueues": "no_queue",
    "getCallbacks": "no_callback",
    "getTimeConditions": "no_timecondition",
    "getDISAs": "no_disa",
    "getCallerIDFiltering": "no_filter",
    "getPhonebook": "no_phonebook",
    "getPhonebookGroups": "no_phonebook_group",
    "getSMS": "no_sms",
    "getMMS": "no_mms",
}
SOLO = {"api_username": "solo@example.com"}
DID = {"did": MAIN, "routing": "vm:101", "pop": "31", "dialtime": "20", "cnam": "0", "billing_type": "1"}


@pytest.mark.parametrize("method", EMPTY)
async def test_an_empty_list_answers_its_own_status(method: str) -> None:
    assert await Line().status(method, **SOLO) == EMPTY[method]


async def test_a_period_without_calls_is_no_cdr() -> None:
    day = {"date_from": "2026-01-01", "date_to": "2026-01-02", "timezone": "-5", "answered": "1"}
    assert await Line().status("getCDR", **day) == "no_cdr"


async def test_a_number_written_in_part_loses_the_rest() -> None:
    line = Line()
    assert await line.status("setDIDInfo", **DID) == "success"
    row = line.row("dids", did=MAIN)
    assert (row["note"], row["voicemail"], row["failover_busy"]) == ("", "0", "none:")


async def test_a_narrow_write_keeps_the_rest() -> None:
    line = Line()
    await line.api("setDIDRouting", did=MAIN, routing="vm:101")
    row = line.row("dids", did=MAIN)
    assert (row["routing"], row["note"], row["voicemail"]) == ("vm:101", "Main line", "101")


async def test_sms_settings_left_out_are_switched_off() -> None:
    line = Line()
    await line.api("setSMS", did=MAIN, enable="1", url_callback_enable="1", url_callback="https://example.com/")
    row = line.row("dids", did=MAIN)
    assert (row["sms_email_enabled"], row["sms_email"]) == ("0", "")
    assert row["sms_url_callback"] == "https://example.com/"


async def test_an_entry_written_in_part_loses_the_rest_and_keeps_its_id() -> None:
    line = Line()
    answer = await line.api("setForwarding", forwarding="19183", phone_number="5145550155")
    row = line.row("forwardings", forwarding="19183")
    assert answer["forwarding"] == "19183"
    assert (row["description"], row["diversion_header"]) == ("", "0")


async def test_a_recording_may_be_renamed_alone() -> None:
    line = Line()
    data = line.row("recordings", value="7567")["data"]
    assert await line.status("setRecording", recording="7567", name="Renamed") == "success"
    assert line.row("recordings", value="7567") == {"value": "7567", "description": "Renamed", "data": data}


async def test_choices_members_and_speed_dials_are_read_back_as_the_api_shows_them() -> None:
    line = Line()
    menu = {"name": "Another", "recording": "7567", "timeout": "5", "language": "en", "voicemailsetup": "1"}
    await line.api("setIVR", **menu, choices="1=sip:6199 ; 2=fwd:19183")
    await line.api("setStaticMember", queue="32208", member_name="J", account="100000_John", priority="2")
    await line.api("setPhonebook", name="Another", number="5145550155", speed_dial="21")
    assert line.row("ivrs", name="Another")["choices"] == "1=sip:6199;2=fwd:19183"
    assert line.row("static_members", name="J")["account"] == "SIP/100000_John"
    assert line.row("phonebook", name="Another")["speed_dial"] == "*7521"


async def test_a_speed_dial_is_used_whichever_way_it_is_written() -> None:
    taken = {"name": "Another", "number": "5145550155", "speed_dial": "01"}
    assert await Line().status("setPhonebook", **taken) == "used_speed_dial"


async def test_a_rehearsed_order_buys_and_charges_nothing() -> None:
    line = Line()
    before = line.sandbox.snapshot()
    order = {**DID, "did": "5145550101", "test": "1"}
    assert await line.status("orderDID", **order) == "success"
    assert line.sandbox.diff(before) == []


async def test_an_order_answers_only_success_and_is_paid_for() -> None:
    line = Line()
    assert await line.api("orderDID", **{**DID, "did": "5145550101"}) == {"status": "success"}
    assert line.row("dids", did="5145550101")["routing"] == "vm:101"
    assert f"{line.office.balance:.2f}" == "294.31"
    assert booked(line.office) == line.office.balance


async def test_a_number_that_was_bought_shows_what_any_number_shows() -> None:
    line = Line()
    await line.api("orderDID", **{**DID, "did": "5145550101"})
    assert line.row("dids", did="5145550101").keys() == line.row("dids", did=MAIN).keys()


async def test_a_number_is_sold_once() -> None:
    line = Line()
    order = {**DID, "did": "5145550101"}
    await line.api("orderDID", **order)
    assert await line.status("orderDID", **order) == "did_in_use"


async def test_switching_sms_off_and_on_within_a_minute_is_refused() -> None:
    line = Line()
    line.sandbox.world.clock.set(line.sandbox.world.clock.now(), frozen=True)
    assert await line.status("setSMS", did=MAIN, enable="0") == "success"
    assert await line.status("setSMS", did=MAIN, enable="1") == "sms_wait_message"
    line.sandbox.world.clock.move(60)
    assert await line.status("setSMS", did=MAIN, enable="1") == "success"


HUNT = {
    "description": "Evening",
    "music": "default",
    "recording": "none",
    "language": "en",
    "order": "random",
    "members": "account:100000_John;none:",
    "ring_time": "20;20",
    "press": "0;1",
}
LOT = {
    "name": "Second",
    "timeout": "60",
    "music": "jazz",
    "failover": "vm:101",
    "language": "fr",
    "destination": "parker",
    "delay": "5",
    "blf_lamps": "3",
}


async def test_a_hunting_is_made_changed_and_deleted() -> None:
    line = Line()
    made = await line.api("setCallHunting", **HUNT)
    id_ = str(made["call_hunting"])
    await line.api("setCallHunting", **{**HUNT, "order": "follow"}, callhunting=id_)
    (row,) = await line.rows("getCallHuntings", "call_hunting", callhunting=id_)
    assert row == {**HUNT, "order": "follow", "callhunting": id_}
    assert await line.status("delCallHunting", callhunting=id_) == "success"
    assert await line.status("delCallHunting", callhunting=id_) == "invalid_callhunting"


async def test_a_parking_lot_is_made_changed_and_deleted() -> None:
    line = Line()
    id_ = str((await line.api("setCallParking", **LOT))["callparking"])
    (row,) = await line.rows("getCallParking", "call_hunting", callparking=id_)
    assert (row["musiconhold"], row["failover"], "music" in row) == ("jazz", "vm:101", False)
    assert await line.status("setCallParking", **{**LOT, "blf_lamps": "11"}, callparking=id_) == "invalid_blf_lamps"
    assert await line.status("delCallParking", callparking=id_) == "success"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"press": "0"}, "invalid_numbermembers"),
        ({"members": "none:;none:"}, "invalid_members"),
        ({"recording": "1"}, "invalid_recording"),
        ({"description": ""}, "missing_description"),
    ],
)
async def test_a_hunting_that_is_not_right_has_its_status(changes: dict[str, str], status: str) -> None:
    assert await Line().status("setCallHunting", **{**HUNT, **changes}) == status
