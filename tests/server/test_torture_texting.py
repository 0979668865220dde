"""Texts, whatever goes wrong at whatever moment: none goes twice, none is lost that was reported as sent.

The schedules are those of `torture.texting`; `make torture` plays as many of them as one likes.
"""

from collections.abc import Callable

import pytest

from torture.breaking import (
    a_lost_answer,
    nothing_is_locked,
    one_look_is_enough_to_call_it_not_done,
    what_is_open_stops_nothing,
)
from torture.incidents import What
from torture.running import everything, play_all
from torture.texting.subject import TEXTS
from voipms_server.store.store import Transaction
from voipms_server.texting import rules
from voipms_server.texting.desk import SendDesk

SCHEDULES, KILLS, SEED = 200, 10, 0
ENOUGH, QUICK = 100, 3
"""Schedules in which a server that is broken on purpose must be found out, and a seed of which few are needed."""
GIVEN_UP = f"fault: {What.GIVE_UP.value}"


def test_no_text_goes_twice_and_none_is_lost_that_was_reported_as_sent() -> None:
    """One test, because the schedules take a while: they go wrong in every way, and texts are sent at all."""
    report = everything(SEED, SCHEDULES, KILLS, TEXTS)
    assert not report.failures, report.told()
    counts = report.counts
    assert counts["schedules"] == SCHEDULES
    assert counts["kills"] >= KILLS
    assert counts["changes not done"] and counts["refused for the day's limit"]
    things = ("texts sent", "retries", "repetitions a person wanted", "late effects", "crashes", GIVEN_UP)
    assert {name: counts[name] for name in things if counts[name] < 20} == {}


def without(patch: pytest.MonkeyPatch, rule: str) -> None:
    patch.setattr(rules, "RULES", tuple(one for one in rules.RULES if one.name != rule))


def a_repetition_asks_nobody(patch: pytest.MonkeyPatch) -> None:
    without(patch, "repeated")


def a_new_recipient_asks_nobody(patch: pytest.MonkeyPatch) -> None:
    without(patch, "new_recipient")


def a_retry_after_ten_minutes_asks_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rules, "RUNNING", rules.REPEATED)


def the_day_has_no_limit(patch: pytest.MonkeyPatch) -> None:
    def checked(self: SendDesk, t: Transaction, account: str) -> None:
        """Never too many."""

    without(patch, "daily")
    patch.setattr(SendDesk, "check_day", checked)


def a_lost_answer_is_sent_again(patch: pytest.MonkeyPatch) -> None:
    a_lost_answer(patch, again=True)


def a_lost_answer_is_told_as_not_sent(patch: pytest.MonkeyPatch) -> None:
    a_lost_answer(patch, again=False)


BREAKS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    what_is_open_stops_nothing,
    a_repetition_asks_nobody,
    a_new_recipient_asks_nobody,
    a_retry_after_ten_minutes_asks_nobody,
    the_day_has_no_limit,
    a_lost_answer_is_sent_again,
    a_lost_answer_is_told_as_not_sent,
    one_look_is_enough_to_call_it_not_done,
    nothing_is_locked,
)


@pytest.mark.parametrize("breaks", BREAKS, ids=lambda breaks: breaks.__name__)
def test_a_server_that_is_broken_on_purpose_is_found_out(
    breaks: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    assert play_all(QUICK, range(ENOUGH), TEXTS, until_failure=True).failures
