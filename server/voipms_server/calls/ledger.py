"""The calls of the account over some days, read once; what is read later is put to what was read before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voipms_server.calls.call import Call, calls
from voipms_server.calls.legs import Own, joined, phones
from voipms_server.calls.record import Direction, Record, number_of, read_rows, records
from voipms_server.facts import Facts
from voipms_server.quotes import Rows, text
from voipms_server.zones import eastern_day

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Calls with their legs, the earliest first; `unreadable` rows have no time that can be read."""

    calls: Sequence[Call]
    unreadable: int
    numbers: Rows
    rows: Rows
    last: date


async def read_ledger(facts: Facts, since: datetime, until: datetime) -> Ledger:
    """The calls of the Eastern days of these moments."""
    last = eastern_day(until)
    return await _made(facts, await read_rows(facts, eastern_day(since), last), last)


async def up_to(ledger: Ledger, facts: Facts, now: datetime) -> Ledger:
    """The same, with the days since."""
    today = eastern_day(now)
    if ledger.last >= today:
        return ledger
    return await _made(facts, [*ledger.rows, *await read_rows(facts, ledger.last + DAY, today)], today)


async def _made(facts: Facts, rows: Rows, last: date) -> Ledger:
    numbers = await facts.rows("getDIDsInfo")
    routings: Mapping[str, str] = {number_of(text(row, "did")): text(row, "routing") for row in numbers}
    reading = records(rows, routings)
    own = await own_of(facts, frozenset(routings), reading.records)
    return Ledger(calls(joined(reading.records, own), routings), reading.unreadable, numbers, rows, last)


async def own_of(facts: Facts, owned: frozenset[str], found: Sequence[Record]) -> Own:
    """Where the account forwards to is read only where a call out shows no number of its own."""
    strange = any(one.direction is Direction.OUT and one.caller not in owned for one in found)
    return Own(owned, await phones(facts) if strange else frozenset())
