"""Phonebook groups: full writes, their members, and the entries and filters that know of them."""

import pytest

from sandbox.line import CALLER, MAIN, Line

pytestmark = pytest.mark.anyio
CLIENTS = "3220"
MEMBERS = "32208;32210;32214"


async def test_the_office_has_a_group_and_its_members_name_it() -> None:
    line = Line()
    (group,) = await line.rows("getPhonebookGroups", "phonebooks")
    assert group == {"phonebook_group": CLIENTS, "name": "Clients", "members": MEMBERS}
    for narrow in ({"group": CLIENTS}, {"group_name": "Clients"}):
        rows = await line.rows("getPhonebook", "phonebooks", **narrow)
        assert ";".join(row["phonebook"] for row in rows) == MEMBERS
        assert {row["group_name"] for row in rows} == {"Clients"}


async def test_a_group_is_found_by_its_id_and_by_its_name() -> None:
    line = Line()
    made = await line.api("setPhonebookGroup", name="Friends", members="32207 ; 32209")
    (by_id,) = await line.rows("getPhonebookGroups", "phonebooks", group=str(made["group"]))
    (by_name,) = await line.rows("getPhonebookGroups", "phonebooks", name="Friends")
    assert by_id == by_name == {"phonebook_group": made["group"], "name": "Friends", "members": "32207;32209"}
    assert await line.status("getPhonebookGroups", name="friend") == "no_phonebook_group"


async def test_a_write_without_members_empties_the_group_and_keeps_its_id() -> None:
    line = Line()
    assert await line.api("setPhonebookGroup", group=CLIENTS, name="Customers") == {
        "status": "success",
        "group": CLIENTS,
    }
    assert line.row("phonebook_groups", phonebook_group=CLIENTS) == {
        "phonebook_group": CLIENTS,
        "name": "Customers",
        "members": "",
    }


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"members": "32207"}, "missing_name"),
        ({"name": "Clients"}, "used_name"),
        ({"name": "Friends", "group": "1"}, "invalid_phonebook"),
        ({"name": "Friends", "members": "1"}, "invalid_member"),
        ({"name": "Friends", "members": "32207,32209"}, "invalid_member"),
        ({"name": "Friends", "members": "32207;32207"}, "member_already_included"),
    ],
)
async def test_a_group_that_cannot_be_is_refused(params: dict[str, str], status: str) -> None:
    line = Line()
    since = line.sandbox.snapshot()
    assert await line.status("setPhonebookGroup", **params) == status
    assert line.sandbox.diff(since) == []


async def test_the_group_of_an_entry_is_a_field_apart_and_its_name_is_looked_up() -> None:
    line = Line()
    await line.api("setPhonebookGroup", group=CLIENTS, name="Customers", members="32207")
    rows = await line.rows("getPhonebook", "phonebooks", group_name="Customers")
    assert ";".join(row["phonebook"] for row in rows) == MEMBERS


async def test_an_entry_is_found_by_a_part_of_its_name() -> None:
    rows = await Line().rows("getPhonebook", "phonebooks", name="jane")
    assert [row["name"] for row in rows] == ["Jane Smith", "Jane Smith"]


async def test_without_its_group_an_entry_shows_no_name_of_it() -> None:
    line = Line()
    assert await line.api("delPhonebookGroup", group=CLIENTS) == {"status": "success"}
    row = next(row for row in await line.rows("getPhonebook", "phonebooks") if row["phonebook"] == "32208")
    assert (row["group"], row["group_name"]) == (CLIENTS, "")


async def test_a_group_must_be_named_to_be_deleted() -> None:
    assert await Line().status("delPhonebookGroup") == "missing_phonebook"


@pytest.mark.parametrize(("members", "group", "caught"), [("32207", "", True), ("", "7", True), ("32208", "", False)])
def test_a_filter_of_a_group_catches_its_members_and_those_that_name_it(members: str, group: str, caught: bool) -> None:
    line = Line()
    line.office.table("phonebook_groups").append({"phonebook_group": "7", "name": "Friends", "members": members})
    line.row("phonebook", phonebook="32207").update(group=group, number=CALLER)
    line.row("filters", filtering="18915")["callerid"] = "p:7"
    assert (line.sandbox.call_in(MAIN, CALLER).end == "busy") is caught
