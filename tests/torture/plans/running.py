"""Many plans, each played to its end and checked: in this process, or in several at once."""

import gc
import multiprocessing
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial

import anyio

from torture.clockwork import run
from torture.incidents import Crash
from torture.plans.checks import Facts, problems
from torture.plans.drawn import Drawn, drawn
from torture.plans.play import PlanPlay
from torture.report import Failure, Report
from torture.schedule import Schedule
from torture.stores import Stores, prepared
from voipms_server.journal.line import Outcome

PART = 50
LONGEST = 100_000.0
"""Seconds of a plan's own time after which it must be stuck."""


def plans(seed: int, count: int, processes: int = 2) -> Report:
    """So many plans, over so many processes."""
    report = Report()
    parts = [partial(play_plans, seed, range(at, min(at + PART, count))) for at in range(0, count, PART)]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for done in as_completed([pool.submit(part) for part in parts]):
            report.add(done.result())
    return report


def play_plans(seed: int, indices: Iterable[int], *, until_failure: bool = False) -> Report:
    """These plans, one after the other."""
    gc.freeze()
    report = Report()
    with prepared() as stores:
        for index in indices:
            report.add(run(partial(played, drawn(seed, index), stores)))
            if until_failure and report.failures:
                break
    return report


async def played(one: Drawn, stores: Stores) -> Report:
    """What became of one plan."""
    if not one.steps:
        return Report(Counter(plans=1))
    with stores.of(Schedule(one.seed, one.index, (), one.in_file)) as kept:
        play = PlanPlay(one, kept)
        try:
            with anyio.fail_after(LONGEST):
                await play.run()
                facts = await Facts.of(play, await play.last())
                wrong = problems(facts)
        except (Exception, BaseExceptionGroup, Crash) as error:
            return Report(Counter(plans=1), [Failure(one.told(), [f"{type(error).__name__}: {error}"])])
        finally:
            play.close()
    return Report(counted(facts), [Failure(one.told(), wrong)] if wrong else [])


def counted(facts: Facts) -> Counter[str]:
    """What happened, in numbers."""
    counts = facts.play.counts + Counter(plans=1, calls=len(facts.play.told), writes=len(facts.sent))
    state = facts.plan.state.value if facts.plan is not None else "never begun"
    counts[f"plans {state}"] += 1
    answer = facts.last.answer if facts.last is not None else {}
    counts["plans that left something"] += bool(answer.get("left"))
    counts["plans rolled back whole"] += answer.get("rolled_back") is True
    for change in facts.changes.values():
        counts[f"steps {(change.outcome or Outcome.UNKNOWN).value}"] += bool(change.step)
        counts["steps taken back"] += bool(change.undoes) and change.outcome is Outcome.DONE
    return counts
