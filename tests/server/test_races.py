"""Programs that share a store and an account: one yes is used once, and no change is lost between two others."""

import json
import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import anyio
import pytest

from cases.asked import PIN
from cases.office import NOON
from cases.postgres import Postgres
from cases.processes import Crew, Task, Told, store_of
from cases.web import listening
from voipms_sandbox import Sandbox, create_app
from voipms_server.approvals import rows
from voipms_server.approvals.approval import Approval, Order, State, ToRun, Way
from voipms_server.locking import Lease
from voipms_server.page import answering
from voipms_server.pin import Pin
from voipms_server.quotes import Seen
from voipms_server.store.store import Store, Transaction

T = TypeVar("T")
pytestmark = pytest.mark.anyio
SETTINGS: dict[str, object] = {"routing": "sys:busy", "pop": 1, "dialtime": 60, "cnam": False, "test": False}
LOCATION: dict[str, object] = {**SETTINGS, "location_id": "a6422", "quantity": 1}
NUMBER: dict[str, object] = {**SETTINGS, "did": "5145550101", "billing_type": 1}
ABROAD = "orderDIDInternationalTollFree"
"""VoIP.ms itself refuses no repetition of this order."""
ORDERS = {ABROAD: LOCATION, "orderDID": NUMBER}
DID = "5145550110"
TEXT: dict[str, object] = {"to": "5145550160", "text": "We are open until 17:00.", "from": DID}


@dataclass
class Shared:
    """A simulated account that answers over HTTP, a store, and programs that use both."""

    sandbox: Sandbox
    programs: Crew
    store: Store
    here: Task
    count: int
    """How many programs race."""

    async def at_once(self, *tasks: Task) -> list[Told]:
        return await self.programs.at_once(tasks)

    def task(self, tool: str, arguments: dict[str, object], *, answer: bool | None = None) -> Task:
        """A call by a person who answers so; None for a client that cannot ask."""
        more = {"tool": tool, "arguments": arguments, "answer": answer, "era": "legacy" if answer else "2026-07-28"}
        return self.here.model_copy(update=more)

    def racing(self, task: Task) -> list[Task]:
        return [task] * self.count

    def orders(self) -> int:
        """How many orders arrived that were no rehearsals."""
        return sum(one.method.startswith("order") and "test" not in one.params for one in self.sandbox.log)

    def texts(self) -> int:
        """How many texts VoIP.ms was given."""
        return sum(one.method == "sendSMS" for one in self.sandbox.log)

    def number(self) -> dict[str, str]:
        found = self.sandbox.world.accounts[0].find("dids", did=DID)
        assert found is not None
        return found

    async def approved(self, tool: str) -> str:
        """The code of a question about this order to which a person said yes on the page."""
        (told,) = await self.at_once(self.task(tool, ORDERS[tool]))
        code = str(json.loads(told.text)["code"])
        asked = self.question(code)
        (answered,) = self.store.run_now(lambda t: answering.agree(t, [asked], answering.PAGE))
        assert answered.took
        return code

    def question(self, code: str) -> Approval:
        found = self.store.run_now(lambda t: rows.by_code(t, code))
        assert found is not None
        return found


@pytest.fixture(params=["SQLite", "PostgreSQL"])
async def shared(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres, programs: Crew
) -> AsyncGenerator[Shared]:
    app = create_app(now=NOON)
    embedded = request.param == "SQLite"
    async with listening(app) as api:
        place = str(tmp_path / "store.sqlite") if embedded else postgres.place()
        here = Task(store=place, folder=str(tmp_path), api=api)
        store = store_of(here)
        Pin(store).replace(PIN)
        yield Shared(app.state.sandbox, programs, store, here, 2 if embedded else 4)
        store.close()


def split(said: Sequence[Told]) -> tuple[list[Told], list[Told]]:
    """Those that carried the order out, and those that were told what became of it."""
    used = [one for one in said if "used already" in one.text]
    return [one for one in said if one not in used], used


@pytest.mark.parametrize("tool", ORDERS)
async def test_one_yes_that_several_programs_use_at_once_orders_once(shared: Shared, tool: str) -> None:
    code = await shared.approved(tool)
    said = await shared.at_once(*shared.racing(shared.task("finishApproved", {"code": code})))
    assert shared.orders() == 1
    carried_out, told = split(said)
    assert (len(carried_out), len(told)) == (1, shared.count - 1), said
    assert all('"done": true' in one.text for one in said)


@pytest.mark.parametrize("tool", ORDERS)
async def test_the_same_call_made_again_by_several_programs_after_one_yes_orders_once(
    shared: Shared, tool: str
) -> None:
    await shared.approved(tool)
    said = await shared.at_once(*shared.racing(shared.task(tool, ORDERS[tool])))
    assert shared.orders() == 1
    assert sum('"done": true' in one.text for one in said) >= 1


async def test_programs_that_change_different_fields_of_one_number_at_once_keep_both(shared: Shared) -> None:
    for seconds in (20, 25, 30, 35):
        said = await shared.at_once(
            shared.task("updateSettings", {"kind": "number", "id": DID, "changes": {"note": f"Note {seconds}"}}),
            shared.task("updateSettings", {"kind": "number", "id": DID, "changes": {"dialtime": seconds}}),
        )
        assert [one.error for one in said] == [False, False], said
        assert (shared.number()["note"], shared.number()["dialtime"]) == (f"Note {seconds}", str(seconds))


