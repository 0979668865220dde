"""What a line of the journal is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Body = Mapping[str, object]
NOTHING: Body = {}


class LineKind(StrEnum):
    """Each change has an intent, then an outcome; what is found out later is a finding."""

    INTENT = "intent"
    OUTCOME = "outcome"
    AFTER = "after"
    FINDING = "finding"
    PRUNED = "pruned"


class Outcome(StrEnum):
    """What became of a write that was meant to be sent; without one it is being sent, or a crash came between."""

    DONE = "done"
    REFUSED = "refused"
    NOT_DONE = "not done"
    UNKNOWN = "unknown"


SETTLED = (Outcome.DONE, Outcome.REFUSED, Outcome.NOT_DONE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about: the same for every line of one change."""

    bundle: str
    account: str
    caller: str
    function: str
    effect: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `change` is the number of the intent it belongs to; `box` holds its secrets, encrypted."""

    number: int
    at: float
    kind: LineKind
    change: int
    subject: Subject
    outcome: Outcome | None
    body: Body
    box: str
    mac: str
