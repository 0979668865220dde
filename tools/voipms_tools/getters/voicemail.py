"""What callers left in mailboxes, and what was said."""

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.getters.period import OfDays
from voipms_tools.getters.reference import values
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import AccountLogin, Id, Mailbox
from voipms_tools.words.texts import Code, Date

MESSAGES = ("no_messages", "no_message")


class GetVoicemailFolders(
    Function, effect=Effect.READ, toolset="voicemail", default=False, rows=values("folders", "no_folder")
):
    """List folders of mailboxes."""

    folder: Code | None = None
    """This one."""
    mailbox: Mailbox | None = None
    """Those of this mailbox."""


class GetVoicemailMessages(
    OfDays,
    effect=Effect.READ,
    toolset="voicemail",
    default=False,
    rows=Rows(
        "messages",
        fields(
            id="mailbox message_num",
            text="folder duration",
            time="date",
            stranger="callerid",
            flag="urgent listened",
        ),
        MESSAGES,
        "Give a folder or a period.",
    ),
):
    """List messages of a mailbox."""

    mailbox: Mailbox
    """As 101."""
    folder: Code | None = None
    """Of getVoicemailFolders, as INBOX."""
    date_from: Date | None = None
    """First day, as 2026-11-24."""
    date_to: Date | None = None
    """Last day."""


class GetVoicemailTranscriptions(
    OfDays,
    effect=Effect.READ,
    toolset="voicemail",
    default=False,
    rows=Rows(
        "messages",
        fields(time="date", stranger="callerid", text="duration folder", message="result"),
        MESSAGES,
        "Give a shorter period.",
    ),
):
    """Show what was said in messages of a mailbox."""

    date_from: Date
    """First day, as 2026-11-24."""
    date_to: Date
    """Last day."""
    mailbox: Mailbox
    """As 101."""
    folder: Code
    """Of getVoicemailFolders, as INBOX."""


class GetCallTranscriptions(
    OfDays,
    effect=Effect.READ,
    toolset="account",
    default=False,
    rows=Rows(
        "transcriptions",
        fields(time="date", text="duration locale confidence", stranger="speakers", message="recognized_phrases"),
        MESSAGES,
        "Give a shorter period.",
    ),
):
    """Show what was said in calls of an account."""

    account: AccountLogin
    """As 100001_VoIP."""
    date_from: Date
    """First day, as 2026-11-24."""
    date_to: Date
    """Last day."""
    call_type: Code | None = None
    """Of getCallTypes."""


class GetCallAccounts(Function, effect=Effect.READ, toolset="account", default=False, rows=values("accounts")):
    """List accounts that getCDR can be narrowed to."""

    client: Id | None = None
    """Those of this reseller client."""


class GetCallTypes(Function, effect=Effect.READ, toolset="account", default=False, rows=values("call_types")):
    """List kinds of calls, and numbers, that getCDR can be narrowed to."""

    client: Id | None = None
    """Those of this reseller client."""
