"""A trace as pictures: Mermaid text for every host, and the map that the page draws."""

import re
from collections.abc import Mapping, Sequence

from voipms_server.findings import Finding, Weight
from voipms_server.tracing.devices import phones_of
from voipms_server.tracing.fixes import key_of
from voipms_server.tracing.parts import Node, Over
from voipms_server.tracing.telling import ends, joined, start
from voipms_server.tracing.traced import Traced

OK, WARNING, PROBLEM, UNKNOWN = "ok", "warning", "problem", "unknown"
STATES = {Weight.PROBLEM: PROBLEM, Weight.WARNING: WARNING}
SHAPES = {"number": ("([", "])"), "tc": ("{{", "}}"), "ivr": ("[/", "/]"), "end": ("((", "))"), "filter": ("{", "}")}
STYLES = (
    "classDef path stroke-width:3px,stroke:#1a56db",
    "classDef problem fill:#fde2e2,stroke:#b42318",
    "classDef warning fill:#fef3c7,stroke:#92600a",
)
UNSAFE = re.compile(r"[^\w\s.,:;+@/()\-]")


def states(trace: Traced, found: Sequence[Finding]) -> Mapping[str, str]:
    """The state of each node: the worst that was found about its entry."""
    return {key: _state(node, found) for key, node in trace.graph.nodes.items()}


def _state(node: Node, found: Sequence[Finding]) -> str:
    if isinstance(node.part, Over) and node.part.end in ("failed", "unknown"):
        return PROBLEM if node.part.end == "failed" else UNKNOWN
    here = {STATES.get(one.weight, OK) for one in found if one.entry and one.entry == key_of(node)}
    if any(phone.there is None for phone in phones_of(node)):
        here.add(UNKNOWN)
    return next((state for state in (PROBLEM, WARNING, UNKNOWN) if state in here), OK)


def shown(trace: Traced) -> list[Node]:
    """The nodes that a call can come to; ends stand only where one leads."""
    led = {way.to for node in trace.graph.nodes.values() for way in node.exits}
    return [node for node in trace.graph.nodes.values() if node.kind != "end" or node.key in led]


def mermaid(trace: Traced, found: Sequence[Finding]) -> str:
    """A flowchart; the way of this call is drawn thick."""
    ids = {node.key: f"n{place}" for place, node in enumerate(shown(trace))}
    state = states(trace, found)
    taken = {(key, way.event) for key, way in trace.walk.taken}
    lines = ["flowchart TD"]
    lines += [f"{ids[node.key]}{_shape(node)}{_class(trace, node, state)}" for node in shown(trace)]
    for node in shown(trace):
        for way, label in joined(node, node.exits):
            arrow = "==>" if any((node.key, one.event) in taken for one in way) else "-->"
            if way[0].to in ids:
                words = f'|"{safe(label)}"|' if label else ""
                lines.append(f"{ids[node.key]} {arrow}{words} {ids[way[0].to]}")
    return "\n".join([*lines, *STYLES])


def _shape(node: Node) -> str:
    left, right = SHAPES.get(node.kind, ("[", "]"))
    return f'{left}"{safe(node.words)}"{right}'


def _class(trace: Traced, node: Node, state: Mapping[str, str]) -> str:
    marks = [one for one in (state[node.key],) if one in (PROBLEM, WARNING)]
    marks += ["path"] if trace.on_path(node) and not marks else []
    return "".join(f":::{mark}" for mark in marks)


def safe(text: str) -> str:
    """Text that cannot be taken for Mermaid's own signs."""
    return UNSAFE.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))


def routing_map(trace: Traced, found: Sequence[Finding]) -> dict[str, object]:
    """What the page draws: plain JSON."""
    ids = {node.key: f"n{place}" for place, node in enumerate(shown(trace))}
    state = states(trace, found)
    seconds = {step.node: step.second for step in reversed(trace.walk.steps)}
    taken = {(key, way.event) for key, way in trace.walk.taken}
    return {
        "title": trace.start.words,
        "subtitle": start(trace),
        "ends": ends(trace),
        "nodes": [_node(trace, node, ids[node.key], state, seconds) for node in shown(trace)],
        "edges": [
            {
                "from": ids[node.key],
                "to": ids[way[0].to],
                "label": label,
                "on_path": any((node.key, one.event) in taken for one in way),
            }
            for node in shown(trace)
            for way, label in joined(node, node.exits)
            if way[0].to in ids
        ],
        "steps": [
            {"second": step.second, "words": step.words, "node": ids[step.node]}
            for step in trace.walk.steps
            if step.node in ids
        ],
        "findings": [_finding(trace, one, ids) for one in found],
    }


def _node(
    trace: Traced, node: Node, id_: str, state: Mapping[str, str], seconds: Mapping[str, int]
) -> dict[str, object]:
    return {
        "id": id_,
        "kind": node.kind,
        "label": node.label,
        "name": node.name,
        "details": list(node.details),
        "state": state[node.key],
        "on_path": trace.on_path(node),
        **({"second": seconds[node.key]} if node.key in seconds else {}),
    }


def _finding(trace: Traced, one: Finding, ids: Mapping[str, str]) -> dict[str, object]:
    at = next((ids[node.key] for node in shown(trace) if one.entry and key_of(node) == one.entry), None)
    told = [f"{each.words} ({each.tool})" if each.tool else each.words for each in one.fixes]
    fix = {"fix": " ".join(told)} if told else {}
    return {"severity": one.weight.value, "words": one.words, **fix, **({"node": at} if at else {})}
