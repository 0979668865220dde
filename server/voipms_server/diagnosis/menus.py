"""Checks of menus, queues and ring groups: how long they wait, whom they ring, whether a call comes there at all."""

from voipms_server.diagnosis.case import Case
from voipms_server.findings import Finding, Fix, Sure, Weight
from voipms_server.quotes import text
from voipms_server.tracing.fixes import ROUTE, change, entry_of, key_of
from voipms_server.tracing.parts import Menu, Node, Together, Waiting

SHORT_KEY, SHORT_RING, SHORT_WAIT, LONG_DELAY = 2, 8, 60, 15
CHOICES = "all choices as key=header:id joined by ;"


async def _nodes(case: Case, kind: str) -> list[Node]:
    """The nodes of this kind that calls to the numbers can come to, each entry once."""
    met = {
        node.route: node for trace in await case.traces() for node in trace.graph.nodes.values() if node.kind == kind
    }
    return list(met.values())


def _set(
    case: Case, getter: str, kind: str, node: Node, words: str, choose: dict[str, str], **changes: object
) -> Finding:
    entry = entry_of(node)
    fix = change(entry[0], entry[1], "Change that.", choose, **changes)
    evidence = (case.saw(getter, f"{entry[1]}: {'; '.join(node.details) or words}"),)
    return Finding(kind, words[:1].upper() + words[1:], evidence, Sure.CERTAIN, (fix,), key_of(node))


async def menu_short_wait(case: Case) -> list[Finding]:
    """A menu that goes on before a caller can press a key."""
    return [
        _set(
            case,
            "getIVRs",
            "menu_short_wait",
            node,
            f"{node.words} waits only {part.timeout} s for a key.",
            {},
            timeout=5,
        )
        for node in await _nodes(case, "ivr")
        if isinstance(part := node.part, Menu) and part.timeout <= SHORT_KEY
    ]


async def menu_without_default(case: Case) -> list[Finding]:
    """A menu that hangs up on callers who press nothing."""
    found: list[Finding] = []
    for node in await _nodes(case, "ivr"):
        if isinstance(node.part, Menu) and node.exit("key t") is None:
            words = f"{node.words} has no choice for callers who press nothing: they are hung up on (inferred)."
            right = {"choices": f"{CHOICES}, with t= for callers who press nothing"}
            one = _set(case, "getIVRs", "menu_without_default", node, words, right)
            found.append(Finding(one.kind, one.words, one.evidence, Sure.POSSIBLE, one.fixes, one.entry, Weight.HINT))
    return found


async def queue_short_wait(case: Case) -> list[Finding]:
    return [
        _set(
            case,
            "getQueues",
            "queue_short_wait",
            node,
            f"{node.words} keeps callers for {part.longest} s at most.",
            {},
            maximum_wait_time="600",
        )
        for node in await _nodes(case, "queue")
        if isinstance(part := node.part, Waiting) and part.longest is not None and part.longest < SHORT_WAIT
    ]


async def queue_small(case: Case) -> list[Finding]:
    """A queue that takes one caller, and sends the next one away."""
    found: list[Finding] = []
    for node in await _nodes(case, "queue"):
        most = text(node.row, "maximum_callers")
        if most.isdecimal() and int(most) <= 1:
            words = f"{node.words} takes {most} caller at a time; the next one is sent away at once."
            found.append(_set(case, "getQueues", "queue_small", node, words, {}, maximum_callers=10))
    return found


async def queue_short_ring(case: Case) -> list[Finding]:
    """Agents whose phones hardly ring."""
    found: list[Finding] = []
    for node in await _nodes(case, "queue"):
        ring = text(node.row, "agent_ring_timeout")
        if ring.isdecimal() and int(ring) < SHORT_RING:
            words = f"{node.words} rings each agent for {ring} s only."
            found.append(_set(case, "getQueues", "queue_short_ring", node, words, {}, agent_ring_timeout=20))
    return found


