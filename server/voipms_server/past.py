"""What was done before that a person should know: an equal order of the last day, limits that would be exceeded."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from voipms_server.commit import is_order
from voipms_server.journal.line import Outcome
from voipms_server.limits import SpendLimits
from voipms_server.prepared import Prepared
from voipms_server.requests import Request
from voipms_server.store.store import Store, Transaction

DAY = 86_400


@dataclass(frozen=True, slots=True)
class PastLook:
    """Warnings that go first in the question, and when an equal order was last sent (0: not in the last day)."""

    warnings: tuple[str, ...] = ()
    last_alike: float = 0


@dataclass(frozen=True, slots=True)
class Past:
    """Reads it from the journal."""

    store: Store
    limits: SpendLimits = field(default_factory=SpendLimits)

    async def look(self, account: str, request: Request, ready: Sequence[Prepared]) -> PastLook:
        """Raises NotAllowed when a limit that refuses would be exceeded."""
        if not request.spends:
            return PastLook()
        return await self.store.run(lambda t: self._look(t, account, request, ready))

    def _look(self, t: Transaction, account: str, request: Request, ready: Sequence[Prepared]) -> PastLook:
        from voipms_server.journal import changes as journal

        told: list[str] = []
        digest = t.keys.digest(request.digest(account))
        alike = [
            one
            for one in journal.of_account(t, account, t.now - DAY)
            if one.digest == digest and one.outcome in (Outcome.DONE, Outcome.UNKNOWN, None)
        ]
        if alike:
            became = alike[-1].outcome or Outcome.UNKNOWN
            told.append(f"Careful: an order equal to this one in the last 24 hours is {became.value}.")
        for one in ready:
            price = one.seen.quote.now if one.seen.quote else None
            if is_order(one.write):
                self.limits.check(t, account, price)
                told += [f"Careful: {words}"] if (words := self.limits.exceeded(t, account, price)) else []
        return PastLook(tuple(told), alike[-1].at if alike else 0)
