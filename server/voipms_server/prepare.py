"""What is read before a write: the entry as it is, the full write, what it costs, and whether a person is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from voipms_server import asks, look
from voipms_server.checking import check_whole
from voipms_server.completion import addressed, complete, current, keeps
from voipms_server.contents import contents_of
from voipms_server.emergency import MOVES, address_words, emergency_words, ending, lost_address
from voipms_server.entries import entry_words, kind_of, route_words, row_id
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts
from voipms_server.found import recall
from voipms_server.journal.line import Outcome
from voipms_server.line import Line
from voipms_server.prepared import Prepared, Row
from voipms_server.questions import quoted
from voipms_server.quotes import Seen, text
from voipms_server.requests import Write
from voipms_server.store.store import Store, Transaction
from voipms_server.strangers.caution import Caution
from voipms_server.texting.desk import SendDesk
from voipms_server.uses import uses
from voipms_tools.effects import Effect
from voipms_tools.function import Entry

FRESH_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Desk:
    """Where writes are prepared: the store tells what was changed before, and what strangers' text was shown."""

    store: Store
    caution: Caution
    texts: SendDesk

    async def prepare_all(self, line: Line, writes: Sequence[Write], caller: str) -> list[Prepared]:
        """All writes of a request; what several texts hang on is read once."""
        texts = [write for write in writes if write.effect is Effect.SEND]
        facts = await self.texts.facts(line, texts) if texts else None
        found: list[Prepared] = []
        for number, write in enumerate(writes):
            if facts is not None and write.effect is Effect.SEND:
                ready = self.texts.prepare(line, write, facts, len(texts))
                found.append(await self.caution.applied(ready, line.account, caller))
            else:
                found.append(await self.prepare(line, write, caller, later=number > 0))
        return found

    async def prepare(self, line: Line, write: Write, caller: str, *, later: bool = False) -> Prepared:
        """Reads only. Raises NotAllowed for what cannot be done, Refused when a rehearsal fails.

        `later`: others come before it, which may free an entry that is still in use.
        """
        if write.sends:
            return (await self.prepare_all(line, (write,), caller))[0]
        ready = await self._prepared(line, write, caller, later=later)
        return await self.caution.applied(ready, line.account, caller)

    async def _prepared(self, line: Line, write: Write, caller: str, *, later: bool) -> Prepared:
        await line.lists.check(write.function, write.params)
        if write.spends:
            await recall(self.store, line, write.params)
            return await _spending(line, write)
        if write.name == "e911Cancel":
            return await _ending(line, write, later=later)
        if write.effect is Effect.DELETE:
            return await self._deleting(line, write, caller, later=later)
        if write.function.declared.entry is None:
            return Prepared(write, write.params)
        return await _changing(line, write, later=later)

    async def _deleting(self, line: Line, write: Write, caller: str, *, later: bool) -> Prepared:
        entry, row = await _existing(line, write, later=later)
        kind = kind_of(entry)
        if entry.narrow:
            return await _taking_away(line, write, row)
        held = [] if later else await uses(Facts(line, lambda: datetime.now(UTC)), kind, write.id or "")
        if held:
            first = "; ".join(one.words for one in held)
            raise NotAllowed(f"{write.name} was not sent: {entry_words(kind, row)} is in use. Change first: {first}.")
        if not later:
            await self.store.run(
                partial(_refuse_needed, account=line.account, write=write, words=entry_words(kind, row))
            )
        contents = await contents_of(line, kind, row)
        quiet = not contents.lost and (write.quiet or await self._is_fresh(line, write, caller))
        today = f"{kind.words} {write.id}: {summary(row)}{contents.words}"
        reasons = () if quiet else (f"It deletes {kind.words} {write.id}.",)
        full = addressed(entry, write.params, row)
        return Prepared(write, full, row, reasons=reasons, lost=contents.lost, seen=Seen(target=today))

    async def _is_fresh(self, line: Line, write: Write, caller: str) -> bool:
        """Whether this caller made the entry within the last hour; then nobody is asked when it goes again."""
        return await self.store.run(partial(_made_lately, account=line.account, key=write.key, caller=caller))


def _refuse_needed(t: Transaction, account: str, write: Write, words: str) -> None:
    from voipms_server.plans.needing import refuse_needed

    refuse_needed(t, account, write, words)


def _made_lately(t: Transaction, account: str, key: str, caller: str) -> bool:
    from voipms_server.journal import changes as journal

    recent = journal.of_entry(t, account, key, t.now - FRESH_SECONDS)
    made = [one for one in recent if one.creates and one.outcome is Outcome.DONE and one.at <= t.now]
    return bool(made) and all(one.subject.caller == caller for one in recent)


