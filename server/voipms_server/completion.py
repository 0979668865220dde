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

UNSET: Mapping[Kind, tuple[str, ...]] = {Kind.ID: ("-1",), Kind.DATE: ("0000-00-00",)}
"""Sent by getters for `not set` in fields of ids, caller IDs and dates; written back as empty. A text may be `-1`."""


def number_in(display: str) -> str:
    """Caller IDs come in display form, `"John Doe" <5551112222>`, and are taken as digits."""
    found = re.search(r"<([0-9]+)>\s*$", display)
    return found[1] if found else display


READ_BACK: Mapping[str, Callable[[str], str]] = {
    "callerid": number_in,
    "callerid_override": number_in,
    "callerid_number": number_in,
    "default_e911": number_in,
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
    left = [name for name, (other, value) in entry.only_with.items() if merged.get(other) != value]
    merged |= {name: "" for name in left if name not in given}
    _refuse_masks(function, merged)
    return addressed(entry, merged, row)


def addressed(entry: Entry, params: Mapping[str, str], row: Mapping[str, object]) -> dict[str, str]:
    """The parameters with the entry named as the API takes it."""
    return {**params, entry.id: text(row, entry.number)} if entry.number else dict(params)


def keeps(function: type[Function], row: Mapping[str, object]) -> dict[str, str]:
    """The parameters of this function as the entry holds them, in the form the API takes them."""
    entry = function.declared.entry
    if entry is None:
        return {}
    return {name: value for name in _writable(function, entry) if (value := _kept(row, entry, name)) is not None}


def shows(function: type[Function], row: Mapping[str, object], params: Mapping[str, object]) -> bool:
    """Whether an entry is as these parameters make it, as far as its getter shows them."""
    now = keeps(function, row)
    return all(now[name] == taken(name, str(value)) for name, value in params.items() if name in now)


async def named(line: Line, function: type[Function], params: Mapping[str, str]) -> dict[str, str]:
    """The parameters with the entry named as everything else names it, where the API's own number was given.

    Raises NotAllowed when no entry has that number.
    """
    entry = function.declared.entry
    number = params.get(entry.id, "") if entry is not None and entry.number else ""
    if entry is None or not number.isdecimal():
        return dict(params)
    for row in await line.rows(entry.getter, {}):
        if text(row, entry.number) == number:
            return {**params, entry.id: text(row, entry.filter)}
    raise NotAllowed(
        f"{function.tool_name()} was not sent: {entry.getter} lists nothing with the {entry.number} {number} "
        f"on account {line.account}."
    )


def not_there(entry: Entry, code: str) -> bool:
    """Whether a getter says so that there is no such entry."""
    return code.startswith("invalid_") or means_none(code) or code in entry.absent


async def current(line: Line, entry: Entry, id_: str, params: Mapping[str, str]) -> Mapping[str, object] | None:
    """The raw row of this entry, or None when there is none."""
    needs = {name: params[param] for name, param in entry.needs.items() if param in params}
    try:
        rows = await line.rows(entry.getter, {entry.filter: id_, **needs})
    except Refused as refused:
        if not_there(entry, refused.code):
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
    unset = str(value) in UNSET.get(_kind(entry, name) or Kind.TEXT, ())
    return taken(name, "" if unset else str(value))


def _kind(entry: Entry, name: str) -> Kind | None:
    """What the getter's field holds."""
    rows = functions()[entry.getter].declared.rows
    return rows.fields.get(entry.names.get(name, name)) if rows is not None else None


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
