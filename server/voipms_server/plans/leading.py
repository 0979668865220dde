"""Which plans with dates lead numbers elsewhere, and when: of two at the same time neither could be set back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voipms_server.errors import NotAllowed
from voipms_server.journal.line import Outcome
from voipms_server.plans.book import UNFINISHED, State, found_in
from voipms_server.plans.dates import Date, every_open
from voipms_server.plans.kept import Kept
from voipms_server.plans.later import later_of
from voipms_server.questions import quoted
from voipms_server.requests import Write
from voipms_server.store.store import Transaction

SLACK_SECONDS = 60
"""How far the clocks of two machines that share a store may be apart."""
OVERLAP = (
    "Nothing was sent: {title} and {other} (plan {plan}) lead {numbers} elsewhere at the same time. Take other days, "
    "or call that one off first: undoChange with plan={plan}."
)
PENDING = (
    "Nothing was sent: plan {plan} is being carried out, and {other}, which leads {numbers}, is kept with it. "
    "applyPlan with plan={plan} goes on with it."
)


@dataclass(frozen=True, slots=True)
class Leading:
    """One of them: whose calls it leads, from when to when (0: since it was confirmed), and how it stands.

    `pending`: it is kept once `plan`, that it follows, is done.
    """

    plan: str
    title: str
    numbers: frozenset[str]
    starts: float
    ends: float
    begun: bool = False
    pending: bool = False
    follows: str = ""

    def meets(self, other: "Leading") -> bool:
        """Whether both lead a number at the same time; one may begin when the other ends."""
        return bool(self.numbers & other.numbers) and self.starts < other.ends and other.starts < self.ends


def leading(t: Transaction, account: str) -> list[Leading]:
    """Those that wait, that are in effect, or that are kept as soon as their plan is done."""
    return [one for date in every_open(t, account) for one in _of_date(t, date)]


def _of_date(t: Transaction, date: Date) -> list[Leading]:
    stored = found_in(t, date.plan)
    if stored is None:
        return []
    if stored.later and date.state in UNFINISHED:
        return [
            Leading(stored.id, one.title, numbers_led(_writes(one.writes)), one.starts, one.ends, pending=True)
            for one in later_of(stored.later)
        ]
    begun = in_effect(t, date)
    if not date.ends or not (begun or date.state is State.WAITING):
        return []
    numbers = numbers_led(_writes(stored.writes))
    return [Leading(date.plan, date.title, numbers, date.starts, date.ends, begun, follows=date.follows)]


def in_effect(t: Transaction, date: Date) -> bool:
    """Whether a plan has begun and was not undone by hand."""
    from voipms_server.journal import changes as journal

    if date.state is not State.DONE:
        return date.state in UNFINISHED
    stored = found_in(t, date.plan)
    since = journal.of_account(t, date.account, (stored.created if stored else 0) - SLACK_SECONDS)
    own = [one for one in since if one.subject.bundle == date.bundle and not one.undoes]
    return any(one.outcome is Outcome.DONE and not one.undone_by for one in own)


def numbers_led(writes: Iterable[Write]) -> frozenset[str]:
    """The numbers whose routing these writes set."""
    return frozenset(one.params["did"] for one in writes if {"did", "routing"} <= set(one.params))


def refuse_meeting(t: Transaction, account: str, wanted: Sequence[Leading]) -> None:
    """Raises NotAllowed, naming the plan that is there already and that one of these would meet."""
    for there in leading(t, account):
        one = next((one for one in wanted if one.plan != there.plan and one.meets(there)), None)
        if one is not None:
            numbers = ", ".join(sorted(one.numbers & there.numbers))
            why = PENDING if there.pending else OVERLAP
            raise NotAllowed(
                why.format(title=quoted(one.title), other=quoted(there.title), plan=there.plan, numbers=numbers)
            )


def _writes(kept: Iterable[Kept]) -> list[Write]:
    return [one.write for one in kept]
