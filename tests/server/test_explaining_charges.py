"""`explainCharges`: drivers that add up to the account's transactions to the cent; what does not match is shown."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cases.called import HELENE, MAIN, QUEUE, STRANGER, SUPPORT, Answer, Called, moment_of, usd
from cases.office import ERAS, NOON, Era, Office
from voipms_sandbox.orders import charge
from voipms_sandbox.world import Row
from voipms_server.calls.period import before, period
from voipms_server.calls.transactions import statement
from voipms_server.errors import NotAllowed
from voipms_server.setup import Setup
from voipms_server.zones import Zone

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
ZONES = (
    "America/Vancouver",
    "America/Regina",
    "America/Toronto",
    "America/St_Johns",
    "Europe/Paris",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "UTC",
)
DAY = timedelta(days=1)
NOBODY = dict.fromkeys(("100000_Zoe", "100000_Francois"), "never")
PARTNERS_PHONE = "4165550152"
CENT = Decimal("0.01")


@cache
def seeded(zone: str) -> Office:
    return Office(setup=Setup(zone=Zone(zone)))


@cache
def past() -> tuple[Sequence[Row], Sequence[Row]]:
    """The transactions and the records of calls that the seed has."""
    account = Office().sandbox.world.accounts[0]
    return account.table("transactions"), account.table("cdr")


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, datetime.min.time()).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def charges(zone: str, first: date, last: date) -> list[Row]:
    """What was charged, or paid back, between these days of the user's; no money that was paid in."""
    start, end = midnight(first, zone), midnight(last + DAY, zone)
    rows = [row for row in past()[0] if start <= moment_of(row) < end]
    return [row for row in rows if row["type"] not in ("DEPOSIT", "open")]


def expected(zone: str, first: date, last: date) -> Mapping[str, Decimal]:
    """The drivers of a period, straight from the tables: the seed books a day's calls at its end."""
    found = defaultdict[str, Decimal](Decimal)
    for row in charges(zone, first, last):
        if row["type"] != "CALLS":
            found[of_kind(row)] -= Decimal(row["ammount"])
            continue
        calls = [call for call in past()[1] if call["date"][:10] == row["date"][:10]]
        for call in calls:
            found[of_call(call)] += Decimal(call["total"])
        found["rounding of calls to the cent"] -= Decimal(row["ammount"]) + sum(Decimal(one["total"]) for one in calls)
    return {name: amount for name, amount in found.items() if amount}


def of_kind(row: Row) -> str:
    if row["type"].startswith("DID"):
        words = row["description"].partition(":")[0]
        return {"Refund": "refunds", "DID Setup Fee": "orders and set-up", "DID Monthly Fee": "monthly fees"}[words]
    return {"CNAM": "CNAM look-ups"}.get(row["type"], row["type"])


def of_call(row: Row) -> str:
    what = "calls in" if row["destination_type"].startswith("IN") else "calls out"
    if row["destination"] == PARTNERS_PHONE and MAIN not in row["callerid"]:
        what = "forwarded legs"
    return f"{what}: {row['description']} ({row['destination_type']})"


async def explained(zone: str, said: str, other: str | None = None, era: Era = "2026-07-28") -> Answer:
    async with seeded(zone).client(era) as client:
        arguments = {"period": said} | ({"compare_to": other} if other else {})
        answer = (await client.call_tool("explainCharges", arguments)).structured_content
    assert answer is not None
    return answer


def amounts(told: Answer, which: str) -> dict[str, Decimal]:
    """By driver, those that are not zero."""
    found = {one["driver"]: usd(one[which]) for one in told["drivers"]}
    return {name: amount for name, amount in found.items() if amount}


def adds_up(told: Answer) -> None:
    """Drivers add up to what was spent, in both periods and between them."""
    for which in ("period", "compared_to"):
        assert sum(usd(one[which]) for one in told["drivers"]) == usd(told[which]["spent"])
    differences = [usd(one["difference"]) for one in told["drivers"]]
    assert (
        sum(differences) == usd(told["difference"]) == usd(told["period"]["spent"]) - usd(told["compared_to"]["spent"])
    )
    assert [abs(one) for one in differences] == sorted(map(abs, differences), reverse=True)


