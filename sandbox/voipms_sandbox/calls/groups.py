"""Ring groups: members ring together, each for its own time.

The number's dial time does not cut them short (inferred); a member that cannot be reached is passed over. One who must
press 1 does so 2 s after answering (invented).
"""

from dataclasses import dataclass

from voipms_sandbox.calls.answering import reply
from voipms_sandbox.calls.played import play, voicemail
from voipms_sandbox.calls.ringing import talk
from voipms_sandbox.calls.trace import Failure, Trace
from voipms_sandbox.routes import TARGETS

PRESS_ONE = 2
RING = 25
NO_MUSIC = ("", "default")


@dataclass(frozen=True, slots=True)
class Phone:
    """One of several phones that ring."""

    route: str
    ring: int = RING
    press_one: bool = False


def members_of(text: str) -> list[Phone]:
    """`route,ring,press1` tuples; 25 s and no key where they say nothing."""
    parts = [part.strip().split(",") for part in text.split(";") if part.strip()]
    return [Phone(route, int(rest[0]) if rest else RING, rest[1:] == ["1"]) for route, *rest in parts]


def ring_group(trace: Trace, id_: str) -> Failure:
    """Ring all members; when none answers, the group's mailbox takes the call."""
    row = trace.need("ring_groups", "ring_group", id_, "ring group")
    trace.logs.append(f"Routing to Ring group: {row['name']}")
    play(trace, row["caller_announcement"])
    music = row["music_on_hold"]
    hears = "hears ringing" if music in NO_MUSIC else f"hears music {music}"
    failure = ring_together(trace, members_of(row["members"]), f"{hears}; ring group {row['name']}", f"grp:{id_}")
    trace.logs.append(f"Ring group {row['name']}: nobody answered")
    if row["voicemail"] not in ("", "0"):
        voicemail(trace, row["voicemail"])
    return failure


def ring_together(trace: Trace, phones: list[Phone], words: str, route: str, *, told: bool = True) -> Failure:
    """Ring them all; the first to answer takes the call, else the answer is why nobody did."""
    replies = [(phone, reply(trace, phone.route, phone.ring)) for phone in phones if _exists(trace, phone)]
    ringing = [(phone, one) for phone, one in replies if one.failure != "unreachable"]
    for phone, one in replies:
        if one.failure == "unreachable":
            trace.note("unreachable", f"member {_name(phone)} is not registered", phone.route)
    if ringing and told:
        names = ", ".join(f"{_name(phone)} for {phone.ring} s" for phone, _ in ringing)
        trace.note("ringing", f"{words} rings {names}; it shows {trace.shown}", route)
    answers = [(one.seconds + PRESS_ONE * phone.press_one, phone) for phone, one in ringing if one.failure is None]
    if answers:
        seconds, phone = min(answers, key=lambda answer: answer[0])
        trace.wait(seconds)
        talk(trace, f"{_name(phone)}{', asked to press 1, does so and' if phone.press_one else ''}", phone.route)
    trace.wait(max((one.seconds for _, one in ringing), default=0))
    return _why([one.failure for _, one in ringing])


def _name(phone: Phone) -> str:
    return phone.route.replace(":", " ")


def _exists(trace: Trace, phone: Phone) -> bool:
    """Whether the member is there at all; one that is not is noted and passed over."""
    header, _, id_ = phone.route.partition(":")
    table, field = TARGETS[header][:2]
    account = trace.here.account
    if phone.route == f"account:{account.number}" or account.find(table, **{field: id_}) is not None:
        return True
    trace.note("dangling", f"member {_name(phone)} does not exist", phone.route)
    return False


def _why(failures: list[Failure | None]) -> Failure:
    """All busy is busy, none there is unreachable, else nobody answered."""
    if not failures:
        return "unreachable"
    return "busy" if set(failures) == {"busy"} else "noanswer"
