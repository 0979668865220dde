"""The phonebook and its groups: members are kept and cleared, and come back under the ids they have now."""

from typing import Any

import pytest
from mcp import Client

from cases.api import answering
from cases.entries import world
from cases.office import ERAS, Era, Office, Person, text
from voipms_server.catalog import Choice

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
FULL = Choice(profile="full")
CLIENTS = "3220"
MEMBERS = ["32208", "32210", "32214"]
SINCE_EVER = {"since": "2000-01-01T00:00"}


async def done(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    """The answer of a call that does what it is asked."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    assert result.structured_content["done"] is True, result.structured_content
    assert "not_as_sent" not in result.structured_content
    return result.structured_content


def members(office: Office, group: str = CLIENTS) -> str:
    return office.row("phonebook_groups", phonebook_group=group)["members"]


async def test_members_that_are_left_out_are_kept_and_none_are_cleared() -> None:
    office = Office(FULL, data=world())
    async with office.client() as client:
        answer = await done(client, "setPhonebookGroup", group=CLIENTS, name="Customers")
        assert answer["kept_as_it_was"] == ["members"]
        assert members(office) == ";".join(MEMBERS)
        await done(client, "setPhonebookGroup", group=CLIENTS, name="Customers", members="")
    assert members(office) == ""


@pytest.mark.parametrize("key", ["phonebooks", "phonebook_groups"])
async def test_groups_are_read_under_either_key(key: str) -> None:
    """The manual's key is that of the entries; a newer client reads another one."""
    row = {"phonebook_group": 3220, "name": "Clients", "members": "32208;32210"}
    answer = await answering([row], key).ask("getPhonebookGroups")
    assert answer["rows"] == [{**row, "phonebook_group": "3220"}]


@eras
async def test_a_member_that_was_deleted_is_a_member_again_under_its_new_id(era: Era) -> None:
    office = Office(FULL, data=world())
    async with office.client(era, Person()) as client:
        changes = {"members": ";".join(MEMBERS[1:])}
        await done(client, "updateSettings", kind="phonebook_group", id=CLIENTS, changes=changes)
        await done(client, "delPhonebook", phonebook=MEMBERS[0])
        answer = await done(client, "undoChange", **SINCE_EVER)
    new = answer["results"][0]["phonebook"]
    assert new != MEMBERS[0]
    assert members(office) == ";".join([new, *MEMBERS[1:]])
    assert office.row("phonebook", phonebook=new)["name"] == "Jérôme Gagnon"


@eras
async def test_what_named_a_deleted_group_names_the_new_one(era: Era) -> None:
    office = Office(FULL, data=world())
    office.row("filters", filtering="18915")["callerid"] = f"p:{CLIENTS}"
    async with office.client(era, Person()) as client:
        await done(client, "updateSettings", kind="filter", id="18915", changes={"callerid": "p"})
        for entry in MEMBERS:
            await done(client, "updateSettings", kind="phonebook", id=entry, changes={"group": ""})
        await done(client, "delPhonebookGroup", group=CLIENTS)
        answer = await done(client, "undoChange", **SINCE_EVER)
    new = answer["results"][0]["group"]
    assert new != CLIENTS
    assert members(office, new) == ";".join(MEMBERS)
    assert {office.row("phonebook", phonebook=entry)["group"] for entry in MEMBERS} == {new}
    assert office.row("filters", filtering="18915")["callerid"] == f"p:{new}"


async def test_an_entry_is_set_back_though_its_group_was_renamed_since() -> None:
    """Its row shows the group's name, which is no setting of its own."""
    office = Office(FULL, data=world())
    async with office.client(person=Person()) as client:
        changes = {"note": "Mornings"}
        answer = await done(client, "updateSettings", kind="phonebook", id=MEMBERS[0], changes=changes)
        await done(client, "updateSettings", kind="phonebook_group", id=CLIENTS, changes={"name": "Customers"})
        await done(client, "undoChange", change=answer["change"])
    assert office.row("phonebook", phonebook=MEMBERS[0])["note"] == ""
    assert office.row("phonebook_groups", phonebook_group=CLIENTS)["name"] == "Customers"
