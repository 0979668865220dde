"""Routes in words, with the name of their target beside the id where it is known."""

import re
from collections.abc import Mapping

from voipms_server.answers.secrets import hide_text
from voipms_server.shapes import is_list, is_row

NAMES: Mapping[str, str] = {
    "account": "account",
    "fwd": "forwarding",
    "vm": "mailbox",
    "sip": "SIP URI",
    "grp": "ring group",
    "ivr": "IVR",
    "recording": "recording",
    "queue": "queue",
    "cb": "callback",
    "tc": "time condition",
    "disa": "DISA",
}
SYSTEM: Mapping[str, str] = {
    "hangup": "hang up",
    "busy": "busy tone",
    "noservice": "announcement: not in service",
    "disconnected": "announcement: disconnected",
    "dtmf": "DTMF test",
    "echo": "sound quality test",
}
LONGEST = 200
MOST_PHRASES = 500
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Fillers and variation selectors: they print, show nothing, and can carry a hidden text."""


def route_in_words(route: str, names: Mapping[str, str]) -> str:
    """`fwd:1026` is "forwarding 1026 (Ana's cell)"; an unknown header stays as it is."""
    header, colon, id_ = route.strip()[:LONGEST].partition(":")
    if not route.strip():
        return "nothing set"
    if header == "none":
        return "no action"
    if header == "sys" and id_ in SYSTEM:
        return SYSTEM[id_]
    if not colon or header not in NAMES:
        return f"unknown target {route.strip()[:LONGEST]!r}"
    kind = "sub-account" if header == "account" and "_" in id_ else NAMES[header]
    name = names.get(route, "")
    return f"{kind} {id_} ({clean(name)})" if name else f"{kind} {id_}"


def choices_in_words(choices: str) -> str:
    """The keys of an IVR: "1: SIP URI 5096; 2: forwarding 20222"."""
    parts = [part.strip().partition("=") for part in choices[:4_000].split(";") if part.strip()]
    return "; ".join(f"{key.strip()}: {route_in_words(route.strip(), {})}" for key, _, route in parts)


def members_in_words(members: str) -> str:
    """The targets of a ring group: "account 100001 rings 25 s; forwarding 16006 rings 10 s, must press 1"."""
    return "; ".join(_member(part) for part in members[:4_000].split(";") if part.strip())


def _member(text: str) -> str:
    route, *rest = (part.strip() for part in text.split(","))
    ring = f" rings {rest[0]} s" if rest else ""
    return route_in_words(route, {}) + ring + (", must press 1" if rest[1:2] == ["1"] else "")


def spoken(value: object) -> str:
    """A transcript as text: phrases, each on a line with who spoke it; a text is itself."""
    if not is_list(value):
        return "" if value is None or is_row(value) else str(value)
    rows = [one for one in value[:MOST_PHRASES] if is_row(one)]
    return "\n".join(f"{one.get('speaker', '?')}: {one.get('phrase', '')}" for one in rows)


def counted(number: int, noun: str) -> str:
    """ "1 text", "2 texts"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def clean(text: str, most: int = 2_000, *, prose: bool = True) -> str:
    """A stranger's text without control, invisible and direction-changing characters, cut to `most`.

    In prose the credentials of URLs are hidden, before the cut, so that it never falls into the middle of one.
    """
    kept = "".join(map(_visible, text[: 4 * most]))
    kept = hide_text(kept) if prose else kept
    return f"{kept[:most]} ... ({len(text)} characters)" if len(kept) > most else kept


def _visible(character: str) -> str:
    """Spaces of all kinds become one kind; what cannot be seen, and could hide words, is left out."""
    if character == "\n" or (character.isprintable() and not INVISIBLE.match(character)):
        return character
    return " " if character.isspace() else ""
