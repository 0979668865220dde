"""How much may be spent: for one order and within a day, whoever orders and whatever was restarted in between."""

from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult

from cases.asked import Clock
from cases.office import ERAS, NO, NOON, Era, Office, Person, text
from cases.processes import Crew, Task
from cases.web import listening
from voipms_sandbox import Sandbox, create_app
from voipms_server.api.client import Patience, VoipmsClient
from voipms_server.assembly import SANDBOX_URL, AccountLines, Limits, make_server
from voipms_server.catalog import Choice
from voipms_server.cli.serving import limits_of
from voipms_server.journal.lines import Outcome
from voipms_server.limits import Mode, SpendLimits
from voipms_server.settings import Settings
from voipms_server.store.store import in_file, in_memory

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
SETTINGS: dict[str, object] = {"routing": "sys:busy", "pop": 1, "dialtime": 60, "cnam": False, "test": False}
UNKNOWN: dict[str, object] = {**SETTINGS, "digits": "007"}
"""Of a virtual number VoIP.ms tells no price."""
PRICE = Decimal("1.49")
"""What each of the numbers below costs."""
NUMBERS = [f"514555010{last}" for last in range(1, 7)]


def order(did: str) -> dict[str, object]:
    return {**SETTINGS, "did": did, "billing_type": 1}


def limits(per_order: str | None = None, per_day: str | None = None, mode: Mode = Mode.REFUSE) -> SpendLimits:
    return SpendLimits(Decimal(per_order) if per_order else None, Decimal(per_day) if per_day else None, mode)


async def ordered(office: Office, *numbers: str, era: Era = "2026-07-28") -> list[str]:
    """What the model read for each of these orders, to all of which a person says yes."""
    async with office.client(era, Person()) as client:
        return [text(await client.call_tool("orderDID", order(did))) for did in numbers]


@eras
async def test_an_order_above_its_limit_is_refused_before_anybody_is_asked(era: Era) -> None:
    office, person = Office(spending=limits("1.48")), Person()
    async with office.client(era, person) as client:
        result = await client.call_tool("orderDID", order(NUMBERS[0]))
    assert result.is_error
    assert "It costs US$1.49, above the limit of US$1.48 for one order." in text(result)
    assert "spend_per_order" in text(result)
    assert (person.questions, office.real("orderDID")) == ([], 0)


@eras
async def test_an_order_at_its_limit_is_placed(era: Era) -> None:
    office = Office(spending=limits("1.49", "1.49"))
    await ordered(office, NUMBERS[0], era=era)
    assert office.real("orderDID") == 1


@eras
async def test_a_limit_that_warns_says_so_first_and_leaves_it_to_the_person(era: Era) -> None:
    office, person = Office(spending=limits("1.48", mode=Mode.WARN)), Person()
    async with office.client(era, person) as client:
        await client.call_tool("orderDID", order(NUMBERS[0]))
    first = person.questions[0].splitlines()[0]
    assert first == "Careful: It costs US$1.49, above the limit of US$1.48 for one order."
    assert office.real("orderDID") == 1


async def test_limits_that_are_off_say_and_do_nothing() -> None:
    office, person = Office(spending=limits("0.01", "0.01", Mode.OFF)), Person()
    async with office.client(person=person) as client:
        await client.call_tool("orderDID", order(NUMBERS[0]))
    assert "limit" not in person.questions[0]
    assert office.real("orderDID") == 1


@pytest.mark.parametrize("spending", [limits("1000"), limits(None, "1000")])
async def test_an_unknown_price_is_above_every_limit(spending: SpendLimits) -> None:
    office, person = Office(spending=spending), Person()
    async with office.client(person=person) as client:
        result = await client.call_tool("orderDIDVirtual", UNKNOWN)
    assert "Its price is unknown" in text(result)
    assert (person.questions, office.real("orderDIDVirtual")) == ([], 0)


