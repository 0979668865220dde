"""What a caller hears: recordings, a mailbox's greeting, tones.

A recording lasts as long as its data would at 8 kHz and 16 bits, at least a second. A greeting takes 5 s and a message
20 s (invented). A message left is one more new message of the mailbox.
"""

from typing import NoReturn

from voipms_sandbox.calls.trace import Failure, Over, Trace
from voipms_sandbox.mailboxes import leave

GREETING = 5
MESSAGE = 20
ANNOUNCEMENT = 5
BYTES_A_SECOND = 16_000
NO_RECORDING = ("", "0", "none")
TONES: dict[Failure, tuple[str, str, str]] = {
    "busy": ("busy tone", "busy tone", "busy"),
    "unreachable": ("announcement", "announcement that the party cannot be reached", "unreachable"),
    "noanswer": ("no answer", "nobody answers, and the call ends", "no answer"),
}


def play(trace: Trace, id_: str) -> None:
    """Play a recording of the account; none, and one that is gone (inferred), is silence."""
    if id_ in NO_RECORDING:
        return
    row = trace.here.account.find("recordings", value=id_)
    if row is None:
        trace.note("dangling", f"recording {id_} does not exist: silence")
        return
    trace.answer()
    trace.note("plays", f"plays recording {id_} ({row['description']})", f"recording:{id_}")
    trace.wait(max(1, len(row.get("data", "")) * 3 // 4 // BYTES_A_SECOND))


def recording(trace: Trace, id_: str) -> NoReturn:
    """A route to a recording plays it and hangs up."""
    trace.need("recordings", "value", id_, "recording")
    trace.logs.append(f"Routing to recording: {id_}")
    play(trace, id_)
    trace.stop("hung up", "hung up after the recording", "hung up")


def voicemail(trace: Trace, mailbox: str) -> NoReturn:
    """The greeting of a mailbox, and a message left there."""
    row = trace.need("voicemails", "mailbox", mailbox, "mailbox")
    trace.logs.append(f"Routing to voicemail: {mailbox}")
    trace.answer()
    trace.note("voicemail", f"voicemail greeting of mailbox {mailbox} ({row['name']})", f"vm:{mailbox}")
    trace.wait(GREETING)
    trace.note("message", f"leaves a message in mailbox {mailbox}", f"vm:{mailbox}")
    began = trace.second
    trace.second = int(min(trace.second + MESSAGE, trace.patience))
    leave(trace.here, row, trace.caller.shown(), trace.second - began)
    trace.note("hangs up", "the caller hangs up")
    raise Over("left a message")


def give_up(trace: Trace, failure: Failure) -> NoReturn:
    """Nobody was reached: the number's mailbox if it has one, else a tone or an announcement."""
    mailbox = trace.did.get("voicemail", "")
    if mailbox not in ("", "0"):
        trace.note("last resort", f"nobody was reached; the number has mailbox {mailbox}")
        voicemail(trace, mailbox)
    trace.stop(*TONES[failure])


SYSTEM = {
    "hangup": ("hung up", "hung up at once", "hung up", 0),
    "busy": ("busy tone", "busy tone", "busy", ANNOUNCEMENT),
    "noservice": ("announcement", "announcement that the number is not in service", "no service", ANNOUNCEMENT),
    "disconnected": ("announcement", "announcement that the number was disconnected", "disconnected", ANNOUNCEMENT),
}
TESTS = {"dtmf": "DTMF test: it reads back the keys pressed", "echo": "echo test: the caller hears themselves"}


def system(trace: Trace, id_: str) -> NoReturn:
    """A `sys:` route: a tone, an announcement, or a test that lasts 10 s (invented)."""
    trace.logs.append(f"Routing to system: {id_}")
    if id_ in TESTS:
        trace.answer()
        trace.note("test", TESTS[id_], f"sys:{id_}")
        trace.wait(2 * ANNOUNCEMENT)
        trace.stop("hung up", "hung up after the test", "hung up")
    if id_ not in SYSTEM:
        trace.stop("dangling", f"there is no system route {id_}", "failed", f"sys:{id_}")
    event, words, end, seconds = SYSTEM[id_]
    trace.note(event, words, f"sys:{id_}")
    trace.wait(seconds)
    trace.logs.append(f"Hangup: {words}")
    raise Over(end)
