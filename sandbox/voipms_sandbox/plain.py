"""Plain data, as JSON has it, narrowed to what it should be."""

from typing import TypeGuard


class Misshapen(ValueError):
    """Plain data is not of the shape it should have; the words say what should be what."""


def is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def object_of(value: object, what: str) -> dict[str, object]:
    """Raises Misshapen, with `what` it should have been, when it is no object."""
    if not is_object(value):
        raise Misshapen(f"{what} should be an object")
    return value


def list_of(value: object, what: str) -> list[object]:
    if not is_list(value):
        raise Misshapen(f"{what} should be a list")
    return value


def text_of(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise Misshapen(f"{what} should be text")
    return value


def number_of(value: object, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misshapen(f"{what} should be a number")
    return value


def flag_of(value: object, what: str) -> bool:
    if not isinstance(value, bool):
        raise Misshapen(f"{what} should be true or false")
    return value


def rows_of(value: object, what: str) -> list[dict[str, str]]:
    """A table: a list of rows whose values are all text."""
    rows = [object_of(row, f"a row of {what}") for row in list_of(value, what)]
    return [{name: text_of(cell, f"{name} of {what}") for name, cell in row.items()} for row in rows]
