"""Who calls, and which caller-ID filter catches them.

An exact number comes before patterns, patterns before the rest, each from the top down (documented). Whether the
phone company vouched for the caller is not known here, so filters by attestation are taken not to catch (inferred).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.quotes import Rows, text

NOBODY = ("anonymous", "private", "restricted", "unknown", "unavailable", "0000000000")
NORTH_AMERICAN = re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}")
ATTESTED = ("s", "sb", "sc")
IN_WORDS = {
    "0": "anonymous callers",
    "i": "callers from outside North America",
    "s": "callers attested A",
    "sb": "callers attested B",
    "sc": "callers attested C",
    "p": "everybody in the phonebook",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Digits as filters see them; none for an anonymous caller. `said` is how they were named."""

    digits: str
    said: str

    @property
    def anonymous(self) -> bool:
        return not self.digits

    @property
    def abroad(self) -> bool:
        return bool(self.digits) and NORTH_AMERICAN.fullmatch(self.digits) is None


def caller_of(said: str) -> Caller:
    """A caller as a person says it. Raises NotAllowed for what is neither a number nor a word for anonymous."""
    if said.strip().lower() in NOBODY:
        return Caller("", "anonymous")
    digits = re.sub(r"[\s().+-]", "", said)
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 18:
        raise NotAllowed(f"traceRouting: caller {said[:40]!r} is neither a number such as 5145550160 nor anonymous.")
    bare = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return Caller("", "anonymous") if bare in NOBODY else Caller(bare, bare)


@dataclass(frozen=True, slots=True)
class Book:
    """The phonebook, as far as filters look into it."""

    entries: Rows
    groups: Rows

    def has(self, caller: Caller, group: str) -> bool:
        return any(not group or self._in_group(row, group) for row in self._of(caller))

    def _of(self, caller: Caller) -> list[Row]:
        tail = caller.digits[-10:]
        return [row for row in self.entries if tail and text(row, "number")[-10:] == tail]

    def _in_group(self, entry: Row, group: str) -> bool:
        listed = [text(row, "members").split(";") for row in self.groups if text(row, "phonebook_group") == group]
        id_ = text(entry, "phonebook")
        return text(entry, "group") == group or any(id_ in [one.strip() for one in members] for members in listed)


def filters_of(did: str, rows: Rows) -> list[Row]:
    """The filters of a number, in the order in which they are tried."""
    found = [row for row in rows if text(row, "did") in ("all", did)]
    return sorted(found, key=lambda row: _rank(rule_of(row)))


def rule_of(row: Row) -> str:
    return text(row, "callerid").strip()


def rule_in_words(rule: str) -> str:
    if rule.startswith("p:"):
        return f"phonebook group {rule[2:]}"
    return IN_WORDS.get(rule, f"callers {rule}")


def by_phonebook(rule: str) -> bool:
    return rule == "p" or rule.startswith("p:")


def catching(caller: Caller, filters: Sequence[Row], book: Book) -> Row | None:
    """The first of these filters that catches the caller."""
    return next((row for row in filters if _catches(rule_of(row), caller, book)), None)


def _rank(rule: str) -> int:
    if len(rule) > 1 and rule.isdecimal():
        return 0
    return 1 if rule != "0" and re.fullmatch(r"[0-9X]*\*?", rule) else 2


SPECIAL: dict[str, Callable[[Caller], bool]] = {
    "0": lambda caller: caller.anonymous,
    "i": lambda caller: caller.abroad,
    **dict.fromkeys(ATTESTED, lambda _: False),
}


def _catches(rule: str, caller: Caller, book: Book) -> bool:
    if rule in SPECIAL:
        return SPECIAL[rule](caller)
    if by_phonebook(rule):
        return book.has(caller, rule[2:])
    return not caller.anonymous and fits(rule, caller.digits)


def fits(pattern: str, digits: str) -> bool:
    """`X` is any digit, `*` any tail."""
    head, star, tail = pattern.partition("*")
    same = len(digits) >= len(head) and all(p in ("X", d) for p, d in zip(head, digits, strict=False))
    return same and not tail and (bool(star) or len(digits) == len(head))
