"""What a model does that follows a prompt for something with an end: the account before, meanwhile and afterwards."""

from collections.abc import Sequence
from typing import Any

import pytest

from cases.days import Days, days
from cases.following import following
from cases.office import ERAS, Era
from cases.plans import CELL, MAIN, SECOND, Fields

eras = pytest.mark.parametrize("era", ERAS)
TOLL_FREE, MARC, HELENE, APPOINTMENTS = "8005550119", "5145550113", "5145550114", "4385550115"
TORONTO, NEW_YORK = "4165550116", "2125550117"
PHONES = (MAIN, SECOND, MARC, HELENE, APPOINTMENTS, TORONTO, NEW_YORK, TOLL_FREE)
"""The numbers that lead to phones, groups, queues, menus or hours."""
TO_PHONES = ("time condition", "ring group", "sub-account", "queue", "IVR")
THERE = ("19183", "18635", "16006", "20001")
"""The forwardings before."""
AWAY = [{"tool": "delStaticMember", "arguments": {"member": member, "queue": "32208"}} for member in ("619", "620")]


def to(did: str, route: str) -> dict[str, object]:
    return {"tool": "setDIDRouting", "arguments": {"did": did, "routing": route}}


async def words(day: Days) -> list[str]:
    """What became of what is due now."""
    return [one.words for one in await day.look()]


