"""Tools that do a whole job with documented functions; every call they make is checked like any other."""

from typing import Literal

from pydantic import Field

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.words.jobs import (
    Changes,
    Code,
    LongText,
    Media,
    Moment,
    Number,
    Numbers,
    Recipients,
    Short,
    Since,
)
from voipms_tools.words.numbers import Did, Flag

EntryKind = Literal[
    "number",
    "sms",
    "forwarding",
    "sip_uri",
    "callback",
    "disa",
    "ivr",
    "recording",
    "ring_group",
    "time_condition",
    "filter",
    "phonebook",
    "phonebook_group",
    "queue",
    "static_member",
    "call_hunting",
    "call_parking",
    "music_on_hold",
    "mailbox",
    "sub_account",
    "e911",
]


class Job(Function):
    """Base of the jobs: the effect is the worst of the calls it may make."""


class SendMessage(Job, effect=Effect.SEND, toolset="sms"):
    """Text somebody by name or number: finds number and sender, checks, asks a person where something is at stake."""

    to: Recipients
    """Number or phonebook name; several joined by `;`."""
    text: LongText
    """The text, as it is to arrive."""
    from_: Did | None = Field(None, alias="from")
    """Own number; else the one this conversation is on."""
    media: Media | None = None
    """Up to 3 URLs or allowed files, joined by `;`; makes it an MMS."""
    mms: Flag | None = None
    """true: as MMS, for over 160 characters."""


class ReadMessages(Job, effect=Effect.READ, toolset="sms"):
    """Conversations with names, both directions, SMS and MMS: what is new and what is unanswered."""

    with_: Short | None = Field(None, alias="with")
    """Number or phonebook name."""
    did: Did | None = None
    """Own number."""
    since: Since | None = None
    """As 2026-11-24, 08:00 or both; 7 days unless told."""
    limit: Number | None = None
    """Most messages, the latest; 50."""
    reveal: Flag | None = None
    """Show masked codes and card numbers, after a person's yes."""


class ReceiveMessages(Job, effect=Effect.CHANGE, toolset="sms", default=False):
    """Let a number's inbound messages reach this server at once (serve --http); other delivery stays as it is."""

    did: Did
    """Own number."""
    on: Flag
    """false: stop it."""


class FinishApproved(Job, effect=Effect.SPEND, toolset="changes"):
    """Carry out a call that waited for a person's yes, exactly as it was stored."""

    code: Code
    """As given when it began to wait."""


class ListChanges(Job, effect=Effect.READ, toolset="changes"):
    """List what this server changed, the latest first, and what can be undone."""

    entry: Short | None = None
    """Number, or kind:id as forwarding:1026."""
    change: Number | None = None
    """This one."""
    function: Short | None = None
    """As setDIDRouting."""
    person: Short | None = None
    """Caller who asked."""
    since: Moment | None = None
    """As 08:00 or 2026-11-24T08:00, local time."""
    until: Moment | None = None
    """As since."""
    undoable: bool | None = None
    """true: only what can still be undone."""
    limit: Number | None = None
    """Most rows; 20."""


class UndoChange(Job, effect=Effect.DELETE, toolset="changes"):
    """Undo a change, a group of changes, or all since a moment. What somebody changed since is left and shown."""

    change: Number | None = None
    """Number of listChanges."""
    group: Short | None = None
    """Group of listChanges."""
    since: Moment | None = None
    """As in listChanges."""
    plan: Short | None = None
    """A plan: called off while it waits, else all its changes."""
    exceptions: Numbers | None = None
    """Changes to leave, as 12,14."""


class UpdateSettings(Job, effect=Effect.CHANGE, toolset="changes"):
    """Change some fields of one entry and keep all others; no required ones need repeating."""

    kind: EntryKind
    """What it is; number: its settings, sms: its SMS delivery."""
    id: Short
    """Its id (a number's 10 digits)."""
    changes: Changes
    """Field names and values as the set* tool of that kind takes them."""