async def queue_slow(case: Case) -> list[Finding]:
    """Members are connected after a pause."""
    found: list[Finding] = []
    for node in await _nodes(case, "queue"):
        delay = text(node.row, "member_delay")
        if delay.isdecimal() and int(delay) > LONG_DELAY:
            words = f"{node.words} lets callers wait {delay} s more after an agent answered (member_delay)."
            found.append(_set(case, "getQueues", "queue_slow", node, words, {}, member_delay="none"))
    return found


async def queue_sends_away(case: Case) -> list[Finding]:
    """Nobody is there, and the rule for that sends callers away."""
    found: list[Finding] = []
    for trace in await case.traces():
        for key, way in trace.walk.taken:
            node = trace.graph[key]
            if node.kind == "queue" and way.event.startswith(("join_", "leave_")):
                field = f"{way.event.partition('_')[0]}_when_empty"
                words = (
                    f"{node.words} sends callers away ({way.label}): {field} is {text(node.row, field)}, and no member "
                    "that the API shows can take the call."
                )
                right = {f"fail_over_routing_{way.event}": ROUTE}
                found.append(_set(case, "getQueues", f"queue_{way.event}", node, words, right))
    return found


async def not_led_to_queue(case: Case) -> list[Finding]:
    """The number leads to no queue; its routing may hold the queue's number instead of its id."""
    found: list[Finding] = []
    for trace in await case.traces():
        if not case.about.did or any(node.kind == "queue" and node.row for node in trace.graph.nodes.values()):
            continue
        routing = text(trace.origin.row, "routing")
        words = f"Calls to {trace.did} come to no queue: it is routed to {routing}."
        header, _, id_ = routing.partition(":")
        queues = await case.facts.rows("getQueues")
        meant = next((row for row in queues if header == "queue" and text(row, "queue_number") == id_), None)
        arguments: dict[str, object] = {"did": trace.did}
        if meant is not None:
            arguments["routing"] = f"queue:{text(meant, 'queue')}"
            words += f" {id_} is the number of queue {text(meant, 'queue')}, not its id."
        choose = {} if meant else {"routing": "queue: and an id of getQueues"}
        fix = Fix("Route it to the queue.", "setDIDRouting", arguments, choose)
        evidence = (case.saw("getDIDsInfo", f"routing of {trace.did} is {routing}"),)
        found.append(Finding("not_led_to_queue", words, evidence, fixes=(fix,), entry=f"number:{trace.did}"))
    return found


async def not_led_to_group(case: Case) -> list[Finding]:
    found: list[Finding] = []
    for trace in await case.traces():
        if case.about.did and not any(node.kind == "grp" for node in trace.graph.nodes.values()):
            routing = text(trace.origin.row, "routing")
            words = f"Calls to {trace.did} come to no ring group: it is routed to {routing}."
            fix = Fix(
                "Route it there.", "setDIDRouting", {"did": trace.did}, {"routing": "grp: and an id of getRingGroups"}
            )
            evidence = (case.saw("getDIDsInfo", f"routing of {trace.did} is {routing}"),)
            found.append(Finding("not_led_to_group", words, evidence, fixes=(fix,), entry=f"number:{trace.did}"))
    return found


async def group_short_ring(case: Case) -> list[Finding]:
    """Members that ring for a moment only."""
    found: list[Finding] = []
    for node in await _nodes(case, "grp"):
        short = [one for one in node.part.phones if one.ring < SHORT_RING] if isinstance(node.part, Together) else []
        if short:
            words = f"{node.words} rings {', '.join(f'{one.route} for {one.ring} s' for one in short)} only."
            right = {"members": "members as route,seconds,press1 joined by ;"}
            found.append(_set(case, "getRingGroups", "group_short_ring", node, words, right))
    return found


async def group_press_one(case: Case) -> list[Finding]:
    """Whoever answers must press 1, which people at desk phones do not expect."""
    found: list[Finding] = []
    for node in await _nodes(case, "grp"):
        phones = node.part.phones if isinstance(node.part, Together) else ()
        asked = [one.route for one in phones if one.press_one and one.route.startswith("account:")]
        if asked:
            words = f"{node.words} connects {', '.join(asked)} only after 1 was pressed; else it goes on ringing."
            right = {"members": "members as route,seconds,0 joined by ;"}
            found.append(_set(case, "getRingGroups", "group_press_one", node, words, right))
    return found
