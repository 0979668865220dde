"""`removePerson`: nothing leads to what is gone, nobody is left without a member, and what stays is told."""

import json

import pytest

from cases.office import ERAS, NO, Era, Office, Person
from cases.plans import MAIN, SECOND, Told, apply, changed, writes
from voipms_server.setup import Setup

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
HELENE, BOX, DIRECT = "100000_Helene", "104", "5145550114"
"""Her login, her mailbox, and the number that leads to her."""
MESSAGES = "voicemail_messages"


async def remove(office: Office, person: Person, era: Era = "2026-07-28", **arguments: object) -> Told:
    return await apply(office, person, era, tool="removePerson", **arguments)


def rows_but_messages(told: Told) -> set[tuple[str, str]]:
    """Messages have no id, so that each one after those that are gone counts as changed."""
    return {(one.table, one.row) for one in told.changed if one.table != MESSAGES}


def whole(office: Office) -> str:
    """The account, but for what happened in it and where devices are registered."""
    left = ("cdr", "registrations", "meta")
    tables = office.sandbox.world.accounts[0].tables
    return json.dumps({name: rows for name, rows in tables.items() if name not in left})


def messages(office: Office) -> dict[str, int]:
    boxes = [row["mailbox"] for row in office.sandbox.world.accounts[0].table(MESSAGES)]
    return {box: boxes.count(box) for box in boxes}


@eras
async def test_one_yes_leads_the_calls_elsewhere_and_deletes_the_rest_in_this_order(era: Era) -> None:
    office, person = Office(), Person()
    before = messages(office)
    told = await remove(office, person, era, who="Hélène", forward_to="grp:4768")
    (question,) = person.questions
    for words in (
        'Remove sub-account 100000_Helene ("Hélène Bélanger", extension 104): 3 changes?',
        'Calls go to: ring group 4768 ("Support")',
        "1 message, lost with it for good: 1 in INBOX",
        "Of 3 (delVoicemail) not all: Its messages do not come back.",
        """Left as it is, though its name fits: forwarding 19183 ("Hélène's cell").""",
        "Calls to 5145550114 now: sub-account 100000_Helene",
    ):
        assert words in question
    assert told.answer["done"] is True
    assert writes(office) == ["setDIDInfo", "delSubAccount", "delVoicemail"]
    assert rows_but_messages(told) == {("dids", DIRECT), ("sub_accounts", HELENE), ("voicemails", BOX)}
    (number,) = [one for one in told.changed if one.table == "dids"]
    assert number.before is not None
    to = dict.fromkeys(("routing", "failover_busy", "failover_noanswer"), "grp:4768")
    assert number.after == {**number.before, **to, "voicemail": "0"}
    assert HELENE not in whole(office)
    assert f"vm:{BOX}" not in whole(office)
    assert messages(office) == {box: count for box, count in before.items() if box != BOX}


@eras
async def test_another_person_takes_the_calls_and_their_mailbox_takes_the_messages(era: Era) -> None:
    office, person = Office(), Person()
    told = await remove(office, person, era, who="ext. 104", forward_to="Marc Côté")
    assert told.answer["done"] is True
    row = office.row("dids", did=DIRECT)
    assert {name: row[name] for name in ("routing", "failover_busy", "failover_noanswer", "voicemail")} == {
        "routing": "account:100000_Marc",
        "failover_busy": "vm:103",
        "failover_noanswer": "vm:103",
        "voicemail": "103",
    }
    assert row["failover_unreachable"] == "fwd:19183"


@eras
async def test_it_is_refused_where_calls_would_lead_nowhere(era: Era) -> None:
    office, person = Office(), Person()
    told = await remove(office, person, era, who=HELENE)
    assert 'by: number 5145550114 ("Hélène direct"), routing. Say forward_to' in told.refusal
    assert (person.questions, told.changed, writes(office)) == ([], [], [])


@eras
async def test_a_no_leaves_everything(era: Era) -> None:
    office, person = Office(), Person([NO])
    told = await remove(office, person, era, who=HELENE, forward_to="vm:100")
    assert "the person said no" in told.refusal
    assert (told.changed, writes(office)) == ([], [])


@eras
async def test_who_is_only_one_of_several_is_taken_out_and_no_call_needs_another_way(era: Era) -> None:
    office, person = Office(), Person()
    told = await remove(office, person, era, who="John")
    assert told.answer["done"] is True
    assert writes(office) == ["setRingGroup", "setCallHunting", "delSubAccount", "delVoicemail"]
    assert rows_but_messages(told) == {
        ("ring_groups", "4768"),
        ("call_huntings", "323"),
        ("sub_accounts", "100000_John"),
        ("voicemails", "106"),
    }
    group, hunting = office.row("ring_groups", ring_group="4768"), office.row("call_huntings", callhunting="323")
    assert group["members"] == "account:100000_Reception,25,0;account:100000_Anne,25,0"
    assert hunting["members"] == ";".join(["account:100000_Reception", *["none:"] * 7])
    (question,) = person.questions
    assert 'Taken out of ring group 4768 ("Support").' in question
    assert 'Taken out of call hunting 323 ("Sales hunt").' in question
    assert 'though its name fits: callback 2359 ("John on the road")' in question


