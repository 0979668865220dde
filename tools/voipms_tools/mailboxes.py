"""Mailboxes: how each greets, keeps and sends on its messages."""

from dataclasses import replace
from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.words.marks import STEERS, Listed, Secret
from voipms_tools.words.numbers import Flag, Id, Mailbox, YesNo, between, pin
from voipms_tools.words.texts import Language, Locales, Name, RecordingOrNone, matching, one_of

NEW_MAILBOX = Entry("mailbox", "getVoicemails", "mailbox", unread=("digits",), remade={"digits": ("mailbox", 10)})
MAILBOX = replace(NEW_MAILBOX, always=True)
ONE = r"[^@\s,]{1,80}@[A-Za-z0-9.-]{1,150}\.[A-Za-z]{2,20}"
Emails = Annotated[str, matching(rf"{ONE}(?:,\s?{ONE}){{0,9}}", "e-mail addresses joined by commas", empty=True)]
MailboxPin = Annotated[str, pin(4, 4, "a PIN of 4 digits")]
TimeZone = Annotated[
    str, matching(r"[A-Za-z0-9_/+-]{1,60}", "a time zone of getTimezones"), Listed("getTimezones", "value")
]
Delay = Annotated[int, between(0, 60, 5, right="0, or 5 to 60 seconds in steps of 5")]


class MailboxSettings(Function):
    """The settings of a mailbox."""

    name: Name
    """Its name."""
    password: Annotated[MailboxPin, Secret(digits=4)]
    """4 digits; (hidden) keeps it, generate makes one that only a person is shown."""
    skip_password: Flag
    """Ask for no PIN from its own phone."""
    email: Annotated[Emails | None, STEERS] = None
    """Where messages are sent; several joined by commas."""
    attach_message: YesNo
    """Attach the sound."""
    delete_message: YesNo
    """Delete messages once they were sent."""
    say_time: YesNo
    """Say when each came."""
    timezone: TimeZone
    """Of getTimezones."""
    say_callerid: YesNo
    """Say who called."""
    play_instructions: Annotated[str, one_of("u", "su")]
    """u: play instructions; su: do not."""
    language: Language
    """Of its prompts."""
    client: Id | None = None
    """Resellers: of this client."""
    transcription: YesNo | None = None
    """Write down what is said."""
    transcription_locale: Locales | None = None
    """Languages spoken, as en-US."""
    transcription_redaction: YesNo | None = None
    """Leave out personal data."""
    transcription_summary: YesNo | None = None
    """Summarise."""
    transcription_sentiment: YesNo | None = None
    """Tell the mood."""
    transcription_format: Annotated[str, one_of("html", "text")] | None = None
    """Form of transcripts."""
    transcription_delay: Delay | None = None
    """Seconds before it is written down."""
    email_attachment_format: Annotated[str, one_of("wav49", "wav", "wavmp3")] | None = None
    """Form of the sound."""
    unavailable_message_recording: RecordingOrNone | None = None
    """Id of getRecordings, or none."""


class SetVoicemail(MailboxSettings, effect=Effect.CHANGE, toolset="voicemail", entry=MAILBOX, default=False):
    """Change a mailbox."""

    mailbox: Mailbox
    """Of getVoicemails."""


class CreateVoicemail(
    MailboxSettings,
    effect=Effect.CHANGE,
    toolset="voicemail",
    entry=NEW_MAILBOX,
    counterpart="delVoicemail",
    default=False,
):
    """Create a mailbox. VoIP.ms makes its number of the digits; the answer tells it."""

    digits: Annotated[str, matching(r"[0-9]{1,10}", "1 to 10 digits, such as 01")]
    """1 to 10 digits."""


class DelVoicemail(
    Function,
    effect=Effect.DELETE,
    toolset="voicemail",
    entry=NEW_MAILBOX,
    counterpart="createVoicemail",
    default=False,
):
    """Delete a mailbox and its messages. Refused while something points at it."""

    mailbox: Id
    """Of getVoicemails."""
