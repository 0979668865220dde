"""A yes serves the very call it was given to, while it lasts, and once; what is no yes never becomes one."""

import contextlib
from collections.abc import Mapping

import anyio
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client import ClientRequestContext
from mcp.client.streamable_http import streamable_http_client
from mcp.types import INVALID_REQUEST, CallToolResult, ElicitRequestParams, ElicitResult, ErrorData, InputRequiredResult

from cases.asked import PIN, Clock
from cases.office import ERAS, NO, YES, Era, Office, Person, text
from voipms_server.approvals import rows
from voipms_server.approvals.approval import State
from voipms_server.page import answering
from voipms_server.pin import Pin
from voipms_server.store.store import in_memory

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
ORDER: dict[str, object] = {
    "did": "5145550101",
    "routing": "account:100000_Reception",
    "pop": 31,
    "dialtime": 60,
    "cnam": False,
    "billing_type": 1,
    "test": False,
}
DELETION: dict[str, object] = {"recording": "7571"}
QUIET: dict[str, object] = {"did": "5145550110", "routing": "account:100000_Reception"}
ANYWHERE = {**ORDER, "routing": "sys:busy"}
"""Its target is there on every account."""
CALLS = {"orderDID": ORDER, "delRecording": DELETION}
both_calls = pytest.mark.parametrize("tool", CALLS)
ACCOUNTS = {"office": "office@example.com", "home": "solo@example.com"}
HOUR = 3_600


def desk(clock: Clock | None = None, accounts: dict[str, str] | None = None) -> Office:
    """An office whose person has a PIN, so that page and terminal can be asked."""
    office = Office(accounts=accounts, store=in_memory(clock or Clock()))
    Pin(office.store).replace(PIN)
    return office


def agree(office: Office) -> bool:
    """The person says yes, on the page, to the question that waits; whether it counted."""
    said = office.store.run_now(lambda t: answering.agree(t, rows.waiting_for_page(t), answering.PAGE))
    return [one.took for one in said] == [True]


async def asked(client: Client, arguments: Mapping[str, object] = ORDER) -> str:
    """The sealed state of the question that this order brings up."""
    first = await client.session.call_tool("orderDID", dict(arguments), allow_input_required=True)
    assert isinstance(first, InputRequiredResult)
    assert first.request_state is not None
    return first.request_state


async def present(
    client: Client, state: str, arguments: Mapping[str, object] = ORDER, answer: ElicitResult = YES
) -> CallToolResult | InputRequiredResult:
    """Bring this state back with an answer."""
    return await client.session.call_tool(
        "orderDID",
        dict(arguments),
        allow_input_required=True,
        input_responses={"confirm": answer},
        request_state=state,
    )


async def waiting(client: Client, arguments: Mapping[str, object] = ORDER) -> str:
    """The code of the question that this order puts on the page."""
    result = await client.call_tool("orderDID", dict(arguments))
    assert result.structured_content is not None, text(result)
    return str(result.structured_content["code"])


@eras
@both_calls
async def test_a_client_without_elicitation_is_never_taken_for_a_yes(era: Era, tool: str) -> None:
    office = Office()
    async with office.client(era) as client:
        result = await client.call_tool(tool, CALLS[tool])
    assert result.is_error
    assert (office.real(tool), office.changes) == (0, [])


@both_calls
async def test_a_connection_without_a_way_back_is_never_taken_for_a_yes(tool: str) -> None:
    """The SDK raises NoBackChannelError there; whoever reads that as `not supported` goes on."""
    office, person = Office(), Person()
    app = office.server.streamable_http_app(stateless_http=True)
    http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app))
    async with app.router.lifespan_context(app), http:
        target = streamable_http_client("http://127.0.0.1:8000/mcp", http_client=http)
        async with Client(target, mode="legacy", elicitation_callback=person) as client:
            result = await client.call_tool(tool, CALLS[tool])
    assert result.is_error
    assert (person.questions, office.real(tool), office.changes) == ([], 0, [])


