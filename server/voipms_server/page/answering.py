"""A person's answer, from page or terminal, to one question or several."""

from collections.abc import Sequence
from dataclasses import dataclass

from voipms_server.approvals import rows
from voipms_server.approvals.approval import Approval
from voipms_server.page import wording
from voipms_server.store.store import Transaction

PAGE, TERMINAL = "page", "terminal"
"""By whom an approval was answered."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer. `took` is False when it came too late."""

    approval: Approval
    yes: bool
    took: bool

    @property
    def words(self) -> str:
        if not self.took:
            return f"Not counted. {wording.closed(self.approval)}"
        return wording.agreed(self.approval) if self.yes else wording.DECLINED


def agree(t: Transaction, asked: Sequence[Approval], by: str) -> list[Answered]:
    """Yes to each of these. The PIN was right."""
    return [_now(t, one, rows.agree(t, one.id, by), yes=True) for one in asked]


def decline(t: Transaction, asked: Sequence[Approval], by: str) -> list[Answered]:
    """No to each of these, and to a yes that was not used yet."""
    return [_now(t, one, one.page and rows.decline(t, one.id, by), yes=False) for one in asked]


def _now(t: Transaction, approval: Approval, took: bool, *, yes: bool) -> Answered:
    return Answered(rows.by_code(t, approval.code) or approval, yes, took)
