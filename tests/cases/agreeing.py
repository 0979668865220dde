"""Whether a trace and the sandbox's own call router, written apart from each other, agree on where a call goes."""

import re
from collections.abc import Callable, Mapping

from cases.graphs import DID, Dial, Dice, account, dial, sandbox_of
from cases.straight import line_to
from voipms_sandbox import Sandbox
from voipms_sandbox.calls import Experience
from voipms_server.facts import Facts
from voipms_server.tracing.account import Account
from voipms_server.tracing.callers import caller_of
from voipms_server.tracing.mapping import Mapper, Origin
from voipms_server.tracing.parts import Graph, Node
from voipms_server.tracing.walking import Told, Walk, walk

SAME_END = {"talked", "busy", "hung up", "no answer", "unreachable", "no service", "disconnected", "loop", "refused"}
ENDS = {"left a message": "voicemail", "caller hung up": "waits", **{end: end for end in SAME_END}}
ARRIVAL = {"talked": "answered", "voicemail": "voicemail", "dial tone": "asks for PIN", "test": "test"}
"""The event of the sandbox at which a trace ends, where the sandbox goes on (talking, leaving a message ...)."""
LOGGED: Mapping[str, Callable[[Node], str]] = {
    **dict.fromkeys(("ivr", "queue", "grp", "tc", "cb", "disa"), lambda node: node.name),
    **dict.fromkeys(("account", "vm", "recording", "sys"), lambda node: node.route.partition(":")[2]),
    "fwd": lambda node: str(node.row["phone_number"]),
    "sip": lambda node: str(node.row["uri"]).replace("{DID}", DID),
}
MET = re.compile(
    r"Routing to (?:sub-account|forwarding|SIP URI|voicemail|recording|system|Callback|DISA|IVR|Queue|"
    r"Ring group): (.*)|Routing to Time condition: (.*?) (?:matches|does not match)"
)


async def traced(sandbox: Sandbox, call: Dial) -> tuple[Graph, Walk]:
    facts = Facts(line_to(sandbox), lambda: call.at)
    row = await facts.row("getDIDsInfo", "did", DID)
    assert row is not None
    graph = await Mapper(Account(facts), Origin(row)).from_number(caller_of(call.caller))
    assert len({str(read) for read in facts.reads}) == len(facts.reads), "nothing is read twice"
    return graph, walk(graph, call.at, Told(call.keys, call.answers))


def passed(graph: Graph, trace: Walk) -> list[str]:
    """The targets of a trace in their order, named as the sandbox's log names them."""
    nodes = [graph[way.to] for _, way in trace.taken]
    targets = [node for node in nodes if node.kind in LOGGED and node.details != ("does not exist",)]
    return [LOGGED[node.kind](node) for node in (targets[:-1] if trace.end == "loop" else targets)]


def end_of(found: Experience) -> str:
    """The sandbox's end, in the words of a trace."""
    events = {step.event for step in found.steps}
    if "asks for PIN" in events:
        return "dial tone"
    if "callback" in events:
        return "called back"
    if "test" in events:
        return "test"
    if found.end == "failed":
        return "unknown" if "leads nowhere" in found.steps[-1].words else "failed"
    return ENDS[found.end]


def second_of(found: Experience, end: str) -> int:
    """When the sandbox came to the point at which a trace ends."""
    last = found.steps[-1]
    if end == "called back":
        return next(step.second for step in found.steps if step.event == "hung up")
    if last.words.endswith("after the recording"):
        return last.second - 1
    event = ARRIVAL.get(end, last.event)
    return next(step.second for step in reversed(found.steps) if step.event == event)


def met(found: Experience) -> list[str]:
    """Every target the call was led to, by its name in the call's log."""
    return [name or condition for name, condition in MET.findall(found.cdr["call_logs"])]


async def disagreement(seed: int) -> str:
    """What they say differently of a random account and call; nothing where they agree on the end, the way and when."""
    dice = Dice(seed)
    sandbox = sandbox_of(account(dice))
    call = dial(dice)
    graph, trace = await traced(sandbox, call)
    sandbox.world.clock.set(call.at, frozen=True)
    found = sandbox.call_in(DID, call.caller, keys=call.keys, answers=call.answers)
    end = end_of(found)
    same = trace.end == end and passed(graph, trace) == met(found)
    if same and (end == "waits" or trace.second == second_of(found, end)):
        return ""
    return f"graph {seed}: {trace} against {found.steps}"
