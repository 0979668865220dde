"""Tools that look into an account with many functions at once; all of them only read."""

from voipms_tools.effects import Effect
from voipms_tools.jobs import Job
from voipms_tools.words.jobs import NumberOrAll, Short, Since
from voipms_tools.words.numbers import AccountLogin, Did
from voipms_tools.words.routes import Routing


class TraceRouting(Job, effect=Effect.READ, toolset="troubleshooting"):
    """Show where a call goes, step by step to every end, at a time and for a caller, and what is wrong on the way."""

    did: NumberOrAll | None = None
    """Number; all: a line for each."""
    routing: Routing | None = None
    """Instead, from here on."""
    at: Since | None = None
    """As 17:05 or 2026-11-24T17:05, user's time; now unless told."""
    caller: Short | None = None
    """Who calls: a number or anonymous."""


class Diagnose(Job, effect=Effect.READ, toolset="troubleshooting"):
    """Find the cause of a problem: runs the checks that apply; causes by likelihood, with evidence and exact fix."""

    symptom: Short
    """What goes wrong, in plain words."""
    did: Did | None = None
    """Number it is about."""
    account: AccountLogin | None = None
    """Sub-account, as 100001_VoIP."""
    caller: Short | None = None
    """Who called or was called."""
    at: Since | None = None
    """When it happened, as traceRouting takes it."""
