"""SMS."""

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.words.numbers import Did
from voipms_tools.words.texts import SmsText


class SendSMS(Function, effect=Effect.SEND, toolset="sms"):
    """Send one SMS now, to a US or Canadian number. It cannot be taken back."""

    did: Did
    """Own number with SMS on."""
    dst: Did
    """Recipient."""
    message: SmsText
    """The text."""
