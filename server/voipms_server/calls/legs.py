"""Calls out that were part of a call in: forwarded legs and callbacks. How they are recognised is inferred.

A record of a call out is a leg when a call in was under way, and either shows the same caller (forwarded calls show who
called, not the account), or its log names the phone that was called. A hidden caller is no evidence by itself: then the
phone must be one that the account forwards to or calls back.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from voipms_server.calls.record import Direction, Record, number_of
from voipms_server.facts import Facts
from voipms_server.quotes import text

RINGING = timedelta(minutes=5)
"""How long a call may ring, or wait for its callback, beyond the seconds that its record counts."""
NAMED = re.compile(r"(?:forward(?:ing)?|call ?back)\b[^:\n]*:\s*([+0-9][0-9 ().-]{6,20})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Own:
    """The account's numbers, and the outside phones that it forwards to or calls back."""

    numbers: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Joined:
    """Calls with their legs, by their place in the records; `alone` look like legs, and no call of theirs was found."""

    calls: Sequence[tuple[Record, tuple[Record, ...]]]
    alone: frozenset[int] = frozenset()
    """Places in `calls`."""


async def phones(facts: Facts) -> frozenset[str]:
    """The outside phones of the account's forwardings and callbacks."""
    forwardings = [text(row, "phone_number") for row in await facts.rows("getForwardings")]
    callbacks = [text(row, "number") for row in await facts.rows("getCallbacks")]
    return frozenset(filter(None, map(number_of, forwardings + callbacks)))


def joined(records: Sequence[Record], own: Own) -> Joined:
    """Every record once: as a call, or as a leg of one."""
    parents = _parents(records, own)
    legs: dict[int, list[Record]] = {}
    for n, parent in parents.items():
        legs.setdefault(parent, []).append(records[n])
    kept = [n for n in range(len(records)) if n not in parents]
    alone = frozenset(place for place, n in enumerate(kept) if _seems_a_leg(records[n], own))
    return Joined([(records[n], tuple(legs.get(n, ()))) for n in kept], alone)


def _parents(records: Sequence[Record], own: Own) -> Mapping[int, int]:
    """Of each leg the call it is part of: first by the caller it shows, then by what a log names, where no leg was."""
    found: dict[int, int] = {}
    for n, under_way in _under_way(records):
        same = [one for one in under_way if _same_caller(records[n], records[one], own)]
        naming = [one for one in same if records[n].called in _named(records[one].logs)]
        if same:
            found[n] = max(naming or same)
    had = {(parent, records[n].called) for n, parent in found.items()}
    for n, under_way in _under_way(records):
        naming = [one for one in under_way if records[n].called in _named(records[one].logs)]
        free = [one for one in naming if (one, records[n].called) not in had]
        if n not in found and free:
            found[n] = max(free)
            had.add((found[n], records[n].called))
    return found


def _under_way(records: Sequence[Record]) -> Iterator[tuple[int, Collection[int]]]:
    """Each call out, with the calls in that were under way when it began. The records are in order of time."""
    under_way: list[int] = []
    for n, record in enumerate(records):
        under_way = [one for one in under_way if _end(records[one]) >= record.moment.at]
        if record.direction is Direction.IN:
            under_way.append(n)
        else:
            yield n, tuple(under_way)


def _end(call: Record) -> datetime:
    return call.moment.latest + timedelta(seconds=call.seconds) + RINGING


def _named(logs: str) -> set[str]:
    return {number_of(phone) for phone in NAMED.findall(logs)}


def _same_caller(leg: Record, call: Record, own: Own) -> bool:
    if leg.caller != call.caller or leg.caller in own.numbers:
        return False
    return bool(leg.caller) or leg.called in own.phones


def _seems_a_leg(record: Record, own: Own) -> bool:
    """A call out to a phone that the account forwards to, which does not show a number of the account."""
    out = record.direction is Direction.OUT and record.called in own.phones
    return out and bool(record.caller) and record.caller not in own.numbers
