"""SMS and MMS, as the account lists them."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.getters.period import check_period
from voipms_tools.getters.records import Timezone
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import Did, Flag, Id, PhoneNumber, between
from voipms_tools.words.texts import Date

MESSAGES = Rows(
    "sms",
    fields(
        id="id did contact",
        time="date",
        integer="type",
        message="message",
        text="carrier_status col_media1 col_media2 col_media3 media",
    ),
    ("no_sms", "no_mms", "no_message", "no_messages"),
    "Give a contact, a day or a smaller limit.",
)
"""getMMS lists under this key too. Its `media` is a list, or an object by number (observed)."""


class Messages(Function):
    """What both lists can be narrowed by."""

    from_: Date | None = Field(None, alias="from")
    """First day, as 2026-11-24."""
    to: Date | None = None
    """Last day, at most 92 later."""
    type: Flag | None = None
    """true received, false sent."""
    did: Did | None = None
    """Own number."""
    contact: PhoneNumber | None = None
    """The other number."""
    limit: Annotated[int, between(1, 10_000)] | None = None
    """Most rows; 50 unless told."""
    timezone: Timezone | None = None
    """Hours from UTC."""

    @model_validator(mode="after")
    def _period(self) -> Self:
        check_period(self.from_, self.to)
        return self


class GetSMS(Messages, effect=Effect.READ, toolset="sms", rows=MESSAGES, default=False):
    """List SMS, of today unless told; type 1 is received, 0 sent."""

    sms: Id | None = None
    """This one."""
    all_messages: Flag | None = None
    """MMS too."""


class GetMMS(Messages, effect=Effect.READ, toolset="sms", rows=MESSAGES, default=False):
    """List MMS, of today unless told; type 1 is received, 0 sent. getMediaMMS finds media this list leaves empty."""

    mms: Id | None = None
    """This one."""
    all_messages: Flag | None = None
    """SMS too; not together with mms."""


class GetMediaMMS(Function, effect=Effect.READ, toolset="sms", default=False):
    """Show where the media of one MMS can be fetched."""

    id: Id
    """`id` of getMMS."""
    media_as_array: Flag | None = None
    """true: as a list; else by number."""
