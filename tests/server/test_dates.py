"""`temporarily` and `at`: what is confirmed once begins and ends at its minute, whoever is there to carry it out."""

from contextlib import suppress
from functools import partial
from pathlib import Path

import anyio
import pytest

from cases.days import Days, days, seconds
from cases.office import ERAS, NO, YES, Era, Person, text
from cases.plans import CELL, MAIN, SECOND, TO_CELL, Steps
from torture.clockwork import now
from torture.incidents import Attempt, Crash, Incident, Point, What
from torture.process import CURRENT, SETTLE
from voipms_server.assembly import Limits, make_gate
from voipms_server.plans.due import Due
from voipms_server.plans.keeping import SESSION, keep_dates

eras = pytest.mark.parametrize("era", ERAS)
CELL_TOO: Steps = [CELL, TO_CELL]
TO_VOICEMAIL: Steps = [{"tool": "setDIDRouting", "arguments": {"did": MAIN, "routing": "vm:101"}}]


@eras
def test_reception_goes_to_the_cell_until_five_and_back_with_one_yes(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        answer = await day.done("temporarily", steps=CELL_TOO, until="17:00", title="To the cell")
        (question,) = day.person.questions
        assert "To the cell" in question
        assert "Ends: Tuesday 2026-11-24 17:00-05:00; then everything is set back as it was" in question
        assert answer["done"] is True
        assert answer["ends"] == "Tuesday 2026-11-24 17:00-05:00"
        assert day.routing.startswith("fwd:")
        await day.until("2026-11-24T16:59:59-05:00")
        assert await day.look() == []
        assert day.routing.startswith("fwd:")
        await day.until("2026-11-24T17:00-05:00")
        assert [one.words for one in await day.look()] == ["taken back"]
        assert day.account.rows() == before
        assert await day.look() == []
        assert len(day.person.questions) == 1
        assert (await day.done("listChanges")).get("dated") is None

    days(story, era=era)


@eras
def test_what_has_a_beginning_and_an_end_is_there_only_in_between(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        answer = await day.done(
            "temporarily", steps=TO_VOICEMAIL, title="Closed", **{"from": "2026-12-24T12:00", "until": "2027-01-02"}
        )
        assert (answer["done"], answer["planned"]) == (False, True)
        (question,) = day.person.questions
        assert "Starts: Thursday 2026-12-24 12:00-05:00." in question
        assert "Ends: Saturday 2027-01-02 00:00-05:00" in question
        assert day.account.rows() == before
        await day.until("2026-12-24T11:59:59-05:00")
        assert await day.look() == []
        await day.until("2026-12-24T12:00-05:00")
        assert [one.words for one in await day.look()] == ["carried out"]
        assert day.routing == "vm:101"
        await day.until("2027-01-01T23:59:59-05:00")
        assert await day.look() == []
        await day.until("2027-01-02T00:00-05:00")
        await day.look()
        assert day.account.rows() == before
        assert len(day.person.questions) == 1

    days(story, era=era)


def test_at_begins_at_its_minute_and_stays() -> None:
    async def story(day: Days) -> None:
        answer = await day.done("at", steps=TO_VOICEMAIL, moment="2026-11-24T18:30")
        assert answer["starts"] == "Tuesday 2026-11-24 18:30-05:00"
        await day.until("2026-11-24T18:29:59-05:00")
        assert await day.look() == []
        await day.until("2026-11-24T18:30-05:00")
        assert [one.words for one in await day.look()] == ["carried out"]
        assert day.routing == "vm:101"
        await day.until("2026-12-31T18:30-05:00")
        assert await day.look() == []
        assert day.routing == "vm:101"

    days(story)


def test_what_began_and_was_gone_on_with_by_hand_is_no_date_any_more() -> None:
    """The process dies once the first step was sent."""

    async def story(day: Days) -> None:
        steps: Steps = [*TO_VOICEMAIL, {"tool": "setDIDPOP", "arguments": {"did": SECOND, "pop": "7"}}]
        plan = (await day.done("at", steps=steps, moment="17:00"))["plan"]
        await day.until("2026-11-24T17:00-05:00")
        CURRENT.set(Attempt(0, (Incident(What.CRASH_AFTER, Point.WRITE, 1),)))
        with suppress(Crash):
            await day.look()
        CURRENT.set(None)
        day.restart()
        await anyio.sleep(200)
        for _ in range(3):
            await day.done("applyPlan", plan=plan)
            await anyio.sleep(SETTLE + 1)
        assert (await day.done("applyPlan", plan=plan))["done"] is True
        assert (day.routing, day.number(SECOND)["pop"]) == ("vm:101", "7")
        assert await day.every_date() == []

    days(story)


@eras
def test_a_no_keeps_nothing(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        for tool, dates in (("temporarily", {"until": "17:00"}), ("at", {"moment": "17:00"})):
            assert "the person said no" in await day.refused(tool, steps=TO_VOICEMAIL, **dates)
        await day.until("2026-11-24T17:00-05:00")
        assert await day.look() == []
        assert day.account.rows() == before

    days(story, era=era, person=Person([NO, NO]))


MOMENTS = {
    "what is past": ("11:59", "it is Tuesday 2026-11-24 12:00-05:00 now"),
    "what the clocks skip": ("2027-03-14T02:30", "the clocks are put forward"),
    "what comes twice": (
        "2027-11-07T01:30",
        "Say 2027-11-07T01:30-04:00 or 2027-11-07T01:30-05:00",
    ),
    "what is far away": ("2028-06-01T12:00", "more than 400 days away"),
    "no moment": ("this afternoon", "is not a day, a time of today or both"),
}


@pytest.mark.parametrize("case", MOMENTS)
def test_a_moment_that_is_none_is_refused_with_a_right_one(case: str) -> None:
    async def story(day: Days) -> None:
        said, why = MOMENTS[case]
        assert why in await day.refused("at", steps=TO_VOICEMAIL, moment=said)
        assert why in await day.refused("temporarily", steps=TO_VOICEMAIL, until=said)
        assert day.person.questions == []

    days(story)


SWITCHES = {
    "clocks put forward": ("2027-03-13T12:00-05:00", "2027-03-14T12:00", "2027-03-14T12:00-04:00", 23),
    "clocks put back": ("2027-11-06T12:00-04:00", "2027-11-07T12:00", "2027-11-07T12:00-05:00", 25),
    "the first time of two": ("2027-11-06T12:00-04:00", "2027-11-07T01:30-04:00", "2027-11-07T01:30-04:00", 13.5),
    "the second time of two": ("2027-11-06T12:00-04:00", "2027-11-07T01:30-05:00", "2027-11-07T01:30-05:00", 14.5),
    "after the gap": ("2027-03-14T01:30-05:00", "03:00", "2027-03-14T03:00-04:00", 0.5),
}


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("tool", ["temporarily", "at"])
def test_the_minute_is_right_over_a_switch_of_the_clocks(switch: str, tool: str) -> None:
    begins, said, moment, hours = SWITCHES[switch]

    async def story(day: Days) -> None:
        began, before = now(), day.routing
        await day.done(tool, steps=TO_VOICEMAIL, **{"moment" if tool == "at" else "until": said})
        earlier = day.routing
        await anyio.sleep(seconds(moment) - 1)
        assert await day.look() == []
        assert day.routing == earlier
        await anyio.sleep(1)
        assert len(await day.look()) == 1
        assert day.routing == ("vm:101" if tool == "at" else before)
        assert now() - began == pytest.approx(hours * 3600)

    days(story, at=begins)


def test_a_server_that_runs_carries_it_out_by_itself() -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        async with anyio.create_task_group() as group:
            group.start_soon(lambda: keep_dates(day.process.door, lambda: day.due, lasting=True))
            await day.done("temporarily", steps=CELL_TOO, until="17:00")
            await day.until("2026-11-24T16:59:59-05:00")
            assert day.routing.startswith("fwd:")
            await day.until("2026-11-24T17:00:59-05:00")
            assert day.account.rows() == before
            group.cancel_scope.cancel()

    days(story, lasting=True)


def test_a_server_over_a_file_looks_only_when_there_is_something(tmp_path: Path) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        opened: list[float] = []

        def due() -> Due:
            opened.append(now())
            return day.due

        async with anyio.create_task_group() as group:
            group.start_soon(lambda: keep_dates(day.process.door, due, lasting=False))
            await anyio.sleep(600)
            assert opened == []
            await day.done("temporarily", steps=CELL_TOO, until="17:00")
            await day.until("2026-11-24T17:00:01-05:00")
            assert day.account.rows() == before
            looks = len(opened)
            assert looks > 0
            await anyio.sleep(600)
            assert len(opened) == looks
            group.cancel_scope.cancel()

    days(story, kept=tmp_path / "store.sqlite")


@pytest.mark.parametrize("tool", ["temporarily", "at"])
def test_a_server_that_begins_anew_carries_out_what_an_earlier_one_was_told(tool: str, tmp_path: Path) -> None:
    async def story(day: Days) -> None:
        before = day.routing
        await day.done(tool, steps=TO_VOICEMAIL, **{"moment" if tool == "at" else "until": "17:00"})
        day.restart()
        await day.until("2026-11-24T17:00-05:00")
        await day.look()
        assert day.routing == ("vm:101" if tool == "at" else before)

    days(story, kept=tmp_path / "store.sqlite")


@pytest.mark.parametrize("tool", ["temporarily", "at"])
def test_of_two_processes_one_carries_it_out(tool: str, tmp_path: Path) -> None:
    async def story(day: Days) -> None:
        before = day.routing
        await day.done(tool, steps=TO_VOICEMAIL, **{"moment" if tool == "at" else "until": "17:00"})
        sent = len(day.account.sent)
        others = [Due(other.lines, make_gate(other.door, Limits())) for other in (day.begun(), day.begun())]
        await day.until("2026-11-24T17:00-05:00")
        async with anyio.create_task_group() as group:
            for one in (*others, day.due):
                group.start_soon(one.run, SESSION)
        assert len(day.account.sent) == sent + 1
        assert day.routing == ("vm:101" if tool == "at" else before)

    days(story, kept=tmp_path / "store.sqlite")


def test_what_is_to_end_ends_however_late() -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        await day.done("temporarily", steps=CELL_TOO, until="17:00")
        await day.until("2026-12-20T09:00-05:00")
        findings = await day.findings()
        assert "Overdue: plan P-" in str(findings[0])
        assert "was to end Tuesday 2026-11-24 17:00-05:00" in str(findings[0])
        await day.look()
        assert day.account.rows() == before
        assert "Overdue" not in str(await day.findings())

    days(story)


LATE: dict[str, tuple[dict[str, object], str, bool, str]] = {
    "some hours late": ({"moment": "17:00"}, "2026-11-25T09:00-05:00", True, "carried out"),
    "over a day late": ({"moment": "17:00"}, "2026-11-25T17:01-05:00", False, "within a day of its moment"),
    "when it is over": ({"from": "17:00", "until": "18:00"}, "2026-11-24T18:00-05:00", False, "its time was over"),
}


@pytest.mark.parametrize("case", LATE)
def test_what_was_to_begin_while_nothing_ran_begins_late_or_is_reported(case: str) -> None:
    async def story(day: Days) -> None:
        arguments, when, begins, words = LATE[case]
        before = day.routing
        await day.done("at" if "moment" in arguments else "temporarily", steps=TO_VOICEMAIL, **arguments)
        await day.until(when)
        (became,) = await day.look()
        assert words in became.words
        assert day.routing == ("vm:101" if begins else before)
        findings = str(await day.findings())
        assert ("date_conflict" in findings) is not begins
        assert (words in findings) is not begins
        assert await day.look() == []

    days(story)


def test_what_somebody_changed_meanwhile_is_not_overwritten_at_the_end() -> None:
    async def story(day: Days) -> None:
        before = day.number(SECOND)["pop"]
        steps: Steps = [*TO_VOICEMAIL, {"tool": "setDIDPOP", "arguments": {"did": SECOND, "pop": "7"}}]
        await day.done("temporarily", steps=steps, until="17:00")
        day.account.edit("dids", MAIN, "routing", "sys:busy")
        await day.until("2026-11-24T17:00-05:00")
        (became,) = await day.look()
        assert "somebody changed it since" in became.words
        assert day.routing == "sys:busy"
        assert day.number(SECOND)["pop"] == before
        first, *_ = await day.findings()
        assert "Not all of plan P-" in str(first)
        assert "sys:busy" in str(await day.dated())

    days(story)


def test_what_somebody_changed_meanwhile_is_not_overwritten_at_the_beginning() -> None:
    async def story(day: Days) -> None:
        steps: Steps = [{"tool": "setDIDPOP", "arguments": {"did": SECOND, "pop": "7"}}, *TO_VOICEMAIL]
        await day.done("at", steps=steps, moment="17:00")
        day.account.edit("dids", MAIN, "routing", "sys:busy")
        before = day.account.rows()
        await day.until("2026-11-24T17:00-05:00")
        (became,) = await day.look()
        assert "was changed by somebody since the yes" in became.words
        assert "'sys:busy'" in became.words
        assert day.account.rows() == before
        assert "sys:busy" in str(await day.findings())

    days(story)


TO_SPARE: Steps = [{"tool": "setDIDRouting", "arguments": {"did": MAIN, "routing": "fwd:20001"}}]


@pytest.mark.parametrize("begun", [False, True], ids=["leads there", "leads back there"])
def test_what_a_plan_still_leads_to_is_not_deleted_meanwhile(begun: bool) -> None:
    """In effect, the number leads to the mailbox, and nothing but the plan knows of the forwarding."""

    async def story(day: Days) -> None:
        day.account.edit("dids", MAIN, "routing", "fwd:20001" if begun else "vm:101")
        steps, starts = (TO_VOICEMAIL, {}) if begun else (TO_SPARE, {"from": "16:00"})
        plan = (await day.done("temporarily", steps=steps, until="17:00", title="Elsewhere", **starts))["plan"]
        before = day.account.rows()
        told = await day.call("delForwarding", forwarding="20001")
        assert told.is_error
        assert f'plan {plan} ("Elsewhere") leads to forwarding 20001' in text(told)
        assert day.account.rows() == before
        await day.until("2026-11-24T17:00-05:00")
        await day.look()
        await day.look()
        day.account.edit("dids", MAIN, "routing", "vm:101")
        await day.done("delForwarding", forwarding="20001")

    days(story)


def test_what_a_plan_deletes_itself_is_deleted_by_it_and_by_hand() -> None:
    async def story(day: Days) -> None:
        step = {"tool": "delForwarding", "arguments": {"forwarding": "20001"}}
        await day.done("at", steps=[step], moment="17:00")
        await day.done("delForwarding", forwarding="20001")
        await day.until("2026-11-24T17:00-05:00")
        (became,) = await day.look()
        assert "20001" in became.words

    days(story)


def test_another_field_of_the_entry_is_no_conflict() -> None:
    async def story(day: Days) -> None:
        await day.done("at", steps=TO_VOICEMAIL, moment="17:00")
        day.account.edit("dids", MAIN, "note", "New note")
        await day.until("2026-11-24T17:00-05:00")
        await day.look()
        assert (day.routing, day.number()["note"]) == ("vm:101", "New note")

    days(story)


def test_a_plan_that_was_previewed_is_given_its_moment() -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        plan = (await day.done("applyPlan", steps=CELL_TOO, title="To the cell", preview=True))["plan"]
        await day.done("temporarily", plan=plan, until="17:00")
        assert "To the cell" in day.person.questions[0]
        assert "has no end" not in await day.refused("at", plan=plan, moment="18:00")
        await day.until("2026-11-24T17:00-05:00")
        await day.look()
        assert day.account.rows()[("dids", MAIN)] == before[("dids", MAIN)]

    days(story)


@eras
def test_an_end_is_moved_and_what_waits_is_called_off_with_a_yes(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        plan = (await day.done("temporarily", steps=CELL_TOO, until="17:00", title="To the cell"))["plan"]
        await day.done("temporarily", plan=plan, until="18:00")
        assert (
            "end it Tuesday 2026-11-24 18:00-05:00 instead of Tuesday 2026-11-24 17:00-05:00"
            in (day.person.questions[1])
        )
        await day.until("2026-11-24T17:30-05:00")
        assert await day.look() == []
        await day.until("2026-11-24T18:00-05:00")
        await day.look()
        assert day.account.rows() == before
        later = (await day.done("at", steps=TO_VOICEMAIL, moment="20:00"))["plan"]
        dated = await day.dated()
        assert (dated["plan"], dated["starts"]) == (later, "Tuesday 2026-11-24 20:00-05:00")
        assert (await day.done("undoChange", plan=later))["called_off"] is True
        assert "Call off" in day.person.questions[3]
        await day.until("2026-11-24T20:00-05:00")
        assert await day.look() == []
        assert day.account.rows() == before
        assert "called off" in str(await day.done("applyPlan", plan=later))

    days(story, era=era)


def test_what_was_undone_by_hand_is_not_undone_again_at_its_end() -> None:
    async def story(day: Days) -> None:
        answer = await day.done("temporarily", steps=TO_VOICEMAIL, until="17:00")
        await day.done("undoChange", plan=answer["plan"])
        await day.done("setDIDRouting", did=MAIN, routing="vm:101")
        await day.until("2026-11-24T17:00-05:00")
        assert [one.words for one in await day.look()] == ["taken back"]
        assert day.routing == "vm:101"

    days(story)


def test_the_same_steps_with_another_moment_are_asked_about_anew() -> None:
    async def story(day: Days) -> None:
        await day.refused("at", steps=TO_VOICEMAIL, moment="17:00")
        await day.done("at", steps=TO_VOICEMAIL, moment="18:00")
        assert len(day.person.questions) == 2
        assert "18:00" in day.person.questions[1]

    days(story, person=Person([NO, YES]))


def test_who_carries_it_out_is_said_as_it_is() -> None:
    async def story(day: Days) -> None:
        answer = await day.done("at", steps=TO_VOICEMAIL, moment="17:00")
        assert "nothing runs here" in str(answer["carried_out_by"])
        assert "nothing runs here" in day.person.questions[0]
        await day.look()
        answer = await day.done("at", steps=TO_VOICEMAIL, moment="18:00")
        assert "runs here regularly" in str(answer["carried_out_by"])
        assert "nothing runs here" not in day.person.questions[1]
        day.lasting = True
        await anyio.sleep(3_600)
        day.restart()
        answer = await day.done("at", steps=TO_VOICEMAIL, moment="19:00")
        assert "as long as it runs" in str(answer["carried_out_by"])

    days(story)


@pytest.mark.parametrize(("tool", "name"), [("at", "moment"), ("temporarily", "until")])
def test_what_costs_money_is_confirmed_when_it_is_done(tool: str, name: str) -> None:
    async def story(day: Days) -> None:
        steps = [{"tool": "cancelDID", "arguments": {"did": SECOND}}]
        assert "cancelDID costs money" in await day.refused(tool, steps=steps, **{name: "17:00"})
        assert day.person.questions == []
        assert day.account.sent == []

    days(story)


def test_what_was_deleted_for_a_while_comes_back() -> None:
    async def story(day: Days) -> None:
        steps: Steps = [{"tool": "delForwarding", "arguments": {"forwarding": "20001"}}]
        await day.done("temporarily", steps=steps, until="17:00")
        assert "20001" not in day.account.ids("forwardings")
        await day.until("2026-11-24T17:00-05:00")
        await day.look()
        (found,) = [
            row
            for row in day.account.sandbox.world.accounts[0].table("forwardings")
            if row["phone_number"] == "5145550154"
        ]
        assert found["description"] == "Spare phone"

    days(story)


MOST_TRANSACTIONS = 40


@pytest.mark.parametrize("tool", ["temporarily", "at"])
@pytest.mark.parametrize("what", [What.CRASH_BEFORE, What.CRASH_AFTER])
def test_a_crash_anywhere_while_it_is_carried_out_repeats_and_loses_nothing(tool: str, what: What) -> None:
    """The process dies at each of its transactions in turn; the next one finishes."""
    reached: list[int] = []

    async def story(day: Days, at: int) -> None:
        before = day.account.rows()
        await day.done(tool, steps=CELL_TOO, **{"moment" if tool == "at" else "until": "17:00"})
        await day.until("2026-11-24T17:00-05:00")
        sent = len(day.account.sent)
        CURRENT.set(Attempt(0, (Incident(what, Point.TRANSACTION, at),)))
        with suppress(Crash):
            await day.look()
            reached.append(at)
        CURRENT.set(None)
        day.restart()
        for _ in range(8):
            await anyio.sleep(61)
            await day.look()
        if tool == "temporarily":
            assert day.account.rows() == before
            assert len(day.account.sent) == sent + 2
        elif day.account.rows() == before:
            assert "a step was not done" in str(await day.findings())
        else:
            assert day.routing.startswith("fwd:")
            assert len(day.account.sent) == sent + 2

    for at in range(1, MOST_TRANSACTIONS):
        days(partial(story, at=at))
        if reached:
            break
    assert 5 < reached[0] < MOST_TRANSACTIONS - 1


NETWORK = [What.NO_CONNECTION, What.TIMEOUT_BEFORE, What.TIMEOUT_AFTER, What.HTTP_500]


@pytest.mark.parametrize("what", NETWORK)
def test_an_end_that_meets_a_bad_network_comes_when_it_is_back(what: What) -> None:
    async def story(day: Days, n: int) -> None:
        before = day.account.rows()
        await day.done("temporarily", steps=CELL_TOO, until="17:00")
        await day.until("2026-11-24T17:00-05:00")
        CURRENT.set(Attempt(0, [Incident(what, Point.CALL, n + one) for one in range(6)]))
        await day.look()
        CURRENT.set(None)
        for _ in range(8):
            await anyio.sleep(61)
            await day.look()
        if day.account.rows() != before:
            told = str(await day.findings())
            assert "Not all of plan" in told or "was not carried out" in told

    for n in range(1, 6):
        days(partial(story, n=n))
