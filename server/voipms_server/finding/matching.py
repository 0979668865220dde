"""How well an entry is what somebody said: exactly, by whole words, by how it begins, or by a part."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from voipms_server.entries import BY_HEADER, BY_NAME
from voipms_server.facts import Row
from voipms_server.finding.searched import BY_KIND, Searched
from voipms_server.quotes import text
from voipms_server.texting.phonebook import folded

NUMBER = re.compile(r"\+?[0-9][0-9 ().\u00a0-]*")
EXTENSION = re.compile(r"(?:x|ext|extension|poste)\.?\s*([0-9]{1,10})", re.IGNORECASE)
LEAST = 3
"""Characters of a part of a word, or of a number."""
NEAR = 5


class Rank(IntEnum):
    """The best first."""

    EXACTLY = 0
    WORDS = 1
    BEGINNING = 2
    PART = 3


WORDS = {Rank.EXACTLY: "exactly", Rank.WORDS: "whole words", Rank.BEGINNING: "beginning", Rank.PART: "part"}


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
    route: tuple[str, str] | None


def said(what: str) -> Said:
    """A number in any form is its digits, 10 of a North American one; `grp:4580` is a route."""
    plain = what.strip()
    digits = re.sub(r"[^0-9]", "", plain) if NUMBER.fullmatch(plain) else ""
    digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    extension = EXTENSION.fullmatch(plain)
    return Said(plain, folded(plain), digits, extension[1] if extension else "", _route(plain))


def _route(what: str) -> tuple[str, str] | None:
    """Kind and id of `fwd:19183`, `forwarding:19183`, `forwarding 19183`."""
    found = re.fullmatch(r"([A-Za-z][A-Za-z -]*?|[a-z_]+)\s*[: ]\s*([A-Za-z0-9_.-]+)", what)
    if found is None:
        return None
    name = found[1].strip().lower().replace(" ", "_").replace("-", "_")
    kind = BY_HEADER.get(name) or BY_NAME.get(name) or BY_NAME.get(WORDED.get(folded(found[1]), ""))
    return (kind.name, found[2]) if kind is not None and kind.name in BY_KIND else None


WORDED = {folded(one.kind.words): name for name, one in BY_KIND.items()} | {
    "menu": "ivr",
    "extension": "sub_account",
    "account": "sub_account",
    "did": "number",
    "voicemail": "mailbox",
    "contact": "phonebook",
}
"""Kinds as people call them."""


def match(what: Said, searched: Searched, row: Row) -> Match | None:
    """The best way in which this entry fits."""
    best = min(_ways(what, searched, row), key=lambda way: way[0], default=None)
    return Match(searched, row, *best) if best else None


def _ways(what: Said, searched: Searched, row: Row) -> Iterator[tuple[Rank, str]]:
    id_ = text(row, searched.kind.id)
    if what.route == (searched.name, id_) or (what.text and id_.lower() == what.text.lower()):
        yield Rank.EXACTLY, searched.kind.id
    for field in searched.extensions:
        digits = text(row, field).removeprefix("*75")
        if digits and digits in (what.extension, what.number, _after(what, searched)):
            yield Rank.EXACTLY, field
    yield from _by_digits(what, searched, row)
    yield from _by_words(what, searched, row)


def _after(what: Said, searched: Searched) -> str:
    """What was said after the name of this kind: `account 10`."""
    return what.route[1] if what.route is not None and what.route[0] == searched.name else ""


def _by_digits(what: Said, searched: Searched, row: Row) -> Iterator[tuple[Rank, str]]:
    if not what.number:
        return
    for field in searched.digits:
        digits = re.sub(r"[^0-9]", "", text(row, field))
        digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
        if digits == what.number:
            yield Rank.EXACTLY, field
        elif len(what.number) >= LEAST and digits.startswith(what.number):
            yield Rank.BEGINNING, field
        elif len(what.number) >= LEAST and what.number in digits:
            yield Rank.PART, field


def _by_words(what: Said, searched: Searched, row: Row) -> Iterator[tuple[Rank, str]]:
    if not what.words:
        return
    for field in searched.words:
        rank = _rank(what.words, folded(text(row, field)))
        if rank is not None:
            yield rank, field


def _rank(wanted: str, there: str) -> Rank | None:
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
    """Names that are spelled nearly so."""
    names = {folded(name): name for searched, row in entries if (name := text(row, *searched.kind.names))}
    return [names[near] for near in difflib.get_close_matches(folded(what), names, n=NEAR, cutoff=0.6)]
