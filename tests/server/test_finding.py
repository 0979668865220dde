"""`find`: what people say becomes entries with where they are used; several are listed, never chosen."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client

from cases.arguments import RIGHT
from cases.graphs import Dice, account, data_of
from cases.office import ERAS, Era, Office, Person, text
from voipms_sandbox.world import Row, Tables
from voipms_server.catalog import FULL, Choice
from voipms_server.entries import kind_of
from voipms_server.finding.searched import BY_KIND
from voipms_tools.effects import Effect
from voipms_tools.registry import functions
from voipms_tools.rows import Kind

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)


async def found(office: Office, said: str, kinds: str | None = None, era: Era = "2026-07-28") -> dict[str, Any]:
    async with office.client(era) as client:
        result = await client.call_tool("find", {"text": said, **({"kinds": kinds} if kinds else {})})
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


async def entries(said: str, kinds: str | None = None) -> list[tuple[str, str]]:
    return [(one["kind"], one["id"]) for one in (await found(Office(), said, kinds))["matches"]]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("helene", ("sub_account", "100000_Helene")),
        ("HÉLÈNE direct", ("number", "5145550114")),
        ("514-555-0110", ("number", "5145550110")),
        ("+1 (514) 555 0110", ("number", "5145550110")),
        ("0110", ("number", "5145550110")),
        ("Toronto menu", ("number", "4165550116")),
        ("grp:4768", ("ring_group", "4768")),
        ("ring group 4768", ("ring_group", "4768")),
        ("forwarding:19183", ("forwarding", "19183")),
        ("mailbox 104", ("mailbox", "104")),
        ("100000_Anne", ("sub_account", "100000_Anne")),
        ("account:100000_Anne", ("sub_account", "100000_Anne")),
        ("extension 104", ("sub_account", "100000_Helene")),
        ("x104", ("sub_account", "100000_Helene")),
        ("poste 104", ("sub_account", "100000_Helene")),
        ("cafe olimpico", ("phonebook", "32207")),
        ("clients", ("phonebook_group", "3220")),
        ("sales hunt", ("call_hunting", "323")),
        ("parking", ("call_parking", "737")),
        ("office hours", ("time_condition", "1830")),
        ("appointments", ("number", "4385550115")),
        ("(514) 555-0110", ("number", "5145550110")),
        ("514\u2011555\u20110110", ("number", "5145550110")),
        ("number 514-555-0110", ("number", "5145550110")),
        ("DID:5145550110", ("number", "5145550110")),
        ("mailbox h\u00e9l\u00e8ne", ("mailbox", "104")),
        ("sub-account 104", ("sub_account", "100000_Helene")),
        ("Anne\u2019s", ("sub_account", "100000_Anne")),
        ("*7501", ("phonebook", "32207")),
        ("p:3220", ("phonebook_group", "3220")),
    ],
)
async def test_what_people_say_comes_first(said: str, first: tuple[str, str]) -> None:
    assert (await entries(said))[0] == first


@eras
async def test_a_match_says_what_it_is_how_calls_come_to_it_and_where_it_is_used(era: Era) -> None:
    told = await found(Office(), "grp:4768", era=era)
    (one,) = told["matches"]
    assert (one["kind"], one["id"], one["name"], one["routing"]) == ("ring_group", "4768", "Support", "grp:4768")
    assert one["matched"] == "ring_group, exactly"
    assert 'number 5145550111 ("Support"), routing' in one["used_by"]
    assert any(use.startswith("IVR 4636") for use in one["used_by"])
    assert "several" not in told


async def test_several_are_listed_and_none_is_chosen() -> None:
    told = await found(Office(), "anne tremblay")
    kinds = [one["kind"] for one in told["matches"]]
    assert kinds.count("sub_account") == 2
    assert told["several"] == "Let the user choose."
    assert told["total"] == len(told["matches"])


async def test_what_nothing_leads_to_is_not_used() -> None:
    (one,) = (await found(Office(), "fwd:16006", "forwarding"))["matches"]
    office = Office()
    office.row("ivrs", ivr="4637")["choices"] = "2=grp:4768"
    (after,) = (await found(office, "fwd:16006", "forwarding"))["matches"]
    assert one["used_by"] == ['IVR 4637 ("Toronto menu"), choices']
    assert after["used_by"] == []


async def test_nothing_found_says_what_is_spelled_nearly_so_and_where_it_looked() -> None:
    told = await found(Office(), "Helenne Belanger")
    assert told["matches"] == []
    assert any("Hélène" in name for name in told["like"])
    assert "sub_account" in told["looked_in"]


async def test_kinds_narrow_it_and_nothing_else_is_read_for_the_match() -> None:
    office = Office()
    told = await found(office, "zzz", "mailbox; number")
    assert told["looked_in"] == ["mailbox", "number"]
    assert set(office.calls) == {"getVoicemails", "getDIDsInfo"}


async def test_kinds_may_be_said_as_people_call_them() -> None:
    assert (await found(Office(), "zzz", "menus; DID; sub-account"))["looked_in"] == ["ivr", "number", "sub_account"]


async def test_an_extension_is_found_by_what_is_dialled_for_it() -> None:
    """VoIP.ms keeps the extension that is dialled 103 as 3."""
    office = Office()
    office.row("sub_accounts", account="100000_Marc")["internal_extension"] = "3"
    for said in ("3", "x3", "103", "extension 103"):
        (one, *_) = (await found(office, said, "sub_account"))["matches"]
        assert (one["id"], one["matched"]) == ("100000_Marc", "internal_extension, exactly")


async def test_what_a_number_ends_with_comes_before_what_it_holds() -> None:
    office = Office()
    office.row("dids", did="5145550111")["did"] = "5140110222"
    found_by = [(one["id"], one["matched"]) for one in (await found(office, "0110", "number"))["matches"]]
    assert found_by == [("5145550110", "did, end"), ("5140110222", "did, part")]


@pytest.mark.parametrize("said", ["-1", "?", "*", "::", "x", "+"])
async def test_signs_alone_and_what_is_not_set_are_no_match(said: str) -> None:
    assert not [one for one in await entries(said) if one[0] == "number"]
    assert not [one for one in (await found(Office(), said))["matches"] if one["matched"].startswith("callerid")]


async def test_a_kind_that_there_is_not_is_refused_with_those_there_are() -> None:
    async with Office().client() as client:
        result = await client.call_tool("find", {"text": "x", "kinds": "spoon"})
    assert result.is_error
    assert "there is no kind 'spoon'; kinds are number; sub_account; mailbox" in text(result)


async def test_a_list_that_cannot_be_read_is_named_and_is_no_empty_one() -> None:
    office = Office()
    office.sandbox.faults.plan("status:ip_not_enabled", "getVoicemails", count=99)
    told = await found(office, "104")
    assert "ip_not_enabled" in told["not_read"]["mailbox"]
    office = Office()
    office.sandbox.faults.plan("status:ip_not_enabled", "getIVRs", count=99)
    (one,) = (await found(office, "grp:4768", "ring_group"))["matches"]
    assert "ip_not_enabled" in one["used_by_not_read"]["ivr"]
    assert 'number 5145550111 ("Support"), routing' in one["used_by"]


async def test_when_no_list_can_be_read_the_reason_is_told_instead_of_an_empty_answer() -> None:
    office = Office()
    office.sandbox.faults.plan("status:ip_not_enabled", "getVoicemails", count=99)
    async with office.client() as client:
        result = await client.call_tool("find", {"text": "104", "kinds": "mailbox"})
    assert result.is_error
    assert "ip_not_enabled" in text(result)


async def test_a_deletion_is_refused_while_a_list_cannot_be_read() -> None:
    office = Office(Choice(profile=FULL))
    office.row("ivrs", ivr="4637")["choices"] = "2=grp:4768"
    office.sandbox.faults.plan("status:ip_not_enabled", "getQueues", count=99)
    async with office.client(person=Person()) as client:
        result = await client.call_tool("delForwarding", {**RIGHT["delForwarding"], "forwarding": "16006"})
    assert result.is_error
    assert office.real("delForwarding") == 0


def test_every_field_that_is_searched_or_shown_is_one_of_the_rows_and_no_secret() -> None:
    for one in BY_KIND.values():
        declared = functions()[one.kind.getter].declared.rows
        assert declared is not None
        fields = {name: declared.fields[name] for name in (*one.shown, one.kind.id)}
        assert Kind.SECRET not in fields.values(), one.name


@eras
async def test_no_secret_is_found_or_shown(era: Era) -> None:
    office = Office()
    secrets = {
        row[name]
        for table, name in (("sub_accounts", "password"), ("voicemails", "password"), ("disas", "pin"))
        for row in office.sandbox.world.accounts[0].table(table)
        if row[name]
    }
    assert secrets
    for secret in secrets:
        told = await found(office, secret, era=era)
        assert all(secret not in json.dumps(one["matched"]) for one in told["matches"])
        assert not [one for one in told["matches"] if secret in (one.get("password"), one.get("pin"))]
    every = await found(office, "e")
    assert all(secret not in json.dumps(every) for secret in secrets if len(secret) > 4)


async def test_each_list_is_read_once() -> None:
    office = Office()
    await found(office, "e")
    others = [name for name in office.calls if name != "getStaticMembers"]
    assert len(others) == len(set(others))


async def test_long_lists_are_cut_and_counted() -> None:
    told = await found(Office(), "5")
    assert (told["total"] > 25) is ("narrow" in told)
    many = await found(Office(), "555")
    assert (len(many["matches"]), many["total"]) == (25, many["total"])
    assert many["narrow"].startswith("Only 25 of")


async def test_long_lists_of_uses_are_cut_and_counted() -> None:
    office = Office()
    accounts = office.sandbox.world.accounts[0].table("sub_accounts")
    accounts += [{**accounts[0], "account": f"100000_More{n}", "music_on_hold": "jazz"} for n in range(30)]
    (one,) = (await found(office, "jazz", "music_on_hold"))["matches"]
    assert len(one["used_by"]) == 25
    assert one["used_by_total"] > 30


ROUTES: Mapping[str, str] = {
    "forwarding": "fwd",
    "ivr": "ivr",
    "queue": "queue",
    "ring_group": "grp",
    "time_condition": "tc",
    "callback": "cb",
    "disa": "disa",
    "sip_uri": "sip",
    "mailbox": "vm",
    "recording": "recording",
    "sub_account": "account",
}
TABLES: Mapping[str, tuple[str, str]] = {
    "dids": ("number", "did"),
    "sub_accounts": ("sub_account", "account"),
    "forwardings": ("forwarding", "forwarding"),
    "voicemails": ("mailbox", "mailbox"),
    "sipuris": ("sip_uri", "sipuri"),
    "ring_groups": ("ring_group", "ring_group"),
    "ivrs": ("ivr", "ivr"),
    "recordings": ("recording", "value"),
    "queues": ("queue", "queue"),
    "static_members": ("static_member", "member"),
    "callbacks": ("callback", "callback"),
    "time_conditions": ("time_condition", "timecondition"),
    "disas": ("disa", "disa"),
    "filters": ("filter", "filtering"),
    "phonebook": ("phonebook", "phonebook"),
    "phonebook_groups": ("phonebook_group", "phonebook_group"),
    "call_huntings": ("call_hunting", "callhunting"),
    "call_parkings": ("call_parking", "callparking"),
    "music": ("music_on_hold", "value"),
}
HELD_BY_ID: Mapping[str, tuple[str, ...]] = {
    "number": ("filters.did", "phonebook.number", "forwardings.phone_number"),
    "mailbox": ("dids.voicemail", "ring_groups.voicemail", "sub_accounts.internal_voicemail"),
    "recording": ("ivrs.recording", "ring_groups.caller_announcement", "queues.join_announcement"),
    "phonebook": ("phonebook_groups.members",),
    "phonebook_group": ("phonebook.group",),
    "queue": ("static_members.queue_number",),
}
"""Where the random accounts hold ids without a header; theirs are too short to be told from other numbers."""
Key = tuple[str, str]


def parts(value: str) -> list[str]:
    """What stands between the signs of lists, choices and members."""
    return re.split(r"\s*[;,=]\s*", value.strip())


def holders(tables: Tables, route: str, itself: Key) -> set[Key]:
    """Kind and id of the rows in which an entry stands: by brute force over all values."""
    rows = [(table, kind, row[id_], row) for table, (kind, id_) in TABLES.items() for row in tables.get(table, [])]
    by_route = {(kind, id_) for _, kind, id_, row in rows if any(route in parts(value) for value in row.values())}
    fields = [field.split(".") for field in HELD_BY_ID.get(itself[0], ())]
    by_id = {
        (kind, id_)
        for table, kind, id_, row in rows
        if any(table == held and itself[1] in parts(row.get(field, "")) for held, field in fields)
    }
    queues = {
        ("queue", row["queue_number"])
        for row in tables["static_members"]
        if itself[0] == "sub_account" and row["account"] == f"SIP/{itself[1]}"
    }
    return (by_route | by_id | queues) - {itself}


NOUNS = {BY_KIND[kind].kind.words: kind for kind, _ in TABLES.values()}
USE = re.compile(rf"({'|'.join(map(re.escape, NOUNS))}) (\S+?)(?: \(|, )")


def listed(used_by: list[str]) -> set[Key]:
    """Kind and id of each that is said to use it."""
    said = [USE.match(use) for use in used_by]
    assert None not in said, used_by
    return {(NOUNS[one[1]], one[2]) for one in said if one is not None}


def keys(tables: Tables) -> list[tuple[Key, Row]]:
    """Every entry of these tables, with its row."""
    return [((kind, row[id_]), row) for table, (kind, id_) in TABLES.items() for row in tables.get(table, [])]


async def one_of(client: Client, said: str, key: Key) -> dict[str, Any]:
    """The match that is this entry, among those of its kind."""
    result = await client.call_tool("find", {"text": said, "kinds": key[0]})
    assert result.structured_content is not None, text(result)
    return next(one for one in result.structured_content["matches"] if (one["kind"], one["id"]) == key)


@given(st.integers(0, 10_000))
@settings(max_examples=10)
async def test_every_entry_is_found_by_id_and_name_and_its_uses_are_all_there_are(seed: int) -> None:
    tables = account(Dice(seed))
    async with Office(data=data_of(tables)).client() as client:
        for key, row in keys(tables):
            one = await one_of(client, key[1], key)
            header = "p" if key[0] == "phonebook_group" else ROUTES.get(key[0], "no")
            assert listed(one["used_by"]) == holders(tables, f"{header}:{key[1]}", key), key
            name = next((row[name] for name in BY_KIND[key[0]].kind.names if row.get(name)), "")
            assert not name or {**await one_of(client, name, key), "matched": one["matched"]} == one


async def test_every_id_that_stands_anywhere_in_the_office_is_a_use() -> None:
    """Whatever the field: the office's ids are long enough to be told from other numbers."""
    office = Office()
    tables = office.sandbox.world.accounts[0].tables
    alike = Counter(key[1] for key, _ in keys(tables))
    told_apart = [key for key, _ in keys(tables) if len(key[1]) >= 4 and alike[key[1]] == 1 and key[0] != "number"]
    assert len(told_apart) > 25
    async with office.client() as client:
        for key in told_apart:
            there = {
                other
                for other, row in keys(tables)
                if other != key and any(part.rpartition(":")[2] == key[1] for v in row.values() for part in parts(v))
            }
            assert there <= listed((await one_of(client, key[1], key))["used_by"]), key


