"""E911: an address is validated before anybody is asked, a person is asked always, and 911 is spoken of."""

from decimal import Decimal
from typing import Any

import pytest

from cases.arguments import RIGHT
from cases.entries import world
from cases.office import ERAS, NO, Era, Office, Person, text
from voipms_server.catalog import Choice
from voipms_server.journal.line import Outcome
from voipms_server.limits import Mode, SpendLimits

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
FULL = Choice(profile="full")
TOOLS = ("e911Provision", "e911Update", "e911Cancel")
MAIN, BARE = "5145550110", "5145550114"
"""With E911, which the reception calls out with; without."""
Arguments = dict[str, Any]


def here(**options: Any) -> Office:
    return Office(FULL, data=world(), **options)


def address(office: Office, did: str) -> dict[str, str] | None:
    return office.sandbox.world.accounts[0].find("e911", did=did)


async def call(
    office: Office, tool: str, arguments: Arguments, era: Era = "2026-07-28", person: Person | None = None
) -> Arguments:
    """The answer of a call that is not refused."""
    async with office.client(era, person or Person()) as client:
        result = await client.call_tool(tool, arguments)
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


async def refusal(
    office: Office, tool: str, arguments: Arguments, era: Era = "2026-07-28", person: Person | None = None
) -> str:
    async with office.client(era, person or Person()) as client:
        result = await client.call_tool(tool, arguments)
    assert result.is_error
    return text(result)


SAID = {
    "e911Provision": (
        "Set up E911 for this number?",
        f"Number: {BARE}",
        "VoIP.ms charges for E911 from now on; no function of its API tells how much",
        "undoChange cannot take this back; e911Cancel ends it.",
    ),
    "e911Update": (
        "Change the emergency address of this number?",
        f"Number: {MAIN}",
        "It changes where 911 sends help to",
        "street_number: from",
        "undoChange can set it back.",
    ),
    "e911Cancel": (
        "End E911 for this number?",
        f"Number: {MAIN}",
        "emergency calls from it then carry no address",
        "These sub-accounts call out with it: 100000_Reception.",
        "EXAMPLE ST",
        "which costs anew",
    ),
}


@eras
@pytest.mark.parametrize("tool", TOOLS)
async def test_a_person_is_asked_and_without_a_yes_nothing_happens(tool: str, era: Era) -> None:
    office, person = here(), Person([NO])
    since = office.sandbox.snapshot()
    assert "the person said no" in await refusal(office, tool, RIGHT[tool], era, person)
    (question,) = person.questions
    assert [words for words in SAID[tool] if words not in question.replace("\\", "")] == [], question
    assert (office.real(tool), office.sandbox.diff(since), office.changes) == (0, [], [])


@eras
@pytest.mark.parametrize("tool", TOOLS)
async def test_where_nobody_can_be_asked_nothing_is_sent(tool: str, era: Era) -> None:
    office = here()
    async with office.client(era) as client:
        result = await client.call_tool(tool, RIGHT[tool])
    assert result.is_error
    assert "test=true" not in text(result)
    assert office.real(tool) == 0


@eras
async def test_a_yes_sets_it_up_once(era: Era) -> None:
    office, person = here(), Person()
    answer = await call(office, "e911Provision", RIGHT["e911Provision"], era, person)
    assert (answer["done"], office.real("e911Provision"), len(person.questions)) == (True, 1, 1)
    row = address(office, BARE)
    assert row is not None
    assert row["street_name"] == "EXAMPLE ST"
    assert office.row("dids", did=BARE)["e911"] == "1"
    assert office.changes[-1].subject.entry == f"e911:{BARE}"


@eras
@pytest.mark.parametrize("tool", ["e911Provision", "e911Update"])
async def test_an_address_that_is_not_valid_is_refused_before_anybody_is_asked(tool: str, era: Era) -> None:
    office, person = here(), Person()
    told = await refusal(office, tool, {**RIGHT[tool], "zip_code": "12345"}, era, person)
    assert "VoIP.ms refused e911Validate: invalid_zip" in told
    assert (person.questions, office.real(tool)) == ([], 0)


@pytest.mark.parametrize("tool", ["e911Provision", "e911Update"])
async def test_it_is_validated_and_never_sent_as_a_rehearsal(tool: str) -> None:
    """Neither function has the parameter `test`: what is sent with it is done."""
    office = here()
    await call(office, tool, RIGHT[tool])
    sent = [one for one in office.sandbox.log if one.method == tool]
    assert len(sent) == 1
    assert "test" not in sent[0].params
    assert office.calls.index("e911Validate") < office.calls.index(tool)


async def test_what_is_set_up_is_not_set_up_again() -> None:
    office, person = here(), Person()
    told = await refusal(office, "e911Provision", {**RIGHT["e911Provision"], "did": MAIN}, person=person)
    assert f"E911 is set up for {MAIN} already. e911Update changes its address." in told
    assert (person.questions, office.real("e911Provision")) == ([], 0)


@pytest.mark.parametrize("tool", ["e911Update", "e911Cancel"])
async def test_what_is_not_set_up_is_neither_changed_nor_ended(tool: str) -> None:
    office, person = here(), Person()
    told = await refusal(office, tool, {**RIGHT[tool], "did": BARE}, person=person)
    assert f"there is no emergency address {BARE}" in told
    assert (person.questions, office.real(tool)) == ([], 0)


