"""Who says yes: the client, the page or terminal, or both; and what a call answers while a yes is awaited."""

from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitRequestURLParams, ElicitResult, InputRequiredResult

from cases.office import ERAS, NO, YES, Era, Office, Person, text
from voipms_server.approvals import rows
from voipms_server.approvals.approval import State
from voipms_server.assembly import Limits, make_server, sandbox_lines
from voipms_server.catalog import Choice
from voipms_server.gate import Confirm
from voipms_server.pin import Pin
from voipms_server.waiting import NoPage

pytestmark = pytest.mark.anyio
ORDER: dict[str, object] = {
    "did": "5145550101",
    "routing": "account:100000_Reception",
    "pop": 31,
    "dialtime": 60,
    "cnam": False,
    "billing_type": 1,
    "test": False,
}
PIN = "402917"
eras = pytest.mark.parametrize("era", ERAS)


class Desk(Office):
    """An office whose person has a PIN, and a page at an address."""

    def __init__(self, confirm: Confirm = Confirm.AUTO, **limits: Any) -> None:
        super().__init__(confirm=confirm, **limits)
        Pin(self.store).replace(PIN)

    def say(self, code: str, *, yes: bool = True, by: str = "terminal") -> bool:
        """A yes or no on the page or terminal, the PIN being right."""
        approval = next(one for one in self.approvals if one.code == code)
        answer = rows.agree if yes else rows.decline
        return self.store.run_now(lambda t: answer(t, approval.id, by))


class Visitor(Person):
    """Answers forms with yes, and keeps the addresses it was handed."""

    def __init__(self, looks: ElicitResult) -> None:
        super().__init__()
        self.looks = looks
        self.addresses: list[str] = []

    async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        if isinstance(params, ElicitRequestURLParams):
            self.addresses.append(params.url)
            return self.looks
        return await super().__call__(context, params)


class Elsewhere(NoPage):
    """A page at an address."""

    async def question(self, code: str) -> str | None:
        return f"http://127.0.0.1:9/approve/{code}"


async def waiting(office: Office, era: Era, person: Person | None = None) -> str:
    """Order, and get the code of the question that waits for an answer elsewhere."""
    async with office.client(era, person) as client:
        result = await client.call_tool("orderDID", ORDER)
    assert result.structured_content is not None, text(result)
    assert result.structured_content["waiting_for_approval"] is True
    assert result.structured_content["done"] is False
    assert office.real("orderDID") == 0
    return str(result.structured_content["code"])


@eras
async def test_a_client_that_cannot_ask_waits_for_page_or_terminal(era: Era) -> None:
    office = Desk()
    code = await waiting(office, era)
    async with office.client(era) as client:
        early = await client.call_tool("finishApproved", {"code": code})
        assert early.structured_content is not None
        assert early.structured_content["waiting_for_approval"] is True
        assert office.say(code)
        done = await client.call_tool("finishApproved", {"code": code.lower().replace("-", "")})
        again = await client.call_tool("finishApproved", {"code": code})
    assert not done.is_error, text(done)
    assert "nothing was sent again" in text(again)
    assert office.real("orderDID") == 1
    assert [one.way for one in office.changes] == ["terminal"]


@eras
async def test_the_same_call_made_again_runs_what_was_approved(era: Era) -> None:
    office = Desk()
    code = await waiting(office, era)
    assert await waiting(office, era) == code
    assert office.say(code)
    async with office.client(era) as client:
        done = await client.call_tool("orderDID", ORDER)
    assert not done.is_error, text(done)
    assert office.real("orderDID") == 1


@eras
async def test_another_call_is_not_covered_by_the_yes(era: Era) -> None:
    office = Desk()
    code = await waiting(office, era)
    assert office.say(code)
    async with office.client(era) as client:
        other = await client.call_tool("orderDID", {**ORDER, "dialtime": 30})
    assert other.structured_content is not None
    assert other.structured_content["code"] != code
    assert office.real("orderDID") == 0


@eras
async def test_a_no_on_the_page_ends_it(era: Era) -> None:
    office = Desk()
    code = await waiting(office, era)
    assert office.say(code, yes=False)
    async with office.client(era) as client:
        result = await client.call_tool("finishApproved", {"code": code})
    assert "this question was declined" in text(result)
    assert not office.say(code)
    assert office.real("orderDID") == 0


async def test_a_code_of_another_caller_or_of_nobody_is_unknown() -> None:
    office = Desk()
    async with office.client() as client:
        result = await client.call_tool("finishApproved", {"code": "2222-2222"})
    assert "There is no approval with the code" in text(result)


async def test_without_a_pin_a_client_that_cannot_ask_is_told_how_to_set_one() -> None:
    office = Office()
    async with office.client() as client:
        result = await client.call_tool("orderDID", ORDER)
    assert "no way to ask" in text(result)
    assert "mcp-voipms init --pin" in text(result)


@eras
async def test_with_a_pin_a_client_that_asks_is_asked_all_the_same(era: Era) -> None:
    office, person = Desk(), Person()
    async with office.client(era, person) as client:
        assert not (await client.call_tool("orderDID", ORDER)).is_error
    assert len(person.questions) == 1


@eras
async def test_with_confirm_page_the_client_never_decides(era: Era) -> None:
    office, person = Desk(Confirm.PAGE), Person()
    code = await waiting(office, era, person)
    assert person.questions == []
    assert office.say(code, by="page")
    async with office.client(era, person) as client:
        assert not (await client.call_tool("finishApproved", {"code": code})).is_error
    assert (person.questions, office.real("orderDID")) == ([], 1)


