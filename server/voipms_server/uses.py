"""Where an entry is used: what would be left pointing at nothing if it went."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from voipms_server.entries import BY_GETTER, BY_NAME, Kind, entry_words
from voipms_server.errors import VoipmsError
from voipms_server.facts import Facts, Row
from voipms_server.quotes import text
from voipms_server.texting.message import ten
from voipms_tools import rows
from voipms_tools.registry import functions
from voipms_tools.words.routes import HEADERS

ROUTED = (rows.Kind.ROUTING, rows.Kind.CHOICES, rows.Kind.MEMBERS)
ROUTE = re.compile(r"(?:^|[;=])\s*([a-z]+:[^;,]*)")
"""A route alone, or each one in the choices of an IVR or the members of a ring group."""
ID_SIGNS = re.compile(r"\s*[;,]\s*")
"""Between ids that stand in one field."""
ELSEWHERE = "sys:hangup"
"""Where to lead for a while what leads to an entry that is not there."""
QUEUE = "getQueues"
MEMBERS = "getStaticMembers"


@dataclass(frozen=True, slots=True)
class Use:
    """An entry that points at another one, and the fields in which it does."""

    kind: Kind
    row: Row
    fields: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{entry_words(self.kind, self.row)}, {' and '.join(self.fields)}"


@dataclass(frozen=True, slots=True)
class Used:
    """What points at an entry in the lists that could be read; the kinds that could not be, with the reason."""

    by: tuple[Use, ...]
    not_read: Mapping[str, str]


Look = tuple[str, Callable[[], Awaitable[list[Use]]]]
"""The kind of entries that could point at something, and what reads those that do."""


async def uses(facts: Facts, kind: Kind, id_: str) -> list[Use]:
    """What points at this entry; each list is read once. Raises the error of the first that cannot be read."""
    return [use for _, look in _looks(facts, kind, id_) for use in await look()]


async def used(facts: Facts, kind: Kind, id_: str) -> Used:
    """The same as far as it can be read."""
    found: list[Use] = []
    not_read: dict[str, str] = {}
    for name, look in _looks(facts, kind, id_):
        try:
            found += await look()
        except VoipmsError as error:
            not_read[name] = str(error)
    return Used(tuple(found), not_read)


def _looks(facts: Facts, kind: Kind, id_: str) -> Iterator[Look]:
    for getter, fields in _holders(kind).items():
        yield BY_GETTER[getter].name, partial(_holding, facts, (getter, fields), kind, id_)
    if kind.getter == QUEUE:
        yield BY_GETTER[MEMBERS].name, partial(_members, facts, id_)
    if kind.header == "account":
        yield BY_GETTER[MEMBERS].name, partial(_memberships, facts, id_)


async def _holding(facts: Facts, holder: tuple[str, tuple[str, ...]], kind: Kind, id_: str) -> list[Use]:
    """The rows of one list that point at the entry; not the entry itself."""
    getter, fields = holder
    found: list[Use] = []
    for row in await facts.rows(getter):
        holds = tuple(field for field in fields if _points(str(row.get(field) or ""), (getter, field), kind, id_))
        itself = getter == kind.getter and text(row, kind.id) == id_
        if holds and not itself:
            found.append(Use(BY_GETTER[getter], row, holds))
    return found


async def _members(facts: Facts, queue: str) -> list[Use]:
    return [Use(BY_GETTER[MEMBERS], member, ("queue",)) for member in await facts.rows(MEMBERS, queue=queue)]


def _holders(kind: Kind) -> Mapping[str, tuple[str, ...]]:
    """The fields that can point at such an entry, by their getter."""
    held = {getter: tuple(_routed(getter)) if kind.header in HEADERS else () for getter in BY_GETTER}
    for getter, field in (*kind.fields, *kind.led):
        held[getter] = tuple(dict.fromkeys((*held[getter], field)))
    return {getter: fields for getter, fields in held.items() if fields and getter != MEMBERS}


def _routed(getter: str) -> Iterator[str]:
    declared = functions()[getter].declared.rows
    if declared is not None:
        yield from (name for name, one in declared.fields.items() if one in ROUTED)


def _points(value: str, field: tuple[str, str], kind: Kind, id_: str) -> bool:
    if field in kind.fields and id_ in (ten(one) for one in ID_SIGNS.split(value)):
        return True
    return bool(kind.header) and f"{kind.header}:{id_}" in routes_in(value)


def points_at(params: Mapping[str, str], key: str) -> bool:
    """Whether any of these parameters names this entry (`forwarding:5`), by a route or by its id."""
    route, id_ = route_to(key), key.partition(":")[2]
    return any(id_ in ids_in(value) or (route and route in routes_in(value)) for value in params.values())


def route_to(key: str) -> str:
    """`forwarding:5` is led to by `fwd:5`; empty for what no route leads to."""
    name, _, id_ = key.partition(":")
    header = BY_NAME[name].header
    return f"{header}:{id_}" if header else ""


def ids_in(value: str) -> list[str]:
    """The id in a field that holds one alone, or each of those joined by semicolons."""
    return [part.strip() for part in value.split(";")]


def routes_in(value: str) -> list[str]:
    """Every route in a routing, in the choices of an IVR or in the members of a ring group."""
    return [found.strip() for found in ROUTE.findall(value)]


def with_routes(value: str, others: Mapping[str, str]) -> str:
    """The same with other texts in place of its routes."""
    return ROUTE.sub(lambda found: found[0].replace(found[1], others.get(found[1].strip(), found[1])), value)


async def _memberships(facts: Facts, account: str) -> list[Use]:
    """The queues in which a sub-account is a static member."""
    found: list[Use] = []
    for queue in await facts.rows(QUEUE):
        for member in await facts.rows(MEMBERS, queue=text(queue, "queue")):
            if text(member, "account").removeprefix("SIP/") == account:
                found.append(Use(BY_GETTER[QUEUE], queue, (f"its member {text(member, 'member')}",)))
    return found
