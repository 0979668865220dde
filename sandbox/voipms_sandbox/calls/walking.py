"""Following a route to its end, header by header.

A menu's key is pressed a second after its recording has ended (invented). A key the menu does not know goes to its `i`
choice, no key to its `t` choice; without one the call is hung up. When a choice reaches nobody, the number's mailbox
takes the call, or the sub-account's own if the menu says so (inferred). A route that does not exist fails the call,
without failover (inferred). A DISA gives dial tone and is not followed further; a callback that is answered is a dial
tone too, until its digit time-out (simplified).
"""

from collections.abc import Callable
from typing import NoReturn

from voipms_sandbox.calls.answering import reply
from voipms_sandbox.calls.groups import ring_group
from voipms_sandbox.calls.hours import matches
from voipms_sandbox.calls.played import give_up, play, recording, system, voicemail
from voipms_sandbox.calls.queueing import queue
from voipms_sandbox.calls.ringing import ring_account, ring_outside, ring_uri
from voipms_sandbox.calls.trace import Failure, Leg, Over, Trace

ACCOUNT_VOICEMAIL = "2"
PIN_DIGITS = 4


def follow(trace: Trace, route: str) -> Failure:
    """Follow a route until the call is over, or say why it reached nobody."""
    trace.enter(route)
    header, _, id_ = route.partition(":")
    if header not in HEADERS:
        trace.stop("dangling", f"the route {route} leads nowhere", "failed", route)
    return HEADERS[header](trace, id_)


def time_condition(trace: Trace, id_: str) -> Failure:
    row = trace.need("time_conditions", "timecondition", id_, "time condition")
    open_ = matches(row, trace.moment)
    verb, target = ("matches", row["routing_match"]) if open_ else ("does not match", row["routing_nomatch"])
    trace.logs.append(f"Routing to Time condition: {row['name']} {verb}")
    when = trace.moment.strftime("%a %H:%M")
    trace.note("time condition", f"time condition {id_} ({row['name']}) {verb} at {when} Eastern", f"tc:{id_}")
    return follow(trace, target)


def menu(trace: Trace, id_: str) -> NoReturn:
    """An IVR: play, wait for a key, go on by its choices."""
    row = trace.need("ivrs", "ivr", id_, "IVR")
    trace.logs.append(f"Routing to IVR: {row['name']}")
    trace.answer()
    play(trace, row["recording"])
    pairs = [part.partition("=") for part in row["choices"].split(";") if part.strip()]
    choices = {key.strip(): route.strip() for key, _, route in pairs}
    key = trace.press(int(row["timeout"]), "a key")
    target = choices.get(key or "t") or (choices.get("i") if key else None)
    pressed = f"key {key}" if key else "a caller who presses nothing"
    trace.logs.append(f"IVR {row['name']}: {pressed}")
    if target is None:
        trace.stop("hung up", f"hung up: the menu has no choice for {pressed}", "hung up")
    failure = follow(trace, target)
    if row["voicemailsetup"] == ACCOUNT_VOICEMAIL:
        _own_mailbox(trace, target)
    give_up(trace, failure)


def _own_mailbox(trace: Trace, route: str) -> None:
    header, _, login = route.partition(":")
    row = trace.here.account.find("sub_accounts", account=login) if header == "account" else None
    if row is not None and row.get("internal_voicemail"):
        voicemail(trace, row["internal_voicemail"])


def to_queue(trace: Trace, id_: str) -> NoReturn:
    queue(trace, id_, follow)


def callback(trace: Trace, id_: str) -> NoReturn:
    """The call is refused, and after a delay the callback's number is called."""
    row = trace.need("callbacks", "callback", id_, "callback")
    route = f"cb:{id_}"
    trace.logs.append(f"Routing to Callback: {row['description']}")
    trace.note("hung up", f"hung up; callback {id_} will call {row['number']}", route)
    trace.second += int(row["delay_before"])
    reaction = reply(trace, route, int(row["response_timeout"]))
    trace.note("callback", f"calls {row['number']} back", route)
    trace.second += reaction.seconds
    if reaction.failure is not None:
        trace.legs.append(Leg(row["number"], "BUSY" if reaction.failure == "busy" else "NO ANSWER", None))
        trace.stop(reaction.failure, f"{row['number']} is not reached", "hung up", route)
    trace.legs.append(Leg(row["number"], "ANSWERED", trace.second))
    trace.note("dial tone", f"{row['number']} answers and hears a dial tone", route)
    trace.second += int(row["digit_timeout"])
    raise Over("called back")


def disa(trace: Trace, id_: str) -> NoReturn:
    """Four digits, and a dial tone if they are the PIN."""
    row = trace.need("disas", "disa", id_, "DISA")
    trace.logs.append(f"Routing to DISA: {row['name']}")
    trace.answer()
    trace.note("asks for PIN", f"DISA {id_} ({row['name']}) asks for the PIN", f"disa:{id_}")
    entered = ""
    while len(entered) < PIN_DIGITS:
        key = trace.press(int(row["digit_timeout"]), "a digit of the PIN")
        if not key:
            break
        entered += key
    if entered != row["pin"]:
        trace.stop("hung up", "hung up: the PIN is wrong", "hung up")
    trace.note("dial tone", "hears a dial tone, and may call at the account's expense", f"disa:{id_}")
    raise Over("dial tone")


def nowhere(trace: Trace, _: str) -> NoReturn:
    """`none:` leads nowhere; the number's mailbox is left, if it has one (inferred)."""
    trace.note("no routing", "the call is routed nowhere", "none:")
    give_up(trace, "unreachable")


HEADERS: dict[str, Callable[[Trace, str], Failure]] = {
    "account": ring_account,
    "fwd": ring_outside,
    "vm": voicemail,
    "sip": ring_uri,
    "grp": ring_group,
    "ivr": menu,
    "recording": recording,
    "queue": to_queue,
    "cb": callback,
    "tc": time_condition,
    "disa": disa,
    "sys": system,
    "none": nowhere,
}
