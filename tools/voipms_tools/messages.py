"""SMS and MMS: sending, and deleting from the account's list."""

from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.words.marks import Content, Here
from voipms_tools.words.numbers import Did, Id
from voipms_tools.words.texts import LocalPaths, MmsMedia, MmsText, SmsText

MEDIA = ("media1", "media2", "media3")
SMS = Entry("id", "getSMS", "sms", row_id="id")
MMS = Entry("id", "getMMS", "mms", row_id="id")


class SendSMS(Function, effect=Effect.SEND, toolset="sms"):
    """Send one SMS now, to a US or Canadian number. It cannot be taken back."""

    did: Did
    """Own number with SMS on."""
    dst: Did
    """Recipient."""
    message: SmsText
    """The text."""


class SendMMS(Function, effect=Effect.SEND, toolset="sms", default=False):
    """Send one MMS now, a longer text with or without media, to a US or Canadian number. It cannot be taken back."""

    did: Did
    """Own number with SMS on."""
    dst: Did
    """Recipient."""
    message: MmsText
    """The text."""
    media1: MmsMedia | None = None
    """Public URL, or data:image/png;base64,... of at most 1.2 MB."""
    media2: MmsMedia | None = None
    """As media1."""
    media3: MmsMedia | None = None
    """As media1."""
    paths: Annotated[LocalPaths, Here(MEDIA, Content.MEDIA)] | None = None
    """Up to 3 files of allowed folders, joined by `;`, in place of media left out."""


class DeleteSMS(Function, effect=Effect.DELETE, toolset="sms", entry=SMS, default=False):
    """Delete one SMS from the account's list, for good."""

    id: Id
    """`id` of getSMS."""


class DeleteMMS(Function, effect=Effect.DELETE, toolset="sms", entry=MMS, default=False):
    """Delete one MMS from the account's list, for good."""

    id: Id
    """`id` of getMMS."""
