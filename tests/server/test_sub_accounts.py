"""Sub-accounts: made, changed, deleted and undone by login or number; what they open asks; no password is shown."""

import json
from typing import Any

import pytest

from cases.arguments import DEVICE, RIGHT
from cases.entries import world
from cases.office import ERAS, NO, Era, Office, Person, text
from voipms_server.catalog import Choice

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
FULL = Choice(profile="full")
MARC, NUMBER = "100000_Marc", "99788"
FRESH = "100000_VoIP"
SECRET = "Example-0042"
Arguments = dict[str, Any]


def here(**options: Any) -> Office:
    return Office(FULL, data=world(), **options)


async def call(
    office: Office, tool: str, arguments: Arguments, era: Era = "2026-07-28", person: Person | None = None
) -> Arguments:
    """The answer of a call that is not refused."""
    async with office.client(era, person or Person()) as client:
        result = await client.call_tool(tool, arguments)
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


async def questions(office: Office, tool: str, arguments: Arguments, era: Era = "2026-07-28") -> list[str]:
    """What a person who says no is asked."""
    person = Person([NO])
    async with office.client(era, person) as client:
        await client.call_tool(tool, arguments)
    return person.questions


def update(**changes: object) -> Arguments:
    return {"kind": "sub_account", "id": MARC, "changes": changes}


@eras
async def test_a_new_one_is_told_by_number_and_login_and_asks_nobody(era: Era) -> None:
    office, person = here(), Person()
    answer = await call(office, "createSubAccount", RIGHT["createSubAccount"], era, person)
    row = office.row("sub_accounts", account=FRESH)
    assert (answer["id"], answer["account"]) == (row["id"], FRESH)
    assert row["password"] == SECRET
    assert person.questions == []
    assert SECRET not in json.dumps(answer)
    assert office.changes[-1].subject.entry == f"sub_account:{FRESH}"


@pytest.mark.parametrize("id_", [MARC, NUMBER])
async def test_it_is_changed_by_login_or_number_and_all_else_is_kept(id_: str) -> None:
    office = here()
    office.row("sub_accounts", account=MARC)["callerid_number"] = ""
    before = dict(office.row("sub_accounts", account=MARC))
    changes = {"id": id_, **DEVICE, "allowed_codecs": "ulaw", "password": "(hidden)"}
    answer = await call(office, "setSubAccount", changes)
    assert answer["changed"] == {"allowed_codecs": {"before": "ulaw;g722", "after": "ulaw"}}
    assert office.row("sub_accounts", account=MARC) == before | {"allowed_codecs": "ulaw"}
    assert office.changes[-1].subject.entry == f"sub_account:{MARC}"


ASKED: dict[str, tuple[Arguments, str]] = {
    "international calls": ({"lock_international": "0"}, "It opens international calls"),
    "a dearer route": ({"international_route": "2"}, "international_route changes what calls cost"),
    "a dearer route for Canada": ({"canada_routing": "2"}, "canada_routing changes what calls cost"),
    "transcripts": ({"transcribe": True}, "charges for transcribe"),
}


@eras
@pytest.mark.parametrize("case", ASKED)
async def test_what_costs_asks(case: str, era: Era) -> None:
    changes, why = ASKED[case]
    office = here()
    (question,) = await questions(office, "updateSettings", update(**changes), era)
    assert f"Change sub-account {MARC} (setSubAccount)?" in question
    assert why in question
    assert office.real("setSubAccount") == 0


@pytest.mark.parametrize(
    "changes", [{"lock_international": "1"}, {"international_route": "1"}, {"description": "x"}, {"password": SECRET}]
)
async def test_what_costs_nothing_asks_nobody(changes: Arguments) -> None:
    office = here()
    assert await questions(office, "updateSettings", update(**changes)) == []
    assert office.real("setSubAccount") == 1


