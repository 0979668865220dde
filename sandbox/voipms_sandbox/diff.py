"""Comparing two states: which rows came, went or changed."""

from collections import Counter
from dataclasses import asdict, dataclass

from voipms_sandbox.plain import list_of, object_of, rows_of

IDS = {
    "dids": "did",
    "sub_accounts": "account",
    "registrations": "account",
    "forwardings": "forwarding",
    "voicemails": "mailbox",
    "sipuris": "sipuri",
    "ring_groups": "ring_group",
    "ivrs": "ivr",
    "recordings": "value",
    "queues": "queue",
    "static_members": "member",
    "callbacks": "callback",
    "time_conditions": "timecondition",
    "disas": "disa",
    "filters": "filtering",
    "phonebook": "phonebook",
    "phonebook_groups": "phonebook_group",
    "cdr": "uniqueid",
    "transactions": "uniqueid",
    "sms": "id",
    "mms": "id",
    "sms_blocked": "contact",
    "deliveries": "sms",
    "meta": "name",
    "call_huntings": "callhunting",
    "call_parkings": "callparking",
    "call_transcriptions": "transcription",
    "e911": "did",
    "ports": "portid",
    "packages": "package",
    "music": "value",
}
"""The field that tells the rows of a table apart."""
Rows = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of one table that is not as it was."""

    account: str
    table: str
    row: str
    before: dict[str, str] | None
    after: dict[str, str] | None

    def plain(self) -> dict[str, object]:
        return asdict(self)


def difference(before: dict[str, object], after: dict[str, object]) -> list[Difference]:
    """Every difference of the accounts' tables and balances."""
    old, new = _accounts(before), _accounts(after)
    return [found for number in old for found in _account(number, old[number], new[number])]


def _accounts(state: dict[str, object]) -> dict[str, dict[str, object]]:
    accounts = [object_of(one, "an account") for one in list_of(state["accounts"], "accounts")]
    return {str(one["number"]): one for one in accounts}


def _account(number: str, old: dict[str, object], new: dict[str, object]) -> list[Difference]:
    found: list[Difference] = []
    if old["balance"] != new["balance"]:
        was, is_ = ({"balance": str(one["balance"])} for one in (old, new))
        found.append(Difference(number, "balance", "", was, is_))
    tables, others = object_of(old["tables"], "tables"), object_of(new["tables"], "tables")
    for table in sorted(tables.keys() | others.keys()):
        found += _table(number, table, _by_id(table, tables), _by_id(table, others))
    return found


def _table(number: str, table: str, was: Rows, is_: Rows) -> list[Difference]:
    ids = [*was, *(id_ for id_ in is_ if id_ not in was)]
    return [Difference(number, table, id_, was.get(id_), is_.get(id_)) for id_ in ids if was.get(id_) != is_.get(id_)]


def _by_id(table: str, tables: dict[str, object]) -> Rows:
    """Rows by their id; a second row of one id is `id#2`."""
    seen: Counter[str] = Counter()
    rows: Rows = {}
    for row in rows_of(tables.get(table, []), table):
        id_ = row.get(IDS.get(table, ""), table)
        seen[id_] += 1
        rows[id_ if seen[id_] == 1 else f"{id_}#{seen[id_]}"] = row
    return rows
