"""The six parallel lists of a time condition: item n of each forms criterion n."""

import re
from typing import Annotated

from voipms_tools.words.word import Word, Wrong, as_text, shown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST = 400


def _items(value: object, right: str) -> list[str]:
    text = as_text(value, right, LONGEST)
    return [item.strip() for item in text.split(";")]


def numbers(high: int, right: str) -> Word:
    """`8;8`: numbers from 0 to `high`, joined by semicolons."""

    def parse(value: object) -> str:
        items = _items(value, right)
        if not all(re.fullmatch(r"[0-9]{1,2}", item) and int(item) <= high for item in items):
            raise Wrong(f"{shown(value)} is not {right}.")
        return ";".join(items)

    return Word(parse, {"type": "string"})


def _days(value: object) -> str:
    right = f"days such as mon;sat, of {', '.join(DAYS)}"
    items = [item.lower() for item in _items(value, right)]
    if not all(item in DAYS for item in items):
        raise Wrong(f"{shown(value)} is not {right}.")
    return ";".join(items)


Hours = Annotated[str, numbers(23, "hours from 0 to 23 such as 8;8, one for each criterion")]
Minutes = Annotated[str, numbers(59, "minutes from 0 to 59 such as 0;30, one for each criterion")]
Weekdays = Annotated[str, Word(_days, {"type": "string"})]


def equal_lengths(lists: dict[str, str]) -> None:
    """Raise Wrong unless all six lists have as many items."""
    counts = {name: value.count(";") + 1 for name, value in lists.items()}
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        raise Wrong(f"The six lists of a time condition must have as many items each; they have: {told}.")
