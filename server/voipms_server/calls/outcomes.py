"""What became of a call, as a person would say it: from its log, its destination and its disposition together.

A mailbox, a menu or a queue answers like a person does, so ANSWERED alone says little. Where the log does not tell, the
outcome is inferred, and marked so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from voipms_server.calls.logs import Event, Place, events
from voipms_server.calls.record import Direction, Record


class Outcome(StrEnum):
    """The words of `listCalls`."""

    REACHED = "reached"
    VOICEMAIL = "voicemail"
    LEFT_MENU = "left_menu"
    LEFT_QUEUE = "left_queue"
    RANG_OUT = "rang_out"
    BUSY = "busy"
    REFUSED = "refused"
    FAILED = "failed"
    SERVICE = "service"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Became:
    """An outcome, where it happened, and whether it was inferred."""

    outcome: Outcome
    where: str = ""
    inferred: bool = False


ANSWERED = "ANSWERED"
DISPOSITIONS: Mapping[str, Outcome] = {
    "NOANSWER": Outcome.RANG_OUT,
    "BUSY": Outcome.BUSY,
    "FAILED": Outcome.FAILED,
    "CONGESTION": Outcome.FAILED,
    "CANCEL": Outcome.RANG_OUT,
    "CANCELLED": Outcome.RANG_OUT,
}
BROKEN = r"does not exist|leads nowhere|leads back|there is no"
HINTS = (
    (r"balance", Outcome.REFUSED),
    (BROKEN, Outcome.FAILED),
    (
        r"unavailable|not available|cannot be reached|not in service|disconnected|unreachable|not registered",
        Outcome.FAILED,
    ),
    (r"busy", Outcome.BUSY),
    (r"no answer|noanswer|nobody answer|does not answer|not answered", Outcome.RANG_OUT),
)
"""What a status or the reason of a hangup says."""
HELD: Mapping[Place, Outcome] = {Place.MENU: Outcome.LEFT_MENU, Place.QUEUE: Outcome.LEFT_QUEUE}
SERVICES = ("echo", "dtmf")
ROUTED: Mapping[str, Outcome] = {
    "vm": Outcome.VOICEMAIL,
    "ivr": Outcome.LEFT_MENU,
    "queue": Outcome.LEFT_QUEUE,
    **dict.fromkeys(("account", "sip", "fwd", "grp"), Outcome.REACHED),
    **dict.fromkeys(("recording", "disa", "cb", "sys"), Outcome.SERVICE),
}
"""What an answered call came to, by the routing of its number today."""


@dataclass(frozen=True, slots=True)
class Known:
    """What helps to read single calls: today's routings, and whether logs of this account say when a phone answered."""

    says_answered: bool | None = None
    """None where no call shows it: then silence is taken for a phone that did not answer, and marked as inferred."""
    routings: Mapping[str, str] | None = None


def says_answered(records: Iterable[Record]) -> bool | None:
    """Whether logs tell that a phone answered: yes, if one does; no, if one does not where only a phone can have."""
    silent = False
    for record in records:
        told = events(record.logs)
        if any(_answered(one) for one in told):
            return True
        places = [one.place for one in told if one.kind == "route"]
        silent = silent or (record.disposition == ANSWERED and bool(places) and set(places) == {Place.PHONE})
    return False if silent else None


def became(record: Record, legs: Sequence[Record], known: Known) -> Became:
    """The outcome of a call with these legs."""
    if record.direction is Direction.OUT:
        return _by_disposition(record) if record.disposition != ANSWERED else Became(Outcome.REACHED)
    told = events(record.logs)
    if not told:
        return replace(_without_log(record, legs, known), inferred=True)
    return _by_log(record, _followed(told), known)


@dataclass(frozen=True, slots=True)
class Way:
    """Where the log leads: the last place, what was heard there, what held the call before, and how it was ended."""

    place: Place | None = None
    where: str = ""
    status: str = ""
    hangup: str = ""
    filtered: str = ""
    before: Outcome | None = None
    """What the call had become before it came to the last place."""
    answered: bool = False


def _followed(told: Sequence[Event]) -> Way:
    way = Way()
    for one in told:
        way = _step(way, one)
    return way


