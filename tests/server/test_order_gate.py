"""An order is placed after a person's yes to that very order, once, and never otherwise."""

import contextlib

import anyio
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client import ClientRequestContext
from mcp.client.streamable_http import streamable_http_client
from mcp.types import (
    INVALID_REQUEST,
    ElicitRequestFormParams,
    ElicitRequestParams,
    ElicitResult,
    ErrorData,
    InputRequiredResult,
)

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
    for words in ("5145550101", 'sub-account 100000_Reception ("Réception")', "US$1.49", "US$295.80", "US$294.31"):
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


@eras
async def test_a_client_that_fails_to_ask_is_a_no(era: Era) -> None:
    async def broken(context: ClientRequestContext, params: ElicitRequestParams) -> ErrorData:
        return ErrorData(code=INVALID_REQUEST, message="Elicitation not supported")

    office = Office()
    async with Client(office.server, mode=era, elicitation_callback=broken) as client:
        with contextlib.suppress(MCPError):
            assert (await client.call_tool("orderDID", REAL)).is_error
    assert office.real("orderDID") == 0


async def test_a_connection_without_a_way_back_is_refused_though_its_client_could_ask() -> None:
    """The 2.x server raises NoBackChannelError there, which is no sign that nobody needs to be asked."""
    office, person = Office(), Person()
    app = office.server.streamable_http_app(stateless_http=True)
    http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app))
    async with app.router.lifespan_context(app), http:
        target = streamable_http_client("http://127.0.0.1:8000/mcp", http_client=http)
        async with Client(target, mode="legacy", elicitation_callback=person) as client:
            result = await client.call_tool("orderDID", REAL)
    assert result.is_error
    assert "no way to ask" in text(result)
    assert (person.questions, office.real("orderDID")) == ([], 0)


@eras
async def test_the_form_has_one_field_without_a_default(era: Era) -> None:
    forms: list[dict[str, object]] = []

    async def person(context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        assert isinstance(params, ElicitRequestFormParams)
        forms.append(params.requested_schema)
        return NO

    async with Client(Office().server, mode=era, elicitation_callback=person) as client:
        await client.call_tool("orderDID", REAL)
    field = {"type": "boolean", "title": "Confirm", "description": "Yes, do exactly this"}
    assert forms == [{"type": "object", "properties": {"confirm": field}, "required": ["confirm"]}]


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


async def test_the_same_call_while_its_question_waits_is_the_same_question() -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        for _ in range(8):
            result = await client.session.call_tool("orderDID", REAL, allow_input_required=True)
            assert isinstance(result, InputRequiredResult)


async def test_at_most_five_questions_of_a_caller_wait() -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        results = [
            await client.session.call_tool("orderDID", {**REAL, "dialtime": n}, allow_input_required=True)
            for n in range(10, 16)
        ]
    assert [isinstance(one, InputRequiredResult) for one in results] == [True] * 5 + [False]


async def test_an_equal_order_in_the_last_day_is_the_first_line_of_the_question() -> None:
    office, person = Office(), Person([YES, NO])
    location = {k: v for k, v in REAL.items() if k not in ("did", "billing_type")}
    order = {**location, "location_id": "a6422", "quantity": 1}
    async with office.client(person=person) as client:
        await client.call_tool("orderDIDInternationalTollFree", order)
        await client.call_tool("orderDIDInternationalTollFree", order)
    first, second = (question.splitlines()[0] for question in person.questions)
    assert "Careful" not in first
    assert "Careful: an order equal to this one in the last 24 hours is done." in second


@eras
async def test_a_price_nobody_tells_is_called_unknown(era: Era) -> None:
    office, person = Office(), Person([NO])
    async with office.client(era, person) as client:
        await client.call_tool("orderDIDVirtual", VIRTUAL)
    assert "Price: unknown" in person.questions[0]


@pytest.mark.parametrize(
    ("name", "extra", "words"),
    [
        ("orderDID", {"billing_type": 2, "did": "5145550101"}, "US$5.95 now (US$1.00 set-up and US$4.95"),
        ("orderVanity", {"did": "8776605646", "carrier": "2"}, "US$15.99 now"),
        ("orderVanity", {"did": "8776605646", "carrier": "3"}, "US$31.49 now"),
        ("orderTollFree", {"did": "8005550101"}, "US$1.49 now"),
    ],
)
async def test_the_price_follows_billing_type_and_carrier(name: str, extra: dict[str, object], words: str) -> None:
    plain = {k: v for k, v in ORDER.items() if k not in ("did", "billing_type")}
    async with Office().client() as client:
        result = await client.call_tool(name, {**plain, **extra})
    assert words in text(result)


async def test_the_price_of_several_numbers_is_the_price_of_all_of_them() -> None:
    plain = {k: v for k, v in ORDER.items() if k not in ("did", "billing_type")}
    async with Office().client() as client:
        await client.call_tool("getDIDsInternationalTollFree", {"country_id": "10"})
        result = await client.call_tool(
            "orderDIDInternationalTollFree", {**plain, "location_id": "a6422", "quantity": 2}
        )
    assert "US$220.00 now (US$145.00 set-up and US$75.00" in text(result)


async def test_the_price_is_that_of_the_search_that_found_the_number_else_the_highest_there_is() -> None:
    office = Office()
    stock = office.sandbox.world.reference
    found = next(row for row in stock["stock_tollfree_usa"] if row["did"] == "8555550101")
    stock["stock_tollfree_canus"].append({"did": found["did"], "monthly": "9.00", "minute": "0.03", "setup": "1.00"})
    order = {**{k: v for k, v in ORDER.items() if k not in ("did", "billing_type")}, "did": found["did"]}
    async with office.client() as client:
        unsearched = await client.call_tool("orderTollFree", order)
        await client.call_tool("searchTollFreeUSA", {"type": "ends", "query": "50101"})
        searched = await client.call_tool("orderTollFree", order)
    assert "Price: up to US$10.00 now" in text(unsearched)
    assert "Price: up to US$0.99 now" in text(searched)
    assert "read from searchTollFreeUSA" in text(searched)


async def test_a_pop_that_does_not_exist_is_refused_with_the_ones_there_are() -> None:
    office = Office()
    async with office.client() as client:
        result = await client.call_tool("orderDID", {**ORDER, "pop": 999})
        again = await client.call_tool("setDIDPOP", {"did": "5145550110", "pop": 998})
    assert "31 Montreal, QC" in text(result)
    assert again.is_error
    assert set(office.calls) == {"getServersInfo"}


async def test_a_long_list_of_pops_is_cut_and_says_so() -> None:
    office = Office()
    servers = office.sandbox.world.reference["servers"]
    servers += [{**servers[0], "server_pop": str(100 + n)} for n in range(10)]
    async with office.client() as client:
        result = await client.call_tool("orderDID", {**ORDER, "pop": 999})
    assert f"; and {len(servers) - 25} more." in text(result)


async def test_unconnecting_a_number_asks_a_person() -> None:
    office, person = Office(accounts={"reseller": "reseller@example.com"}), Person([NO, YES])
    async with office.client(person=person) as client:
        refused = await client.call_tool("unconnectDID", {"did": "6465550131"})
        done = await client.call_tool("unconnectDID", {"did": "6465550131"})
    assert refused.is_error
    assert not done.is_error
    assert "300000_Client" in person.questions[0]
    assert office.real("unconnectDID") == 1