async def test_in_a_call_hunting_the_times_of_the_others_stay_theirs() -> None:
    office, person = Office(), Person()
    hunting = office.row("call_huntings", callhunting="323")
    hunting.update(
        members="account:100000_John;account:100000_Anne;none:", ring_time="10;20;30", press="1;0;1", order="follow"
    )
    told = await remove(office, person, who="John", forward_to="Anne Tremblay")
    assert told.answer["done"] is True
    after = office.row("call_huntings", callhunting="323")
    lists = {"members": "account:100000_Anne;none:;none:", "ring_time": "20;30;10", "press": "0;1;1"}
    assert {name: after[name] for name in lists} == lists
    assert "No call was led there, so forward_to account:100000_Anne takes nothing over." in person.questions[0]


async def test_a_call_hunting_whose_lists_do_not_fit_together_is_left_to_a_person() -> None:
    office, person = Office(), Person()
    office.row("call_huntings", callhunting="323")["press"] = "1"
    told = await remove(office, person, who="John")
    assert 'the lists of call hunting 323 ("Sales hunt") are of different lengths' in told.refusal
    assert writes(office) == []


@eras
async def test_one_of_a_queue_is_taken_out_and_the_others_keep_their_priorities(era: Era) -> None:
    office, person = Office(), Person()
    told = await remove(office, person, era, who="François Lévesque")
    assert told.answer["done"] is True
    assert writes(office) == ["delStaticMember", "delSubAccount", "delVoicemail"]
    assert ("static_members", "620") in rows_but_messages(told)
    assert office.row("static_members", queue_number="32208")["priority"] == "0"


ALONE: dict[str, tuple[str, dict[str, str], str, dict[str, str]]] = {
    "ring group": (
        "ring_groups",
        {"members": f"account:{HELENE},15,1"},
        "fwd:18635",
        {"members": "fwd:18635,15,1"},
    ),
    "call hunting": (
        "call_huntings",
        {"members": f"account:{HELENE};none:", "ring_time": "10;20", "press": "1;0"},
        "account:100000_Marc",
        {"members": "account:100000_Marc;none:", "ring_time": "10;20", "press": "1;0"},
    ),
}


@pytest.mark.parametrize("case", ALONE)
async def test_the_only_member_is_refused_unless_another_takes_the_place(case: str) -> None:
    table, alone, to, after = ALONE[case]
    office, person = Office(), Person()
    row = office.sandbox.world.accounts[0].table(table)[0]
    row.update(alone)
    for nobody in ("grp:4768", "vm:100", "sys:hangup"):
        told = await remove(office, person, who=HELENE, forward_to=nobody)
        assert f"{case}" in told.refusal
        assert "would be left without a member. Say forward_to" in told.refusal
    assert writes(office) == []
    done = await remove(office, person, who=HELENE, forward_to=to)
    assert done.answer["done"] is True
    assert {name: row[name] for name in after} == after
    assert f"as the only member: {to} takes the place" in person.questions[0]


@eras
async def test_the_only_member_of_a_queue_is_replaced_with_the_same_priority(era: Era) -> None:
    office, person = Office(), Person()
    office.row("static_members", member="621")["priority"] = "4"
    refused = await remove(office, person, era, who="AnneT", forward_to="fwd:18635")
    assert 'queue 32209 ("Billing") would be left without a member' in refused.refusal
    told = await remove(office, person, era, who="AnneT", forward_to="Zoë")
    assert told.answer["done"] is True
    member = office.row("static_members", member="621")
    assert (member["account"], member["name"], member["priority"]) == ("SIP/100000_Zoe", "Zoë Nguyen", "4")
    assert "3=account:100000_Zoe;" in office.row("ivrs", ivr="4636")["choices"]


async def test_a_mailbox_that_others_use_stays_and_it_is_told_by_whom() -> None:
    office, person = Office(), Person()
    told = await remove(office, person, who="AnneT", forward_to="Zoe")
    assert 'Not deleted: mailbox 102 ("Anne Tremblay (comptabilité)"); it is used by queue 32209' in person.questions[0]
    assert "delVoicemail" not in writes(office)
    assert told.answer["done"] is True
    assert office.row("queues", queue="32209")["fail_over_routing_full"] == "vm:102"


