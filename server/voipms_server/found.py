"""Where a price can be looked up again, over restarts: which search found a number, what country a location is in."""

from collections.abc import Mapping
from contextlib import suppress

from voipms_server.errors import NotAllowed
from voipms_server.line import Line
from voipms_server.quotes import Rows, text
from voipms_server.store.store import Store, Transaction

KEPT_SECONDS = 7 * 86_400
MOST = 1_000
NUMBER, LOCATION = "number", "location"
COUNTRY = "country_id"


async def remember(store: Store, account: str, function: str, params: Mapping[str, str], rows: Rows) -> None:
    """Keep what a search or a listing of locations showed; anything else is nothing to keep."""
    found = {
        (NUMBER, did): function for row in rows[:MOST] if function.startswith("search") and (did := text(row, "did"))
    }
    if country := params.get(COUNTRY):
        found |= {(LOCATION, place): country for row in rows[:MOST] if (place := text(row, "location_id"))}
    if not found:
        return
    with suppress(NotAllowed):  # A search needs no store.
        await store.run(lambda t: _keep(t, account, found))


async def recall(store: Store, line: Line, params: Mapping[str, str]) -> None:
    """Tell the account's line what was found out before it was made."""
    did, place = params.get("did", ""), params.get("location_id", "")
    if did and did not in line.sources.found_by and (function := await _known(store, line, NUMBER, did)):
        line.sources.found_by[did] = function
    if place and place not in line.sources.country_of and (country := await _known(store, line, LOCATION, place)):
        line.sources.country_of[place] = country


async def _known(store: Store, line: Line, kind: str, key: str) -> str:
    return await store.run(lambda t: _read(t, line.account, kind, key))


def _keep(t: Transaction, account: str, found: Mapping[tuple[str, str], str]) -> None:
    from sqlalchemy import delete

    from voipms_server.store.tables import FoundRow

    t.session.execute(delete(FoundRow).where(FoundRow.at < t.now - KEPT_SECONDS))
    for (kind, key), value in found.items():
        t.session.merge(FoundRow(account=account, kind=kind, key=key[:60], value=value[:200], at=t.now))


def _read(t: Transaction, account: str, kind: str, key: str) -> str:
    from voipms_server.store.tables import FoundRow

    row = t.session.get(FoundRow, (account, kind, key[:60]))
    return row.value if row is not None else ""
