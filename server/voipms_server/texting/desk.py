"""A text before it goes: everything the rules look at is read, and what they say is done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from voipms_server.errors import NotAllowed
from voipms_server.files import unfiled
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome
from voipms_server.line import Line
from voipms_server.prepared import Prepared, Row
from voipms_server.quotes import Rows, text
from voipms_server.requests import Write
from voipms_server.store.store import Store, Transaction
from voipms_server.texting.history import of_contacts
from voipms_server.texting.message import Message, content
from voipms_server.texting.rules import RULES, Mode, Sending, SendRules, Sent
from voipms_server.zones import EASTERN
from voipms_tools.effects import Effect

SEVERAL = "It goes to {people} people."
DAY = timedelta(days=1)
NO_ROW: Row = {}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read once for all texts of a request."""

    numbers: Rows
    history: Sequence[Message]
    sent: Sequence[Sent]
    today: int
    now: datetime


@dataclass(frozen=True, slots=True)
class SendDesk:
    """Prepares texts."""

    store: Store
    rules: SendRules = field(default_factory=SendRules)

    async def facts(self, line: Line, writes: Sequence[Write]) -> Facts:
        """Raises Refused or Unreachable where VoIP.ms does not tell: then nothing is sent."""
        now = datetime.fromtimestamp(self.store.clock(), UTC)
        numbers = await line.rows("getDIDsInfo", {})
        history = await of_contacts(line, {write.params["dst"] for write in writes}, numbers, now)
        sent, today = await self.store.run(lambda t: (_sent(t, line.account), sent_today(t, line.account)))
        return Facts(numbers, history, sent, today, now)

    def prepare(self, line: Line, write: Write, facts: Facts, people: int = 1) -> Prepared:
        """Raises NotAllowed where a rule refuses."""
        sending = self._sending(write, facts, people)
        if not sending.row:
            raise NotAllowed(
                f"{write.name} was not sent: {sending.did} is no number of account {line.account}.{sending.instead}"
            )
        said = self.rules.judged(sending)
        if said[Mode.REFUSE]:
            raise NotAllowed(f"{write.name} was not sent. {' '.join(said[Mode.REFUSE])}")
        several = [SEVERAL.format(people=people)] if people > 1 else []
        there = tuple(one.id for one in sending.history if not one.inbound and facts.now - one.at < DAY)
        return Prepared(
            write, write.params, ids=there, reasons=(*several, *said[Mode.CONFIRM]), warnings=tuple(said[Mode.WARN])
        )

    def _sending(self, write: Write, facts: Facts, people: int) -> Sending:
        did, dst = write.params["did"], write.params["dst"]
        return Sending(
            did,
            dst,
            write.params.get("message", ""),
            content(unfiled(write.params)),
            next((row for row in facts.numbers if text(row, "did") == did), NO_ROW),
            [one for one in facts.history if one.contact == dst],
            facts.sent,
            facts.today,
            people,
            self.rules.per_day,
            facts.now,
            can_send(facts.numbers),
        )

    def check_day(self, t: Transaction, account: str) -> None:
        """Raises NotAllowed when one more is above the day's limit, which several processes count together."""
        rule = next(rule for rule in RULES if rule.name == "daily")
        if self.rules.mode(rule) is Mode.REFUSE and sent_today(t, account) >= self.rules.per_day:
            raise NotAllowed(
                f"Nothing was sent: {self.rules.per_day} texts went today, which is the limit (setting sms_per_day)."
            )


def can_send(numbers: Rows) -> list[str]:
    """The account's numbers whose SMS is available and on."""
    on = [row for row in numbers if text(row, "sms_enabled") == "1" and text(row, "sms_available") != "0"]
    return [text(row, "did") for row in on]


def sent_today(t: Transaction, account: str) -> int:
    """Texts of this day on the clock of VoIP.ms, those of unknown outcome included."""
    now = datetime.fromtimestamp(t.now, EASTERN)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return len(_texts(t, account, midnight.timestamp()))


def _texts(t: Transaction, account: str, since: float) -> list[Change]:
    from voipms_server.journal import changes as journal

    return journal.that_count(t, account, Effect.SEND, since)


def _sent(t: Transaction, account: str) -> list[Sent]:
    """The texts of the last day."""
    return [_told(one) for one in _texts(t, account, t.now - DAY.total_seconds())]


def _told(change: Change) -> Sent:
    at = datetime.fromtimestamp(max(change.at, change.settled), UTC)
    outcome = "sent" if change.outcome is Outcome.DONE else "it is unknown whether it went through"
    return Sent(
        at,
        str(change.arguments.get("dst", "")),
        content(change.arguments),
        outcome,
        change.number,
        told=change.told,
    )
