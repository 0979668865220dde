"""What was read before a question, and whether a yes to an earlier question covers it."""

from collections.abc import Sequence
from dataclasses import dataclass

from voipms_server.approvals.approval import Approval
from voipms_server.past import PastLook
from voipms_server.prepared import Prepared
from voipms_server.quotes import Seen, together


@dataclass(frozen=True, slots=True)
class Looked:
    """What was read before a question: the writes as they would be sent, and what was done before."""

    ready: Sequence[Prepared]
    past: PastLook

    @property
    def seen(self) -> Seen:
        """What the yes is measured against: of a list, every target together, and what all of it costs."""
        if len(self.ready) == 1:
            return self.ready[0].seen
        costs = [one.seen for one in self.ready if one.write.spends]
        quotes = [one.quote for one in costs if one.quote is not None]
        whole = together(quotes) if quotes and len(quotes) == len(costs) else None
        balance = costs[-1].balance if costs else None
        return Seen(whole, balance, "\n".join(one.seen.target for one in self.ready))

    def covered_by(self, approval: Approval) -> bool:
        """Whether the yes still holds: the question said all that is to be said now."""
        told = [reason for one in self.ready if not one.write.spends for reason in one.reasons]
        told += [warning for one in self.ready if one.write.spends for warning in one.warnings]
        warned = all(words in approval.question for words in (*self.past.warnings, *told))
        return warned and approval.seen.still_holds(self.seen) and self.past.last_alike < approval.created
