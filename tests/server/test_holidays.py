"""Holidays of `businessHours`: confirmed with the hours, kept with them or not at all, in effect on their days."""

from functools import partial
from pathlib import Path

import anyio
import pytest
from mcp import Client
from mcp.types import CallToolResult, InputRequiredResult

from cases.days import Days, days, rows
from cases.office import ERAS, NO, YES, Era, Person, text
from cases.plans import MAIN, SECOND
from torture.incidents import Attempt, Crash, Incident, Point, What
from torture.process import CURRENT
from voipms_server.assembly import Limits, make_gate
from voipms_server.plans.book import Book, State
from voipms_server.plans.due import Due
from voipms_server.plans.keeping import SESSION, TIMER, keep_dates

eras = pytest.mark.parametrize("era", ERAS)
YEAR = "2026-12-24..2027-01-02"
HOURS: dict[str, object] = {
    "hours": "mon-fri 9:00-17:00",
    "open": "grp:4768",
    "closed": "vm:101",
    "numbers": f"{MAIN};{SECOND}",
}
MENUS: dict[str, object] = {"closed": {"recording": "7567", "keys": {"1": "vm:101"}}}
BEFORE, FIRST, LAST, AFTER = (
    "2026-12-23T23:59:59-05:00",
    "2026-12-24T00:00-05:00",
    "2027-01-02T23:59:59-05:00",
    "2027-01-03T00:00-05:00",
)
MOST_TRANSACTIONS = 120
STEPS = 3
"""Writes of these hours: a time condition and two numbers."""


async def set_hours(day: Days, holidays: str = YEAR, **more: object) -> dict[str, object]:
    return await day.done("businessHours", **{**HOURS, "holidays": holidays, **more})


def holidays(answer: dict[str, object]) -> list[dict[str, object]]:
    return rows(answer["holidays"])


def routing(day: Days) -> str:
    """Where both numbers lead."""
    (found,) = {day.number(did)["routing"] for did in (MAIN, SECOND)}
    return found


async def led(day: Days, wall: str) -> str:
    """Where both numbers lead once what is due at this time was carried out."""
    await day.until(wall)
    await day.look()
    return routing(day)


@eras
def test_closed_over_the_turn_of_the_year_with_one_yes(era: Era) -> None:
    async def story(day: Days) -> None:
        answer = await set_hours(day)
        (question,) = day.person.questions
        assert "Holiday 2026-12-24..2027-01-02: Thursday 2026-12-24 00:00-05:00 to Sunday 2027-01-03" in question
        assert 'Calls go to: mailbox 101 ("Anne Tremblay")' in question
        hours = routing(day)
        assert hours.startswith("tc:")
        (told,) = holidays(answer)
        (kept,) = await day.every_date()
        assert told == {
            "plan": kept["plan"],
            "starts": "Thursday 2026-12-24 00:00-05:00",
            "ends": "Sunday 2027-01-03 00:00-05:00",
            "target": "vm:101",
        }
        assert kept["state"] == "waiting for its moment"
        with_hours = day.account.rows()
        assert await led(day, BEFORE) == hours
        assert await led(day, FIRST) == "vm:101"
        assert await led(day, LAST) == "vm:101"
        assert await led(day, AFTER) == hours
        assert day.account.rows() == with_hours
        assert len(day.person.questions) == 1
        assert await day.every_date() == []
        assert "office" not in str(await day.findings())

    days(story, era=era)


SWITCHES = {
    "clocks put forward": ("2027-03-14", "2027-03-14T00:00-05:00", "2027-03-15T00:00-04:00", 23),
    "clocks put back": ("2027-11-07", "2027-11-07T00:00-04:00", "2027-11-08T00:00-05:00", 25),
}


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_holiday_lasts_from_midnight_to_midnight_over_a_switch_of_the_clocks(switch: str) -> None:
    said, begins, ends, hours = SWITCHES[switch]

    async def story(day: Days) -> None:
        await set_hours(day, said)
        usual = routing(day)
        await day.until(begins)
        assert await led(day, begins) == "vm:101"
        await anyio.sleep(hours * 3_600 - 1)
        await day.look()
        assert routing(day) == "vm:101"
        assert await led(day, ends) == usual

    days(story, at="2027-03-01T12:00-05:00")


