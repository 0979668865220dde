"""What can be wrong on the way of a call: a table of checks, each a function from a trace to its findings."""

from collections.abc import Callable, Iterator

from voipms_server.answers.words import clean
from voipms_server.findings import Finding, Fix, Sure, Weight
from voipms_server.quotes import text
from voipms_server.tracing import devices
from voipms_server.tracing.after import LAST, after_row
from voipms_server.tracing.fixes import ROUTE, change, entry_of, key_of, lead_elsewhere
from voipms_server.tracing.hours import LISTS
from voipms_server.tracing.parts import FAILURES, Condition, Exit, Menu, Node, Outside, Over, Ringing, Together, Waiting
from voipms_server.tracing.traced import Traced

Check = Callable[[Traced], Iterator[Finding]]
SHORT_RING = 10
"""Seconds: a phone that rings less is hardly answered."""
SAYS = {
    "sys:noservice": "is answered with: not in service",
    "sys:disconnected": "is answered with: disconnected",
    "sys:hangup": "is hung up at once",
    "sys:busy": "gets a busy tone",
    "none:": "is led nowhere",
}
QUEUE_ENDS = {"timeout": "whose longest wait is over", "full": "when it is full"}


def balance(trace: Traced) -> Iterator[Finding]:
    if trace.walk.end == "refused":
        fix = Fix("Add funds in the VoIP.ms portal.")
        yield Finding("balance_used_up", "The balance is used up: no call comes in (inferred).", fixes=(fix,))


def caught(trace: Traced) -> Iterator[Finding]:
    """The filter that catches this caller."""
    for node in trace.graph.nodes.values():
        if node.kind == "filter" and trace.on_path(node):
            id_ = entry_of(node)[1]
            lead = text(node.row, "routing")
            words = f"{node.words} catches this caller and leads the call to {clean(lead, 60)}."
            fixes = (
                change("filter", id_, "Make it catch fewer callers.", {"callerid": "a number or a narrower pattern"}),
                Fix("Or delete the filter.", "delCallerIDFiltering", {"filtering": id_}),
            )
            yield Finding("filter_catches", _sentence(words), fixes=fixes, entry=key_of(node), weight=Weight.WARNING)


def dangling(trace: Traced) -> Iterator[Finding]:
    """A target that is not there, and who leads to it."""
    for node in trace.graph.nodes.values():
        if not (isinstance(node.part, Over) and node.part.end == "failed"):
            continue
        holders = trace.pointing_at(node.key) if node.key != trace.graph.start else []
        fixes = tuple(lead_elsewhere(trace.did, *one) for one in _once(holders) if one[0].kind != "end")
        told = ", ".join(dict.fromkeys(holder.words for holder, _ in holders)) or "The routing"
        words = f"{told} leads to {node.label}, which does not exist: such calls fail (inferred)."
        entry = key_of(holders[0][0]) if holders else ""
        weight = Weight.PROBLEM if trace.on_path(node) else Weight.WARNING
        yield Finding("dangling", _sentence(words), fixes=fixes, entry=entry, weight=weight)


def unknown(trace: Traced) -> Iterator[Finding]:
    for node in trace.graph.nodes.values():
        if node.kind == "unknown":
            words = f"What happens at {node.label} is not known: this server does not know such a target."
            yield Finding("unknown_target", words, sure=Sure.POSSIBLE, entry=node.label, weight=Weight.HINT)


def loop(trace: Traced) -> Iterator[Finding]:
    if trace.walk.end != "loop":
        return
    holder, way = trace.graph[trace.walk.taken[-1][0]], trace.walk.taken[-1][1]
    back = trace.graph[way.to]
    if isinstance(back.part, Menu) and holder.route == back.route:
        words = f"{back.words} plays again and again for callers who press nothing."
        yield Finding(
            "menu_repeats", _sentence(words), fixes=(_menu_end(back),), entry=key_of(back), weight=Weight.HINT
        )
        return
    words = f"{holder.words}, {way.label or 'its routing'}, leads back to {back.words}: the call goes round in circles."
    yield Finding("loop", _sentence(words), fixes=(lead_elsewhere(trace.did, holder, way),), entry=key_of(holder))


def _menu_end(menu: Node) -> Fix:
    how = "all choices as key=header:id joined by ;, with t= leading to somebody or to a mailbox"
    return change("ivr", entry_of(menu)[1], "Lead callers who press nothing elsewhere.", {"choices": how})


