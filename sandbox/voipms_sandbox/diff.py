"""Comparing two states: which rows came, went or changed."""

from dataclasses import asdict, dataclass
from typing import cast

IDS = (
    "did account mailbox forwarding sipuri ring_group ivr value queue member callback timecondition disa filtering "
    "phonebook uniqueid id"
).split()


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
    old = {one["number"]: one for one in cast("list[dict[str, object]]", before["accounts"])}
    new = {one["number"]: one for one in cast("list[dict[str, object]]", after["accounts"])}
    return [found for number in old for found in _account(str(number), old[number], new[number])]


def _account(number: str, old: dict[str, object], new: dict[str, object]) -> list[Difference]:
    found: list[Difference] = []
    if old["balance"] != new["balance"]:
        found.append(
            Difference(number, "balance", "", {"balance": str(old["balance"])}, {"balance": str(new["balance"])})
        )
    tables, others = (
        cast("dict[str, list[dict[str, str]]]", old["tables"]),
        cast("dict[str, list[dict[str, str]]]", new["tables"]),
    )
    for table in sorted(tables.keys() | others.keys()):
        was, is_ = _by_id(table, tables.get(table, [])), _by_id(table, others.get(table, []))
        for id_ in [*was, *(id_ for id_ in is_ if id_ not in was)]:
            if was.get(id_) != is_.get(id_):
                found.append(Difference(number, table, id_, was.get(id_), is_.get(id_)))
    return found


def _by_id(table: str, rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Rows by their own id: the first id field of the table's rows that tells them apart."""
    for name in IDS:
        ids = [row.get(name) for row in rows]
        if all(ids) and len(set(ids)) == len(ids):
            return {str(row[name]): dict(row) for row in rows}
    return {f"{table}[{n}]": dict(row) for n, row in enumerate(rows)}
