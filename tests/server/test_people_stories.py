"""What a model does that follows a prompt for people who come and go, on the simulated office."""

import pytest

from cases.following import Scene
from cases.office import ERAS, Era
from cases.plans import became, changed, fields

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
IDLE, DIRECT, MARC, JANE = "5145550140", "5145550113", "100000_Marc", "100000_JaneSmith"
FAILOVERS = ("failover_busy", "failover_unreachable", "failover_noanswer")
BOX = ("skip_password", "attach_message", "delete_message", "say_time", "timezone", "say_callerid", "language")
LOGIN = ("protocol", "auth_type", "device_type", "lock_international", "international_route", "canada_routing")
PHONE = ("music_on_hold", "language", "allowed_codecs", "dtmf_mode", "nat")


@eras
async def test_person_joins__like_anne_in_the_group_with_a_number_and_taken_back(era: Era) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    async with scene.follow("person_joins", era, name="Jane Smith", like="Anne Tremblay", number=IDLE) as model:
        said = {"name": "Jane Smith", "like": "Anne Tremblay", "number": IDLE}
        group = office.row("ring_groups", ring_group="4768")["members"]
        shown = await model.call("addPerson", **said, preview=True)
        assert changed(office, before) == []
        done = await model.call("applyPlan", plan=shown["plan"])
        way = await model.call("traceRouting", did=IDLE)
        assert f"{JANE} is not registered" in way["text"]
        login, mailbox = office.row("sub_accounts", account=JANE), done["steps"][0]["mailbox"]
        box = office.row("voicemails", mailbox=mailbox)
        assert (login["internal_extension"], login["internal_voicemail"]) == ("110", mailbox)
        assert login["password"] not in str([shown, done, way, scene.person.questions])
        assert len(done["shown_to_a_person"]) == 2
        anne = office.row("sub_accounts", account="100000_Anne")
        assert set(fields(anne, login)) & {*LOGIN, *PHONE} == set()
        assert set(fields(office.row("voicemails", mailbox="101"), box)) & set(BOX) == set()
        failovers = dict.fromkeys(FAILOVERS, f"vm:{mailbox}")
        assert became(changed(office, before)) == {
            ("dids", IDLE): {"routing": f"account:{JANE}", **failovers, "voicemail": mailbox},
            ("ring_groups", "4768"): {"members": f"{group};account:{JANE},25,0"},
            ("sub_accounts", JANE): login,
            ("voicemails", mailbox): box,
        }
        await model.call("undoChange", group=done["group"])
    assert changed(office, before) == []


@eras
async def test_person_leaves__calls_to_helene_the_mailbox_kept_and_back(era: Era) -> None:
    scene = Scene()
    office, before = scene.office, scene.office.sandbox.snapshot()
    login = dict(office.row("sub_accounts", account=MARC))
    async with scene.follow("person_leaves", era, who="Marc", forward_to="Hélène Bélanger") as model:
        said = {"who": "Marc", "forward_to": "Hélène Bélanger", "keep_mailbox": True}
        shown = await model.call("removePerson", **said, preview=True)
        done = await model.call("applyPlan", plan=shown["plan"])
        assert "100000_Helene" in (await model.call("traceRouting", did=DIRECT))["text"]
        assert became(changed(office, before)) == {
            ("dids", DIRECT): {"routing": "account:100000_Helene"},
            ("sub_accounts", MARC): dict.fromkeys(login),
        }
        await model.call("undoChange", group=done["group"])
    back = {key: set(row) for key, row in became(changed(office, before)).items()}
    assert back == {("sub_accounts", MARC): {"id", "callerid_number"}}, "but for what VoIP.ms numbers anew"
