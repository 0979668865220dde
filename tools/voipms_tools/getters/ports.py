"""Numbers on their way to VoIP.ms."""

from pydantic import Field

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.getters.period import OfDays
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import Did, Id
from voipms_tools.words.texts import Code, Date


class GetPortability(
    Function,
    effect=Effect.READ,
    toolset="ports",
    default=False,
    rows=Rows("plans", fields(text="title", money="pricePerMonth pricePerMin"), extra=fields(flag="portable sms")),
):
    """Show whether a number can be ported to VoIP.ms, and the plans for it."""

    did: Did
    """Number at another provider."""


class GetLNPListStatus(Function, effect=Effect.READ, toolset="ports", default=False):
    """List states of ports, by code."""


class GetLNPList(
    OfDays,
    effect=Effect.READ,
    toolset="ports",
    default=False,
    rows=Rows(
        "list",
        fields(id="portid", text="numbers status", date="foc_date"),
        narrow="Give a state or a period.",
    ),
):
    """List ports; `foc_date` is the day that is planned."""

    portid: Id | None = None
    """This one."""
    port_status: Code | None = Field(None, alias="portStatus")
    """State of getLNPListStatus."""
    start_date: Date | None = Field(None, alias="startDate")
    """First day, as 2026-11-24."""
    end_date: Date | None = Field(None, alias="endDate")
    """Last day."""

    ends = ("start_date", "end_date")


class GetLNPStatus(Function, effect=Effect.READ, toolset="ports", default=False):
    """Show the state of a port."""

    portid: Id
    """Of getLNPList."""


class GetLNPNotes(
    Function,
    effect=Effect.READ,
    toolset="ports",
    default=False,
    rows=Rows("list", fields(stranger="note", date="date", text="time")),
):
    """List notes on a port: what it waits for."""

    portid: Id
    """Of getLNPList."""


class GetLNPDetails(
    Function,
    effect=Effect.READ,
    toolset="ports",
    default=False,
    rows=Rows(
        "",
        fields(
            id="id portType locationType tfType",
            flag="isPartial isMobile",
            secret="providerAccount mobileInfo",
            text="btn services statementName firstName lastName address1 address2 city zip state country providerName "
            "post_status post_status_description",
            stranger="customer_notes notes",
            date="date focDate",
        ),
        one=True,
    ),
):
    """Show a port with everything that was told for it; account numbers and PINs stay hidden."""

    portid: Id
    """Of getLNPList."""
