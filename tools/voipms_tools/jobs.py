"""Tools that do a whole job with documented functions; every call they make is checked like any other."""

from typing import Literal

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.words.jobs import Changes, Code, Moment, Number, Numbers, Short

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
    "queue",
    "static_member",
]


class Job(Function):
    """Base of the jobs: the effect is the worst of the calls it may make."""


class FinishApproved(Job, effect=Effect.SPEND, toolset="changes"):
    """Carry out a call that waited for a person's yes, exactly as it was stored."""

    code: Code
    """As given when it began to wait."""


class ListChanges(Job, effect=Effect.READ, toolset="changes"):
    """List what this server changed, the latest first, and what can be undone."""

    entry: Short | None = None
    """Number, or kind:id as forwarding:1026."""
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
    """As 08:00 or 2026-11-24T08:00, local time."""
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
