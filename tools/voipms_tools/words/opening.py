"""When somebody is there: hours of a week, dates on which it is different, menus that answer, where calls go."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Annotated, TypeGuard

from voipms_tools.words.routes import parse_route
from voipms_tools.words.word import Word, Wrong, as_text, shown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMED: Mapping[str, tuple[int, ...]] = {
    "daily": tuple(range(7)),
    "every day": tuple(range(7)),
    "weekdays": tuple(range(5)),
    "weekend": (5, 6),
}
DAY = 1440
EASTERN = re.compile(r"\s+(?:ET|EST|EDT|Eastern)$", re.IGNORECASE)
RIGHT = "hours such as mon-fri 9:00-12:00, 13:00-17:00; sat 10-14"
SECTION = re.compile(r"([a-z][a-z ,-]*?)\s+([0-9].*)")
TIME = re.compile(r"([0-9]{1,2})(?:[:h]([0-9]{2})|h)?\s*(am|pm)?")
MENU = "menu:"
MENU_NAME = re.compile(r"[a-z][a-z0-9_]{0,24}")
MENUS = '{"main": {"recording": "Welcome", "keys": {"1": "grp:4768", "2": "menu:fr"}, "language": "en"}}'
MOST_DATES = 60


@dataclass(frozen=True, slots=True)
class Span:
    """From one minute of a weekday to another (1440 is its end); Monday is 0."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Week:
    """The spans in order; `eastern` where they were said to be on US Eastern time."""

    spans: tuple[Span, ...]
    eastern: bool = False


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days from one date to another, both counted, and where calls go then; empty: as when closed."""

    first: date
    last: date
    target: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of keys that is to be: its recording by id, name or path, and where each key leads."""

    recording: str
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    language: str = ""
    timeout: str = ""


def week_of(value: object) -> Week:
    """Raises Wrong for hours that are none, or that overlap."""
    said = as_text(value, RIGHT, 400).strip()
    plain = EASTERN.sub("", said)
    found = [span for part in plain.split(";") if part.strip() for span in _section(part.strip().lower())]
    spans = sorted(set(found), key=lambda span: (span.day, span.start))
    if not spans:
        raise Wrong(f"{shown(said)} is not {RIGHT}.")
    for one, other in pairwise(spans):
        if one.day == other.day and one.end > other.start:
            raise Wrong(f"Hours overlap on {DAYS[one.day]}; say each once: {RIGHT}.")
    return Week(tuple(spans), plain != said)


def _section(part: str) -> list[Span]:
    parts = SECTION.fullmatch(part.replace("\u2013", "-"))
    if not parts:
        raise Wrong(f"{shown(part)} is not {RIGHT}.")
    times = [_times(one.strip(), part) for one in parts[2].split(",")]
    return [
        span for day in _days(parts[1].strip(" ,"), part) for start, end in times for span in _spans(day, start, end)
    ]


def _spans(day: int, start: int, end: int) -> list[Span]:
    """One that runs over midnight is of two days."""
    if start < end:
        return [Span(day, start, end)]
    rest = [Span((day + 1) % 7, 0, end)] if end else []
    return [Span(day, start, DAY), *rest]


def _days(said: str, part: str) -> Sequence[int]:
    if said in NAMED:
        return NAMED[said]
    found: list[int] = []
    for one in re.split(r"[, ]+", re.sub(r"\s*-\s*", "-", said)):
        first, dash, last = one.partition("-")
        begin, end = _day(first, part), _day(last if dash else first, part)
        found += range(begin, end + 1) if begin <= end else [*range(begin, 7), *range(end + 1)]
    return found


def _day(said: str, part: str) -> int:
    if len(said) < 3 or said[:3] not in DAYS or not "mondaytuesdaywednesdaythursdayfridaysaturdaysunday".count(said):
        raise Wrong(f"{shown(said)} in {shown(part)} is no day; days are {', '.join(DAYS)}: {RIGHT}.")
    return DAYS.index(said[:3])


def _times(said: str, part: str) -> tuple[int, int]:
    start, dash, end = said.partition("-")
    begin, over = _minute(start.strip()), _minute(end.strip())
    if not dash or begin is None or over is None or begin in (over, DAY):
        raise Wrong(f"{shown(said)} in {shown(part)} is no span of time such as 9:00-17:00.")
    return begin, over


