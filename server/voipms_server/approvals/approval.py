"""One question to a person: what it is for, what was shown, how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
    PAGE = "page"
    """On the page or on the terminal, with the PIN."""


@dataclass(frozen=True, slots=True)
class Order:
    """What an approval is for: this very call, by this caller, on this account."""

    digest: str
    account: str
    caller: str
    way: Way
    both: bool = False
    """The client asks, and the page or terminal approves."""

    def same(self, other: "Order") -> bool:
        """Whether it is for the same call, however it is confirmed."""
        return (self.digest, self.account, self.caller) == (other.digest, other.account, other.caller)


@dataclass(frozen=True, slots=True)
class Approval:
    """One question as it stood when it was read from the store."""

    id: str
    code: str
    order: Order
    seen: Seen
    question: str
    round: int
    created: float
    expires: float
    state: State
    client_yes: bool = False
    page_yes: bool = False
    answered_by: str = ""
    outcome: Mapping[str, object] = field(default_factory=dict[str, object])
    """Of a used one: `answer`, or `words` when it did not go well; empty while it is carried out."""

    @property
    def page(self) -> bool:
        """Whether the page or the terminal has a say."""
        return self.order.both or self.order.way is Way.PAGE

    @property
    def open_to_client(self) -> bool:
        """Whether the client is yet to ask."""
        return self.order.way is not Way.PAGE and not self.client_yes


@dataclass(frozen=True, slots=True)
class ToRun:
    """What is needed to run an approved call: the tool and its arguments, as the client gave them."""

    tool: str
    arguments: Mapping[str, object]
    plan: str = ""
    """The plan that the person was shown, where looking again might come to another one."""

    def same(self, other: "ToRun") -> bool:
        """Whether it is the same call, whatever it came to."""
        return (self.tool, dict(self.arguments)) == (other.tool, dict(other.arguments))