def says(trace: Traced) -> Iterator[Finding]:
    """A number, filter or condition that leads to an announcement, a tone or nothing."""
    for key, way in trace.walk.taken:
        node, holder = trace.graph[way.to], trace.graph[key]
        if node.route not in SAYS or way.event not in ("routing", "match", "nomatch"):
            continue
        if holder.kind == "filter":
            continue
        words = f"{holder.words} leads to {node.route.strip(':')}: the caller {SAYS[node.route]}."
        fix = lead_elsewhere(trace.did, holder, way)
        yield Finding("leads_to_announcement", _sentence(words), fixes=(fix,), entry=key_of(holder))


def no_failover(trace: Traced) -> Iterator[Finding]:
    """A phone of the number that nobody picks up, and nothing behind it."""
    for node in trace.graph.nodes.values():
        ends = [way for way in node.exits if way.event in FAILURES and way.to.startswith("end:")]
        if not isinstance(node.part, Ringing | Together) or not ends or not trace.did:
            continue
        if not any(way.event == "noanswer" for way in ends):
            continue
        behind = node.key.endswith("@number")
        words = f"When nobody answers at {node.words}, the call just ends: there is no failover and no mailbox."
        fixes = (
            change("number", trace.did, "Give the number a failover.", {"failover_noanswer": ROUTE}),
            Fix(
                "Or give it a mailbox.",
                "setDIDVoicemail",
                {"did": trace.did},
                {"voicemail": "a mailbox of getVoicemails"},
            ),
        )
        weight = Weight.WARNING if trace.on_path(node) else Weight.HINT
        yield Finding("no_failover", words, fixes=fixes if behind else fixes[1:], entry=key_of(node), weight=weight)


def short_ring(trace: Traced) -> Iterator[Finding]:
    ring = text(trace.origin.row, "dialtime")
    rings = any(isinstance(node.part, Ringing) and trace.on_path(node) for node in trace.graph.nodes.values())
    if rings and ring.isdecimal() and 0 < int(ring) < SHORT_RING:
        words = f"Phones ring for {ring} s only before the call goes on; 20 to 30 s are usual."
        fix = change("number", trace.did, "Let them ring longer.", dialtime=25)
        yield Finding("short_ring", words, fixes=(fix,), entry=f"number:{trace.did}", weight=Weight.WARNING)


def own_number(trace: Traced) -> Iterator[Finding]:
    for node in trace.graph.nodes.values():
        if isinstance(node.part, Outside) and node.part.number[-10:] in trace.owned:
            words = f"{node.words} calls {node.part.number[-10:]}, a number of this account: the call comes back in."
            how = {"phone_number": "the outside phone that should ring"}
            fix = change("forwarding", entry_of(node)[1], "Forward to an outside phone.", how)
            yield Finding("forward_to_own_number", _sentence(words), fixes=(fix,), entry=key_of(node))


def silent(trace: Traced) -> Iterator[Finding]:
    """Announcements that are gone, and menus that say nothing."""
    for node in trace.graph.nodes.values():
        gone = [one for one in node.details if one.startswith("recording ") and one.endswith("does not exist")]
        mute = isinstance(node.part, Menu) and not node.part.plays
        if not gone and not mute:
            continue
        why = gone[0] if gone else "it has no recording"
        words = f"{node.words}: {why}, so callers hear nothing."
        field = {"ivr": "recording", "grp": "caller_announcement"}.get(node.kind, "join_announcement")
        fix = change(entry_of(node)[0], entry_of(node)[1], "Give it a recording.", {field: "an id of getRecordings"})
        yield Finding("missing_announcement", _sentence(words), fixes=(fix,), entry=key_of(node), weight=Weight.WARNING)


def conditions(trace: Traced) -> Iterator[Finding]:
    """Time conditions that decide always the same, that are misshapen, or that decide within this minute."""
    for node in trace.graph.nodes.values():
        if isinstance(node.part, Condition):
            yield from _condition(trace, node, node.part)


