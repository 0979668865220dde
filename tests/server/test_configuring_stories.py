"""What a model does that follows a prompt for configuring, on the simulated office: the account is exactly so then."""

import pytest

from cases.following import Scene
from cases.office import ERAS, NO, Era, Person
from cases.plans import MAIN, SECOND, Fields, became, changed
from voipms_tools.words.marks import Secret

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
NEW, MARC, IDLE = "5145550101", "5145550113", "5145550140"
SUPPORT, SPAM, PIN = "grp:4768", "4165550199", "7391"
SALES = {"sms": True, "voicemail": True, "name": "Sales"}


@pytest.fixture
def pin(monkeypatch: pytest.MonkeyPatch) -> str:
    """The one that is made wherever a secret is made here."""

    def same(_: Secret) -> str:
        return PIN

    monkeypatch.setattr("voipms_server.generating._made", same)
    return PIN


@eras
async def test_configure_number__one_in_514_with_voicemail_and_texts(era: Era, pin: str) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    like, mailbox = dict(office.row("dids", did=MARC)), dict(office.row("voicemails", mailbox="100"))
    async with scene.follow("configure_number", era, what="Sales: voicemail and texts", where="514") as model:
        shown = await model.call("orderNumber", where="514", preview=True, **{"with": SALES})
        assert (changed(office, before), scene.person.questions) == ([], [])
        done = await model.call("applyPlan", plan=shown["plan"])
        way = await model.call("traceRouting", did=NEW)
    assert way["ends"] == "voicemail"
    (question,) = scene.person.questions
    assert "US$1.49 now" in question
    assert pin not in str([shown, done, way, question])
    assert "--reveal 1`" in done["shown_to_a_person"]
    box = done["steps"][0]["mailbox"]
    assert {(one.table, one.row): one.after for one in changed(office, before)} == {
        ("balance", ""): {"balance": "294.31"},
        ("dids", NEW): {
            **like,
            **{"did": NEW, "note": "Sales", "routing": f"vm:{box}", "voicemail": box, "sms_enabled": "1"},
            **{"sms_email_enabled": "0", "next_billing": "2026-11-24", "order_date": "2026-11-24 12:00:00"},
        },
        ("transactions", "50001"): fee("50001", "DID Monthly Fee", "-0.99"),
        ("transactions", "50002"): fee("50002", "DID Setup Fee", "-0.50"),
        ("voicemails", box): {
            **mailbox,
            **{"mailbox": box, "name": "Sales", "password": pin, "email": "", "new": "0", "client": ""},
            **dict.fromkeys(("transcription_redaction", "transcription_summary", "transcription_sentiment"), "no"),
            **{"transcription_locale": "", "transcription_format": "html", "transcription_delay": "0"},
        },
    }


def fee(id_: str, words: str, amount: str) -> dict[str, str]:
    about = {"date": "2026-11-24 12:00:00", "uniqueid": id_, "type": f"DID{NEW}", "ammount": amount}
    return {**about, "description": f"{words}: {NEW}"}


@eras
async def test_configure_number__a_no_leaves_no_mailbox_behind(era: Era) -> None:
    scene = Scene(person=Person([NO]))
    before = scene.office.sandbox.snapshot()
    async with scene.follow("configure_number", era, what="Sales: voicemail and texts", where="514") as model:
        shown = await model.call("orderNumber", where="514", preview=True, **{"with": SALES})
        assert "the person said no" in await model.asked("applyPlan", plan=shown["plan"])
    assert changed(scene.office, before) == []


@eras
@pytest.mark.parametrize("fails", ["orderDID", "createVoicemail"])
async def test_configure_number__an_order_that_fails_leaves_no_mailbox_behind(era: Era, fails: str) -> None:
    scene = Scene()
    before = scene.office.sandbox.snapshot()
    async with scene.follow("configure_number", era, what="Sales: voicemail and texts", where="514") as model:
        shown = await model.call("orderNumber", where="514", preview=True, **{"with": SALES})
        scene.office.sandbox.faults.plan("status:no_permission", fails, rehearsals=False)
        failed = await model.call("applyPlan", plan=shown["plan"])
    assert (failed["done"], failed["rolled_back"]) == (False, True)
    assert [one["function"] for one in failed["taken_back"]] == ["delVoicemail"] * (fails == "orderDID")
    assert changed(scene.office, before) == []
    assert len(scene.person.questions) == 1


