"""Groups of parameters that several functions share."""

from typing import Annotated, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from voipms_tools.function import Function
from voipms_tools.words.marks import CHARGED, STEERS
from voipms_tools.words.numbers import AccountLogin, DialTime, Flag, Mailbox, Money, Pop
from voipms_tools.words.routes import Failover, Routing
from voipms_tools.words.texts import CallerIdPrefix, Note


class Failovers(Function):
    """Where calls go that the main routing does not take."""

    failover_busy: Failover | None = None
    """Route if busy."""
    failover_unreachable: Failover | None = None
    """Route if unregistered."""
    failover_noanswer: Failover | None = None
    """Route if unanswered."""


class NumberSettings(Failovers):
    """The settings of a number."""

    routing: Routing
    """As setDIDRouting."""
    voicemail: Annotated[Mailbox | None, STEERS] = None
    """Mailbox; 0 for none."""
    pop: Pop
    """Of getServersInfo."""
    dialtime: Annotated[DialTime, STEERS]
    """Seconds to ring."""
    cnam: Annotated[Flag, CHARGED]
    """Look up names (charged)."""
    callerid_prefix: CallerIdPrefix | None = None
    """Before the caller's name."""
    note: Note | None = None
    """Own note."""


class Order(NumberSettings):
    """What every order takes beside the number itself."""

    account: AccountLogin | None = None
    """Reseller client's login."""
    monthly: Money | None = None
    """Client's monthly US$."""
    setup: Money | None = None
    """Client's set-up US$."""
    minute: Money | None = None
    """Client's US$ per minute."""
    test: Flag | None = None
    """true (default): rehearse. false: order, after a yes."""

    @model_validator(mode="after")
    def _reseller_together(self) -> Self:
        block = (self.account, self.monthly, self.setup, self.minute)
        if any(part is not None for part in block) and not all(part is not None for part in block):
            raise PydanticCustomError(
                "word", "account, monthly, setup and minute (for resellers) go together: all or none."
            )
        return self
