"""What a new number is to have: texts, a mailbox, where its calls go, a name; and settings of an order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeGuard

from voipms_tools.words.routes import parse_route
from voipms_tools.words.word import Word, Wrong, as_text, shown

SETTINGS = (
    "routing",
    "failover_busy",
    "failover_unreachable",
    "failover_noanswer",
    "pop",
    "dialtime",
    "cnam",
    "callerid_prefix",
    "billing_type",
)
"""Those of an order that may be said as they are; the order checks them."""
KNOWN = ("sms", "voicemail", "name", *SETTINGS)
RIGHT = 'with is such as {"sms": true, "voicemail": true, "routing": "grp:4768", "name": "Sales"}'
NEW = "new"
"""A mailbox that is yet to be made."""
NONE = "0"
SAID: Mapping[str, str] = {"true": NEW, "false": NONE}


@dataclass(frozen=True, slots=True)
class Wish:
    """`voicemail` is a mailbox, NEW, NONE, or empty where nothing was said; `sms` None where nothing was said."""

    sms: bool | None = None
    voicemail: str = ""
    name: str = ""
    settings: Mapping[str, object] = field(default_factory=dict[str, object])


def wish_of(value: object) -> Wish:
    """Raises Wrong, naming the key."""
    if not _is_object(value):
        raise Wrong(f"{RIGHT}.")
    unknown = next((name for name in value if name not in KNOWN), None)
    if unknown is not None:
        raise Wrong(f"with: {shown(unknown)} is nothing to give a new number; there is: {', '.join(KNOWN)}.")
    given = {name: one for name, one in value.items() if one is not None}
    settings = {name: one for name, one in given.items() if name in SETTINGS}
    for name in ("routing", "failover_busy", "failover_unreachable", "failover_noanswer"):
        if name in settings:
            parse_route(settings[name])
    return Wish(_sms(given.get("sms")), _voicemail(given.get("voicemail")), _name(given.get("name", "")), settings)


def _sms(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise Wrong(f"with: sms {shown(value)} is not true or false.")


def _voicemail(value: object) -> str:
    return "" if value is None else mailbox_of(value, "with: ")


def mailbox_of(value: object, where: str = "") -> str:
    """A mailbox, NEW or NONE; raises Wrong."""
    right = "true for a new mailbox, the id of one of getVoicemails, or false for none"
    mailbox = as_text(SAID.get(str(value).lower(), value), right, 20).strip()
    if mailbox != NEW and not mailbox.isdecimal():
        raise Wrong(f"{where}voicemail {shown(value)} is not {right}.")
    return mailbox


def _name(value: object) -> str:
    name = as_text(value, "a name of at most 50 characters", 50).strip()
    if not name.isprintable():
        raise Wrong(f"with: name {shown(value)} is not a name on one line.")
    return name


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


Wishes = Annotated[Wish, Word(wish_of, {"type": "object", "additionalProperties": True}, repr)]
