"""The person who is asked: what they say, and to what exactly they said yes, as their question's own text tells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from mcp.types import ElicitResult

from torture.clockwork import now

YES = ElicitResult(action="accept", content={"confirm": True})
ANSWERS: Mapping[str, ElicitResult | None] = {
    "yes": YES,
    "no": ElicitResult(action="decline"),
    "cancel": ElicitResult(action="cancel"),
    "words": ElicitResult(action="accept", content={"confirm": "true"}),
    "nothing": None,
}
"""What a person can say; nothing at all is `None`."""
ORDERS = {
    "Order this number": ("orderDID", "Number"),
    "Order international toll-free numbers": ("orderDIDInternationalTollFree", "Location"),
    "Cancel this number, and lose it": ("cancelDID", "Number"),
}
"""The titles of questions about money, and the line that names what it is about."""
PRICE = re.compile(r"Price: (?:up to )?US\$([0-9.]+) now")
ITEM = re.compile(r"(?:[0-9]+\. |Undo changes? [0-9, ]+: )?(.*?)\??")
KNOWN = re.compile(r"(?:Delete|Change) [A-Za-z -]+ (\S+) \((\w+)\)")
TEXT = re.compile(r"Send this (SMS|MMS)(?: to [0-9]+ people)?")
RECIPIENT = re.compile(r"(?:[0-9]+\. )?To:? ([0-9]{10})\b.*")
MADE = re.compile(r"Make (?:a new [A-Za-z -]+|[A-Za-z -]+ \S+ again) \((\w+)\)")


@dataclass(frozen=True, slots=True)
class Grant:
    """A person agreed to one call of this function about this entry, number or place, as these lines describe it."""

    function: str
    target: str
    lines: tuple[str, ...]
    at: float = 0

    def covers(self, function: str, target: str, words: Sequence[str]) -> bool:
        """Whether it is for this call, and said what is decisive about it."""
        text = "\n".join(self.lines).replace("\\", "")
        return (self.function, self.target) == (function, target) and all(word in text for word in words)

    @property
    def price(self) -> Decimal | None:
        """What it was said to cost at once; None where it was not known."""
        found = PRICE.search("\n".join(self.lines))
        return Decimal(found[1]) if found else None


def grants(question: str) -> list[Grant]:
    """What a yes to this question agrees to."""
    items: list[list[str]] = []
    for line in question.split("\n"):
        if _title(line) is not None:
            items.append([line])
        elif items:
            items[-1].append(line.strip())
    return [grant for item in items for grant in _grants(item)]


def _title(line: str) -> tuple[str, str] | None:
    """The function, and the entry or the name of the line that tells it, of a title."""
    found = ITEM.fullmatch(line)
    words = found[1] if found else ""
    if words in ORDERS:
        return ORDERS[words]
    if known := KNOWN.fullmatch(words):
        return known[2], known[1]
    if sends := TEXT.fullmatch(words):
        return f"send{sends[1]}", "To"
    return (made[1], "") if (made := MADE.fullmatch(words)) else None


def _grants(item: list[str]) -> list[Grant]:
    """One; of texts one for each person they go to."""
    function, target = _title(item[0]) or ("", "")
    if target == "To":
        people = [found[1] for line in item if (found := RECIPIENT.fullmatch(line))]
        return [Grant(function, one, tuple(item)) for one in people]
    return [_grant(item, function, target)]


def _grant(item: list[str], function: str, target: str) -> Grant:
    if target in ("Number", "Location"):
        target = next((line.partition(": ")[2] for line in item if line.startswith(f"{target}: ")), "")
    return Grant(function, target, tuple(item))


@dataclass(slots=True)
class Yeses:
    """Every yes that was given. A yes that is presented again is no new one."""

    given: list[Grant] = field(default_factory=list[Grant])
    said: set[str] = field(default_factory=set[str])
    """The questions, word for word."""
    presented: set[str] = field(default_factory=set[str])

    def say(self, question: str, state: str | None = None) -> None:
        """A person says yes to this question; `state` is what tells it from every other."""
        if state is not None:
            if state in self.presented:
                return
            self.presented.add(state)
        self.said.add(question)
        self.given += [replace(one, at=now()) for one in grants(question)]
