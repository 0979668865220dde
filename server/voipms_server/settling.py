"""Writes whose outcome is not known: what the account shows of them now, and when that is enough to say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from voipms_server import look
from voipms_server.answers.words import clean
from voipms_server.completion import current, keeps, taken
from voipms_server.entries import key_of, row_id
from voipms_server.errors import Refused, Unconfirmed, Unreachable
from voipms_server.files import unfiled
from voipms_server.journal.change import Change
from voipms_server.journal.line import LineKind, Outcome
from voipms_server.line import Line
from voipms_server.quotes import money, text
from voipms_server.requests import Request, Write
from voipms_server.store.store import Store, Transaction
from voipms_server.texting.history import EVERY, periods
from voipms_server.texting.message import MESSAGES, content, message_key, messages
from voipms_server.uses import points_at
from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.registry import functions

Row = Mapping[str, object]
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


@dataclass(frozen=True, slots=True)
class Settler:
    """Finds out what became of open writes. Not done needs two looks a settle time (seconds) apart."""

    store: Store
    settle: float = 120

    async def refuse_while_open(self, line: Line, request: Request) -> None:
        """Raises Unconfirmed while something is open that these writes could not be told from, or would disturb."""
        for change in await self.store.run(lambda t: _in_the_way_of(t, request, line.account)):
            known = await self.settled(line, change)
            if known is Outcome.DONE and change.subject.effect == Effect.SEND:
                await self.note_told(change.subject.bundle, told=True, only=change.number)
                raise Unconfirmed(
                    f"Nothing was sent now: the earlier {words(change)} of the same text (change {change.number}), "
                    "whose outcome was unknown, did go through: VoIP.ms lists it. To send it once more, call again."
                )
            if known is None:
                raise Unconfirmed(
                    f"Nothing was sent: it is still unknown whether the earlier {words(change)} went through "
                    f"(change {change.number}). Look with the matching get* function, and try again after "
                    f"{self.settle:.0f} seconds. If it stays so, a person settles it with `mcp-voipms doctor`."
                )

    async def settle_texts(self, line: Line) -> list[Change]:
        """Look for texts of unknown outcome; those that are still unknown, as where VoIP.ms does not tell."""
        texts = await self.store.run(lambda t: _open_texts(t, line.account))
        return [change for change in texts if await self._if_told(line, change) is None]

    async def _if_told(self, line: Line, change: Change) -> Outcome | None:
        try:
            return await self.settled(line, change)
        except (Refused, Unreachable):
            return None

    async def text_of(self, line: Line, bundle: str, write: Write) -> Change | None:
        """The change that sent this text, while its outcome is unknown."""
        texts = await self.store.run(lambda t: _open_texts(t, line.account))
        return next((one for one in texts if one.subject.bundle == bundle and _same_text(one, write)), None)

    async def note_told(self, bundle: str, *, told: bool, only: int = 0) -> None:
        """Whether whoever asked for the texts of this request, or for only this one, was told that they went."""
        await self.store.run(lambda t: _note_told(t, bundle, told=told, only=only))

    async def settled(self, line: Line, change: Change) -> Outcome | None:
        """What became of it, as far as that is known now; what was found out is written down."""
        now = self.store.clock()
        if change.in_flight(now):
            return None
        made = await self.store.run(lambda t: _made_by_others(t, change))
        seen = await evidence(line, change, made)
        if seen.done:
            await self._write(change, Outcome.DONE, entry=seen.entry)
            return Outcome.DONE
        still = seen.absent or seen.unseen
        if still and now - (change.first_look or now) >= self.settle:
            became = Outcome.NOT_DONE if seen.absent else Outcome.DONE
            await self._write(change, became)
            return became
        if not change.first_look or not still:
            await self._write(change, Outcome.UNKNOWN, look=now if still else 0)
        return None

    async def _write(self, change: Change, outcome: Outcome, look: float = 0, entry: str = "") -> None:
        await self.store.run(lambda t: found_out(t, change, outcome, look=look, entry=entry))


def found_out(
    t: Transaction, change: Change, outcome: Outcome, *, look: float = 0, entry: str = "", by: str = ""
) -> None:
    """Write down what is known now; of several who find it out, the first is believed."""
    from voipms_server.journal import changes as journal
    from voipms_server.journal.lines import append

    if not any(one.number == change.number for one in journal.open_ones(t, change.subject.account)):
        return
    subject = change.subject if not entry else change.about(entry)
    append(t, LineKind.FINDING, subject, {"look": look, "by": by}, change=change.number, outcome=outcome)


def _in_the_way_of(t: Transaction, request: Request, account: str) -> list[Change]:
    from voipms_server.journal import changes as journal

    digest = t.keys.digest(request.digest(account))
    opened = [change.opened(t.keys) for change in journal.open_ones(t, account)]
    return [change for change in opened if _in_the_way(change, request, digest)]


def _in_the_way(change: Change, request: Request, digest: str) -> bool:
    """An order blocks those it could not be told from; a change blocks its entry, and its own repetition."""
    keys = [write.key for write in request.writes]
    if change.subject.effect == Effect.SPEND:
        if change.subject.entry and change.subject.entry in keys:
            return True
        dids = [write.params.get("did", "") for write in request.writes if write.spends]
        known = str(change.arguments.get("did") or "")
        return bool(dids) and (change.digest == digest or not known or "" in dids or known in dids)
    if change.subject.effect == Effect.SEND:
        return any(_same_text(change, write) for write in request.writes)
    gone = change.subject.entry if change.subject.effect == Effect.DELETE else ""
    if gone and any(points_at(write.params, gone) for write in request.writes):
        return True
    if change.creates and any(_may_be_the_new_one(change, write) or _equal(change, write) for write in request.writes):
        return True
    return change.digest == digest or (bool(change.subject.entry) and change.subject.entry in keys)


def _same_text(change: Change, write: Write) -> bool:
    """Whether a write sends the same to the same person, from whichever number."""
    same = content(unfiled(write.params)) == content(change.arguments)
    return write.sends and same and write.params.get("dst") == change.arguments.get("dst")


def _open_texts(t: Transaction, account: str) -> list[Change]:
    from voipms_server.journal import changes as journal

    return [one for one in journal.open_ones(t, account) if one.subject.effect == Effect.SEND]


def _note_told(t: Transaction, bundle: str, *, told: bool, only: int) -> None:
    from voipms_server.journal import changes as journal
    from voipms_server.journal.lines import append

    for one in journal.of_bundle(t, bundle):
        if one.outcome is Outcome.DONE and one.subject.effect == Effect.SEND and only in (0, one.number):
            append(t, LineKind.AFTER, one.subject, {"told": told}, change=one.number)


def _may_be_the_new_one(change: Change, write: Write) -> bool:
    """Whether a write is about an entry of the kind that may just have been made, and was not there before."""
    entry, made = write.function.declared.entry, functions()[change.subject.function].declared.entry
    same_kind = entry is not None and made is not None and entry.getter == made.getter
    return same_kind and write.id is not None and write.id not in change.ids


def _equal(change: Change, write: Write) -> bool:
    """Whether a write makes an entry that could not be told from the one that may have been made."""
    return write.creates and write.name == change.subject.function and dict(write.params) == change.arguments


def _made_by_others(t: Transaction, change: Change) -> set[str]:
    """The entries and messages that other changes made, earlier ones too: those may have landed later."""
    from voipms_server.journal import changes as journal

    sends = change.subject.effect == Effect.SEND
    if not change.creates and not sends:
        return set()
    every = journal.of_account(t, change.subject.account)
    makers = [one for one in every if one.creates or (sends and one.subject.effect == Effect.SEND)]
    return {one.subject.entry for one in makers if one.number != change.number} - {""}


def words(change: Change) -> str:
    """A change by its function and what it was about."""
    to = change.arguments.get("dst")
    if to:
        return f"{change.subject.function} to {clean(str(to), 60)}"
    about = change.arguments.get("did") or change.arguments.get("location_id") or change.subject.entry
    return f"{change.subject.function} {clean(str(about or ''), 60)}".strip()


async def evidence(line: Line, change: Change, made: Collection[str] = ()) -> Evidence:
    """One look at the account. Done needs something that only this write explains; `made` is known to be others'."""
    function = functions()[change.subject.function]
    effect = function.declared.effect
    if effect is Effect.SEND:
        return await _sent(line, change, made)
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
    alike = [key for key, row in new.items() if _alike(function, row, change)]
    return Evidence(done=True, entry=alike[0]) if len(alike) == 1 else Evidence(absent=not new)


def _alike(function: type[Function], row: Row, change: Change) -> bool:
    now = keeps(function, row)
    return all(now[name] == taken(name, str(value)) for name, value in change.arguments.items() if name in now)


async def _row(line: Line, function: type[Function], change: Change) -> Row | None:
    entry = function.declared.entry
    if entry is None:
        return None
    params = {name: str(value) for name, value in change.arguments.items()}
    return await current(line, entry, params.get(entry.id, ""), params)
