"""A schedule: what clients, people and the world do, round by round, and what goes wrong meanwhile."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from torture.incidents import AT_A_CALL, AT_A_TRANSACTION, LATE, Incident, Point, What
from torture.moves import THEMES, Move, move

Kind = Literal["call", "again", "present", "happens"]
Happening = Literal["edit", "touch", "dearer", "wait", "restart", "doctor"]
Era = Literal["2026-07-28", "legacy"]
ERAS: tuple[Era, ...] = ("2026-07-28", "legacy")
WAITS = (1, 20, 60, 130, 200, 400, 700)
"""Seconds: within a settle time, past it, past a lock's lease, past a question's lifetime."""
EDITS = (
    ("forwardings", "20001", "description", "Somebody else's"),
    ("forwardings", "19183", "dtmf_digits", "77#"),
    ("dids", "5145550114", "note", "Somebody else's"),
    ("dids", "5145550110", "routing", "vm:102"),
    ("disas", "2115", "pin", "7777"),
    ("ring_groups", "4790", "language", "es"),
)
TOUCHES = {
    "dids": (("note", "Touched"), ("routing", "vm:103")),
    "forwardings": (("description", "Touched"), ("phone_number", "5145550153")),
    "disas": (("name", "Touched"), ("pin", "8888")),
    "ring_groups": (("name", "Touched"), ("voicemail", "103")),
    "ivrs": (("name", "Touched"), ("timeout", "7")),
    "sipuris": (("description", "Touched"), ("uri", "touched@sip.example.com")),
    "callbacks": (("description", "Touched"), ("digit_timeout", "9")),
    "phonebook": (("note", "Touched"), ("name", "Touched")),
    "time_conditions": (("routing_match", "vm:103"), ("name", "Touched")),
    "filters": (("note", "Touched"), ("routing", "vm:103")),
}
"""What somebody else changes in the entry that a call is about, or that was changed last."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happens in the world. `number`: which edit, which field, or how many seconds."""

    kind: Happening
    number: int = 0

    def told(self) -> str:
        return f"edit {EDITS[self.number % len(EDITS)]}" if self.kind == "edit" else f"{self.kind} {self.number}"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done: a call, the same call again, a held question presented, or something in the world."""

    kind: Kind
    move: Move = ("", {})
    era: Era = "2026-07-28"
    asks: bool = True
    """Whether the client can ask a person; else the page or the terminal does."""
    answer: str = "yes"
    finish: bool = False
    """Whether an approved question is carried out with finishApproved; else with the same call."""
    incidents: tuple[Incident, ...] = ()
    number: int = 0
    """How many calls or held questions back."""
    server: int = 0
    event: Event | None = None
    """What happens instead of a call, or while a person is asked."""

    def told(self) -> str:
        """For a person who looks for what went wrong."""
        happens = self.event.told() if self.event is not None else ""
        if self.kind == "happens":
            return happens
        what = f"{self.move[0]} {self.move[1]}" if self.kind == "call" else f"{self.kind} {self.number}"
        client = f"{self.era}{'' if self.asks else ', cannot ask'}, server {self.server}, says {self.answer}"
        wrong = "; ".join(one.told() for one in self.incidents)
        meanwhile = f" MEANWHILE: {happens}" if happens else ""
        return f"{what} [{client}]{meanwhile}{f' WRONG: {wrong}' if wrong else ''}"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Rounds of steps, those of one round made at once; over a store in a file or in memory."""

    seed: int
    index: int
    rounds: tuple[tuple[Step, ...], ...]
    in_file: bool = False
    servers: int = 1
    pin: bool = False
    """Whether a PIN is set, so that page and terminal can be asked."""
    per_day: int = 100
    """How many texts a day may go."""
    about: str = "settings"

    def told(self) -> str:
        store = "file" if self.in_file else "memory"
        head = (
            f"schedule {self.index} of seed {self.seed} about {self.about}: {self.servers} server(s), store in {store}"
        )
        head = f"{head}, PIN {self.pin}, {self.per_day} texts a day"
        lines = [
            f"  {number}{'abc'[at]}. {step.told()}"
            for number, together in enumerate(self.rounds, 1)
            for at, step in enumerate(together)
        ]
        return "\n".join([head, *lines])