@eras
async def test_a_mailbox_is_kept_where_it_is_said_and_failovers_still_lead_to_it(era: Era) -> None:
    office, person = Office(), Person()
    told = await remove(office, person, era, who=HELENE, forward_to="grp:4768", keep_mailbox=True)
    assert told.answer["done"] is True
    assert {(one.table, one.row) for one in told.changed} == {("dids", DIRECT), ("sub_accounts", HELENE)}
    assert writes(office) == ["setDIDRouting", "delSubAccount"]
    assert office.row("dids", did=DIRECT)["failover_busy"] == f"vm:{BOX}"
    assert "it was to be kept" in person.questions[0]


async def test_a_mailbox_that_takes_over_is_kept() -> None:
    office, person = Office(), Person()
    told = await remove(office, person, who=HELENE, forward_to=f"vm:{BOX}")
    assert told.answer["done"] is True
    assert office.row("dids", did=DIRECT)["routing"] == f"vm:{BOX}"
    assert "forward_to leads there" in person.questions[0]
    office.row("voicemails", mailbox=BOX)


async def test_who_has_no_mailbox_is_removed_alone() -> None:
    office, person = Office(), Person()
    told = await remove(office, person, who="Fax adapter")
    assert told.answer["done"] is True
    assert writes(office) == ["delSubAccount"]
    assert "There is no mailbox to delete." in person.questions[0]


@eras
async def test_everything_that_leads_there_is_led_elsewhere(era: Era) -> None:
    office, person = Office(), Person()
    route = f"account:{HELENE}"
    office.row("dids", did=MAIN).update(failover_busy=route, failover_noanswer=f"vm:{BOX}")
    office.row("dids", did=SECOND).update(sms_sipaccount_enabled="1", sms_sipaccount=HELENE)
    office.row("ivrs", ivr="4637")["choices"] = f"1={route};2=vm:{BOX};3=grp:4768"
    office.row("time_conditions", timecondition="1831").update(routing_match=route, routing_nomatch="grp:4768")
    office.row("filters", filtering="18915").update(routing=route, failover_busy=f"vm:{BOX}")
    office.row("queues", queue="32208").update(fail_over_routing_full=route, fail_over_routing_timeout=f"vm:{BOX}")
    office.row("call_parkings", callparking="737")["destination"] = HELENE
    told = await remove(office, person, era, who=HELENE, forward_to="fwd:18635")
    assert told.answer["done"] is True
    left = whole(office)
    assert (HELENE in left, f"vm:{BOX}" in left) == (False, False)
    main = office.row("dids", did=MAIN)
    assert (main["routing"], main["failover_busy"], main["failover_noanswer"]) == ("tc:1830", "fwd:18635", "fwd:18635")
    assert office.row("ivrs", ivr="4637")["choices"] == "1=fwd:18635;2=fwd:18635;3=grp:4768"
    hours = office.row("time_conditions", timecondition="1831")
    assert (hours["routing_match"], hours["routing_nomatch"]) == ("fwd:18635", "grp:4768")
    assert office.row("filters", filtering="18915")["failover_busy"] == "fwd:18635"
    assert office.row("queues", queue="32208")["fail_over_routing_timeout"] == "fwd:18635"
    assert office.row("call_parkings", callparking="737")["destination"] == "parker"
    texts = office.row("dids", did=SECOND)
    assert (texts["sms_sipaccount_enabled"], texts["sms_sipaccount"]) == ("0", "")
    assert f"Texts to {SECOND} are not delivered by SIP any more" in person.questions[0]
    assert "is told to parker" in person.questions[0]
    assert writes(office)[-2:] == ["delSubAccount", "delVoicemail"]