async def test_a_new_one_that_may_call_abroad_asks() -> None:
    open_ = RIGHT["createSubAccount"] | {"lock_international": "0"}
    (question,) = await questions(here(), "createSubAccount", open_)
    assert "It opens international calls" in question
    assert SECRET not in question


async def test_whether_it_may_call_abroad_is_shown_as_it_is_given() -> None:
    office = here()
    office.row("sub_accounts", account=MARC)["callerid_number"] = ""
    before = dict(office.row("sub_accounts", account=MARC))
    (row,) = (await call(office, "getSubAccounts", {"account": MARC}))["rows"]
    assert row["lock_international"] == 1
    settings = {name: row[name] for name in DEVICE}
    answer = await call(office, "setSubAccount", {"id": MARC, **settings, "password": "(hidden)"})
    assert answer["done"] is True
    assert office.row("sub_accounts", account=MARC) == before


CALLS_OUT_WITH = "5145550110"
"""It has E911, and the reception calls out with it."""


@eras
@pytest.mark.parametrize("changes", [{"default_e911": "4165550116"}, {"default_e911": "", "callerid_number": ""}])
async def test_another_number_for_emergency_calls_asks(changes: Arguments, era: Era) -> None:
    asked = {"kind": "sub_account", "id": "100000_Reception", "changes": changes}
    (question,) = await questions(here(), "updateSettings", asked, era)
    assert f"E911 is on for {CALLS_OUT_WITH}, and 911 would no longer be shown that number" in question


async def test_another_caller_id_asks_nobody_where_emergency_calls_show_the_same_number() -> None:
    asked = {"kind": "sub_account", "id": "100000_Reception", "changes": {"callerid_number": "4165550116"}}
    assert await questions(here(), "updateSettings", asked) == []


@eras
async def test_a_deleted_one_comes_back_with_its_login_and_password_and_another_number(era: Era) -> None:
    office = here()
    office.row("dids", did="5145550113")["routing"] = "none:"
    before = dict(office.row("sub_accounts", account=MARC))
    gone = await call(office, "delSubAccount", {"id": NUMBER}, era)
    back = await call(office, "undoChange", {"change": gone["change"]}, era)
    after = office.row("sub_accounts", account=MARC)
    assert after["id"] == back["id"] != NUMBER
    assert {**after, "id": NUMBER, "callerid_number": "-1"} == before
    assert before["password"] not in json.dumps(back)


async def test_what_was_changed_before_it_went_is_undone_after_it_came_back() -> None:
    """Its login is its name here, whatever number VoIP.ms gives it."""
    office = here()
    office.row("dids", did="5145550113")["routing"] = "none:"
    changed = await call(office, "updateSettings", update(max_expiry=600))
    gone = await call(office, "delSubAccount", {"id": MARC})
    await call(office, "undoChange", {"change": gone["change"]})
    await call(office, "undoChange", {"change": changed["change"]})
    assert office.row("sub_accounts", account=MARC)["max_expiry"] == "3600"


async def test_all_of_it_is_undone_in_turn() -> None:
    """Made, led to, led elsewhere and deleted: in the other order each step is possible."""
    office = here()
    since = office.sandbox.snapshot()
    made = await call(office, "createSubAccount", RIGHT["createSubAccount"])
    await call(office, "setDIDRouting", {"did": "5145550140", "routing": f"account:{FRESH}"})
    await call(office, "updateSettings", {"kind": "sub_account", "id": made["id"], "changes": {"nat": "no"}})
    await call(office, "setDIDRouting", {"did": "5145550140", "routing": "none:"})
    await call(office, "delSubAccount", {"id": made["id"]})
    answer = await call(office, "undoChange", {"since": "2000-01-01T00:00"})
    assert answer["done"] is True, answer
    assert office.sandbox.diff(since) == []


async def test_without_its_password_it_cannot_be_made_again() -> None:
    office, person = here(keep_secrets=False), Person()
    office.row("dids", did="5145550113")["routing"] = "none:"
    gone = await call(office, "delSubAccount", {"id": MARC}, person=person)
    assert "What is secret could not be restored: password." in person.questions[0]
    answer = await call(office, "undoChange", {"change": gone["change"]})
    assert answer["done"] is False
    assert "a secret it had was not kept" in answer["left"][0]["why"]


