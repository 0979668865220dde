"""A trace in plain words: the way of the call, the other ways, and a sentence for each number."""

from collections.abc import Sequence

from voipms_server.findings import Finding, Weight
from voipms_server.tracing.parts import Exit, Graph, Node
from voipms_server.tracing.traced import Traced, When
from voipms_server.zones import EASTERN

ENDS = {
    "voicemail": "in voicemail",
    "busy": "with a busy tone",
    "hung up": "hung up",
    "no answer": "without an answer",
    "unreachable": "with an announcement that the party cannot be reached",
    "no service": "with an announcement: not in service",
    "disconnected": "with an announcement: disconnected",
    "failed": "in a failure",
    "loop": "in a loop",
    "refused": "refused",
    "dial tone": "at a DISA's PIN",
    "called back": "hung up, and is called back",
    "test": "in a test",
    "waits": "when the caller gives up waiting",
    "talked": "in a talk",
    "unknown": "somewhere unknown",
}
EVERY = {
    **dict.fromkeys(("account", "sip", "grp"), "nobody is reached"),
    "queue": "leaves the queue",
    "tc": "either way",
}
"""What to say where all exits of a node lead to one place."""
ASSUMED = "if nobody picks up and no key is pressed"
RECORDINGS = "Recordings count as one second each; VoIP.ms does not tell their length."


def moment(when: When) -> str:
    """The moment on VoIP.ms's clock, and on the user's where it reads differently."""
    eastern, own = when.at.astimezone(EASTERN), when.zone.show(when.at)
    words = f"{eastern:%a %Y-%m-%d %H:%M} US Eastern"
    return (
        words
        if own.utcoffset() == eastern.utcoffset()
        else f"{words} ({own:%a %H:%M} in {when.zone.name or own.tzname()})"
    )


def start(trace: Traced) -> str:
    caller = f" from {trace.caller.said}" if trace.caller else ""
    return f"{trace.start.words}{caller}, {moment(trace.when)}"


def path(trace: Traced) -> list[str]:
    return [f"{step.second} s: {step.words}" for step in trace.walk.steps]


def ends(trace: Traced) -> str:
    return f"{ENDS[trace.walk.end]} after {trace.walk.second} s"


def summary(trace: Traced, found: Sequence[Finding]) -> str:
    """For a person: where the call goes, and how many findings there are."""
    passed = [trace.graph[key].words for key in trace.walk.nodes if not key.startswith("end:")]
    way = " -> ".join(passed[1:] if trace.did else passed) or trace.start.words
    return f"{_sentence(start(trace))}: {way}. It ends {ends(trace)} {ASSUMED}. {counted(found)}".strip()


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def line(trace: Traced, found: Sequence[Finding]) -> str:
    """One line for a number."""
    passed = [trace.graph[key].words for key in trace.walk.nodes if not key.startswith("end:")][1:]
    told = f"; {counted(found)}" if counted(found) else ""
    return f"{trace.start.words}: {' -> '.join(passed) or 'nothing'}; ends {ends(trace)}{told}"


def counted(found: Sequence[Finding]) -> str:
    """How many problems and warnings; the first in words."""
    grave = [one for one in found if one.weight is not Weight.HINT]
    more = f" And {len(grave) - 1} more." if len(grave) > 1 else ""
    return f"Found: {grave[0].words}{more}" if grave else ""


def other_ways(trace: Traced) -> list[str]:
    """Every exit that this call does not take, node by node; each node once."""
    taken = {(key, way.event) for key, way in trace.walk.taken}
    lines = [_others(trace.graph, node, taken) for node in trace.graph.nodes.values()]
    return [one for one in lines if one]


def _others(graph: Graph, node: Node, taken: set[tuple[str, str]]) -> str:
    left = [way for way in node.exits if (node.key, way.event) not in taken]
    told = [f"{label or 'always'} -> {_name(graph, ways[0].to)}" for ways, label in joined(node, left)]
    return f"{node.words}: {'; '.join(told)}" if told else ""


def _name(graph: Graph, key: str) -> str:
    return graph[key].words if key in graph.nodes else "not followed further"


def joined(node: Node, exits: Sequence[Exit]) -> list[tuple[list[Exit], str]]:
    """Exits by their target, with one label for all that lead there."""
    targets = dict.fromkeys(way.to for way in exits)
    return [(ways, _label(node, ways)) for to in targets if (ways := [way for way in exits if way.to == to])]


def _label(node: Node, ways: Sequence[Exit]) -> str:
    every = len(ways) == len(node.exits) > 1
    if every and node.kind in EVERY:
        return EVERY[node.kind]
    return ", ".join(dict.fromkeys(way.label for way in ways if way.label))
