"""Time conditions, in US Eastern."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.line import MAIN, Line
from voipms_sandbox.calls.hours import DAYS, LISTS, matches
from voipms_sandbox.clock import EASTERN

MONDAY = datetime(2026, 11, 23, tzinfo=EASTERN)


def hours(lists: str) -> dict[str, str]:
    return dict(zip(LISTS, lists.split(), strict=True))


def at(day: str, time: str) -> datetime:
    hour, minute = map(int, time.split(":"))
    return MONDAY + timedelta(days=DAYS.index(day), hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("day", "time", "open_"),
    [
        ("mon", "08:59", False),
        ("mon", "09:00", True),
        ("fri", "17:00", True),
        ("fri", "17:01", False),
        ("sat", "10:00", True),
        ("sat", "15:00", False),
        ("sun", "12:00", False),
    ],
)
def test_any_criterion_opens_and_the_last_minute_counts(day: str, time: str, open_: bool) -> None:
    office = hours("9;10 0;0 17;14 0;0 mon;sat fri;sat")
    assert matches(office, at(day, time)) is open_


@pytest.mark.parametrize(
    ("day", "open_"), [("fri", True), ("sun", True), ("mon", True), ("tue", False), ("thu", False)]
)
def test_weekdays_that_run_backwards_wrap_over_the_weekend(day: str, open_: bool) -> None:
    assert matches(hours("0 0 23 59 fri mon"), at(day, "12:00")) is open_


@pytest.mark.parametrize(("time", "open_"), [("23:00", True), ("05:59", True), ("06:01", False), ("21:59", False)])
def test_hours_that_run_backwards_wrap_over_midnight(time: str, open_: bool) -> None:
    assert matches(hours("22 00 6 00 mon sun"), at("wed", time)) is open_


@pytest.mark.parametrize("month", [1, 7])
def test_the_clock_is_eastern_in_winter_and_summer(month: int) -> None:
    line = Line()
    eastern = datetime(2026, month, 7, 9, 0, tzinfo=EASTERN)
    line.sandbox.world.clock.set(eastern.astimezone(UTC), frozen=True)
    call = line.sandbox.call_in(MAIN, "5145550160")
    assert call.steps[0].words == f"time condition 1830 (Office hours) matches at {eastern:%a} 09:00 Eastern"


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(DAYS))
def test_a_condition_of_all_hours_always_matches(hour: int, minute: int, day: str) -> None:
    assert matches(hours("0 0 23 59 mon sun"), at(day, f"{hour}:{minute}"))
