"""The lists of a call hunting: its members in their order, and for each how long it rings and whether it presses 1."""

import re
from typing import Annotated

from voipms_tools.words.marks import STEERS
from voipms_tools.words.routes import LIST_LONGEST, parse_route
from voipms_tools.words.word import Word, Wrong, as_text, shown

HEADERS = ("account", "fwd", "sip", "none")
LONGEST_RING = 600


def parts(value: object, what: str) -> list[str]:
    found = [part.strip() for part in as_text(value, what, LIST_LONGEST).split(";")]
    if not all(found):
        raise Wrong(f"{shown(value)} is not {what}.")
    return found


def _members(value: object) -> str:
    """`none:` fills an empty place, and may stand there again."""
    routes = [str(parse_route(part, HEADERS)) for part in parts(value, "a list of members joined by `;`")]
    there = [route for route in routes if route != "none:"]
    if not there:
        raise Wrong("A call hunting needs at least one member, such as account:100001_VoIP.")
    if len(set(there)) < len(there):
        raise Wrong("A member is listed twice; list each once.")
    return ";".join(routes)


def _numbers(low: int, high: int, right: str) -> Word:
    def parse(value: object) -> str:
        found = parts(value, right)
        if not all(re.fullmatch(r"[0-9]{1,3}", part) and low <= int(part) <= high for part in found):
            raise Wrong(f"{shown(value)} is not {right}.")
        return ";".join(str(int(part)) for part in found)

    return Word(parse, {"type": "string"})


TEXT = {"type": "string"}
HuntMembers = Annotated[str, STEERS, Word(_members, TEXT)]
HuntTimes = Annotated[str, _numbers(1, LONGEST_RING, f"seconds from 1 to {LONGEST_RING} joined by `;`")]
HuntPresses = Annotated[str, _numbers(0, 1, "0 or 1 for each member, joined by `;`")]
