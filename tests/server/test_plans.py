"""`applyPlan`: previewed, confirmed once, carried out in order and once; taken back when a step fails."""

from functools import partial
from typing import Any

import anyio
import pytest
from httpx2 import AsyncClient
from mcp import Client

from cases.arguments import RIGHT
from cases.large import Large
from cases.office import ERAS, NO, Era, Office, Person, text
from cases.plans import CELL, EVERY, MAIN, SECOND, TO_CELL, Steps, apply, changed, writes
from cases.web import TOKENS, application, bearer, connected, listening
from torture.account import Account
from torture.clockwork import moment, now, run
from torture.process import begin
from voipms_sandbox import Sandbox
from voipms_sandbox.clock import Clock
from voipms_sandbox.world import load
from voipms_server.api.client import LARGEST
from voipms_server.api.limiter import Limiter
from voipms_server.assembly import Limits, make_server, sandbox_lines
from voipms_server.catalog import Choice
from voipms_server.journal.line import Outcome
from voipms_server.setup import Setup
from voipms_server.store.store import in_memory

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
NEW: Steps = [CELL, TO_CELL]
ALL: Steps = [CELL, TO_CELL, EVERY]
FAILS: Steps = [CELL, TO_CELL, {"tool": "setDIDPOP", "arguments": {"did": SECOND, "pop": "7"}}]


@eras
async def test_a_preview_tells_everything_asks_nobody_and_does_nothing(era: Era) -> None:
    office, person = Office(), Person()
    told = await apply(office, person, era, steps=ALL, preview=True, title="To the cell")
    assert person.questions == []
    assert told.changed == []
    assert writes(office) == []
    answer = told.answer
    assert (answer["preview"], answer["done"]) == (True, False)
    assert any("(new, of step 1 cell)" in line for line in answer["changes"])
    assert any(MAIN in line and "Afterwards: forwarding (new, of step 1 cell)" in line for line in answer["callers"])
    assert answer["before"] != answer["after"]
    assert answer["before"].startswith("flowchart")
    assert "(new, of step 1 cell)" in answer["after"]


@eras
async def test_one_question_names_every_change_and_one_yes_makes_them_all(era: Era) -> None:
    office, person = Office(), Person()
    numbers = [row["did"] for row in office.sandbox.world.accounts[0].table("dids")]
    told = await apply(office, person, era, steps=ALL, title="Everybody to Toronto")
    (question,) = person.questions
    assert "Everybody to Toronto" in question
    for number in numbers:
        assert number in question
    assert "5145550199" in question
    assert told.answer["done"] is True
    cell = office.row("forwardings", phone_number="5145550199")
    assert office.row("dids", did=MAIN)["routing"] == f"fwd:{cell['forwarding']}"
    assert {office.row("dids", did=number)["pop"] for number in numbers} == {"7"}
    assert len({change.subject.bundle for change in office.changes}) == 1


@eras
async def test_what_was_previewed_is_applied_by_its_id(era: Era) -> None:
    office, person = Office(), Person()
    first = await apply(office, person, era, steps=NEW, preview=True)
    told = await apply(office, person, era, plan=first.answer["plan"])
    assert len(person.questions) == 1
    assert told.answer["done"] is True
    assert {one.table for one in told.changed} == {"forwardings", "dids"}


async def test_what_changed_since_its_preview_is_not_applied() -> None:
    office, person = Office(), Person()
    first = await apply(office, person, steps=NEW, preview=True)
    office.row("dids", did=MAIN)["routing"] = "vm:101"
    told = await apply(office, person, plan=first.answer["plan"])
    assert "changed since its preview" in told.refusal
    assert person.questions == []
    assert told.changed == []


@eras
async def test_a_no_changes_nothing(era: Era) -> None:
    office, person = Office(), Person([NO])
    told = await apply(office, person, era, steps=ALL)
    assert "the person said no" in told.refusal
    assert told.changed == []


async def test_what_changed_while_the_person_thought_is_asked_again() -> None:
    office = Office()

    class Slow(Person):
        async def __call__(self, context: Any, params: Any) -> Any:
            if not self.questions:
                office.row("dids", did=MAIN)["routing"] = "vm:101"
            return await Person.__call__(self, context, params)

    person = Slow()
    told = await apply(office, person, "legacy", steps=NEW)
    assert len(person.questions) == 2
    assert "vm:101" in person.questions[1]
    assert told.answer["done"] is True


