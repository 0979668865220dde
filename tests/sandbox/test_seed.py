"""The invented accounts: everyday questions can be asked, and the sums are right."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from sandbox.line import CALLER, MAIN, NOON, Line, booked
from voipms_sandbox import create_app
from voipms_sandbox.clock import EASTERN
from voipms_sandbox.world import Row

pytestmark = pytest.mark.anyio
CLOCKS = [NOON, datetime(2027, 3, 14, 0, 1, tzinfo=EASTERN), datetime(2028, 2, 29, 23, 59, tzinfo=EASTERN)]


def inbound(line: Line) -> list[Row]:
    return [row for row in line.office.table("cdr") if row["destination_type"].startswith("IN:")]


@pytest.mark.parametrize("now", CLOCKS)
def test_the_transactions_of_every_account_add_up_to_its_balance(now: datetime) -> None:
    for account in create_app(now=now).state.sandbox.world.accounts:
        assert booked(account) == account.balance
        assert all(Decimal(row["ammount"]) * 10_000 % 1 == 0 for row in account.table("transactions"))


async def test_the_whole_history_read_through_the_api_adds_up_to_the_balance() -> None:
    line, total = Line(), Decimal(0)
    for start, end in (("2026-05-01", "2026-07-31"), ("2026-08-01", "2026-10-31"), ("2026-11-01", "2026-11-24")):
        rows = await line.rows("getTransactionHistory", "transactions", date_from=start, date_to=end)
        total += sum((Decimal(row["ammount"]) for row in rows), Decimal(0))
    assert total == Decimal("295.80")


def test_each_days_calls_are_one_transaction_of_their_sum_to_the_cent() -> None:
    office, days = Line().office, defaultdict[str, Decimal](Decimal)
    for row in office.table("cdr"):
        days[row["date"][:10]] += Decimal(row["total"])
    paid = [row for row in office.table("transactions") if row["type"] == "CALLS"]
    assert len({row["date"][:10] for row in paid}) == len(paid) > 90
    assert all(abs(days.pop(row["date"][:10]) + Decimal(row["ammount"])) <= Decimal("0.005") for row in paid)
    assert all(total < Decimal("0.005") for total in days.values())


@pytest.mark.parametrize("now", CLOCKS)
def test_three_thousand_calls_lie_within_the_hundred_days_before_the_clock(now: datetime) -> None:
    rows = create_app(now=now).state.sandbox.world.accounts[0].table("cdr")
    assert len(rows) == 3_000
    first, last = f"{now - timedelta(days=100):%Y-%m-%d}", f"{now:%Y-%m-%d}"
    assert all(first <= row["date"][:10] < last for row in rows)


@pytest.mark.parametrize("now", CLOCKS)
def test_nothing_of_the_history_lies_in_the_future(now: datetime) -> None:
    account = create_app(now=now).state.sandbox.world.accounts[0]
    stamp = f"{now:%Y-%m-%d %H:%M:%S}"
    assert all(row["date"] <= stamp for table in ("cdr", "transactions", "sms") for row in account.table(table))


def test_a_call_costs_its_rate_by_the_six_seconds() -> None:
    for row in Line().office.table("cdr"):
        units = -(-int(row["seconds"]) // 6)
        assert Decimal(row["total"]) == Decimal(row["rate"]) * units / 10


def test_calls_come_in_to_the_offices_own_numbers_and_are_answered_by_its_own_accounts() -> None:
    line = Line()
    numbers = {row["did"] for row in line.office.table("dids")}
    logins = {row["account"] for row in line.office.table("sub_accounts")} | {"100000"}
    assert {row["destination"] for row in inbound(line)} <= numbers
    assert {row["account"] for row in line.office.table("cdr")} <= logins


def test_calls_go_out_to_other_peoples_numbers() -> None:
    line = Line()
    numbers = {row["did"] for row in line.office.table("dids")}
    out = [row for row in line.office.table("cdr") if row["destination_type"].startswith("OUT:")]
    assert len(out) > 1_000
    assert not {row["destination"] for row in out} & numbers


def test_idle_numbers_get_no_calls() -> None:
    line = Line()
    idle = {row["did"] for row in line.office.table("dids") if row["routing"] in ("none:", "sys:noservice")}
    assert idle == {"5145550140", "4385550141"}
    assert not idle & {row["destination"] for row in inbound(line)}


def test_every_call_to_the_dangling_forward_failed() -> None:
    ends = Counter(row["disposition"] for row in inbound(Line()) if row["destination"] == "5145550112")
    assert list(ends) == ["FAILED"]


def test_the_device_that_is_not_registered_has_answered_nothing_lately() -> None:
    line = Line()
    assert line.office.find("registrations", account="100000_Marc") is None
    answered = [
        row["date"]
        for row in line.office.table("cdr")
        if row["account"] == "100000_Marc" and row["disposition"] == "ANSWERED"
    ]
    assert "2026-11-01" < max(answered) < "2026-11-19"


def test_a_flat_number_is_called_free_of_charge_and_costs_more_a_month() -> None:
    line = Line()
    assert {row["total"] for row in inbound(line) if row["destination"] == "4385550115"} == {"0.00000000"}
    fees = {row["ammount"] for row in line.office.table("transactions") if row["type"] == "DID4385550115"}
    assert fees == {"-4.95"}


def test_two_people_have_one_name_and_others_have_accents() -> None:
    names = [row["description"] for row in Line().office.table("sub_accounts")]
    assert sum(name.startswith("Anne Tremblay") for name in names) == 2
    assert any(not name.isascii() for name in names)


def test_a_number_delivers_messages_to_no_address() -> None:
    row = Line().row("dids", did="5145550111")
    assert (row["sms_email_enabled"], row["sms_email"]) == ("1", "")


async def test_the_smaller_accounts_have_numbers_of_their_own() -> None:
    line = Line()
    for user, number in (("solo@example.com", "3055550130"), ("reseller@example.com", "6465550131")):
        assert (await line.rows("getDIDsInfo", "dids", api_username=user))[0]["did"] == number


async def test_there_is_stock_to_order_from() -> None:
    line = Line()
    for method in ("searchTollFreeCanUS", "searchTollFreeUSA"):
        assert await line.status(method) == "success"
    for method in ("searchDIDsUSA", "searchDIDsCAN"):
        assert await line.status(method, type="contains", query="5550") == "success"


def test_the_seed_is_the_same_for_the_same_clock() -> None:
    first, second = (create_app(now=NOON).state.sandbox.world.dump() for _ in range(2))
    assert first == second


def test_a_call_today_keeps_the_sums_right() -> None:
    line = Line()
    line.sandbox.call_in(MAIN, CALLER, keys="1")
    assert booked(line.office) == line.office.balance