REFERENCES: tuple[tuple[Key, str, str], ...] = (
    *((("number", "5145550112"), field, "5145550112") for field in ("dids.sms_forward", "filters.did")),
    (("number", "5145550112"), "forwardings.phone_number", "15145550112"),
    *(
        (("number", "5145550112"), f"sub_accounts.{field}", "5145550112")
        for field in ("callerid_number", "default_e911")
    ),
    *((("number", "5145550112"), f"{table}.callerid_override", "5145550112") for table in ("disas", "sipuris")),
    (("sub_account", "100000_Fax"), "dids.sms_sipaccount", "100000_Fax"),
    (("sub_account", "100000_Fax"), "call_huntings.members", "none:;account:100000_Fax;none:"),
    (("sub_account", "100000_Fax"), "call_parkings.destination", "100000_Fax"),
    (("mailbox", "109"), "call_parkings.failover", "vm:109"),
    (("mailbox", "109"), "sub_accounts.internal_voicemail", "109"),
    (("recording", "7571"), "call_huntings.recording", "7571"),
    (("recording", "7571"), "voicemails.unavailable_message_recording", "7571"),
    *((("recording", "7571"), f"queues.{field}_announcement", "7571") for field in ("join", "agent", "voice")),
    (("recording", "7571"), "music.recordings", "7568,7571"),
    (("call_parking", "737"), "sub_accounts.parking_lot", "737"),
)
"""An entry, a field that can hold it, and what then stands there."""