@eras
async def test_with_confirm_client_a_pin_is_no_way_out(era: Era) -> None:
    office = Desk(Confirm.CLIENT)
    async with office.client(era) as client:
        result = await client.call_tool("orderDID", ORDER)
    assert "no way to ask" in text(result)
    assert office.approvals == []


@eras
async def test_with_confirm_both_two_yeses_are_needed(era: Era) -> None:
    office, person = Desk(Confirm.BOTH), Person()
    code = await waiting(office, era, person)
    assert len(person.questions) == 1
    assert [one.state for one in office.approvals] == [State.WAITING]
    assert office.say(code, by="page")
    async with office.client(era, person) as client:
        assert not (await client.call_tool("finishApproved", {"code": code})).is_error
    assert (len(person.questions), office.real("orderDID")) == (1, 1)
    assert [one.way for one in office.changes] == ["client and page"]


@eras
@pytest.mark.parametrize("first", ["client", "page"])
async def test_with_confirm_both_one_no_is_enough(era: Era, first: str) -> None:
    office, person = Desk(Confirm.BOTH), Person((NO,) if first == "client" else (YES,))
    async with office.client(era, person) as client:
        result = await client.call_tool("orderDID", ORDER)
        if first == "client":
            assert "the person said no" in text(result)
            (approval,) = office.approvals
            assert not office.say(approval.code, by="page")
            return
        assert result.structured_content is not None
        assert office.say(str(result.structured_content["code"]), yes=False, by="page")
        again = await client.call_tool("finishApproved", {"code": result.structured_content["code"]})
    assert "declined" in text(again)
    assert office.real("orderDID") == 0


async def test_a_client_that_never_answers_is_asked_no_longer_and_the_page_is() -> None:
    office = Desk(ask_timeout=0.05)

    async def never(context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        await anyio.sleep_forever()
        raise AssertionError

    async with Client(office.server, mode="legacy", elicitation_callback=never) as client:
        result = await client.call_tool("orderDID", ORDER)
        assert result.structured_content is not None, text(result)
        code = str(result.structured_content["code"])
        assert office.say(code)
        assert not (await client.call_tool("finishApproved", {"code": code})).is_error
    assert office.real("orderDID") == 1


async def test_without_a_page_a_question_nobody_answered_stays_open() -> None:
    office = Office(ask_timeout=0.05)
    asked: list[str] = []

    async def second_time(context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        asked.append(params.message)
        if len(asked) == 1:
            await anyio.sleep_forever()
        return YES

    async with Client(office.server, mode="legacy", elicitation_callback=second_time) as client:
        result = await client.call_tool("orderDID", ORDER)
        assert "nobody answered in time" in text(result)
        assert [one.state for one in office.approvals] == [State.WAITING]
        assert not (await client.call_tool("orderDID", ORDER)).is_error
    assert (len(office.approvals), office.real("orderDID")) == (1, 1)


@eras
@pytest.mark.parametrize("looks", [YES, NO, ElicitResult(action="accept"), ElicitResult(action="cancel")])
async def test_a_client_that_opens_addresses_is_handed_the_page_and_decides_nothing(
    era: Era, looks: ElicitResult
) -> None:
    office, person = Desk(Confirm.PAGE), Visitor(looks)

    office.server = make_server(
        sandbox_lines(office.app), Choice(), Limits(confirm=Confirm.PAGE), office.store, Elsewhere()
    )
    code = await waiting(office, era, person)
    assert person.addresses == [f"http://127.0.0.1:9/approve/{code}"]
    assert [one.state for one in office.approvals] == [State.WAITING]
    assert office.say(code, by="page")
    async with office.client(era, person) as client:
        assert not (await client.call_tool("finishApproved", {"code": code})).is_error
    assert office.real("orderDID") == 1


@eras
async def test_what_was_approved_is_carried_out_by_a_server_that_was_started_later(era: Era) -> None:
    office = Desk()
    code = await waiting(office, era)
    assert office.say(code)
    office.server = make_server(sandbox_lines(office.app), Choice(), store=office.store)
    async with office.client(era) as client:
        assert not (await client.call_tool("finishApproved", {"code": code})).is_error
    assert office.real("orderDID") == 1


async def test_a_yes_to_a_question_asked_before_a_restart_is_taken_after_it() -> None:
    office = Office()
    before, after = (
        make_server(sandbox_lines(office.app), Choice(), store=office.store, seal_key=b"k" * 32) for _ in range(2)
    )
    async with Client(before, elicitation_callback=Person()) as client:
        asked = await client.session.call_tool("orderDID", ORDER, allow_input_required=True)
    assert isinstance(asked, InputRequiredResult)
    async with Client(after, elicitation_callback=Person()) as client:
        done = await client.session.call_tool(
            "orderDID", ORDER, input_responses={"confirm": YES}, request_state=asked.request_state
        )
    assert not done.is_error
    assert office.real("orderDID") == 1


async def test_a_price_that_rose_after_the_yes_on_the_page_is_asked_anew() -> None:
    office = Desk()
    code = await waiting(office, "2026-07-28")
    assert office.say(code)
    stock = office.sandbox.world.reference["stock_local"]
    next(row for row in stock if row["did"] == ORDER["did"])["perminute_monthly"] = "9.99"
    async with office.client() as client:
        result = await client.call_tool("finishApproved", {"code": code})
    assert result.structured_content is not None
    assert result.structured_content["code"] != code
    assert office.real("orderDID") == 0
    assert "changed after your yes" in next(one for one in office.approvals if one.state is State.WAITING).question