@eras
async def test_known_by_its_address_it_has_no_password_and_an_undo_brings_that_back(era: Era) -> None:
    office = here()
    before = dict(office.row("sub_accounts", account=MARC))
    answer = await call(office, "updateSettings", update(auth_type="2", ip="198.51.100.77"), era)
    after = office.row("sub_accounts", account=MARC)
    assert (after["auth_type"], after["ip"], after["password"]) == ("2", "198.51.100.77", "")
    await call(office, "undoChange", {"change": answer["change"]}, era)
    assert office.row("sub_accounts", account=MARC) == before | {"callerid_number": ""}


async def test_no_list_of_changes_shows_a_password() -> None:
    office = here()
    old = office.row("sub_accounts", account=MARC)["password"]
    await call(office, "updateSettings", update(password=SECRET))
    told = json.dumps(await call(office, "listChanges", {"entry": f"sub_account:{MARC}"}))
    assert "setSubAccount" in told
    assert SECRET not in told
    assert old not in told


async def test_a_weak_password_is_refused_and_not_repeated() -> None:
    async with here().client() as client:
        told = text(await client.call_tool("createSubAccount", RIGHT["createSubAccount"] | {"password": "swordfish"}))
    assert "with a small letter, a capital letter, a digit" in told
    assert "swordfish" not in told


@eras
async def test_a_plan_makes_one_and_leads_a_number_to_it(era: Era) -> None:
    steps = [
        {"tool": "createSubAccount", "name": "phone", "arguments": RIGHT["createSubAccount"]},
        {"tool": "setDIDRouting", "arguments": {"did": "5145550140", "routing": "account:${phone}"}},
        {"tool": "setSubAccount", "arguments": {"id": "${phone}", "description": "The new phone"}},
    ]
    office, person = here(), Person()
    answer = await call(office, "applyPlan", {"steps": steps}, era, person)
    assert answer["done"] is True, answer
    (question,) = person.questions
    assert "(new, of step 1 phone)" in question
    assert office.row("dids", did="5145550140")["routing"] == f"account:{FRESH}"
    assert office.row("sub_accounts", account=FRESH)["description"] == "The new phone"


async def test_a_plan_that_fails_takes_the_new_one_back() -> None:
    steps = [
        {"tool": "createSubAccount", "name": "phone", "arguments": RIGHT["createSubAccount"]},
        {"tool": "setDIDRouting", "arguments": {"did": "5145550140", "routing": "account:${phone}"}},
        {"tool": "setDIDPOP", "arguments": {"did": "5145550112", "pop": 2}},
    ]
    office = here()
    since = office.sandbox.snapshot()
    office.sandbox.faults.plan("status:invalid_serverpop", "setDIDPOP", count=1)
    answer = await call(office, "applyPlan", {"steps": steps})
    assert (answer["done"], answer["rolled_back"]) == (False, True)
    assert office.sandbox.diff(since) == []


@pytest.mark.parametrize("fault", ["reset_before_effect", "reset_after_effect"])
async def test_of_a_new_one_whose_answer_was_lost_it_is_found_out_whether_it_is_there(fault: str) -> None:
    office = here()
    office.sandbox.faults.plan(fault, "createSubAccount", count=1)
    async with office.client(person=Person()) as client:
        assert (await client.call_tool("createSubAccount", RIGHT["createSubAccount"])).is_error
        told = list[str]()
        for _ in range(2):
            office.sandbox.world.clock.move(300)
            told.append(text(await client.call_tool("createSubAccount", RIGHT["createSubAccount"])))
    rows = [row for row in office.sandbox.world.accounts[0].table("sub_accounts") if row["account"] == FRESH]
    assert len(rows) == 1, told
