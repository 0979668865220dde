"""What the account shows of a write whose outcome is not known; done needs something that only this write explains."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from voipms_server import look
from voipms_server.completion import current, keeps, shows, taken
from voipms_server.entries import key_of, row_id
from voipms_server.errors import Refused
from voipms_server.journal.change import Change
from voipms_server.line import Line
from voipms_server.quotes import money, text
from voipms_server.texting.history import EVERY, periods
from voipms_server.texting.message import MESSAGES, message_key, messages
from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.registry import functions

Row = Mapping[str, object]
PENDING = "e911_pending"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one look shows: it happened, nothing of it is there, or (neither) it cannot be told.

    `unseen`: it would change nothing, so that it may have happened or be still on its way.
    """

    done: bool = False
    absent: bool = False
    unseen: bool = False
    entry: str = ""


async def evidence(line: Line, change: Change, made: Collection[str] = ()) -> Evidence:
    """One look at the account. Done needs something that only this write explains; `made` is known to be others'."""
    function = functions()[change.subject.function]
    effect = function.declared.effect
    if effect is Effect.SEND:
        return await _sent(line, change, made)
    if effect is Effect.SPEND and function.declared.counterpart:
        return await _begun(line, function, change)
    if effect is Effect.SPEND:
        return await _order(line, change)
    if effect is Effect.DELETE:
        return await _deletion(line, function, change)
    return await (_creation(line, function, change, made) if change.creates else _update(line, function, change))


async def _sent(line: Line, change: Change, made: Collection[str]) -> Evidence:
    """A message to the same person that was not there before; one with other words may be this one, altered."""
    getter, _ = MESSAGES[change.subject.function]
    at = datetime.fromtimestamp(change.at, UTC)
    period = periods(at - HOUR, at + DAY)[0]
    did, dst = str(change.arguments.get("did", "")), str(change.arguments.get("dst", ""))
    rows = await line.rows(getter, {**period, "type": "0", "limit": EVERY})
    mine = [one for one in messages(rows) if (one.did, one.contact) == (did, dst)]
    listed = [one for one in mine if not one.inbound and one.latest >= at - HOUR]
    new = [one for one in listed if one.id not in change.ids and message_key(getter, one.id) not in made]
    alike = [one for one in new if one.text == str(change.arguments.get("message", ""))]
    return Evidence(bool(alike), not new, entry=message_key(getter, alike[0].id) if alike else "")


async def _order(line: Line, change: Change) -> Evidence:
    owned, did = await look.owned(line), str(change.arguments.get("did") or "")
    gained = owned - change.owned
    if change.subject.entry:  # Only a cancellation is about an entry that exists.
        return Evidence(done=did not in owned, absent=did in owned)
    if did:
        return Evidence(done=did in gained, absent=did not in gained)
    return Evidence(absent=not gained and not _paid(change, await look.balance(line)))


async def _begun(line: Line, function: type[Function], change: Change) -> Evidence:
    """There was none before, so one with this address is it; VoIP.ms shows addresses in capitals (manual's sample)."""
    try:
        row = await _row(line, function, change)
    except Refused as refused:
        if refused.code != PENDING:
            raise
        return Evidence(done=True)
    if row is None:
        return Evidence(absent=True)
    sent = {name: str(value) for name, value in change.arguments.items() if name in row}
    return Evidence(done=all(str(row[name]).casefold() == value.casefold() for name, value in sent.items()))


def _paid(change: Change, now: Decimal | None) -> bool:
    """Whether the balance fell by the price; calls take money too. Unless both are known, any fall counts."""
    before = money(change.body.get("balance"), signed=True)
    if now is None or before is None:
        return True
    spent = before - now
    return spent > 0 if change.price is None else spent >= change.price


async def _deletion(line: Line, function: type[Function], change: Change) -> Evidence:
    entry = function.declared.entry
    row = await _row(line, function, change)
    if entry is not None and entry.narrow:
        taken = row is None or not text(row, "reseller_account")
        return Evidence(done=taken, absent=not taken)
    return Evidence(done=row is None, absent=row is not None)


async def _update(line: Line, function: type[Function], change: Change) -> Evidence:
    row = await _row(line, function, change)
    if row is None:
        return Evidence()
    now, was = keeps(function, row), keeps(function, change.before or {})
    sent = {name: taken(name, str(value)) for name, value in change.arguments.items() if name in now}
    if all(now[name] == value for name, value in sent.items()):
        changes_nothing = all(was.get(name) == value for name, value in sent.items())
        return Evidence(done=not changes_nothing, unseen=changes_nothing)
    return Evidence(absent=all(now[name] == was.get(name) for name in sent))


async def _creation(line: Line, function: type[Function], change: Change, made: Collection[str]) -> Evidence:
    """A new entry that is not alike may be this one, changed since: then it cannot be told."""
    entry = function.declared.entry
    if entry is None:
        return Evidence()
    needs = {name: str(change.arguments[param]) for name, param in entry.needs.items() if param in change.arguments}
    rows = await line.rows(entry.getter, needs)
    new = {key_of(entry, id_): row for row in rows if (id_ := text(row, row_id(entry))) not in change.ids}
    new = {key: row for key, row in new.items() if key not in made}
    alike = [key for key, row in new.items() if shows(function, row, change.arguments)]
    return Evidence(done=True, entry=alike[0]) if len(alike) == 1 else Evidence(absent=not new)


async def _row(line: Line, function: type[Function], change: Change) -> Row | None:
    entry = function.declared.entry
    if entry is None:
        return None
    params = {name: str(value) for name, value in change.arguments.items()}
    return await current(line, entry, change.subject.entry.partition(":")[2], params)
