"""What a call leaves: the caller's experience, its CDRs, and what it cost."""

from dataclasses import dataclass
from decimal import Decimal

from voipms_sandbox.calls.trace import Leg, Step, Trace
from voipms_sandbox.orders import charge
from voipms_sandbox.rates import Kind, inbound, outbound
from voipms_sandbox.world import Row

DISPOSITIONS = {
    "busy": "BUSY",
    "failed": "FAILED",
    "loop": "FAILED",
    "refused": "FAILED",
    "unreachable": "FAILED",
    "no service": "FAILED",
    "disconnected": "FAILED",
}
"""Of a call that was not answered, by its end; after any other end it is NO ANSWER (inferred)."""
CNAM_PRICE = Decimal("0.0080")
"""Of looking up the name of a caller who has a number, for a number with CNAM. Invented."""


@dataclass(frozen=True, slots=True)
class Experience:
    """What the caller experienced, how and when it ended, and the CDRs it left: its own, and those of calls out."""

    steps: list[Step]
    end: str
    seconds: int
    cdr: Row
    legs: list[Row]

    def plain(self) -> dict[str, object]:
        return {
            "note": "A simulated call; all of it is invented.",
            "steps": [step.plain() for step in self.steps],
            "end": self.end,
            "seconds": self.seconds,
            "cdr": self.cdr,
            "legs": self.legs,
        }


def write_down(trace: Trace, end: str) -> Experience:
    """Put the CDRs on the account and take the money."""
    billed = 0 if trace.answered_at is None else trace.second - trace.answered_at
    disposition = DISPOSITIONS.get(end, "NO ANSWER") if trace.answered_at is None else "ANSWERED"
    did = trace.did["did"]
    if trace.did.get("cnam") == "1" and trace.caller.digits and end != "refused":
        charge(trace.here, CNAM_PRICE, "CNAM", f"CNAM look-up: {trace.caller.digits}")
    cdr = _record(trace, did, inbound(did, trace.did["billing_type"]), disposition, billed)
    return Experience(trace.steps, end, trace.second, cdr, [_leg(trace, leg) for leg in trace.legs])


def _leg(trace: Trace, leg: Leg) -> Row:
    """The CDR of a call out."""
    billed = 0 if leg.answered_at is None else trace.second - leg.answered_at
    return _record(trace, leg.phone, outbound(leg.phone), leg.disposition, billed)


def _record(trace: Trace, destination: str, kind: Kind, disposition: str, seconds: int) -> Row:
    here, id_ = trace.here, f"{trace.here.world.new_id()}x{trace.second}"
    row = {
        "date": here.world.clock.stamp(),
        "callerid": trace.caller.shown(),
        "destination": destination,
        "description": kind.description,
        "account": trace.account or here.account.number,
        "disposition": disposition,
        "duration": f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        "seconds": str(seconds),
        "rate": f"{kind.rate:.8f}",
        "total": f"{kind.cost(seconds):.8f}",
        "uniqueid": id_,
        "destination_type": kind.type,
        "call_logs": "\n".join((f"Call logs for UniqueID: {id_}", *trace.logs)),
    }
    here.account.table("cdr").append(row)
    if kind.cost(seconds):
        charge(here, kind.cost(seconds), "CALLS", f"Call {id_}")
    return row