# The seeded office, against its tables


@eras
async def test_a_month_against_the_month_before_adds_up_to_the_transactions_to_the_cent(era: Era) -> None:
    told = await explained("America/Toronto", "last month", era=era)
    october, september = (date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 9, 1), date(2026, 9, 30))
    adds_up(told)
    assert amounts(told, "period") == expected("America/Toronto", *october)
    assert amounts(told, "compared_to") == expected("America/Toronto", *september)
    assert "missing" not in told
    assert told["compared_to"]["days"] == "2026-09-01..2026-09-30"


days = st.integers(0, 98)


@given(st.sampled_from(ZONES), st.tuples(days, days), st.tuples(days, days))
@settings(max_examples=40)
async def test_any_two_periods_add_up_in_any_zone(zone: str, one: tuple[int, int], other: tuple[int, int]) -> None:
    today = NOON.astimezone(ZoneInfo(zone)).date()
    first, second = ([today - timedelta(days=ago) for ago in sorted(ends, reverse=True)] for ends in (one, other))
    told = await explained(zone, f"{first[0]}..{first[1]}", f"{second[0]} .. {second[1]}")
    adds_up(told)
    for which, ends in (("period", first), ("compared_to", second)):
        rows = charges(zone, ends[0], ends[1])
        assert usd(told[which]["spent"]) == -sum((Decimal(row["ammount"]) for row in rows), Decimal(0))
        assert amounts(told, which) == expected(zone, ends[0], ends[1])
        start, end = midnight(ends[0], zone), midnight(ends[1] + DAY, zone)
        assert told[which]["transactions"] == sum(start <= moment_of(row) < end for row in past()[0])


async def test_each_driver_counts_what_it_is_for() -> None:
    told = await explained("America/Toronto", "2026-10")
    calls = Counter(of_call(row) for row in past()[1] if row["date"].startswith("2026-10"))
    rows = charges("America/Toronto", date(2026, 10, 1), date(2026, 10, 31))
    counts = {one["driver"]: one["count"] for one in told["drivers"] if one["count"]}
    assert counts == calls + Counter(of_kind(row) for row in rows if row["type"] != "CALLS")


async def test_money_paid_in_is_shown_apart_and_is_no_driver() -> None:
    told = await explained("America/Toronto", "2026-10")
    assert (told["period"]["deposits"], told["period"]["deposit_count"]) == ("US$100.00", 1)
    assert not [one for one in told["drivers"] if "deposit" in one["driver"]]


async def test_the_words_say_for_whom_most_of_the_difference_is() -> None:
    told = await explained("America/Toronto", "2026-09", "2026-11")
    fees = next(one for one in told["drivers"] if one["driver"] == "monthly fees")
    assert fees["words"] == (
        "More: US$19.31 for 15 transactions, against US$18.32 for 14 transactions. Most: 5145550143 US$0.99, against "
        "US$0.00."
    )


# What happens while a test looks


class Book:
    """An office that spends now and then; what each thing cost is what it took from the balance."""

    def __init__(self, zone: str, now: datetime = NOON) -> None:
        self.called = Called(zone, now)
        self.spent: list[tuple[datetime, Decimal]] = []

    def at(self, moment: datetime, what: str) -> None:
        self.called.stand(moment)
        balance = self.called.account.balance
        THINGS[what](self.called)
        self.spent.append((moment, balance - self.called.account.balance))

    def between(self, start: datetime, end: datetime) -> Decimal:
        return sum((amount for moment, amount in self.spent if start <= moment < end), Decimal(0))

    async def explain(self, said: str, other: str = "yesterday") -> Answer:
        told = await self.called.ask("explainCharges", {"period": said, "compare_to": other})
        adds_up(told)
        return told


