"""Each kind of field as a reader sees it, whichever JSON type the API sent it in."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from voipms_server.answers.secrets import MASK, hide_url, looks_secret
from voipms_server.answers.words import choices_in_words, clean, members_in_words, route_in_words, spoken
from voipms_server.shapes import is_list, is_row
from voipms_tools.rows import Kind

ZONE = "America/New_York"
UNSET = ("", "-1")
NO_DATE = ("0000-00-00", "0000-00-00 00:00:00", "", "0", "false")
TRUE = ("1", "yes", "true", "on")
FALSE = ("0", "no", "false", "off")
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
AMOUNT = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{0,12})?")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
ADDRESSES = re.compile(r"(?:^|_)(?:url|uri|callback|webhook)(?:$|_)", re.IGNORECASE)
LONGEST = 4_000
READ = 4 * LONGEST
MOST_NESTED = 50
DEEPEST = 3


def flat(value: object) -> str:
    """Any plain JSON value as bounded text: the API sends numbers and flags as strings, numbers or booleans."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:READ] if isinstance(value, str | int | float) else ""


def show(kind: Kind, name: str, value: object, zone: str | None) -> object:
    """The value of a field; None where nothing is set."""
    if kind is Kind.SECRET:
        return MASK if value not in (None, "") else ""
    if kind is Kind.MESSAGE:
        return _message(spoken(value)[:READ] if is_list(value) else flat(value))
    if is_row(value) or is_list(value):
        return undeclared(name, value)
    return SHOW[kind](value if kind is Kind.FILE and isinstance(value, str) else flat(value), zone)


def undeclared(name: str, value: object, depth: int = 0) -> object:
    """A field no getter declares: text, hidden when its name, or that of what holds it, sounds like a secret."""
    if looks_secret(name):
        return MASK if value not in (None, "") else ""
    if depth == DEEPEST:
        return ""
    if is_row(value):
        inner = list(value.items())[:MOST_NESTED]
        return {clean(key, 80): undeclared(key, one, depth + 1) for key, one in inner}
    if is_list(value):
        return [undeclared(name, one, depth + 1) for one in value[:MOST_NESTED]]
    return _url(flat(value), None) if ADDRESSES.search(name) else clean(flat(value))


def _plain(text: str, _: str | None) -> object:
    return clean(text, LONGEST)


def _message(text: str) -> object:
    """A stranger's words, marked as such, without codes and card numbers."""
    from voipms_server.answers.masking import masked

    return {"untrusted": True, "text": masked(text).text}


def _file(text: str, _: str | None) -> object:
    """Base64 as it is; anything else is not a file."""
    return text if BASE64.fullmatch(text) else ""


def _id(text: str, _: str | None) -> object:
    return None if text in UNSET else clean(text, 200)


def _integer(text: str, _: str | None) -> object:
    if WHOLE.fullmatch(text):
        return int(text)
    return clean(text, 40) or None


def _flag(text: str, _: str | None) -> object:
    lowered = text[:10].lower()
    if lowered in TRUE or lowered in FALSE:
        return lowered in TRUE
    return clean(text, 40) or None


def _money(text: str, _: str | None) -> object:
    """US$ with at least two decimals; further ones only where they say something."""
    try:
        amount = Decimal(text if AMOUNT.fullmatch(text) else "")
    except InvalidOperation:
        return clean(text, 40) or None
    whole, _, decimals = f"{abs(amount):f}".partition(".")
    sign = "-" if amount < 0 else ""
    return f"{sign}US${whole}.{decimals.rstrip('0').ljust(2, '0')}"


def _date(text: str, _: str | None) -> object:
    return None if text in NO_DATE else clean(text, 40)


def _time(text: str, zone: str | None) -> object:
    if text in NO_DATE:
        return None
    return f"{clean(text, 40)} {ZONE if zone is None else f'(timezone {zone})'}"


def _url(text: str, _: str | None) -> object:
    return hide_url(clean(text, LONGEST, prose=False))


SHOW: Mapping[Kind, Callable[[str, str | None], object]] = MappingProxyType(
    {
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
        Kind.STRANGER: _plain,
        Kind.FILE: _file,
    }
)
WORDS: Mapping[Kind | None, Callable[[str], str]] = MappingProxyType(
    {
        Kind.ROUTING: lambda route: route_in_words(route, {}),
        Kind.CHOICES: choices_in_words,
        Kind.MEMBERS: members_in_words,
    }
)
