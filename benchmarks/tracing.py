"""Tracing a large account beside reading its lists: 2,000 numbers and 1,000 entries, all within reach."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import anyio

from cases.large import Large
from cases.straight import Straight
from voipms_sandbox import Sandbox
from voipms_sandbox.clock import Clock
from voipms_sandbox.world import load
from voipms_server.facts import Facts
from voipms_server.line import Line
from voipms_server.tracing.account import Account
from voipms_server.tracing.checks import findings
from voipms_server.tracing.picture import mermaid, routing_map
from voipms_server.tracing.telling import line
from voipms_server.tracing.traced import When, trace_number
from voipms_server.zones import Zone

NOW = datetime.fromisoformat("2026-11-24T12:00:00-05:00")
ROUNDS = 5
GOAL_ONE, GOAL_ALL = 8.0, 200.0
"""Times of reading the JSON of the lists, which no trace can do without."""


@dataclass
class Recorded:
    """The answers of an API as text, given again: what it costs is to read the JSON."""

    api: Straight
    answers: dict[str, str] = field(default_factory=dict[str, str])

    async def call(
        self,
        function: str,
        params: Mapping[str, str],
        *,
        read: bool,
        empty: tuple[str, ...] = (),
        in_turn: bool = False,
    ) -> dict[str, object]:
        key = f"{function}{sorted(params.items())}"
        if key not in self.answers:
            self.answers[key] = json.dumps(await self.api.call(function, params, read=read, empty=empty))
        found: dict[str, object] = json.loads(self.answers[key])
        return found

    async def turn(self) -> None: ...

    def read_again(self) -> float:
        """Milliseconds to read every answer once."""
        begin = time.perf_counter()
        for answer in self.answers.values():
            json.loads(answer)
        return (time.perf_counter() - begin) * 1000


async def one(account: Account, dids: list[str]) -> int:
    """A trace of one number, with everything that is told of it."""
    trace = await trace_number(account, dids[0], When(NOW, Zone("America/Toronto")), None)
    found = findings(trace)
    mermaid(trace, found)
    routing_map(trace, found)
    return len(trace.graph.nodes)


async def all_of(account: Account, dids: list[str]) -> int:
    """A line for each number."""
    for did in dids:
        trace = await trace_number(account, did, When(NOW, Zone("America/Toronto")), None)
        line(trace, findings(trace))
    return len(dids)


async def measured(work: Callable[[Account, list[str]], Awaitable[int]]) -> tuple[list[tuple[float, float]], int]:
    """Milliseconds of the work with its reads, and of reading the same answers, in each round."""
    large = Large(NOW)
    api = Recorded(Straight(Sandbox(load(large.data(), Clock(NOW)))))
    pairs: list[tuple[float, float]] = []
    count = 0
    for _ in range(ROUNDS + 1):
        begin = time.perf_counter()
        count = await work(Account(Facts(Line("large", api), lambda: NOW)), large.dids)
        pairs.append(((time.perf_counter() - begin) * 1000, api.read_again()))
    return pairs[1:], count


def rows() -> list[tuple[str, list[tuple[float, float]], float]]:
    """What was measured, its rounds, and the goal of the ratio."""
    first, nodes = anyio.run(measured, one)
    every, count = anyio.run(measured, all_of)
    return [
        (f"trace to {nodes:,} entries", first, GOAL_ONE),
        (f"a line for each of {count:,} numbers", every, GOAL_ALL),
    ]
