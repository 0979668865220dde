"""Deletions: refused while anything points at the entry, a person is asked, and a list of them is one question."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from mcp import Client

from cases.arguments import RIGHT
from cases.entries import world
from cases.office import ERAS, NO, YES, Era, Office, Person, text
from cases.web import TOKENS, application, bearer, connected, in_process
from voipms_sandbox.menus import ROUTES_OF_QUEUE
from voipms_server.catalog import Choice
from voipms_server.store.store import in_memory
from voipms_tools.registry import functions

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
FULL = Choice(profile="full")
HOUR = 3_600


@dataclass(frozen=True)
class Target:
    """An entry that can be deleted: its header in routes, the tool, its row and the id in it."""

    header: str
    deleter: str
    table: str
    row_id: str
    old: str
    new: str = "7001"

    @property
    def route(self) -> str:
        return f"{self.header}:{self.new}"

    @property
    def arguments(self) -> dict[str, object]:
        (parameter,) = RIGHT[self.deleter]
        return {parameter: self.new}


TARGETS = (
    Target("fwd", "delForwarding", "forwardings", "forwarding", "19183"),
    Target("sip", "delSIPURI", "sipuris", "sipuri", "6199"),
    Target("cb", "delCallback", "callbacks", "callback", "2359"),
    Target("disa", "delDISA", "disas", "disa", "2114"),
    Target("ivr", "delIVR", "ivrs", "ivr", "4638"),
    Target("recording", "delRecording", "recordings", "value", "7571"),
    Target("grp", "delRingGroup", "ring_groups", "ring_group", "4768"),
    Target("tc", "delTimeCondition", "time_conditions", "timecondition", "1831"),
    Target("queue", "delQueue", "queues", "queue", "32209"),
    Target("vm", "delVoicemail", "voicemails", "mailbox", "107"),
    Target("account", "delSubAccount", "sub_accounts", "account", "100000_Fax", "100000_Probe"),
)
GROUP = Target("p", "delPhonebookGroup", "phonebook_groups", "phonebook_group", "3220")
PERSON = Target("", "delPhonebook", "phonebook", "phonebook", "32207")
PARKING = Target("", "delCallParking", "call_parkings", "callparking", "737")
JINGLE = Target("", "delMusicOnHold", "music", "value", "3150")
HELD = (*TARGETS, GROUP, PERSON, PARKING, JINGLE)
"""Everything that something can point at; to the last four no call is led."""
BY_HEADER = {target.header: target for target in TARGETS}
ROUTED: dict[tuple[str, str, str], tuple[str, ...]] = {
    ("dids", "did", "5145550114"): ("routing", "failover_busy", "failover_unreachable", "failover_noanswer"),
    ("queues", "queue", "32208"): tuple(f"fail_over_routing_{name}" for name in ROUTES_OF_QUEUE),
    ("time_conditions", "timecondition", "1830"): ("routing_match", "routing_nomatch"),
    ("filters", "filtering", "18915"): ("routing", "failover_unreachable", "failover_busy", "failover_noanswer"),
}
"""Rows whose fields hold a route."""
HOLDERS = {
    "dids": 'number 5145550114 ("Hélène direct")',
    "queues": 'queue 32208 ("Appointments")',
    "time_conditions": 'time condition 1830 ("Office hours")',
    "filters": 'caller-ID filter 18915 ("Anonymous callers")',
    "ivrs": 'IVR 4636 ("Main menu")',
    "ring_groups": 'ring group 4768 ("Support")',
    "phonebook": 'phonebook entry 32207 ("Café Olimpico")',
    "phonebook_groups": 'phonebook group 3220 ("Clients")',
    "voicemails": 'mailbox 101 ("Anne Tremblay")',
    "static_members": 'queue member 619 ("Zoë")',
    "sub_accounts": 'sub-account 100000_Anne ("Anne Tremblay")',
    "call_parkings": 'parking lot 737 ("Parking")',
    "call_huntings": 'call hunting 323 ("Sales hunt")',
}
Way = tuple[Target, str, dict[str, str], str, str]
"""What is pointed at; the table, row and field that points, and its value."""


def ways() -> list[Way]:
    routes: list[Way] = [
        (target, table, {row_id: id_}, field, target.route)
        for target in TARGETS
        for (table, row_id, id_), fields in ROUTED.items()
        for field in fields
    ]
    choices: list[Way] = [
        (target, "ivrs", {"ivr": "4636"}, "choices", f"1=vm:101{joint}{target.route}{joint.replace('2=', '3=')}vm:102")
        for target in TARGETS
        for joint in (";2=", " ; 2=")
    ]
    members: list[Way] = [
        (BY_HEADER[header], "ring_groups", {"ring_group": "4768"}, "members", value.format(BY_HEADER[header].route))
        for header in ("fwd", "sip", "account")
        for value in ("{}", "account:100000_John,25,0;{},10,1", "account:100000_John,25,0; {} ;account:100000_Zoe")
    ]
    members += [
        (
            BY_HEADER[header],
            "call_huntings",
            {"callhunting": "323"},
            "members",
            f"account:100000_John;{BY_HEADER[header].route};none:",
        )
        for header in ("fwd", "sip", "account")
    ]
    recording = BY_HEADER["recording"]
    played: list[Way] = [
        (recording, table, {row_id: id_}, field, "7001")
        for table, row_id, id_, field in (
            ("ivrs", "ivr", "4636", "recording"),
            ("ring_groups", "ring_group", "4768", "caller_announcement"),
            ("queues", "queue", "32208", "join_announcement"),
            ("queues", "queue", "32208", "agent_announcement"),
            ("queues", "queue", "32208", "voice_announcement"),
            ("voicemails", "mailbox", "101", "unavailable_message_recording"),
            ("call_huntings", "callhunting", "323", "recording"),
        )
    ]
    book: list[Way] = [(BY_HEADER["sip"], "phonebook", {"phonebook": "32207"}, "number", "sip:7001")]
    book += [(GROUP, "phonebook", {"phonebook": "32207"}, "group", "7001")]
    book += [(GROUP, "filters", {"filtering": "18915"}, "callerid", "p:7001")]
    book += [
        (PERSON, "phonebook_groups", {"phonebook_group": "3220"}, "members", members)
        for members in ("7001", "32208;7001", "7001 ; 32208")
    ]
    book += [(PARKING, "sub_accounts", {"account": "100000_Anne"}, "parking_lot", "7001")]
    book += [
        (JINGLE, table, {row_id: id_}, field, "7001")
        for table, row_id, id_, field in (
            ("queues", "queue", "32208", "music_on_hold"),
            ("ring_groups", "ring_group", "4768", "music_on_hold"),
            ("sub_accounts", "account", "100000_Anne", "music_on_hold"),
            ("call_huntings", "callhunting", "323", "music"),
            ("call_parkings", "callparking", "737", "musiconhold"),
        )
    ]
    mailbox, account = BY_HEADER["vm"], BY_HEADER["account"]
    book += [
        (mailbox, table, {row_id: id_}, field, value)
        for table, row_id, id_, field, value in (
            ("dids", "did", "5145550114", "voicemail", "7001"),
            ("ring_groups", "ring_group", "4768", "voicemail", "7001"),
            ("sub_accounts", "account", "100000_Anne", "internal_voicemail", "7001"),
            ("call_parkings", "callparking", "737", "failover", "vm:7001"),
        )
    ]
    book += [
        (account, "dids", {"did": "5145550114"}, name, account.new) for name in ("sms_sipaccount", "reseller_account")
    ]
    book += [(account, "call_parkings", {"callparking": "737"}, "destination", account.new)]
    member: list[Way] = [(BY_HEADER["queue"], "static_members", {"member": "619"}, "queue_number", "7001")]
    return routes + choices + members + played + book + member


def with_target(target: Target, *also: Target, **options: Any) -> Office:
    """The office, with one more entry of these kinds that nothing uses."""
    office = Office(FULL, data=world(), **options)
    for one in (target, *also):
        row = {**office.row(one.table, **{one.row_id: one.old}), "id": "7001", one.row_id: one.new}
        office.sandbox.world.accounts[0].table(one.table).append(row)
    return office


@pytest.mark.parametrize("target", HELD, ids=lambda target: target.deleter)
async def test_what_something_points_at_is_not_deleted_and_that_is_named(target: Target) -> None:
    office, person = with_target(target), Person()
    async with office.client(person=person) as client:
        for way in (way for way in ways() if way[0] is target):
            _, table, key, field, value = way
            row = office.row(table, **key)
            before = dict(row)
            row[field] = value
            result = await client.call_tool(target.deleter, target.arguments)
            row.update(before)
            assert result.is_error, way
            assert HOLDERS[table] in text(result), way
            assert field in text(result) or table == "static_members", way
    assert (person.questions, office.real(target.deleter)) == ([], 0)


def test_every_field_of_the_sandbox_that_can_lead_somewhere_is_among_those_ways() -> None:
    """A new field with a route, or with an id of such an entry, must be looked at too."""
    account = Office(FULL, data=world()).sandbox.world.accounts[0]
    tables = (
        "dids sub_accounts voicemails ring_groups ivrs queues time_conditions filters phonebook call_huntings".split()
    )
    routes = {
        (table, field)
        for table in tables
        for row in account.table(table)
        for field, value in row.items()
        if any(f"{target.header}:" in value for target in TARGETS) or value in ("none:", "sys:busy")
    }
    assert routes <= {(table, field) for _, table, _, field, _ in ways()}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.deleter)
async def test_all_that_points_at_it_is_named_at_once(target: Target) -> None:
    office = with_target(target)
    office.row("dids", did="5145550114")["failover_busy"] = target.route
    office.row("filters", filtering="18915")["routing"] = target.route
    async with office.client(person=Person()) as client:
        told = text(await client.call_tool(target.deleter, target.arguments))
    assert 'number 5145550114 ("Hélène direct"), failover_busy' in told
    assert 'caller-ID filter 18915 ("Anonymous callers"), routing' in told


async def test_a_sub_account_that_waits_in_a_queue_stays() -> None:
    account = BY_HEADER["account"]
    office, person = with_target(account), Person()
    office.row("static_members", member="619")["account"] = f"SIP/{account.new}"
    async with office.client(person=person) as client:
        told = text(await client.call_tool(account.deleter, account.arguments))
    assert 'queue 32208 ("Appointments"), its member 619' in told
    assert (person.questions, office.real(account.deleter)) == ([], 0)


async def test_a_sub_account_is_named_by_its_login_or_by_its_number() -> None:
    office, person = with_target(BY_HEADER["account"]), Person([NO, YES])
    async with office.client(person=person) as client:
        assert (await client.call_tool("delSubAccount", {"id": "100000_Probe"})).is_error
        assert not (await client.call_tool("delSubAccount", {"id": "7001"})).is_error
    assert person.questions[0] == person.questions[1]
    assert "Delete sub-account 100000_Probe (delSubAccount)?" in person.questions[0]
    assert [call.params["id"] for call in office.sandbox.log if call.method == "delSubAccount"] == ["7001"]


async def test_a_number_that_no_sub_account_has_is_refused_with_where_to_look() -> None:
    async with Office(FULL, data=world()).client(person=Person()) as client:
        told = text(await client.call_tool("delSubAccount", {"id": "7001"}))
    assert "getSubAccounts lists nothing with the id 7001" in told


async def test_an_entry_that_leads_to_itself_can_go() -> None:
    office = with_target(BY_HEADER["ivr"])
    office.row("ivrs", ivr="7001")["choices"] = "1=ivr:7001;2=vm:101"
    async with office.client(person=Person()) as client:
        result = await client.call_tool("delIVR", {"ivr": "7001"})
    assert not result.is_error, text(result)


async def test_an_id_that_only_begins_alike_is_no_use() -> None:
    office = with_target(BY_HEADER["fwd"])
    office.row("forwardings", forwarding="7001")["forwarding"] = "1918"
    async with office.client(person=Person()) as client:
        result = await client.call_tool("delForwarding", {"forwarding": "1918"})
    assert not result.is_error, text(result)
    assert office.row("dids", did="5145550114")["failover_unreachable"] == "fwd:19183"


async def test_a_group_and_a_filter_that_only_begin_alike_hold_nobody() -> None:
    office = with_target(PERSON, GROUP)
    office.row("phonebook_groups", phonebook_group="3220")["members"] = "70010;32208"
    office.row("filters", filtering="18915")["callerid"] = "p:70010"
    async with office.client(person=Person()) as client:
        for target in (PERSON, GROUP):
            result = await client.call_tool(target.deleter, target.arguments)
            assert not result.is_error, text(result)


async def test_what_is_not_there_is_not_deleted() -> None:
    office, person = Office(FULL, data=world()), Person()
    async with office.client(person=person) as client:
        told = text(await client.call_tool("delForwarding", {"forwarding": "7001"}))
    assert "there is no forwarding 7001" in told
    assert (person.questions, office.real("delForwarding")) == ([], 0)


FOR_GOOD = ("deleteMMS", "deleteSMS")
"""What these delete no function makes again."""
DELETIONS = sorted(one for one in RIGHT if one.startswith("del") and one not in FOR_GOOD)
UNUSED: dict[str, dict[str, object]] = {
    **{target.deleter: target.arguments for target in HELD},
    **{one: RIGHT[one] for one in ("delCallerIDFiltering", "delStaticMember", "delCallHunting")},
}


def unused(deleter: str, **options: Any) -> tuple[Office, dict[str, object]]:
    """An office with an old entry that nothing points at, and the arguments that delete it."""
    target = next((one for one in HELD if one.deleter == deleter), None)
    return (with_target(target, **options) if target else Office(FULL, data=world(), **options)), UNUSED[deleter]


def test_every_deletion_is_among_them() -> None:
    assert set(DELETIONS) == set(UNUSED) == {one for one in functions() if one.startswith("del")} - set(FOR_GOOD)


@eras
@pytest.mark.parametrize("deleter", DELETIONS)
async def test_an_entry_that_was_there_before_is_deleted_after_a_yes(deleter: str, era: Era) -> None:
    (office, arguments), person = unused(deleter), Person()
    async with office.client(era, person) as client:
        result = await client.call_tool(deleter, arguments)
    assert not result.is_error, text(result)
    assert office.real(deleter) == 1
    (question,) = person.questions
    assert f"({deleter})" in question
    assert "undoChange can make it again, with a new id." in question
    assert office.changes[-1].way == "client"


@eras
@pytest.mark.parametrize("deleter", DELETIONS)
async def test_without_a_yes_nothing_is_deleted(deleter: str, era: Era) -> None:
    office, arguments = unused(deleter)
    since = office.sandbox.snapshot()
    async with office.client(era, Person([NO])) as client:
        result = await client.call_tool(deleter, arguments)
    assert "the person said no" in text(result)
    assert (office.real(deleter), office.sandbox.diff(since), office.changes) == (0, [], [])


@eras
@pytest.mark.parametrize("deleter", FOR_GOOD)
async def test_a_message_is_deleted_after_a_yes_and_stays_deleted(deleter: str, era: Era) -> None:
    office, person = Office(FULL, data=world()), Person()
    since = office.sandbox.snapshot()
    async with office.client(era, person) as client:
        result = await client.call_tool(deleter, RIGHT[deleter])
        assert not result.is_error, text(result)
        undone = await client.call_tool("undoChange", {"change": office.changes[-1].number})
    assert "this server has no function that does the opposite" in text(undone)
    assert [(one.row, one.after) for one in office.sandbox.diff(since)] == [(RIGHT[deleter]["id"], None)]
    (question,) = person.questions
    assert f"Delete {deleter[-3:]} {RIGHT[deleter]['id']} ({deleter})?" in question
    assert "This server cannot undo this." in question


@eras
@pytest.mark.parametrize("deleter", FOR_GOOD)
async def test_without_a_yes_a_message_stays(deleter: str, era: Era) -> None:
    office = Office(FULL, data=world())
    since = office.sandbox.snapshot()
    async with office.client(era, Person([NO])) as client:
        result = await client.call_tool(deleter, RIGHT[deleter])
    assert "the person said no" in text(result)
    assert (office.sandbox.diff(since), office.changes) == ([], [])


@pytest.mark.parametrize(("deleter", "words"), [("deleteSMS", "SMS 23437"), ("deleteMMS", "MMS 23434")])
async def test_an_sms_is_no_mms_and_is_not_deleted_as_one(deleter: str, words: str) -> None:
    office, person = Office(FULL, data=world()), Person()
    async with office.client(person=person) as client:
        told = text(await client.call_tool(deleter, {"id": words[4:]}))
    assert f"there is no {words} on account" in told
    assert (person.questions, office.real(deleter)) == ([], 0)


MADE: dict[str, str] = {one: functions()[one].declared.counterpart for one in DELETIONS}


async def make(client: Client, deleter: str) -> dict[str, Any]:
    """A new entry of its kind; the arguments that delete it."""
    result = await client.call_tool(MADE[deleter], RIGHT[MADE[deleter]])
    assert not result.is_error, text(result)
    maker, entry = functions()[MADE[deleter]].declared.entry, functions()[deleter].declared.entry
    assert result.structured_content is not None
    assert maker is not None
    assert entry is not None
    return {entry.id: result.structured_content[maker.id], **({"queue": "32208"} if entry.needs else {})}


@pytest.mark.parametrize("deleter", DELETIONS)
async def test_what_the_same_caller_made_within_the_hour_goes_without_a_question(deleter: str) -> None:
    now = [1_000_000.0]
    office, person = Office(FULL, data=world(), store=in_memory(lambda: now[0])), Person()
    since = office.sandbox.snapshot()
    async with office.client(person=person) as client:
        arguments = await make(client, deleter)
        now[0] += HOUR - 1
        result = await client.call_tool(deleter, arguments)
    assert not result.is_error, text(result)
    assert (person.questions, office.sandbox.diff(since)) == ([], [])


@pytest.mark.parametrize("deleter", DELETIONS)
async def test_what_is_older_than_an_hour_asks(deleter: str) -> None:
    now = [1_000_000.0]
    office, person = Office(FULL, data=world(), store=in_memory(lambda: now[0])), Person([NO])
    async with office.client(person=person) as client:
        arguments = await make(client, deleter)
        now[0] += HOUR + 1
        await client.call_tool(deleter, arguments)
    assert (len(person.questions), office.real(deleter)) == (1, 0)


async def test_a_clock_that_was_set_back_makes_nothing_fresh() -> None:
    now = [1_000_000.0]
    office, person = Office(FULL, data=world(), store=in_memory(lambda: now[0])), Person([NO])
    async with office.client(person=person) as client:
        arguments = await make(client, "delForwarding")
        now[0] -= 10 * HOUR
        await client.call_tool("delForwarding", arguments)
    assert len(person.questions) == 1


async def test_what_was_made_just_now_and_is_used_already_is_refused() -> None:
    office, person = Office(FULL, data=world()), Person()
    async with office.client(person=person) as client:
        arguments = await make(client, "delForwarding")
        await client.call_tool("setDIDRouting", {"did": "5145550112", "routing": f"fwd:{arguments['forwarding']}"})
        result = await client.call_tool("delForwarding", arguments)
    assert 'number 5145550112 ("Old campaign"), routing' in text(result)
    assert (person.questions, office.real("delForwarding")) == ([], 0)


async def test_what_another_caller_made_asks() -> None:
    office, asked = Office(FULL, data=world()), Person([NO])
    app = application(office.server, TOKENS)
    async with in_process(app) as http:
        http.headers.update(bearer("ana"))
        async with connected(http, "legacy") as ana:
            arguments = await make(ana, "delForwarding")
        http.headers.update(bearer("bob"))
        async with connected(http, "2026-07-28", asked) as bob:
            await bob.call_tool("delForwarding", arguments)
    assert (len(asked.questions), office.real("delForwarding")) == (1, 0)


async def test_what_another_caller_changed_since_asks_though_one_made_it_oneself() -> None:
    office, asked = Office(FULL, data=world()), Person([NO])
    async with in_process(application(office.server, TOKENS)) as http:
        http.headers.update(bearer("ana"))
        async with connected(http, "2026-07-28", asked) as ana:
            arguments = await make(ana, "delForwarding")
            http.headers.update(bearer("bob"))
            changed = {**arguments, "phone_number": "5145550177"}
            assert not (await ana.call_tool("setForwarding", changed)).is_error
            http.headers.update(bearer("ana"))
            await ana.call_tool("delForwarding", arguments)
    assert (len(asked.questions), office.real("delForwarding")) == (1, 0)


async def test_the_question_shows_what_goes_and_no_secret_of_it() -> None:
    office, person = with_target(BY_HEADER["disa"]), Person([NO])
    office.row("disas", disa="7001")["name"] = "Ana's *line*"
    async with office.client(person=person) as client:
        await client.call_tool("delDISA", {"disa": "7001"})
    (question,) = person.questions
    assert "Delete DISA 7001 (delDISA)?" in question
    assert r"Ana's \*line\*" in question
    assert "8824" not in question


async def made_by_hand(client: Client, count: int) -> list[str]:
    return [(await make(client, "delForwarding"))["forwarding"] for _ in range(count)]


@eras
async def test_taking_back_ones_own_new_entries_asks_nothing_however_old_they_are(era: Era) -> None:
    now = [1_000_000.0]
    office, person = Office(FULL, data=world(), store=in_memory(lambda: now[0])), Person()
    async with office.client(era, person) as client:
        await made_by_hand(client, 3)
        now[0] += HOUR + 1
        answer = await client.call_tool("undoChange", {"since": moment(now[0] - 2 * HOUR)})
    assert not answer.is_error, text(answer)
    assert (person.questions, office.real("delForwarding")) == ([], 3)


@eras
async def test_a_no_to_a_list_that_names_every_item_runs_none_of_it(era: Era) -> None:
    office, person = Office(FULL, data=world()), Person([YES, NO])
    async with office.client(era, person) as client:
        assert not (await client.call_tool("setDIDBillingType", RIGHT["setDIDBillingType"])).is_error
        ids = await made_by_hand(client, 2)
        await client.call_tool("setDIDPOP", {"did": "5145550112", "pop": 2})
        since = office.sandbox.snapshot()
        answer = await client.call_tool("undoChange", {"since": "2000-01-01T00:00"})
    assert "the person said no" in text(answer)
    assert office.sandbox.diff(since) == []
    question = person.questions[-1]
    assert all(f"Delete forwarding {id_} (delForwarding)" in question for id_ in ids)
    assert "Change number 5145550112 (setDIDPOP)" in question


async def test_undoing_what_another_caller_made_is_one_question() -> None:
    office, asked = Office(FULL, data=world()), Person()
    async with in_process(application(office.server, TOKENS)) as http:
        http.headers.update(bearer("ana"))
        async with connected(http, "legacy") as ana:
            ids = await made_by_hand(ana, 2)
        http.headers.update(bearer("bob"))
        async with connected(http, "2026-07-28", asked) as bob:
            answer = await bob.call_tool("undoChange", {"since": "2000-01-01T00:00"})
    assert not answer.is_error, text(answer)
    (question,) = asked.questions
    assert all(f"Delete forwarding {id_} (delForwarding)" in question for id_ in ids)
    assert office.real("delForwarding") == 2


def moment(at: float) -> str:
    """A time as undoChange takes it."""
    return datetime.fromtimestamp(at, UTC).isoformat()


@pytest.mark.parametrize("deleter", ["delQueue", "delRingGroup"])
async def test_a_reading_that_fails_deletes_nothing(deleter: str) -> None:
    """Not knowing whether something points at it is no leave to delete it."""
    (office, arguments), person = unused(deleter), Person()
    office.sandbox.faults.plan("status:ip_not_enabled", "getIVRs", count=99)
    async with office.client(person=person) as client:
        result = await client.call_tool(deleter, arguments)
    assert result.is_error
    assert office.real(deleter) == 0
