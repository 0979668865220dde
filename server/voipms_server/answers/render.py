"""Rows made readable: types made firm, secrets removed, routes in words, times with their zone, long lists cut."""

from collections.abc import Mapping

from voipms_server.answers.kinds import WORDS, show, undeclared
from voipms_server.answers.reading import bare_row, listed_rows
from voipms_server.answers.words import clean
from voipms_server.shapes import is_list, is_row
from voipms_tools.function import Function
from voipms_tools.rows import Kind
from voipms_tools.words.marks import MASK

MOST_FIELDS = 200
NOTHING_MORE = {"success": True}
"""Of an answer that says no more than that."""
MASKED = "(hidden) stands for one-time codes and card numbers; readMessages with reveal=true shows them after a yes."

Answer = dict[str, object]


def render(
    function: type[Function], answer: Mapping[str, object], *, limit: int = 100, zone: str | None = None
) -> Answer:
    """The result of a call: its rows, or its single values, without the status.

    `zone` is the `timezone` the caller gave, in hours from UTC; without it times are the API's own, US Eastern.
    """
    rows = function.declared.rows
    if rows is None:
        return _row({}, {name: value for name, value in answer.items() if name != "status"}, zone) or dict(NOTHING_MORE)
    if rows.one:
        return _row(rows.fields, bare_row(answer, rows), zone)
    found = listed_rows(answer, rows)
    result: Answer = _row(rows.extra, {name: answer[name] for name in rows.extra if name in answer}, zone)
    result |= {"rows": [_row(rows.fields, row, zone) for row in found[:limit]], "total": len(found)}
    if len(found) > limit:
        result |= {"shown": limit, "narrow": f"Only {limit} of {len(found)} rows are shown. {rows.narrow}".strip()}
    strangers = sorted(name for name, kind in rows.fields.items() if kind is Kind.STRANGER)
    hidden = {"masked": MASKED} if _has_masked(rows.fields, result["rows"]) else {}
    return result | hidden | ({"untrusted": strangers} if strangers and found else {})


def _has_masked(kinds: Mapping[str, Kind], rows: object) -> bool:
    names = [name for name, kind in kinds.items() if kind is Kind.MESSAGE]
    texts = [row.get(name) for row in (rows if is_list(rows) else []) if is_row(row) for name in names]
    return any(MASK in str(one.get("text")) for one in texts if is_row(one))


def _row(kinds: Mapping[str, Kind], row: Mapping[str, object], zone: str | None) -> Answer:
    result: Answer = {}
    for name, value in list(row.items())[:MOST_FIELDS]:
        kind = kinds.get(name)
        shown = undeclared(name, value) if kind is None else show(kind, name, value, zone)
        if shown is not None:
            result[clean(name, 80)] = shown
        if kind in WORDS and isinstance(shown, str):
            result[f"{name}_in_words"] = WORDS[kind](shown)
    return result
