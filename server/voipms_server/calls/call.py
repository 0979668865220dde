"""Calls as `listCalls` counts them: a record with its legs, who was on the other side, and what became of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from voipms_server.calls.legs import Joined
from voipms_server.calls.money import ZERO
from voipms_server.calls.outcomes import Became, Known, Outcome, became, says_answered
from voipms_server.calls.record import Direction, Record

NOT_REACHED = frozenset(Outcome) - {Outcome.REACHED, Outcome.UNCLEAR}


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `alone` is a call out that looks like a leg whose call was not found."""

    record: Record
    legs: tuple[Record, ...]
    became: Became
    alone: bool = False

    @property
    def at(self) -> datetime:
        return self.record.moment.at

    @property
    def inbound(self) -> bool:
        return self.record.direction is Direction.IN

    @property
    def other(self) -> str:
        """The number on the other side; empty when it is hidden."""
        return self.record.caller if self.inbound else self.record.called

    @property
    def own(self) -> str:
        """The account's number: the one called, or the one shown."""
        return self.record.called if self.inbound else self.record.caller

    @property
    def cost(self) -> Decimal:
        """Of the call and its legs; a cost that cannot be read counts nothing."""
        return sum((one.cost or ZERO for one in (self.record, *self.legs)), ZERO)

    @property
    def missed(self) -> bool:
        """Whether somebody called and reached nobody."""
        return self.inbound and self.became.outcome in NOT_REACHED


def calls(found: Joined, routings: Mapping[str, str]) -> list[Call]:
    """The calls, the earliest first."""
    known = Known(says_answered(record for record, _ in found.calls), routings)
    return [
        Call(record, legs, became(record, legs, known), place in found.alone)
        for place, (record, legs) in enumerate(found.calls)
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls are meant; what is empty is not asked for."""

    since: datetime
    until: datetime
    other: str = ""
    own: str = ""
    outcomes: Collection[Outcome] = ()

    def within(self, at: datetime) -> bool:
        return self.since <= at < self.until

    def about(self, every: Sequence[Call]) -> list[Call]:
        """Those of this number and person, whenever they were."""
        return [one for one in every if self.other in ("", one.other) and self.own in ("", one.own)]

    def of_period(self, about: Sequence[Call]) -> list[Call]:
        """Those of the period, whatever became of them."""
        return [one for one in about if self.within(one.at)]

    def chosen(self, of_period: Sequence[Call]) -> list[Call]:
        return [one for one in of_period if not self.outcomes or one.became.outcome in self.outcomes]

    def doubtful(self, about: Sequence[Call]) -> int:
        """How many calls of the hour that came twice would be inside or outside, had they been in the second one."""
        return sum(self.within(one.at) != self.within(one.record.moment.latest) for one in about)
