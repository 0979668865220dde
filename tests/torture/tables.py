"""Which table of the account, and which of its rows, a call or a change is about."""

from collections.abc import Mapping

from torture.account import Key, Sent
from torture.moves import Move
from voipms_sandbox import accounts, mailboxes
from voipms_sandbox.destinations import DESTINATIONS
from voipms_sandbox.diff import IDS
from voipms_sandbox.entries import Param
from voipms_sandbox.menus import MENUS
from voipms_sandbox.numbers import INFO, SMS
from voipms_sandbox.world import Row
from voipms_server.journal.change import Change

NUMBERS = "dids"
DELETED = {
    "delForwarding": "forwardings",
    "delDISA": "disas",
    "delIVR": "ivrs",
    "delRingGroup": "ring_groups",
    "delSIPURI": "sipuris",
    "delCallback": "callbacks",
    "delPhonebook": "phonebook",
    "delTimeCondition": "time_conditions",
    "delCallerIDFiltering": "filters",
    "delStaticMember": "static_members",
    "delSubAccount": "sub_accounts",
    "delVoicemail": "voicemails",
}
OTHERS: Mapping[str, tuple[str, tuple[Param, ...]]] = {
    "createSubAccount": ("sub_accounts", accounts.CREATE.params),
    "setSubAccount": ("sub_accounts", accounts.SET.params),
    "createVoicemail": ("voicemails", (mailboxes.DIGITS, *mailboxes.SETTINGS)),
    "setVoicemail": ("voicemails", mailboxes.SETTINGS),
}
"""The table and the parameters of what the sandbox writes in its own way."""
KINDS = {
    "number": NUMBERS,
    "forwarding": "forwardings",
    "sip_uri": "sipuris",
    "callback": "callbacks",
    "disa": "disas",
    "ivr": "ivrs",
    "ring_group": "ring_groups",
    "time_condition": "time_conditions",
    "filter": "filters",
    "phonebook": "phonebook",
    "queue": "queues",
    "static_member": "static_members",
}
"""The table of each kind of entry that the journal names."""
TARGET = {"ringgroup": "ring_group", "filter": "filtering", "recording": "value"}
"""Parameters that name an entry otherwise than its rows do."""


def table_of(method: str) -> str:
    """The table that a write is about."""
    if method in DELETED:
        return DELETED[method]
    if method in OTHERS:
        return OTHERS[method][0]
    entries = DESTINATIONS | MENUS
    return entries[method].table if method in entries else NUMBERS


def entry_of(change: Change) -> Key:
    """The entry that a change is recorded to be about."""
    kind, _, id_ = change.subject.entry.partition(":")
    return KINDS.get(kind, ""), id_


def params_of(method: str) -> tuple[Param, ...]:
    if method in OTHERS:
        return OTHERS[method][1]
    entries = DESTINATIONS | MENUS
    return entries[method].params if method in entries else SMS if method == "setSMS" else INFO


def columns(method: str) -> Mapping[str, str]:
    """The row's field of each parameter of a set* method."""
    return {param.name: param.column for param in params_of(method)}


def target(method: str, params: Mapping[str, object]) -> str:
    """The entry, number or place that a write names; empty for one that makes an entry."""
    id_ = IDS[table_of(method)]
    names = [id_, *(name for name, row in TARGET.items() if row == id_), "location_id"]
    if method == "setCallerIDFiltering":
        names = ["filter"]
    return next((str(params[name]) for name in names if params.get(name)), "")


def key_of(sent: Sent) -> Key:
    """Sub-accounts are sent by their number, and named by their login."""
    table = table_of(sent.method)
    if table == "sub_accounts":
        return table, login(sent)
    return table, target(sent.method, sent.params)


def login(sent: Sent) -> str:
    """The sub-account that a write is about, if it was there."""
    rows = (row for (table, _), row in sent.before.items() if table == "sub_accounts")
    return next((row["account"] for row in rows if row["id"] == sent.params.get("id")), "")


def named(move: Move) -> Key | None:
    """The entry that a client's call names, if it names one."""
    tool, arguments = move
    if tool == "updateSettings":
        return KINDS.get(str(arguments["kind"]), ""), str(arguments["id"])
    if not tool.startswith(("set", "del", "cancel")):
        return None
    id_ = target(tool, arguments)
    return (table_of(tool), id_) if id_ else None


def plain(row: Row | None) -> Row | None:
    """A row in which `not set` is always empty: getters show it as -1, and it is written back as nothing."""
    return None if row is None else {name: "" if value == "-1" else value for name, value in row.items()}


def differing(before: Row, after: Row) -> set[str]:
    """The fields that are not the same."""
    one, other = plain(before) or {}, plain(after) or {}
    return {name for name in {*one, *other} if one.get(name, "") != other.get(name, "")}


def shows(row: Row, method: str, params: Mapping[str, object]) -> bool:
    """Whether a row holds everything that this write sets."""
    given = [one for one in params_of(method) if params.get(one.name)]
    held = plain(row) or {}
    return all(held.get(one.column, "") == one.stored(str(params[one.name])) for one in given)
