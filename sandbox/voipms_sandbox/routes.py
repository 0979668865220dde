"""Routing strings: what the API accepts as `header:id`."""

from voipms_sandbox.refusal import Here, Refuse

SYSTEM = ("hangup", "busy", "noservice", "disconnected", "dtmf", "echo")
TARGETS = {
    "account": ("sub_accounts", "account", "invalid_account"),
    "fwd": ("forwardings", "forwarding", "invalid_forwarding"),
    "vm": ("voicemails", "mailbox", "invalid_mailbox"),
    "sip": ("sipuris", "sipuri", "invalid_sipuri"),
    "grp": ("ring_groups", "ring_group", "invalid_ringgroup"),
    "ivr": ("ivrs", "ivr", "invalid_ivr"),
    "recording": ("recordings", "value", "invalid_recording"),
    "queue": ("queues", "queue", "invalid_queue"),
    "cb": ("callbacks", "callback", "invalid_callback"),
    "tc": ("time_conditions", "timecondition", "invalid_timecondition"),
    "disa": ("disas", "disa", "invalid_disa"),
}


def check_route(here: Here, value: str, bad_header: str = "invalid_routing_header", *, none: bool = True) -> None:
    """Refuse a route with an unknown header or a target that does not exist."""
    header, colon, id_ = value.partition(":")
    if header == "none" and colon and not id_ and none:
        return
    if header == "sys" and id_ in SYSTEM:
        return
    if not colon or header not in TARGETS:
        raise Refuse(bad_header)
    table, field, status = TARGETS[header]
    if header == "account" and id_ == here.account.number:
        return
    if here.account.find(table, **{field: id_}) is None:
        raise Refuse(status)


def check_members(here: Here, value: str) -> None:
    """A ring group's members: account, fwd or sip routes with an optional ring time and press1."""
    seen: set[str] = set()
    for part in [part.strip() for part in value.split(";") if part.strip()]:
        route, *rest = part.split(",")
        if route.partition(":")[0] not in ("account", "fwd", "sip"):
            raise Refuse("invalid_member")
        ranges = (range(1, 61), range(2))
        if len(rest) > 2 or any(not n.isdigit() or int(n) not in r for n, r in zip(rest, ranges, strict=False)):
            raise Refuse("invalid_numbermembers")
        if route in seen:
            raise Refuse("member_already_included")
        seen.add(route)
        check_route(here, route, "invalid_member")
    if not seen:
        raise Refuse("missing_members")
    if len(seen) > 8:
        raise Refuse("max_phonebook")


def check_choices(here: Here, value: str) -> None:
    """The choices of an IVR: `key=route` pairs."""
    for part in [part.strip() for part in value.split(";") if part.strip()]:
        key, equals, route = part.partition("=")
        if not equals or len(key.strip()) != 1 or key.strip() not in "0123456789*#ti":
            raise Refuse("invalid_numbermembers")
        check_route(here, route.strip())
