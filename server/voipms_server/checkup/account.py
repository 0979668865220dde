"""The account that is looked at; everything is read once, and only if a check needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from voipms_server.approvals.approval import Approval
from voipms_server.calls.ledger import Ledger, read_ledger
from voipms_server.calls.parts import records_of
from voipms_server.calls.record import Direction, Record
from voipms_server.calls.transactions import Statement, read_transactions
from voipms_server.facts import Facts
from voipms_server.findings import saw
from voipms_server.journal.change import Change
from voipms_server.plans.cut_off import Stopped
from voipms_server.plans.dates import Date
from voipms_server.quotes import text
from voipms_server.tracing.account import Account
from voipms_server.tracing.traced import Traced, When, trace_number
from voipms_server.zones import Zone, eastern_day

DAYS = 90
"""How far back calls are read: what the API gives at once."""
PAID_DAYS = 62
"""How far back transactions are: two months, and what the clocks may differ by."""


@dataclass(slots=True)
class Checked:
    """`changes` are those of the journal, `waiting` the questions that no person has answered.

    `dates` are plans with dates, `stopped` those that were cut off.
    """

    account: Account
    zone: Zone
    now: datetime
    changes: Sequence[Change] = ()
    waiting: Sequence[Approval] = ()
    dates: Sequence[Date] = ()
    stopped: Sequence[Stopped] = ()
    _traces: list[Traced] | None = None
    _ledger: Ledger | None = None
    _statement: Statement | None = None

    @property
    def facts(self) -> Facts:
        return self.account.facts

    def saw(self, function: str, words: str) -> str:
        """Evidence: what was read, when, and what it said."""
        at = next((one.at for one in reversed(self.facts.reads) if one.function == function), self.now)
        return saw(function, at, self.zone, words)

    async def traces(self) -> list[Traced]:
        """What a call to each number meets now."""
        if self._traces is None:
            dids = [text(row, "did") for row in await self.facts.rows("getDIDsInfo")]
            self._traces = [await trace_number(self.account, did, When(self.now, self.zone), None) for did in dids]
        return self._traces

    async def ledger(self) -> Ledger:
        """The calls of the last days."""
        if self._ledger is None:
            self._ledger = await read_ledger(self.facts, self.now - timedelta(days=DAYS), self.now)
        return self._ledger

    async def calls(self) -> list[tuple[Record, bool]]:
        """Their records, and whether each is a leg of a forwarded call."""
        return records_of((await self.ledger()).calls)

    async def outgoing(self, days: int) -> list[Record]:
        """Calls out, and legs, of so many days."""
        since = self.now - timedelta(days=days)
        return [one for one, _ in await self.calls() if one.direction is Direction.OUT and one.moment.at >= since]

    async def statement(self) -> Statement:
        """The transactions of the last two months."""
        if self._statement is None:
            first = eastern_day(self.now - timedelta(days=PAID_DAYS))
            self._statement = await read_transactions(self.facts, first, eastern_day(self.now))
        return self._statement
