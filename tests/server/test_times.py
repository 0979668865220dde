"""VoIP.ms writes US Eastern time without a zone; what is told is the moment it was, on the user's clock."""

import time
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import anyio
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.office import NO, Office, Person, text
from voipms_sandbox.messages import SMS
from voipms_sandbox.refusal import Here
from voipms_server.setup import Setup
from voipms_server.texting.rules import SendRules
from voipms_server.zones import EASTERN, Stamped, Zone, days_back, moment, told_apart, twice

pytestmark = pytest.mark.anyio
MAIN, ANA, BOB = "5145550110", "5145550160", "5145550161"
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ZONES = ("America/Vancouver", "Europe/Paris", "Asia/Tokyo", "America/St_Johns", "America/Phoenix", "UTC")
MORE_ZONES = (*ZONES, "America/New_York", "America/Denver", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
zones = pytest.mark.parametrize("zone", ZONES)
UNSURE = "The clocks went back and this hour came twice; this is the first of the two."


def at(written: str) -> datetime:
    """A moment, written with its offset."""
    found = datetime.fromisoformat(written)
    assert found.tzinfo is not None
    return found


def at_eastern(moment: datetime) -> datetime:
    """As VoIP.ms writes it: the wall alone, which does not tell the first of two equal hours from the second."""
    return moment.astimezone(EASTERN).replace(tzinfo=None, fold=0)


def eastern(written: str) -> datetime:
    """A wall as VoIP.ms writes it."""
    return datetime.fromisoformat(written)


class Desk:
    """An office without messages, whose clock stands where it is put; its user lives in a zone."""

    def __init__(self, zone: str = "UTC", per_day: int = 100) -> None:
        self.office = Office(setup=Setup(zone=Zone(zone)), texts=SendRules(per_day=per_day))
        self.account = self.office.sandbox.world.accounts[0]
        self.account.table("sms").clear()
        self.account.table("mms").clear()

    def stand(self, now: datetime) -> None:
        self.office.sandbox.world.clock.set(now, frozen=True)

    def hear(self, now: datetime, contact: str = ANA, words: str = "Hello", *, mms: bool = False) -> None:
        """A message comes in at this moment."""
        self.stand(now)
        media = ["https://example.com/a.jpg"] if mms else []
        self.office.sandbox.inbound_sms(MAIN, contact, words, media)

    def write_elsewhere(self, now: datetime, words: str) -> None:
        """A text goes out that this server knows nothing of."""
        self.stand(now)
        SMS.add(Here(self.office.sandbox.world, self.account), MAIN, ANA, words, [])

    async def read(self, **arguments: object) -> list[dict[str, Any]]:
        """All messages that are told, conversation by conversation."""
        async with self.office.client() as client:
            result = await client.call_tool("readMessages", arguments)
        assert not result.is_error, text(result)
        assert result.structured_content is not None
        return [one for conversation in result.structured_content["conversations"] for one in conversation["messages"]]

    async def times(self, **arguments: object) -> list[str]:
        return [one["at"] for one in await self.read(**arguments)]

    async def send(self, words: str, person: Person | None = None) -> tuple[bool, str]:
        """Whether a text to somebody who is known went out, and what was told."""
        async with self.office.client(person=person) as client:
            result = await client.call_tool("sendMessage", {"to": ANA, "from": MAIN, "text": words})
        told: dict[str, Any] = result.structured_content or {}
        return told.get("sent") == 1, text(result)

    async def asks(self, words: str) -> list[str]:
        """What a person is asked before these words go; nothing when they go at once."""
        person = Person([NO])
        sent, told = await self.send(words, person)
        assert sent is not bool(person.questions), told
        return person.questions


SUMMER = {
    "America/Vancouver": "2026-07-15T09:00:00-07:00",
    "Europe/Paris": "2026-07-15T18:00:00+02:00",
    "Asia/Tokyo": "2026-07-16T01:00:00+09:00",
    "America/St_Johns": "2026-07-15T13:30:00-02:30",
    "America/Phoenix": "2026-07-15T09:00:00-07:00",
    "UTC": "2026-07-15T16:00:00+00:00",
}
WINTER = {
    "America/Vancouver": "2026-01-15T09:00:00-08:00",
    "Europe/Paris": "2026-01-15T18:00:00+01:00",
    "Asia/Tokyo": "2026-01-16T02:00:00+09:00",
    "America/St_Johns": "2026-01-15T13:30:00-03:30",
    "America/Phoenix": "2026-01-15T10:00:00-07:00",
    "UTC": "2026-01-15T17:00:00+00:00",
}


@zones
@pytest.mark.parametrize(
    ("written", "shown"),
    [("2026-07-15T12:00:00", SUMMER), ("2026-01-15T12:00:00", WINTER)],
    ids=["summer", "winter"],
)
async def test_noon_in_new_york_is_shown_on_the_users_clock(zone: str, written: str, shown: dict[str, str]) -> None:
    desk = Desk(zone)
    desk.hear(datetime.fromisoformat(written).replace(tzinfo=EASTERN))
    assert await desk.times() == [shown[zone]]


SWITCHES = {
    "US, forward": "2026-03-08T07:00:00+00:00",
    "US, back": "2026-11-01T06:00:00+00:00",
    "Europe, forward": "2026-03-29T01:00:00+00:00",
    "Europe, back": "2026-10-25T01:00:00+00:00",
    "Vancouver, forward": "2026-03-08T10:00:00+00:00",
    "Vancouver, back": "2026-11-01T09:00:00+00:00",
    "St. John's, forward": "2026-03-08T05:30:00+00:00",
    "St. John's, back": "2026-11-01T04:30:00+00:00",
}


@zones
@pytest.mark.parametrize("switch", SWITCHES.values(), ids=SWITCHES)
async def test_over_a_switch_each_message_keeps_its_moment_and_gets_the_offset_of_then(zone: str, switch: str) -> None:
    """Half an hour apart, over three hours: what is told twice by the wall comes back as two moments."""
    desk = Desk(zone)
    moments = [at(switch) + timedelta(minutes=minutes) for minutes in range(-90, 91, 30)]
    moments = sorted([*moments, at(switch) - SECOND])
    for one in moments:
        desk.hear(one)
    assert await desk.times() == [one.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds") for one in moments]


async def test_the_hour_that_the_user_has_twice_is_told_apart_by_its_offset() -> None:
    """In Vancouver it comes three hours after that of VoIP.ms, whose times are sure then."""
    desk = Desk("America/Vancouver")
    for one in ("2026-11-01T01:30:00-07:00", "2026-11-01T01:30:00-08:00"):
        desk.hear(at(one))
    told = await desk.read()
    assert [one["at"] for one in told] == ["2026-11-01T01:30:00-07:00", "2026-11-01T01:30:00-08:00"]
    assert not any("at_unsure" in one for one in told)


FIRST = ("2026-11-01T01:10:00-04:00", "2026-11-01T01:50:00-04:00")
AGAIN = ("2026-11-01T01:20:00-05:00", "2026-11-01T01:55:00-05:00")


@pytest.mark.parametrize("next_id", [50_000, 99_998], ids=["ids of one length", "ids that get longer"])
async def test_messages_of_the_hour_that_comes_twice_are_told_apart_by_their_order(next_id: int) -> None:
    desk = Desk("America/New_York")
    desk.office.sandbox.world.next_id = next_id
    for one in (*FIRST, *AGAIN):
        desk.hear(at(one))
    told = await desk.read()
    assert [one["at"] for one in told] == [*FIRST, *AGAIN]
    assert not any("at_unsure" in one for one in told)


async def test_the_order_over_all_conversations_tells_them_apart() -> None:
    desk = Desk("America/New_York")
    desk.hear(at(FIRST[1]), ANA)
    desk.hear(at(AGAIN[0]), BOB)
    assert sorted(await desk.times()) == sorted([FIRST[1], AGAIN[0]])
    assert not any("at_unsure" in one for one in await desk.read())


@pytest.mark.parametrize("moments", [FIRST, AGAIN, (FIRST[0], AGAIN[1]), AGAIN[:1]], ids=str)
async def test_messages_whose_order_does_not_tell_are_shown_as_the_first_and_marked(moments: tuple[str, ...]) -> None:
    desk = Desk("America/New_York")
    for one in moments:
        desk.hear(at(one))
    told = await desk.read()
    assert [one["at"] for one in told] == [one.replace("-05:00", "-04:00") for one in moments]
    assert [one.get("at_unsure") for one in told] == [UNSURE] * len(moments)


async def test_beside_the_hour_that_comes_twice_nothing_is_unsure() -> None:
    desk = Desk("America/New_York")
    beside = ["2026-11-01T00:59:59-04:00", "2026-11-01T02:00:00-05:00", "2026-03-08T01:30:00-05:00"]
    for one in sorted(beside, key=at):
        desk.hear(at(one))
    told = await desk.read(since="2026-03-01")
    assert [one["at"] for one in told] == sorted(beside, key=at)
    assert not any("at_unsure" in one for one in told)


DAYS = ("2026-01-15", "2026-03-08", "2026-03-29", "2026-07-15", "2026-10-25", "2026-11-01", "2026-12-31")


@zones
@pytest.mark.parametrize("day", DAYS)
async def test_since_a_day_means_from_the_users_midnight_on(zone: str, day: str) -> None:
    desk = Desk(zone)
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    desk.hear(midnight.astimezone(UTC) - SECOND, words="Before")
    desk.hear(midnight, words="At midnight")
    desk.stand(midnight.astimezone(UTC) + 3 * HOUR)
    assert [one["text"]["text"] for one in await desk.read(since=day)] == ["At midnight"]


@zones
@pytest.mark.parametrize("since", ["08:00", "8:00"])
@pytest.mark.parametrize("day", ["2026-01-15", "2026-03-08", "2026-07-15", "2026-11-01"])
async def test_since_a_time_means_of_the_users_today(zone: str, since: str, day: str) -> None:
    """Just after the user's midnight nothing is later than that time of today; just before the next, all is."""
    desk = Desk(zone)
    eight = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=ZoneInfo(zone))
    desk.hear(eight.astimezone(UTC) - SECOND, words="Before")
    desk.hear(eight, words="At eight")
    desk.stand(datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=ZoneInfo(zone)))
    assert [one["text"]["text"] for one in await desk.read(since=since)] == ["At eight"]