def text_somebody(called: Called) -> None:
    charge(called.here, Decimal("0.0075"), "SMS", "SMS to 5145550160")


def pay_for_a_number(called: Called) -> None:
    charge(called.here, Decimal("0.99"), "DID5145550198", "DID Monthly Fee: 5145550198")


def pay_back(called: Called) -> None:
    charge(called.here, Decimal("-1.25"), "DID5145550198", "Refund: DID Monthly Fee: 5145550198")


def ring(did: str = MAIN, caller: str = STRANGER, **told: object) -> Callable[[Called], object]:
    return lambda called: called.ring(did, caller, **told)


THINGS: Mapping[str, Callable[[Called], object]] = {
    "call": ring(HELENE),
    "menu": ring(keys="1"),
    "toll-free": ring("8005550119", hangs_up_after=125),
    "forwarded": ring(QUEUE, answers=NOBODY),
    "hidden": ring(SUPPORT, "anonymous"),
    "text": text_somebody,
    "fee": pay_for_a_number,
    "refund": pay_back,
}
SWITCHES = ("2026-03-08T07:00:00+00:00", "2026-11-01T06:00:00+00:00", "2026-10-25T01:00:00+00:00")
minutes = st.integers(-40 * 60, 40 * 60)


@given(
    st.sampled_from(ZONES),
    st.sampled_from(SWITCHES),
    st.lists(
        st.tuples(minutes, st.sampled_from(sorted(THINGS))), min_size=1, max_size=25, unique_by=lambda one: one[0]
    ),
)
@settings(max_examples=40)
async def test_around_a_switch_each_day_costs_what_it_took_from_the_balance(
    zone: str, switch: str, things: list[tuple[int, str]]
) -> None:
    middle = datetime.fromisoformat(switch)
    book = Book(zone, middle)
    for minute, what in sorted(things):
        book.at(middle + timedelta(minutes=minute), what)
    book.called.stand(middle + 4 * DAY)
    assume(not told_twice([moment for moment, _ in book.spent]))
    day = middle.astimezone(ZoneInfo(zone)).date()
    for one in (day - DAY, day, day + DAY):
        told = await book.explain(one.isoformat(), (one - DAY).isoformat())
        assert usd(told["period"]["spent"]) == book.between(midnight(one, zone), midnight(one + DAY, zone))
        assert "missing" not in told
        assert not [name for name in amounts(told, "period") if name.startswith(("unexplained", "rounding"))]


def told_twice(moments: Sequence[datetime]) -> bool:
    """Whether something happened in the hour that comes twice in New York; when is not always to be known."""
    start = datetime(2026, 11, 1, 5, tzinfo=UTC)
    return any(start <= one < start + timedelta(hours=2) for one in moments)


async def test_the_hour_that_comes_twice_is_told_apart_by_the_ids_of_transactions() -> None:
    book = Book("America/Denver")
    book.at(datetime.fromisoformat("2026-11-01T01:50:00-04:00"), "text")
    book.at(datetime.fromisoformat("2026-11-01T01:20:00-05:00"), "fee")
    book.called.stand(NOON)
    told = await book.explain("2026-11-01", "2026-10-31")
    assert (told["period"]["spent"], told["compared_to"]["spent"], "missing" in told) == ("US$0.99", "US$0.0075", False)


async def test_a_transaction_that_may_be_of_the_other_day_is_told() -> None:
    book = Book("America/Denver")
    book.at(datetime.fromisoformat("2026-11-01T01:20:00-05:00"), "fee")
    book.called.stand(NOON)
    told = await book.explain("2026-11-01", "2026-10-31")
    assert (told["period"]["spent"], told["compared_to"]["spent"]) == ("US$0.00", "US$0.99")
    assert any("came twice" in words for words in told["missing"])


