"""Every question to a person is one approval: opened with what the person is shown, answered once, used once."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import anyio

from voipms_server.errors import NotAllowed
from voipms_server.quotes import Seen


class State(StrEnum):
    """Where an approval stands. Only `WAITING` can be answered, only `APPROVED` can be used."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    USED = "used"


class Way(StrEnum):
    """How a person is asked; an approval is answered only by the way it was asked."""

    INPUT_REQUIRED = "input-required"
    ELICITATION = "elicitation"


@dataclass(frozen=True, slots=True)
class Order:
    """What an approval is for: this very call, by this caller, on this account."""

    digest: str
    account: str
    caller: str
    way: Way


@dataclass(slots=True)
class Approval:
    """One question and what became of it."""

    id: str
    order: Order
    seen: Seen
    question: str
    round: int
    created: float
    expires: float
    state: State = State.WAITING
    outcome: dict[str, object] | str = ""
    finished: anyio.Event = field(default_factory=anyio.Event)


class Approvals(Protocol):
    """Where approvals live. Every transition is atomic: of several that try, one succeeds."""

    def open(self, order: Order, seen: Seen, question: str, round_: int) -> Approval: ...

    def find(self, id_: str, order: Order) -> Approval | None: ...

    def answer(self, approval: Approval, state: State) -> bool: ...

    def withdraw(self, approval: Approval) -> None: ...

    def use(self, approval: Approval) -> bool: ...

    def finish(self, approval: Approval, outcome: dict[str, object] | str) -> None: ...


class MemoryApprovals:
    """Approvals of one running server; the event loop makes each method atomic."""

    waiting_per_caller = 5
    kept_seconds = 86_400

    def __init__(self, lifetime: float = 600, clock: Callable[[], float] = time.time) -> None:
        self._lifetime = lifetime
        self._clock = clock
        self._all: dict[str, Approval] = {}

    def open(self, order: Order, seen: Seen, question: str, round_: int) -> Approval:
        """The approval that waits for this call, if what it shows still holds, or a new one in its place.

        Raises NotAllowed when five questions of the caller wait already.
        """
        self._expire()
        for approval in self._waiting(order.caller):
            if approval.order == order:
                if approval.seen.still_holds(seen):
                    return approval
                self.withdraw(approval)
        if len(self._waiting(order.caller)) >= self.waiting_per_caller:
            raise NotAllowed(
                f"{self.waiting_per_caller} questions already wait for a person's answer. "
                "Have one of them answered, or wait until it expires, before asking another."
            )
        now = self._clock()
        approval = Approval(secrets.token_urlsafe(24), order, seen, question, round_, now, now + self._lifetime)
        self._all[approval.id] = approval
        return approval

    def _waiting(self, caller: str) -> list[Approval]:
        return [one for one in self._all.values() if one.state is State.WAITING and one.order.caller == caller]

    def find(self, id_: str, order: Order) -> Approval | None:
        """The approval with this id, if it is for this very call; expired ones say so in their state."""
        self._expire()
        approval = self._all.get(id_)
        return approval if approval is not None and approval.order == order else None

    def answer(self, approval: Approval, state: State) -> bool:
        """Record the person's answer; False when it comes too late. A no still counts after a yes, until it is used."""
        self._expire()
        open_to = (State.WAITING, State.APPROVED) if state is State.DECLINED else (State.WAITING,)
        if approval.state not in open_to:
            return False
        approval.state = state
        return True

    def withdraw(self, approval: Approval) -> None:
        """Void a yes to something that is no longer so."""
        if approval.state in (State.WAITING, State.APPROVED):
            approval.state = State.EXPIRED

    def use(self, approval: Approval) -> bool:
        """Consume a yes; True for exactly one of all who try."""
        self._expire()
        if approval.state is not State.APPROVED:
            return False
        approval.state = State.USED
        return True

    def finish(self, approval: Approval, outcome: dict[str, object] | str) -> None:
        """Keep what became of a used approval, for whoever presents it again."""
        approval.outcome = outcome
        approval.finished.set()

    def _expire(self) -> None:
        now = self._clock()
        for approval in list(self._all.values()):
            if approval.state in (State.WAITING, State.APPROVED) and not approval.created <= now < approval.expires:
                approval.state = State.EXPIRED
            if now - approval.created > self.kept_seconds:
                del self._all[approval.id]
