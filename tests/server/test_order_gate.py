"""An order is placed after a person's yes to that very order, once, and never otherwise."""

import anyio
import pytest
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult, InputRequiredResult

from cases.office import ERAS, NO, YES, Era, Office, Person, text

pytestmark = pytest.mark.anyio
ORDER: dict[str, object] = {
    "did": "5145550101",
    "routing": "account:100000_Reception",
    "pop": 31,
    "dialtime": 60,
    "cnam": False,
    "billing_type": 1,
}
REAL = {**ORDER, "test": False}
eras = pytest.mark.parametrize("era", ERAS)


@eras
async def test_an_order_is_a_rehearsal_unless_test_is_false(era: Era) -> None:
    office, person = Office(), Person()
    async with office.client(era, person) as client:
        result = await client.call_tool("orderDID", ORDER)
    assert result.structured_content is not None
    assert result.structured_content["rehearsal"] is True
    assert "US$1.49" in str(result.structured_content["price"])
    assert (person.questions, office.real("orderDID")) == ([], 0)


@eras
async def test_a_yes_places_the_order_once(era: Era) -> None:
    office, person = Office(), Person()
    async with office.client(era, person) as client:
        result = await client.call_tool("orderDID", REAL)
    assert not result.is_error
    assert (len(person.questions), office.real("orderDID")) == (1, 1)
    assert office.row("dids", did="5145550101")["routing"] == "account:100000_Reception"


@eras
async def test_the_question_names_number_target_price_and_balance(era: Era) -> None:
    office, person = Office(), Person()
    async with office.client(era, person) as client:
        await client.call_tool("orderDID", {**REAL, "note": "*bold*\u202e"})
    (question,) = person.questions
    for words in ("5145550101", "sub-account 100000_Reception (Réception)", "US$1.49", "US$295.80", "US$294.31"):
        assert words in question
    assert question.splitlines()[-1] == 'Note: "\\*bold\\*{U+202E}"'


@eras
@pytest.mark.parametrize(
    "answer",
    [
        NO,
        ElicitResult(action="cancel"),
        ElicitResult(action="accept"),
        ElicitResult(action="accept", content={"confirm": False}),
        ElicitResult(action="accept", content={"confirm": "true"}),
        ElicitResult(action="accept", content={"confirm": 1}),
        ElicitResult(action="accept", content={"yes": True}),
    ],
)
async def test_anything_but_accept_and_true_is_a_no(era: Era, answer: ElicitResult) -> None:
    office, person = Office(), Person([answer])
    async with office.client(era, person) as client:
        result = await client.call_tool("orderDID", REAL)
    assert result.is_error
    assert "Nothing was sent" in text(result)
    assert office.real("orderDID") == 0


@eras
async def test_a_client_that_cannot_ask_is_refused_and_told_what_to_do(era: Era) -> None:
    office = Office()
    async with office.client(era) as client:
        result = await client.call_tool("orderDID", REAL)
    assert result.is_error
    assert "elicitation" in text(result)
    assert "test=true" in text(result)
    assert office.real("orderDID") == 0


async def test_a_client_that_never_shows_the_question_is_a_no_after_the_time_out() -> None:
    async def silent(context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        await anyio.sleep_forever()
        raise AssertionError

    office = Office(ask_timeout=0.05)
    async with Client(office.server, mode="legacy", elicitation_callback=silent) as client:
        result = await client.call_tool("orderDID", REAL)
    assert result.is_error
    assert "in time" in text(result)
    assert office.real("orderDID") == 0


async def test_one_sealed_state_presented_many_times_at_once_orders_once() -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        first = await client.session.call_tool("orderDID", REAL, allow_input_required=True)
        assert isinstance(first, InputRequiredResult)
        state = first.request_state
        results: list[object] = []

        async def present() -> None:
            results.append(
                await client.session.call_tool(
                    "orderDID", REAL, allow_input_required=True, input_responses={"confirm": YES}, request_state=state
                )
            )

        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(present)
    assert len(results) == 5
    assert office.real("orderDID") == 1


async def test_answers_without_a_question_order_nothing() -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        await client.session.call_tool("orderDID", REAL, allow_input_required=True, input_responses={"confirm": YES})
    assert office.real("orderDID") == 0


@eras
async def test_a_price_that_rose_after_the_yes_is_asked_about_again(era: Era) -> None:
    office = Office()
    stock = office.sandbox.world.reference["stock_local"]
    row = next(row for row in stock if row["did"] == "5145550101")

    class Dearer(Person):
        async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
            row["perminute_monthly"] = f"{len(self.questions) + 2}.00"
            return await super().__call__(context, params)

    person = Dearer([YES, NO])
    async with office.client(era, person) as client:
        result = await client.call_tool("orderDID", REAL)
    assert result.is_error
    assert len(person.questions) == 2
    assert "changed after your yes" in person.questions[1]
    assert office.real("orderDID") == 0


@eras
async def test_an_order_the_api_would_refuse_is_never_asked_about(era: Era) -> None:
    office, person = Office(), Person()
    async with office.client(era, person) as client:
        result = await client.call_tool("orderDID", {**REAL, "routing": "fwd:1"})
    assert "invalid_forwarding" in text(result)
    assert person.questions == []


VIRTUAL = {k: v for k, v in REAL.items() if k not in ("did", "billing_type")} | {"digits": "007"}


@eras
@pytest.mark.parametrize("order", [("orderDID", REAL), ("orderDIDVirtual", VIRTUAL)])
async def test_an_order_whose_answer_was_lost_is_not_sent_again(era: Era, order: tuple[str, dict[str, object]]) -> None:
    office, person = Office(), Person()
    name, arguments = order
    office.sandbox.faults.plan("reset_after_effect", name, rehearsals=False)
    async with office.client(era, person) as client:
        lost = await client.call_tool(name, arguments)
        again = await client.call_tool(name, arguments)
    assert "unknown" in text(lost)
    assert again.is_error
    assert office.real(name) == 1


@eras
async def test_an_unknown_order_that_did_not_happen_may_be_made_again_after_two_readings(era: Era) -> None:
    office, person = Office(settle_seconds=0), Person()
    office.sandbox.faults.plan("reset_before_effect", "orderDID", rehearsals=False)
    async with office.client(era, person) as client:
        lost = await client.call_tool("orderDID", REAL)
        again = await client.call_tool("orderDID", REAL)
    assert "unknown" in text(lost)
    assert not again.is_error
    assert len(office.sandbox.world.accounts[0].table("dids")) == 15


async def test_unconnecting_a_number_asks_a_person() -> None:
    office, person = Office(accounts={"reseller": "reseller@example.com"}), Person([NO, YES])
    async with office.client(person=person) as client:
        refused = await client.call_tool("unconnectDID", {"did": "6465550131"})
        done = await client.call_tool("unconnectDID", {"did": "6465550131"})
    assert refused.is_error
    assert not done.is_error
    assert "300000_Client" in person.questions[0]
    assert office.real("unconnectDID") == 1
