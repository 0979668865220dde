"""Finding the rows in an answer: a list, a bare object, an object of objects, or nothing."""

from collections.abc import Mapping

from voipms_server.shapes import is_list, is_row
from voipms_tools.rows import Rows

Row = Mapping[str, object]


def listed_rows(answer: Row, rows: Rows) -> list[Row]:
    """The rows under the list's key; a single one may come bare, and several keyed by numbers (both observed)."""
    value = next((answer[key] for key in (rows.key, *rows.other_keys) if key in answer), None)
    if is_list(value):
        return [row for row in value if is_row(row)]
    if not is_row(value):
        return []
    nested: list[Row] = [row for row in value.values() if is_row(row)]
    return nested if len(nested) == len(value) else [value]


def bare_row(answer: Row, rows: Rows) -> Row:
    """The one object of an answer that is no list."""
    if not rows.key:
        return {name: value for name, value in answer.items() if name != "status"}
    found = listed_rows(answer, rows)
    return found[0] if found else {}
