"""`find`: what people say becomes entries with where they are used; several are listed, never chosen."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.arguments import RIGHT
from cases.graphs import Dice, account, data_of
from cases.office import ERAS, Era, Office, Person, text
from voipms_sandbox.world import Tables
from voipms_server.catalog import FULL, Choice
from voipms_server.finding.searched import BY_KIND

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
    "ivrs": ("ivr", "ivr"),
    "queues": ("queue", "queue"),
    "ring_groups": ("ring_group", "ring_group"),
    "time_conditions": ("time_condition", "timecondition"),
    "filters": ("filter", "filtering"),
}


def holders(tables: Tables, route: str, itself: tuple[str, str]) -> set[tuple[str, str]]:
    """Kind and id of the rows in which the route stands: by brute force over all values."""
    form = re.compile(rf"(?:^|[;=]\s*){re.escape(route)}(?:$|\s*[;,])")
    rows = [
        (kind, row[id_])
        for table, (kind, id_) in TABLES.items()
        for row in tables[table]
        if any(form.search(value) for value in row.values())
    ]
    return set(rows) - {itself}


def listed(used_by: list[str]) -> set[tuple[str, str]]:
    """Kind and id of what is said to use it, of the kinds that are compared."""
    kinds = {BY_KIND[name].kind.words: name for name, _ in TABLES.values()}
    said = [re.match(r"(.*?) (\S+?)(?: \(|, )", use) for use in used_by]
    return {(kinds[one[1]], one[2]) for one in said if one is not None and one[1] in kinds}


@given(st.integers(0, 10_000))
@settings(max_examples=20)
async def test_every_entry_is_found_by_its_id_and_its_uses_are_all_there_are(seed: int) -> None:
    tables = account(Dice(seed))
    office = Office(data=data_of(tables))
    for table, (kind, id_) in TABLES.items():
        for row in tables[table] if kind in ROUTES else ():
            route = f"{ROUTES[kind]}:{row[id_]}"
            (one, *_) = (await found(office, route, kind))["matches"]
            assert one["id"] == row[id_]
            assert listed(one["used_by"]) == holders(tables, route, (kind, row[id_]))


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
