"""MMS: what is sent and refused, both lists with one another, the media of one, and deleting."""

import base64

import pytest

from sandbox.line import CALLER, MAIN, NOON, Line, booked
from voipms_sandbox.world import Row

pytestmark = pytest.mark.anyio
PHOTO = "https://example.com/a.jpg?v=2"
FILE = f"data:image/png;base64,{base64.b64encode(b'png').decode()}"
SEND = {"did": MAIN, "dst": CALLER, "message": "Look"}
RECEIVED, CUSTOMER = "23437", "4165550161"
TWO_DAYS_AGO = {"from": "2026-11-22", "to": "2026-11-22"}


async def sent(line: Line, **params: str) -> Row:
    """The row of an MMS that is sent."""
    answer = await line.api("sendMMS", **{**SEND, **params})
    assert answer["status"] == "success"
    return line.row("mms", id=str(answer["mms"]))


async def test_an_mms_is_listed_with_its_media_and_paid_for() -> None:
    line = Line()
    await sent(line, media1=PHOTO)
    (row,) = await line.messages()
    assert {name: row[name] for name in ("type", "did", "contact", "message", "col_media1", "col_media2", "media")} == {
        "type": "0",
        "did": MAIN,
        "contact": CALLER,
        "message": "Look",
        "col_media1": PHOTO,
        "col_media2": "",
        "media": [PHOTO],
    }
    assert booked(line.office) == line.office.balance
    assert f"{line.office.balance:.4f}" == "295.7800"


async def test_a_file_that_is_sent_along_can_be_fetched_under_an_address_of_its_own() -> None:
    row = await sent(Line(), media1=PHOTO, media2=FILE, media3="")
    assert row["col_media2"] == f"https://media.voip.ms.invalid/{row['id']}-2.png"


async def test_a_long_text_goes_as_mms_without_media() -> None:
    row = await sent(Line(), message="x" * 2_048)
    assert (row["col_media1"], len(row["message"])) == ("", 2_048)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"did": ""}, "missing_did"),
        ({"dst": ""}, "invalid_dst"),
        ({"message": ""}, "message_empty"),
        ({"did": "5145550113"}, "invalid_did"),
        ({"dst": "15145550160"}, "invalid_dst"),
        ({"message": "x" * 2_049}, "sms_toolong"),
        ({"media1": "ftp://example.com/a.jpg"}, "invalid_file"),
        ({"media2": "data:image/png,abc"}, "invalid_file"),
        ({"media3": "data:image/png;base64,a"}, "no_base64file"),
        ({"media3": "data:image/png;base64,é"}, "no_base64file"),
    ],
)
async def test_an_mms_that_cannot_be_sent_is_refused_and_costs_nothing(wrong: dict[str, str], status: str) -> None:
    line = Line()
    since = line.sandbox.snapshot()
    assert await line.status("sendMMS", **{**SEND, **wrong}) == status
    assert line.sandbox.diff(since) == []


async def test_a_file_of_over_a_megabyte_is_taken_like_any_other() -> None:
    """Observed: it is not delivered, and nothing says so."""
    await sent(Line(), media1=f"data:image/png;base64,{base64.b64encode(bytes(2_000_000)).decode()}")


async def test_sms_and_mms_share_the_limit_of_a_day() -> None:
    line = Line()
    for _ in range(50):
        assert await line.status("sendSMS", **SEND) == "success"
        assert await line.status("sendMMS", **SEND) == "success"
    assert [await line.status(method, **SEND) for method in ("sendSMS", "sendMMS")] == ["limit_reached"] * 2
    line.sandbox.world.clock.move(86_400)
    assert await line.status("sendMMS", **SEND) == "success"


@pytest.mark.parametrize("method", ["sendSMS", "sendMMS"])
async def test_a_number_that_is_not_ready_yet_sends_nothing_until_it_is(method: str) -> None:
    line = Line()
    line.office.set_meta(f"sms_ready_{MAIN}", "2026-11-26 12:00:00")
    assert await line.status(method, **SEND) == "sms_failed"
    line.sandbox.world.clock.move(48 * 3_600 + 1)
    assert await line.status(method, **SEND) == "success"


@pytest.mark.parametrize("method", ["sendSMS", "sendMMS"])
async def test_a_contact_that_is_blocked_cannot_be_texted_and_others_can(method: str) -> None:
    line = Line()
    line.office.table("sms_blocked").append({"contact": CALLER})
    assert await line.status(method, **SEND) == "invalid_dst"
    assert await line.status(method, **{**SEND, "dst": CUSTOMER}) == "success"


async def test_the_office_got_a_picture_two_days_ago() -> None:
    (row,) = await Line().messages(**TWO_DAYS_AGO)
    assert (row["id"], row["contact"], row["type"]) == (RECEIVED, CUSTOMER, "1")
    assert row["media"] == ["https://example.com/photos/order-1042.jpg"]


async def test_a_list_has_only_its_own_kind_unless_both_are_asked_for() -> None:
    line = Line()
    ids = {
        (method, both): [row["id"] for row in await line.messages(method, **TWO_DAYS_AGO, all_messages=both)]
        for method in ("getSMS", "getMMS")
        for both in ("0", "1")
    }
    assert ids["getSMS", "0"] == ["23438", "23436"]
    assert ids["getMMS", "0"] == [RECEIVED]
    assert ids["getSMS", "1"] == ids["getMMS", "1"] == ["23438", RECEIVED, "23436"]


async def test_one_message_is_found_by_its_id_whatever_its_day_and_never_with_others() -> None:
    rows = await Line().messages(mms=RECEIVED, all_messages="1")
    assert [row["id"] for row in rows] == [RECEIVED]


