"""A row of the table of checks, and what most checks have in common."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from voipms_server.checkup.account import Checked
from voipms_server.diagnosis.case import Case
from voipms_server.entries import BY_HEADER, BY_NAME
from voipms_server.findings import Finding, Sure, Weight
from voipms_server.quotes import text

Check = Callable[[Case], Awaitable[list[Finding]]]
MOST_ROUTES = 5
SURENESS: Mapping[Sure, float] = {Sure.CERTAIN: 1.0, Sure.LIKELY: 0.85, Sure.POSSIBLE: 0.6}


@dataclass(frozen=True, slots=True)
class Row:
    """A check, and how likely what it finds explains each symptom, from 1 to 100; it runs only for these."""

    name: str
    check: Check
    likely: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cause:
    """A finding, and how likely it is the cause."""

    finding: Finding
    score: float


def row(check: Check, **likely: int) -> Row:
    return Row(check.__name__, check, likely)


def on_path(kind: str, **likely: int) -> Row:
    """What a trace found on the way that this call takes."""
    return Row(kind, _traced(kind, on_path=True), likely)


def anywhere(kind: str, **likely: int) -> Row:
    """What a trace found on any way that a call can take."""
    return Row(f"{kind} anywhere", _traced(kind, on_path=False), likely)


def of_account(check: Callable[[Checked], Awaitable[list[Finding]]], **likely: int) -> Row:
    """A check of the check-up; what is only worth knowing there is no cause here."""

    async def run(case: Case) -> list[Finding]:
        return [
            one for one in await check(case.checked()) if one.weight is not Weight.HINT or one.sure is Sure.POSSIBLE
        ]

    return Row(check.__name__, run, likely)


def _traced(kind: str, *, on_path: bool) -> Check:
    async def check(case: Case) -> list[Finding]:
        found = [one for one in await case.on_the_way() if one.kind == kind]
        kept = [one for one in found if not on_path or one.weight is not Weight.HINT]
        return [one if one.evidence else replace(one, evidence=await _evidence(case, one)) for one in kept]

    return check


async def _evidence(case: Case, one: Finding) -> tuple[str, ...]:
    """Where the entry that the finding is about was read, and what the call meets at it."""
    from voipms_server.tracing.fixes import key_of

    kind = BY_NAME.get(one.entry.partition(":")[0])
    for trace in await case.traces():
        met = [node for node in trace.graph.nodes.values() if key_of(node) == one.entry]
        steps = [step.words for step in trace.walk.steps if key_of(trace.graph[step.node]) == one.entry]
        if met and kind is not None:
            return (case.saw(kind.getter, "; ".join([*_routes(met[0].row), *steps])),)
    read = kind.getter if kind is not None else case.facts.reads[0].function
    return (case.saw(read, one.words),)


def _routes(row: Mapping[str, object]) -> list[str]:
    """The fields of an entry that say where its calls go."""
    found = [(name, text(row, name)) for name in row]
    return [f"{name} {value}" for name, value in found if value.partition(":")[0] in BY_HEADER][:MOST_ROUTES]