@eras
@both_calls
async def test_an_error_of_the_client_that_asks_is_never_taken_for_a_yes(era: Era, tool: str) -> None:
    async def broken(context: ClientRequestContext, params: ElicitRequestParams) -> ErrorData:
        return ErrorData(code=INVALID_REQUEST, message="Elicitation not supported")

    office = Office()
    async with Client(office.server, mode=era, elicitation_callback=broken) as client:
        with contextlib.suppress(MCPError):
            assert (await client.call_tool(tool, CALLS[tool])).is_error
    assert (office.real(tool), office.changes) == (0, [])


@both_calls
async def test_a_client_that_never_shows_the_question_holds_nobody(tool: str) -> None:
    async def silent(context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        await anyio.sleep_forever()
        raise AssertionError

    office = Office(ask_timeout=0.05)
    async with Client(office.server, mode="legacy", elicitation_callback=silent) as client:
        result = await client.call_tool(tool, CALLS[tool])
        assert not (await client.call_tool("setDIDRouting", QUIET)).is_error
    assert result.is_error
    assert office.real(tool) == 0


async def test_a_client_that_never_brings_an_answer_leaves_a_question_that_expires() -> None:
    clock = Clock()
    office = Office(store=in_memory(clock))
    async with office.client(person=Person()) as client:
        await asked(client)
        assert not (await client.call_tool("setDIDRouting", QUIET)).is_error
    clock.now += 601
    assert [one.state for one in office.approvals] == [State.EXPIRED]
    assert office.real("orderDID") == 0


@eras
async def test_a_client_that_answers_by_itself_decides_nothing_where_the_page_is_asked(era: Era) -> None:
    """The client's yes is no voice, in its answer and brought along unasked."""
    office = Office(confirm="page", store=in_memory(Clock()))
    Pin(office.store).replace(PIN)
    async with office.client(era, Person()) as client:
        code = await waiting(client)
        with contextlib.suppress(MCPError):
            await present(client, office.approvals[0].id)
        result = await client.call_tool("finishApproved", {"code": code})
    assert result.structured_content is not None
    assert result.structured_content["waiting_for_approval"] is True
    assert [one.state for one in office.approvals] == [State.WAITING]
    assert office.real("orderDID") == 0


async def test_a_sealed_state_brought_back_again_orders_nothing_and_tells_what_became_of_it() -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        state = await asked(client)
        first = await present(client, state)
        again = await present(client, state)
    assert isinstance(first, CallToolResult)
    assert isinstance(again, CallToolResult)
    assert not first.is_error
    assert "This yes was used already" in text(again)
    assert office.real("orderDID") == 1


async def test_a_sealed_state_brought_back_in_another_session_orders_nothing_more() -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        state = await asked(client)
        await present(client, state)
    async with office.client(person=Person()) as client:
        with contextlib.suppress(MCPError):
            await present(client, state)
    assert office.real("orderDID") == 1


async def test_a_no_is_not_turned_by_a_yes_brought_later() -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        state = await asked(client)
        await present(client, state, answer=NO)
        result = await present(client, state)
    assert isinstance(result, CallToolResult)
    assert "this question was declined" in text(result)
    assert office.real("orderDID") == 0


@pytest.mark.parametrize(
    "change", [{"did": "5145550102"}, {"dialtime": 61}, {"routing": "sys:echo"}, {"billing_type": 2}, {"note": "x"}]
)
async def test_a_sealed_state_serves_no_other_arguments(change: Mapping[str, object]) -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        state = await asked(client)
        with contextlib.suppress(MCPError):
            result = await present(client, state, {**ORDER, **change})
            assert isinstance(result, CallToolResult)
            assert result.is_error
    assert office.real("orderDID") == 0
    assert [one.state for one in office.approvals] == [State.WAITING]


async def test_a_sealed_state_serves_no_other_account() -> None:
    office = Office(accounts=ACCOUNTS)
    async with office.client(person=Person()) as client:
        state = await asked(client, {**ANYWHERE, "voipms_account": "office"})
        with contextlib.suppress(MCPError):
            result = await present(client, state, {**ANYWHERE, "voipms_account": "home"})
            assert isinstance(result, CallToolResult)
            assert result.is_error
    assert office.real("orderDID") == 0


@eras
async def test_a_yes_on_the_page_serves_no_other_account(era: Era) -> None:
    office = desk(accounts=ACCOUNTS)
    async with office.client(era) as client:
        code = await waiting(client, {**ANYWHERE, "voipms_account": "office"})
        assert agree(office)
        other = await waiting(client, {**ANYWHERE, "voipms_account": "home"})
        result = await client.call_tool("finishApproved", {"code": code, "voipms_account": "home"})
    assert other != code
    assert "There is no approval with the code" in text(result)
    assert office.real("orderDID") == 0


async def test_an_answer_that_comes_after_the_question_expired_is_no_yes() -> None:
    clock = Clock()
    office = Office(store=in_memory(clock))
    async with office.client(person=Person()) as client:
        state = await asked(client)
        clock.now += 600
        result = await present(client, state)
    assert isinstance(result, CallToolResult)
    assert "this question was expired" in text(result)
    assert office.real("orderDID") == 0


@eras
@pytest.mark.parametrize("agreed", [True, False])
async def test_on_the_page_a_question_and_a_yes_that_was_not_used_expire(era: Era, agreed: bool) -> None:
    clock = Clock()
    office = desk(clock)
    async with office.client(era) as client:
        code = await waiting(client)
        assert not agreed or agree(office)
        clock.now += 600
        assert not agree(office)
        result = await client.call_tool("finishApproved", {"code": code})
    assert "this question was expired" in text(result)
    assert office.real("orderDID") == 0


@eras
@pytest.mark.parametrize("agreed", [True, False])
async def test_a_question_from_the_future_and_a_yes_to_it_serve_nothing(era: Era, agreed: bool) -> None:
    """The clock was set back since, so that nobody knows how old the question is."""
    clock = Clock()
    office = desk(clock)
    async with office.client(era) as client:
        code = await waiting(client)
        assert not agreed or agree(office)
        clock.now -= HOUR
        assert not agree(office)
        result = await client.call_tool("finishApproved", {"code": code})
    assert "this question was expired" in text(result)
    assert office.real("orderDID") == 0


@eras
async def test_a_yes_that_was_used_serves_neither_its_code_nor_the_same_call_again(era: Era) -> None:
    office = desk()
    async with office.client(era) as client:
        code = await waiting(client)
        assert agree(office)
        assert not (await client.call_tool("orderDID", ORDER)).is_error
        again = await client.call_tool("finishApproved", {"code": code})
        await client.call_tool("orderDID", ORDER)
    assert "This yes was used already" in text(again)
    assert office.real("orderDID") == 1


@eras
async def test_a_yes_to_an_order_that_voipms_then_refused_is_used_up(era: Era) -> None:
    """VoIP.ms would take it the second time, and is not asked."""
    office = desk()
    office.sandbox.faults.plan("status:non_sufficient_funds", "orderDID", rehearsals=False)
    async with office.client(era) as client:
        code = await waiting(client)
        assert agree(office)
        refused = await client.call_tool("finishApproved", {"code": code})
        again = await client.call_tool("finishApproved", {"code": code})
    assert "non_sufficient_funds" in text(refused)
    assert "What became of it" in text(again)
    assert "non_sufficient_funds" in text(again)
    assert office.real("orderDID") == 0


async def test_an_older_session_brings_no_sealed_state() -> None:
    """State and answers belong to 2026-07-28; older requests carry them unsealed."""
    office = Office()
    async with office.client(person=Person()) as client:
        await asked(client)
    id_ = office.approvals[0].id
    async with office.client("legacy") as client:
        with contextlib.suppress(MCPError):
            await present(client, id_)
    assert office.real("orderDID") == 0
    assert [one.state for one in office.approvals] == [State.WAITING]
