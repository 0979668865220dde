"""What schedules are about: how they are drawn and watched, what must hold after them, and what is counted."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from torture.account import Account
from torture.facts import Facts
from torture.moves import Move
from torture.play import Play
from torture.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Subject:
    """Settings and orders, or texts."""

    name: str
    account: Callable[[], Account]
    drawn: Callable[[int, int], Schedule]
    """The schedule with this number of this seed: always the same."""
    move: Callable[[Random, str], Move]
    """A call to a server that is to be killed."""
    watch: Callable[[Play], list[str]]
    """What does not hold after a round."""
    after: Callable[[Play], Awaitable[None]]
    """Whether the servers are still at work, once all is settled."""
    problems: Callable[[Facts], list[str]]
    """Everything that does not hold at the end."""
    counted: Callable[[Facts], Counter[str]]
    longest: float
    """Seconds of a schedule's own time after which something in it must be stuck."""
