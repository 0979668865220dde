"""Tools that look into an account with many functions at once; all of them only read."""

from typing import Literal

from pydantic import Field

from voipms_tools.effects import Effect
from voipms_tools.jobs import Job
from voipms_tools.words.jobs import Number, NumberOrAll, Short, Since
from voipms_tools.words.numbers import AccountLogin, Did
from voipms_tools.words.routes import Routing


class CheckAccount(Job, effect=Effect.READ, toolset="troubleshooting"):
    """Check access, balance, numbers, devices, fraud risks and open changes, the most urgent first."""


class Find(Job, effect=Effect.READ, toolset="troubleshooting"):
    """Find entries by name, number, extension or id as people say it, and where each is used."""

    text: Short
    """Case and accents do not count."""
    kinds: Short | None = None
    """Joined by `;`, as number;mailbox."""


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
    """When, as in traceRouting."""


Outcome = Literal[
    "reached",
    "not_reached",
    "voicemail",
    "left_menu",
    "left_queue",
    "rang_out",
    "busy",
    "refused",
    "failed",
    "service",
    "unclear",
]
GroupBy = Literal["day", "month", "hour", "weekday", "number", "caller", "account", "direction"]


class ListCalls(Job, effect=Effect.READ, toolset="troubleshooting"):
    """Count calls of a whole period by what became of them, with totals; says who was called or texted back since."""

    outcome: Outcome | None = None
    """Only these."""
    with_: Short | None = Field(None, alias="with")
    """Number or phonebook name."""
    number: Did | None = None
    """Own number."""
    since: Since | None = None
    """As readMessages takes it; 7 days unless told."""
    until: Since | None = None
    """As since; a day counts to its end."""
    group_by: GroupBy | None = None
    """Totals for each."""
    limit: Number | None = None
    """Most calls listed, the latest; 50. Totals count all."""


class ExplainCharges(Job, effect=Effect.READ, toolset="troubleshooting"):
    """Explain why a period cost more or less than another: drivers by size, adding up to the transactions."""

    period: Short
    """this month, last month, 2026-10, 2026-10-05 or 2026-10-01..2026-10-15."""
    compare_to: Short | None = None
    """The same; the period before unless told."""
