"""One row of getCDR, whatever its fields hold: when, who, what it was, how it ended, what it cost."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from voipms_server.calls.moments import ASKED_FOR, Moment, moments
from voipms_server.facts import Facts
from voipms_server.quotes import money, text
from voipms_server.zones import days_back, from_api

Row = Mapping[str, object]
MOST_DAYS = 92
ALL_CALLS = {"answered": "1", "noanswer": "1", "busy": "1", "failed": "1", **ASKED_FOR}
NOBODY = "0000000000"


class Direction(StrEnum):
    """Seen from the account."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Record:
    """A call, or the leg of one. Numbers are digits as `number_of` has them; `caller` is empty for nobody's."""

    id: str
    moment: Moment
    direction: Direction
    caller: str
    caller_name: str
    called: str
    kind: str
    """As `OUT:FRANCE`."""
    words: str
    account: str
    disposition: str
    seconds: int
    cost: Decimal | None
    logs: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of some days, and how many rows had no time that can be read."""

    records: Sequence[Record]
    unreadable: int = 0


async def read_rows(facts: Facts, first: date, last: date) -> list[Row]:
    """All rows of these Eastern days, in pieces that the API takes."""
    rows: list[Row] = []
    for start, end in days_back(first, last, MOST_DAYS):
        rows += await facts.rows("getCDR", date_from=start.isoformat(), date_to=end.isoformat(), **ALL_CALLS)
    return rows


def records(rows: Sequence[Row], owned: Collection[str]) -> Reading:
    """The rows as records, the earliest first."""
    walls = [(wall, row) for row in rows if (wall := from_api(text(row, "date"))) is not None]
    times = moments([(wall, text(row, "uniqueid")) for wall, row in walls])
    made = [_record(row, moment, owned) for moment, (_, row) in zip(times, walls, strict=True)]
    return Reading(sorted(made, key=in_order), len(rows) - len(walls))


def in_order(record: Record) -> tuple[datetime, str, int]:
    """By time; of one second calls in come before calls out, which may be their legs, then by id."""
    return record.moment.at, record.direction.value, record.moment.order


def _record(row: Row, moment: Moment, owned: Collection[str]) -> Record:
    name, number = caller_of(text(row, "callerid"))
    return Record(
        text(row, "uniqueid"),
        moment,
        _direction(row, owned),
        number,
        name,
        number_of(text(row, "destination")),
        text(row, "destination_type").strip().upper(),
        text(row, "description").strip(),
        text(row, "account").strip(),
        re.sub(r"[^A-Z]", "", text(row, "disposition").upper()),
        _seconds(row),
        money(row.get("total"), signed=True),
        text(row, "call_logs"),
    )


def _direction(row: Row, owned: Collection[str]) -> Direction:
    """By its type, else by its description, else by whether an own number was called."""
    told = f"{text(row, 'destination_type')} {text(row, 'description')}".lower()
    found = re.match(r"\W*(in|out)(?:bound)?\b", told)
    if found:
        return Direction(found[1])
    return Direction.IN if number_of(text(row, "destination")) in owned else Direction.OUT


def caller_of(callerid: str) -> tuple[str, str]:
    """`"John Doe" <5551112222>` is John Doe and 5551112222; the last brackets count, a name can hold some too."""
    found = re.fullmatch(r'\s*"?(?P<name>.*?)"?\s*<(?P<number>[^<>]*)>\s*', callerid, re.DOTALL)
    if found:
        return found["name"].strip(), number_of(found["number"])
    number = number_of(callerid)
    return ("", number) if re.fullmatch(r"[+0-9 ().-]*", callerid) else (callerid.strip(), "")


def number_of(said: str) -> str:
    """Digits, 10 of a North American number, without the prefix of calls abroad; empty for a hidden number."""
    digits = re.sub(r"[^0-9]", "", said)
    digits = re.sub(r"^(?:011|00)(?=[0-9]{7})", "", digits) if digits != NOBODY else ""
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def _seconds(row: Row) -> int:
    """The seconds, else the duration as `00:00:11` or `10:50`."""
    whole = re.fullmatch(r"([0-9]{1,9})(?:\.0*)?", text(row, "seconds").strip())
    if whole:
        return int(whole[1])
    parts = text(row, "duration").strip().split(":")
    if not all(re.fullmatch(r"[0-9]{1,6}", part) for part in parts):
        return 0
    return sum(int(part) * 60**place for place, part in enumerate(reversed(parts[-3:])))
