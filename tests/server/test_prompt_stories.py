"""What a model does that follows a prompt: each prompt's calls, in its order, on the simulated office."""

import re
from pathlib import Path

import pytest

from cases.following import Scene
from cases.office import ERAS, Era
from voipms_prompts.shelf import prompts

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
MAIN, SUPPORT, CAMPAIGN, MARC = "5145550110", "5145550111", "5145550112", "5145550113"
STRANGER, JEROME = "4165550199", "5145550161"


def test_every_prompt_has_its_story_and_every_story_its_prompt() -> None:
    modules = [file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*_stories.py")]
    told = {name for module in modules for name in re.findall(r"^(?:async )?def test_(\w+?)__", module, re.MULTILINE)}
    assert told == {prompt.name for prompt in prompts()}


@eras
async def test_troubleshoot_routing__the_forwarding_that_is_gone(era: Era) -> None:
    scene = Scene()
    said = {"what": "callers are told that the number is not in service", "number": CAMPAIGN}
    async with scene.follow("troubleshoot_routing", era, **said) as model:
        told = await model.call("diagnose", symptom=said["what"], did=CAMPAIGN)
        first = told["causes"][0]
        assert "19999" in first["words"]
        trace = await model.call("traceRouting", did=CAMPAIGN)
        assert trace["ends"] != "answered"
        (fix, *_) = first["fix"]
        await model.mend(fix, routing="grp:4768")
        after = await model.call("traceRouting", did=CAMPAIGN)
    assert scene.office.row("dids", did=CAMPAIGN)["routing"] == "grp:4768"
    assert after["text"] != trace["text"]
    assert model.called == ["diagnose", "traceRouting", "setDIDRouting", "traceRouting"]


@eras
async def test_troubleshoot_routing__a_call_that_went_to_voicemail(era: Era) -> None:
    """Marc's phone is not registered: his calls go to his mailbox, and nothing here can register a phone."""
    scene = Scene()
    said = {"what": "calls go straight to voicemail", "number": MARC, "when": "2026-11-24T11:00"}
    async with scene.follow("troubleshoot_routing", era, **said) as model:
        told = await model.call("diagnose", symptom=said["what"], did=MARC)
        assert "100000_Marc" in told["causes"][0]["words"]
        assert told["causes"][0]["evidence"]
        trace = await model.call("traceRouting", did=MARC, at=said["when"])
        assert any("100000_Marc" in finding["words"] for finding in trace["findings"])


@eras
async def test_check_fraud__a_stolen_password_that_calls_abroad_at_night(era: Era) -> None:
    scene = Scene()
    rows = scene.office.sandbox.world.accounts[0].table("cdr")
    call = next(row for row in rows if row["destination_type"] == "OUT:FRANCE" and row["disposition"] == "ANSWERED")
    for minute in range(8):
        at = f"2026-11-23 03:0{minute}:00"
        rows.append(
            {**call, "date": at, "account": "100000_Fax", "uniqueid": f"9{minute}x1", "seconds": "600", "total": "0.85"}
        )
    async with scene.follow("check_fraud", era) as model:
        told = await model.call("checkAccount")
        night = next(one for one in told["findings"] if one["cause"] == "expensive_at_night")
        assert (night["urgency"], "100000_Fax" in night["words"]) == ("urgent", True)
        hours = await model.call("listCalls", since="2026-10-24", group_by="hour")
        assert next(one for one in hours["groups"] if one["hour"] == "03:00")["calls"] >= 8
        single = await model.call("listCalls", since="2026-11-23T03:00", until="2026-11-23T04:00", limit=10)
        assert {one["account"] for one in single["listed"]} == {"100000_Fax"}
        assert (await model.call("listChanges"))["total"] == 0
    assert scene.office.changes == []


@eras
async def test_explain_bill__last_month_against_the_one_before(era: Era) -> None:
    async with Scene().follow("explain_bill", era, period="last month") as model:
        told = await model.call("explainCharges", period="last month")
        assert told["period"]["days"] == "2026-10-01..2026-10-31"
        assert told["drivers"]
        calls = await model.call("listCalls", since="2026-10-01", until="2026-10-31", group_by="caller")
        assert calls["groups"]
        assert sum(group["calls"] for group in calls["groups"]) == calls["calls"]


@eras
async def test_explain_bill__this_month_unless_told(era: Era) -> None:
    async with Scene().follow("explain_bill", era) as model:
        told = await model.call("explainCharges", period="this month")
    assert told["period"]["days"] == "2026-11-01..2026-11-30, so far"


@eras
async def test_where_is_my_port__it_waits_for_a_bill(era: Era) -> None:
    async with Scene().follow("where_is_my_port", era) as model:
        told = await model.call("diagnose", symptom="where is my port")
    (cause, *_) = told["causes"]
    assert "5145550195" in cause["words"]
    assert "waits for you" in cause["words"]
    assert any("recent bill" in evidence for evidence in cause["evidence"])


@eras
async def test_where_is_my_port__of_one_number(era: Era) -> None:
    async with Scene().follow("where_is_my_port", era, number="5145550195") as model:
        told = await model.call("diagnose", symptom="where is my port", did="5145550195")
    assert told["causes"][0]["entry"] == "port:7001"


@eras
async def test_catch_up__what_waits_for_an_answer(era: Era) -> None:
    scene = Scene()
    scene.office.sandbox.inbound_sms(MAIN, JEROME, "On se voit à 14 h?")
    async with scene.follow("catch_up", era, since="2026-11-24") as model:
        told = await model.call("readMessages", since="2026-11-24")
    assert "On se voit à 14 h?" in str(told)
    assert scene.sent() == []


@eras
async def test_send_message__to_somebody_by_name(era: Era) -> None:
    scene = Scene()
    async with scene.follow("send_message", era, to="jerome", text="Running late, sorry") as model:
        said = {"to": "jerome", "text": "Running late, sorry"}
        assert f"Ask the user which, and give it as `from`: {MAIN}" in await model.asked("sendMessage", **said)
        await model.call("sendMessage", **said, **{"from": MAIN})
    assert scene.sent() == [(JEROME, "Running late, sorry")]


@eras
async def test_answer_message__to_whoever_wrote(era: Era) -> None:
    scene = Scene()
    scene.office.sandbox.inbound_sms(MAIN, JEROME, "On se voit à 14 h?")
    async with scene.follow("answer_message", era, who="jerome", what="oui") as model:
        await model.call("readMessages", **{"with": "jerome"})
        await model.call("sendMessage", to="jerome", text="Oui, à 14 h.")
    assert scene.sent() == [(JEROME, "Oui, à 14 h.")]


@eras
async def test_text_a_list__a_group_is_one_question(era: Era) -> None:
    scene = Scene()
    async with scene.follow("text_a_list", era, who="Clients", text="We are closed on Monday") as model:
        await model.call("sendMessage", to="Clients", text="We are closed on Monday", **{"from": MAIN})
    assert len(scene.person.questions) == 1
    assert [words for _, words in scene.sent()] == ["We are closed on Monday"] * 3
