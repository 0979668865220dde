"""Many schedules, each played, settled and checked: in this process, or in several at once."""

import gc
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial

import anyio

from torture.clockwork import run
from torture.facts import Facts
from torture.incidents import Crash
from torture.killing import KILLS, kill_all
from torture.play import Play
from torture.report import Failure, Report
from torture.schedule import Schedule
from torture.settings import SETTINGS
from torture.settle import settle
from torture.stores import Stores, prepared
from torture.subject import Subject

PART = 50
"""Schedules that a process is given at a time."""
Work = Callable[[], Report]


def everything(seed: int, schedules: int, kills: int, subject: Subject = SETTINGS, processes: int = 2) -> Report:
    """So many schedules, and servers killed, over so many processes."""
    chains: Sequence[Work] = [partial(kill_all, seed, index, subject) for index in range(-(-kills // KILLS))]
    parts: Sequence[Work] = [
        partial(play_all, seed, range(start, min(start + PART, schedules)), subject)
        for start in range(0, schedules, PART)
    ]
    report = Report()
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for done in as_completed([pool.submit(work) for work in (*chains, *parts)]):
            report.add(done.result())
    return report


def play_all(seed: int, indices: Iterable[int], subject: Subject = SETTINGS, *, until_failure: bool = False) -> Report:
    """Play these schedules, each from the same moment on; with `until_failure` stop at the first that fails."""
    gc.freeze()
    report = Report()
    with prepared() as stores:
        for index in indices:
            report.add(run(partial(played, subject, subject.drawn(seed, index), stores)))
            if until_failure and report.failures:
                break
    return report


async def played(subject: Subject, schedule: Schedule, stores: Stores) -> Report:
    """What became of one schedule."""
    with stores.of(schedule) as kept:
        play = Play(schedule, kept, subject.account(), watch=subject.watch)
        try:
            with anyio.fail_after(subject.longest):
                await play.run()
                await settle(play)
                await subject.after(play)
        except (Exception, BaseExceptionGroup, Crash) as error:
            return Report(Counter(schedules=1), [Failure(schedule.told(), [f"{type(error).__name__}: {error}"])])
        finally:
            play.close()
        facts = Facts.of(play)
        wrong = subject.problems(facts)
        play.close()
        return Report(subject.counted(facts), [Failure(schedule.told(), wrong)] if wrong else [])
