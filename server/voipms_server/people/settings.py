"""The settings of a new sub-account: as on the one it is like, else as on most others; what was taken is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from voipms_server.completion import keeps
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.ordering.usual import Usual, usual
from voipms_server.people.persons import in_words
from voipms_server.quotes import text
from voipms_tools.accounts import ADDRESS, CreateSubAccount

MAKES = "createSubAccount"
CALLER, LOCK = "callerid_number", "lock_international"
NEEDED = (
    "protocol",
    "device_type",
    LOCK,
    "international_route",
    "music_on_hold",
    "allowed_codecs",
    "dtmf_mode",
    "nat",
)
"""Without these VoIP.ms makes none (manual); how it logs in is decided here."""
OPTIONAL = (
    CALLER,
    "canada_routing",
    "allow225",
    "language",
    "record_calls",
    "sip_traffic",
    "max_expiry",
    "rtp_timeout",
    "rtp_hold_timeout",
    "enable_ip_restriction",
    "enable_pop_restriction",
    "send_bye",
    "transcribe",
    "transcription_locale",
    "transcription_start_delay",
    "internal_dialtime",
    "internal_extension_location",
    "parking_lot",
    "enable_internal_cnam",
    "default_e911",
    "call_pickup_behavior",
    "dialing_mode",
    "tfcarrier",
)
LISTS: Mapping[str, str] = {"enable_ip_restriction": "ip_restriction", "enable_pop_restriction": "pop_restriction"}
"""A restriction, and what it restricts to."""
ON = "1"
OF_ONE = ("reseller_client", "reseller_package")
"""What belongs to one sub-account, and is given to no other."""
MUST = (
    "{tool}: the account has no sub-account that tells {missing}. Make the first one with applyPlan and a step "
    "createSubAccount that says {missing}; whoever comes after can be like it."
)
REST = "every other setting likewise"


@dataclass(frozen=True, slots=True)
class Taken:
    """Settings as createSubAccount takes them, and what was assumed."""

    values: Mapping[str, str]
    notes: tuple[str, ...]


def settings_of(tool: str, rows: Sequence[Row], like: Row | None, said: Sequence[str] = ()) -> Taken:
    """But for those that were said. Raises NotAllowed, naming what nobody has, where VoIP.ms needs it."""
    optional = [name for name in OPTIONAL if name not in said]
    held = [keeps(CreateSubAccount, row) for row in rows]
    taken = _copied(like, optional) if like is not None else _usual(held, optional)
    if missing := [name for name in NEEDED if not taken.values.get(name)]:
        raise NotAllowed(MUST.format(tool=tool, missing=", ".join(map(_where_from, missing))))
    return taken


def _copied(like: Row, optional: Sequence[str]) -> Taken:
    held = keeps(CreateSubAccount, like)
    names = (*NEEDED, *optional, *(of for on, of in LISTS.items() if held.get(on) == ON))
    told = ", ".join(
        _said(name, held.get(name, "")) for name in (*NEEDED, CALLER) if name != CALLER or name in optional
    )
    notes = [f"What was not said is as on {in_words(like)}: {told}, {REST}."]
    if text(like, "auth_type") == ADDRESS:
        notes.append("It logs in by its password, since an address is not copied.")
    if any(held.get(name) for name in OF_ONE):
        notes.append("What the reseller's client of that sub-account is charged is not copied.")
    return Taken({name: held[name] for name in names if held.get(name)}, tuple(notes))


def _usual(held: Sequence[Mapping[str, str]], names: Sequence[str]) -> Taken:
    needed = [_of_equal(one) for name in NEEDED if (one := usual(held, name))]
    optional = [one for name in names if (one := usual(held, name, empty=True)) and _differs_or_has(one)]
    values = {one.name: one.value for one in (*needed, *optional) if one.value}
    lists = [one for on, of in LISTS.items() if values.get(on) == ON and (one := usual(held, of))]
    differing = [one for one in (*needed, *optional, *lists) if one.count < one.all]
    agreed = ", ".join(_said(one.name, one.value) for one in needed if one not in differing)
    notes = [f"As on all {len(held)} other sub-accounts: {agreed}, and whatever else they agree on."] if agreed else []
    told = "; ".join(one.words(_said(one.name, one.value), "sub-accounts") for one in differing)
    notes += [f"As on most of them: {told}."] if told else []
    return Taken(values | {one.name: one.value for one in lists}, tuple(notes))


def _of_equal(one: Usual) -> Usual:
    """Of as many with a lock of international calls as without, the lock."""
    if one.name != LOCK or ON not in one.others:
        return one
    return replace(one, value=ON, others=(one.value, *(other for other in one.others if other != ON)))


def _differs_or_has(one: Usual) -> bool:
    return bool(one.value) or one.count < one.all


def _said(name: str, value: str) -> str:
    if name == LOCK:
        return "international calls locked" if value == ON else f"international calls not locked ({value})"
    if name == CALLER:
        return f"caller ID {value}" if value else "the account's caller ID"
    return f"{name} {value or 'not set'}"


def _where_from(name: str) -> str:
    return f"{name} (of {CreateSubAccount.listed()[name].getter})" if name in CreateSubAccount.listed() else name