@eras
def test_after_hours__reception_to_a_cell_until_five(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        async with day.client() as client, following(client, "after_hours", what="to Hélène's cell until 5") as model:
            (cell,) = (await model.call("find", text="Hélène's cell", kinds="forwarding"))["matches"]
            shown = await model.call("applyPlan", steps=[to(MAIN, cell["routing"])], preview=True)
            assert day.account.rows() == before
            done = await model.call("temporarily", plan=shown["plan"], until="17:00")
            assert done["ends"] == "Tuesday 2026-11-24 17:00-05:00"
            assert "forwarding 19183" in (await model.call("traceRouting", did=MAIN))["text"]
        meanwhile = {("dids", MAIN): {"routing": "fwd:19183"}}
        assert day.became(before) == meanwhile
        await day.until("2026-11-24T16:59:59-05:00")
        assert await words(day) == []
        assert day.became(before) == meanwhile
        await day.until("2026-11-24T17:00-05:00")
        assert await words(day) == ["taken back"]
        assert day.account.rows() == before
        assert len(day.person.questions) == 1

    days(story, era=era)


@eras
def test_after_hours__closed_from_christmas_eve_at_noon_until_the_second(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        async with day.client() as client, following(client, "after_hours", what="closed for Christmas") as model:
            (note,) = (await model.call("find", text="Vacances", kinds="recording"))["matches"]
            each = {"kind": "number", "where": {"routing": "tc:1830"}}
            steps = [{**to("${each}", note["routing"]), "each": each}]
            shown = await model.call("applyPlan", steps=steps, preview=True)
            dates = {"from": "2026-12-24T12:00", "until": "2027-01-02"}
            planned = await model.call("temporarily", plan=shown["plan"], **dates)
            (waits,) = (await model.call("listChanges"))["dated"]
            assert waits["plan"] == planned["plan"]
        assert day.account.rows() == before
        await day.until("2026-12-24T11:59:59-05:00")
        assert (await words(day), day.account.rows()) == ([], before)
        await day.until("2026-12-24T12:00-05:00")
        assert await words(day) == ["carried out"]
        closed = {("dids", did): {"routing": "recording:7571"} for did in (MAIN, TOLL_FREE)}
        assert day.became(before) == closed
        assert "recording 7571" in str((await day.done("traceRouting", did=MAIN))["text"])
        await day.until("2027-01-01T23:59:59-05:00")
        assert (await words(day), day.became(before)) == ([], closed)
        await day.until("2027-01-02T00:00-05:00")
        assert await words(day) == ["taken back"]
        assert day.account.rows() == before
        assert len(day.person.questions) == 1

    days(story, era=era)


@eras
def test_after_hours__evenings_to_the_phone_on_call_are_hours_and_no_date(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        async with day.client() as client, following(client, "after_hours", what="evenings: on-call phone") as model:
            (call,) = (await model.call("find", text="On-call", kinds="forwarding"))["matches"]
            there = (await model.call("getTimeConditions"))["rows"][0]
            week = {"hours": "mon-fri 9-17; sat 10-14", "open": there["routing_match"], "name": there["name"]}
            shown = await model.call("businessHours", **week, closed=call["routing"], preview=True)
            done = await model.call("applyPlan", plan=shown["plan"])
            evening = await model.call("traceRouting", did=MAIN, at="2026-11-24T18:00")
            assert "forwarding 18635" in evening["text"]
            assert day.became(before) == {("time_conditions", "1830"): {"routing_nomatch": "fwd:18635"}}
            await model.call("undoChange", group=done["group"])
        assert day.account.rows() == before
        assert await words(day) == []

    days(story, era=era)


async def down(day: Days, model: Any) -> dict[str, Any]:
    """All numbers that ring phones to the cell until five."""
    lines = (await model.call("traceRouting", did="all"))["numbers"]
    dids = [line.split()[1] for line in lines if line.partition(": ")[2].startswith(TO_PHONES)]
    assert tuple(dids) == PHONES
    steps = [CELL, *(to(did, "fwd:${cell}") for did in dids)]
    shown = await model.call("applyPlan", steps=steps, preview=True)
    return await model.call("temporarily", plan=shown["plan"], until="17:00")


def rung(day: Days, dids: Sequence[str]) -> Fields:
    """The account while the cell rings for these."""
    (id_,) = (one for one in day.account.ids("forwardings") if one not in THERE)
    settings = {"callerid_override": "", "dtmf_digits": "", "pause": "0"}
    settings |= {"diversion_header": "0", "attestation_a_enabled": "0"}
    new = {**settings, "forwarding": id_, "phone_number": "5145550199", "description": "The cell"}
    return {("forwardings", id_): {**new}, **{("dids", did): {"routing": f"fwd:{id_}"} for did in dids}}


@eras
def test_internet_down__all_phones_to_the_cell_and_back_at_five(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        async with day.client() as client, following(client, "internet_down", to="5145550199", until="17:00") as model:
            await down(day, model)
            assert "(The cell)" in (await model.call("traceRouting", did=APPOINTMENTS))["text"]
        assert day.became(before) == rung(day, PHONES)
        await day.until("2026-11-24T16:59:59-05:00")
        assert (await words(day), day.became(before)) == ([], rung(day, PHONES))
        await day.until("2026-11-24T17:00-05:00")
        assert await words(day) == ["taken back"]
        assert day.account.rows() == before
        assert len(day.person.questions) == 1

    days(story, era=era)


@eras
def test_internet_down__it_is_back_earlier(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        async with day.client() as client, following(client, "internet_down", to="5145550199", until="17:00") as model:
            plan = (await down(day, model))["plan"]
            await day.until("2026-11-24T14:00-05:00")
            await model.call("undoChange", plan=plan)
        assert day.account.rows() == before
        day.account.edit("dids", MAIN, "routing", "fwd:19183")
        await day.until("2026-11-24T17:00-05:00")
        await words(day)
        assert day.became(before) == {("dids", MAIN): {"routing": "fwd:19183"}}, "its end does nothing any more"

    days(story, era=era)


@eras
def test_move_to_pop__all_of_montreal_to_toronto_until_the_evening(era: Era) -> None:
    async def story(day: Days) -> None:
        before = day.account.rows()
        montreal = [id_ for (table, id_), row in before.items() if table == "dids" and row["pop"] == "31"]
        said = {"to": "Toronto", "numbers": "POP Montreal", "until": "20:00"}
        async with day.client() as client, following(client, "move_to_pop", **said) as model:
            shown = await model.call("moveToPop", to="Toronto", numbers="POP Montreal", preview=True)
            await model.call("temporarily", plan=shown["plan"], until="20:00")
        moved = {("dids", did): {"pop": "41"} for did in montreal}
        assert day.became(before) == moved
        await day.until("2026-11-24T19:59:59-05:00")
        assert (await words(day), day.became(before)) == ([], moved)
        await day.until("2026-11-24T20:00-05:00")
        assert await words(day) == ["taken back"]
        assert day.account.rows() == before

    days(story, era=era)


def members(day: Days) -> list[tuple[str, str, str, str]]:
    """Who is in which queue, and called when; the ids are left out."""
    rows = day.account.sandbox.world.accounts[0].table("static_members")
    return sorted((row["queue_number"], row["priority"], row["name"], row["account"]) for row in rows)


@eras
def test_two_queue_members_go_on_vacation_and_are_back_with_their_priorities(era: Era) -> None:
    """Deleted members come back with new ids; who is called first is as before."""

    async def story(day: Days) -> None:
        before, there = day.account.rows(), members(day)
        dates = {"from": "2026-11-30", "until": "2026-12-07"}
        await day.done("temporarily", steps=AWAY, title="Vacation", **dates)
        await day.until("2026-11-29T23:59:59-05:00")
        assert (await words(day), day.account.rows()) == ([], before)
        await day.until("2026-11-30T00:00-05:00")
        assert await words(day) == ["carried out"]
        gone = {("static_members", id_): dict.fromkeys(before["static_members", id_]) for id_ in ("619", "620")}
        assert day.became(before) == gone
        await day.until("2026-12-07T00:00-05:00")
        assert await words(day) == ["taken back"]
        assert members(day) == there
        assert {table for table, _ in day.became(before)} == {"static_members"}
        assert len(day.person.questions) == 1

    days(story, era=era)


@eras
def test_one_of_two_on_vacation_is_back_earlier_and_the_other_at_the_end(era: Era) -> None:
    async def story(day: Days) -> None:
        before, there = day.account.rows(), members(day)
        done = await day.done("temporarily", steps=AWAY, title="Vacation", until="2026-12-07")
        (zoe,) = (one for one in there if one[2] == "Zoë")
        (francois,) = (one for one in there if one[2] == "François")
        assert members(day) == [one for one in there if one not in (zoe, francois)]
        steps: Any = done["steps"]
        await day.done("undoChange", change=steps[1]["change"])
        assert members(day) == [one for one in there if one != zoe]
        await day.until("2026-12-07T00:00-05:00")
        await words(day)
        assert members(day) == there
        assert {table for table, _ in day.became(before)} == {"static_members"}

    days(story, era=era)
