"""How well an entry is what somebody said: exactly, by whole words, by how it begins, or by a part."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from voipms_server.answers.kinds import UNSET
from voipms_server.facts import Row
from voipms_server.finding.searched import BY_KIND, Searched, kind_called
from voipms_server.quotes import text
from voipms_server.texting.message import ten
from voipms_server.texting.phonebook import folded

NUMBER = re.compile(r"(?=.*[0-9])\+?[0-9 (][0-9 ()./-]*")
DASHES = re.compile(r"[\u2010-\u2015\u2212]")
OWNER = re.compile(r"(?<=\w)['\u2019]s\b", re.IGNORECASE)
"""The sign of a possessor: `Anne's` is `Anne`."""
EXTENSION = re.compile(r"(?:x|ext|extension|poste)\.?\s*([0-9]{1,10})", re.IGNORECASE)
LONGEST_KIND = 3
"""Words of the name of a kind."""
LEAST = 3
"""Characters of a part of a word, or of a number."""
NEAR = 5
NO_NUMBER = (*UNSET, "0")
"""In a field of a number or an extension."""


class Rank(IntEnum):
    """The best first."""

    EXACTLY = 0
    WORDS = 1
    BEGINNING = 2
    END = 3
    PART = 4


WORDS = {
    Rank.EXACTLY: "exactly",
    Rank.WORDS: "whole words",
    Rank.BEGINNING: "beginning",
    Rank.END: "end",
    Rank.PART: "part",
}


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, how well it fits, and the field by which."""

    searched: Searched
    row: Row
    rank: Rank
    field: str

    @property
    def id(self) -> str:
        return text(self.row, self.searched.kind.id)

    @property
    def by(self) -> str:
        return f"{self.field}, {WORDS[self.rank]}"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, in the forms in which it is compared."""

    text: str
    words: str
    number: str
    extension: str
    route: tuple[str, str] | None = None
    """Kind and id of `grp:4580`."""
    of: tuple[str, "Said"] | None = None
    """Kind and what was said of it, of `mailbox Helene`."""


def said(what: str) -> Said:
    """A number in any form is its digits, 10 of a North American one."""
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", what)).strip()
    digits = ten(_digits(plain)) if NUMBER.fullmatch(plain) else ""
    extension = EXTENSION.fullmatch(plain)
    words = folded(OWNER.sub("", plain))
    return Said(plain, words, digits, extension[1] if extension else "", _route(plain), _of(plain))


def _route(what: str) -> tuple[str, str] | None:
    name, colon, id_ = what.partition(":")
    kind = kind_called(name) if colon else None
    return (kind.name, id_.strip().lower()) if kind is not None else None


def _of(what: str) -> tuple[str, Said] | None:
    """The longest name of a kind with which it begins."""
    words = what.split()
    for count in range(min(LONGEST_KIND, len(words) - 1), 0, -1):
        kind = kind_called(" ".join(words[:count]))
        if kind is not None:
            return kind.name, said(" ".join(words[count:]))
    return None


def match(what: Said, searched: Searched, row: Row) -> Match | None:
    """The best way in which this entry fits."""
    about = [what] if what.of is None or what.of[0] != searched.name else [what, what.of[1]]
    ways = (way for one in about for way in _ways(one, searched, row))
    best = min(ways, key=lambda way: way[0], default=None)
    return Match(searched, row, *best) if best else None


def _ways(what: Said, searched: Searched, row: Row) -> Iterator[tuple[Rank, str]]:
    id_ = text(row, searched.kind.id).lower()
    if what.route == (searched.name, id_) or (what.text and id_ == what.text.lower()):
        yield Rank.EXACTLY, searched.kind.id
    for field in searched.extensions:
        if {what.extension, what.number, what.text} & _dialled(field, text(row, field)):
            yield Rank.EXACTLY, field
    yield from _by_digits(what, searched, row)
    yield from _by_words(what, searched, row)


def _dialled(field: str, value: str) -> frozenset[str]:
    """What is dialled for it: a speed dial with or without `*75`; the extension 1 is dialled 101 (manual)."""
    if value in NO_NUMBER:
        return frozenset()
    dialled = f"10{value}" if field == "internal_extension" else value
    return frozenset((value, value.removeprefix("*75"), dialled))


def _by_digits(what: Said, searched: Searched, row: Row) -> Iterator[tuple[Rank, str]]:
    for field in searched.digits if what.number else ():
        value = text(row, field)
        digits = ten(_digits(value)) if value not in NO_NUMBER and ":" not in value else ""
        rank = _rank_of_digits(what.number, digits)
        if rank is not None:
            yield rank, field


def _rank_of_digits(wanted: str, there: str) -> Rank | None:
    if wanted == there:
        return Rank.EXACTLY
    if len(wanted) < LEAST or wanted not in there:
        return None
    return Rank.BEGINNING if there.startswith(wanted) else Rank.END if there.endswith(wanted) else Rank.PART


def _digits(value: str) -> str:
    return re.sub(r"[^0-9]", "", value)


def _by_words(what: Said, searched: Searched, row: Row) -> Iterator[tuple[Rank, str]]:
    for field in searched.words:
        value = text(row, field).strip()
        same = what.text and value.lower() == what.text.lower()
        rank = Rank.EXACTLY if same else _rank(what.words, folded(value))
        if rank is not None:
            yield rank, field


def _rank(wanted: str, there: str) -> Rank | None:
    if not wanted:
        return None
    if wanted == there:
        return Rank.EXACTLY
    parts, words = wanted.split(), there.split()
    if set(parts) <= set(words):
        return Rank.WORDS
    if all(any(word.startswith(part) for word in words) for part in parts):
        return Rank.BEGINNING
    return Rank.PART if len(wanted) >= LEAST and wanted in there else None


def matches(what: str, entries: Sequence[tuple[Searched, Row]]) -> list[Match]:
    """All that fit, the best first, of one rank in the order of the kinds."""
    meant = said(what)
    found = [one for searched, row in entries if (one := match(meant, searched, row)) is not None]
    order = list(BY_KIND)
    return sorted(found, key=lambda one: (one.rank, order.index(one.searched.name), one.id))


def alike(what: str, entries: Sequence[tuple[Searched, Row]]) -> list[str]:
    """Names that are spelled nearly so, as a whole or in one of their words."""
    forms: dict[str, list[str]] = {}
    for searched, row in entries:
        name = text(row, *searched.kind.names)
        for form in {folded(name), *(word for word in folded(name).split() if len(word) >= LEAST)}:
            forms.setdefault(form, []).append(name)
    near = difflib.get_close_matches(said(what).words, forms, n=NEAR, cutoff=0.6)
    return list(dict.fromkeys(name for form in near for name in forms[form]))[:NEAR]
