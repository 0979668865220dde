"""`addPerson`: sub-account, extension, mailbox, groups, queues and number of somebody new, from a name."""

import json
import logging

import pytest
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult

from cases.hidden import holds, in_the_clear
from cases.office import ERAS, NO, Era, Office, Person
from cases.plans import SECOND, Told, apply, changed, writes
from voipms_sandbox.diff import Difference
from voipms_sandbox.world import Row
from voipms_server.catalog import Choice
from voipms_server.journal.line import Outcome
from voipms_server.setup import Setup
from voipms_tools.words.marks import Secret

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
SOPHIE, LOGIN = "Sophie Gagnon", "100000_SophieGagnon"
MAILBOX = "00000110"
"""The account's number without its first digit, and the extension."""
FREE = "5145550140"
"""A number that leads nowhere."""
MEMBERS = "account:100000_Reception,25,0;account:100000_Anne,25,0;account:100000_John,25,0"
OWN = ("id", "account", "username", "description", "password", "internal_extension", "internal_voicemail")


async def add(office: Office, person: Person, era: Era = "2026-07-28", **arguments: object) -> Told:
    return await apply(office, person, era, tool="addPerson", **arguments)


def by_table(differences: list[Difference]) -> dict[str, list[Difference]]:
    found: dict[str, list[Difference]] = {}
    for one in differences:
        found.setdefault(one.table, []).append(one)
    return found


def account(office: Office, login: str = LOGIN) -> Row:
    return office.row("sub_accounts", account=login)


def unlike(one: Row, other: Row) -> set[str]:
    """The fields in which two sub-accounts differ; what is unset may be said in two ways."""
    return {name for name in one if one[name].replace("-1", "") != other.get(name, "").replace("-1", "")}


@eras
async def test_one_yes_makes_all_that_somebody_needs_and_nothing_else_changes(era: Era) -> None:
    office, person = Office(), Person()
    told = await add(office, person, era, name=SOPHIE, groups="Support", queues="Appointments; 7", number=FREE)
    (question,) = person.questions
    for words in (
        f'Add "{SOPHIE}": 6 changes?',
        f"The login is {LOGIN}, made of 'Sophie Gagnon'",
        "The extension is 110, dialled 10110, the next that is free",
        "A mailbox 110 is made for it, as most of the 8 others",
        "As on all 10 other sub-accounts: protocol 1, device_type 2, international calls locked",
        "the account's caller ID (most used: 9 of 10 sub-accounts)",
        'In ring group 4768 ("Support"): rings 25 seconds, as most of its members.',
        'In queue 32208 ("Appointments"): priority 0, as there (most used: 1 of 2 members, and as many have 1).',
        "account:(new, of step 2 person)",
    ):
        assert words in question
    assert told.answer["done"] is True
    assert writes(office) == [
        "createVoicemail",
        "createSubAccount",
        "setRingGroup",
        "setStaticMember",
        "setStaticMember",
        "setDIDInfo",
    ]
    found = by_table(told.changed)
    assert {table: len(rows) for table, rows in found.items()} == {
        "dids": 1,
        "ring_groups": 1,
        "static_members": 2,
        "sub_accounts": 1,
        "voicemails": 1,
    }
    new = account(office)
    assert unlike(new, account(office, "100000_Anne")) == set(OWN)
    assert (new["internal_extension"], new["internal_voicemail"], new["description"]) == ("110", MAILBOX, SOPHIE)
    box, anne = office.row("voicemails", mailbox=MAILBOX), office.row("voicemails", mailbox="100")
    assert box["name"] == SOPHIE
    assert {n for n in anne if box[n] != anne[n]} == {"mailbox", "name", "password", "email", "new"}
    (group,), (number,) = found["ring_groups"], found["dids"]
    assert group.before is not None
    assert group.after == {**group.before, "members": f"{MEMBERS};account:{LOGIN},25,0"}
    assert number.before is not None
    assert number.after == {
        **number.before,
        "routing": f"account:{LOGIN}",
        **dict.fromkeys(("failover_busy", "failover_unreachable", "failover_noanswer"), f"vm:{MAILBOX}"),
        "voicemail": MAILBOX,
    }
    members = [one.after for one in found["static_members"] if one.after is not None]
    assert [(one["queue_number"], one["name"], one["account"], one["priority"]) for one in members] == [
        ("32208", SOPHIE, f"SIP/{LOGIN}", "0"),
        ("32209", SOPHIE, f"SIP/{LOGIN}", "0"),
    ]


@eras
async def test_undone_nothing_is_left_of_it_and_nobody_is_asked(era: Era) -> None:
    office, person = Office(), Person()
    start = office.sandbox.snapshot()
    told = await add(office, person, era, name=SOPHIE, groups="4768", queues="Billing", number=FREE)
    back = await apply(office, person, era, tool="undoChange", group=told.answer["group"])
    assert back.answer["done"] is True
    assert changed(office, start) == []
    assert len(person.questions) == 1


