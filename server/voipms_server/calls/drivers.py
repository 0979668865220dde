"""The difference of two periods, split into drivers, the largest difference first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from voipms_server.answers.words import clean, counted
from voipms_server.calls.money import total, usd
from voipms_server.calls.parts import Charged, Part

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Driver:
    """One reason, in both periods."""

    name: str
    now: Sequence[Part]
    then: Sequence[Part]

    @property
    def amounts(self) -> tuple[Decimal, Decimal]:
        return total(part.amount for part in self.now), total(part.amount for part in self.then)

    @property
    def difference(self) -> Decimal:
        now, then = self.amounts
        return now - then

    @property
    def counts(self) -> tuple[int, int]:
        return sum(part.count for part in self.now), sum(part.count for part in self.then)

    def plain(self) -> dict[str, object]:
        """For the answer."""
        now, then = self.amounts
        count, before = self.counts
        return {
            "driver": clean(self.name, 80),
            "period": usd(now),
            "compared_to": usd(then),
            "difference": usd(self.difference),
            "count": count,
            "count_compared_to": before,
            "words": self.words(),
        }

    def words(self) -> str:
        """What happened, and where most of the difference is."""
        now, then = self.amounts
        verb = "More" if now > then else "Less" if now < then else "As much"
        said = f"{verb}: {self._counted(now, 0)}, against {self._counted(then, 1)}."
        return f"{said} Most: {'; '.join(named)}." if (named := self._named()) and now != then else said

    def _counted(self, amount: Decimal, which: int) -> str:
        """As `US$1.20 for 3 calls`."""
        noun = "call" if any(part.calls for part in (*self.now, *self.then)) else "transaction"
        count = self.counts[which]
        return f"{usd(amount)} for {counted(count, noun)}" if any(self.counts) else usd(amount)

    def _named(self) -> list[str]:
        """For whom it differs most."""
        now, then = _by_whom(self.now), _by_whom(self.then)
        both = [whom for whom in {**now, **then} if whom]
        differing = {whom: now[whom] - then[whom] for whom in both if now[whom] != then[whom]}
        largest = sorted(differing, key=lambda whom: (-abs(differing[whom]), whom))[:MOST_NAMED]
        return [f"{clean(whom, 60)} {usd(now[whom])}, against {usd(then[whom])}" for whom in largest]


def _by_whom(parts: Sequence[Part]) -> defaultdict[str, Decimal]:
    found = defaultdict[str, Decimal](Decimal)
    for part in parts:
        found[part.whom] += part.amount
    return found


def drivers(now: Charged, then: Charged) -> list[Driver]:
    """Every part of both in one driver."""
    names = dict.fromkeys(part.driver for part in (*now.parts, *then.parts))
    found = [Driver(name, _of(now, name), _of(then, name)) for name in names]
    return sorted(found, key=lambda one: (-abs(one.difference), -max(map(abs, one.amounts)), one.name))


def _of(charged: Charged, name: str) -> list[Part]:
    return [part for part in charged.parts if part.driver == name]
