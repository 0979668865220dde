"""`moveToPop`: numbers to another point of presence, as one plan; whose devices must register anew is told."""

from collections.abc import Sequence

from voipms_server.answers.words import counted
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts, Row
from voipms_server.jobs.job import Result, Task
from voipms_server.jobs.making_plans import Draft, plan_shown
from voipms_server.moving.devices import ringing, told
from voipms_server.moving.numbers import chosen
from voipms_server.moving.pops import Pop, pops_of, the_one
from voipms_server.quotes import text
from voipms_server.tracing.account import Account
from voipms_server.tracing.traced import When
from voipms_tools.plans import MoveToPop

MOST_SHOWN = 25


async def move_to_pop(task: Task) -> Result:
    """Numbers that are there already are left out and named."""
    asked = task.checked
    if not isinstance(asked, MoveToPop):
        raise TypeError(asked)
    return await plan_shown(task, lambda: _draft(task, asked), preview=asked.preview is True)


async def _draft(task: Task, asked: MoveToPop) -> Draft:
    now = task.now()
    facts = Facts(task.line, lambda: now)
    pops = pops_of(await facts.rows("getServersInfo"))
    to, rows = the_one(asked.to, pops), await facts.rows("getDIDsInfo")
    meant = chosen("moveToPop", rows, asked.numbers, asked.but, pops)
    there = [row for row in meant if text(row, "pop") == to.number]
    moved = [row for row in meant if row not in there]
    if not moved:
        raise NotAllowed(f"moveToPop: there is nothing to move: on {to.words} already: {_dids(there)}.")
    devices = await ringing(Account(facts), [text(row, "did") for row in moved], When(now, task.setup.zone))
    notes = [*told(devices, to, pops), *_already(there, to)]
    title = f"Move {counted(len(moved), 'number')} to {to.words}"
    return Draft(_steps(rows, moved, to), title, tuple(notes))


def _steps(rows: Sequence[Row], moved: Sequence[Row], to: Pop) -> list[dict[str, object]]:
    """One for each POP that numbers leave: all of that POP but those that stay."""
    return [
        {
            "tool": "setDIDPOP",
            "each": {"kind": "number", "where": {"pop": pop}, "except": _staying(rows, moved, pop)},
            "arguments": {"did": "${each}", "pop": to.number},
        }
        for pop in dict.fromkeys(text(row, "pop") for row in moved)
    ]


def _staying(rows: Sequence[Row], moved: Sequence[Row], pop: str) -> list[str]:
    return [text(row, "did") for row in rows if text(row, "pop") == pop and row not in moved]


def _already(there: Sequence[Row], to: Pop) -> list[str]:
    return [f"On {to.words} already, and left out: {_dids(there)}."] if there else []


def _dids(rows: Sequence[Row]) -> str:
    more = f" and {len(rows) - MOST_SHOWN} more" if len(rows) > MOST_SHOWN else ""
    return ", ".join(text(row, "did") for row in rows[:MOST_SHOWN]) + more
