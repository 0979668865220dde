"""What jobs take: codes, moments, numbers of changes, recipients, and fields by name."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeGuard

from voipms_tools.words.numbers import ten_digits
from voipms_tools.words.word import Word, Wrong, as_text, shown

CODE = "a code of 8 letters and digits such as K7QM-2XPD"
SINCE = "a day, a time of today or both, such as 2026-11-24, 08:00 or 2026-11-24T08:00"
ALL = "all"
MOST_RECIPIENTS = 100
MOMENT = "a time such as 08:00 (today) or 2026-11-24T08:00, on this machine's clock"


def _code(value: object) -> str:
    text = as_text(value, CODE, 20).strip().upper()
    if not re.fullmatch(r"[0-9A-Z]{4}[- ]?[0-9A-Z]{4}", text):
        raise Wrong(f"{shown(value)} is not {CODE}.")
    return text


def _moment(value: object) -> datetime:
    """A wall-clock time of this machine, or one with its zone."""
    text = as_text(value, MOMENT, 40).strip()
    if re.fullmatch(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]", text):
        hour, _, minute = text.partition(":")
        return datetime.now().astimezone().replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise Wrong(f"{shown(value)} is not {MOMENT}.") from None


def _number(value: object) -> int:
    text = as_text(value, "a whole number of 1 or more", 12).strip()
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise Wrong(f"{shown(value)} is not a whole number of 1 or more.")
    return int(text)


def _numbers(value: object) -> tuple[int, ...]:
    right = "numbers of changes joined by commas, such as 12,14"
    return tuple(_number(part) for part in as_text(value, right, 400).split(",") if part.strip())


def _short(value: object) -> str:
    text = tidy(as_text(value, "a short text", 200))
    if not text or not text.isprintable():
        raise Wrong(f"{shown(value)} is not a short text.")
    return text


def _changes(value: object) -> dict[str, object]:
    if not _is_object(value) or not value:
        raise Wrong('changes are names and values, such as {"routing": "vm:101"}.')
    return value


def _several(value: object, most: int, right: str, made: Callable[[str], str]) -> tuple[str, ...]:
    """One text, several joined by `;`, or a list of texts: each on one line, none twice."""
    parts = _texts(value, right) if _is_list(value) else as_text(value, right, 4_000).split(";")
    found = tuple(dict.fromkeys(part for one in parts if (part := made(one))))
    if not 1 <= len(found) <= most or not all(part.isprintable() and len(part) <= 1_000 for part in found):
        raise Wrong(f"{shown(value)} is not {right}.")
    return found


def _texts(value: list[object], right: str) -> list[str]:
    return [as_text(one, right, 1_000) for one in value]


def tidy(text: str) -> str:
    """Without what phones copy along with names and numbers: direction marks, spaces of other kinds."""
    spaced = ("" if unicodedata.category(c) == "Cf" else " " if unicodedata.category(c) == "Zs" else c for c in text)
    return "".join(spaced).strip()


def _recipients(value: object) -> tuple[str, ...]:
    return _several(value, MOST_RECIPIENTS, f"1 to {MOST_RECIPIENTS} numbers or phonebook names, joined by ;", tidy)


def _entries(value: object) -> tuple[str, ...]:
    return _several(
        value, MOST_RECIPIENTS, f"1 to {MOST_RECIPIENTS} numbers or parts of their names, joined by ;", tidy
    )


def _media(value: object) -> tuple[str, ...]:
    return _several(value, 3, "1 to 3 URLs or paths of files, joined by ;", str.strip)


def _since(value: object) -> str:
    """A wall-clock time whose zone is not known yet; `voipms_server.zones` makes a moment of it."""
    text = as_text(value, SINCE, 40).strip()
    if re.fullmatch(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]", text):
        return text.zfill(5)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{shown(value)} is not {SINCE}.") from None
    return text


def _number_or_all(value: object) -> str:
    return ALL if value == ALL else ten_digits(value)


def _long(value: object) -> str:
    text = as_text(value, "the text of a message", 10_000)
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text):
        raise Wrong("The text holds control characters; only line breaks and tabs may be in it.")
    return text


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


TEXT = {"type": "string"}
Code = Annotated[str, Word(_code, TEXT)]
Moment = Annotated[datetime, Word(_moment, TEXT, datetime.isoformat)]
Number = Annotated[int, Word(_number, {"type": "integer", "minimum": 1})]
Numbers = Annotated[tuple[int, ...], Word(_numbers, TEXT, lambda numbers: ",".join(map(str, numbers)))]
Recipients = Annotated[tuple[str, ...], Word(_recipients, TEXT, "; ".join)]
Entries = Annotated[tuple[str, ...], Word(_entries, TEXT, "; ".join)]
Media = Annotated[tuple[str, ...], Word(_media, TEXT, "; ".join)]
Since = Annotated[str, Word(_since, TEXT)]
NumberOrAll = Annotated[str, Word(_number_or_all, TEXT)]
LongText = Annotated[str, Word(_long, TEXT)]
Short = Annotated[str, Word(_short, TEXT)]
Changes = Annotated[dict[str, object], Word(_changes, {"type": "object", "additionalProperties": True}, repr)]
