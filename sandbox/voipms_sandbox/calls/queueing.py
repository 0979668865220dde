"""Queues.

`ringall` rings every member at once; every other strategy rings one after the other, by priority, then as listed
(simplified). There is one caller, so a queue is never full, and no position or estimated time is announced
(simplified). Members are the static ones; agents who log in by phone are left out (simplified). Without a longest wait
the caller gives up after 30 minutes, and between rounds a queue without retry timer waits 5 s (invented).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from voipms_sandbox.calls.answering import reachable
from voipms_sandbox.calls.groups import Phone, ring_together
from voipms_sandbox.calls.played import give_up, play
from voipms_sandbox.calls.trace import Failure, Trace
from voipms_sandbox.world import Row

LONGEST = 1800
RETRY = 5
AGENT_RING = 30
Follow = Callable[[Trace, str], Failure]


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue's row, and the phones of its members in the order they ring."""

    row: Row
    members: list[str]
    present: list[str]
    """The members that can be reached."""

    @property
    def route(self) -> str:
        return f"queue:{self.row['queue']}"

    def blocked(self, when: str, verb: str) -> str:
        """Why a caller may not join or stay: `yes`, `no` and `strict` mean the opposite for the two."""
        strict = self.row[when] == "strict"
        if not self.members and (strict or self.row[when] == ("no" if verb == "join" else "yes")):
            return f"{verb}_empty"
        return f"{verb}_unavail" if strict and not self.present else ""

    def seconds(self, name: str, otherwise: int) -> int:
        return int(self.row[name]) if self.row.get(name, "").isdecimal() else otherwise

    def batches(self, ring: int) -> list[list[Phone]]:
        phones = [Phone(f"account:{login}", ring) for login in self.present]
        return [phones] if self.row["ring_strategy"] == "ringall" else [[phone] for phone in phones]


def open_queue(trace: Trace, id_: str) -> Queue:
    row = trace.need("queues", "queue", id_, "queue")
    rows = [one for one in trace.here.account.table("static_members") if one["queue_number"] == id_]
    rows.sort(key=lambda one: int(one["priority"]))
    logins = [one["account"].removeprefix("SIP/") for one in rows if one["account"]]
    return Queue(row, logins, [login for login in logins if reachable(trace, login)])


def queue(trace: Trace, id_: str, follow: Follow) -> NoReturn:
    """Join if that is allowed, and wait until a member answers, the wait is over, or the caller hangs up."""
    found = open_queue(trace, id_)
    name = found.row["queue_name"]
    trace.logs.append(f"Routing to Queue: {name}")
    _leave_if(trace, found, found.blocked("join_when_empty", "join"), follow)
    trace.prefix += found.row["callerid_prefix"]
    trace.answer()
    play(trace, found.row["join_announcement"])
    trace.note("queue music", f"waits in queue {name} and hears music {found.row['music_on_hold']}", found.route)
    for login in found.members:
        if login not in found.present:
            trace.note("unreachable", f"member {login} is not registered", f"account:{login}")
    _leave_if(trace, found, found.blocked("leave_when_empty", "leave"), follow)
    _wait(trace, found)
    _leave_if(trace, found, "timeout", follow)
    raise AssertionError


def _leave_if(trace: Trace, found: Queue, reason: str, follow: Follow) -> None:
    """Leave the queue by its failover for this reason."""
    if not reason:
        return
    route = found.row[f"fail_over_routing_{reason}"]
    trace.logs.append(f"Queue {found.row['queue_name']}: {reason}; failover to {route}")
    trace.note("leaves queue", f"leaves the queue ({reason}) for {route}", route)
    if route in ("", "none:"):
        trace.stop("hung up", "hung up: the queue has no failover for this", "hung up")
    give_up(trace, follow(trace, route))


def _wait(trace: Trace, found: Queue) -> None:
    """Ring the members round after round; returns when the longest wait is over. Only the first round is told."""
    end = trace.second + found.seconds("maximum_wait_time", LONGEST)
    _round(trace, found, end, told=True)
    trace.note("still waiting", "nobody answered; the queue goes on ringing its members", found.route)
    while trace.second < end:
        trace.wait(max(1, min(found.seconds("retry_timer", RETRY), end - trace.second)))
        _round(trace, found, end, told=False)
    if found.row["maximum_wait_time"] == "unlimited":
        trace.stop("hangs up", "gives up waiting", "caller hung up")


def _round(trace: Trace, found: Queue, end: int, *, told: bool) -> None:
    for batch in found.batches(found.seconds("agent_ring_timeout", AGENT_RING)):
        if trace.second < end:
            left = [Phone(phone.route, min(phone.ring, end - trace.second)) for phone in batch]
            ring_together(trace, left, f"queue {found.row['queue_name']}", found.route, told=told)