@zones
async def test_just_after_midnight_a_time_of_today_may_lie_ahead(zone: str) -> None:
    desk = Desk(zone)
    desk.stand(datetime(2026, 7, 15, 0, 0, 30, tzinfo=ZoneInfo(zone)))
    async with desk.office.client() as client:
        result = await client.call_tool("readMessages", {"since": "08:00"})
    assert result.is_error
    assert text(result) == "readMessages: since lies in the future; it is 2026-07-15 00:00 now."


@zones
@pytest.mark.parametrize("since", ["2026-07-14T23:30", "2026-07-14 23:30", "2026-07-14T23:30:00"])
async def test_since_a_day_and_a_time_means_the_users(zone: str, since: str) -> None:
    desk = Desk(zone)
    then = datetime(2026, 7, 14, 23, 30, tzinfo=ZoneInfo(zone))
    desk.hear(then.astimezone(UTC) - SECOND, words="Before")
    desk.hear(then, words="Then")
    desk.stand(then.astimezone(UTC) + timedelta(days=3))
    assert [one["text"]["text"] for one in await desk.read(since=since)] == ["Then"]


async def test_since_with_an_offset_keeps_its_moment() -> None:
    desk = Desk("Asia/Tokyo")
    then = at("2026-07-14T23:30:00+02:00")
    desk.hear(then - SECOND, words="Before")
    desk.hear(then, words="Then")
    assert [one["text"]["text"] for one in await desk.read(since="2026-07-14T23:30+02:00")] == ["Then"]


