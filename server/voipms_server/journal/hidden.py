"""What the journal keeps of a row: everything as it was, its secrets apart, encrypted, with a digest in their place."""

from collections.abc import Mapping

from voipms_server.answers.secrets import MASK, hide_url, looks_secret
from voipms_server.store.keys import Keys
from voipms_tools.function import Function
from voipms_tools.rows import Kind

Row = Mapping[str, object]
NO_KINDS: Mapping[str, Kind] = {}
Parted = tuple[dict[str, object], dict[str, object]]


def part_row(function: type[Function], row: Row) -> Parted:
    """A getter's row: what may be shown, and what is hidden."""
    rows = function.declared.rows
    kinds = rows.fields if rows is not None else NO_KINDS
    return _parted(row, {name: _masked(kinds.get(name), name, value) for name, value in row.items()})


def part_arguments(function: type[Function], arguments: Mapping[str, str]) -> Parted:
    """The parameters of a call: what may be shown, and what is hidden."""
    secrets = function.secrets()
    return _parted(arguments, {name: _mask(value) for name, value in arguments.items() if name in secrets})


def digests(keys: Keys, hidden: Row) -> dict[str, str]:
    """What the hidden values are recognised by."""
    return {name: keys.digest(str(value)) for name, value in hidden.items()}


def _masked(kind: Kind | None, name: str, value: object) -> str | None:
    if kind is Kind.SECRET or (kind is None and looks_secret(name)):
        return MASK if value not in (None, "") else None
    return _mask(str(value)) if kind is Kind.URL else None


def _mask(value: str) -> str:
    """An address is shown in part; any other secret not at all."""
    return hide_url(value) if "://" in value else (MASK if value else "")


def _parted(row: Row, masks: Mapping[str, str | None]) -> Parted:
    hidden = {name: row[name] for name, mask in masks.items() if mask is not None and mask != row[name]}
    return {name: masks[name] if name in hidden else row[name] for name in row}, hidden
