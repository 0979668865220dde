"""What can be read as a resource: the form of each address, and the call that reads it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from voipms_server.api.statuses import statuses
from voipms_server.entries import KINDS, Kind, listed_by
from voipms_server.local_files.contents import WAV
from voipms_tools.function import Function
from voipms_tools.jobs import ListChanges, ReadMessages
from voipms_tools.registry import functions
from voipms_tools.troubleshooting import TraceRouting

SCHEME = "voipms://"
JSON, MERMAID = "application/json", "application/vnd.mermaid"
NO_ENTRIES = ("static_member", "sms_message", "mms_message", "e911")
"""Kinds that an id alone does not name; messages and emergency addresses, which are read by a number."""
FORMS: Mapping[str, str] = MappingProxyType(
    {
        "account": r"[^/]{1,80}",
        "did": r"[0-9]{10}",
        "kind": r"[a-z_]{1,40}",
        "id": r"[A-Za-z0-9_.@-]{1,80}",
        "list": r"[a-z0-9_]{1,40}",
        "code": r"[A-Za-z0-9_]{1,60}",
        "number": r"[0-9]{1,9}",
    }
)
"""What may stand in the places of an address."""
Values = Mapping[str, str]
Answer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reading:
    """A call that reads a resource; `key` is where its answer must hold something, or there is no such thing."""

    function: type[Function]
    arguments: Mapping[str, object] = field(default_factory=dict[str, object])
    key: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """One kind of resource. It is read by a call, or told without one; `shown` is the part of the answer it holds."""

    word: str
    places: tuple[str, ...]
    noun: str
    description: str
    example: tuple[str, ...]
    readers: Callable[[], Iterable[type[Function]]]
    """What it is read with, by any one of them."""
    read: Callable[[Values], Reading | None] | None = None
    told: Callable[[Values], Answer | None] | None = None
    mime: str = JSON
    shown: str = ""
    file: bool = False
    """Whether what is shown is a file, in base64."""
    kind: str = ""
    """The kind of entries that its ids are of, where the address does not say it."""

    def uri(self, values: Values, account: str = "") -> str:
        """With these values; the account is part of it where several are served."""
        parts = [account] if account and self.of_account else []
        return SCHEME + "/".join([*parts, self.word, *(values[name] for name in self.places)])

    def template(self, *, several: bool) -> str:
        """As it is listed."""
        return self.uri({name: f"{{{name}}}" for name in self.places}, "{account}" if several else "")

    @property
    def title(self) -> str:
        return self.noun[0].upper() + self.noun[1:]

    @property
    def of_account(self) -> bool:
        return self.read is not None

    def values(self, parts: tuple[str, ...]) -> dict[str, str] | None:
        """What stands in its places; None where that is not of its form."""
        if len(parts) != len(self.places):
            return None
        found = dict(zip(self.places, parts, strict=True))
        return found if all(re.fullmatch(FORMS[name], value) for name, value in found.items()) else None


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds of entries that can be read by their id."""
    return {kind.name: kind for kind in KINDS if kind.name not in NO_ENTRIES and kind.getter in functions()}


@cache
def lists() -> Mapping[str, type[Function]]:
    """The reference lists: `allowed_codecs` is read with getAllowedCodecs."""
    found = [one for one in functions().values() if one.declared.reference]
    needless = [one for one in found if not any(field.is_required() for field in one.model_fields.values())]
    return {_snake(one.tool_name().removeprefix("get")): one for one in needless}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@cache
def filter_of(kind: Kind) -> str:
    """The parameter with which the getter of a kind is asked for one entry."""
    entry = listed_by(kind.getter)
    asked = entry.filter if entry is not None else kind.id
    taken = list(functions()[kind.getter].model_fields)
    return asked if asked in taken else taken[0]


def _number(values: Values) -> Reading:
    return Reading(functions()["getDIDsInfo"], {"did": values["did"]}, "rows")


def _entry(values: Values) -> Reading | None:
    kind = kinds().get(values["kind"])
    if kind is None:
        return None
    return Reading(functions()[kind.getter], {filter_of(kind): values["id"]}, "rows")


def _list(values: Values) -> Reading | None:
    function = lists().get(values["list"])
    return Reading(function) if function else None


def _status(values: Values) -> Answer | None:
    known = statuses().get(values["code"])
    if known is None:
        return None
    source = "seen in answers of the live API" if known.observed else "the table of the VoIP.ms manual"
    return {"code": known.code, "meaning": known.meaning, "advice": known.advice, "source": source}


ADDRESSES = (
    Address(
        "messages",
        ("did",),
        "messages of a number",
        "What readMessages tells of a number: conversations of the last 7 days.",
        ("5555550101",),
        lambda: (ReadMessages,),
        lambda values: Reading(ReadMessages, {"did": values["did"]}),
    ),
    Address(
        "numbers",
        ("did",),
        "settings of a number",
        "What getDIDsInfo tells of a number.",
        ("5555550101",),
        lambda: (functions()["getDIDsInfo"],),
        _number,
    ),
    Address(
        "routing",
        ("did",),
        "routing of a number",
        "The flowchart of traceRouting, for now and nobody in particular, in Mermaid.",
        ("5555550101",),
        lambda: (TraceRouting,),
        lambda values: Reading(TraceRouting, {"did": values["did"]}),
        mime=MERMAID,
        shown="mermaid",
    ),
    Address(
        "entries",
        ("kind", "id"),
        "entry",
        f"What the getter of its kind tells. Kinds: {', '.join(kinds())}.",
        ("forwarding", "1026"),
        lambda: [functions()[kind.getter] for kind in kinds().values()],
        _entry,
    ),
    Address(
        "recordings",
        ("id",),
        "file of a recording",
        "The sound itself, as it is kept.",
        ("7567",),
        lambda: (functions()["getRecordingFile"],),
        lambda values: Reading(functions()["getRecordingFile"], {"recording": values["id"], "inline": True}, "data"),
        mime=WAV,
        shown="data",
        file=True,
        kind="recording",
    ),
    Address(
        "reference",
        ("list",),
        "reference list",
        "Values that other functions take, such as time zones and codecs.",
        ("timezones",),
        lambda: lists().values(),
        _list,
    ),
    Address(
        "statuses",
        ("code",),
        "status of VoIP.ms",
        "What a status code means and what to do about it.",
        ("invalid_did",),
        tuple,
        told=_status,
    ),
    Address(
        "changes",
        ("number",),
        "change",
        "One change as listChanges tells it, with its fields before and after.",
        ("12",),
        lambda: (ListChanges,),
        lambda values: Reading(ListChanges, {"change": int(values["number"])}, "changes"),
    ),
)
BY_WORD: Mapping[str, Address] = {one.word: one for one in ADDRESSES}
