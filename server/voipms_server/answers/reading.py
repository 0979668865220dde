"""Finding the rows in an answer: a list, a bare object, an object of objects, or nothing."""

from collections.abc import Mapping
from typing import TypeGuard

from voipms_tools.rows import Rows

Row = Mapping[str, object]


def is_row(value: object) -> TypeGuard[Row]:
    """A JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def listed_rows(answer: Row, rows: Rows) -> list[Row]:
    """The rows under the list's key; a single one may come bare, and several keyed by numbers (both observed)."""
    value = next((answer[key] for key in (rows.key, *rows.other_keys) if key in answer), None)
    if is_list(value):
        return [row for row in value if is_row(row)]
    if not is_row(value):
        return []
    nested = [row for row in value.values() if is_row(row)]
    return nested if len(nested) == len(value) else [value]


def bare_row(answer: Row, rows: Rows) -> Row:
    """The one object of an answer that is no list."""
    found = listed_rows(answer, rows)
    return found[0] if found else {}
