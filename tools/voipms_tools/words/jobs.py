"""What jobs take: codes, moments, numbers of changes, and fields by name."""

import re
from datetime import datetime
from typing import Annotated, TypeGuard

from voipms_tools.words.word import Word, Wrong, as_text, shown

CODE = "a code of 8 letters and digits such as K7QM-2XPD"
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
    text = as_text(value, "a short text", 200).strip()
    if not text or not text.isprintable():
        raise Wrong(f"{shown(value)} is not a short text.")
    return text


def _changes(value: object) -> dict[str, object]:
    if not _is_object(value) or not value:
        raise Wrong('changes are names and values, such as {"routing": "vm:101"}.')
    return value


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


TEXT = {"type": "string"}
Code = Annotated[str, Word(_code, TEXT)]
Moment = Annotated[datetime, Word(_moment, TEXT, datetime.isoformat)]
Number = Annotated[int, Word(_number, {"type": "integer", "minimum": 1})]
Numbers = Annotated[tuple[int, ...], Word(_numbers, TEXT, lambda numbers: ",".join(map(str, numbers)))]
Short = Annotated[str, Word(_short, TEXT)]
Changes = Annotated[dict[str, object], Word(_changes, {"type": "object", "additionalProperties": True}, repr)]