def drawn(seed: int, index: int) -> Schedule:
    """The schedule with this number of this seed: always the same."""
    rng = Random(f"{seed}:{index}")
    in_file = rng.random() < 0.25
    servers = 2 if in_file and rng.random() < 0.4 else 1
    made: list[Step] = []
    theme = rng.choice(THEMES)
    rounds = tuple(_round(rng, theme, made, servers) for _ in range(rng.randrange(2, 7)))
    return Schedule(seed, index, rounds, in_file, servers, rng.random() < 0.45)


def _round(rng: Random, theme: str, made: list[Step], servers: int) -> tuple[Step, ...]:
    if made and rng.random() < 0.25:
        return (Step("happens", event=_event(rng)),)
    count = 2 if rng.random() < 0.15 else 1
    steps = tuple(_call(rng, theme, len(made) + number, servers) for number in range(count))
    made += steps
    return steps


def _event(rng: Random) -> Event:
    kind: Happening = rng.choice(("edit", "touch", "touch", "dearer", "wait", "wait", "wait", "restart"))
    return Event(kind, rng.choice(WAITS) if kind == "wait" else rng.randrange(len(EDITS)))


def _meanwhile(rng: Random) -> Event | None:
    """What happens while a person is asked: mostly nothing."""
    if rng.random() < 0.65:
        return None
    kind: Happening = rng.choice(("touch", "touch", "dearer", "dearer", "wait"))
    return Event(kind, rng.choice(WAITS) if kind == "wait" else rng.randrange(len(EDITS)))


def _call(rng: Random, theme: str, number: int, servers: int) -> Step:
    kinds: tuple[Kind, ...] = ("call", "again", "present")
    kind = rng.choices(kinds, (60, 22, 18))[0] if number else "call"
    return Step(
        kind,
        move(rng, f"t{number}", theme),
        rng.choice(ERAS),
        rng.random() < 0.85,
        rng.choices(("yes", "no", "cancel", "words", "nothing"), (78, 6, 3, 3, 10))[0],
        rng.random() < 0.5,
        incidents(rng),
        0 if rng.random() < 0.6 else rng.randrange(max(number, 1)),
        rng.randrange(servers),
        _meanwhile(rng),
    )


def incidents(rng: Random) -> tuple[Incident, ...]:
    """What goes wrong with a call: mostly one thing."""
    count = rng.choices((0, 1, 2), (30, 55, 15))[0]
    return tuple(incident(rng) for _ in range(count))


def incident(rng: Random) -> Incident:
    points = (Point.WRITE, Point.LATER, Point.CALL, Point.TRANSACTION, Point.CHECKPOINT)
    point = rng.choices(points, (42, 10, 14, 28, 6))[0]
    late = float(rng.randrange(1, 100))
    match point:
        case Point.TRANSACTION:
            return Incident(rng.choice(AT_A_TRANSACTION), point, rng.randrange(1, 12))
        case Point.CHECKPOINT:
            return Incident(What.GIVE_UP, point, rng.randrange(1, 200))
        case Point.WRITE:
            what = rng.choice(LATE) if rng.random() < 0.2 else rng.choice(AT_A_CALL)
            return _late(what, point, rng.choice((1, 1, 1, 1, 2)), late)
        case _:
            what = rng.choice(LATE) if rng.random() < 0.2 else rng.choice(AT_A_CALL)
            return _late(what, point, rng.randrange(1, 9), late)


def _late(what: What, point: Point, n: int, late: float) -> Incident:
    return Incident(what, point, n, late if what in LATE else 0)