async def test_a_forwarded_leg_is_priced_apart_from_its_call() -> None:
    book = Book("UTC")
    book.at(NOON, "forwarded")
    told = await book.explain("today")
    found = amounts(told, "period")
    _, leg = book.called.account.table("cdr")
    assert found["forwarded legs: Outbound Canada (OUT:CANADA)"] == Decimal(leg["total"])
    assert found["CNAM look-ups"] == Decimal("0.008")


# What does not match


async def changed(change: str) -> Answer:
    """Last month, where something does not fit: a charge of US$1.23 too much, or rows that are gone."""
    office = Office(setup=Setup(zone=Zone("America/Toronto")))
    account = office.sandbox.world.accounts[0]
    paid = next(
        row for row in account.table("transactions") if row["type"] == "CALLS" and row["date"].startswith("2026-10-14")
    )
    if change == "charged too much":
        paid["ammount"] = str(Decimal(paid["ammount"]) - Decimal("1.23"))
    if change == "not booked":
        account.table("transactions").remove(paid)
    if change == "calls gone":
        account.table("cdr")[:] = [row for row in account.table("cdr") if not row["date"].startswith("2026-10-14")]
    async with office.client() as client:
        answer = (await client.call_tool("explainCharges", {"period": "2026-10"})).structured_content
    assert answer is not None
    adds_up(answer)
    return answer


def of_the_day() -> Decimal:
    return sum((Decimal(row["total"]) for row in past()[1] if row["date"].startswith("2026-10-14")), Decimal(0))


def booked_that_day() -> Decimal:
    rows = [row for row in past()[0] if row["type"] == "CALLS" and row["date"].startswith("2026-10-14")]
    return -Decimal(rows[0]["ammount"])


async def test_what_was_charged_beyond_the_calls_is_unexplained_and_says_of_which_day() -> None:
    told = await changed("charged too much")
    driver = next(one for one in told["drivers"] if one["driver"] == "unexplained")
    assert usd(driver["period"]) == Decimal("1.23") + booked_that_day() - of_the_day()
    assert "Calls of 2026-10-14" in driver["words"]


async def test_a_charge_for_calls_without_their_records_is_unexplained() -> None:
    assert amounts(await changed("calls gone"), "period")["unexplained"] == booked_that_day()


async def test_calls_that_no_transaction_is_for_are_told_and_are_in_no_sum() -> None:
    told = await changed("not booked")
    (words,) = told["missing"]
    assert f"US${of_the_day().normalize()}" in words
    assert "no transaction is for them" in words
    assert "unexplained" not in amounts(told, "period")


async def test_an_unknown_kind_keeps_its_own_name() -> None:
    book = Book("UTC")
    charge(book.called.here, Decimal("2.10"), "VFAX", "Virtual fax pages")
    charge(book.called.here, Decimal("0.40"), "", "")
    told = await book.explain("today")
    assert amounts(told, "period") == {"other: VFAX": Decimal("2.10"), "other: without a name": Decimal("0.40")}


@eras
async def test_rows_may_come_bare_with_numbers_as_numbers_and_without_fields(era: Era) -> None:
    book = Book("UTC")
    charge(book.called.here, Decimal("0.0075"), "SMS", "SMS to 5145550160")
    for kind in ("bare_object", "mixed_types"):
        book.called.office.sandbox.faults.plan(kind, "getTransactionHistory")
        told = await book.called.ask("explainCharges", {"period": "today"}, era)
        assert amounts(told, "period") == {"SMS": Decimal("0.0075")}


async def test_amounts_and_times_that_cannot_be_read_are_told() -> None:
    book = Book("UTC")
    for fields in ({"date": "2026-11-24 10:00:00", "ammount": "much"}, {"date": "2026-11-24 soon", "ammount": "-1"}):
        book.called.account.table("transactions").append({"type": "SMS", "description": "", **fields})
    told = await book.explain("today")
    assert told["period"]["spent"] == "US$0.00"
    assert ["no amount" in words or "no time" in words for words in told["missing"]] == [True] * len(told["missing"])
    assert len(told["missing"]) >= 2


