"""Faults on request: what happens to the answer, and whether the effect happened."""

import anyio
import pytest

from sandbox.line import MAIN, Line
from voipms_sandbox import ConnectionDropped

pytestmark = pytest.mark.anyio
BEFORE, AFTER = "tc:1830", "vm:101"


async def change(line: Line) -> None:
    await line.raw("setDIDRouting", did=MAIN, routing=AFTER)


def routing(line: Line) -> str:
    return line.row("dids", did=MAIN)["routing"]


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("http_500", 500, "error"),
        ("html_503", 503, "<html>"),
        ("redirect", 301, ""),
        ("status:limit_reached", 200, "{"),
    ],
)
async def test_a_fault_before_the_effect_changes_nothing(kind: str, status: int, body: str) -> None:
    line = Line()
    line.sandbox.faults.plan(kind)
    answer = await line.raw("setDIDRouting", did=MAIN, routing=AFTER)
    assert (answer.status_code, answer.text.startswith(body)) == (status, True)
    assert routing(line) == BEFORE


@pytest.mark.parametrize(
    ("kind", "text"),
    [("empty", ""), ("truncated", '{"statu'), ("status_null", '{"status":null}')],
)
async def test_a_fault_of_the_answer_comes_after_the_effect(kind: str, text: str) -> None:
    line = Line()
    line.sandbox.faults.plan(kind)
    answer = await line.raw("setDIDRouting", did=MAIN, routing=AFTER)
    assert (answer.status_code, answer.text[: len(text) or None]) == (200, text)
    assert routing(line) == AFTER


@pytest.mark.parametrize(("kind", "after"), [("reset_before_effect", BEFORE), ("reset_after_effect", AFTER)])
async def test_the_connection_breaks_before_or_after_the_effect(kind: str, after: str) -> None:
    line = Line()
    line.sandbox.faults.plan(kind)
    with pytest.raises(ConnectionDropped):
        await change(line)
    assert routing(line) == after


async def test_a_late_effect_lands_after_so_many_later_calls() -> None:
    line = Line()
    line.sandbox.faults.plan("late_effect", value=2)
    with pytest.raises(ConnectionDropped):
        await change(line)
    seen = [(await line.api("getBalance")) and routing(line) for _ in range(3)]
    assert seen == [BEFORE, AFTER, AFTER]


async def test_late_effects_do_not_hurry_each_other() -> None:
    line = Line()
    for value in (3, 1):
        line.sandbox.faults.plan("late_effect", value=value)
    for routed in ("vm:101", "vm:102"):
        with pytest.raises(ConnectionDropped):
            await line.raw("setDIDRouting", did=MAIN, routing=routed)
    seen = [(await line.api("getBalance")) and routing(line) for _ in range(3)]
    assert seen == ["vm:102", "vm:102", "vm:101"]


async def test_a_slow_answer_keeps_its_caller_waiting() -> None:
    line = Line()
    line.sandbox.faults.plan("slow", value=3600)
    with anyio.move_on_after(0.01) as scope:
        await change(line)
    assert scope.cancelled_caught


async def test_a_list_of_one_row_may_be_the_bare_row() -> None:
    line = Line()
    line.sandbox.faults.plan("bare_object")
    answer = await line.api("getCallbacks")
    assert answer["callbacks"] == line.row("callbacks", callback="2359")


async def test_numbers_may_come_as_numbers() -> None:
    line = Line()
    line.sandbox.faults.plan("mixed_types")
    answer = await line.api("getDIDsInfo", did=MAIN)
    rows = answer["dids"]
    assert isinstance(rows, list)
    assert rows[0]["pop"] == 31


async def test_a_fault_is_for_its_method_and_its_count() -> None:
    line = Line()
    line.sandbox.faults.plan("status:unavailable_info", "getIVRs", count=2)
    told = [await line.status(method) for method in ("getQueues", "getIVRs", "getIVRs", "getIVRs")]
    assert told == ["success", "unavailable_info", "unavailable_info", "success"]


async def test_a_fault_may_spare_rehearsals() -> None:
    line = Line()
    line.sandbox.faults.plan("status:order_failed", "orderDID", rehearsals=False)
    order = {"did": "5145550101", "routing": AFTER, "pop": "31", "dialtime": "20", "cnam": "0", "billing_type": "1"}
    assert await line.status("orderDID", **order, test="1") == "success"
    assert await line.status("orderDID", **order) == "order_failed"


async def test_an_address_that_is_not_allowed_may_still_ask_for_its_address() -> None:
    line = Line()
    line.sandbox.faults.plan("status:ip_not_enabled", count=2)
    told = [await line.status(method) for method in ("getBalance", "getIP", "getBalance")]
    assert told == ["ip_not_enabled", "success", "ip_not_enabled"]


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="nosuch"):
        Line().sandbox.faults.plan("nosuch")