BEHIND = 30
"""Seconds that the clocks of two machines may differ."""


async def test_the_same_text_from_several_programs_at_once_goes_once(shared: Shared) -> None:
    said = await shared.at_once(*shared.racing(shared.task("sendMessage", TEXT)))
    assert shared.texts() == 1
    assert sum('"sent": 1' in one.text for one in said) == 1, said


async def test_the_days_limit_of_texts_holds_over_several_programs_at_once(shared: Shared) -> None:
    here = shared.task("sendMessage", TEXT).model_copy(update={"texts": 1})
    people = [f"514555016{number}" for number in range(shared.count)]
    said = await shared.at_once(*(here.model_copy(update={"arguments": {**TEXT, "to": one}}) for one in people))
    assert shared.texts() == 1
    assert sum(not one.error for one in said) == 1, said


async def test_a_lock_is_not_taken_by_a_clock_that_is_a_little_behind(shared: Shared) -> None:
    other = store_of(shared.here)
    other.clock = lambda: shared.store.clock() - BEHIND
    assert shared.store.run_now(Lease("number", "one").take)
    assert not other.run_now(Lease("number", "other").take)
    assert shared.store.run_now(Lease("number", "one").take)
    other.close()


async def test_a_question_outlives_a_clock_that_is_a_little_behind(shared: Shared) -> None:
    other = store_of(shared.here)
    other.clock = lambda: shared.store.clock() - BEHIND
    await shared.at_once(shared.task(ABROAD, LOCATION))
    assert [one.state for one in other.run_now(rows.every)] == [State.WAITING]
    other.close()


async def test_different_orders_of_one_account_at_the_same_moment_are_as_many_as_the_yeses(shared: Shared) -> None:
    said = await shared.at_once(*(shared.task(tool, ORDERS[tool], answer=True) for tool in ORDERS))
    assert [one.error for one in said] == [False, False], said
    assert [len(one.asked) for one in said] == [1, 1]
    assert shared.orders() == 2


async def test_the_same_order_in_several_programs_at_once_is_never_sent_without_a_yes_to_it(shared: Shared) -> None:
    said = await shared.at_once(*shared.racing(shared.task(ABROAD, LOCATION, answer=True)))
    used = [one for one in shared.store.run_now(rows.every) if one.state is State.USED]
    assert 1 <= shared.orders() == len(used) <= sum(len(one.asked) for one in said)
    careful = [question for one in said for question in one.asked if question.startswith("Careful: an order equal")]
    assert len(careful) >= shared.orders() - 1


async def test_an_equal_order_of_another_program_is_the_first_line_of_the_question(shared: Shared) -> None:
    await shared.at_once(shared.task(ABROAD, LOCATION, answer=True))
    _, second = await shared.at_once(shared.task("getBalance", {}), shared.task(ABROAD, LOCATION, answer=True))
    assert second.asked[0].startswith("Careful: an order equal to this one in the last 24 hours is done.")


async def test_the_same_call_in_several_programs_at_once_is_one_question(shared: Shared) -> None:
    said = await shared.at_once(*shared.racing(shared.task(ABROAD, LOCATION)))
    assert len({json.loads(one.text)["code"] for one in said}) == 1


async def test_at_most_five_questions_of_a_caller_wait_over_all_programs(shared: Shared) -> None:
    for seconds in range(10, 18, shared.count):
        await shared.at_once(*(shared.task(ABROAD, {**LOCATION, "dialtime": seconds + n}) for n in range(shared.count)))
    waiting = [one for one in shared.store.run_now(rows.every) if one.state is State.WAITING]
    assert len(waiting) == 5


async def in_four_stores(here: Task, work: Callable[[Transaction], T]) -> list[T]:
    """The same work at the same time, as four programs do that no lock keeps apart."""
    stores = [store_of(here) for _ in range(4)]
    found: list[T] = []

    async def run(store: Store) -> None:
        found.append(await store.run(work))

    async with anyio.create_task_group() as group:
        for store in stores:
            group.start_soon(run, store)
    for store in stores:
        store.close()
    return found


async def test_of_all_who_use_one_yes_at_the_same_time_one_does(shared: Shared) -> None:
    for _ in range(3):
        id_ = shared.question(await shared.approved(ABROAD)).id
        used = await in_four_stores(shared.here, lambda t, id_=id_: rows.use(t, id_, secrets.token_hex(8)))
        assert sorted(used) == [False, False, False, True]


async def test_of_all_who_ask_the_same_at_the_same_time_one_question_comes(shared: Shared) -> None:
    for number in range(8):
        order = Order(str(number), "office", str(number), Way.PAGE)
        ask = partial(
            rows.open_one,
            order=order,
            seen=Seen(),
            question="Really?",
            round_=1,
            call=ToRun("orderDID", {}),
            lifetime=600,
        )
        asked = await in_four_stores(shared.here, ask)
        assert len({approval.id for approval in asked}) == 1
