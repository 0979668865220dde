"""The calls that mend what a trace found."""

from collections.abc import Mapping

from voipms_server.entries import BY_HEADER
from voipms_server.findings import Fix
from voipms_server.tracing.parts import FAILURES, Exit, Node

ROUTE = "where calls go instead, as header:id, such as vm:101"
FIELDS = {
    "routing": "routing",
    "match": "routing_match",
    "nomatch": "routing_nomatch",
    "busy": "failover_busy",
    "unreachable": "failover_unreachable",
    "noanswer": "failover_noanswer",
}
"""The field that holds the route of an exit."""
QUEUE = "fail_over_routing_"


def change(kind: str, id_: str, words: str, choose: Mapping[str, str] | None = None, **changes: object) -> Fix:
    """A call of updateSettings; `choose` are the fields that a person decides."""
    chosen = {f"changes.{name}": how for name, how in (choose or {}).items()}
    return Fix(words, "updateSettings", {"kind": kind, "id": id_, "changes": changes}, chosen)


def lead_elsewhere(did: str, holder: Node, way: Exit) -> Fix:
    """Change the one field that leads to where this exit of the holder leads; `did` is the number that was called."""
    kind, id_ = entry_of(holder)
    words = f"Lead {holder.words}, {way.label or 'its routing'}, elsewhere."
    if way.event == "nobody":
        return change(kind, id_, words, {"voicemail": "a mailbox of getVoicemails"})
    if way.event in FAILURES:
        return _failover(did, holder, way, words)
    if kind == "number" and way.event == "routing":
        return Fix(words, "setDIDRouting", {"did": id_}, {"routing": ROUTE})
    if kind == "ivr":
        how = "all choices again as key=header:id joined by ;, the broken one mended or left out"
        return change(kind, id_, words, {"choices": how})
    field = FIELDS.get(way.event) or f"{QUEUE}{way.event}"
    return change(kind, id_, words, {field: ROUTE})


def _failover(did: str, holder: Node, way: Exit, words: str) -> Fix:
    """What follows a device or a group that reached nobody is set at the number, or at the filter before it."""
    owner = holder.key.partition("@")[2]
    if not way.failover:
        return Fix(words, "setDIDVoicemail", {"did": did}, {"voicemail": "a mailbox of getVoicemails"})
    if owner.startswith("filter:"):
        return change("filter", owner.partition(":")[2], words, {FIELDS[way.event]: ROUTE})
    return change("number", did, words, {FIELDS[way.event]: ROUTE})


def entry_of(node: Node) -> tuple[str, str]:
    """Kind and id of a node's entry, as updateSettings takes them."""
    if node.kind in ("number", "filter"):
        return node.kind, node.key.partition(":")[2]
    header, _, id_ = node.route.partition(":")
    return (BY_HEADER[header].name if header in BY_HEADER else header), id_


def key_of(node: Node) -> str:
    """The entry as a finding names it."""
    return ":".join(entry_of(node))
