"""What a JSON value is, for the type checker as for the reader."""

from typing import TypeGuard


def is_row(value: object) -> TypeGuard[dict[str, object]]:
    """A JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)
