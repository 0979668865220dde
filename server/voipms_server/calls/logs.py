"""The log of a call: places it came to, and what they said. Lines that are not known are passed over.

Documented is one sample: "Routing to sub-account: 100000_VoIP Status is 'Channel not available' Failover due to
'Unreachable' status Routing to Ring group: test_ringgroup Hangup: Channel is unavailable", all on one line. The words
for menus, queues and filters are the sandbox's (invented), and taken here in any case, on one line or on many.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 20_000
HEAD = re.compile(
    r"(?P<other>Call logs for UniqueID:)|(?P<failover>Failover due to\b)"
    r"|(?P<route>Routing to\b)|(?P<status>Status is\b)|(?P<hangup>Hang ?up:|Hung ?up:)"
    r"|(?P<filter>Caller ?ID filter\b)|(?P<menu>\bIVR [^:\n]{1,60}:)|(?P<queue>\bQueue [^:\n]{1,60}:)"
    r"|(?P<group>\bRing ?group [^:\n]{1,60}: nobody)",
    re.IGNORECASE,
)


class Place(StrEnum):
    """Kinds of places that a call comes to."""

    PHONE = "phone"
    GROUP = "ring group"
    QUEUE = "queue"
    MENU = "menu"
    MAILBOX = "mailbox"
    SYSTEM = "system"
    SERVICE = "service"
    PASSED = "passed"


PLACES = (
    (r"voice ?mail|mailbox", Place.MAILBOX),
    (r"ring ?group|hunt", Place.GROUP),
    (r"queue", Place.QUEUE),
    (r"ivr|receptionist|attendant|menu", Place.MENU),
    (r"time ?condition", Place.PASSED),
    (r"recording|call ?back|disa|conference", Place.SERVICE),
    (r"system", Place.SYSTEM),
    (r"account|sip|forward|phone", Place.PHONE),
)


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` is the name of a group of HEAD; of a route the place and which one it is."""

    kind: str
    words: str
    place: Place = Place.PASSED


def events(logs: str) -> Sequence[Event]:
    """What is known of the log, in its order."""
    found = [one for line in logs[:LONGEST].splitlines() for one in _of_line(line)]
    return [one for one in found if one.kind != "other" and (one.kind != "route" or one.place is not Place.PASSED)]


def _of_line(line: str) -> list[Event]:
    heads = list(HEAD.finditer(line))
    ends = [head.start() for head in heads] + [len(line)]
    return [_event(head, line[head.end() : end].strip()) for head, end in zip(heads, ends[1:], strict=True)]


def _event(head: re.Match[str], words: str) -> Event:
    kind = head.lastgroup or "other"
    if kind != "route":
        return Event(kind, words.strip("' "))
    what, _, which = words.partition(":")
    place = next((place for form, place in PLACES if re.search(form, what, re.IGNORECASE)), Place.PASSED)
    return Event(kind, which.strip() or what.strip(), place)
