"""SMS: where an inbound message arrives, and what sending is refused for."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.line import CALLER, MAIN, Line, booked

pytestmark = pytest.mark.anyio
NO_ADDRESS = "5145550111"
CHANNELS = {
    "e-mail": {"sms_email_enabled": "1", "sms_email": "me@example.com"},
    "forward": {"sms_forward_enabled": "1", "sms_forward": "5145550155"},
    "url_callback": {"sms_url_callback_enabled": "1", "sms_url_callback": "https://example.com/"},
    "webhook": {"webhook_enabled": "1", "webhook": "https://example.com/hook"},
    "sip": {"sms_sipaccount_enabled": "1", "sms_sipaccount": "100000_Anne"},
}
SEND = {"did": MAIN, "dst": CALLER, "message": "Hello"}


async def test_a_message_to_the_main_line_arrives_by_e_mail_and_in_the_list() -> None:
    line = Line()
    body = {"did": MAIN, "from": CALLER, "message": "Hello"}
    delivered = (await line.control("/sms", body)).json()
    assert [(one["way"], one["to"]) for one in delivered] == [("e-mail", "messages@example.com")]
    rows = await line.rows("getSMS", "sms", contact=CALLER)
    assert (rows[0]["message"], rows[0]["type"]) == ("Hello", "1")


@pytest.mark.parametrize("way", CHANNELS)
def test_a_message_arrives_by_the_channel_that_is_on(way: str) -> None:
    line = Line()
    off = {name: "" for settings in CHANNELS.values() for name in settings}
    line.row("dids", did=MAIN).update({**off, **CHANNELS[way]})
    assert [one["way"] for one in line.sandbox.inbound_sms(MAIN, CALLER, "Hello")] == [way]


def test_a_channel_that_is_off_gets_nothing_though_its_address_is_kept() -> None:
    line = Line()
    line.row("dids", did=MAIN)["sms_email_enabled"] = "0"
    assert line.sandbox.inbound_sms(MAIN, CALLER, "Hello") == []


def test_a_message_to_the_number_without_address_reaches_nobody_but_the_list() -> None:
    line = Line()
    assert line.sandbox.inbound_sms(NO_ADDRESS, CALLER, "Hello") == []
    assert line.office.table("sms")[-1]["did"] == NO_ADDRESS


def test_a_message_to_a_number_without_sms_is_lost() -> None:
    line = Line()
    before = len(line.office.table("sms"))
    assert line.sandbox.inbound_sms("5145550113", CALLER, "Hello") == []
    assert len(line.office.table("sms")) == before


URL = "https://example.com/hook?f={FROM}&t={TO}&m={MESSAGE}&i={ID}&at={TIMESTAMP}&a={MEDIA}"
WORDS = "Ça va? a&b=c #1 50% {TO} \U0001f642"
PHOTOS = ["https://example.com/a.jpg?v=1&w=2", "https://example.com/b.jpg"]


def frozen() -> Line:
    line = Line()
    line.sandbox.world.clock.set(line.sandbox.world.clock.now(), frozen=True)
    return line


def test_a_url_callback_is_its_address_with_every_placeholder_filled_in() -> None:
    line = frozen()
    line.row("dids", did=MAIN).update({**CHANNELS["url_callback"], "sms_url_callback": URL, "sms_email_enabled": "0"})
    (done,) = line.sandbox.inbound_sms(MAIN, CALLER, WORDS, PHOTOS)
    assert done["body"] == ""
    assert parse_qs(urlsplit(done["address"]).query) == {
        "f": [CALLER],
        "t": [MAIN],
        "m": [WORDS],
        "i": [done["sms"]],
        "at": ["2026-11-24 12:00:00"],
        "a": [",".join(PHOTOS)],
    }


def test_a_webhook_is_posted_the_message() -> None:
    line = frozen()
    line.row("dids", did=MAIN).update({**CHANNELS["webhook"], "sms_email_enabled": "0"})
    (done,) = line.sandbox.inbound_sms(MAIN, CALLER, WORDS, PHOTOS)
    assert done["address"] == "https://example.com/hook"
    assert json.loads(done["body"]) == {
        "data": {
            "id": done["sms"],
            "payload": {
                "from": {"phone_number": CALLER},
                "to": [{"phone_number": MAIN}],
                "text": WORDS,
                "received_at": "2026-11-24T12:00:00-05:00",
                "media": PHOTOS,
            },
        }
    }


def test_a_number_in_e164_is_told_numbers_with_plus_1() -> None:
    line = Line()
    line.row("dids", did=MAIN).update({**CHANNELS["url_callback"], "sms_url_callback": URL, "dialmode": "2"})
    _, done = line.sandbox.inbound_sms(MAIN, CALLER, "Hello")
    assert f"f=%2B1{CALLER}&t=%2B1{MAIN}&" in done["address"]


@pytest.mark.parametrize("way", ["e-mail", "forward", "sip"])
def test_other_channels_are_no_requests(way: str) -> None:
    line = Line()
    line.row("dids", did=MAIN).update({"sms_email_enabled": "0", **CHANNELS[way]})
    (done,) = line.sandbox.inbound_sms(MAIN, CALLER, "Hello")
    assert (done["address"], done["body"]) == ("", "")


async def test_a_message_with_media_arrives_as_mms() -> None:
    line = Line()
    body = {"did": MAIN, "from": CALLER, "message": "Look", "media": PHOTOS}
    (done,) = (await line.control("/sms", body)).json()
    (row,) = await line.messages()
    assert (row["id"], row["type"], row["media"]) == (done["sms"], "1", PHOTOS)
    assert line.office.table("deliveries") == [done]


@pytest.mark.parametrize(
    ("media", "words"),
    [
        (["https://example.com/a.jpg"] * 4, "at most 3 media"),
        ("https://example.com/a.jpg", "media should be a list"),
        ([1], "an item of media should be text"),
    ],
)
async def test_media_that_cannot_be_are_told_and_nothing_arrives(media: object, words: str) -> None:
    line = Line()
    since = line.sandbox.snapshot()
    answer = await line.control("/sms", {"did": MAIN, "from": CALLER, "message": "Look", "media": media})
    assert (answer.status_code, line.sandbox.diff(since)) == (400, [])
    assert words in answer.json()["error"]


async def test_a_message_sent_is_listed_and_paid_for() -> None:
    line = Line()
    assert await line.status("sendSMS", **SEND) == "success"
    assert line.office.table("sms")[-1]["type"] == "0"
    assert booked(line.office) == line.office.balance
    assert f"{line.office.balance:.4f}" == "295.7925"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"did": "5145550113"}, "invalid_did"),
        ({"dst": "15145550160"}, "invalid_dst"),
        ({"message": "x" * 161}, "sms_toolong"),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused(wrong: dict[str, str], status: str) -> None:
    assert await Line().status("sendSMS", **{**SEND, **wrong}) == status


async def test_after_a_hundred_messages_of_a_day_no_more_are_sent() -> None:
    line = Line()
    told = {await line.status("sendSMS", **SEND) for _ in range(100)}
    assert (told, await line.status("sendSMS", **SEND)) == ({"success"}, "limit_reached")


async def test_stop_blocks_texts_to_whoever_wrote_it_until_they_write_again() -> None:
    line = Line()
    line.sandbox.inbound_sms(MAIN, CALLER, "Stop")
    assert (await line.rows("getSMS", "sms"))[0]["message"] == "Stop"
    assert await line.status("sendSMS", **SEND) == "invalid_dst"
    line.sandbox.inbound_sms(MAIN, CALLER, "Hello again")
    assert await line.status("sendSMS", **SEND) == "success"