async def test_an_unknown_price_is_warned_of_where_limits_warn() -> None:
    office, person = Office(spending=limits("1000", mode=Mode.WARN)), Person([NO])
    async with office.client(person=person) as client:
        await client.call_tool("orderDIDVirtual", UNKNOWN)
    assert person.questions[0].startswith("Careful: Its price is unknown")


async def test_after_an_order_of_unknown_price_the_day_has_no_room_that_is_known() -> None:
    store = in_memory()
    free, limited = Office(store=store), Office(store=store, spending=limits(per_day="1000"))
    async with free.client(person=Person()) as client:
        await client.call_tool("orderDIDVirtual", UNKNOWN)
    (told,) = await ordered(limited, NUMBERS[0])
    assert "With an unknown amount ordered in the last 24 hours" in told
    assert limited.real("orderDID") == 0


@eras
async def test_the_orders_of_a_day_are_counted_together(era: Era) -> None:
    office = Office(spending=limits(per_day="2.98"))
    *_, third = await ordered(office, *NUMBERS[:3], era=era)
    assert "With US$2.98 ordered in the last 24 hours it is above the limit of US$2.98 a day." in third
    assert office.real("orderDID") == 2


async def test_a_day_later_there_is_room_again() -> None:
    clock = Clock()
    office = Office(store=in_memory(clock), spending=limits(per_day="1.49"))
    await ordered(office, *NUMBERS[:2])
    clock.now += 86_399
    await ordered(office, NUMBERS[2])
    assert office.real("orderDID") == 1
    clock.now += 2
    await ordered(office, NUMBERS[3])
    assert office.real("orderDID") == 2


async def test_each_account_has_a_day_of_its_own() -> None:
    accounts = {"office": "office@example.com", "home": "solo@example.com"}
    office = Office(accounts=accounts, spending=limits(per_day="1.49"))
    async with office.client(person=Person()) as client:
        for number, name in enumerate(accounts):
            await client.call_tool("orderDID", {**order(NUMBERS[number]), "voipms_account": name})
    assert office.real("orderDID") == 2


async def test_what_was_ordered_before_a_restart_counts(tmp_path: Path) -> None:
    def again() -> Office:
        store = in_file(tmp_path / "store.sqlite", keyring=False)
        return Office(store=store, spending=limits(per_day="1.49"))

    await ordered(again(), NUMBERS[0])
    office = again()
    (told,) = await ordered(office, NUMBERS[1])
    assert "With US$1.49 ordered in the last 24 hours" in told
    assert office.real("orderDID") == 0


async def test_of_orders_in_several_programs_at_once_no_more_are_placed_than_the_day_allows(
    tmp_path: Path, programs: Crew
) -> None:
    app = create_app(now=NOON)
    sandbox: Sandbox = app.state.sandbox
    async with listening(app) as api:
        here = Task(store=str(tmp_path / "store.sqlite"), api=api, tool="orderDID", answer=True, per_day="2.98")
        tasks = [here.model_copy(update={"arguments": order(did)}) for did in NUMBERS[:4]]
        said = await programs.at_once(tasks)
    placed = sum(one.method == "orderDID" and "test" not in one.params for one in sandbox.log)
    assert placed == sum(not one.error for one in said) == 2, said
    assert all("above the limit of US$2.98 a day" in one.text for one in said if one.error)


async def test_an_order_that_voipms_refused_does_not_count() -> None:
    office = Office(spending=limits(per_day="1.49"))
    office.sandbox.faults.plan("status:non_sufficient_funds", "orderDID", rehearsals=False)
    await ordered(office, NUMBERS[0], NUMBERS[1])
    assert [change.outcome for change in office.changes] == [Outcome.REFUSED, Outcome.DONE]


