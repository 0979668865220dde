"""What a model does that follows a prompt for people who come and go, on the simulated office."""

import pytest

from cases.following import Scene
from cases.office import ERAS, Era
from cases.plans import became, changed, fields

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
IDLE, DIRECT, MARC = "5145550140", "5145550113", "100000_Marc"
BOX = ("skip_password", "attach_message", "delete_message", "say_time", "timezone", "say_callerid", "language")
LOGIN = ("protocol", "auth_type", "device_type", "lock_international", "international_route", "canada_routing")
PHONE = ("music_on_hold", "language", "allowed_codecs", "dtmf_mode", "nat")


@eras
async def test_person_joins__like_anne_in_the_group_with_a_number_and_taken_back(era: Era) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    async with scene.follow("person_joins", era, name="Jane Smith", like="Anne Tremblay", number=IDLE) as model:
        found = await model.call("find", text="Anne Tremblay", kinds="sub_account")
        assert "ring group 4768" in str(found["matches"][0]["used_by"])
        (like,) = (await model.call("getSubAccounts", account="100000_Anne"))["rows"]
        (box,) = (await model.call("getVoicemails", mailbox="101"))["rows"]
        (group,) = (await model.call("getRingGroups", ring_group="4768"))["rows"]
        own = {name: like[name] for name in (*LOGIN, *PHONE)}
        extension = {"internal_extension": "110", "internal_voicemail": "${box}"}
        steps = [
            named("box", "createVoicemail", {name: box[name] for name in (*BOX, "play_instructions")}, digits="10"),
            named("login", "createSubAccount", {**own, **extension}, username="Jane"),
            step("setRingGroup", ring_group="4768", members=f"{group['members']};account:${{login}},25,0"),
            step("setDIDRouting", did=IDLE, routing="account:${login}"),
        ]
        shown = await model.call("applyPlan", steps=steps, preview=True)
        assert changed(office, before) == []
        done = await model.call("applyPlan", plan=shown["plan"])
        way = await model.call("traceRouting", did=IDLE)
        assert "100000_Jane is not registered" in way["text"]
        login, mailbox = office.row("sub_accounts", account="100000_Jane"), done["steps"][0]["mailbox"]
        assert login["internal_voicemail"] == mailbox
        assert login["password"] not in str([shown, done, way, scene.person.questions])
        assert len(done["shown_to_a_person"]) == 2
        anne = office.row("sub_accounts", account="100000_Anne")
        same = set(fields(anne, login)) & {*LOGIN, *PHONE}
        assert same == set()
        assert became(changed(office, before)) == {
            ("dids", IDLE): {"routing": "account:100000_Jane"},
            ("ring_groups", "4768"): {"members": f"{group['members']};account:100000_Jane,25,0"},
            ("sub_accounts", "100000_Jane"): login,
            ("voicemails", mailbox): office.row("voicemails", mailbox=mailbox),
        }
        await model.call("undoChange", group=done["group"])
    assert changed(office, before) == []


def step(tool: str, **arguments: object) -> dict[str, object]:
    return {"tool": tool, "arguments": arguments}


def named(name: str, tool: str, settings: dict[str, object], **own: str) -> dict[str, object]:
    """A step that makes something of Jane's, with a secret that is made here."""
    described = "name" if tool == "createVoicemail" else "description"
    return {"name": name, **step(tool, **settings, **own, password="generate", **{described: "Jane Smith"})}


@eras
async def test_person_leaves__calls_to_helene_the_mailbox_kept_and_back(era: Era) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    login = dict(office.row("sub_accounts", account=MARC))
    async with scene.follow("person_leaves", era, who="Marc", forward_to="Hélène Bélanger") as model:
        found = await model.call("find", text="Marc", kinds="sub_account")
        assert DIRECT in str(found["matches"][0]["used_by"])
        (helene,) = (await model.call("find", text="Hélène", kinds="sub_account"))["matches"]
        to = {"kind": "number", "id": DIRECT, "changes": {"routing": helene["routing"]}}
        steps = [step("updateSettings", **to), step("delSubAccount", id=MARC)]
        shown = await model.call("applyPlan", steps=steps, preview=True)
        done = await model.call("applyPlan", plan=shown["plan"])
        assert "100000_Helene" in (await model.call("traceRouting", did=DIRECT))["text"]
        assert became(changed(office, before)) == {
            ("dids", DIRECT): {"routing": "account:100000_Helene"},
            ("sub_accounts", MARC): dict.fromkeys(login),
        }
        await model.call("undoChange", group=done["group"])
    back = {key: set(row) for key, row in became(changed(office, before)).items()}
    assert back == {("sub_accounts", MARC): {"id", "callerid_number"}}, "but for what VoIP.ms numbers anew"