async def _existing(line: Line, write: Write, *, later: bool = False) -> tuple[Entry, Row]:
    """The entry as it is; of one that an earlier write makes again, as it will be."""
    entry = write.function.declared.entry
    if entry is None:
        raise LookupError(f"{write.name} declares no entry")
    row = await current(line, entry, write.id or "", write.params)
    if later and row is None:
        row = write.stands
    if row is None:
        raise NotAllowed(
            f"{write.name} was not sent: there is no {kind_of(entry).words} {write.id} on account {line.account}. "
            f"{entry.getter} lists what exists."
        )
    return entry, row


async def _spending(line: Line, write: Write) -> Prepared:
    entry = write.function.declared.entry
    if entry is None:
        return Prepared(write, write.params, reasons=("It costs money.",), seen=await look.look(line, write))
    if write.begins:
        return await _beginning(line, write, entry)
    _, row = await _existing(line, write)
    seen = await look.look(line, write, await _number_today(line, row))
    emergency = await emergency_words(line, row)
    return Prepared(write, write.params, row, reasons=("It costs money.",), warnings=_told(emergency), seen=seen)


async def _beginning(line: Line, write: Write, entry: Entry) -> Prepared:
    """E911 for a number that has none."""
    if await current(line, entry, write.id or "", write.params) is not None:
        raise NotAllowed(
            f"{write.name} was not sent: E911 is set up for {write.id} already. e911Update changes its address."
        )
    return Prepared(write, write.params, reasons=("It costs money.",), seen=await look.look(line, write))


async def _ending(line: Line, write: Write, *, later: bool) -> Prepared:
    """A person is asked always, whoever set it up and however lately."""
    _, row = await _existing(line, write, later=later)
    reasons = await ending(line, write.id or "")
    return Prepared(write, write.params, row, reasons=reasons, lost=True, seen=Seen(target=address_words(row)))


async def _taking_away(line: Line, write: Write, row: Row) -> Prepared:
    """A number is taken from the client it is connected to."""
    emergency = await emergency_words(line, row)
    client = text(row, "reseller_account") or "no reseller client"
    today = f"{await _number_today(line, row)}; connected to {client}"
    return Prepared(
        write,
        write.params,
        row,
        reasons=("It takes the number away.",),
        warnings=_told(emergency),
        seen=Seen(target=today),
    )


async def _number_today(line: Line, row: Row) -> str:
    return f"calls go to {await route_words(line, text(row, 'routing') or 'none:')}"


async def _changing(line: Line, write: Write, *, later: bool) -> Prepared:
    if write.creates:
        full = complete(write.function, write.params, None)
        reasons = asks.reasons(write.function, write.params, {}, {})
        return Prepared(write, full, ids=await existing_ids(line, write), reasons=tuple(reasons), seen=Seen())
    _, row = await _existing(line, write, later=later)
    full = complete(write.function, write.params, row)
    check_whole(write.function, full)
    old = keeps(write.function, row)
    reasons = [*asks.reasons(write.function, full, old, row), *await _emergency(line, write, row, full)]
    today = "; ".join(differences(write, old, full)) if reasons else ""
    return Prepared(write, full, row, reasons=tuple(reasons), seen=Seen(target=today))


async def _emergency(line: Line, write: Write, row: Row, full: Mapping[str, str]) -> tuple[str, ...]:
    """What emergency calls have to do with it."""
    if write.name == "setSubAccount":
        return await lost_address(line, row, full)
    if write.name in look.CHECKED_BY:
        await look.check(line, write.name, full)
        return (MOVES,)
    return ()


async def existing_ids(line: Line, write: Write) -> tuple[str, ...]:
    """The ids of the entries there are of the kind that this write makes a new one of."""
    entry = write.function.declared.entry
    if entry is None:
        return ()
    needs = {name: write.params[param] for name, param in entry.needs.items() if param in write.params}
    return tuple(text(row, row_id(entry)) for row in await line.rows(entry.getter, needs))


def differences(write: Write, old: Mapping[str, str], full: Mapping[str, str], most: int = 80) -> list[str]:
    """What changes, for the eye: `routing: from ... to ...`, cut to `most` characters; secrets only by name."""
    secrets = write.function.secrets()
    changed = [name for name in full if name in old and full[name] != old[name]]
    return [
        f"{name} changes" if name in secrets else f"{name}: {_from_to(old[name], full[name], most)}" for name in changed
    ]


def _from_to(was: str, is_: str, most: int) -> str:
    return f"from {quoted(was, most)} to {quoted(is_, most)}"


def summary(row: Row) -> str:
    """The row's own words for the eye, short."""
    words = [quoted(str(row[name]), 60) for name in NAMES if row.get(name) not in (None, "")]
    return ", ".join(words[:3]) or "no name"


NAMES = (
    "name",
    "contact",
    "date",
    "queue_name",
    "description",
    "note",
    "phone_number",
    "uri",
    "number",
    "callerid",
    "members",
    "choices",
)


def _told(sentence: str) -> tuple[str, ...]:
    return (sentence,) if sentence else ()