def test_a_holiday_that_runs_today_begins_at_once() -> None:
    async def story(day: Days) -> None:
        answer = await set_hours(day, "2026-11-22..2026-11-24 recording:7568")
        assert "Holiday 2026-11-22..2026-11-24: now to Wednesday 2026-11-25 00:00-05:00" in day.person.questions[0]
        assert holidays(answer)[0]["starts"] == "now"
        hours = routing(day)
        assert [one.words for one in await day.look()] == ["carried out"]
        assert routing(day) == "recording:7568"
        assert await led(day, "2026-11-25T00:00-05:00") == hours

    days(story)


def test_a_server_that_runs_carries_it_out_by_itself() -> None:
    async def story(day: Days) -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(lambda: keep_dates(day.process.door, lambda: day.due, lasting=True))
            await set_hours(day, "2026-11-24; 2026-11-25 recording:7568")
            await anyio.sleep(60)
            assert routing(day) == "vm:101"
            await day.until("2026-11-24T23:59:59-05:00")
            assert routing(day) == "vm:101"
            await day.until("2026-11-25T00:00:31-05:00")
            assert routing(day) == "recording:7568"
            group.cancel_scope.cancel()

    days(story, at="2026-11-24T23:00-05:00", lasting=True)


def test_a_server_that_begins_anew_carries_it_out(tmp_path: Path) -> None:
    async def story(day: Days) -> None:
        await set_hours(day)
        hours = routing(day)
        day.restart()
        assert await led(day, FIRST) == "vm:101"
        day.restart()
        assert await led(day, AFTER) == hours

    days(story, kept=tmp_path / "store.sqlite")


@eras
def test_a_holiday_leads_to_a_menu_that_is_made_with_the_hours(era: Era) -> None:
    async def story(day: Days) -> None:
        answer = await set_hours(day, "2026-12-25 menu:closed", menus=MENUS)
        assert 'from "tc:(new, of step 2 tc_open)" to "ivr:(new, of step 1 menu_closed)"' in day.person.questions[0]
        menu = next(
            one["ivr"]
            for one in day.account.sandbox.world.accounts[0].table("ivrs")
            if one["name"] == "Business hours closed"
        )
        assert holidays(answer)[0]["target"] == f"ivr:{menu}"
        hours = routing(day)
        assert await led(day, "2026-12-25T00:00-05:00") == f"ivr:{menu}"
        assert await led(day, "2026-12-26T00:00-05:00") == hours

    days(story, era=era)


