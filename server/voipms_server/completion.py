"""The API's set* calls replace the whole entry: what the caller left out is read first and sent along."""

import re
from collections.abc import Callable, Mapping

from voipms_server.answers.secrets import MASK, hide_url
from voipms_server.api.statuses import means_none
from voipms_server.errors import NotAllowed, Refused
from voipms_server.line import Line
from voipms_server.quotes import text
from voipms_tools.function import Entry, Function
from voipms_tools.registry import functions
from voipms_tools.rows import Kind

UNSET = ("-1",)
"""Sent by getters in caller-ID and id fields for `not set`; written back as empty."""


def number_in(display: str) -> str:
    """Caller IDs come in display form, `"John Doe" <5551112222>`, and are taken as digits."""
    found = re.search(r"<([0-9]+)>\s*$", display)
    return found[1] if found else display


READ_BACK: Mapping[str, Callable[[str], str]] = {
    "callerid": number_in,
    "callerid_override": number_in,
    "callerid_number": number_in,
    "speed_dial": lambda text: text.removeprefix("*75"),
    "account": lambda text: text.removeprefix("SIP/"),
}
"""Parameters that getters show in another form than the API takes."""


def taken(name: str, value: str) -> str:
    """A parameter in the form in which `keeps` gives it, whichever form was sent."""
    return READ_BACK[name](value) if name in READ_BACK else value


def entry_id(function: type[Function], params: Mapping[str, str]) -> str | None:
    """The id of the entry this call updates; None when it makes a new one or updates no entry."""
    entry = function.declared.entry
    if entry is None:
        return None
    return params.get(entry.id) or None


def complete(function: type[Function], params: Mapping[str, str], row: Mapping[str, object] | None) -> dict[str, str]:
    """The full write: the caller's values over the entry as it is now; without a row it makes a new one.

    Raises NotAllowed when a masked secret has nothing to keep.
    """
    entry = function.declared.entry
    if entry is None or row is None:
        _refuse_masks(function, params)
        return dict(params)
    given = {name: value for name, value in params.items() if not _means_keep(function, entry, row, name, value)}
    merged = (keeps(function, row) | given) if not entry.narrow else given
    _refuse_masks(function, merged)
    return merged


def keeps(function: type[Function], row: Mapping[str, object]) -> dict[str, str]:
    """The parameters of this function as the entry holds them, in the form the API takes them."""
    entry = function.declared.entry
    if entry is None:
        return {}
    return {name: value for name in _writable(function, entry) if (value := _kept(row, entry, name)) is not None}


async def current(line: Line, entry: Entry, id_: str, params: Mapping[str, str]) -> Mapping[str, object] | None:
    """The raw row of this entry, or None when there is none."""
    needs = {name: params[param] for name, param in entry.needs.items() if param in params}
    try:
        rows = await line.rows(entry.getter, {entry.filter: id_, **needs})
    except Refused as refused:
        if refused.code.startswith("invalid_") or means_none(refused.code):
            return None
        raise
    return next((row for row in rows if text(row, entry.row_id or entry.filter) == id_), None)


def _writable(function: type[Function], entry: Entry) -> list[str]:
    names = [field.alias or name for name, field in function.model_fields.items()]
    return [name for name in names if name not in entry.unread and name != "test"]


def _kept(row: Mapping[str, object], entry: Entry, name: str) -> str | None:
    """The row's value of a parameter as the API takes it back; None when the row does not have the field."""
    value = row.get(entry.names.get(name, name))
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    text = "" if str(value) in UNSET and _is_id(entry, name) else str(value)
    return taken(name, text)


def _is_id(entry: Entry, name: str) -> bool:
    """Whether the getter's field holds an id or a caller ID; in any other one, `-1` is a text like others."""
    rows = functions()[entry.getter].declared.rows
    return rows is not None and rows.fields.get(entry.names.get(name, name)) is Kind.ID


def _means_keep(function: type[Function], entry: Entry, row: Mapping[str, object], name: str, value: str) -> bool:
    """A secret given back exactly as it was shown, masked, means the one that is there."""
    if name not in function.secrets() or MASK not in value:
        return False
    there = _kept(row, entry, name) or ""
    return value == MASK or value == hide_url(there)


def _refuse_masks(function: type[Function], params: Mapping[str, str]) -> None:
    for name in sorted(function.secrets()):
        if MASK in params.get(name, ""):
            raise NotAllowed(
                f"{name} holds {MASK}, which stands for a secret this server does not show. Give the real value, "
                f"or {MASK} alone when updating an entry, to keep the one that is there."
            )
