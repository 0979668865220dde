"""Schedules of texts: calls, retries of those that came to no end, other calls for the same text, time that passes."""

from dataclasses import replace
from random import Random

from torture.incidents import AT_A_CALL, AT_A_TRANSACTION, LATE, Incident, Point, What
from torture.schedule import ERAS, Event, Kind, Schedule, Step, incident
from torture.texting.moves import LOOKS, WORDS, text

WAITS = (1, 20, 130, 200, 590, 650, 1_900, 4_000, 15_000, 50_000)
"""Seconds: within a settle time, past it, past the ten minutes of a repetition, past the hours of another day."""
LONG = (650, 1_900, 15_000)
"""Seconds after which a client comes back to what came to no end."""
LIMITS = (100, 100, 100, 6, 3)
"""How many texts a day may go."""
PEOPLE = 4
"""The most that a text goes to."""


def drawn(seed: int, index: int) -> Schedule:
    """The schedule with this number of this seed: always the same."""
    rng = Random(f"texts {seed}:{index}")
    in_file = rng.random() < 0.35
    servers = 2 if in_file and rng.random() < 0.6 else 1
    theme = rng.choice(WORDS) if rng.random() < 0.7 else ""
    first = _step(rng, "call", theme, servers)
    made: list[tuple[Step, ...]] = [(first, *_at_once(rng, servers))]
    for number in range(1, rng.randrange(3, 7)):
        if rng.random() < 0.2:
            made += [(Step("happens", event=Event("wait", rng.choice(LONG))),), (Step("again"),)]
        elif rng.random() < 0.5:
            made.append((Step("happens", event=_event(rng)),))
        made.append(_round(rng, theme, number, servers))
    return Schedule(seed, index, tuple(made), in_file, servers, rng.random() < 0.3, rng.choice(LIMITS), "texts")


def _round(rng: Random, theme: str, number: int, servers: int) -> tuple[Step, ...]:
    if rng.random() < 0.12:
        return (replace(_step(rng, "call", theme, servers), move=rng.choice(LOOKS)),)
    kinds: tuple[Kind, ...] = ("again", "call", "present")
    kind = rng.choices(kinds, (58, 34, 8))[0]
    back = 0 if rng.random() < 0.8 else rng.randrange(number)
    step = replace(_step(rng, kind, theme, servers), number=back)
    return (step, *_at_once(rng, servers))


def _at_once(rng: Random, servers: int) -> tuple[Step, ...]:
    """The same call at the same moment, by another program where there is one."""
    return (_step(rng, "again", "", servers),) if rng.random() < (0.4 if servers > 1 else 0.1) else ()


def _event(rng: Random) -> Event:
    kind = rng.choices(("wait", "restart", "doctor"), (76, 12, 12))[0]
    match kind:
        case "restart":
            return Event("restart")
        case "doctor":
            return Event("doctor")
        case _:
            return Event("wait", rng.choice(WAITS))


def _step(rng: Random, kind: Kind, theme: str, servers: int) -> Step:
    return Step(
        kind,
        text(rng, theme),
        rng.choice(ERAS),
        rng.random() < 0.9,
        rng.choices(("yes", "no", "cancel", "words", "nothing"), (72, 9, 3, 3, 13))[0],
        rng.random() < 0.5,
        _incidents(rng),
        0,
        rng.randrange(servers),
        Event("wait", rng.choice(WAITS[:5])) if rng.random() < 0.1 else None,
    )


def _incidents(rng: Random) -> tuple[Incident, ...]:
    """Nothing; something at the write; an end before its time; something anywhere; and looks that fail too."""
    kind = rng.choices(("none", "write", "end", "any", "both", "blind"), (22, 27, 29, 6, 6, 10))[0]
    match kind:
        case "none":
            return ()
        case "write":
            return (_at_write(rng),)
        case "end":
            return (_end(rng),)
        case "any":
            return (incident(rng),)
        case "both":
            return (_at_write(rng), incident(rng))
        case _:
            return (_at_write(rng), *_blind(rng))


def _at_write(rng: Random) -> Incident:
    """At one of the texts: that of the only recipient, or in the middle of a list."""
    what = rng.choice(LATE) if rng.random() < 0.35 else rng.choice(AT_A_CALL)
    late = float(rng.randrange(1, 100)) if what in LATE else 0
    return Incident(what, Point.WRITE, rng.choice((1, 1, 1, 1, *range(2, PEOPLE + 1))), late)


def _end(rng: Random) -> Incident:
    """The client gives up, or the server crashes: about the write, or at any moment."""
    match rng.choice((Point.WRITE, Point.WRITE, Point.TRANSACTION, Point.TRANSACTION, Point.CHECKPOINT)):
        case Point.WRITE:
            what = rng.choice((What.CRASH_BEFORE, What.CRASH_AFTER, What.CRASH_AFTER, What.GIVE_UP, What.GIVE_UP))
            return Incident(what, Point.WRITE, rng.choice((1, 1, 1, 2)))
        case Point.CHECKPOINT:
            return Incident(What.GIVE_UP, Point.CHECKPOINT, rng.randrange(20, 160))
        case _:
            return Incident(rng.choice(AT_A_TRANSACTION), Point.TRANSACTION, rng.randrange(2, 16))


def _blind(rng: Random) -> tuple[Incident, ...]:
    """The looks after a write, or some before it, fail as often as they are tried."""
    what = rng.choice((What.NO_CONNECTION, What.HTTP_500, What.HTML, What.TIMEOUT_AFTER, What.TRUNCATED))
    count, after = rng.choice((3, 3, 6)), rng.random() < 0.75
    first, point = (1, Point.LATER) if after else (rng.randrange(1, 6), Point.CALL)
    return tuple(Incident(what, point, n) for n in range(first, first + count))