def _minute(said: str) -> int | None:
    """`9`, `9:30`, `9h30`, `5pm`, `24:00`."""
    parts = TIME.fullmatch(said)
    if not parts:
        return None
    hour, minute, half = int(parts[1]), int(parts[2] or 0), parts[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    found = hour * 60 + minute
    return found if minute < 60 and found <= DAY else None


def target_of(value: object) -> str:
    """A route, or `menu:NAME` of a menu that is made along; raises Wrong."""
    said = as_text(value, "a route `header:id`, or menu:NAME", 100).strip()
    if said.startswith(MENU):
        if not MENU_NAME.fullmatch(said.removeprefix(MENU)):
            raise Wrong(f"{shown(said)} is not menu:NAME, of a menu in `menus`: small letters, digits and _.")
        return said
    route = parse_route(said)
    if route.header == "none":
        raise Wrong("none: is refused by VoIP.ms as the target of hours; sys:hangup ends the call.")
    return str(route)


def holidays_of(value: object) -> tuple[Holiday, ...]:
    """`2026-12-25; 2026-12-31..2027-01-02 recording:7571`; raises Wrong."""
    right = "dates such as 2026-12-25; 2026-12-31..2027-01-02 recording:7571"
    parts = [part.split() for part in as_text(value, right, 2_000).split(";") if part.strip()]
    if not parts or len(parts) > MOST_DATES or any(len(part) > 2 for part in parts):
        raise Wrong(f"{shown(value)} is not {right}.")
    return tuple(_holiday(part[0], part[1] if part[1:] else "", right) for part in parts)


def _holiday(days: str, target: str, right: str) -> Holiday:
    first, dots, last = days.partition("..")
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    except ValueError:
        raise Wrong(f"{shown(days)} is no date; holidays are {right}.") from None
    if end < begin:
        raise Wrong(f"{shown(days)} ends before it begins; holidays are {right}.")
    return Holiday(begin, end, target_of(target) if target else "")


def menus_of(value: object) -> Mapping[str, Menu]:
    """Raises Wrong, naming the menu."""
    if not _is_object(value) or not value:
        raise Wrong(f"menus are such as {MENUS}.")
    return {_named(name): _menu(name, one) for name, one in value.items()}


def _named(name: str) -> str:
    if not MENU_NAME.fullmatch(name):
        raise Wrong(f"menus: {shown(name)} is not a name; small letters, digits and _.")
    return name


def _menu(name: str, value: object) -> Menu:
    known = ("recording", "keys", "language", "timeout")
    keys = value.get("keys") if _is_object(value) else None
    if not _is_object(value) or not _is_object(keys) or not keys or "recording" not in value:
        raise Wrong(f"menus: {name} is not a menu; one has a recording and keys: {MENUS}.")
    unknown = next((one for one in value if one not in known), None)
    if unknown is not None:
        raise Wrong(f"menus: {shown(unknown)} is nothing a menu has; there is: {', '.join(known)}.")
    led = {as_text(key, "a key", 2).strip(): target_of(target) for key, target in keys.items()}
    wrong = next((key for key in led if not re.fullmatch(r"[0-9*#ti]", key)), None)
    if wrong is not None:
        raise Wrong(f"menus: {shown(wrong)} of {name} is no key; keys are 0-9, *, #, t (nothing pressed), i (invalid).")
    rest = {one: as_text(value[one], f"the {one} of {name}", 20) for one in known[2:] if value.get(one) is not None}
    recording = as_text(value["recording"], f"the id, name or path of a recording ({name})", 1_000).strip()
    return Menu(recording, led, rest.get("language", ""), rest.get("timeout", ""))


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


TEXT = {"type": "string"}
OpenHours = Annotated[Week, Word(week_of, TEXT, repr)]
Target = Annotated[str, Word(target_of, TEXT)]
Holidays = Annotated[tuple[Holiday, ...], Word(holidays_of, TEXT, repr)]
Menus = Annotated[Mapping[str, Menu], Word(menus_of, {"type": "object", "additionalProperties": True}, repr)]
