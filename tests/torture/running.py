"""Many schedules, each played, settled and checked: in this process, or in several at once."""

import gc
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial

import anyio

from torture.after import still_at_work
from torture.checks import problems
from torture.clockwork import run
from torture.facts import Facts
from torture.incidents import Crash
from torture.killing import KILLS, kill_all
from torture.play import Play
from torture.report import Failure, Report, counted
from torture.schedule import Schedule, drawn
from torture.settle import settle
from torture.stores import Stores, prepared

LONGEST = 50_000
"""Seconds of a schedule's own time after which something in it must be stuck."""
PART = 50
"""Schedules that a process is given at a time."""
Work = Callable[[], Report]


def everything(seed: int, schedules: int, kills: int, processes: int = 2) -> Report:
    """So many schedules, and servers killed, over so many processes."""
    chains: Sequence[Work] = [partial(kill_all, seed, index) for index in range(-(-kills // KILLS))]
    parts: Sequence[Work] = [
        partial(play_all, seed, range(start, min(start + PART, schedules))) for start in range(0, schedules, PART)
    ]
    report = Report()
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for done in as_completed([pool.submit(work) for work in (*chains, *parts)]):
            report.add(done.result())
    return report


def play_all(seed: int, indices: Iterable[int], *, until_failure: bool = False) -> Report:
    """Play these schedules; with `until_failure` stop at the first that fails."""

    async def main() -> Report:
        report = Report()
        with prepared() as stores:
            for index in indices:
                report.add(await played(drawn(seed, index), stores))
                if until_failure and report.failures:
                    break
        return report

    gc.freeze()
    return run(main)


async def played(schedule: Schedule, stores: Stores) -> Report:
    """What became of one schedule."""
    with stores.of(schedule) as kept:
        play = Play(schedule, kept)
        try:
            with anyio.fail_after(LONGEST):
                await play.run()
                await settle(play)
                await still_at_work(play)
        except (Exception, BaseExceptionGroup, Crash) as error:
            return Report(Counter(schedules=1), [Failure(schedule.told(), [f"{type(error).__name__}: {error}"])])
        finally:
            play.close()
        facts = Facts.of(play)
        wrong = problems(facts)
        play.close()
        return Report(counted(facts), [Failure(schedule.told(), wrong)] if wrong else [])
