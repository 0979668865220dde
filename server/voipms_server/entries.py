"""The kinds of entries an account has: where each is listed, what names it, and how routes lead to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from voipms_server.answers.words import route_in_words
from voipms_server.errors import Refused
from voipms_server.line import Line
from voipms_server.questions import quoted
from voipms_server.quotes import Rows, text
from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.registry import functions


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry: its getter, the rows' field that holds the id, those that name it, its header.

    The header is that of the routings that lead to it; of a phonebook group, that of caller-ID filters.
    """

    name: str
    words: str
    getter: str
    id: str
    names: tuple[str, ...]
    header: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    """Where other entries hold its id alone, or among others joined by `;` or `,`: a getter and its rows' field."""
    led: tuple[tuple[str, str], ...] = ()
    """Fields that are no routings and lead to it all the same, by header and id."""


def _voicemail_fields(*getters: str) -> tuple[tuple[str, str], ...]:
    return tuple((getter, "voicemail") for getter in getters)


KINDS = (
    Kind(
        "number",
        "number",
        "getDIDsInfo",
        "did",
        ("note", "description"),
        fields=(
            ("getDIDsInfo", "sms_forward"),
            ("getSubAccounts", "callerid_number"),
            ("getSubAccounts", "default_e911"),
            ("getForwardings", "phone_number"),
            ("getForwardings", "callerid_override"),
            ("getSIPURIs", "callerid_override"),
            ("getCallbacks", "number"),
            ("getCallbacks", "callerid_number"),
            ("getDISAs", "callerid_override"),
            ("getCallerIDFiltering", "did"),
            ("getPhonebook", "number"),
        ),
    ),
    Kind(
        "sub_account",
        "sub-account",
        "getSubAccounts",
        "account",
        ("description", "username"),
        "account",
        (("getDIDsInfo", "sms_sipaccount"), ("getDIDsInfo", "reseller_account"), ("getCallParking", "destination")),
        led=(("getCallParking", "destination"),),
    ),
    Kind("forwarding", "forwarding", "getForwardings", "forwarding", ("description", "phone_number"), "fwd"),
    Kind(
        "mailbox",
        "mailbox",
        "getVoicemails",
        "mailbox",
        ("name",),
        "vm",
        (*_voicemail_fields("getDIDsInfo", "getRingGroups"), ("getSubAccounts", "internal_voicemail")),
        led=(("getCallParking", "failover"),),
    ),
    Kind(
        "sip_uri",
        "SIP URI",
        "getSIPURIs",
        "sipuri",
        ("description", "uri"),
        "sip",
        led=(("getPhonebook", "number"),),
    ),
    Kind("ring_group", "ring group", "getRingGroups", "ring_group", ("name",), "grp"),
    Kind("ivr", "IVR", "getIVRs", "ivr", ("name",), "ivr"),
    Kind(
        "recording",
        "recording",
        "getRecordings",
        "value",
        ("description",),
        "recording",
        (
            ("getIVRs", "recording"),
            ("getRingGroups", "caller_announcement"),
            ("getQueues", "join_announcement"),
            ("getQueues", "agent_announcement"),
            ("getQueues", "voice_announcement"),
            ("getVoicemails", "unavailable_message_recording"),
            ("getCallHuntings", "recording"),
            ("getMusicOnHold", "recordings"),
        ),
    ),
    Kind("queue", "queue", "getQueues", "queue", ("queue_name",), "queue"),
    Kind("callback", "callback", "getCallbacks", "callback", ("description",), "cb"),
    Kind("time_condition", "time condition", "getTimeConditions", "timecondition", ("name",), "tc"),
    Kind("disa", "DISA", "getDISAs", "disa", ("name",), "disa"),
    Kind("filter", "caller-ID filter", "getCallerIDFiltering", "filtering", ("note", "callerid")),
    Kind(
        "phonebook",
        "phonebook entry",
        "getPhonebook",
        "phonebook",
        ("name",),
        fields=(("getPhonebookGroups", "members"),),
    ),
    Kind(
        "phonebook_group",
        "phonebook group",
        "getPhonebookGroups",
        "phonebook_group",
        ("name",),
        "p",
        (("getPhonebook", "group"),),
        led=(("getCallerIDFiltering", "callerid"),),
    ),
    Kind("static_member", "queue member", "getStaticMembers", "member", ("name",)),
    Kind("call_hunting", "call hunting", "getCallHuntings", "callhunting", ("description",)),
    Kind(
        "call_parking",
        "parking lot",
        "getCallParking",
        "callparking",
        ("name",),
        fields=(("getSubAccounts", "parking_lot"),),
    ),
    Kind(
        "music_on_hold",
        "music on hold",
        "getMusicOnHold",
        "value",
        ("description",),
        fields=(
            ("getQueues", "music_on_hold"),
            ("getRingGroups", "music_on_hold"),
            ("getSubAccounts", "music_on_hold"),
            ("getCallHuntings", "music"),
            ("getCallParking", "musiconhold"),
        ),
    ),
    Kind("e911", "emergency address", "e911Info", "did", ("full_name",)),
    Kind("sms_message", "SMS", "getSMS", "id", ("contact",)),
    Kind("mms_message", "MMS", "getMMS", "id", ("contact",)),
)
BY_GETTER: Mapping[str, Kind] = {kind.getter: kind for kind in KINDS}
BY_HEADER: Mapping[str, Kind] = {kind.header: kind for kind in KINDS if kind.header}
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}