@eras
async def test_a_no_leaves_nothing(era: Era) -> None:
    office, person = Office(), Person([NO])
    told = await add(office, person, era, name=SOPHIE, groups="Support")
    assert "the person said no" in told.refusal
    assert (told.changed, writes(office)) == ([], [])


@eras
@pytest.mark.parametrize(
    ("function", "status"),
    [
        ("createSubAccount", "used_username"),
        ("setRingGroup", "invalid_member"),
        ("setStaticMember", "invalid_queue"),
        ("setDIDInfo", "invalid_routing"),
    ],
)
async def test_when_a_step_fails_those_before_it_are_taken_back(function: str, status: str, era: Era) -> None:
    office, person = Office(), Person()
    office.sandbox.faults.plan(f"status:{status}", function)
    told = await add(office, person, era, name=SOPHIE, groups="Support", queues="Billing", number=FREE)
    assert (told.answer["done"], told.answer["rolled_back"]) == (False, True)
    assert told.changed == []


@eras
async def test_what_is_secret_is_shown_to_a_person_only(
    era: Era, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PIN is one that no year, port or id in a log is taken for."""

    def made_here(mark: Secret) -> str:
        return "7093" if mark.digits else "Kq7-vTn9_hWz3+Rb"[: mark.characters]

    monkeypatch.setattr("voipms_server.generating._made", made_here)
    caplog.set_level(logging.DEBUG)
    office, person = Office(), Person()
    first = await add(office, person, era, name=SOPHIE, preview=True)
    told = await apply(office, person, era, plan=first.answer["plan"])
    made = [account(office)["password"], office.row("voicemails", mailbox=MAILBOX)["password"]]
    listed = await apply(office, person, era, tool="listChanges")
    logs = [f"{record.getMessage()} {record.args}" for record in caplog.records]
    answers = [one.answer for one in (first, told, listed)]
    everything = json.dumps([answers, person.questions, caplog.text, logs, in_the_clear(office.store)])
    assert len(made[0]) == 16
    assert made[1] == "7093"
    assert [value for value in made if holds(everything, value)] == []
    seen = told.answer["shown_to_a_person"]
    changes = [one.number for one in office.changes if one.outcome is Outcome.DONE]
    assert len(seen) == 2
    for change, words in zip(changes, seen, strict=True):
        assert f"mcp-voipms changes --reveal {change}" in words


async def test_where_secrets_are_not_kept_nobody_is_added() -> None:
    office, person = Office(keep_secrets=False), Person()
    told = await add(office, person, name=SOPHIE)
    assert "keep_secrets" in told.refusal
    assert writes(office) == []


@eras
async def test_like_somebody_with_the_same_settings_groups_and_queues(era: Era) -> None:
    office, person = Office(), Person()
    francois = account(office, "100000_Francois")
    francois.update(device_type="1", nat="no", record_calls="1", callerid_number=SECOND, enable_internal_cnam="1")
    francois.update(enable_ip_restriction="1", ip_restriction="198.51.100.0/24", default_e911="5145550110")
    office.row("ring_groups", ring_group="4768")["members"] += ";account:100000_Francois,10,1"
    told = await add(office, person, era, name=SOPHIE, like="ext 105")
    assert told.answer["done"] is True
    assert unlike(account(office), francois) == {*OWN, "internal_cnam"}
    assert account(office)["internal_cnam"] == SOPHIE
    assert office.row("voicemails", mailbox=MAILBOX)["language"] == "fr", "as his mailbox"
    members = office.row("ring_groups", ring_group="4768")["members"]
    assert members.endswith(f"account:100000_Francois,10,1;account:{LOGIN},10,1")
    assert office.row("static_members", account=f"SIP/{LOGIN}")["priority"] == "1"
    (question,) = person.questions
    assert (
        'as on sub-account 100000_Francois ("François Lévesque", extension 105): protocol 1, device_type 1' in question
    )
    assert 'Joined because 100000_Francois is there: queue 32208 ("Appointments")' in question


async def test_like_somebody_but_in_no_group_or_queue() -> None:
    office, person = Office(), Person()
    told = await add(office, person, name=SOPHIE, like="Zoe", groups="none", queues="None")
    assert told.answer["done"] is True
    assert writes(office) == ["createVoicemail", "createSubAccount"]


async def test_who_is_like_a_device_known_by_its_address_logs_in_by_a_password() -> None:
    office, person = Office(), Person()
    told = await add(office, person, name=SOPHIE, like="Warehouse")
    assert told.answer["done"] is True
    assert "It logs in by its password, since an address is not copied." in person.questions[0]
    assert (account(office)["auth_type"], account(office)["ip"]) == ("1", "")


async def test_of_settings_that_differ_the_most_used_is_taken_and_told() -> None:
    office, person = Office(), Person()
    rows = office.sandbox.world.accounts[0].table("sub_accounts")
    for row in rows[:6]:
        row.update(device_type="1", enable_ip_restriction="1", ip_restriction="198.51.100.0/24")
    for row in rows[:5]:
        row["lock_international"] = "0"
    told = await add(office, person, name=SOPHIE)
    assert told.answer["done"] is True
    new = account(office)
    assert (new["device_type"], new["ip_restriction"]) == ("1", "198.51.100.0/24")
    assert new["lock_international"] == "1", "of as many with a lock as without, the lock"
    assert "device_type 1 (most used: 6 of 10 sub-accounts)" in person.questions[0]
    assert "international calls locked (most used: 5 of 10 sub-accounts, and as many have 0)" in person.questions[0]


async def test_one_that_may_call_abroad_as_most_may_is_told_in_the_question() -> None:
    office, person = Office(), Person()
    for row in office.sandbox.world.accounts[0].table("sub_accounts"):
        row["lock_international"] = "0"
    await add(office, person, name=SOPHIE)
    assert "It opens international calls for this sub-account" in person.questions[0]


@pytest.mark.parametrize(
    ("taken", "extension"),
    [
        (["100", "101", "103"], "102"),
        (["1", "2", "911"], "3"),
        (["98", "99"], "100"),
        (["066", "067", "069"], "070"),
        ([], ""),
    ],
)
async def test_the_next_free_extension_is_of_as_many_digits_as_most(taken: list[str], extension: str) -> None:
    office, person = Office(), Person()
    rows = office.sandbox.world.accounts[0].table("sub_accounts")
    for at, row in enumerate(rows):
        row["internal_extension"] = taken[at] if at < len(taken) else ""
    told = await add(office, person, name=SOPHIE)
    assert told.answer["done"] is True
    assert account(office)["internal_extension"] == extension


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("Sophie", "Sophie"),
        ("s.gagnon-2", "s.gagnon-2"),
        ("Chloë Œuvrard", "ChloeOeuvrard"),
        ("Łukasz Weiß", "LukaszWeiss"),
        ("O'Brien", "OBrien"),
        ("Li Wei 李伟", "LiWei"),
    ],
)
async def test_a_login_is_made_of_the_letters_that_it_may_have(name: str, login: str) -> None:
    office, person = Office(), Person()
    told = await add(office, person, name=name)
    assert told.answer["done"] is True
    assert account(office, f"100000_{login}")["description"] == name
    assert f"The login is 100000_{login}" in person.questions[0]
    assert ("made of" in person.questions[0]) is (name != login)


async def test_extension_caller_id_and_a_mailbox_that_is_there_are_taken_as_said() -> None:
    office, person = Office(), Person()
    told = await add(
        office, person, name=SOPHIE, extension="205", voicemail="101", caller_id="(514) 555-0111", number=FREE
    )
    assert told.answer["done"] is True
    new = account(office)
    assert (new["internal_extension"], new["internal_voicemail"], new["callerid_number"]) == ("205", "101", SECOND)
    assert office.row("dids", did=FREE)["failover_noanswer"] == "vm:101"
    assert writes(office) == ["createSubAccount", "setDIDInfo"]
    assert "caller ID (most used" not in person.questions[0]
    assert (
        'Its mailbox is 101, which is that of sub-account 100000_Anne ("Anne Tremblay", extension 101) too.'
        in (person.questions[0])
    )


async def test_without_a_mailbox_the_number_only_leads_there() -> None:
    office, person = Office(), Person()
    told = await add(office, person, name=SOPHIE, voicemail=False, number=FREE)
    assert told.answer["done"] is True
    assert writes(office) == ["createSubAccount", "setDIDRouting"]
    assert account(office)["internal_voicemail"] == ""
    assert "since there is no mailbox" in person.questions[0]


async def test_digits_of_a_mailbox_that_are_taken_are_passed_over() -> None:
    office, person = Office(), Person()
    office.row("voicemails", mailbox="107")["mailbox"] = "107110"
    await add(office, person, name=SOPHIE)
    assert account(office)["internal_voicemail"] == "00000107"


async def test_the_first_in_a_queue_without_members_is_called_first() -> None:
    office, person = Office(), Person()
    office.sandbox.world.accounts[0].table("static_members").clear()
    await add(office, person, name=SOPHIE, queues="Billing")
    assert office.row("static_members", account=f"SIP/{LOGIN}")["priority"] == "0"
    assert "priority 0, since no queue has a member" in person.questions[0]
    await add(office, person, name="Jean", queues="Appointments")
    assert "priority 0, as in the other queues" in person.questions[1]


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "a name that is taken": ({"name": "marc cote"}, 'the name of sub-account 100000_Marc ("Marc Côté", extension 103)'),
    "a login that is taken": ({"name": "Zoé"}, "makes the login Zoe, that of sub-account 100000_Zoe"),
    "no letter of a login": ({"name": "李伟"}, "say the name in Latin letters"),
    "an extension that is taken": ({"extension": "103"}, "extension 103 is that of sub-account 100000_Marc"),
    "an extension that means something": ({"extension": "911"}, "nor one that has a meaning"),
    "no such group": ({"groups": "Sales"}, "no ring group 'Sales'; getRingGroups lists them: ring group 4768"),
    "no such queue": ({"queues": "Sales"}, 'getQueues lists them: queue 32208 ("Appointments"); queue 32209'),
    "no such mailbox": ({"voicemail": "999"}, "there is no mailbox 999"),
    "no mailbox at all": ({"voicemail": "perhaps"}, "true for a new mailbox"),
    "somebody else's number": ({"number": "6045550199"}, "number 6045550199 is no number of this account"),
    "a caller ID of others": ({"caller_id": "6045550199"}, "caller_id 6045550199 is no number of this account"),
    "like nobody": ({"like": "Atlantis"}, "no sub-account has the login, name or extension 'Atlantis'"),
    "like several": ({"like": "Anne"}, "'Anne' is 2 people; say which by login: sub-account 100000_Anne"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_is_refused_in_a_sentence_before_anything(case: str) -> None:
    arguments, words = WRONG[case]
    office, person = Office(), Person()
    told = await add(office, person, "2026-07-28", **{"name": SOPHIE, **arguments})
    assert words in told.refusal
    assert (person.questions, told.changed, writes(office)) == ([], [], [])


async def test_of_groups_of_the_same_name_the_person_says_which() -> None:
    office, person = Office(), Person()
    groups = office.sandbox.world.accounts[0].table("ring_groups")
    groups.append({**groups[0], "ring_group": "4769"})
    told = await add(office, person, name=SOPHIE, groups="Support")
    assert "'Support' is 2 ring groups" in told.refusal
    assert "4769" in told.refusal


async def test_where_nobody_is_there_to_go_by_it_is_told_what_must_be_said() -> None:
    office, person = Office(), Person()
    office.sandbox.world.accounts[0].table("sub_accounts").clear()
    told = await add(office, person, name=SOPHIE)
    for words in ("applyPlan", "createSubAccount", "protocol (of getProtocols)", "device_type (of getDeviceTypes)"):
        assert words in told.refusal
    assert writes(office) == []


async def test_each_account_has_its_own_people() -> None:
    office, person = Office(accounts={"office": "office@example.com", "solo": "solo@example.com"}), Person()
    before = office.sandbox.world.accounts[0].table("sub_accounts").copy()
    assert "voipms_account" in (await add(office, person, name=SOPHIE)).refusal
    told = await add(office, person, voipms_account="office", name=SOPHIE)
    assert told.answer["voipms_account"] == "office"
    assert len(office.sandbox.world.accounts[0].table("sub_accounts")) == len(before) + 1


async def test_a_server_that_only_reads_offers_neither() -> None:
    office = Office(Choice(read_only=True))
    async with office.client() as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        refused = await client.call_tool("addPerson", {"name": SOPHIE})
    assert not names & {"addPerson", "removePerson"}
    assert refused.is_error
    assert writes(office) == []


@eras
async def test_in_pieces_each_step_knows_what_the_others_made(era: Era) -> None:
    office, person = Office(setup=Setup(piece_seconds=0)), Person()
    told = await add(office, person, era, name=SOPHIE, groups="Support", queues="Billing", number=FREE)
    while "next" in told.answer:
        told = await apply(office, person, era, plan=told.answer["plan"])
    assert told.answer["done"] is True
    assert len(person.questions) == 1
    assert office.row("static_members", account=f"SIP/{LOGIN}")["queue_number"] == "32209"
    assert office.row("dids", did=FREE)["failover_busy"] == f"vm:{MAILBOX}"
    assert office.row("ring_groups", ring_group="4768")["members"].endswith(f"account:{LOGIN},25,0")


@eras
async def test_an_extension_that_somebody_takes_while_the_person_thinks_takes_everything_back(era: Era) -> None:
    office = Office()

    class Slow(Person):
        async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
            account(office, "100000_Anne")["internal_extension"] = "110"
            return await super().__call__(context, params)

    told = await add(office, Slow(), era, name=SOPHIE)
    assert told.answer["rolled_back"] is True
    assert "used_extension" in told.answer["failed"]
    assert {(one.table, one.row) for one in told.changed} == {("sub_accounts", "100000_Anne")}
