"""Who is meant: a sub-account by its login, its extension or the name of whoever has it."""

from collections.abc import Callable, Sequence

from voipms_server.answers.words import clean
from voipms_server.entries import BY_NAME, entry_words
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.finding.matching import Said, said
from voipms_server.quotes import text
from voipms_server.texting.phonebook import folded

KIND = BY_NAME["sub_account"]
MOST_SHOWN = 12
Fits = Callable[[Said, Row], bool]


def in_words(row: Row) -> str:
    """`sub-account 100000_Anne ("Anne Tremblay", extension 101)`."""
    words, extension = entry_words(KIND, row), text(row, "internal_extension")
    return f"{words.removesuffix(')')}, extension {extension})" if extension and words.endswith(")") else words


def the_person(tool: str, who: str, rows: Sequence[Row]) -> Row:
    """Raises NotAllowed, with the choices, unless exactly one is meant."""
    what = said(who)
    found = next((some for fits in (_exactly, _by_name, _by_words) if (some := _all(fits, what, rows))), list[Row]())
    if len(found) == 1:
        return found[0]
    shown = [in_words(row) for row in (found or rows)[:MOST_SHOWN]]
    more = [f"and {len(found or rows) - MOST_SHOWN} more"] if len(found or rows) > MOST_SHOWN else []
    there = "; ".join([*shown, *more]) or "none yet"
    if found:
        raise NotAllowed(f"{tool}: {clean(who, 60)!r} is {len(found)} people; say which by login: {there}.")
    raise NotAllowed(f"{tool}: no sub-account has the login, name or extension {clean(who, 60)!r}. There is: {there}.")


def _all(fits: Fits, what: Said, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if fits(what, row)]


def _exactly(what: Said, row: Row) -> bool:
    """By login, id, or extension as it is stored or dialled: 4 is dialled 104 (manual)."""
    login, extension = text(row, "account").lower(), text(row, "internal_extension")
    if what.route == (KIND.name, login) or what.text.lower() in (login, text(row, "id")):
        return True
    return bool(extension) and bool({what.text, what.extension} & {extension, f"10{extension}"})


def _by_name(what: Said, row: Row) -> bool:
    return bool(what.words) and what.words == folded(text(row, "description"))


def _by_words(what: Said, row: Row) -> bool:
    """Whole words of the name, or what follows the account in the login."""
    words = set(what.words.split())
    by_login = what.words == folded(text(row, "username"))
    return bool(words) and (by_login or words <= set(folded(text(row, "description")).split()))
