"""What one opening of the page shows, read in one transaction; and which questions an answer is for."""

from collections.abc import Sequence
from dataclasses import dataclass

from voipms_server.approvals import rows
from voipms_server.approvals.approval import Approval, State
from voipms_server.page import wording
from voipms_server.page.form import Item
from voipms_server.pin import is_set
from voipms_server.store.store import Transaction


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the page shows it; all of it is text."""

    code: str
    value: str
    account: str
    caller: str
    heading: str
    lines: tuple[str, ...]
    until: str
    until_iso: str

    @classmethod
    def of(cls, t: Transaction, approval: Approval) -> "Shown":
        heading, *lines = wording.visible(approval.question).split("\n")
        return cls(
            approval.code,
            Item.of(t.keys, approval).value,
            wording.visible(approval.order.account),
            wording.visible(approval.order.caller),
            heading,
            tuple(lines),
            wording.until(approval),
            wording.until_iso(approval),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The question asked for, first, and what else of its caller waits."""

    asked: Approval
    items: tuple[Shown, ...]
    pin: bool

    @property
    def yes_stands(self) -> bool:
        """A yes was given and can be taken back, for it was not used yet."""
        return self.asked.page and self.asked.state is State.APPROVED


def sheet(t: Transaction, code: str) -> Sheet | None:
    """What the page of this code shows; None where there is no such code."""
    asked = rows.by_code(t, code)
    if asked is None:
        return None
    others = [one for one in rows.waiting_for_page(t) if one.order.caller == asked.order.caller and one.id != asked.id]
    shown = [asked] if wording.closed(asked) else [asked, *others]
    return Sheet(asked, tuple(Shown.of(t, one) for one in shown), is_set(t))


def ticked(t: Transaction, asked: Approval, items: Sequence[Item]) -> list[Approval] | None:
    """The questions of these items; None unless each is of the same caller and comes with its own token."""
    found: dict[str, Approval] = {}
    for item in items:
        approval = rows.by_code(t, item.code)
        if approval is None or approval.order.caller != asked.order.caller or not item.same(Item.of(t.keys, approval)):
            return None
        found[approval.id] = approval
    return list(found.values())
