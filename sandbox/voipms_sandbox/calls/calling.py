"""A call from outside to one of the account's numbers: its way, its CDR, and what it costs.

Filters come first, then the number's routing. Of an account, a SIP URI or a ring group that reaches nobody the failover
for that reason is taken, once; a failover that fails in turn meets the number's mailbox (inferred). A filter brings its
own failovers. With a balance of zero or less no call comes in (inferred). CNAM look-ups cost nothing, codecs, NAT,
recordings of calls, transcripts and the mailbox threshold are left out, and the clock stands still during the call
(simplified). A call out that was part of the call leaves a CDR of its own.
"""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from voipms_sandbox.calls.answering import check_answers
from voipms_sandbox.calls.callers import Caller, catching
from voipms_sandbox.calls.experience import Experience, write_down
from voipms_sandbox.calls.played import give_up
from voipms_sandbox.calls.trace import Failure, Over, Trace
from voipms_sandbox.calls.walking import follow
from voipms_sandbox.refusal import Here
from voipms_sandbox.world import Row

KEYS = frozenset("0123456789*#-")
REASONS: dict[Failure, str] = {"busy": "Busy", "unreachable": "Unreachable", "noanswer": "No answer"}


@dataclass(frozen=True, slots=True)
class Dialled:
    """What the caller does: who calls, keys, when they hang up; and what the phones do."""

    caller: Caller
    keys: str = ""
    answers: Mapping[str, int | str] = field(default_factory=dict[str, int | str])
    hangs_up_after: int | None = None


def receive_call(here: Here, did: Row, dialled: Dialled) -> Experience:
    """Let the call in and walk it to its end. Raises ValueError for keys, answers or a time that cannot be."""
    trace = _begin(here, did, dialled)
    try:
        _walk(trace)
    except Over as over:
        return write_down(trace, over.end)


def _begin(here: Here, did: Row, dialled: Dialled) -> Trace:
    if not KEYS.issuperset(dialled.keys):
        raise ValueError("keys are 0-9, * and #, and - where none is pressed")
    patience = math.inf if dialled.hangs_up_after is None else dialled.hangs_up_after
    if patience < 0:
        raise ValueError("hangs_up_after is a number of seconds")
    answers = check_answers(here.account, dialled.answers)
    return Trace(here, did, dialled.caller, deque(dialled.keys), answers, patience, did.get("callerid_prefix", ""))


def _walk(trace: Trace) -> NoReturn:
    if trace.here.account.balance <= 0:
        trace.stop("refused", "the call does not come in: the account's balance is used up", "refused")
    rule = catching(trace.here.account, trace.did["did"], trace.caller)
    if rule is not None:
        trace.logs.append(f"Caller ID filter {rule['filtering']}: {rule['callerid']}")
        words = f"caller-ID filter {rule['filtering']} ({rule['callerid']}) sends the call to {rule['routing']}"
        trace.note("filter", words, rule["routing"])
    give_up(trace, _with_failover(trace, rule or trace.did))


def _with_failover(trace: Trace, rule: Row) -> Failure:
    """Follow the routing of a number or filter, then its failover for the reason nobody was reached."""
    failure = follow(trace, rule["routing"])
    failover = rule.get(f"failover_{failure}", "")
    if failover in ("", "none:"):
        return failure
    trace.logs.append(f"Failover due to '{REASONS[failure]}' status")
    trace.note("failover", f"failover for {failure} to {failover}", failover)
    trace.passed.clear()
    return follow(trace, failover)
