"""What a call can pass: one node for each target in each situation, and the exits that lead on from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voipms_server.tracing.hours import Hours

FAILURES = ("busy", "unreachable", "noanswer")
OUTSIDE_RING = 60
"""Seconds an outside phone rings (inferred)."""


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a node: what makes a call take it, the node it leads to, and how a picture labels it."""

    event: str
    to: str
    label: str
    failover: bool = False
    """It is one of a number or filter, and begins anew: a target met before is no loop yet."""


@dataclass(frozen=True, slots=True)
class Phone:
    """Something that rings: its route, for how many seconds, and whether whoever answers must press 1."""

    route: str
    ring: int
    press_one: bool = False
    exists: bool = True
    there: bool | None = None
    """Whether the device can be reached; None where that is not known."""

    @property
    def rings(self) -> bool:
        return self.exists and self.there is not False


@dataclass(frozen=True, slots=True)
class Number:
    """One of the account's numbers. `caught` is the exit of the filter that catches this caller, if one does."""

    paid: bool = True
    caught: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A caller-ID filter."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A time condition."""

    hours: Hours


@dataclass(frozen=True, slots=True)
class Menu:
    """An IVR: whether it plays a recording, and how many seconds it waits for a key."""

    plays: bool
    timeout: int


@dataclass(frozen=True, slots=True)
class Ringing:
    """A device or a SIP URI."""

    phone: Phone


@dataclass(frozen=True, slots=True)
class Together:
    """A ring group."""

    phones: tuple[Phone, ...]
    plays: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue. `phones` are its static members in the order in which they ring."""

    phones: tuple[Phone, ...]
    plays: bool
    all_at_once: bool
    longest: int | None
    """Seconds a caller waits at most; None without an end."""
    join: str
    leave: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A forwarding to an outside phone."""

    phone: Phone
    number: str


@dataclass(frozen=True, slots=True)
class Nobody:
    """`none:` as a routing: nobody can be reached there."""


@dataclass(frozen=True, slots=True)
class Over:
    """Where the call ends: the word for it, and what the caller meets."""

    end: str
    words: str


Part = Number | Filter | Condition | Menu | Ringing | Together | Waiting | Outside | Nobody | Over


@dataclass(frozen=True, slots=True)
class Node:
    """One target in one situation: the same ring group has another failover behind a menu than behind a number."""

    key: str
    kind: str
    label: str
    part: Part
    route: str = ""
    """As a routing names it; empty for a number, a filter, an end."""
    name: str = ""
    details: tuple[str, ...] = ()
    exits: tuple[Exit, ...] = ()
    row: Mapping[str, object] = field(default_factory=dict[str, object])

    def exit(self, event: str) -> Exit | None:
        return next((one for one in self.exits if one.event == event), None)

    @property
    def words(self) -> str:
        return f"{self.label} ({self.name})" if self.name else self.label


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that a call to the start can reach."""

    start: str
    nodes: Mapping[str, Node]

    def __getitem__(self, key: str) -> Node:
        return self.nodes[key]