@eras
async def test_configure_number__one_that_is_there(era: Era) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    async with scene.follow("configure_number", era, what="rings Support, can text", number=IDLE) as model:
        (group,) = (await model.call("find", text="Support", kinds="ring_group"))["matches"]
        settings = {"routing": group["routing"], "note": "Second line", "voicemail": "100"}
        steps = [update("number", IDLE, **settings), update("sms", IDLE, enable=True)]
        shown = await model.call("applyPlan", steps=steps, preview=True)
        done = await model.call("applyPlan", plan=shown["plan"])
        way = await model.call("traceRouting", did=IDLE)
        assert "ring group 4768" in way["text"]
        assert became(changed(office, before)) == {("dids", IDLE): {**settings, "sms_enabled": "1"}}
        office.sandbox.world.clock.move(120)
        await model.call("undoChange", group=done["group"])
    assert changed(office, before) == []


def update(kind: str, id_: str, **changes: object) -> dict[str, object]:
    return {"tool": "updateSettings", "arguments": {"kind": kind, "id": id_, "changes": changes}}


@eras
async def test_add_queue__anne_before_john_on_the_idle_number_and_taken_back(era: Era, pin: str) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    like = dict(office.row("queues", queue="32208"))
    own = {"queue_name": "Sales", "queue_number": "8", "callerid_prefix": "Sales: "}
    async with scene.follow("add_queue", era, name="Sales", members="Anne, John", like="Appointments") as model:
        (row,) = (await model.call("getQueues", queue="32208"))["rows"]
        taken = {name: value for name, value in row.items() if name != "queue" and not name.endswith("_in_words")}
        steps = [
            {"tool": "setQueue", "name": "sales", "arguments": {**taken, **own, "queue_password": "generate"}},
            member("Anne", "0"),
            member("John", "1"),
            {"tool": "setDIDRouting", "arguments": {"did": IDLE, "routing": "queue:${sales}"}},
        ]
        shown = await model.call("applyPlan", steps=steps, preview=True)
        assert changed(office, before) == []
        done = await model.call("applyPlan", plan=shown["plan"])
        way = await model.call("traceRouting", did=IDLE)
        queue, anne, john = (str(step.get("queue") or step["member"]) for step in done["steps"][:3])
        assert f"queue {queue} (Sales)" in way["text"]
        assert {(one.table, one.row): one.after for one in changed(office, before) if one.table != "dids"} == {
            ("queues", queue): {**like, **own, "queue": queue, "queue_password": pin},
            ("static_members", anne): rings(anne, queue, "Anne", "0"),
            ("static_members", john): rings(john, queue, "John", "1"),
        }
        assert became(changed(office, before))["dids", IDLE] == {"routing": f"queue:{queue}"}
        assert pin not in str([shown, done, way, scene.person.questions])
        await model.call("undoChange", group=done["group"])
    assert changed(office, before) == []


def member(who: str, priority: str) -> dict[str, object]:
    arguments = {"queue": "${sales}", "member_name": who, "account": f"100000_{who}", "priority": priority}
    return {"tool": "setStaticMember", "arguments": arguments}


def rings(member: str, queue: str, who: str, priority: str) -> dict[str, str]:
    known = {"member": member, "queue_number": queue, "priority": priority}
    return {**known, "name": who, "account": f"SIP/100000_{who}"}


@eras
async def test_block_callers__one_on_all_numbers_and_unblocked(era: Era) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    spam = {"callerid": SPAM, "did": "all", "routing": "sys:noservice", "note": "Spam"}
    async with scene.follow("block_callers", era, who=SPAM) as model:
        filters = (await model.call("getCallerIDFiltering"))["rows"]
        assert SPAM not in [row["callerid"] for row in filters]
        steps = [{"tool": "setCallerIDFiltering", "arguments": spam}]
        shown = await model.call("applyPlan", steps=steps, preview=True)
        done = await model.call("applyPlan", plan=shown["plan"])
        assert (await model.call("traceRouting", did=SECOND, caller=SPAM))["ends"] == "no service"
        assert (await model.call("traceRouting", did=SECOND, caller="4165550198"))["ends"] == "voicemail"
        none = dict.fromkeys(("failover_busy", "failover_unreachable", "failover_noanswer"), "none:")
        (made,) = changed(office, before)
        assert (made.table, made.before) == ("filters", None)
        assert made.after == {**spam, **none, "filtering": made.row}
        await model.call("undoChange", group=done["group"])
    assert changed(office, before) == []
    (question,) = scene.person.questions
    assert "Number: all" in question