@pytest.mark.parametrize(("key", "field", "value"), REFERENCES)
async def test_each_field_that_can_hold_an_entry_is_a_use_and_is_named(key: Key, field: str, value: str) -> None:
    office, (table, _, name) = Office(), field.partition(".")
    here = office.sandbox.world.accounts[0]
    if here.find("voicemails", mailbox="109") is None:
        here.table("voicemails").append({**here.table("voicemails")[0], "mailbox": "109"})
    row = here.table(table)[-1]
    row[name] = value
    async with office.client() as client:
        used_by = (await one_of(client, key[1], key))["used_by"]
    kind, id_ = TABLES[table]
    assert [use for use in used_by if use.startswith(f"{BY_KIND[kind].kind.words} {row[id_]}") and name in use], used_by


@pytest.mark.parametrize("used", [True, False])
async def test_what_is_used_is_not_deleted_and_what_is_not_is(used: bool) -> None:
    """One table tells both."""
    office = Office(Choice(profile=FULL))
    if not used:
        office.row("ivrs", ivr="4637")["choices"] = "2=grp:4768"
    (one,) = (await found(office, "fwd:16006", "forwarding"))["matches"]
    async with office.client(person=Person()) as client:
        result = await client.call_tool("delForwarding", {**RIGHT["delForwarding"], "forwarding": "16006"})
    assert bool(one["used_by"]) is used
    assert result.is_error is used
    assert all(use in text(result) for use in one["used_by"])


DELETERS = {
    kind_of(entry).name: (name, entry.id)
    for name, one in functions().items()
    if (entry := one.declared.entry) is not None
    and one.declared.effect is Effect.DELETE
    and not (entry.needs or entry.narrow)
}


@given(st.integers(0, 10_000))
@settings(max_examples=5)
async def test_what_find_calls_used_is_what_is_not_deleted(seed: int) -> None:
    office = Office(Choice(profile=FULL), data=data_of(account(Dice(seed))))
    here = keys(office.sandbox.world.accounts[0].tables)
    async with office.client(person=Person()) as client:
        for key in (key for key, _ in here if key[0] in DELETERS):
            used_by = (await one_of(client, key[1], key))["used_by"]
            deleter, parameter = DELETERS[key[0]]
            result = await client.call_tool(deleter, {parameter: key[1]})
            assert result.is_error is bool(used_by), (key, used_by, text(result))
            assert not used_by or "is in use" in text(result)
