"""The simulated account of a schedule: small, with an unused entry of each kind; what reaches it is written down."""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from torture.clockwork import START, moment, now
from torture.incidents import Attempt, What
from voipms_sandbox.clock import EASTERN, Clock
from voipms_sandbox.diff import IDS
from voipms_sandbox.mailboxes import SETTINGS as MAILBOX
from voipms_sandbox.plain import list_of, object_of, rows_of
from voipms_sandbox.sandbox import Sandbox
from voipms_sandbox.seed import seed
from voipms_sandbox.world import Row, World, load

EMAIL = "office@example.com"
LEFT_OUT = (
    *("cdr", "transactions", "sms", "mms", "deliveries", "meta", "registrations", "voicemail_messages"),
    *("call_transcriptions", "call_phrases", "e911", "ports", "port_notes"),
    "packages",
)
"""Tables whose rows no change is about."""
UNSET = ("client", "transcription_locale")
SPARES: tuple[tuple[str, str, Row], ...] = (
    ("forwardings", "20001", {"description": "Spare phone", "phone_number": "5145550154"}),
    ("disas", "2115", {"name": "Spare DISA", "pin": "4321"}),
    ("ivrs", "4690", {"name": "Spare menu"}),
    ("ring_groups", "4790", {"name": "Spare group"}),
    ("sipuris", "6200", {"uri": "5145550111@sip.example.com", "description": "Spare address"}),
    ("callbacks", "2360", {"description": "Spare callback"}),
    (
        "voicemails",
        "190",
        {**{one.column: one.default for one in MAILBOX if one.default}, **dict.fromkeys(UNSET, ""), "name": "Spare"},
    ),
    (
        "sub_accounts",
        "100000_Spare",
        {"id": "99799", "username": "Spare", "internal_extension": "190", "internal_voicemail": ""},
    ),
)
Key = tuple[str, str]
"""A table and the id of a row."""
Rows = dict[Key, Row]
PRICES: Key = ("prices", "")
"""What is changed when numbers become dearer."""
Changed = Mapping[Key, tuple[Row | None, Row | None]]


@cache
def _packed() -> bytes:
    """The data of the account, quick to unpack."""
    from datetime import datetime

    data = seed(datetime.fromtimestamp(START, EASTERN))
    office = object_of(list_of(data["accounts"], "accounts")[0], "an account")
    tables = object_of(office["tables"], "tables")
    tables |= {name: [] for name in LEFT_OUT}
    for table, id_, fields in SPARES:
        rows = rows_of(tables[table], table)
        tables[table] = [*rows, {**rows[0], IDS[table]: id_, **fields}]
    shared = {name: rows_of(rows, name)[:60] for name, rows in object_of(data["reference"], "reference").items()}
    return pickle.dumps({**data, "accounts": [{**office, "tables": tables}], "reference": shared})


def world() -> World:
    """A new copy of the account's world, on the loop's clock."""
    return load(pickle.loads(_packed()), Clock(real=moment))  # noqa: S301