@pytest.mark.parametrize("zone", ["America/Vancouver", "America/New_York"])
async def test_since_a_time_that_the_user_has_twice_leaves_out_neither(zone: str) -> None:
    desk = Desk(zone)
    for fold in (0, 1):
        desk.hear(datetime(2026, 11, 1, 1, 40, tzinfo=ZoneInfo(zone), fold=fold))
    desk.stand(datetime(2026, 11, 1, 12, tzinfo=ZoneInfo(zone)))
    assert len(await desk.read(since="2026-11-01T01:30")) == 2


@pytest.mark.parametrize("since", ["2026-11-01", "2026-11-01T00:00", "00:00"])
async def test_a_message_that_may_lie_in_the_period_is_shown(since: str) -> None:
    """In Denver the day begins in the middle of what New York has twice."""
    desk = Desk("America/Denver")
    desk.hear(at("2026-11-01T01:30:00-05:00"), words="At half past midnight")
    desk.stand(at("2026-11-01T12:00:00-07:00"))
    assert [one["text"]["text"] for one in await desk.read(since=since)] == ["At half past midnight"]


@zones
@pytest.mark.parametrize("now", ["2026-07-15T03:30:00+00:00", "2026-03-10T12:00:00+00:00", "2026-11-03T12:00:00+00:00"])
async def test_unless_told_it_goes_back_seven_times_24_hours(zone: str, now: str) -> None:
    desk = Desk(zone)
    then = at(now) - timedelta(days=7)
    desk.hear(then - SECOND, words="Before")
    desk.hear(then, words="Then")
    desk.stand(at(now))
    assert [one["text"]["text"] for one in await desk.read()] == ["Then"]