def _condition(trace: Traced, node: Node, part: Condition) -> Iterator[Finding]:
    id_ = entry_of(node)[1]
    if part.hours.uneven:
        how = dict.fromkeys(LISTS, "lists of equal length joined by ;")
        fix = change("time_condition", id_, "Write its six lists anew.", how)
        words = f"The lists of {node.words} are not of equal length or hold what is no time; the rest is ignored."
        yield Finding("uneven_hours", words, sure=Sure.LIKELY, fixes=(fix,), entry=key_of(node))
    for holds, event, verb in ((part.hours.always, "nomatch", "always"), (part.hours.never, "match", "never")):
        branch = node.exit(event)
        if holds and branch is not None:
            words = f"{node.words} {verb} matches: {trace.graph[branch.to].words} is never reached by it."
            yield Finding("unreachable_branch", _sentence(words), entry=key_of(node), weight=Weight.WARNING)
    if part.hours.on_the_edge(trace.when.at) and trace.on_path(node):
        words = (
            f"{node.words} changes within a minute of this call; the clocks of phones and VoIP.ms may differ by that."
        )
        yield Finding("on_the_edge", _sentence(words), sure=Sure.LIKELY, entry=key_of(node), weight=Weight.HINT)


def unused_failovers(trace: Traced) -> Iterator[Finding]:
    """Failovers of the number that no call can take, because what it is led to keeps the call."""
    after = after_row("number", trace.origin.row) if trace.did else LAST
    held = [one for one in FAILURES if after.failover(one)]
    used = {way.event for node in trace.graph.nodes.values() for way in node.exits if way.failover}
    if held and not used & set(held):
        words = f"The failovers of number {trace.did} are never used: what it is led to keeps the call."
        yield Finding("unused_failover", words, entry=f"number:{trace.did}", weight=Weight.HINT)


def queues(trace: Traced) -> Iterator[Finding]:
    """Queues that end calls, or that nobody serves."""
    for node in trace.graph.nodes.values():
        if isinstance(node.part, Waiting):
            yield from _queue(trace, node, node.part)


def _queue(trace: Traced, node: Node, part: Waiting) -> Iterator[Finding]:
    id_ = entry_of(node)[1]
    if not part.phones:
        words = f"{node.words} has no static members; agents who log in by phone are not visible here."
        fix = Fix(
            "Add a member.",
            "setStaticMember",
            {"queue": id_},
            {"account": "a sub-account", "member_name": "a name", "priority": "0 rings first"},
        )
        yield Finding("queue_without_members", _sentence(words), sure=Sure.LIKELY, fixes=(fix,), entry=key_of(node))
    elif not any(phone.rings for phone in part.phones):
        words = f"No member of {node.words} is registered."
        yield Finding("queue_members_away", words, entry=key_of(node), fixes=(devices.BRING_BACK,))
    for way in node.exits:
        if way.event in QUEUE_ENDS and way.to == "end:hung up":
            words = f"{node.words} hangs up on callers {QUEUE_ENDS[way.event]}: it has no failover for that."
            fix = change("queue", id_, "Give it a failover.", {f"fail_over_routing_{way.event}": ROUTE})
            waits = trace.on_path(node) and way.event == "timeout"
            weight = Weight.WARNING if waits else Weight.HINT
            kind = f"queue_{way.event}_hangs_up"
            yield Finding(kind, _sentence(words), fixes=(fix,), entry=key_of(node), weight=weight)


def disa(trace: Traced) -> Iterator[Finding]:
    for node in trace.graph.nodes.values():
        if node.kind == "disa" and isinstance(node.part, Over) and node.part.end == "dial tone":
            words = f"{node.words} can be reached: whoever knows its PIN calls at the account's expense."
            yield Finding("disa_reachable", _sentence(words), entry=key_of(node), weight=Weight.HINT)


CHECKS: tuple[Check, ...] = (
    balance,
    dangling,
    loop,
    says,
    caught,
    devices.unregistered,
    devices.group_silent,
    queues,
    own_number,
    silent,
    no_failover,
    short_ring,
    conditions,
    devices.other_pop,
    unused_failovers,
    disa,
    unknown,
)
ORDER = (Weight.PROBLEM, Weight.WARNING, Weight.HINT)


def findings(trace: Traced) -> list[Finding]:
    """All of them, problems first."""
    found = [one for check in CHECKS for one in check(trace)]
    return sorted(found, key=lambda one: ORDER.index(one.weight))


def _once(holders: list[tuple[Node, Exit]]) -> list[tuple[Node, Exit]]:
    """Each entry and field once: the same target may be met in several situations."""
    return list({(entry_of(node), way.event): (node, way) for node, way in holders}.values())


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
