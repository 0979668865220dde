"""Phones that ring: sub-accounts, outside phones and SIP URIs.

A talk lasts until the caller hangs up, untold 60 s. An outside phone rings 60 s at most; one that is busy or does not
answer ends the call, without failover (invented, inferred).
"""

import math
from typing import NoReturn

from voipms_sandbox.calls.answering import reply
from voipms_sandbox.calls.trace import Failure, Leg, Over, Trace

OUTSIDE_RING = 60
TALK = 60
REACTIONS = {"busy": "is busy", "noanswer": "does not answer", "unreachable": "is not registered"}
OUTSIDE_ENDS = {"busy": ("busy", "BUSY"), "noanswer": ("no answer", "NO ANSWER"), "unreachable": ("failed", "FAILED")}
STATUSES = {"busy": "Busy", "unreachable": "Channel not available", "noanswer": "No answer"}


def check_device(trace: Trace, login: str) -> None:
    """End the call at a sub-account that does not exist; the main account always does."""
    if login != trace.here.account.number:
        trace.need("sub_accounts", "account", login, "sub-account")


def ring_account(trace: Trace, login: str) -> Failure:
    """Ring a device for the number's dial time."""
    check_device(trace, login)
    route, ring = f"account:{login}", int(trace.did.get("dialtime") or 60)
    trace.account = login
    trace.logs.append(f"Routing to sub-account: {login}")
    return _ring(trace, route, ring, f"account {login}")


def ring_uri(trace: Trace, id_: str) -> Failure:
    row = trace.need("sipuris", "sipuri", id_, "SIP URI")
    uri = row["uri"].replace("{DID}", trace.did["did"])
    trace.logs.append(f"Routing to SIP URI: {uri}")
    return _ring(trace, f"sip:{id_}", int(trace.did.get("dialtime") or 60), uri)


def _ring(trace: Trace, route: str, ring: int, what: str) -> Failure:
    reaction = reply(trace, route, ring)
    if reaction.failure != "unreachable":
        trace.note("ringing", f"ringing {what} for {ring} s; it shows {trace.shown}", route)
        trace.wait(reaction.seconds)
    if reaction.failure is None:
        talk(trace, what, route)
    trace.logs.append(f"Status is '{STATUSES[reaction.failure]}'")
    trace.note(reaction.failure, f"{what} {REACTIONS[reaction.failure]}", route)
    return reaction.failure


def ring_outside(trace: Trace, id_: str) -> NoReturn:
    """Ring an outside phone; whatever it does ends the call."""
    phone = trace.need("forwardings", "forwarding", id_, "forwarding")["phone_number"]
    route = f"fwd:{id_}"
    trace.logs.append(f"Routing to forwarding: {phone}")
    trace.note("ringing", f"ringing outside phone {phone}; it shows {trace.shown}", route)
    reaction = reply(trace, route, OUTSIDE_RING)
    trace.wait(reaction.seconds)
    if reaction.failure is None:
        talk(trace, f"outside phone {phone}", route)
    end, disposition = OUTSIDE_ENDS[reaction.failure]
    trace.legs.append(Leg(phone, disposition, None))
    trace.stop(reaction.failure, f"outside phone {phone} {REACTIONS[reaction.failure]}", end, route)


def talk(trace: Trace, what: str, route: str) -> NoReturn:
    """The phone was answered; the call lasts until the caller hangs up."""
    trace.answer()
    trace.logs.append("Status is 'ANSWERED'")
    trace.note("answered", f"{what} answers", route)
    header, _, id_ = route.partition(":")
    if header == "account":
        trace.account = id_
    if header == "fwd":
        phone = trace.need("forwardings", "forwarding", id_, "forwarding")["phone_number"]
        trace.legs.append(Leg(phone, "ANSWERED", trace.second))
    trace.second = trace.second + TALK if math.isinf(trace.patience) else max(trace.second, int(trace.patience))
    trace.note("hangs up", "the caller hangs up")
    raise Over("talked")
