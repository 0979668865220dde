"""Whatever goes wrong, at whatever moment: nothing is done unasked, nothing twice, and nothing is lost.

The schedules are those of `torture`; `make torture` plays as many of them as one likes.
"""

from collections.abc import Callable, Mapping

import pytest

from torture.breaking import (
    a_lost_answer,
    nothing_is_locked,
    one_look_is_enough_to_call_it_not_done,
    what_is_open_stops_nothing,
)
from torture.incidents import What
from torture.running import everything, play_all
from voipms_server.approvals import rows
from voipms_server.journal import lines
from voipms_server.journal.lines import Body, LineKind, Outcome, Subject
from voipms_server.quotes import Seen
from voipms_server.store.store import Transaction
from voipms_tools.function import Function

Row = Mapping[str, str]

SCHEDULES, KILLS, SEED = 2_000, 50, 0
ENOUGH = 300
"""Schedules in which a server that is broken on purpose must be found out."""


def test_no_fault_crash_or_kill_loses_doubles_or_does_anything_unasked() -> None:
    """One test, because the schedules take a while: they are many, go wrong in every way, and do things at all."""
    report = everything(SEED, SCHEDULES, KILLS)
    assert not report.failures, report.told()
    counts = report.counts
    assert counts["schedules"] == SCHEDULES
    assert counts["kills"] >= KILLS
    assert counts["crashes"] > SCHEDULES / 5
    assert [what for what in What if counts[f"fault: {what.value}"] < 20] == []
    done = ("orders placed", "numbers cancelled", "entries deleted", "undos done", "changes done", "changes not done")
    assert {name: counts[name] for name in done if counts[name] < 20} == {}
    assert counts["changes refused"] and counts["changes unknown"]


def a_yes_is_never_used_up(patch: pytest.MonkeyPatch) -> None:
    def always(t: Transaction, id_: str, bundle: str) -> bool:
        return True

    patch.setattr(rows, "use", always)


def done_is_recorded_before_it_is_sent(patch: pytest.MonkeyPatch) -> None:
    append = lines.append

    def early(
        t: Transaction,
        kind: LineKind,
        subject: Subject,
        body: Body,
        *,
        change: int = 0,
        outcome: Outcome | None = None,
        secrets: Body = lines.NOTHING,
    ) -> int:
        number = append(t, kind, subject, body, change=change, outcome=outcome, secrets=secrets)
        if kind is LineKind.INTENT:
            append(t, LineKind.OUTCOME, subject, {"words": ""}, change=number, outcome=Outcome.DONE)
        return number

    patch.setattr("voipms_server.journal.lines.append", early)


def a_write_is_sent_again_when_its_answer_is_lost(patch: pytest.MonkeyPatch) -> None:
    a_lost_answer(patch, again=True)


def nobody_is_asked_about_changes(patch: pytest.MonkeyPatch) -> None:
    def none(function: type[Function], params: Row, old: Row, row: Mapping[str, object] | None) -> list[str]:
        return []

    patch.setattr("voipms_server.asks.reasons", none)


def a_yes_holds_whatever_has_changed_since(patch: pytest.MonkeyPatch) -> None:
    def holds(self: Seen, now: Seen) -> bool:
        return True

    patch.setattr(Seen, "still_holds", holds)


BREAKS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    a_yes_is_never_used_up,
    done_is_recorded_before_it_is_sent,
    a_write_is_sent_again_when_its_answer_is_lost,
    what_is_open_stops_nothing,
    nobody_is_asked_about_changes,
    one_look_is_enough_to_call_it_not_done,
    a_yes_holds_whatever_has_changed_since,
    nothing_is_locked,
)


@pytest.mark.parametrize("breaks", BREAKS, ids=lambda breaks: breaks.__name__)
def test_a_server_that_is_broken_on_purpose_is_found_out(
    breaks: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    assert play_all(SEED, range(ENOUGH), until_failure=True).failures
