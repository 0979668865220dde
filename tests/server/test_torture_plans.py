"""Whatever goes wrong with a plan: the account is as before, or the answer lists exactly what differs.

The plans are those of `torture.plans`; `make torture` plays 2,000 of them, or as many as one likes.
"""

from collections.abc import Callable

import pytest

from torture.breaking import a_lost_answer
from torture.incidents import What
from torture.plans.running import plans, play_plans
from voipms_server import commit
from voipms_server.commit import Intent
from voipms_server.journal.change import Change
from voipms_server.plans import going_back, running
from voipms_server.plans.book import Kept
from voipms_server.plans.going_back import Back
from voipms_server.plans.planning import Planned
from voipms_server.store.store import Transaction

PLANS, SEED = 1_000, 0
ENOUGH = 100
"""Plans in which a server that is broken on purpose must be found out."""


def test_a_plan_is_done_or_taken_back_or_tells_exactly_what_differs() -> None:
    report = plans(SEED, PLANS)
    assert not report.failures, report.told()
    counts = report.counts
    assert counts["plans"] == PLANS
    assert counts["crashes"] > PLANS / 10
    assert [what for what in What if not counts[f"fault: {what.value}"]] == []
    done = ("plans done", "plans rolled back whole", "plans that left something", "steps taken back")
    assert {name: counts[name] for name in done if counts[name] < 20} == {}
    assert counts["steps not done"] and counts["steps refused"]


def steps_are_sent_again(patch: pytest.MonkeyPatch) -> None:
    def never(t: Transaction, intent: Intent) -> None:
        return

    async def nothing(self: object, stored: object) -> dict[int, Change]:
        return {}

    patch.setattr(commit, "_refuse_again", never)
    patch.setattr(running.Runner, "so_far", nothing)


def nothing_is_taken_back(patch: pytest.MonkeyPatch) -> None:
    async def none(self: Back, errand: object, writes: object) -> dict[int, str]:
        return {}

    patch.setattr(Back, "_undone", none)


def what_is_left_is_not_told(patch: pytest.MonkeyPatch) -> None:
    def never(change: Change, surely: set[int]) -> bool:
        return False

    patch.setattr(going_back, "_may_differ", never)


def what_changed_since_the_yes_is_sent(patch: pytest.MonkeyPatch) -> None:
    def whatever(kept: Kept, now: Planned, known: object) -> None:
        return

    for check in ("_still_the_same", "_not_moved"):
        patch.setattr(running, check, whatever)


def a_write_is_sent_again_when_its_answer_is_lost(patch: pytest.MonkeyPatch) -> None:
    a_lost_answer(patch, again=True)


BREAKS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    steps_are_sent_again,
    nothing_is_taken_back,
    what_is_left_is_not_told,
    what_changed_since_the_yes_is_sent,
    a_write_is_sent_again_when_its_answer_is_lost,
)


@pytest.mark.parametrize("breaks", BREAKS, ids=lambda breaks: breaks.__name__)
def test_a_server_that_is_broken_on_purpose_is_found_out(
    breaks: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    assert play_plans(SEED, range(ENOUGH), until_failure=True).failures