@eras
async def test_one_part_of_an_address_is_changed_and_all_else_is_kept_and_an_undo_asks(era: Era) -> None:
    office, person = here(), Person()
    before = dict(office.row("e911", did=MAIN))
    changes = {"kind": "e911", "id": MAIN, "changes": {"street_number": "200"}}
    answer = await call(office, "updateSettings", changes, era, person)
    assert office.row("e911", did=MAIN) == before | {"street_number": "200"}
    await call(office, "undoChange", {"change": answer["change"]}, era, person)
    assert office.row("e911", did=MAIN) == before
    assert len(person.questions) == 2
    assert "It changes where 911 sends help to" in person.questions[1]


@eras
async def test_what_was_ended_is_set_up_again_after_a_question_about_its_price(era: Era) -> None:
    office, person = here(), Person()
    before = dict(office.row("e911", did=MAIN))
    gone = await call(office, "e911Cancel", RIGHT["e911Cancel"], era, person)
    assert (address(office, MAIN), office.row("dids", did=MAIN)["e911"]) == (None, "0")
    back = await call(office, "undoChange", {"change": gone["change"]}, era, person)
    assert back["done"] is True
    assert office.row("e911", did=MAIN) == before
    assert "VoIP.ms charges for E911 from now on" in person.questions[1]
    assert "new id" not in f"{back}{person.questions[1]}"


async def test_what_was_set_up_cannot_be_taken_back_and_what_ends_it_is_named() -> None:
    office = here()
    made = await call(office, "e911Provision", RIGHT["e911Provision"])
    answer = await call(office, "undoChange", {"change": made["change"]})
    assert answer["done"] is False
    assert "cannot be taken back; e911Cancel ends it" in answer["left"][0]["why"]
    assert office.real("e911Cancel") == 0


async def test_ending_what_one_set_up_just_now_asks_too() -> None:
    office, person = here(), Person()
    await call(office, "e911Provision", RIGHT["e911Provision"], person=person)
    await call(office, "e911Cancel", {"did": BARE}, person=person)
    assert "End E911 for this number?" in person.questions[1]


@eras
@pytest.mark.parametrize("fault", ["reset_before_effect", "reset_after_effect"])
async def test_when_the_answer_was_lost_it_is_found_out_and_not_sent_twice(fault: str, era: Era) -> None:
    office = here()
    office.sandbox.faults.plan(fault, "e911Provision", count=1)
    async with office.client(era, Person()) as client:
        assert (await client.call_tool("e911Provision", RIGHT["e911Provision"])).is_error
        for _ in range(3):
            office.sandbox.world.clock.move(300)
            await client.call_tool("e911Provision", RIGHT["e911Provision"])
    assert address(office, BARE) is not None
    assert [one.outcome for one in office.changes].count(Outcome.DONE) == 1
    assert sum(one.status == "success" for one in office.sandbox.log if one.method == "e911Provision") == 1


async def test_one_that_voipms_calls_pending_after_a_lost_answer_was_set_up() -> None:
    office = here()
    office.sandbox.faults.plan("reset_after_effect", "e911Provision", count=1)
    await refusal(office, "e911Provision", RIGHT["e911Provision"])
    office.sandbox.world.clock.move(300)
    office.sandbox.faults.plan("status:e911_pending", "e911Info", count=10)
    await refusal(office, "e911Provision", RIGHT["e911Provision"])
    assert [one.outcome for one in office.changes] == [Outcome.DONE]
    assert office.real("e911Provision") == 1


ENDS = [
    {"tool": "e911Cancel", "arguments": {"did": MAIN}},
    {"tool": "setDIDPOP", "arguments": {"did": "5145550112", "pop": 2}},
]


@eras
async def test_a_plan_that_fails_does_not_set_it_up_again_and_says_so_before_and_after(era: Era) -> None:
    """Nobody is asked in a roll-back, and it would cost anew."""
    office, person = here(), Person()
    office.sandbox.faults.plan("status:invalid_serverpop", "setDIDPOP", count=1)
    answer = await call(office, "applyPlan", {"steps": ENDS}, era, person)
    assert "Not taken back then: 1 (e911Cancel)" in person.questions[0]
    assert (answer["done"], answer["rolled_back"]) == (False, False)
    assert "undoChange asks for it" in str(answer["left"])
    assert office.real("e911Provision") == 0


@eras
async def test_a_plan_sets_it_up_and_changes_it_with_one_yes(era: Era) -> None:
    steps = [
        {"tool": "e911Provision", "arguments": RIGHT["e911Provision"]},
        {"tool": "updateSettings", "arguments": {"kind": "e911", "id": BARE, "changes": {"street_number": "300"}}},
    ]
    office, person = here(), Person()
    answer = await call(office, "applyPlan", {"steps": steps}, era, person)
    assert answer["done"] is True, answer
    assert len(person.questions) == 1
    assert office.row("e911", did=BARE)["street_number"] == "300"


async def test_a_limit_on_spending_refuses_a_price_that_nobody_knows() -> None:
    office = here(spending=SpendLimits(per_order=Decimal(5), mode=Mode.REFUSE))
    told = await refusal(office, "e911Provision", RIGHT["e911Provision"])
    assert "Its price is unknown" in told
    assert office.real("e911Provision") == 0