@pytest.mark.parametrize(
    ("type_", "words", "amount", "kind"),
    [
        ("DID8555555555", "DID Monthly Fee: 8555555555", "-0.99", "monthly fees"),
        ("DID8555555555", "DID Setup Fee: 8555555555", "-0.50", "orders and set-up"),
        ("E911", "E911 Monthly Fee: 5145550110", "-1.50", "E911"),
        ("CNAM", "CNAM look-up: 5145550160", "-0.008", "CNAM look-ups"),
        ("SMS", "SMS to 5145550160", "-0.0075", "SMS"),
        ("MMS", "MMS to 5145550160", "-0.02", "MMS"),
        ("CALLS", "Calls of 2026-10-04", "-3.10", "calls"),
        ("DEPOSIT", "Payment received", "100.00", "deposits"),
        ("PAYPAL", "PayPal payment", "50.00", "deposits"),
        ("DEPOSIT", "Deposit reversed", "-50.00", "deposits"),
        ("open", "Balance brought forward", "12.3475", "deposits"),
        ("DID8555555555", "Refund: DID Monthly Fee: 8555555555", "0.99", "refunds"),
        ("CREDIT", "Courtesy", "5", "refunds"),
        ("VFAX", "Pages", "-1", "other: VFAX"),
        ("", "Something", "-1", "other: Something"),
    ],
)
def test_a_transaction_is_for_what_its_words_and_type_say(type_: str, words: str, amount: str, kind: str) -> None:
    row = {"date": "2026-10-04 00:00:00", "type": type_, "description": words, "ammount": amount}
    (one,) = statement([row]).transactions
    assert one.kind == kind


VALUES = st.none() | st.text(max_size=12) | st.integers() | st.floats() | st.booleans() | st.lists(st.integers())
ROWS = st.fixed_dictionaries(
    {"date": st.sampled_from(["2026-10-04 00:00:00", "soon", None])},
    optional=dict.fromkeys(("uniqueid", "type", "description", "ammount"), VALUES),
)


@given(st.lists(ROWS, max_size=4))
def test_whatever_the_fields_hold_every_row_is_counted_or_told(rows: list[dict[str, object]]) -> None:
    found = statement(rows)
    assert len(found.transactions) + found.unreadable == len(rows)
    assert all(one.kind and one.charge is not None for one in found.transactions)


# Periods

UNTIL_NOW = "2026-11-01..2026-11-30, so far"


@pytest.mark.parametrize(
    ("said", "days_", "compared"),
    [
        ("2026-10", "2026-10-01..2026-10-31", "2026-09-01..2026-09-30"),
        ("last month", "2026-10-01..2026-10-31", "2026-09-01..2026-09-30"),
        (" Last Month ", "2026-10-01..2026-10-31", "2026-09-01..2026-09-30"),
        ("this month", UNTIL_NOW, "2026-10-01..2026-10-31"),
        ("2026-11", UNTIL_NOW, "2026-10-01..2026-10-31"),
        ("2026-10-01..2026-10-15", "2026-10-01..2026-10-15", "2026-09-16..2026-09-30"),
        ("2026-10-01 .. 2026-10-15", "2026-10-01..2026-10-15", "2026-09-16..2026-09-30"),
        ("2026-09..2026-10", "2026-09-01..2026-10-31", "2026-07-01..2026-08-31"),
        ("2026-01", "2026-01-01..2026-01-31", "2025-12-01..2025-12-31"),
        ("2026-10-05", "2026-10-05", "2026-10-04"),
        ("yesterday", "2026-11-23", "2026-11-22"),
        ("today", "2026-11-24, so far", "2026-11-23"),
        ("2026-11-20..2026-12-05", "2026-11-20..2026-12-05, so far", "2026-11-04..2026-11-19"),
        ("2024-11-24", "2024-11-24", "2024-11-23"),
    ],
)
def test_a_period_is_said_as_people_say_it_and_compared_with_the_one_before(
    said: str, days_: str, compared: str
) -> None:
    zone, now = Zone("America/Toronto"), NOON.astimezone(UTC)
    found = period(said, zone, now)
    assert (found.words, before(found, zone, now).words) == (days_, compared)