def _step(way: Way, one: Event) -> Way:
    if one.kind == "route":
        before = _so_far(way) or way.before
        return replace(way, place=one.place, where=one.words, status="", hangup="", before=before, answered=False)
    if one.kind == "filter":
        return replace(way, filtered=one.words)
    if one.kind == "hangup":
        return replace(way, hangup=one.words)
    if one.kind == "failover":
        return replace(way, status=one.words)
    if one.kind == "status":
        return replace(way, status=one.words, answered=_answered(one))
    return replace(way, status="no answer") if one.kind == "group" else way


def _so_far(way: Way) -> Outcome | None:
    """What it would be, had it ended before it came to the next place."""
    if way.place in (Place.PHONE, Place.GROUP):
        return _hint(way.status) or Outcome.RANG_OUT
    return HELD.get(way.place) if way.place else None


def _answered(one: Event) -> bool:
    return one.kind == "status" and one.words.lower().startswith("answer")


def _by_log(record: Record, way: Way, known: Known) -> Became:
    where = _where(way)
    if way.place is Place.MAILBOX and record.disposition not in DISPOSITIONS:
        return Became(Outcome.VOICEMAIL, where)
    if way.answered:
        return Became(Outcome.REACHED, where)
    if way.filtered and _turned_away(way):
        return Became(Outcome.REFUSED, f"filter {way.filtered}")
    if way.place is Place.SYSTEM:
        return Became(_system(way), where)
    if way.place is Place.SERVICE:
        return Became(Outcome.SERVICE, where)
    hinted = _hint(way.hangup)
    if way.place in HELD:
        return _held(record, way, hinted, known)
    hinted = hinted or _hint(way.status)
    return Became(hinted, where) if hinted else _silent(record, way, known)


def _where(way: Way) -> str:
    return f"{way.place.value} {way.where}" if way.place else ""


def _hint(words: str) -> Outcome | None:
    return next((outcome for form, outcome in HINTS if re.search(form, words, re.IGNORECASE)), None)


def _turned_away(way: Way) -> bool:
    """Whether the filter sent the call nowhere but to a tone, an announcement or a hangup."""
    at_once = way.place in (None, Place.SYSTEM) and way.before is None
    return at_once and way.where.lower() not in SERVICES and not re.search(BROKEN, way.hangup, re.IGNORECASE)


def _system(way: Way) -> Outcome:
    """Busy tone, tests, or an end; a hangup ends what there was before."""
    if way.where.lower() in SERVICES:
        return Outcome.SERVICE
    if way.where.lower() == "busy":
        return Outcome.BUSY
    return way.before if way.before and way.where.lower() == "hangup" else Outcome.FAILED


def _held(record: Record, way: Way, hinted: Outcome | None, known: Known) -> Became:
    """The log ends in a menu or queue; a queue whose log never says that somebody answered leaves it open."""
    if hinted is Outcome.FAILED:
        return Became(Outcome.FAILED, _where(way))
    outcome = HELD[way.place] if way.place else Outcome.UNCLEAR
    open_ = way.place is Place.QUEUE and record.disposition == ANSWERED and not way.hangup
    if open_ and not known.says_answered:
        return Became(outcome if known.says_answered is None else Outcome.UNCLEAR, _where(way), inferred=True)
    return Became(outcome, _where(way))


def _silent(record: Record, way: Way, known: Known) -> Became:
    """A phone rang, and the log does not say what it did."""
    if record.disposition != ANSWERED:
        return replace(_by_disposition(record), where=_where(way))
    if known.says_answered is False:
        return Became(Outcome.REACHED, _where(way), inferred=True)
    return Became(Outcome.RANG_OUT, _where(way), inferred=known.says_answered is None)


def _by_disposition(record: Record) -> Became:
    found = DISPOSITIONS.get(record.disposition)
    return Became(found) if found else Became(Outcome.UNCLEAR, inferred=True)


def _without_log(record: Record, legs: Sequence[Record], known: Known) -> Became:
    """By the disposition; an answered call by who took it: a leg, a device, else where the number leads today."""
    if record.disposition != ANSWERED:
        return _by_disposition(record)
    if legs:
        answered = any(leg.disposition == ANSWERED for leg in legs)
        return Became(Outcome.REACHED) if answered else _by_disposition(legs[-1])
    if "_" in record.account:
        return Became(Outcome.REACHED, record.account)
    routing = (known.routings or {}).get(record.called, "")
    return Became(ROUTED.get(routing.partition(":")[0], Outcome.UNCLEAR), routing)
