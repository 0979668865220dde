"""The orders of one account that were really placed, and how an unknown outcome is found out."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    """What became of an order that was sent."""

    SENDING = "sending"
    DONE = "done"
    NOT_DONE = "not done"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """The account at one moment: the numbers it owns and its balance."""

    at: float
    owned: frozenset[str]
    balance: Decimal | None


@dataclass(slots=True)
class Placed:
    """One order: what the account held before it, and what became of it."""

    digest: str
    words: str
    did: str
    before: Reading
    price: Decimal | None
    outcome: Outcome = Outcome.SENDING
    last: Reading | None = None
    since: float = 0

    def judge(self, now: Reading, settle: float) -> Outcome:
        """Done needs evidence that only this order explains; not done needs two readings a settle time apart."""
        gained = now.owned - self.before.owned
        if self.did and self.did in gained:
            return Outcome.DONE
        if not self.did and (gained or self._paid(now)):
            self.last = None
            return Outcome.UNKNOWN
        if self.last is None:
            self.last = now
        return Outcome.NOT_DONE if now.at - self.last.at >= settle else Outcome.UNKNOWN

    def _paid(self, now: Reading) -> bool:
        """Whether the balance fell by the price; calls take money too. Unless both are known, any fall counts."""
        if now.balance is None or self.before.balance is None:
            return True
        spent = self.before.balance - now.balance
        return spent > 0 if self.price is None else spent >= self.price


@dataclass(slots=True)
class Orders:
    """Kept a day. An unknown order blocks the ones that could not be told from it until it is found out."""

    clock: Callable[[], float] = time.time
    placed: list[Placed] = field(default_factory=list[Placed])
    kept_seconds: float = 86_400

    def unknown(self) -> list[Placed]:
        return [order for order in self.placed if order.outcome in (Outcome.UNKNOWN, Outcome.SENDING)]

    def begin(self, order: Placed) -> Placed:
        """Record the intent to order, before anything is sent."""
        now = self.clock()
        order.since = now
        self.placed = [
            old for old in self.placed if old.outcome is Outcome.UNKNOWN or now - old.since < self.kept_seconds
        ]
        self.placed.append(order)
        return order

    def alike(self, digest: str) -> Placed | None:
        """The same order done, or of unknown outcome, in the last day."""
        now = self.clock()
        for order in reversed(self.placed):
            recent = now - order.since < self.kept_seconds or order.outcome is Outcome.UNKNOWN
            if order.digest == digest and recent and order.outcome in (Outcome.DONE, Outcome.UNKNOWN):
                return order
        return None
