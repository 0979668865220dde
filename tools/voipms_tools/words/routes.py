"""Where a call goes: `header:id`, parsed once; and the lists made of such routes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from voipms_tools.words.marks import LEADS
from voipms_tools.words.word import Word, Wrong, as_text, shown

SYSTEM = ("hangup", "busy", "noservice", "disconnected", "dtmf", "echo")
NUMBER = r"[0-9]{1,18}"
IDS: Mapping[str, tuple[str, str]] = {
    "account": (r"[0-9]{3,10}(_[A-Za-z0-9._-]{1,40})?", "an account login such as 100001_VoIP, see getSubAccounts"),
    "fwd": (NUMBER, "an id of getForwardings"),
    "vm": (NUMBER, "a mailbox of getVoicemails"),
    "sip": (NUMBER, "an id of getSIPURIs, not the address itself"),
    "grp": (NUMBER, "an id of getRingGroups"),
    "ivr": (NUMBER, "an id of getIVRs"),
    "sys": ("|".join(SYSTEM), f"one of {', '.join(SYSTEM)}"),
    "recording": (NUMBER, "an id of getRecordings"),
    "queue": (NUMBER, "an id of getQueues, not the queue's number"),
    "cb": (NUMBER, "an id of getCallbacks"),
    "tc": (NUMBER, "an id of getTimeConditions"),
    "disa": (NUMBER, "an id of getDISAs"),
    "none": ("", "nothing: write `none:`"),
}
"""What each header's id looks like."""
HEADERS = tuple(IDS)
MEMBER_HEADERS = ("account", "fwd", "sip")
LIST_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Route:
    """A target of calls: a header and an id (empty for `none`)."""

    header: str
    id: str

    def __str__(self) -> str:
        return f"{self.header}:{self.id}"


def parse_route(value: object, headers: tuple[str, ...] = HEADERS) -> Route:
    """A route with one of these headers; raises Wrong."""
    if isinstance(value, Route):
        value = str(value)
    text = as_text(value, "a route `header:id` such as account:100001_VoIP, fwd:1026 or sys:hangup", 100).strip()
    header, colon, id_ = text.partition(":")
    if not colon or header not in headers:
        raise Wrong(f"{shown(value)} is not a route; write `header:id` with a header of {', '.join(headers)}.")
    pattern, right = IDS[header]
    if not re.fullmatch(pattern, id_):
        raise Wrong(f"{shown(value)} is not a route; after `{header}:` comes {right}.")
    return Route(header, id_)


def _target(value: object) -> Route:
    return parse_route(value, tuple(header for header in HEADERS if header != "none"))


def _failover(value: object) -> Route:
    return Route("none", "") if value == "" else parse_route(value)


@dataclass(frozen=True, slots=True)
class Member:
    """One target of a ring group: how long it rings (seconds) and whether it must press 1."""

    route: Route
    ring: int | None = None
    press1: int | None = None

    def __str__(self) -> str:
        extra = [str(part) for part in (self.ring, self.press1) if part is not None]
        return ",".join([str(self.route), *extra])


@dataclass(frozen=True, slots=True)
class Members:
    """The targets of a ring group, which ring together."""

    members: tuple[Member, ...]

    def __str__(self) -> str:
        return ";".join(str(member) for member in self.members)


def parse_members(value: object) -> Members:
    """`account:100001,25,0;fwd:16006,10,1`: no target twice; ring 1 to 60 seconds, press1 0 or 1."""
    text = str(value) if isinstance(value, Members) else as_text(value, "a list of ring group members", LIST_LONGEST)
    members = tuple(_member(part.strip()) for part in text.split(";") if part.strip())
    if not members:
        raise Wrong("A ring group needs at least one member, such as account:100001_VoIP,25,0.")
    routes = [member.route for member in members]
    for route in routes:
        if routes.count(route) > 1:
            raise Wrong(f"The member {route} is listed twice; list each once.")
    return Members(members)


def _member(text: str) -> Member:
    route, *rest = [part.strip() for part in text.split(",")]
    right = "`route,seconds,press1` with 1 to 60 seconds and press1 0 or 1, such as fwd:16006,10,1"
    if len(rest) > 2 or not all(re.fullmatch(r"[0-9]{1,2}", part) for part in rest):
        raise Wrong(f"{shown(text)} is not {right}.")
    numbers = [int(part) for part in rest]
    if (numbers and not 1 <= numbers[0] <= 60) or (len(numbers) > 1 and numbers[1] > 1):
        raise Wrong(f"{shown(text)} is not {right}.")
    return Member(parse_route(route, MEMBER_HEADERS), *numbers)


@dataclass(frozen=True, slots=True)
class Choices:
    """The keys of an IVR and where each leads."""

    choices: tuple[tuple[str, Route], ...]

    def __str__(self) -> str:
        return ";".join(f"{key}={route}" for key, route in self.choices)


def parse_choices(value: object) -> Choices:
    """`1=sip:5096 ; 2=fwd:20222`: keys 0-9, *, #, and t (time-out) and i (invalid), which the manual does not name."""
    text = str(value) if isinstance(value, Choices) else as_text(value, "a list of IVR choices", LIST_LONGEST)
    choices = tuple(_choice(part.strip()) for part in text.split(";") if part.strip())
    if not choices:
        raise Wrong("An IVR needs at least one choice, such as 1=account:100001_VoIP.")
    keys = [key for key, _ in choices]
    for key in keys:
        if keys.count(key) > 1:
            raise Wrong(f"The key {key} is listed twice; list each once.")
    return Choices(choices)


def _choice(text: str) -> tuple[str, Route]:
    key, equals, route = (part.strip() for part in text.partition("="))
    if not equals or not re.fullmatch(r"[0-9*#ti]", key):
        raise Wrong(f"{shown(text)} is not a choice; write `key=route` with a key of 0-9, *, #, t or i.")
    return key, parse_route(route)


TEXT = {"type": "string"}
Routing = Annotated[Route, LEADS, Word(parse_route, TEXT)]
TargetRouting = Annotated[Route, LEADS, Word(_target, TEXT)]
Failover = Annotated[Route, LEADS, Word(_failover, TEXT)]
RingGroupMembers = Annotated[Members, Word(parse_members, TEXT)]
IvrChoices = Annotated[Choices, LEADS, Word(parse_choices, TEXT)]