WRONG: dict[str, tuple[Steps, str]] = {
    "a name nobody has": ([{**TO_CELL}], "no step before it has the name cell"),
    "a kind there is not": ([{**EVERY, "each": {"kind": "ghost"}}], "no kind 'ghost'"),
    "a field there is not": ([{**EVERY, "each": {"kind": "number", "where": {"colour": "red"}}}], "'colour'"),
    "a secret to choose by": ([{**EVERY, "each": {"kind": "disa", "where": {"pin": "1234"}}}], "'pin' is no field"),
    "nothing that matches": ([{**EVERY, "each": {"kind": "number", "where": {"pop": "0"}}}], "no number matches"),
    "what only reads": ([{"tool": "getDIDsInfo", "arguments": {}}], "Step 1: getDIDsInfo only reads"),
    "a text message": (
        [{"tool": "sendSMS", "arguments": {"did": MAIN, "dst": "5145550199", "message": "Hello"}}],
        "cannot be taken back",
    ),
    "a function there is not": ([{"tool": "setDIDPop", "arguments": {}}], "did you mean setDIDPOP"),
    "a value out of range": (
        [CELL, {"tool": "setDIDRouting", "arguments": {"did": MAIN, "routing": "moon:1"}}],
        "Step 2",
    ),
    "an argument there is not": ([{"tool": "setDIDPOP", "arguments": {"did": MAIN, "pop": "7", "x": 1}}], "x"),
    "no steps": ([], "steps are a list"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_a_plan_that_cannot_be_is_refused_in_a_sentence_before_anything(case: str) -> None:
    steps, words = WRONG[case]
    office, person = Office(), Person()
    told = await apply(office, person, steps=steps)
    assert words in told.refusal
    assert (person.questions, told.changed, writes(office)) == ([], [], [])


async def test_no_secret_of_the_account_is_told_by_a_plan() -> None:
    office, person = Office(Choice(profile="full")), Person()
    pin = office.row("disas", disa="2114")["pin"]
    step = {"tool": "updateSettings", "arguments": {"kind": "disa", "id": "2114", "changes": {"name": "Doors"}}}
    told = await apply(office, person, steps=[step], preview=True)
    assert pin not in str(told.answer)


async def test_a_filter_for_all_numbers_is_told_as_one_for_all() -> None:
    office, person = Office(), Person()
    spam = {"callerid": "4165550199", "did": "all", "routing": "sys:busy"}
    told = await apply(office, person, steps=[{"tool": "setCallerIDFiltering", "arguments": spam}])
    assert "   Number: all\n" in person.questions[0]
    assert told.answer["done"] is True


async def test_a_login_that_is_yet_to_be_made_is_told_in_words_wherever_it_stands() -> None:
    office, person = Office(), Person()
    steps = [
        {"tool": "createSubAccount", "name": "login", "arguments": RIGHT["createSubAccount"]},
        {"tool": "setDIDRouting", "arguments": {"did": MAIN, "routing": "account:${login}"}},
    ]
    told = await apply(office, person, steps=steps, preview=True)
    led = '   Today: routing: from "tc:1830" to "account:(new, of step 1 login)"'
    assert told.answer["changes"][-1] == led


@eras
async def test_a_step_that_is_refused_takes_back_those_before_it(era: Era) -> None:
    office, person = Office(), Person()
    office.sandbox.faults.plan("status:invalid_pop", "setDIDPOP")
    told = await apply(office, person, era, steps=FAILS)
    assert told.answer["done"] is False
    assert told.answer["rolled_back"] is True
    assert "invalid_pop" in told.answer["failed"] or "POP" in told.answer["failed"]
    assert told.changed == []


async def test_what_cannot_be_taken_back_is_listed() -> None:
    office, person = Office(), Person()
    office.sandbox.faults.plan("status:invalid_pop", "setDIDPOP")
    office.sandbox.faults.plan("status:no_permission", "delForwarding")
    told = await apply(office, person, steps=FAILS)
    assert told.answer["rolled_back"] is False
    (left,) = told.answer["left"]
    assert (left["step"], left["function"]) == (1, "setForwarding")
    assert [one.table for one in told.changed] == ["forwardings"]


async def test_a_step_whose_answer_is_lost_after_its_effect_is_looked_up_and_the_plan_goes_on() -> None:
    office, person = Office(), Person()
    office.sandbox.faults.plan("reset_after_effect", "setForwarding")
    told = await apply(office, person, steps=NEW)
    assert told.answer["done"] is True
    assert writes(office).count("setForwarding") == 1
    cell = office.row("forwardings", phone_number="5145550199")
    assert [one["step"] for one in told.answer["steps"]] == list(range(1, len(NEW) + 1))
    assert told.answer["steps"][0] == {
        "step": 1,
        "done": True,
        "change": 1,
        "entry": f"forwarding:{cell['forwarding']}",
        "note": "Its answer was lost; the account shows that it was done.",
    }
    assert office.row("dids", did=MAIN)["routing"] == f"fwd:{cell['forwarding']}"


async def test_undoing_the_group_brings_back_the_account_as_it_was() -> None:
    office, person = Office(), Person()
    before = office.sandbox.snapshot()
    told = await apply(office, person, steps=ALL)
    await apply(office, person, tool="undoChange", group=told.answer["group"])
    assert changed(office, before) == []


async def test_each_list_is_read_once_before_the_question_and_once_after_the_writes() -> None:
    office, person = Office(), Person()
    await apply(office, person, "legacy", steps=[EVERY])
    numbers = len(office.sandbox.world.accounts[0].table("dids"))
    calls = office.calls
    assert calls.count("setDIDPOP") == numbers
    last = len(calls) - 1 - calls[::-1].index("setDIDPOP")
    assert calls[last:].count("getDIDsInfo") == 1
    assert calls[: calls.index("setDIDPOP")].count("getDIDsInfo") == 2, "for the question, and after the yes"


@eras
async def test_a_plan_in_pieces_goes_on_by_its_handle_and_asks_once(era: Era) -> None:
    office, person = Office(setup=Setup(piece_seconds=0)), Person()
    told = await apply(office, person, era, steps=FAILS)
    for left in (2, 1):
        assert told.answer["done"] is False
        assert f"{left} of 3 steps are left" in told.answer["next"]
        told = await apply(office, person, era, plan=told.answer["plan"])
    assert told.answer["done"] is True
    assert len(person.questions) == 1
    assert writes(office) == ["setForwarding", "setDIDRouting", "setDIDPOP"]


async def test_a_plan_that_is_done_is_not_done_again() -> None:
    office, person = Office(), Person()
    told = await apply(office, person, steps=NEW)
    again = await apply(office, person, plan=told.answer["plan"])
    assert again.answer["done"] is True
    assert (again.changed, len(person.questions)) == ([], 1)


async def test_a_plan_that_was_taken_back_tells_again_what_is_left() -> None:
    office, person = Office(), Person()
    office.sandbox.faults.plan("status:invalid_pop", "setDIDPOP")
    office.sandbox.faults.plan("status:no_permission", "delForwarding")
    told = await apply(office, person, steps=FAILS)
    again = await apply(office, person, plan=told.answer["plan"])
    assert again.answer["done"] is False
    assert [one["step"] for one in again.answer["left"]] == [1]
    assert again.changed == []


async def test_a_plan_goes_on_in_a_server_that_was_started_later() -> None:
    office, person = Office(setup=Setup(piece_seconds=0)), Person()
    told = await apply(office, person, steps=NEW)
    office.server = make_server(sandbox_lines(office.app), Choice(), Limits(), office.store)
    told = await apply(office, person, plan=told.answer["plan"])
    assert told.answer["done"] is True
    assert writes(office) == ["setForwarding", "setDIDRouting"]


async def test_an_entry_that_was_changed_between_two_pieces_is_not_overwritten() -> None:
    office, person = Office(setup=Setup(piece_seconds=0)), Person()
    before = office.sandbox.snapshot()
    told = await apply(office, person, steps=FAILS)
    office.row("dids", did=SECOND)["pop"] = "3"
    told = await apply(office, person, plan=told.answer["plan"])
    assert "was changed by somebody since the yes" in told.answer["failed"]
    assert told.answer["rolled_back"] is True
    (own,) = changed(office, before)
    assert own.row == SECOND


@eras
async def test_two_that_go_on_at_once_do_each_step_once(era: Era) -> None:
    office, person = Office(setup=Setup(piece_seconds=0)), Person()
    told = await apply(office, person, era, steps=ALL)
    plan = told.answer["plan"]
    for _ in range(len(office.sandbox.world.accounts[0].table("dids")) + 2):
        async with anyio.create_task_group() as group:
            for _ in range(2):
                group.start_soon(lambda: apply(office, person, era, plan=plan))
    steps = [change.step for change in office.changes if change.outcome is Outcome.DONE]
    assert sorted(steps) == list(range(1, len(steps) + 1))
    assert len(person.questions) == 1


@eras
async def test_another_caller_cannot_apply_a_plan(era: Era) -> None:
    office, person = Office(), Person()
    async with listening(application(office.server, TOKENS)) as url:
        async with AsyncClient(headers=bearer("ana")) as http, connected(http, era, person, url) as client:
            previewed = await client.call_tool("applyPlan", {"steps": NEW, "preview": True})
        assert previewed.structured_content is not None
        plan = previewed.structured_content["plan"]
        async with AsyncClient(headers=bearer("bob")) as http, connected(http, era, person, url) as client:
            refused = await client.call_tool("applyPlan", {"plan": plan})
    assert refused.is_error
    assert "There is no plan" in text(refused)
    assert (person.questions, writes(office)) == ([], [])


@eras
async def test_a_client_that_shows_progress_is_told_how_far_a_plan_is(era: Era) -> None:
    office, told = Office(), list[tuple[float, float | None, str | None]]()

    async def progress(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, total, message))

    async with office.client(era, Person()) as client:
        await client.call_tool("applyPlan", {"steps": FAILS}, progress_callback=progress)
    assert told == [(0, 3, "setForwarding"), (1, 3, "setDIDRouting"), (2, 3, "setDIDPOP")]


async def test_a_plan_of_another_account_is_not_found() -> None:
    office, person = Office(accounts={"office": "office@example.com", "solo": "solo@example.com"}), Person()
    told = await apply(office, person, voipms_account="office", steps=NEW, preview=True)
    other = await apply(office, person, voipms_account="solo", plan=told.answer["plan"])
    assert "There is no plan" in other.refusal


async def montreal(office: Office) -> dict[str, object]:
    """An order of a number that is for sale."""
    async with office.client() as client:
        found = await client.call_tool("getDIDsCAN", {"province": "QC"})
    assert found.structured_content is not None
    did = str(found.structured_content["rows"][0]["did"])
    return {"did": did, "routing": "fwd:19183", "pop": "7", "dialtime": 60, "cnam": 0, "billing_type": 1}


@eras
async def test_an_order_in_a_plan_leads_to_what_the_plan_makes_and_its_price_is_asked_about(era: Era) -> None:
    office, person = Office(), Person()
    order = {**await montreal(office), "routing": "fwd:${cell}"}
    told = await apply(office, person, era, steps=[CELL, {"tool": "orderDID", "arguments": order}])
    (question,) = person.questions
    assert f"{order['did']}" in question
    assert "US$1.49" in question
    assert told.answer["done"] is True
    cell = office.row("forwardings", phone_number="5145550199")
    assert office.row("dids", did=str(order["did"]))["routing"] == f"fwd:{cell['forwarding']}"
    assert office.real("orderDID") == 1


@eras
async def test_an_order_that_was_made_is_listed_when_a_later_step_fails(era: Era) -> None:
    office, person = Office(), Person()
    order = await montreal(office)
    office.sandbox.faults.plan("status:invalid_pop", "setDIDPOP")
    told = await apply(office, person, era, steps=[{"tool": "orderDID", "arguments": order}, FAILS[2]])
    assert "Not taken back then: 1 (orderDID)" in person.questions[0]
    assert told.answer["rolled_back"] is False
    (left,) = told.answer["left"]
    assert (left["step"], left["function"], left["entry"]) == (1, "orderDID", order["did"])
    assert {(one.table, one.row) for one in told.changed} >= {("dids", order["did"])}
    assert {one.table for one in told.changed} <= {"dids", "balance", "transactions"}


PATIENCE = 45
"""Seconds within which a call has to come back."""
LATENCY = 0.5


@eras
def test_sixty_numbers_are_moved_with_one_question_and_within_the_patience_of_clients(
    era: Era, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voipms_server.api.client.SMALL", LARGEST)  # The loop's clock knows nothing of threads.
    run(partial(_sixty, era))


async def _sixty(era: Era) -> None:
    account = Account(Sandbox(load(Large(moment(), 60, 25).data(), Clock(real=moment))))
    account.latency = LATENCY
    process = begin(account, in_memory(now), choice=Choice(), limiter=Limiter(clock=anyio.current_time))
    person, took = Person(), list[float]()
    steps = [{**EVERY, "arguments": {"did": "${each}", "pop": "7"}}]
    arguments: dict[str, object] = {"steps": steps, "title": "Everybody to Toronto"}
    async with Client(process.server, mode=era, elicitation_callback=person) as client:
        while True:
            began = now()
            result = await client.call_tool("applyPlan", arguments)
            took.append(now() - began)
            assert result.structured_content is not None, text(result)
            if result.structured_content["done"] is True:
                break
            arguments = {"plan": result.structured_content["plan"]}
    dids = account.sandbox.world.accounts[0].table("dids")
    assert len(dids) == 60
    assert {row["pop"] for row in dids} == {"7"}
    assert [sent.method for sent in account.sent] == ["setDIDPOP"] * 60
    assert len(person.questions) == 1
    assert max(took) < PATIENCE, took