async def test_texts_by_sip_and_parked_calls_go_to_the_person_who_takes_over() -> None:
    office, person = Office(), Person()
    office.row("dids", did=SECOND).update(sms_sipaccount_enabled="1", sms_sipaccount=HELENE)
    office.row("call_parkings", callparking="737")["destination"] = HELENE
    told = await remove(office, person, who=HELENE, forward_to="account:100000_Marc")
    assert told.answer["done"] is True
    texts = office.row("dids", did=SECOND)
    assert (texts["sms_sipaccount_enabled"], texts["sms_sipaccount"]) == ("1", "100000_Marc")
    assert office.row("call_parkings", callparking="737")["destination"] == "100000_Marc"


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "nobody": (
        {"who": "Atlantis"},
        "no sub-account has the login, name or extension 'Atlantis'. There is: sub-account",
    ),
    "several": ({"who": "Anne"}, "'Anne' is 2 people; say which by login: sub-account 100000_Anne (\"Anne Tremblay\""),
    "a number": ({"who": MAIN}, "no sub-account has the login"),
    "to nobody": ({"forward_to": "Atlantis"}, "no sub-account has the login"),
    "to several": ({"forward_to": "Tremblay"}, "'Tremblay' is 2 people"),
    "to the same": ({"forward_to": HELENE}, "who is removed; say somebody else"),
    "to the same, as a route": ({"forward_to": f"account:{HELENE}"}, "who is removed; say somebody else"),
    "to nothing": ({"forward_to": "none:"}, "none: leads nowhere"),
    "to no route": ({"forward_to": "grp:Support"}, "is not a route; after `grp:` comes"),
    "to what is not there": ({"forward_to": "grp:999"}, "there is no ring group 999"),
    "to no account": ({"forward_to": "account:100000_Nobody"}, "there is no sub-account 100000_Nobody"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_is_refused_in_a_sentence_before_anything(case: str) -> None:
    arguments, words = WRONG[case]
    office, person = Office(), Person()
    told = await remove(office, person, "2026-07-28", **{"who": HELENE, **arguments})
    assert words in told.refusal
    assert (person.questions, told.changed, writes(office)) == ([], [], [])


async def test_a_circle_is_refused() -> None:
    office, person = Office(), Person()
    told = await remove(office, person, who="AnneT", forward_to="ivr:4636")
    assert "forward_to ivr:4636 leads to sub-account 100000_AnneT" in told.refusal
    assert writes(office) == []


async def test_a_number_of_a_resellers_client_goes_first() -> None:
    office, person = Office(), Person()
    office.row("dids", did=SECOND)["reseller_account"] = HELENE
    told = await remove(office, person, who=HELENE, forward_to="grp:4768")
    assert f"number {SECOND} is connected to sub-account {HELENE}" in told.refusal
    assert "unconnectDID" in told.refusal
    assert writes(office) == []


@eras
async def test_when_the_last_step_fails_everything_is_there_again_under_a_new_id(era: Era) -> None:
    office, person = Office(), Person()
    before = dict(office.row("sub_accounts", account=HELENE))
    office.sandbox.faults.plan("status:invalid_mailbox", "delVoicemail")
    told = await remove(office, person, era, who=HELENE, forward_to="Marc")
    assert (told.answer["done"], told.answer["rolled_back"]) == (False, True)
    assert told.answer["note"] == "What was deleted comes back with a new id."
    (one,) = told.changed
    assert one.after is not None
    new = {"id": one.after["id"], "callerid_number": ""}
    assert one.after == {**before, **new}


@eras
async def test_undone_it_comes_back_without_its_messages_and_that_is_said(era: Era) -> None:
    office, person = Office(), Person()
    start = office.sandbox.snapshot()
    account, number = dict(office.row("sub_accounts", account=HELENE)), dict(office.row("dids", did=DIRECT))
    box = dict(office.row("voicemails", mailbox=BOX))
    told = await remove(office, person, era, who=HELENE, forward_to="grp:4768")
    back = await apply(office, person, era, tool="undoChange", group=told.answer["group"])
    assert back.answer["note"] == "What was deleted comes back with a new id. Its messages do not come back."
    new = office.row("voicemails", name="Hélène Bélanger")
    assert {name: new[name] for name in box} == box | {"mailbox": new["mailbox"], "new": "0"}
    again = office.row("sub_accounts", account=HELENE)
    own = {"id": again["id"], "internal_voicemail": new["mailbox"], "callerid_number": ""}
    assert again == {**account, **own}
    to = dict.fromkeys(("failover_busy", "failover_noanswer"), f"vm:{new['mailbox']}")
    assert office.row("dids", did=DIRECT) == {**number, **to, "voicemail": new["mailbox"]}
    tables = {one.table for one in changed(office, start)}
    assert tables == {"dids", "sub_accounts", "voicemails", MESSAGES}


@eras
async def test_what_was_previewed_is_applied_by_its_id(era: Era) -> None:
    office, person = Office(), Person()
    first = await remove(office, person, era, who=HELENE, forward_to="grp:4768", preview=True)
    assert (person.questions, first.changed) == ([], [])
    assert any("1 message, lost with it for good" in line for line in first.answer["changes"])
    told = await apply(office, person, era, plan=first.answer["plan"])
    assert told.answer["done"] is True
    assert HELENE not in whole(office)


@eras
async def test_in_pieces_it_goes_on_until_nothing_is_left(era: Era) -> None:
    office, person = Office(setup=Setup(piece_seconds=0)), Person()
    told = await remove(office, person, era, who=HELENE, forward_to="Marc")
    while "next" in told.answer:
        assert office.row("dids", did=DIRECT)["routing"] == "account:100000_Marc", "before anything is deleted"
        told = await apply(office, person, era, plan=told.answer["plan"])
    assert told.answer["done"] is True
    assert (HELENE in whole(office), len(person.questions)) == (False, 1)