class Unplugged(httpx.ASGITransport):
    """A network that is gone when the first number is to be ordered."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        if all(part in body for part in (b"orderDID", NUMBERS[0].encode())) and b'"test"' not in body:
            raise httpx.ConnectError("no network")
        return await super().handle_async_request(request)


async def test_an_order_that_never_left_does_not_count() -> None:
    office = Office(spending=limits(per_day="1.49"))
    transport = Unplugged(app=create_app(now=NOON))

    def connect(name: str) -> VoipmsClient:
        return VoipmsClient(
            name, "office@example.com", "x", SANDBOX_URL, transport=transport, patience=Patience(tries=1)
        )

    spending = Limits(spending=limits(per_day="1.49"))
    office.server = make_server(AccountLines(("office",), connect), Choice(), spending, office.store)
    await ordered(office, NUMBERS[0], NUMBERS[1])
    assert [change.outcome for change in office.changes] == [Outcome.NOT_DONE, Outcome.DONE]


async def test_an_order_whose_outcome_is_unknown_counts_until_it_is_known_that_it_did_not_happen() -> None:
    clock = Clock()
    office = Office(store=in_memory(clock), spending=limits(per_day="1.49"))
    office.sandbox.faults.plan("reset_before_effect", "orderDID", rehearsals=False)
    await ordered(office, NUMBERS[0])
    (told,) = await ordered(office, NUMBERS[1])
    assert "With US$1.49 ordered in the last 24 hours" in told
    await ordered(office, NUMBERS[0])
    clock.now += 121
    await ordered(office, NUMBERS[0])
    assert [change.outcome for change in office.changes] == [Outcome.NOT_DONE, Outcome.DONE]


async def test_what_a_person_declined_and_what_was_cancelled_does_not_count() -> None:
    office = Office(spending=limits(per_day="1.49"))
    async with office.client(person=Person([NO])) as client:
        await client.call_tool("orderDID", order(NUMBERS[0]))
    async with office.client(person=Person()) as client:
        assert not (await client.call_tool("cancelDID", {"did": "5145550140", "test": False})).is_error
    await ordered(office, NUMBERS[0])
    assert office.real("orderDID") == 1


async def test_a_cancellation_costs_nothing_that_a_limit_could_refuse() -> None:
    office = Office(spending=limits("0.01", "0.01"))
    async with office.client(person=Person()) as client:
        assert not (await client.call_tool("cancelDID", {"did": "5145550140", "test": False})).is_error


class Busy(Person):
    """Answers the first question after another number was ordered elsewhere."""

    def __init__(self, elsewhere: Office) -> None:
        super().__init__()
        self._elsewhere = elsewhere

    async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        if not self.questions:
            await ordered(self._elsewhere, NUMBERS[1])
        return await super().__call__(context, params)


@eras
async def test_a_yes_does_not_lift_a_limit_that_another_order_reached_since(era: Era) -> None:
    office = Office(spending=limits(per_day="1.49"))
    person = Busy(Office(store=office.store))
    async with office.client(era, person) as client:
        result = await client.call_tool("orderDID", order(NUMBERS[0]))
    assert "With US$1.49 ordered in the last 24 hours" in text(result)
    assert (len(person.questions), office.real("orderDID")) == (1, 0)


@eras
async def test_a_limit_that_warns_and_was_reached_after_the_question_is_asked_about_again(era: Era) -> None:
    office = Office(spending=limits(per_day="1.49", mode=Mode.WARN))
    person = Busy(Office(store=office.store))
    async with office.client(era, person) as client:
        await client.call_tool("orderDID", order(NUMBERS[0]))
    assert ["Careful: With US$1.49" in question for question in person.questions] == [False, True]
    assert office.real("orderDID") == 1


def test_the_limits_are_settings() -> None:
    settings = Settings.model_validate({"spend_per_order": "5.50", "spend_per_day": 20, "spend_limits": "refuse"})
    assert limits_of(settings).spending == limits("5.50", "20")
    assert limits_of(Settings.model_validate({})).spending == SpendLimits()
