"""`businessHours`: open, closed, lunch and menus as one plan; a date is never made of a weekly condition."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cases.office import ERAS, NO, Era, Office, Person
from cases.plans import SECOND, Told, apply, changed, writes
from cases.sounds import BASE64, MP3, TONE, tone
from voipms_sandbox.calls.hours import matches
from voipms_sandbox.clock import EASTERN
from voipms_server.catalog import Choice
from voipms_server.setup import Setup
from voipms_server.zones import Zone

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
TORONTO = Setup(zone=Zone("America/Toronto"))
IDLE = "5145550140"
MONDAY = datetime(2026, 11, 23, tzinfo=EASTERN)
WEEKDAYS: dict[str, object] = {"hours": "mon-fri 9:00-17:00", "open": "grp:4768", "closed": "vm:100"}
LUNCH: dict[str, object] = {
    "hours": "mon-fri 9:00-12:00, 13:00-17:00; sat 10-14",
    "open": "grp:4768",
    "closed": "vm:100",
    "lunch": "recording:7568",
    "numbers": f"{SECOND};{IDLE}",
}
MENUS: dict[str, object] = {
    "welcome": {"recording": "Accueil / Welcome", "keys": {"1": "menu:fr", "2": "menu:en", "t": "menu:fr"}},
    "fr": {"recording": "7567", "language": "fr", "keys": {"1": "grp:4768", "0": "vm:100"}},
    "en": {"recording": "Toronto welcome", "language": "en", "timeout": 8, "keys": {"1": "grp:4768"}},
}


def office(setup: Setup = TORONTO, **more: Any) -> Office:
    return Office(setup=setup, **more)


async def set_hours(
    office: Office, person: Person, arguments: Mapping[str, object], era: Era = "2026-07-28", **more: object
) -> Told:
    return await apply(office, person, era, tool="businessHours", **{**arguments, **more})


def led(office: Office, route: str, at: datetime) -> str:
    """Where the time conditions lead at this moment."""
    while route.startswith("tc:"):
        row = office.row("time_conditions", timecondition=route.removeprefix("tc:"))
        route = row["routing_match"] if matches(row, at) else row["routing_nomatch"]
    return route


def moment(day: int, clock: str) -> datetime:
    """On the US Eastern clock; Monday is 0."""
    hour, _, minute = clock.partition(":")
    return MONDAY + timedelta(days=day, hours=int(hour), minutes=int(minute))


@eras
async def test_one_question_sets_hours_and_lunch_and_leads_the_numbers_there(era: Era) -> None:
    desk, person = office(), Person()
    told = await set_hours(desk, person, LUNCH, era)
    (question,) = person.questions
    for words in (
        "Open on US Eastern time: Mon-Fri 9:00-12:00, Mon-Fri 13:00-17:00, Sat 10:00-14:00.",
        "Lunch: Mon-Fri 12:00-13:00.",
        SECOND,
        IDLE,
    ):
        assert words in question
    assert told.answer["done"] is True
    assert sorted(one.table for one in told.changed) == ["dids", "dids", "time_conditions", "time_conditions"]
    route = desk.row("dids", did=SECOND)["routing"]
    assert desk.row("dids", did=IDLE)["routing"] == route
    wanted = {
        (0, "8:59"): "vm:100",
        (0, "9:00"): "grp:4768",
        (0, "12:30"): "recording:7568",
        (4, "13:00"): "grp:4768",
        (4, "17:30"): "vm:100",
        (5, "12:30"): "grp:4768",
        (5, "14:30"): "vm:100",
        (6, "12:30"): "vm:100",
    }
    assert {when: led(desk, route, moment(*when)) for when in wanted} == wanted


@eras
async def test_menus_in_two_languages_are_made_before_what_leads_to_them(era: Era) -> None:
    desk, person = office(), Person()
    told = await set_hours(desk, person, {**WEEKDAYS, "open": "menu:welcome"}, era, menus=MENUS, numbers=IDLE)
    assert told.answer["done"] is True
    assert len(person.questions) == 1
    fr, en, welcome = (desk.row("ivrs", name=f"Business hours {name}") for name in ("fr", "en", "welcome"))
    assert welcome["choices"] == f"1=ivr:{fr['ivr']};2=ivr:{en['ivr']};t=ivr:{fr['ivr']}"
    assert (fr["language"], fr["recording"], fr["choices"]) == ("fr", "7567", "1=grp:4768;0=vm:100")
    assert (en["language"], en["recording"], en["timeout"]) == ("en", "7569", "8")
    assert led(desk, desk.row("dids", did=IDLE)["routing"], moment(0, "10:00")) == f"ivr:{welcome['ivr']}"
    assert writes(desk) == ["setIVR", "setIVR", "setIVR", "setTimeCondition", "setDIDRouting"]


AFTER_HOURS: dict[str, object] = {
    "closed": {"recording": "both.wav", "keys": {"1": "menu:fr", "2": "menu:en", "t": "vm:100"}},
    "fr": {"recording": "fr/closed.wav", "language": "fr", "keys": {"1": "vm:100", "*": "sys:hangup"}},
    "en": {"recording": "./both.wav", "language": "en", "keys": {"1": "vm:101"}},
}


def with_files(root: Path) -> Office:
    """An office whose folder holds a greeting in both languages, one in French, and what is none."""
    (root / "folder" / "fr").mkdir(parents=True)
    files = {"both.wav": TONE, "fr/closed.wav": tone(seconds=0.1), "song.mp3": MP3, "../secret.wav": TONE}
    for name, content in files.items():
        (root / "folder" / name).write_bytes(content)
    return office(Setup(zone=Zone("America/Toronto"), file_folders=(root / "folder",)))


@eras
async def test_an_after_hours_menu_in_two_languages_plays_recordings_from_files(era: Era, tmp_path: Path) -> None:
    desk, person = with_files(tmp_path), Person()
    before = desk.sandbox.snapshot()
    told = await set_hours(desk, person, {**WEEKDAYS, "closed": "menu:closed"}, era, menus=AFTER_HOURS, numbers=IDLE)
    assert told.answer["done"] is True
    (question,) = person.questions
    assert '"fr/closed.wav", 1,644 bytes, 0.1 seconds' in question
    made = {row["description"]: row for row in desk.sandbox.world.accounts[0].table("recordings")}
    french, both = made["Business hours fr"], made["Business hours en"]
    assert both["data"] == BASE64
    assert "Business hours closed" not in made
    fr, en, closed = (desk.row("ivrs", name=f"Business hours {name}") for name in ("fr", "en", "closed"))
    assert (fr["recording"], fr["language"], fr["choices"]) == (french["value"], "fr", "1=vm:100;*=sys:hangup")
    assert (en["recording"], en["language"], en["choices"]) == (both["value"], "en", "1=vm:101")
    assert closed["recording"] == both["value"]
    assert closed["choices"] == f"1=ivr:{fr['ivr']};2=ivr:{en['ivr']};t=vm:100"
    assert writes(desk) == [*["setRecording"] * 2, *["setIVR"] * 3, "setTimeCondition", "setDIDRouting"]
    route = desk.row("dids", did=IDLE)["routing"]
    assert led(desk, route, moment(0, "10:00")) == "grp:4768"
    assert led(desk, route, moment(0, "18:00")) == f"ivr:{closed['ivr']}"
    await apply(desk, person, era, tool="undoChange", group=told.answer["group"])
    assert changed(desk, before) == []


async def test_a_recording_of_an_earlier_file_is_changed_and_not_made_again(tmp_path: Path) -> None:
    desk, person = with_files(tmp_path), Person()
    asked = {**WEEKDAYS, "closed": "menu:closed", "menus": AFTER_HOURS}
    await set_hours(desk, person, asked)
    (tmp_path / "folder" / "fr" / "closed.wav").write_bytes(tone(seconds=0.2))
    told = await set_hours(desk, person, asked)
    (own,) = (one for one in told.changed if one.table == "recordings")
    assert (own.before or {})["description"] == (own.after or {})["description"] == "Business hours fr"


@pytest.mark.parametrize(
    ("recording", "words"),
    [
        ("song.mp3", "A recording is a WAV file"),
        ("../secret.wav", "is no file in a folder that is allowed"),
        ("fr/none", "is no file in a folder that is allowed"),
        ("fr\\none", "is no file in a folder that is allowed"),
        ("none.WAV", "is no file in a folder that is allowed"),
        ("no path", "no recording is called 'no path'"),
    ],
)
async def test_a_file_that_is_not_taken_is_refused_before_anything(tmp_path: Path, recording: str, words: str) -> None:
    desk, person = with_files(tmp_path), Person()
    menus = {"closed": {"recording": recording, "keys": {"1": "vm:100"}}}
    told = await set_hours(desk, person, {**WEEKDAYS, "closed": "menu:closed"}, menus=menus)
    assert words in told.refusal
    assert (person.questions, told.changed, writes(desk)) == ([], [], [])


async def test_a_holiday_is_no_time_condition_but_a_plan_for_its_dates() -> None:
    desk, person = office(), Person()
    days = "2026-12-25; 2026-12-31..2027-01-02 recording:7571"
    told = await set_hours(desk, person, {**WEEKDAYS, "numbers": f"{SECOND};{IDLE}"}, holidays=days)
    (condition,) = (one.after for one in told.changed if one.table == "time_conditions")
    assert condition is not None
    assert (condition["weekdaystart"], condition["weekdayend"]) == ("mon", "fri")
    christmas, year = told.answer["holidays"]
    assert (christmas["starts"], christmas["ends"]) == (
        "Friday 2026-12-25 00:00-05:00",
        "Saturday 2026-12-26 00:00-05:00",
    )
    assert (year["starts"], year["ends"]) == ("Thursday 2026-12-31 00:00-05:00", "Sunday 2027-01-03 00:00-05:00")
    assert (christmas["target"], year["target"]) == ("vm:100", "recording:7571")
    assert "Time conditions know weekdays only" in person.questions[0]


async def test_a_holiday_that_the_journal_would_not_know_any_more_is_refused() -> None:
    desk, person = office(journal_days=30), Person()
    told = await set_hours(desk, person, {**WEEKDAYS, "numbers": IDLE}, holidays="2026-12-25")
    assert "The journal is kept for 30 days" in told.refusal
    assert (person.questions, told.changed, writes(desk)) == ([], [], [])
    assert (await set_hours(desk, person, {**WEEKDAYS, "numbers": IDLE}, holidays="2026-12-20")).answer["done"] is True


async def test_a_preview_tells_the_holidays_too_and_does_nothing() -> None:
    desk, person = office(), Person()
    told = await set_hours(desk, person, LUNCH, holidays="2026-12-25", preview=True)
    assert (person.questions, told.changed, writes(desk)) == ([], [], [])
    assert len(told.answer["holidays"]) == 1
    assert "applyPlan with plan=" in told.answer["next"]
    done = await apply(desk, person, plan=told.answer["plan"])
    assert "Lunch: Mon-Fri 12:00-13:00." in person.questions[0]
    assert done.answer["done"] is True


async def test_hours_of_the_same_name_are_changed_and_what_they_need_no_more_is_named() -> None:
    desk, person = office(), Person()
    first = await set_hours(desk, person, LUNCH)
    assert first.answer["done"] is True
    told = await set_hours(desk, person, WEEKDAYS)
    assert "There already, and changed: time condition" in person.questions[1]
    assert "not led to any more: time condition" in person.questions[1]
    (own,) = told.changed
    assert own.table == "time_conditions"
    assert led(desk, desk.row("dids", did=SECOND)["routing"], moment(0, "12:30")) == "grp:4768"


async def test_more_spans_than_one_condition_takes_are_asked_one_after_the_other() -> None:
    desk, person = office(), Person()
    hours = "mon 9-10; tue 10-11; wed 11-12; thu 12-13; fri 13-14; sat 14-15"
    told = await set_hours(desk, person, {**WEEKDAYS, "hours": hours, "numbers": IDLE})
    assert told.answer["done"] is True
    conditions = [one.after for one in told.changed if one.table == "time_conditions"]
    assert sorted(one["starthour"].count(";") + 1 for one in conditions if one) == [2, 4]
    route = desk.row("dids", did=IDLE)["routing"]
    for day in range(6):
        assert led(desk, route, moment(day, f"{9 + day}:30")) == "grp:4768"
        assert led(desk, route, moment(day, f"{11 + day}:30")) == "vm:100"


async def test_hours_on_another_clock_are_moved_to_us_eastern_time_over_midnight_too() -> None:
    desk, person = office(Setup(zone=Zone("America/Vancouver"))), Person()
    asked = {**LUNCH, "hours": "mon-fri 9-17, 18-22"}
    told = await set_hours(desk, person, asked)
    assert told.answer["done"] is True
    assert "Mon-Fri 12:00-20:00, Mon-Fri 21:00-23:59, Tue-Sat 0:00-1:00" in person.questions[0]
    assert "on the clock of America/Vancouver" in person.questions[0]
    route = desk.row("dids", did=IDLE)["routing"]
    assert led(desk, route, moment(0, "20:30")) == "recording:7568"
    assert led(desk, route, moment(0, "23:59")) == "grp:4768"
    assert led(desk, route, moment(5, "0:30")) == "grp:4768"
    assert led(desk, route, moment(1, "2:30")) == "vm:100"


async def test_hours_of_a_night_have_no_lunch_in_between() -> None:
    desk, person = office(), Person()
    told = await set_hours(desk, person, {**LUNCH, "hours": "daily 18:00-2:00"})
    assert "no day has two spans" in told.refusal
    done = await set_hours(desk, person, {**WEEKDAYS, "hours": "daily 18:00-2:00", "numbers": IDLE})
    assert done.answer["done"] is True
    route = desk.row("dids", did=IDLE)["routing"]
    assert led(desk, route, moment(0, "1:00")) == "grp:4768"
    assert led(desk, route, moment(0, "12:00")) == "vm:100"


async def test_a_clock_that_does_not_keep_its_distance_is_refused_unless_hours_are_said_on_us_eastern_time() -> None:
    desk, person = office(Setup(zone=Zone("Europe/Paris"))), Person()
    told = await set_hours(desk, person, WEEKDAYS)
    assert "changes during the year" in told.refusal
    assert writes(desk) == []
    done = await set_hours(desk, person, {**WEEKDAYS, "hours": "mon-fri 9-17 ET"})
    assert done.answer["done"] is True


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Monday - Friday 9am-5pm", "Mon-Fri 9:00-17:00"),
        ("weekdays 9h-17h30", "Mon-Fri 9:00-17:30"),
        ("mon, wed 9-12; fri 9-12", "Mon 9:00-12:00, Wed 9:00-12:00, Fri 9:00-12:00"),
        ("sat-mon 10-24:00", "Mon 10:00-23:59, Sat-Sun 10:00-23:59"),
        ("daily 8:30-20:15", "Mon-Sun 8:30-20:15"),
    ],
)
async def test_hours_are_said_as_people_say_them(said: str, told: str) -> None:
    desk, person = office(), Person()
    answer = await set_hours(desk, person, {**WEEKDAYS, "hours": said}, preview=True)
    assert f"Open on US Eastern time: {told}." in answer.answer["notes"]


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "no hours": ({"hours": "always"}, "is not hours such as mon-fri"),
    "no day": ({"hours": "someday 9-17"}, "is no day"),
    "no time": ({"hours": "mon 9-25"}, "is no span of time"),
    "overlap": ({"hours": "mon 9-13, 12-17"}, "Hours overlap on mon"),
    "all of the week": ({"hours": "daily 0-24"}, "nothing is ever closed"),
    "no route": ({"open": "phone:1"}, "is not a route"),
    "nothing": ({"closed": "none:"}, "is refused by VoIP.ms"),
    "no such menu": ({"open": "menu:main"}, "menu:main is not among `menus`"),
    "no such holiday menu": ({"numbers": IDLE, "holidays": "2026-12-25 menu:main"}, "menu:main is not among `menus`"),
    "menu nobody gets to": ({"menus": {"main": MENUS["fr"]}}, "nothing leads to the menu main"),
    "menus in a circle": (
        {
            "open": "menu:a",
            "menus": {
                "a": {"recording": "7567", "keys": {"1": "menu:b"}},
                "b": {"recording": "7567", "keys": {"*": "menu:a"}},
            },
        },
        "lead back to each other",
    ),
    "no such recording": (
        {"open": "menu:a", "menus": {"a": {"recording": "Hello", "keys": {"1": "vm:100"}}}},
        "no recording is called 'Hello'; getRecordings lists them",
    ),
    "no key": ({"open": "menu:a", "menus": {"a": {"recording": "7567", "keys": {"x": "vm:100"}}}}, "is no key"),
    "nothing a menu has": (
        {"open": "menu:a", "menus": {"a": {"recording": "7567", "keys": {"1": "vm:100"}, "colour": 1}}},
        "'colour' is nothing a menu has",
    ),
    "lunch without a gap": ({"lunch": "vm:100"}, "no day has two spans"),
    "a past holiday": ({"numbers": IDLE, "holidays": "2026-11-23"}, "the holiday 2026-11-23 is over"),
    "no date": ({"numbers": IDLE, "holidays": "christmas"}, "is no date"),
    "holidays of nobody": ({"holidays": "2026-12-25"}, "say which in `numbers`"),
    "no such number": ({"numbers": "Atlantis"}, "no number of the account is or matches 'Atlantis'"),
    "no such target": ({"open": "grp:999999"}, "there is no ring group 999999; getRingGroups lists what exists"),
    "a long name": ({"name": "x" * 31}, "longer than 30"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_is_refused_in_a_sentence_before_anything(case: str) -> None:
    arguments, words = WRONG[case]
    desk, person = office(), Person()
    told = await set_hours(desk, person, {**WEEKDAYS, **arguments})
    assert words in told.refusal
    assert (person.questions, told.changed, writes(desk)) == ([], [], [])


@eras
async def test_a_no_leaves_nothing_behind(era: Era) -> None:
    desk, person = office(), Person([NO])
    told = await set_hours(desk, person, LUNCH, era)
    assert "the person said no" in told.refusal
    assert (told.changed, writes(desk)) == ([], [])


@eras
@pytest.mark.parametrize("function", ["setIVR", "setTimeCondition", "setDIDRouting"])
async def test_when_a_step_fails_nothing_is_left_of_those_before_it(era: Era, function: str) -> None:
    desk, person = office(), Person()
    desk.sandbox.faults.plan("slow", function)
    desk.sandbox.faults.plan("status:no_permission", function)
    told = await set_hours(desk, person, {**LUNCH, "open": "menu:welcome"}, era, menus=MENUS, holidays="2026-12-25")
    assert told.answer["done"] is False
    assert told.answer["rolled_back"] is True
    assert "holidays" not in told.answer
    assert told.changed == []


@eras
async def test_undoing_the_group_brings_back_the_account_as_it_was(era: Era) -> None:
    desk, person = office(), Person()
    before = desk.sandbox.snapshot()
    told = await set_hours(desk, person, {**LUNCH, "open": "menu:welcome"}, era, menus=MENUS)
    await apply(desk, person, era, tool="undoChange", group=told.answer["group"])
    assert changed(desk, before) == []


async def test_each_account_has_its_own_hours() -> None:
    desk, person = office(accounts={"office": "office@example.com", "solo": "solo@example.com"}), Person()
    told = await set_hours(desk, person, {**WEEKDAYS, "open": "sys:echo", "closed": "sys:busy"}, voipms_account="solo")
    assert told.answer["done"] is True
    first, second = desk.sandbox.world.accounts[:2]
    assert first.find("time_conditions", name="Business hours") is None
    assert second.find("time_conditions", name="Business hours") is not None
    assert "voipms_account" in (await set_hours(desk, person, WEEKDAYS)).refusal


async def test_a_server_that_only_reads_does_not_offer_it() -> None:
    desk = Office(Choice(read_only=True))
    async with desk.client() as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        refused = await client.call_tool("businessHours", WEEKDAYS)
    assert "businessHours" not in names
    assert refused.is_error
    assert writes(desk) == []
