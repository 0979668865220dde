"""The state of the sandbox: accounts of tables of rows, and what all accounts share."""

import copy
import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from voipms_sandbox.clock import Clock

Row = dict[str, str]
Tables = dict[str, list[Row]]
TABLES = (
    "dids sub_accounts registrations forwardings voicemails sipuris ring_groups ivrs recordings queues static_members "
    "callbacks time_conditions disas filters phonebook cdr transactions sms deliveries meta"
).split()


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
    next_id: int = 50_000
    credentials: dict[str, str] = field(default_factory=dict[str, str])

    def account(self, username: str) -> Account:
        """The account of this user; anybody else is let into the first."""
        return next((one for one in self.accounts if one.email == username), self.accounts[0])

    def new_id(self) -> str:
        self.next_id += 1
        return str(self.next_id)

    def dump(self) -> dict[str, object]:
        return {
            "note": "Invented data of a simulated account.",
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
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(self.dump()), encoding="utf-8")
        part.replace(self.file)


def load(data: dict[str, object], clock: Clock, file: Path | None) -> World:
    """A world from the plain data of the seed or of a file."""
    plain = json.loads(json.dumps(data))
    accounts = [
        Account(one["number"], one["email"], Decimal(one["balance"]), {**{t: [] for t in TABLES}, **one["tables"]})
        for one in plain["accounts"]
    ]
    return World(accounts, plain["reference"], clock, file, int(plain.get("next_id", 50_000)))
