"""What can be wrong with the devices on the way of a call."""

from collections.abc import Iterator

from voipms_server.findings import Finding, Fix, Sure, Weight, saw
from voipms_server.quotes import text
from voipms_server.tracing.fixes import ROUTE, change, key_of
from voipms_server.tracing.parts import Node, Phone, Ringing, Together, Waiting
from voipms_server.tracing.traced import Traced

BRING_BACK = Fix(
    "Look at the device: power, network, and that it registers with the account's user name, SIP password and one of "
    "VoIP.ms's servers."
)


def unregistered(trace: Traced) -> Iterator[Finding]:
    """Devices that cannot be reached, each once."""
    told: set[str] = set()
    for node in trace.graph.nodes.values():
        for phone in phones_of(node):
            if phone.there is False and phone.route not in told:
                told.add(phone.route)
                yield _away(trace, node, phone)


def _away(trace: Traced, node: Node, phone: Phone) -> Finding:
    login = phone.route.partition(":")[2]
    alone = isinstance(node.part, Ringing)
    where = "" if alone else f", a member of {node.words},"
    fixes = [BRING_BACK]
    if alone and trace.did and not text(trace.origin.row, "failover_unreachable").strip(" ").removeprefix("none:"):
        words = "Meanwhile let calls go elsewhere when it cannot be reached."
        fixes.append(change("number", trace.did, words, {"failover_unreachable": ROUTE}))
    weight = Weight.WARNING if trace.on_path(node) else Weight.HINT
    if alone and trace.on_path(node):
        weight = Weight.PROBLEM
    return Finding(
        "unregistered",
        f"Account {login}{where} is not registered: its phone cannot ring.",
        evidence=_evidence(trace, login),
        fixes=tuple(fixes),
        entry=f"sub_account:{login}",
        weight=weight,
    )


def _evidence(trace: Traced, login: str) -> tuple[str, ...]:
    """When its registration was asked for."""
    at = trace.devices[login].read_at if login in trace.devices else None
    words = f"{login} is not registered"
    return (saw("getRegistrationStatus", at, trace.when.zone, words),) if at else ()


def phones_of(node: Node) -> tuple[Phone, ...]:
    match node.part:
        case Ringing() as part:
            return (part.phone,)
        case Together() | Waiting() as part:
            return part.phones
        case _:
            return ()


def group_silent(trace: Traced) -> Iterator[Finding]:
    """Ring groups in which nothing can ring, or in which members are gone."""
    for node in trace.graph.nodes.values():
        if not isinstance(node.part, Together):
            continue
        gone = [phone.route for phone in node.part.phones if not phone.exists]
        how = {"members": "members as account:LOGIN,seconds,press1 joined by ;"}
        fix = change("ring_group", node.route.partition(":")[2], "Write its members anew.", how)
        if not any(phone.rings for phone in node.part.phones):
            words = f"No member of {node.words} can ring."
            yield Finding("group_silent", words, fixes=(BRING_BACK, fix), entry=key_of(node))
        elif gone:
            words = f"Members of {node.words} do not exist: {', '.join(gone)}."
            yield Finding("group_member_gone", words, fixes=(fix,), entry=key_of(node), weight=Weight.WARNING)


def other_pop(trace: Traced) -> Iterator[Finding]:
    """The number on one POP, the device on another: it works, over one more hop (inferred)."""
    pop = text(trace.origin.row, "pop")
    for node in trace.graph.nodes.values():
        login = node.route.partition(":")[2]
        pops = trace.devices[login].pops if login in trace.devices and isinstance(node.part, Ringing) else ()
        if pop and pops and pop not in pops and trace.on_path(node):
            words = f"Number {trace.did} is on POP {pop}, but {node.words} is registered on POP {', '.join(pops)}."
            fix = Fix("Put the number on the POP of the device.", "setDIDPOP", {"did": trace.did, "pop": int(pops[0])})
            yield Finding(
                "other_pop", words, sure=Sure.POSSIBLE, fixes=(fix,), entry=f"number:{trace.did}", weight=Weight.HINT
            )
