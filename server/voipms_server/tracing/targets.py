"""The node of each kind of target: what it does with a call, and where that leads."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from voipms_server.answers.words import NAMES, clean
from voipms_server.entries import BY_HEADER
from voipms_server.facts import Row
from voipms_server.quotes import text
from voipms_server.tracing.account import login_of
from voipms_server.tracing.after import LAST, NO_MAILBOX, After, Next
from voipms_server.tracing.hours import hours_of
from voipms_server.tracing.mapping import LONGEST, Mapper
from voipms_server.tracing.parts import (
    OUTSIDE_RING,
    Condition,
    Exit,
    Menu,
    Nobody,
    Node,
    Outside,
    Over,
    Part,
    Phone,
    Ringing,
    Together,
    Waiting,
)

NO_RECORDING = ("", "0", "none")
OWN_MAILBOX = "2"
"""The voicemailsetup of a menu whose choices fall back to the mailbox of the sub-account."""
MEMBER_RING = 25
AGENT_RING = 30
LONGEST_WAIT = 1800
"""Of a queue whose longest wait is not told (inferred)."""
LEAVING = (
    ("timeout", "longest wait is over"),
    ("full", "queue is full"),
    ("join_empty", "no members when joining"),
    ("leave_empty", "no members while waiting"),
    ("join_unavail", "members unreachable when joining"),
    ("leave_unavail", "members unreachable while waiting"),
)
HUNG_UP = Over("hung up", "the call is hung up")
SYSTEM = {
    "hangup": Over("hung up", "the caller is hung up on at once"),
    "busy": Over("busy", "the caller hears a busy tone"),
    "noservice": Over("no service", "the caller hears that the number is not in service"),
    "disconnected": Over("disconnected", "the caller hears that the number was disconnected"),
    "dtmf": Over("test", "DTMF test: the keys pressed are read back"),
    "echo": Over("test", "sound quality test: the caller hears themselves"),
}
Made = Callable[[Mapper, Next, str, Row], Awaitable[Node]]


def _node(ahead: Next, kind: str, id_: str, part: Part, *details: str, exits: tuple[Exit, ...] = ()) -> Node:
    words = NAMES.get(kind, kind)
    noun = "sub-account" if kind == "account" and "_" in id_ else words
    return Node(ahead.key, kind, f"{noun} {id_}".strip(), part, ahead.route, details=details, exits=exits)


def missing(ahead: Next, what: str, id_: str) -> Node:
    """A route to what does not exist fails the call, without failover (inferred)."""
    kind = ahead.route.partition(":")[0]
    over = Over("failed", f"{what} {id_} does not exist: the call fails")
    return Node(ahead.key, kind, f"{what} {id_}", over, ahead.route, details=("does not exist",))


def unknown(ahead: Next) -> Node:
    over = Over("unknown", "this server does not know such a target; what happens there is not known")
    return Node(ahead.key, "unknown", clean(ahead.route, LONGEST), over, ahead.route)


async def account(mapper: Mapper, ahead: Next, id_: str, _: Row) -> Node:
    device = await mapper.account.device(id_)
    phone = Phone(ahead.route, mapper.origin.ring, there=device.there)
    exits = tuple(mapper.failures(ahead.after))
    return _node(ahead, "account", id_, Ringing(phone), device.words, exits=exits)


async def sip_uri(mapper: Mapper, ahead: Next, id_: str, row: Row) -> Node:
    phone = Phone(ahead.route, mapper.origin.ring, there=True)
    address = clean(text(row, "uri").replace("{DID}", mapper.origin.did), LONGEST)
    return _node(ahead, "sip", id_, Ringing(phone), address, exits=tuple(mapper.failures(ahead.after)))


async def outside(_: Mapper, ahead: Next, id_: str, row: Row) -> Node:
    number = text(row, "phone_number")
    return _node(ahead, "fwd", id_, Outside(Phone(ahead.route, OUTSIDE_RING, there=True), number), number)


async def group(mapper: Mapper, ahead: Next, id_: str, row: Row) -> Node:
    phones = [await _phone(mapper, part) for part in text(row, "members").split(";") if part.strip()]
    mailbox = text(row, "voicemail")
    if mailbox in NO_MAILBOX:
        exits = mapper.failures(ahead.after)
    else:
        exits = [mapper.exit("nobody", f"vm:{mailbox}", "nobody answers: its mailbox")]
    plays, silent = await _plays(mapper, row, "caller_announcement")
    part = Together(tuple(phones), plays)
    return _node(ahead, "grp", id_, part, *silent, *map(_rings, phones), exits=tuple(exits))


async def _phone(mapper: Mapper, member: str) -> Phone:
    """A member of a ring group, as `account:100001_VoIP,25,1`."""
    route, *rest = (part.strip() for part in member.split(","))
    header, _, id_ = route.partition(":")
    ring = int(rest[0]) if rest and rest[0].isdecimal() else MEMBER_RING
    exists = header in BY_HEADER and await mapper.account.led_to(header, id_) is not None
    there = (await mapper.account.device(id_)).there if exists and header == "account" else True
    return Phone(route, ring, rest[1:] == ["1"], exists, there)


def _rings(phone: Phone) -> str:
    how = "does not exist" if not phone.exists else "not registered" if phone.there is False else f"{phone.ring} s"
    return clean(f"{phone.route}: {how}{', must press 1' if phone.press_one else ''}", LONGEST)


async def menu(mapper: Mapper, ahead: Next, id_: str, row: Row) -> Node:
    own = text(row, "voicemailsetup") == OWN_MAILBOX
    pairs = [part.partition("=") for part in text(row, "choices").split(";") if part.strip()]
    exits: list[Exit] = []
    for key, _, route in pairs:
        after = await _own_mailbox(mapper, route.strip()) if own else LAST
        exits.append(mapper.exit(f"key {key.strip()}", route, key_words(key.strip()), after))
    exits.append(Exit("no choice", mapper.end(HUNG_UP), "any other key, or none"))
    seconds = text(row, "timeout")
    timeout = int(seconds) if seconds.isdecimal() else 0
    plays, silent = await _plays(mapper, row, "recording")
    return _node(ahead, "ivr", id_, Menu(plays, timeout), *silent, f"waits {timeout} s for a key", exits=tuple(exits))


def key_words(key: str) -> str:
    return {"t": "no key pressed", "i": "any other key"}.get(key, f"key {key}")


async def _own_mailbox(mapper: Mapper, route: str) -> After:
    header, _, login = route.partition(":")
    row = await mapper.account.led_to("account", login) if header == "account" else None
    box = text(row or {}, "internal_voicemail")
    return After(f"mailbox {box}", own=box) if box not in NO_MAILBOX else LAST


async def _plays(mapper: Mapper, row: Row, field: str) -> tuple[bool, tuple[str, ...]]:
    """Whether a recording is played, and what to say of it."""
    id_ = text(row, field)
    if id_ in NO_RECORDING:
        return False, ()
    found = await mapper.account.led_to("recording", id_)
    if found is None:
        return False, (f"recording {id_} does not exist",)
    return True, (f"plays recording {id_} ({clean(text(found, 'description'), 40)})",)


async def queue(mapper: Mapper, ahead: Next, id_: str, row: Row) -> Node:
    ring = _seconds(row, "agent_ring_timeout", AGENT_RING)
    logins = [login_of(member) for member in await mapper.account.members(id_)]
    devices = [(login, await mapper.account.device(login)) for login in logins]
    phones = tuple(Phone(f"account:{login}", ring, there=device.there) for login, device in devices)
    exits = [_leaves(mapper, row, reason, words) for reason, words in LEAVING]
    plays, silent = await _plays(mapper, row, "join_announcement")
    longest = (
        None if text(row, "maximum_wait_time") == "unlimited" else _seconds(row, "maximum_wait_time", LONGEST_WAIT)
    )
    part = Waiting(
        phones,
        plays,
        text(row, "ring_strategy") == "ringall",
        longest,
        text(row, "join_when_empty"),
        text(row, "leave_when_empty"),
    )
    agents = [_rings(phone) for phone in phones] or ["no static members"]
    return _node(ahead, "queue", id_, part, *silent, *agents, exits=tuple(exits))


def _leaves(mapper: Mapper, row: Row, reason: str, words: str) -> Exit:
    route = text(row, f"fail_over_routing_{reason}").strip()
    if route in ("", "none:"):
        return Exit(reason, mapper.end(HUNG_UP), f"{words}: hung up")
    return mapper.exit(reason, route, words)


def _seconds(row: Row, name: str, otherwise: int) -> int:
    return int(text(row, name)) if text(row, name).isdecimal() else otherwise


async def condition(mapper: Mapper, ahead: Next, id_: str, row: Row) -> Node:
    hours = hours_of(row)
    exits = tuple(
        mapper.exit(event, text(row, f"routing_{event}"), label, ahead.after)
        for event, label in (("match", "matches"), ("nomatch", "else"))
    )
    return _node(ahead, "tc", id_, Condition(hours), f"{hours.words()} Eastern", exits=exits)


async def mailbox(_: Mapper, ahead: Next, id_: str, __: Row) -> Node:
    return _node(ahead, "vm", id_, Over("voicemail", "the greeting plays, and a message can be left"))


async def recording(_: Mapper, ahead: Next, id_: str, __: Row) -> Node:
    return _node(ahead, "recording", id_, Over("hung up", "it plays, then the call is hung up"))


async def callback(_: Mapper, ahead: Next, id_: str, row: Row) -> Node:
    words = f"the call is hung up, and {text(row, 'number')} is called back and gets a dial tone"
    return _node(ahead, "cb", id_, Over("called back", words))


async def disa(_: Mapper, ahead: Next, id_: str, __: Row) -> Node:
    words = "asks for a PIN; with the right one the caller may call at the account's expense"
    return _node(ahead, "disa", id_, Over("dial tone", words))


async def system(_: Mapper, ahead: Next, id_: str, __: Row) -> Node:
    over = SYSTEM.get(id_, Over("failed", f"there is no system target {id_}"))
    return replace(_node(ahead, "sys", id_, over), label=f"sys:{id_}")


async def nowhere(mapper: Mapper, ahead: Next, _: str, __: Row) -> Node:
    exits = tuple(mapper.failures(LAST))
    return Node(ahead.key, "none", "no target", Nobody(), ahead.route, details=("routed nowhere",), exits=exits)


MADE: Mapping[str, Made] = {
    "account": account,
    "fwd": outside,
    "vm": mailbox,
    "sip": sip_uri,
    "grp": group,
    "ivr": menu,
    "recording": recording,
    "queue": queue,
    "cb": callback,
    "tc": condition,
    "disa": disa,
    "sys": system,
    "none": nowhere,
}