@eras
async def test_block_callers__the_filter_that_is_there_is_changed(era: Era) -> None:
    """Anonymous callers of the main line hear a busy tone; now all numbers hang up on them."""
    scene = Scene()
    before = scene.office.sandbox.snapshot()
    async with scene.follow("block_callers", era, who="anonymous", how="hang up") as model:
        (there,) = (await model.call("getCallerIDFiltering"))["rows"]
        change = {"filter": there["filtering"], "did": "all", "routing": "sys:hangup"}
        steps = [{"tool": "setCallerIDFiltering", "arguments": change}]
        shown = await model.call("applyPlan", steps=steps, preview=True)
        await model.call("applyPlan", plan=shown["plan"])
        assert (await model.call("traceRouting", did=SECOND, caller="anonymous"))["ends"] == "hung up"
    assert became(changed(scene.office, before)) == {("filters", "18915"): {"did": "all", "routing": "sys:hangup"}}


@eras
async def test_set_up_office__hours_lunch_two_languages_and_voicemail(era: Era) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    async with scene.follow("set_up_office", era, hours="mon-fri 9-12, 13-17", numbers=IDLE) as model:
        asked = {"hours": "mon-fri 9-12, 13-17", "open": "menu:welcome", "closed": "vm:100", "lunch": "vm:101"}
        menus = {
            "welcome": {"recording": "Accueil / Welcome", "language": "fr", "keys": {"1": SUPPORT, "2": "menu:en"}},
            "en": {"recording": "7569", "language": "en", "keys": {"1": SUPPORT, "0": "vm:100"}},
        }
        shown = await model.call("businessHours", **asked, numbers=IDLE, menus=menus, preview=True)
        assert changed(office, before) == []
        done = await model.call("applyPlan", plan=shown["plan"])
        opened = await model.call("traceRouting", did=IDLE, at="2026-11-24T10:00")
        lunch = await model.call("traceRouting", did=IDLE, at="2026-11-24T12:30")
        closed = await model.call("traceRouting", did=IDLE, at="2026-11-24T18:00")
        assert "Business hours welcome" in opened["text"]
        assert "mailbox 101" in lunch["text"]
        assert "mailbox 100" in closed["text"]
        assert became(changed(office, before)) == set_up(done["steps"])
        await model.call("undoChange", group=done["group"])
    assert changed(office, before) == []


def set_up(steps: list[dict[str, str]]) -> Fields:
    """What the hours above make."""
    en, welcome = (step["ivr"] for step in steps if "ivr" in step)
    lunch, hours = (step["timecondition"] for step in steps if "timecondition" in step)
    menu = {"timeout": "5", "voicemailsetup": "1"}
    return {
        ("dids", IDLE): {"routing": f"tc:{hours}"},
        ("ivrs", en): {
            **{"ivr": en, "name": "Business hours en", "recording": "7569", "language": "en"},
            **menu,
            "choices": f"1={SUPPORT};0=vm:100",
        },
        ("ivrs", welcome): {
            **{"ivr": welcome, "name": "Business hours welcome", "recording": "7567", "language": "fr"},
            **menu,
            "choices": f"1={SUPPORT};2=ivr:{en}",
        },
        ("time_conditions", lunch): {
            **{"timecondition": lunch, "name": "Business hours lunch"},
            **{"routing_match": "vm:101", "routing_nomatch": "vm:100"},
            **{"starthour": "12", "startminute": "0", "endhour": "13", "endminute": "0"},
            **{"weekdaystart": "mon", "weekdayend": "fri"},
        },
        ("time_conditions", hours): {
            **{"timecondition": hours, "name": "Business hours"},
            **{"routing_match": f"ivr:{welcome}", "routing_nomatch": f"tc:{lunch}"},
            **{"starthour": "9;13", "startminute": "0;0", "endhour": "12;17", "endminute": "0;0"},
            **{"weekdaystart": "mon;mon", "weekdayend": "fri;fri"},
        },
    }


@eras
async def test_move_to_pop__everybody_to_toronto_and_back_but_one(era: Era) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    away = [row["did"] for row in office.sandbox.world.accounts[0].table("dids") if row["pop"] != "41"]
    async with scene.follow("move_to_pop", era, to="Toronto") as model:
        shown = await model.call("moveToPop", to="Toronto", preview=True)
        assert changed(office, before) == []
        done = await model.call("applyPlan", plan=shown["plan"])
        assert became(changed(office, before)) == {("dids", did): {"pop": "41"} for did in away}
        await model.call("traceRouting", did=MAIN)
        (stays,) = (await model.call("listChanges", entry=MARC))["changes"]
        await model.call("undoChange", group=done["group"], exceptions=str(stays["change"]))
    assert became(changed(office, before)) == {("dids", MARC): {"pop": "41"}}
    assert len(scene.person.questions) == 1