@dataclass(slots=True)
class Sent:
    """One write that reached the account: by which step, for which change; what was there, and what it did."""

    method: str
    params: Mapping[str, str]
    attempt: int
    change: int
    at: float
    before: Rows
    began: int
    arrived: int
    """At which turns of the account the step began, and it arrived."""
    incident: What | None = None
    cost: Decimal = Decimal(0)
    landed: float | None = None
    turn: int = 0
    """At which turn it took effect."""
    status: str = ""
    message: str = ""
    """The id of the text that it made."""
    changed: Changed = field(default_factory=dict[Key, tuple[Row | None, Row | None]])

    @property
    def took(self) -> bool:
        """Whether it had its effect."""
        return self.status == "success"


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody else changed in the portal."""

    at: float
    key: Key
    turn: int
    attempt: int = -1
    """The step that was asking a person meanwhile, if one was."""


@dataclass(slots=True)
class Account:
    """The account, and everything that happened to it."""

    sandbox: Sandbox = field(default_factory=lambda: Sandbox(world()))
    sent: list[Sent] = field(default_factory=list[Sent])
    edits: list[Edit] = field(default_factory=list[Edit])
    ahead: float = 0
    """Seconds that its clock is ahead of the loop's."""
    refuses: dict[str, str] = field(default_factory=dict[str, str])
    """With which status the next write of a function is refused."""
    latency: float = 0
    """Seconds until it answers."""
    turn: int = 0
    """Counts what happens, since much of it happens at one moment."""

    def next(self) -> int:
        """Another turn has come."""
        self.turn += 1
        return self.turn

    def rows(self) -> Rows:
        """Every entry as it is now."""
        return {
            (table, row[IDS[table]]): dict(row)
            for table, rows in self._tables().items()
            if table not in LEFT_OUT
            for row in rows
        }

    def ids(self, table: str) -> list[str]:
        return [row[IDS[table]] for row in self._tables()[table]]

    def read(self, fields: Mapping[str, str]) -> dict[str, object]:
        """The answer to a call that changes nothing."""
        return self.sandbox.call(fields)

    def arrive(self, fields: Mapping[str, str], attempt: Attempt, incident: What | None) -> Sent:
        """A write has reached the account; it takes effect with `land`."""
        params = {name: value for name, value in fields.items() if name not in ("method", *LOGIN)}
        step, change = attempt.step, attempt.change
        at = self.now()
        sent = Sent(fields["method"], params, step, change, at, self.rows(), attempt.began, self.next(), incident)
        self.sent.append(sent)
        return sent

    def land(self, sent: Sent) -> dict[str, object]:
        """The write takes effect, or is refused."""
        before, balance = self.rows(), self.balance
        status = self.refuses.pop(sent.method, "")
        login = {"api_username": EMAIL, "api_password": "-"}
        answer: dict[str, object] = (
            {"status": status} if status else self.sandbox.call({"method": sent.method, **login, **sent.params})
        )
        sent.landed, sent.status = self.now(), str(answer["status"])
        sent.message = str(answer.get("sms") or answer.get("mms") or "")
        sent.changed, sent.cost = changed(before, self.rows()), balance - self.balance
        sent.turn = self.next()
        return answer

    def now(self) -> float:
        """Seconds since 1970 on the account's clock."""
        return now() + self.ahead

    def move(self, seconds: float) -> None:
        """Move the account's clock on, as those of the servers."""
        self.ahead += seconds
        self.sandbox.world.clock.move(seconds)

    @property
    def balance(self) -> Decimal:
        return self.sandbox.world.accounts[0].balance

    def edit(self, table: str, id_: str, column: str, value: str, attempt: int = -1) -> None:
        """Somebody else changes a field of an entry, if it is there."""
        row = self.sandbox.world.accounts[0].find(table, **{IDS[table]: id_})
        if row is not None:
            row[column] = value
            self.edits.append(Edit(now(), (table, id_), self.next(), attempt))

    def dearer(self, attempt: int = -1) -> None:
        """Numbers cost a dollar more."""
        self.edits.append(Edit(now(), PRICES, self.next(), attempt))
        for row in self.sandbox.world.reference["stock_local"]:
            row["perminute_monthly"] = f"{float(row['perminute_monthly']) + 1:.2f}"

    def _tables(self) -> Mapping[str, list[Row]]:
        return self.sandbox.world.accounts[0].tables


LOGIN = ("api_username", "api_password")


def changed(before: Rows, after: Rows) -> Changed:
    """The rows that came, went or are not the same."""
    keys = [*before, *(key for key in after if key not in before)]
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def is_write(fields: Mapping[str, str]) -> bool:
    """Whether a call changes something; a rehearsal does not."""
    return not fields["method"].startswith(("get", "search")) and "test" not in fields
