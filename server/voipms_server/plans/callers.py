"""What callers will experience: each number's way before and after a plan, and what would be wrong that was not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voipms_server.entries import kind_of
from voipms_server.facts import Facts
from voipms_server.findings import Weight
from voipms_server.plans.projected import NUMBERS, Projected
from voipms_server.quotes import text
from voipms_server.requests import Write
from voipms_server.tracing import telling
from voipms_server.tracing.account import Account, Device
from voipms_server.tracing.checks import findings
from voipms_server.tracing.picture import mermaid
from voipms_server.tracing.traced import Traced, When, trace_number
from voipms_server.zones import Zone

AWAY = ("e911", "phonebook", "music_on_hold", "call_hunting", "call_parking", "sms")
"""Kinds that no call's way hangs on."""
STAYS = ("setDIDPOP",)
"""Functions of the other kinds that change nothing of it."""
NOTHING = "no such number"


class Unasked(Account):
    """Whether a device is registered has nothing to do with a plan, and is not asked for."""

    async def device(self, login: str) -> Device:
        return Device(None, "registration not asked for")


@dataclass(frozen=True, slots=True)
class Way:
    """The way of a call to one number, in words and as a picture."""

    did: str
    before: str
    after: str
    pictures: tuple[str, str]
    wrong: tuple[str, ...]
    """Findings that were not there before."""

    @property
    def words(self) -> str:
        return f"Calls to {self.did} now: {self.before}. Afterwards: {self.after}."


async def ways(after: Projected, writes: Sequence[Write], at: datetime, zone: Zone) -> list[Way]:
    """The numbers whose calls would go another way at this moment, if nobody picks up and no key is pressed."""
    if not any(_leads(write) for write in writes):
        return []
    when = When(at, zone)
    now, then = (Unasked(Facts(line, lambda: at)) for line in (after.before(), after))
    dids = [text(row, "did") for row in await then.facts.rows(NUMBERS)]
    found = [await _way(did, now, then, when) for did in dids]
    return [way for way in found if way.before != way.after or way.wrong]


def _leads(write: Write) -> bool:
    entry = write.function.declared.entry
    return entry is None or (kind_of(entry).name not in AWAY and write.name not in STAYS)


async def _way(did: str, now: Account, then: Account, when: When) -> Way:
    before = await trace_number(now, did, when, None) if await now.number(did) is not None else None
    after = await trace_number(then, did, when, None)
    were = {one.words for one in findings(before)} if before is not None else set[str]()
    grave = [one.words for one in findings(after) if one.weight is Weight.PROBLEM]
    pictures = (_picture(before), _picture(after))
    return Way(did, _line(before), _line(after), pictures, tuple(one for one in grave if one not in were))


def _line(trace: Traced | None) -> str:
    return telling.line(trace, ()).partition(": ")[2] if trace is not None else NOTHING


def _picture(trace: Traced | None) -> str:
    return mermaid(trace, findings(trace)) if trace is not None else ""