@pytest.fixture
def machine_in_vancouver(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setenv("TZ", "America/Vancouver")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("machine_in_vancouver")
@pytest.mark.parametrize(
    "moments",
    [
        ("2026-07-14T23:59:59-07:00", "2026-07-15T00:00:00-07:00"),
        ("2026-01-14T23:59:59-08:00", "2026-01-15T00:00:00-08:00"),
        ("2026-03-07T23:59:59-08:00", "2026-03-08T00:00:00-08:00"),
        ("2026-11-01T23:59:59-08:00", "2026-11-02T00:00:00-08:00"),
    ],
    ids=str,
)
async def test_without_a_zone_it_is_that_of_the_machine(moments: tuple[str, str]) -> None:
    desk = Desk("")
    for one in moments:
        desk.hear(at(one))
    assert await desk.times() == list(moments)
    assert await desk.times(since=moments[1][:10]) == [moments[1]]


LONG_DAY = ("2026-11-01T00:00:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00")
SHORT_DAY = ("2026-03-08T00:00:00-05:00", "2026-03-08T01:59:59-05:00", "2026-03-08T03:00:00-04:00")
USUAL_DAY = ("2026-07-15T00:00:00-04:00", "2026-07-15T12:00:00-04:00", "2026-07-15T18:00:00-04:00")


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("day", [LONG_DAY, SHORT_DAY, USUAL_DAY], ids=["25 hours", "23 hours", "24 hours"])
async def test_the_days_texts_are_counted_from_midnight_to_midnight_in_new_york(
    zone: str, day: tuple[str, ...]
) -> None:
    desk = Desk(zone, per_day=3)
    desk.hear(at(day[0]) - timedelta(days=2))
    desk.stand(at(day[0]) - SECOND)
    assert (await desk.send("The evening before"))[0]
    for number, one in enumerate(day):
        desk.stand(at(one))
        assert (await desk.send(f"Text {number}"))[0]
    last = datetime.fromisoformat(f"{day[0][:10]}T23:59:59").replace(tzinfo=EASTERN)
    desk.stand(last)
    sent, told = await desk.send("One too many")
    assert not sent
    assert "sms_per_day" in told
    desk.stand(last.astimezone(UTC) + SECOND)
    assert (await desk.send("The next day"))[0]


TEN_MINUTES = [
    ("2026-03-08T01:55:00-05:00", "2026-03-08T03:04:59-04:00", True),
    ("2026-03-08T01:55:00-05:00", "2026-03-08T03:05:00-04:00", False),
    ("2026-11-01T00:55:00-04:00", "2026-11-01T01:04:59-04:00", True),
    ("2026-11-01T00:55:00-04:00", "2026-11-01T01:05:00-04:00", False),
    ("2026-11-01T01:55:00-04:00", "2026-11-01T01:04:59-05:00", True),
    ("2026-11-01T01:55:00-04:00", "2026-11-01T01:05:00-05:00", False),
    ("2026-11-01T01:45:00-05:00", "2026-11-01T01:54:59-05:00", True),
    ("2026-11-01T01:55:00-05:00", "2026-11-01T02:04:59-05:00", True),
    ("2026-11-01T01:55:00-05:00", "2026-11-01T02:05:00-05:00", False),
]


@pytest.mark.parametrize(("sent", "now", "asks"), TEN_MINUTES)
async def test_the_same_text_within_ten_minutes_is_asked_about_whoever_sent_it(sent: str, now: str, asks: bool) -> None:
    desk = Desk()
    desk.write_elsewhere(at(sent), "On my way.")
    desk.stand(at(now))
    assert bool(await desk.asks("On my way.")) is asks


@pytest.mark.parametrize(("sent", "now", "asks"), TEN_MINUTES)
async def test_the_same_text_within_ten_minutes_is_asked_about_when_this_server_sent_it(
    sent: str, now: str, asks: bool
) -> None:
    desk = Desk()
    desk.hear(at(sent) - timedelta(days=2))
    desk.stand(at(sent))
    assert (await desk.send("On my way."))[0]
    desk.stand(at(now))
    assert bool(await desk.asks("On my way.")) is asks


@pytest.mark.parametrize(
    ("heard", "now", "asks"),
    [
        ("2026-07-14T12:30:00-04:00", "2026-07-15T12:29:59-04:00", False),
        ("2026-07-14T12:30:00-04:00", "2026-07-15T12:30:00-04:00", True),
        ("2026-10-31T12:30:00-04:00", "2026-11-01T11:29:59-05:00", False),
        ("2026-10-31T12:30:00-04:00", "2026-11-01T11:30:00-05:00", True),
        ("2026-03-07T12:30:00-05:00", "2026-03-08T13:29:59-04:00", False),
        ("2026-03-07T12:30:00-05:00", "2026-03-08T13:30:00-04:00", True),
    ],
)
async def test_a_link_to_somebody_who_wrote_within_24_hours_asks_nothing(heard: str, now: str, asks: bool) -> None:
    desk = Desk()
    desk.hear(at(heard))
    desk.stand(at(now))
    assert bool(await desk.asks("See https://example.com/menu")) is asks


@pytest.mark.parametrize("ms", [0, 500])
@pytest.mark.parametrize(
    "now",
    [
        "2026-03-08T03:00:00-04:00",
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T01:30:00-05:00",
        "2026-11-01T02:00:00-05:00",
    ],
)
async def test_a_text_whose_answer_was_lost_is_found_in_the_list_around_a_switch(now: str, ms: int) -> None:
    desk = Desk()
    desk.hear(at(now) - timedelta(days=2))
    desk.stand(at(now) + timedelta(milliseconds=ms))
    desk.office.sandbox.faults.plan("reset_after_effect", "sendSMS")
    sent, told = await desk.send("On my way.")
    assert sent, told
    assert "it was sent, once" in told


@pytest.mark.parametrize("ms", [0, 500])
async def test_a_text_whose_answer_was_lost_in_the_hour_that_comes_twice_is_not_sent_again(ms: int) -> None:
    desk = Desk()
    now = at("2026-11-01T01:30:00-05:00") + timedelta(milliseconds=ms)
    desk.hear(now - timedelta(days=2))
    for later in (0, 121, 242):
        desk.office.sandbox.faults.plan("reset_after_effect", "sendSMS")
        desk.stand(now + later * SECOND)
        await desk.send("On my way.")
    assert [row["message"] for row in desk.account.table("sms")] == ["Hello", "On my way."]


@pytest.mark.parametrize("mms", [False, True])
async def test_what_came_after_the_last_look_is_new_in_the_hour_that_comes_twice(mms: bool) -> None:
    desk = Desk()
    desk.hear(at(FIRST[1]))
    assert [one["new"] for one in await desk.read()] == [True]
    desk.hear(at(AGAIN[0]), words="Later", mms=mms)
    assert {one["text"]["text"]: one["new"] for one in await desk.read()} == {"Hello": False, "Later": True}
    assert not any(one["new"] for one in await desk.read())


def seconds_from(switch: str, seconds: int) -> datetime:
    return at(switch) + timedelta(seconds=seconds)


WALLS = st.datetimes(eastern("2025-01-03"), eastern("2027-12-30"))
INSTANTS = WALLS.map(lambda one: one.replace(tzinfo=UTC))
AROUND = st.builds(
    seconds_from,
    st.sampled_from(
        [
            "2025-03-09T07:00+00:00",
            "2025-11-02T06:00+00:00",
            "2026-03-08T07:00+00:00",
            "2026-11-01T06:00+00:00",
            "2027-03-14T07:00+00:00",
            "2027-11-07T06:00+00:00",
        ]
    ),
    st.integers(-5_400, 5_400),
)


@dataclass(frozen=True)
class Heard:
    """A message that came in."""

    at: datetime
    contact: str = ANA
    mms: bool = False

    @property
    def wall(self) -> datetime:
        return at_eastern(self.at)

    @property
    def twice(self) -> bool:
        return twice(self.wall)


ids = st.sampled_from([50_000, 99_996])
heard = st.builds(
    Heard,
    st.one_of(INSTANTS, AROUND, AROUND).map(lambda one: one.replace(microsecond=0)),
    st.sampled_from([ANA, BOB]),
    st.sampled_from([False, False, True]),
)


async def told_of(zone: str, messages: list[Heard], next_id: int) -> list[list[dict[str, Any]]]:
    """What is told of these messages, conversation by conversation."""
    desk = Desk(zone)
    desk.office.sandbox.world.next_id = next_id
    for number, one in enumerate(messages):
        desk.hear(one.at, one.contact, f"Message {number}", mms=one.mms)
    return [await desk.read(since="2025-01-01", limit=100, **{"with": contact}) for contact in (ANA, BOB)]


def check_moments(told: list[dict[str, Any]], messages: list[Heard], zone: str) -> None:
    """Each is right or marked; a marked one is an hour early at most; they are in order as far as they are sure."""
    shown = [datetime.fromisoformat(one["at"]) for one in told]
    assert shown == sorted(shown)
    assert all(one["at"] == at_.astimezone(ZoneInfo(zone)).isoformat() for one, at_ in zip(told, shown, strict=True))
    order = [int(one["text"]["text"].removeprefix("Message ")) for one in told]
    for number, found, one in zip(order, shown, told, strict=True):
        true = messages[number]
        assert (true.at - found) in ([timedelta(0), HOUR] if "at_unsure" in one else [timedelta(0)])
        assert true.twice or "at_unsure" not in one
    sure = [number for number, one in zip(order, told, strict=True) if "at_unsure" not in one]
    assert sure == sorted(sure)


def check_told_apart(told: list[dict[str, Any]], messages: list[Heard]) -> None:
    """Where the walls of one kind run backwards in the hour that comes twice, none of that hour is marked."""
    unsure = [messages[int(one["text"]["text"].removeprefix("Message "))] for one in told if "at_unsure" in one]
    for one in unsure:
        alike = [other for other in messages if other.twice and (other.contact, other.mms) == (one.contact, one.mms)]
        walls = [other.wall for other in alike if other.wall.date() == one.wall.date()]
        assert walls == sorted(walls)


messages = st.lists(heard, min_size=1, max_size=8, unique_by=lambda one: one.at).map(
    lambda them: sorted(them, key=lambda one: one.at)
)


@given(st.sampled_from(MORE_ZONES), messages, ids)
def test_every_message_comes_back_at_its_moment_or_is_marked(zone: str, messages: list[Heard], next_id: int) -> None:
    together = anyio.run(told_of, zone, messages, next_id)
    assert sum(map(len, together)) == len(messages)
    for told in together:
        check_moments(told, messages, zone)
        check_told_apart(told, messages)


@given(st.lists(st.one_of(AROUND, INSTANTS), max_size=12, unique=True).map(sorted))
def test_what_is_told_apart_is_right_and_what_is_not_is_the_first(instants: list[datetime]) -> None:
    stamps = [Stamped(n, at_eastern(one)) for n, one in enumerate(instants)]
    found = told_apart(stamps[::-1])
    assert found.keys() == set(range(len(instants)))
    for number, one in enumerate(instants):
        at_, sure = found[number]
        first = stamps[number].wall.replace(tzinfo=EASTERN).astimezone(UTC)
        assert at_ == (one if sure else first)
        assert sure or twice(stamps[number].wall)


@given(st.integers(1, 3_599), st.data())
def test_one_step_back_tells_the_whole_hour_apart(wall: int, data: st.DataObject) -> None:
    """A wall, and an earlier one of the same hour in a later row."""
    back = data.draw(st.integers(0, wall - 1))
    early, late = at("2026-11-01T05:00Z") + wall * SECOND, at("2026-11-01T06:00Z") + back * SECOND
    stamps = [Stamped(1, at_eastern(early)), Stamped(2, at_eastern(late))]
    assert told_apart(stamps) == {1: (early, True), 2: (late, True)}


def test_each_november_is_told_apart_for_itself() -> None:
    rows = ("2025-11-02T01:30", "2026-11-01T01:50", "2026-11-01T01:20")
    found = told_apart([Stamped(number, eastern(wall)) for number, wall in enumerate(rows)])
    assert [found[number][1] for number in range(3)] == [False, True, True]
    assert [found[number][0] for number in range(3)] == [
        at("2025-11-02T05:30Z"),
        at("2026-11-01T05:50Z"),
        at("2026-11-01T06:20Z"),
    ]


def test_only_the_hour_of_november_comes_twice() -> None:
    half_hours = [timedelta(minutes=minutes) for minutes in range(0, 240, 30)]
    autumn = [eastern("2026-11-01") + after for after in half_hours]
    assert [f"{wall:%H:%M}" for wall in autumn if twice(wall)] == ["01:00", "01:30"]
    assert not any(twice(eastern("2026-03-08") + after) for after in half_hours)


minutes = WALLS.map(lambda one: one.replace(second=0, microsecond=0))
days = minutes.map(datetime.date)


def there_is(wall: datetime, zone: str) -> bool:
    """Whether the clock of this zone ever shows it."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall


@given(minutes, st.sampled_from(MORE_ZONES), INSTANTS)
def test_a_day_a_time_and_both_mean_what_the_users_clock_shows(wall: datetime, zone: str, now: datetime) -> None:
    assume(there_is(wall, zone))
    user = Zone(zone)
    both = moment(f"{wall:%Y-%m-%dT%H:%M}", user, now)
    assert f"{both:%Y-%m-%d %H:%M}" == f"{user.show(both):%Y-%m-%d %H:%M}" == f"{wall:%Y-%m-%d %H:%M}"
    today = user.show(now).date()
    assume(there_is(datetime.combine(today, wall.time()), zone))
    time_of_today = user.show(moment(f"{wall:%H:%M}", user, now))
    assert (time_of_today.date(), f"{time_of_today:%H:%M}") == (today, f"{wall:%H:%M}")


@given(days, st.sampled_from(MORE_ZONES), INSTANTS)
def test_a_day_begins_where_the_day_before_ends(day: date, zone: str, now: datetime) -> None:
    user = Zone(zone)
    begins = moment(day.isoformat(), user, now)
    assert user.show(begins.astimezone(UTC)).date() == day
    assert user.show(begins.astimezone(UTC) - SECOND).date() == day - timedelta(days=1)


@given(days, st.integers(-3, 1_500), st.integers(0, 92))
def test_pieces_cover_a_period_exactly_the_latest_first(last: date, length: int, most: int) -> None:
    first = last - timedelta(days=length)
    pieces = days_back(first, last, most)
    covered = [start + timedelta(days=n) for start, end in pieces for n in range((end - start).days + 1)]
    assert sorted(covered) == [first + timedelta(days=n) for n in range(length + 1)]
    assert all(0 <= (end - start).days <= most for start, end in pieces)
    assert all(earlier[1] < later[0] for later, earlier in pairwise(pieces))
    assert len(pieces) == -(-max(length + 1, 0) // (most + 1))


@pytest.mark.parametrize("since", ["2025-01-01", "2025-10-31T23:59", "2026-11-01"])
async def test_voipms_is_asked_for_no_piece_longer_than_92_days_and_for_every_day(since: str) -> None:
    desk = Desk("Asia/Tokyo")
    desk.stand(at("2026-11-24T17:00:00+00:00"))
    await desk.read(since=since)
    for getter in ("getSMS", "getMMS"):
        asked = [call.params for call in desk.office.sandbox.log if call.method == getter]
        spans = sorted((date.fromisoformat(one["from"]), date.fromisoformat(one["to"])) for one in asked)
        assert all((end - start).days <= 92 for start, end in spans)
        assert all((later[0] - earlier[1]).days == 1 for earlier, later in pairwise(spans))
        begins = datetime.fromisoformat(since).replace(tzinfo=ZoneInfo("Asia/Tokyo"))
        assert spans[0][0] == begins.astimezone(EASTERN).date()
        assert spans[-1][1] == date(2026, 11, 24)