async def test_id_0_is_no_id() -> None:
    rows = await Line().messages("getSMS", sms="0", all_messages="1", **TWO_DAYS_AGO)
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("method", "params", "status"),
    [
        ("getSMS", {"from": "2026-01-01", "to": "2026-01-02"}, "no_sms"),
        ("getMMS", {}, "no_mms"),
        ("getMMS", {"mms": "23434"}, "no_mms"),
        ("getSMS", {"sms": RECEIVED}, "no_sms"),
        ("getMMS", {"from": "2026-11-25", "to": "2026-11-24"}, "invalid_date_from"),
        ("getMMS", {"from": "2026-08-01"}, "invalid_daterange"),
        ("getMMS", {"from": "yesterday"}, "invalid_date"),
        ("getMMS", {"did": "5145550199"}, "invalid_did"),
        ("getMMS", {"contact": "Ana"}, "invalid_contact"),
        ("getMMS", {"type": "2"}, "invalid_type"),
        ("getMMS", {"timezone": "14"}, "invalid_timezone"),
        ("getMMS", {"timezone": "EST"}, "invalid_timezone"),
        ("getMediaMMS", {}, "missing_sms"),
        ("getMediaMMS", {"id": "23434"}, "invalid_sms"),
        ("deleteSMS", {}, "missing_sms"),
        ("deleteSMS", {"id": RECEIVED}, "invalid_sms"),
        ("deleteMMS", {}, "missing_sms"),
        ("deleteMMS", {"id": "23434"}, "invalid_sms"),
    ],
)
async def test_what_is_not_there_or_not_understood_has_a_status(
    method: str, params: dict[str, str], status: str
) -> None:
    assert await Line().status(method, **params) == status


@pytest.mark.parametrize(
    ("params", "ids"),
    [
        ({"type": "0"}, ["23438"]),
        ({"type": "1"}, [RECEIVED, "23436"]),
        ({"contact": CUSTOMER}, ["23438", RECEIVED, "23436"]),
        ({"contact": f"1{CUSTOMER}", "limit": "1"}, ["23438"]),
        ({"did": MAIN, "limit": "0"}, ["23438", RECEIVED, "23436"]),
    ],
)
async def test_a_list_is_narrowed_and_its_latest_rows_come_first(params: dict[str, str], ids: list[str]) -> None:
    rows = await Line().messages("getSMS", all_messages="1", **TWO_DAYS_AGO, **params)
    assert [row["id"] for row in rows] == ids


async def test_without_a_limit_a_list_has_fifty_rows() -> None:
    line = Line()
    for n in range(60):
        line.sandbox.inbound_sms(MAIN, CALLER, f"{n}")
    rows = await line.rows("getSMS", "sms")
    assert (len(rows), rows[0]["message"]) == (50, "59")
    assert len(await line.rows("getSMS", "sms", limit="1000000")) == 61


@pytest.mark.parametrize(
    ("timezone", "shown"),
    [("", "12:00"), ("-5", "12:00"), ("-8", "09:00"), ("0", "17:00"), ("5.5", "22:30")],
)
@pytest.mark.parametrize("month", [1, 7])
async def test_a_time_is_shifted_as_if_eastern_were_utc_minus_5_all_year(month: int, timezone: str, shown: str) -> None:
    line = Line()
    line.sandbox.world.clock.set(NOON.replace(month=month, tzinfo=None), frozen=True)
    line.sandbox.inbound_sms(MAIN, CALLER, "Noon")
    (row,) = await line.rows("getSMS", "sms", timezone=timezone)
    assert row["date"] == f"2026-{month:02}-24 {shown}:00"


async def test_a_number_in_e164_shows_numbers_with_plus_1() -> None:
    line = Line()
    line.row("dids", did=MAIN)["dialmode"] = "2"
    line.sandbox.inbound_sms(MAIN, CALLER, "Hello")
    (row,) = await line.rows("getSMS", "sms", contact=CALLER)
    assert (row["did"], row["contact"]) == (f"+1{MAIN}", f"+1{CALLER}")


async def test_the_media_come_by_number_or_as_a_list() -> None:
    line = Line()
    row = await sent(line, media1=PHOTO, media2=f"{PHOTO}&n=2")
    by_number = await line.api("getMediaMMS", id=row["id"])
    assert by_number == {
        "status": "success",
        "id": row["id"],
        "date": row["date"],
        "media": {"0": PHOTO, "1": f"{PHOTO}&n=2", "2": ""},
    }
    as_array = await line.api("getMediaMMS", id=row["id"], media_as_array="1")
    assert as_array["media"] == [PHOTO, f"{PHOTO}&n=2"]


async def test_media_that_the_list_leaves_out_are_found_by_their_message() -> None:
    """Observed."""
    line = Line()
    line.office.set_meta("mms_media_listed", "0")
    (row,) = await line.messages(mms=RECEIVED)
    assert (row["col_media1"], row["media"]) == ("", [])
    found = await line.api("getMediaMMS", id=RECEIVED, media_as_array="1")
    assert found["media"] == ["https://example.com/photos/order-1042.jpg"]


@pytest.mark.parametrize(("method", "id_", "table"), [("deleteSMS", "23436", "sms"), ("deleteMMS", RECEIVED, "mms")])
async def test_a_message_that_is_deleted_is_gone_and_no_other(method: str, id_: str, table: str) -> None:
    line = Line()
    since = line.sandbox.snapshot()
    assert await line.api(method, id=id_) == {"status": "success"}
    assert [(one.table, one.row, one.after) for one in line.sandbox.diff(since)] == [(table, id_, None)]
    assert await line.status(method, id=id_) == "invalid_sms"
