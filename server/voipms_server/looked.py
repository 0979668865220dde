"""What was read before a question, and whether a yes to an earlier question covers it."""

from collections.abc import Sequence
from dataclasses import dataclass

from voipms_server.approvals.approval import Approval
from voipms_server.past import PastLook
from voipms_server.prepared import Prepared
from voipms_server.quotes import Seen


@dataclass(frozen=True, slots=True)
class Looked:
    """What was read before a question: the writes as they would be sent, and what was done before."""

    ready: Sequence[Prepared]
    past: PastLook

    @property
    def seen(self) -> Seen:
        """What the yes is measured against: of a list, every target together."""
        if len(self.ready) == 1:
            return self.ready[0].seen
        return Seen(target="\n".join(one.seen.target for one in self.ready))

    def covered_by(self, approval: Approval) -> bool:
        """Whether the yes still holds: the question said all that is to be said now."""
        told = [reason for one in self.ready if not one.write.spends for reason in one.reasons]
        told += [warning for one in self.ready if one.write.spends for warning in one.warnings]
        warned = all(words in approval.question for words in (*self.past.warnings, *told))
        return warned and approval.seen.still_holds(self.seen) and self.past.last_alike < approval.created