@eras
def test_a_no_keeps_nothing(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        assert "the person said no" in await day.refused("businessHours", **HOURS, holidays=YEAR)
        assert await day.every_date() == []
        await day.until(FIRST)
        assert await day.look() == []
        assert day.account.rows() == before

    days(story, era=era, person=Person([NO]))


@eras
def test_when_the_hours_fail_no_holiday_is_kept(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        day.account.refuses["setDIDRouting"] = "invalid_routing"
        answer = await set_hours(day)
        assert (answer["done"], answer["rolled_back"]) == (False, True)
        assert "holidays" not in answer
        assert await day.every_date() == []
        await day.until(FIRST)
        assert await day.look() == []
        assert day.account.rows() == before

    days(story, era=era)


def test_the_same_hours_with_other_holidays_are_asked_about_anew() -> None:
    async def story(day: Days) -> None:
        for days_ in (YEAR, "2026-12-24..2027-01-03", f"{YEAR} recording:7568"):
            await day.refused("businessHours", **HOURS, holidays=days_)
        assert len(set(day.person.questions)) == 3

    days(story, person=Person([NO]))


def test_a_preview_tells_them_and_what_was_previewed_is_asked_about() -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        shown = await set_hours(day, f"{YEAR} menu:closed", menus=MENUS, preview=True)
        assert holidays(shown) == [
            {
                "starts": "Thursday 2026-12-24 00:00-05:00",
                "ends": "Sunday 2027-01-03 00:00-05:00",
                "target": "ivr:(new, of step 1 menu_closed)",
            }
        ]
        assert "nothing runs here" in str(shown["carried_out_by"])
        assert (day.account.rows(), day.person.questions, await day.every_date()) == (before, [], [])
        told = await day.refused("temporarily", plan=shown["plan"], until="17:00")
        assert "plans with dates follow this one" in told
        answer = await day.done("applyPlan", plan=shown["plan"])
        assert "Holiday 2026-12-24..2027-01-02" in day.person.questions[0]
        (told_,) = holidays(answer)
        hours = routing(day)
        assert await led(day, FIRST) == told_["target"]
        assert await led(day, AFTER) == hours

    days(story)


def test_who_carries_them_out_is_said_as_it_is() -> None:
    async def story(day: Days) -> None:
        answer = await set_hours(day, "2026-12-25")
        assert "nothing runs here" in str(answer["carried_out_by"])
        assert "nothing runs here" in day.person.questions[0]
        await day.look()
        answer = await set_hours(day, "2026-12-28")
        assert "runs here regularly" in str(answer["carried_out_by"])
        assert "nothing runs here" not in day.person.questions[1]

    days(story)


@eras
def test_hours_in_pieces_keep_them_with_the_last_piece(era: Era) -> None:
    async def story(day: Days) -> None:
        answer = await set_hours(day)
        calls = 1
        while not answer["done"]:
            assert "holidays" not in answer
            assert [one["state"] for one in await day.every_date()] == ["running"]
            answer = await day.done("applyPlan", plan=answer["plan"])
            calls += 1
        assert calls == STEPS
        (kept,) = await day.every_date()
        assert holidays(answer)[0]["plan"] == kept["plan"]
        assert holidays(await day.done("applyPlan", plan=answer["plan"])) == holidays(answer)
        assert len(await day.every_date()) == 1
        assert len(day.person.questions) == 1
        hours = routing(day)
        assert await led(day, FIRST) == "vm:101"
        assert await led(day, AFTER) == hours

    days(story, era=era, piece_seconds=0)


def test_hours_that_were_cut_off_are_gone_on_with_by_whoever_carries_dates_out() -> None:
    async def story(day: Days) -> None:
        answer = await set_hours(day)
        assert answer["done"] is False
        assert "is not done yet" in await day.refused("undoChange", group=answer["group"])
        other = await day.refused("businessHours", **{**HOURS, "name": "Other"}, holidays=YEAR)
        assert f"applyPlan with plan={answer['plan']} goes on with it" in other
        await anyio.sleep(400)
        assert "was cut off" in str(await day.findings())
        day.restart()
        assert [one.words for one in await day.look()] == ["carried out"]
        assert "was cut off" not in str(await day.findings())
        hours = routing(day)
        assert await led(day, FIRST) == "vm:101"
        assert await led(day, AFTER) == hours

    days(story, piece_seconds=0)


@pytest.mark.parametrize("what", [What.CRASH_BEFORE, What.CRASH_AFTER])
def test_a_crash_anywhere_keeps_hours_and_holidays_once_or_neither(what: What) -> None:
    """The process dies at each of its transactions in turn; another one goes on."""
    reached: list[int] = []

    async def story(day: Days, at: int) -> None:
        before = day.account.rows()
        CURRENT.set(Attempt(0, (Incident(what, Point.TRANSACTION, at),)))
        try:
            await set_hours(day)
            reached.append(at)
        except* Crash:
            pass
        CURRENT.set(None)
        day.restart()
        for _ in range(8):
            await anyio.sleep(61)
            await day.look()
        kept = [one for one in await day.every_date() if one["state"] == "waiting for its moment"]
        if day.account.rows() == before:
            assert kept == []
            return
        assert len(kept) == 1
        assert len(day.account.sent) == STEPS
        hours = routing(day)
        assert hours.startswith("tc:")
        assert await led(day, FIRST) == "vm:101"
        assert await led(day, AFTER) == hours

    for at in range(1, MOST_TRANSACTIONS):
        days(partial(story, at=at))
        if reached:
            break
    assert 10 < reached[0] < MOST_TRANSACTIONS - 1


@eras
def test_two_people_who_say_yes_to_the_same_days_keep_them_once(era: Era, tmp_path: Path) -> None:
    async def story(day: Days) -> None:
        other = Days(era, tmp_path / "store.sqlite", day.account)
        said: list[CallToolResult] = []

        async def told(one: Days) -> None:
            said.append(await one.call("businessHours", **HOURS, holidays=YEAR))

        async with anyio.create_task_group() as group:
            for one in (day, other):
                group.start_soon(told, one)
        (kept,) = await day.every_date()
        assert all(str(kept["plan"]) in text(one) for one in said)
        assert len(day.account.sent) == STEPS

    days(story, era=era, kept=tmp_path / "store.sqlite")


def test_one_yes_that_reaches_two_servers_twice_each_keeps_them_once(tmp_path: Path) -> None:
    async def story(day: Days) -> None:
        other, asked = Days(day.era, tmp_path / "store.sqlite", day.account), {**HOURS, "holidays": YEAR}
        answers: list[dict[str, object]] = []

        async def present(one: Days, state: str) -> None:
            async with Client(one.process.server, mode=day.era, elicitation_callback=one.person) as client:
                for _ in range(2):
                    result = await client.session.call_tool(
                        "businessHours", asked, input_responses={"confirm": YES}, request_state=state
                    )
                    answers.append(result.structured_content or {})

        async with Client(day.process.server, mode=day.era, elicitation_callback=day.person) as client:
            first = await client.session.call_tool("businessHours", asked, allow_input_required=True)
        assert isinstance(first, InputRequiredResult)
        assert first.request_state
        async with anyio.create_task_group() as group:
            for one in (day, other):
                group.start_soon(present, one, first.request_state)
        (kept,) = await day.every_date()
        assert [holidays(one)[0]["plan"] for one in answers] == [kept["plan"]] * 4
        assert sum("used already" in str(one.get("note")) for one in answers) == 3
        assert len(day.account.sent) == STEPS
        due = [one.due for one in (day, other)]
        await day.until(FIRST)
        async with anyio.create_task_group() as group:
            for each in due:
                group.start_soon(each.run, SESSION)
        assert len(day.account.sent) == STEPS + 2
        assert routing(day) == "vm:101"

    days(story, kept=tmp_path / "store.sqlite")


ADJACENT = "2026-12-26..2026-12-31 recording:7568; 2026-12-24..2026-12-25"


def test_of_two_days_in_a_row_the_first_ends_before_the_next_begins() -> None:
    async def story(day: Days) -> None:
        await set_hours(day, ADJACENT)
        hours = routing(day)
        assert await led(day, FIRST) == "vm:101"
        await day.until("2026-12-26T00:00-05:00")
        assert [one.words for one in await day.look()] == ["taken back", "carried out"]
        assert routing(day) == "recording:7568"
        assert await led(day, "2027-01-01T00:00-05:00") == hours
        assert "date_conflict" not in str(await day.findings())

    days(story)


def test_of_two_days_in_a_row_the_order_holds_over_processes(tmp_path: Path) -> None:
    async def story(day: Days) -> None:
        await set_hours(day, ADJACENT)
        others = [Due(one.lines, make_gate(one.door, Limits())) for one in (day.begun(), day.begun())]
        await led(day, FIRST)
        await day.until("2026-12-26T00:00-05:00")
        async with anyio.create_task_group() as group:
            for one in (*others, day.due):
                group.start_soon(one.run, TIMER)
        await day.look()
        assert routing(day) == "recording:7568"
        assert "date_conflict" not in str(await day.findings())

    days(story, kept=tmp_path / "store.sqlite")


def test_the_next_day_waits_until_the_first_could_be_set_back() -> None:
    async def story(day: Days) -> None:
        await set_hours(day, ADJACENT)
        await led(day, FIRST)
        await day.until("2026-12-26T00:00-05:00")
        CURRENT.set(Attempt(0, [Incident(What.NO_CONNECTION, Point.CALL, n) for n in range(1, 9)]))
        first, second = [one.words for one in await day.look()]
        CURRENT.set(None)
        assert first.startswith("not done yet")
        assert second.startswith("not done yet: plan P-")
        assert routing(day) == "vm:101"
        await anyio.sleep(61)
        assert [one.words for one in await day.look()] == ["taken back", "carried out"]
        assert routing(day) == "recording:7568"

    days(story)


WRONG = {
    "the same day twice": ("2026-12-24..2026-12-26; 2026-12-26", "2026-12-24..2026-12-26 and 2026-12-26 overlap"),
    "far away": ("2028-02-01", "Holiday 2028-02-01 is more than 400 days away"),
    "over": ("2026-11-20..2026-11-23", "the holiday 2026-11-20..2026-11-23 is over"),
}


@pytest.mark.parametrize("case", WRONG)
def test_days_that_cannot_be_are_refused_before_anything(case: str) -> None:
    async def story(day: Days) -> None:
        said, why = WRONG[case]
        for preview in (True, False):
            assert why in await day.refused("businessHours", **HOURS, holidays=said, preview=preview)
        assert (day.person.questions, day.account.sent, await day.every_date()) == ([], [], [])

    days(story)


def test_days_that_another_plan_has_are_refused_and_the_plan_is_named() -> None:
    async def story(day: Days) -> None:
        plan = str(holidays(await set_hours(day))[0]["plan"])
        before = day.account.rows()
        for preview in (True, False):
            told = await day.refused("businessHours", **HOURS, holidays="2027-01-02..2027-01-03", preview=preview)
            assert f"undoChange with plan={plan}" in told
            assert f"{MAIN}, {SECOND}" in told
        assert len(day.person.questions) == 1
        assert (await set_hours(day, "2027-01-03"))["done"] is True
        assert f"(plan {plan}); it does not begin where" in day.person.questions[1]
        assert day.account.rows() == before
        other = {**HOURS, "numbers": "5145550140", "name": "Other hours"}
        assert (await day.done("businessHours", **other, holidays=YEAR))["done"] is True
        await day.done("undoChange", plan=plan)
        assert (await set_hours(day, "2027-01-01..2027-01-02"))["done"] is True

    days(story)


def test_one_is_moved_and_another_called_off_by_its_plan() -> None:
    async def story(day: Days) -> None:
        first, second, third = holidays(await set_hours(day, "2026-12-24; 2026-12-28; 2026-12-31"))
        hours = routing(day)
        assert "at the same time" in await day.refused("temporarily", plan=first["plan"], until="2026-12-28T00:01")
        await day.done("temporarily", plan=first["plan"], until="2026-12-25T12:00")
        assert (await day.done("undoChange", plan=second["plan"]))["called_off"] is True
        assert [one["plan"] for one in await day.every_date()] == [first["plan"], third["plan"]]
        assert await led(day, FIRST) == "vm:101"
        assert await led(day, "2026-12-25T11:59:59-05:00") == "vm:101"
        assert await led(day, "2026-12-25T12:00-05:00") == hours
        assert await led(day, "2026-12-28T00:00-05:00") == hours
        assert await led(day, "2026-12-31T00:00-05:00") == "vm:101"

    days(story)


@eras
@pytest.mark.parametrize("by", ["group", "plan"])
def test_undoing_the_hours_calls_off_what_waits(era: Era, by: str) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        answer = await set_hours(day, "2026-12-24; 2026-12-31 menu:closed", menus=MENUS)
        plans = [one["plan"] for one in holidays(answer)]
        undone = await day.done("undoChange", **{by: answer[by]})
        assert undone["called_off"] == plans
        assert "Called off with it:" in day.person.questions[1]
        assert all(str(plan) in day.person.questions[1] for plan in plans)
        assert day.account.rows() == before
        assert await day.every_date() == []
        await day.until("2026-12-31T00:00-05:00")
        assert await day.look() == []
        assert day.account.rows() == before

    days(story, era=era)


def test_a_no_to_undoing_the_hours_leaves_them_and_their_holidays() -> None:
    async def story(day: Days) -> None:
        answer = await set_hours(day)
        hours, day.person.answers = routing(day), [NO]
        assert "the person said no" in await day.refused("undoChange", group=answer["group"])
        assert await led(day, FIRST) == "vm:101"
        assert await led(day, AFTER) == hours

    days(story)


def test_hours_are_not_undone_or_set_anew_while_one_is_in_effect() -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        answer = await set_hours(day, f"{YEAR}; 2027-01-04")
        (year, later) = holidays(answer)
        assert await led(day, FIRST) == "vm:101"
        for told in (
            await day.refused("undoChange", group=answer["group"]),
            await day.refused("undoChange", since="2026-11-24T00:00"),
            await day.refused("businessHours", **HOURS),
        ):
            assert f"(plan {year['plan']}) is in effect" in told
            assert f"undoChange with plan={year['plan']}" in told
        assert len(day.person.questions) == 1
        await day.done("undoChange", plan=year["plan"])
        assert routing(day).startswith("tc:")
        undone = await day.done("undoChange", group=answer["group"])
        assert undone["called_off"] == [later["plan"]]
        assert day.account.rows() == before
        await day.until("2027-01-05T00:00-05:00")
        await day.look()
        assert day.account.rows() == before
        assert await day.every_date() == []

    days(story)


def test_hours_whose_holidays_are_over_are_undone_as_any_other() -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        answer = await set_hours(day)
        await led(day, FIRST)
        await led(day, AFTER)
        undone = await day.done("undoChange", group=answer["group"])
        assert "called_off" not in undone
        assert day.account.rows() == before

    days(story)


def test_a_number_that_somebody_led_elsewhere_meanwhile_is_left_and_told() -> None:
    async def story(day: Days) -> None:
        await set_hours(day)
        day.account.edit("dids", SECOND, "routing", "sys:busy")
        before = day.account.rows()
        await day.until(FIRST)
        (became,) = await day.look()
        assert "was changed by somebody since the yes" in became.words
        assert day.account.rows() == before
        assert "Holiday 2026-12-24..2027-01-02" in str(await day.findings())

    days(story)


@pytest.mark.parametrize("tool", ["businessHours", "temporarily", "at"])
def test_what_is_called_off_at_the_last_moment_is_not_carried_out(tool: str) -> None:
    """Between the look that finds it due and the locks it needs; or cut off before its date was closed."""

    async def story(day: Days) -> None:
        step = {"tool": "setDIDRouting", "arguments": {"did": MAIN, "routing": "vm:101"}}
        dates = {"temporarily": {"from": "2026-12-24", "until": "2027-01-03"}, "at": {"moment": "2026-12-24"}}
        if tool == "businessHours":
            plan = str(holidays(await set_hours(day))[0]["plan"])
        else:
            plan = str((await day.done(tool, steps=[step], **dates[tool]))["plan"])
        before, due = day.account.rows(), day.due
        claim, book = due.dates.claim, Book(day.process.door)
        await day.until(FIRST)
        assert await claim(plan)
        await book.move(plan, State.CALLED_OFF, State.WAITING)
        for wall in (FIRST, AFTER):
            await day.until(wall) if wall == AFTER else await anyio.sleep(61)
            for one in await day.look():
                assert one.words == "called off meanwhile; nothing was changed"
        assert day.account.rows() == before

    days(story)