def kind_of(entry: Entry) -> Kind:
    """The kind of entry a function is about."""
    return BY_GETTER[entry.getter]


def row_id(entry: Entry) -> str:
    """The field of a row that holds the entry's id."""
    return entry.row_id or entry.filter


def made_id(entry: Entry, answer: Mapping[str, object]) -> str:
    """The id of a new entry in the answer of the write that made it; empty where the answer names none."""
    return text(answer, *([entry.filter] if entry.number else [entry.id, entry.filter]))


@cache
def listed_by(getter: str) -> Entry | None:
    """How the entries that a getter lists are told apart, as those declare who write them; None where nobody does."""
    entries = [one.declared.entry for one in functions().values() if one.declared.effect is Effect.CHANGE]
    return next((entry for entry in entries if entry is not None and entry.getter == getter), None)


def updates(function: type[Function]) -> bool:
    """Whether it can be told which entry to change; what cannot only makes new ones."""
    entry = function.declared.entry
    return entry is not None and any(entry.id in (name, one.alias) for name, one in function.model_fields.items())


@cache
def writers() -> Mapping[str, type[Function]]:
    """The set* function of each kind that writes all of it, by the kind's name; of a number it is setDIDInfo."""
    found: dict[str, type[Function]] = {}
    for function in functions().values():
        entry = function.declared.entry
        whole = entry is not None and not entry.narrow and updates(function)
        if entry is not None and whole and function.declared.effect is Effect.CHANGE:
            found.setdefault(kind_of(entry).name, function)
    return found


def key_of(entry: Entry, id_: str) -> str:
    """How the journal and the locks name an entry."""
    return f"{kind_of(entry).name}:{id_}"


def entry_words(kind: Kind, row: Mapping[str, object]) -> str:
    """An entry with its name beside its id: `forwarding 123 ("Ana's cell")`; the name is text of the account."""
    name = text(row, *kind.names)
    return f"{kind.words} {text(row, kind.id)}" + (f" ({quoted(name)})" if name else "")


async def route_words(line: Line, route: str) -> str:
    """A route in words, with the name of its target beside the id."""
    header, _, id_ = route.partition(":")
    kind = BY_HEADER.get(header)
    if kind is None:
        return route_in_words(route, {})
    try:
        rows: Rows = await line.rows(kind.getter, {})
    except Refused:
        return route_in_words(route, {})
    row = next((row for row in rows if text(row, kind.id) == id_), None)
    if row is None:
        return f"{route_in_words(route, {})}, which does not exist"
    name = text(row, *kind.names)
    return route_in_words(route, {route: quoted(name)} if name else {})
