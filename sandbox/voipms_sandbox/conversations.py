"""The lists of SMS and MMS, and the media of one.

Times are US Eastern; with `timezone` they are shifted as if Eastern time were UTC-5 all year, which is what clients
found (inferred). The days of a period are those of Eastern time, shifted or not (inferred). With dialmode 2 numbers are
shown with +1 (observed). Observed of the live API: getMMS may leave out media that getMediaMMS has; so it does here
while meta `mms_media_listed` is 0.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.refusal import Here, Refuse, check_period
from voipms_sandbox.world import Row

LIMIT = 50
EASTERN = -5
COLUMNS = ("col_media1", "col_media2", "col_media3")


@dataclass(frozen=True, slots=True)
class Conversations:
    """getSMS or getMMS: its own table, which is also its parameter for one id; `all_messages` adds the other table."""

    own: str
    other: str

    def run(self, here: Here, params: Params) -> Answer:
        today = here.world.clock.today()
        start, end = params.get("from") or today, params.get("to") or today
        check_period(start, end)
        _check(here, params)
        id_ = params.get(self.own, "").lstrip("0")
        both = params.get("all_messages") == "1" and not id_
        rows = [row for table in ((self.own, self.other) if both else (self.own,)) for row in here.account.table(table)]
        found = [row for row in rows if (row["id"] == id_ if id_ else start <= row["date"][:10] <= end)]
        found = [row for row in found if _fits(row, params)]
        if not found:
            raise Refuse(f"no_{self.own}")
        found.sort(key=lambda row: (row["date"], row["id"].zfill(18)), reverse=True)
        hours = float(params.get("timezone") or EASTERN) - EASTERN
        limit = params.get("limit", "")
        most = int(limit) if limit.isdecimal() else 0
        return {"sms": [_shown(here, row, hours) for row in found[: most or LIMIT]]}


def _check(here: Here, params: Params) -> None:
    if params.get("did") and here.account.find("dids", did=params["did"]) is None:
        raise Refuse("invalid_did")
    if params.get("type", "") not in ("", "0", "1"):
        raise Refuse("invalid_type")
    if not (params.get("contact") or "0").isdecimal():
        raise Refuse("invalid_contact")
    timezone = params.get("timezone") or "0"
    if re.fullmatch(r"-?[0-9]{1,2}(\.[0-9]+)?", timezone) is None or not -12 <= float(timezone) <= 13:
        raise Refuse("invalid_timezone")


def _fits(row: Row, params: Params) -> bool:
    contact = params.get("contact", "")[-10:]
    wanted = {"type": params.get("type"), "did": params.get("did"), "contact": contact}
    return all(not value or row[name] == value for name, value in wanted.items())


def _shown(here: Here, row: Row, hours: float) -> dict[str, object]:
    at = datetime.fromisoformat(row["date"]) + timedelta(hours=hours)
    listed = here.account.meta("mms_media_listed") != "0"
    columns = {name: row[name] if listed else "" for name in COLUMNS if name in row}
    shown = {**row, "date": at.strftime("%Y-%m-%d %H:%M:%S"), **columns}
    shown |= {name: as_dialled(here, row["did"], row[name]) for name in ("did", "contact")}
    return {**shown, "media": list(filter(None, columns.values()))} if columns else {**shown}


def as_dialled(here: Here, did: str, number: str) -> str:
    """A number as this one of the account shows numbers."""
    row = here.account.find("dids", did=did)
    return f"+1{number}" if row and row.get("dialmode") == "2" and len(number) == 10 else number


def get_media(here: Here, params: Params) -> Answer:
    """The media by number from 0, as documented, or as a list."""
    if not params.get("id"):
        raise Refuse("missing_sms")
    row = here.account.find("mms", id=params["id"])
    if row is None:
        raise Refuse("invalid_sms")
    addresses = [row[name] for name in COLUMNS]
    by_number = {str(n): address for n, address in enumerate(addresses)}
    as_array = params.get("media_as_array") == "1"
    return {"id": row["id"], "date": row["date"], "media": list(filter(None, addresses)) if as_array else by_number}


CONVERSATIONS: dict[str, Callable[[Here, Params], Answer]] = {
    "getSMS": Conversations("sms", "mms").run,
    "getMMS": Conversations("mms", "sms").run,
    "getMediaMMS": get_media,
}
