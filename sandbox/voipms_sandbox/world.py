"""The state of the sandbox: accounts of tables of rows, and what all accounts share."""

import copy
import json
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from voipms_sandbox.clock import Clock
from voipms_sandbox.lists import LISTS, rows_of_list
from voipms_sandbox.plain import Misshapen, list_of, object_of, rows_of, text_of

Row = dict[str, str]
Tables = dict[str, list[Row]]
TABLES = (
    "dids sub_accounts registrations forwardings voicemails sipuris ring_groups ivrs recordings queues static_members "
    "callbacks time_conditions disas filters phonebook phonebook_groups cdr transactions sms mms sms_blocked "
    "deliveries meta voicemail_messages call_transcriptions call_phrases call_huntings call_parkings e911 ports "
    "port_notes packages music"
).split()
SHARED = (
    "servers provinces states carriers languages voicemail_setups hold_times join_when_empty ring_strategies "
    "music_on_hold did_countries international_types intl_tollfree_locations ratecenters_usa ratecenters_can "
    "stock_local stock_tollfree_canus stock_tollfree_usa stock_vanity"
).split()
"""The lists and the stock all accounts share."""
FIRST_ID = 50_000
NOT_THERE = (0, 0)
NOTE = "Invented data of a simulated account."


@dataclass(slots=True)
class Account:
    """One VoIP.ms account; every value is a string, as the API sends it."""

    number: str
    email: str
    balance: Decimal
    tables: Tables

    def table(self, name: str) -> list[Row]:
        return self.tables.setdefault(name, [])

    def find(self, table: str, **fields: str) -> Row | None:
        """The first row with these fields."""
        return next((row for row in self.table(table) if all(row.get(k) == v for k, v in fields.items())), None)

    def meta(self, name: str) -> str:
        row = self.find("meta", name=name)
        return row["value"] if row else ""

    def set_meta(self, name: str, value: str) -> None:
        row = self.find("meta", name=name)
        if row:
            row["value"] = value
        else:
            self.table("meta").append({"name": name, "value": value})

    def dump(self) -> dict[str, object]:
        return {"number": self.number, "email": self.email, "balance": str(self.balance), "tables": self.tables}


@dataclass(slots=True)
class World:
    """All accounts and the shared stock and lists."""

    accounts: list[Account]
    reference: Tables
    clock: Clock
    file: Path | None = None
    next_id: int = FIRST_ID
    credentials: dict[str, str] = field(default_factory=dict[str, str])
    saved: tuple[int, int] = NOT_THERE
    """Which version of the file this state is."""

    def account(self, username: str) -> Account:
        """The account of this user; anybody else is let into the first."""
        return next((one for one in self.accounts if one.email == username), self.accounts[0])

    def new_id(self) -> str:
        self.next_id += 1
        return str(self.next_id)

    def dump(self) -> dict[str, object]:
        return {
            "note": NOTE,
            "next_id": self.next_id,
            "accounts": [account.dump() for account in self.accounts],
            "reference": self.reference,
        }

    def copy(self) -> dict[str, object]:
        return copy.deepcopy(self.dump())

    def save(self) -> None:
        """Write the state to its file, whole or not at all."""
        if self.file is None:
            return
        part = self.file.with_name(f"{self.file.name}.part")
        part.write_text(json.dumps(self.dump()), encoding="utf-8")
        part.replace(self.file)
        self.saved = _version(self.file)

    def refresh(self) -> None:
        """Take over what another program wrote to the file since."""
        if self.file is None or _version(self.file) in (self.saved, NOT_THERE):
            return
        stored = load(object_of(json.loads(self.file.read_text(encoding="utf-8")), "it"), self.clock, self.file)
        self.accounts, self.reference, self.next_id = stored.accounts, stored.reference, stored.next_id
        self.saved = stored.saved


def load(data: dict[str, object], clock: Clock, file: Path | None = None) -> World:
    """A world from the plain data of the seed or of a file. Raises Misshapen when it is not a world's."""
    accounts = [_account(object_of(one, "an account")) for one in list_of(data.get("accounts"), "accounts")]
    if not accounts:
        raise Misshapen("accounts should not be empty")
    shared = object_of(data.get("reference"), "reference")
    reference = {name: rows_of(shared.get(name), name) for name in SHARED}
    reference |= {name: rows_of_list(name) for name in LISTS}
    next_id = str(data.get("next_id", FIRST_ID))
    if not next_id.isdecimal():
        raise Misshapen("next_id should be a number")
    return World(accounts, reference, clock, file, int(next_id), saved=_version(file) if file else NOT_THERE)


def _version(file: Path) -> tuple[int, int]:
    """Changes whenever the file is replaced."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return NOT_THERE
    return found.st_mtime_ns, found.st_ino


def _account(plain: dict[str, object]) -> Account:
    tables = object_of(plain.get("tables"), "tables")
    try:
        balance = Decimal(text_of(plain.get("balance"), "balance"))
    except InvalidOperation:
        raise Misshapen("balance should be an amount") from None
    return Account(
        text_of(plain.get("number"), "number"),
        text_of(plain.get("email"), "email"),
        balance,
        {name: rows_of(tables.get(name, []), name) for name in (*TABLES, *(tables.keys() - set(TABLES)))},
    )
