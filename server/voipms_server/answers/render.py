"""Rows made readable: types made firm, secrets removed, routes in words, times with their zone, long lists cut."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from voipms_server.answers.reading import bare_row, listed_rows
from voipms_server.answers.secrets import MASK, hide_text, looks_secret
from voipms_server.answers.words import choices_in_words, clean, members_in_words, route_in_words
from voipms_tools.function import Function
from voipms_tools.rows import Kind

ZONE = "America/New_York"
UNSET = ("", "-1")
NO_DATE = ("0000-00-00", "0000-00-00 00:00:00", "")
TRUE = ("1", "yes", "true", "on")
FALSE = ("0", "no", "false", "off")
LONGEST = 4_000

Answer = dict[str, object]


def render(
    function: type[Function], answer: Mapping[str, object], *, limit: int = 100, zone: str | None = None
) -> Answer:
    """The result of a call: its rows, or its single values, without the status.

    `zone` is the `timezone` the caller gave, in hours from UTC; without it times are the API's own, US Eastern.
    """
    rows = function.declared.rows
    if rows is None:
        return {name: _text(name, value) for name, value in answer.items() if name != "status"}
    if rows.one:
        return _row(rows.fields, bare_row(answer, rows), zone)
    found = listed_rows(answer, rows)
    result: Answer = _row(rows.extra, {name: answer[name] for name in rows.extra if name in answer}, zone)
    result |= {"rows": [_row(rows.fields, row, zone) for row in found[:limit]], "total": len(found)}
    if len(found) > limit:
        result |= {"shown": limit, "narrow": f"Only {limit} of {len(found)} rows are shown. {rows.narrow}".strip()}
    strangers = sorted(name for name, kind in rows.fields.items() if kind is Kind.STRANGER)
    return result | ({"untrusted": strangers} if strangers and found else {})


def _row(kinds: Mapping[str, Kind], row: Mapping[str, object], zone: str | None) -> Answer:
    result: Answer = {}
    for name, value in row.items():
        kind = kinds.get(name)
        shown = _text(name, value) if kind is None else SHOW[kind](_flat(value), zone)
        if shown is not None:
            result[name] = shown
        if kind in WORDS and isinstance(shown, str):
            result[f"{name}_in_words"] = WORDS[kind](shown)
    return result


def _flat(value: object) -> str:
    """Any JSON value as bounded text: the API's types move."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)[:LONGEST] if isinstance(value, str | int | float) else ""


def _text(name: str, value: object) -> object:
    """A field that is not declared: kept as text, hidden when its name sounds like a secret."""
    text = _flat(value)
    if looks_secret(name):
        return MASK if text else ""
    return clean(text)


def _id(text: str, _: str | None) -> object:
    return None if text in UNSET else clean(text, 200)


def _integer(text: str, _: str | None) -> object:
    try:
        return int(text) if len(text) < 20 else clean(text, 40)
    except ValueError:
        return clean(text, 40) if text else None


def _flag(text: str, _: str | None) -> object:
    lowered = text.lower()
    if lowered in TRUE or lowered in FALSE:
        return lowered in TRUE
    return clean(text, 40) if text else None


def _money(text: str, _: str | None) -> object:
    try:
        amount = Decimal(text[:40])
    except InvalidOperation:
        return clean(text, 40) if text else None
    if not amount.is_finite():
        return clean(text, 40)
    return f"-US${text[1:40]}" if text.startswith("-") else f"US${text[:40]}"


def _date(text: str, _: str | None) -> object:
    return None if text in NO_DATE else clean(text, 40)


def _time(text: str, zone: str | None) -> object:
    if text in NO_DATE:
        return None
    return f"{clean(text, 40)} {ZONE if zone is None else f'(timezone {zone})'}"


def _secret(text: str, _: str | None) -> object:
    return MASK if text else ""


def _plain(text: str, _: str | None) -> object:
    return clean(text, LONGEST)


def _url(text: str, _: str | None) -> object:
    return hide_text(clean(text))


SHOW: Mapping[Kind, Callable[[str, str | None], object]] = {
    Kind.TEXT: _plain,
    Kind.ID: _id,
    Kind.INTEGER: _integer,
    Kind.FLAG: _flag,
    Kind.MONEY: _money,
    Kind.ROUTING: _plain,
    Kind.CHOICES: _plain,
    Kind.MEMBERS: _plain,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.URL: _url,
    Kind.SECRET: _secret,
    Kind.STRANGER: _plain,
}
WORDS: Mapping[Kind | None, Callable[[str], str]] = {
    Kind.ROUTING: lambda route: route_in_words(route, {}),
    Kind.CHOICES: choices_in_words,
    Kind.MEMBERS: members_in_words,
}
