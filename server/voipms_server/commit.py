"""A write that nothing speaks against any more: recorded, sent once, its outcome recorded, read back, compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from voipms_server import look
from voipms_server.answers import render
from voipms_server.approvals.approval import Approval
from voipms_server.entries import key_of, made_id
from voipms_server.errors import NotAllowed, Refused, Unconfirmed, UnknownOutcome, Unreachable
from voipms_server.files import FILE, file_before, store_file, told, unfiled
from voipms_server.generating import MADE
from voipms_server.journal.hidden import digests, part_arguments, part_row
from voipms_server.journal.line import LineKind, Outcome, Subject
from voipms_server.journal.retention import keep
from voipms_server.limits import SpendLimits
from voipms_server.line import Line
from voipms_server.locking import Held
from voipms_server.prepared import Prepared
from voipms_server.quotes import text
from voipms_server.readback import ReadBack, read_back
from voipms_server.requests import Request, Write
from voipms_server.shield import shielded
from voipms_server.store.store import Store, Transaction
from voipms_server.texting.desk import SendDesk
from voipms_server.texting.message import MESSAGES, message_key
from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.registry import functions

Answer = dict[str, object]
PRUNE_EVERY = 50
"""Every so many lines what is older than it is kept is dropped."""


class LostTheRace(Unconfirmed):
    """The approval was used, or withdrawn, by somebody else in the meantime."""

    def __init__(self) -> None:
        super().__init__("Nothing was sent: the yes to it can no longer be used. Call again to be asked anew.")


@dataclass(frozen=True, slots=True)
class Committer:
    """Sends writes. From the commit to the outcome nothing cancels it."""

    store: Store
    texts: SendDesk
    limits: SpendLimits = field(default_factory=SpendLimits)
    keep_secrets: bool = True
    journal_days: int = 0

    async def send(self, line: Line, errand: "Errand", ready: Prepared) -> Answer:
        """The answer of one write, with what it changed.

        Raises LostTheRace when the approval can no longer be used, and the errors of the API client.
        """
        sent = await self.sent(line, errand, ready)
        if ready.write.function.declared.entry is None:
            return sent.told()
        return await self.seen(line, sent, await read_back(line, ready, sent.answer))

    async def sent(self, line: Line, errand: "Errand", ready: Prepared, step: int = 0) -> "Sent":
        """One write that is not read back yet; `step` is its number in a plan, of which none is sent twice."""
        reading = await _reading(line, ready.write)
        file = await file_before(line, ready.write)
        await line.client.turn()
        intent = Intent(errand, ready, reading, file, step)
        answer, change = await shielded(partial(self._sent, line, intent))
        if change % PRUNE_EVERY == 0:
            await keep(self.store, self.journal_days)
        return Sent(intent, answer, change)

    async def seen(self, line: Line, sent: "Sent", seen: ReadBack) -> Answer:
        """What a write made of its entry is recorded and told."""
        told = {**sent.told(), **seen.told()}
        try:
            await self._after(line, sent.intent, sent.change, seen)
        except NotAllowed as error:
            return {**told, "record": f"It was done, but what the entry is now could not be recorded. {error}"}
        return told

    async def agreed(self, errand: "Errand") -> None:
        """The yes to something that is only shown is used up. Raises LostTheRace when it can no longer be."""
        await self.store.run(lambda t: use(t, errand))

    async def _sent(self, line: Line, intent: "Intent") -> tuple[Answer, int]:
        write = intent.ready.write
        change = await self.store.run(lambda t: self._commit(t, line.account, intent))
        try:
            answer = await line.client.call(write.name, intent.ready.full, read=False, in_turn=True)
        except Refused as refused:
            await self._outcome(line, intent, change, Outcome.REFUSED, refused.code)
            raise
        except Unreachable as error:
            await self._outcome(line, intent, change, Outcome.NOT_DONE, str(error))
            raise
        except UnknownOutcome as error:
            await self._outcome(line, intent, change, Outcome.UNKNOWN, str(error))
            raise
        except BaseException:
            await self._outcome(line, intent, change, Outcome.UNKNOWN, "it failed inside this server")
            raise
        try:
            await self._outcome(line, intent, change, Outcome.DONE, "", made=made_entry(write, answer))
        except NotAllowed as error:
            raise UnknownOutcome(f"VoIP.ms did it, but that could not be recorded. {error}") from None
        return answer, change

    def _commit(self, t: Transaction, account: str, intent: "Intent") -> int:
        """All or nothing: the yes is used, the limits are counted, the intent is written."""
        from voipms_server.journal.lines import append

        approval, write = intent.errand.approval, intent.ready.write
        use(t, intent.errand)
        _refuse_again(t, intent)
        if write.sends:
            self.texts.check_day(t, account)
        if write.spends:
            _refuse_in_flight(t, account)
            if is_order(write):
                self.limits.check(t, account, intent.price)
        arguments, hidden = part_arguments(write.function, unfiled(intent.ready.full))
        before, secret = part_row(getter(write), intent.ready.before) if intent.ready.before is not None else (None, {})
        body: Answer = {
            "arguments": arguments,
            "before": before,
            "digest": t.keys.digest(intent.errand.request.digest(account)),
            "digests": {"arguments": digests(t.keys, hidden), "before": digests(t.keys, secret)},
            "way": way_words(approval),
            "approval": approval.id if approval else "",
            "title": intent.errand.request.title,
            **intent.reading,
            **({FILE: store_file(t, intent.file)} if intent.file else {}),
            **({"creates": True} if write.creates else {}),
            **({"ids": list(intent.ready.ids)} if write.creates or write.sends else {}),
            **({"order": True} if is_order(write) else {}),
            **({"step": intent.step} if intent.step else {}),
            **({"undoes": list(write.undoes)} if write.undoes else {}),
            **({"price": None if intent.price is None else str(intent.price)} if write.spends else {}),
        }
        secrets = {"arguments": hidden, "before": secret} if self.keep_secrets and (hidden or secret) else {}
        return append(t, LineKind.INTENT, intent.subject(account), body, secrets=secrets)

    async def _outcome(
        self, line: Line, intent: "Intent", change: int, outcome: Outcome, words: str, made: str = ""
    ) -> None:
        subject = intent.subject(line.account, made)

        def record(t: Transaction) -> None:
            from voipms_server.journal.lines import append

            append(t, LineKind.OUTCOME, subject, {"words": words}, change=change, outcome=outcome)

        await self.store.run(record)

    async def _after(self, line: Line, intent: "Intent", change: int, seen: ReadBack) -> None:
        """What the entry is now; without it (it could not be read) the change is known to be done all the same."""
        if not seen.read:
            return
        write = intent.ready.write
        subject = intent.subject(line.account, seen.entry)
        after, hidden = part_row(getter(write), seen.row) if seen.row is not None else (None, {})
        secrets = {"after": hidden} if self.keep_secrets and hidden else {}

        def record(t: Transaction) -> None:
            from voipms_server.journal.lines import append

            body: Answer = {"after": after, "digests": {"after": digests(t.keys, hidden)}}
            append(t, LineKind.AFTER, subject, body, change=change, secrets=secrets)

        await self.store.run(record)


@dataclass(frozen=True, slots=True)
class Errand:
    """A request that is carried out: with whose yes, and under which locks."""

    request: Request
    approval: Approval | None
    locks: Held


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be sent."""

    errand: Errand
    ready: Prepared
    reading: Mapping[str, object]
    file: str
    """Of a recording, as it was before."""
    step: int = 0

    @property
    def price(self) -> Decimal | None:
        return self.ready.seen.quote.now if self.ready.seen.quote else None

    def subject(self, account: str, entry: str = "") -> Subject:
        write = self.ready.write
        key = entry or write.key
        return Subject(
            self.errand.request.bundle, account, self.errand.request.caller, write.name, write.effect.value, key
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """A write that was done, and its change in the journal."""

    intent: Intent
    answer: Answer
    change: int

    def told(self) -> Answer:
        write = self.intent.ready.write
        made = {MADE: sorted(write.generated)} if write.generated else {}
        return {"done": True, "change": self.change, **render(write.function, self.answer), **made, **told(write)}


def is_order(write: Write) -> bool:
    """Whether it buys something; a cancellation only ends a charge."""
    return write.spends and (write.function.declared.entry is None or write.begins)


def use(t: Transaction, errand: Errand) -> None:
    """The locks are still held, and the yes, where one was needed, is used: once."""
    from voipms_server.approvals import rows as approvals

    errand.locks.renew(t)
    approval = errand.approval
    if approval is not None and not approvals.use(t, approval.id, errand.request.bundle):
        raise LostTheRace


def _refuse_again(t: Transaction, intent: Intent) -> None:
    """No step of a plan is sent twice, whoever carries the plan on."""
    from voipms_server.journal import changes as journal

    bundle = intent.errand.request.bundle
    if intent.step and any(one.step == intent.step for one in journal.of_bundle(t, bundle)):
        raise LostTheRace


def made_entry(write: Write, answer: Mapping[str, object]) -> str:
    """The entry, or the message, that the answer says was made; empty where it names none."""
    if write.sends:
        getter, id_field = MESSAGES[write.name]
        return message_key(getter, text(answer, id_field))
    entry = write.function.declared.entry
    id_ = made_id(entry, answer) if entry is not None and write.creates else ""
    return key_of(entry, id_) if entry is not None and id_ else ""


def getter(write: Write) -> type[Function]:
    entry = write.function.declared.entry
    if entry is None:
        raise LookupError(f"{write.name} declares no entry")
    return functions()[entry.getter]


def way_words(approval: Approval | None) -> str:
    """By which way the yes was given; empty where none was needed."""
    if approval is None:
        return ""
    return f"client and {approval.answered_by}" if approval.order.both else approval.answered_by


async def _reading(line: Line, write: Write) -> Answer:
    """What is needed to find out later what became of an order: numbers owned and balance before it."""
    if not write.spends:
        return {}
    balance = await look.balance(line)
    return {"owned": sorted(await look.owned(line)), "balance": None if balance is None else str(balance)}


def _refuse_in_flight(t: Transaction, account: str) -> None:
    """One order of an account at a time, over all processes."""
    from voipms_server.journal import changes as journal

    for one in journal.open_ones(t, account):
        if one.subject.effect == Effect.SPEND and one.in_flight(t.now):
            raise NotAllowed("Nothing was sent: another order of this account is being carried out. Try again shortly.")