@pytest.mark.parametrize("today", ["2028-02-29", "2027-02-28", "2026-02-28", "2028-03-01"])
def test_two_years_back_is_as_far_as_it_goes_in_leap_years_too(today: str) -> None:
    zone, now = Zone("UTC"), datetime.fromisoformat(f"{today}T12:00:00+00:00")
    day = date.fromisoformat(today)
    last = day.replace(year=day.year - 2) if (day.month, day.day) != (2, 29) else date(day.year - 2, 2, 28)
    assert period(last.isoformat(), zone, now).first == last
    with pytest.raises(NotAllowed, match="more than two years back"):
        period((last - DAY).isoformat(), zone, now)


@pytest.mark.parametrize(
    "said",
    ["soon", "2026-13", "2026-02-30", "2026-10-15..2026-10-01", "..", "2026-10..", "20261005", "0000-01", "9999-12-31"],
)
async def test_what_is_no_period_is_refused_with_examples_or_as_ahead(said: str) -> None:
    told = await Called().refusal("explainCharges", period=said)
    assert "Say it as this month, last month" in told or "lies in the future" in told or "Invalid" in told, told


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("2026-12", "2026-12 lies in the future; today is 2026-11-24"),
        ("2026-11-25", "lies in the future"),
        ("2024-11-23", "begins more than two years back"),
    ],
)
async def test_what_lies_ahead_or_too_far_back_is_refused_plainly(said: str, words: str) -> None:
    assert words in await Called().refusal("explainCharges", period=said)
    assert words in await Called().refusal("explainCharges", period="2026-10", compare_to=said)


async def test_periods_of_unequal_length_are_compared_by_the_day_too() -> None:
    told = await explained("America/Toronto", "2026-10")
    by_day = told["per_day"]
    assert by_day["words"].startswith("The periods differ in length (31 and 30 days)")
    assert abs(usd(by_day["period"]) * 31 - usd(told["period"]["spent"])) <= 31 * CENT / 100
    assert "per_day" not in await explained("America/Toronto", "2026-10-01..2026-10-15")


async def test_a_period_that_is_not_over_says_so_and_is_as_long_as_it_lasted() -> None:
    told = await explained("America/Toronto", "this month")
    assert (told["period"]["days"], told["period"]["length_in_days"]) == (UNTIL_NOW, "23.54")
    assert told["period"]["to"].startswith("2026-11-24T12:00")


async def test_periods_that_overlap_say_so() -> None:
    told = await explained("America/Toronto", "2026-10", "2026-10-20..2026-11-05")
    assert told["missing"] == ["The two periods overlap: what is in both is counted in each."]


async def test_a_long_period_is_read_in_pieces_and_every_transaction_counts_once() -> None:
    called = Called("UTC")
    for ago in range(0, 720, 5):
        called.stand(NOON - timedelta(days=ago))
        charge(called.here, CENT, "SMS", "SMS to 5145550160")
    called.stand(NOON)
    told = await called.ask("explainCharges", {"period": "2024-12-01..2026-11-24", "compare_to": "2026-11-24"})
    assert (told["period"]["spent"], told["period"]["transactions"]) == ("US$1.44", 144)


async def test_nothing_is_a_plain_answer() -> None:
    told = await Called().ask("explainCharges", {"period": "2026-10"})
    assert (told["difference"], told["drivers"], "missing" in told) == ("US$0.00", [], False)


async def test_only_what_reads_is_called() -> None:
    called = Called()
    called.ring(QUEUE, STRANGER, answers=NOBODY)
    await called.ask("explainCharges", {"period": "today"})
    assert all(name.startswith("get") for name in called.office.calls)
