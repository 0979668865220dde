"""Reading messages over any period: in pieces the API takes, SMS and MMS, newest first."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from voipms_server.line import Line
from voipms_server.quotes import Rows, text
from voipms_server.texting.message import Message, messages, newest_first
from voipms_server.zones import days_back, eastern_day

PIECE_DAYS = 90
"""The API takes 92 at most."""
EVERY = "1000000"
"""As `limit`: without one the API gives 50 rows (manual); larger ones are taken (observed)."""
LOOK_BACK_DAYS = 360
SKEW = timedelta(minutes=2)
KINDS = (("getSMS", False), ("getMMS", True))
Periods = list[dict[str, str]]


def periods(since: datetime, until: datetime) -> Periods:
    """`from` and `to` of each piece, the latest first."""
    pieces = days_back(eastern_day(since), eastern_day(until + SKEW), PIECE_DAYS)
    return [{"from": first.isoformat(), "to": last.isoformat()} for first, last in pieces]


async def piece(line: Line, period: Mapping[str, str], params: Mapping[str, str]) -> list[Message]:
    """SMS and MMS of one period, newest first."""
    found: dict[tuple[str, str, datetime], Message] = {}
    for getter, mms in KINDS:
        rows = await line.rows(getter, {**period, "limit": EVERY, **params})
        for one in messages(rows, mms=mms):
            found[one.id, one.contact, one.at] = one
    return newest_first(found.values())


async def of_contacts(line: Line, contacts: Collection[str], numbers: Rows, now: datetime) -> list[Message]:
    """What passed between the account and these people, newest first.

    It goes back until every one of them has been heard from, and a year at most.
    """
    wanted, found = set(contacts), list[Message]()
    narrow = {"contact": next(iter(wanted))} if len(wanted) == 1 and not in_e164(numbers) else {}
    for period in periods(now - timedelta(days=LOOK_BACK_DAYS), now):
        rows = await line.rows("getSMS", {**period, "limit": EVERY, "all_messages": "1", **narrow})
        found += [one for one in messages(rows) if one.contact in wanted]
        if wanted <= {one.contact for one in found if one.inbound}:
            break
    return newest_first(found)


def in_e164(numbers: Rows) -> bool:
    """Whether a number of the account lists the other side as `+1...`: then a filter of ten digits may not find it."""
    return any(text(row, "dialmode") == "2" for row in numbers)
