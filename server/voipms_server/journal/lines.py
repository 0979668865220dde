"""The lines of the journal: each appended under the lock of the head, and chained to the one before it."""

import json
from collections.abc import Iterator
from itertools import takewhile

from sqlalchemy import ColumnElement, delete, select

from voipms_server.journal.line import NOTHING, Body, Line, LineKind, Outcome, Subject
from voipms_server.shapes import is_row
from voipms_server.store.heads import HeadFile
from voipms_server.store.keys import Keys
from voipms_server.store.store import Transaction
from voipms_server.store.tables import HeadRow, LineRow


def append(
    t: Transaction,
    kind: LineKind,
    subject: Subject,
    body: Body,
    *,
    change: int = 0,
    outcome: Outcome | None = None,
    secrets: Body = NOTHING,
) -> int:
    """Write the next line; its number. An intent's number is that of its change."""
    head = _head(t)
    number = head.number + 1
    row = LineRow(
        number=number,
        at=round(t.now, 3),
        kind=kind.value,
        change=change or number,
        bundle=subject.bundle,
        account=subject.account,
        caller=subject.caller[:200],
        function=subject.function,
        effect=subject.effect,
        entry=subject.entry[:200],
        outcome=outcome.value if outcome else "",
        body=json.dumps(body, sort_keys=True),
        secrets=t.keys.encrypt(dict(secrets)) if secrets else "",
        mac="",
    )
    row.mac = mac(t.keys, head.mac, row)
    t.session.add(row)
    head.number, head.mac = number, row.mac
    t.session.flush()
    if _holds(t, head, t.noted):
        t.appended = (number, row.mac)
    return number


def _holds(t: Transaction, head: HeadRow, noted: tuple[int, str]) -> bool:
    """Whether the line that is remembered apart is there; while it is not, it goes on being remembered."""
    if noted[0] <= head.pruned:
        return True
    row = t.session.get(LineRow, noted[0])
    return row is not None and row.mac == noted[1]


def mac(keys: Keys, before: str, row: LineRow) -> str:
    """The keyed hash of a line and of all that come before it."""
    parts = (before, row.number, row.at, row.kind, row.change, row.bundle, row.account, row.caller, row.function)
    return keys.chain(json.dumps([*parts, row.effect, row.entry, row.outcome, row.body, row.secrets]))


def read(t: Transaction, *conditions: ColumnElement[bool]) -> list[Line]:
    """The lines that meet these conditions on `LineRow`, in order."""
    return [_line(row) for row in t.session.scalars(select(LineRow).where(*conditions).order_by(LineRow.number))]


def _line(row: LineRow) -> Line:
    subject = Subject(row.bundle, row.account, row.caller, row.function, row.effect, row.entry)
    body: object = json.loads(row.body)
    return Line(
        row.number,
        row.at,
        LineKind(row.kind),
        row.change,
        subject,
        Outcome(row.outcome) if row.outcome else None,
        body if is_row(body) else {},
        row.secrets,
        row.mac,
    )


def _head(t: Transaction) -> HeadRow:
    """The head, which nobody else may move until this transaction ends."""
    return t.session.get_one(HeadRow, 1, with_for_update=True)


def audit(t: Transaction, apart: HeadFile) -> str:
    """What is wrong with the chain: the first broken or missing line; nothing when all is well."""
    head = _head(t)
    number, before = head.pruned, head.pruned_mac
    noted, noted_mac = apart.read()
    for row in _all(t):
        if row.number != number + 1:
            return f"line {number + 1} is missing"
        if row.mac != mac(t.keys, before, row):
            return f"line {row.number} is not as it was written"
        if row.number == noted and row.mac != noted_mac:
            return f"line {noted} is not the one that {apart.path} remembers"
        number, before = row.number, row.mac
    if number != head.number or before != head.mac:
        return f"line {number + 1} is missing at the end, up to line {head.number}"
    if number < noted:
        return f"line {number + 1} is missing at the end: {apart.path} remembers line {noted}"
    return _pruning(t, head)


def _all(t: Transaction) -> Iterator[LineRow]:
    return iter(t.session.scalars(select(LineRow).order_by(LineRow.number).execution_options(yield_per=500)))


def _pruning(t: Transaction, head: HeadRow) -> str:
    """What was pruned is written in the chain itself, so that nobody can cut off the beginning."""
    told = read(t, LineRow.kind == LineKind.PRUNED.value)
    last = told[-1].body if told else {"until": 0, "mac": ""}
    if (last.get("until"), last.get("mac")) != (head.pruned, head.pruned_mac):
        return f"line {head.pruned} and those before it are missing, and no line says that they were pruned"
    return ""


def prune(t: Transaction, older_than: float, keep_from: int | None) -> int:
    """Drop the oldest lines, up to this time and never from line `keep_from` on; how many. The chain goes on."""
    head = _head(t)
    kept = keep_from or head.number
    dropped = list(takewhile(lambda line: line.at < older_than, read(t, LineRow.number < kept)))
    if not dropped:
        return 0
    last = dropped[-1]
    subject = Subject("", "", "", "", "")
    append(t, LineKind.PRUNED, subject, {"until": last.number, "mac": last.mac, "lines": len(dropped)})
    t.session.execute(delete(LineRow).where(LineRow.number <= last.number))
    head.pruned, head.pruned_mac = last.number, last.mac
    return len(dropped)
