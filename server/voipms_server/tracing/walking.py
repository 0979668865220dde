"""The way one call takes through a graph: what happens at which second, until it ends.

Recordings are counted as a second each, because the API does not tell how long they are; a key pressed takes a second,
and so that somebody who must press 1 does so, two (assumed).
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from voipms_server.tracing.parts import (
    Condition,
    Exit,
    Filter,
    Graph,
    Menu,
    Nobody,
    Node,
    Number,
    Outside,
    Over,
    Phone,
    Ringing,
    Together,
    Waiting,
)
from voipms_server.zones import EASTERN

RECORDING = 1
KEY = 1
PRESS_ONE = 2
NO_KEY = "-"
REACTIONS = {"busy": "is busy", "noanswer": "does not answer", "unreachable": "cannot be reached"}
OUTSIDE = {"busy": "busy", "noanswer": "no answer", "unreachable": "unreachable"}
STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Told:
    """What people do: keys, one for each time one is waited for; phones by route: seconds, or `busy`; else nothing."""

    keys: Sequence[str] = ()
    answers: Mapping[str, int | str] = field(default_factory=dict[str, int | str])


NOBODY = Told()
"""Nobody picks up, and no key is pressed."""


@dataclass(frozen=True, slots=True)
class Step:
    """What happens at which second after dialling, and at which node."""

    second: int
    words: str
    node: str


@dataclass(frozen=True, slots=True)
class Walk:
    """The way of one call: how it ends, after how many seconds; the nodes and exits it took."""

    steps: tuple[Step, ...]
    end: str
    second: int
    taken: tuple[tuple[str, Exit], ...] = ()

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.node for step in self.steps))


@dataclass(frozen=True, slots=True)
class Reply:
    """How a phone reacts, and after how many seconds; no failure means that it answers."""

    seconds: int
    failure: str = ""


@dataclass(slots=True)
class Walker:
    """A call under way."""

    graph: Graph
    at: datetime
    told: Told = NOBODY
    second: int = 0
    steps: list[Step] = field(default_factory=list[Step])
    taken: list[tuple[str, Exit]] = field(default_factory=list[tuple[str, Exit]])
    keys: deque[str] = field(default_factory=deque[str])
    passed: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])

    def walk(self) -> Walk:
        self.keys.extend(self.told.keys)
        node, end = self.graph[self.graph.start], ""
        while not end:
            event, end = self._pass(node)
            way = node.exit(event)
            if end or way is None:
                break
            if way.failover:
                self.passed.clear()
            self.taken.append((node.key, way))
            node = self.graph[way.to]
        return Walk(tuple(self.steps), end or "unknown", self.second, tuple(self.taken))

    def _pass(self, node: Node) -> tuple[str, str]:
        """What the call does here: the event of the exit it takes, or how it ends."""
        state = (node.route, len(self.keys))
        if node.route and state in self.passed:
            self.note(node, f"{node.words} leads back to itself: the call ends in a loop")
            return "", "loop"
        self.passed.add(state)
        return self._at(node)

    def _at(self, node: Node) -> tuple[str, str]:
        match node.part:
            case Number() as part:
                return _number(self, node, part)
            case Filter():
                self.note(node, f"{node.words} catches the caller")
                return "routing", ""
            case Condition() as part:
                return _condition(self, node, part)
            case Menu() as part:
                return _menu(self, node, part)
            case Ringing() as part:
                return _ringing(self, node, part)
            case Together() as part:
                return _together(self, node, part)
            case Waiting() as part:
                return _waiting(self, node, part)
            case Outside() as part:
                return _outside(self, node, part)
            case Nobody():
                self.note(node, "the call is routed nowhere")
                return "unreachable", ""
            case Over() as part:
                self.note(node, part.words if node.kind == "end" else f"{node.words}: {part.words}")
                return "", part.end

    def note(self, node: Node, words: str) -> None:
        self.steps.append(Step(self.second, words, node.key))

    def reaction(self, phone: Phone, ring: int) -> Reply:
        if phone.there is False:
            return Reply(0, "unreachable")
        told = self.told.answers.get(phone.route)
        if told == "busy":
            return Reply(1, "busy")
        return Reply(told) if isinstance(told, int) and told <= ring else Reply(ring, "noanswer")

    def key(self, seconds: int) -> str:
        """The key that is pressed within this time; empty for none."""
        key = self.keys.popleft() if self.keys else NO_KEY
        self.second += seconds if key == NO_KEY else KEY
        return "" if key == NO_KEY else key


def walk(graph: Graph, at: datetime, told: Told = NOBODY) -> Walk:
    """The way a call takes that is made at this moment."""
    return Walker(graph, at.astimezone(UTC), told).walk()


def _number(call: Walker, node: Node, part: Number) -> tuple[str, str]:
    if not part.paid:
        call.note(node, "the call does not come in: the balance is used up")
        return "", "refused"
    call.note(node, f"the call comes in on {node.words}")
    return part.caught or "routing", ""


def _condition(call: Walker, node: Node, part: Condition) -> tuple[str, str]:
    when = call.at + timedelta(seconds=call.second)
    matches = part.hours.matches(when)
    words = f"{node.words} {'matches' if matches else 'does not match'} at {when.astimezone(EASTERN):%a %H:%M} Eastern"
    call.note(node, words + (", on the edge: a minute decides" if part.hours.on_the_edge(when) else ""))
    return ("match" if matches else "nomatch"), ""


def _menu(call: Walker, node: Node, part: Menu) -> tuple[str, str]:
    call.note(node, f"{node.words}: waits {part.timeout} s for a key")
    call.second += RECORDING * part.plays
    key = call.key(part.timeout)
    if not key:
        call.note(node, "no key is pressed")
        return ("key t" if node.exit("key t") else "no choice"), ""
    call.note(node, f"key {key} is pressed")
    return next((one for one in (f"key {key}", "key i") if node.exit(one)), "no choice"), ""


def _ringing(call: Walker, node: Node, part: Ringing) -> tuple[str, str]:
    reply = call.reaction(part.phone, part.phone.ring)
    if reply.failure != "unreachable":
        call.note(node, f"{node.words} rings for {part.phone.ring} s")
    return _replied(call, node, reply)


def _replied(call: Walker, node: Node, reply: Reply) -> tuple[str, str]:
    call.second += reply.seconds
    if not reply.failure:
        call.note(node, f"{node.words} answers")
        return "", "talked"
    call.note(node, f"{node.words} {REACTIONS[reply.failure]}")
    return reply.failure, ""


def _outside(call: Walker, node: Node, part: Outside) -> tuple[str, str]:
    call.note(node, f"{node.words}, {part.number}, rings for {part.phone.ring} s")
    failure, end = _replied(call, node, call.reaction(part.phone, part.phone.ring))
    return "", end or OUTSIDE[failure]


def _together(call: Walker, node: Node, part: Together) -> tuple[str, str]:
    call.second += RECORDING * part.plays
    failure = ring(call, node, part.phones)
    if failure is None:
        return "", "talked"
    return ("nobody" if node.exit("nobody") else failure), ""


def ring(call: Walker, node: Node, phones: Sequence[Phone]) -> str | None:
    """Ring them all at once; None when one answers, else why none did."""
    ringing = [phone for phone in phones if phone.rings]
    away = [phone.route for phone in phones if not phone.rings]
    names = ", ".join(f"{phone.route} for {phone.ring} s" for phone in ringing) or "nobody"
    call.note(node, f"{node.words} rings {names}" + (f"; not reached: {', '.join(away)}" if away else ""))
    replies = [(phone, call.reaction(phone, phone.ring)) for phone in ringing]
    answered = [(one.seconds + PRESS_ONE * phone.press_one, phone) for phone, one in replies if not one.failure]
    if answered:
        seconds, first = min(answered, key=lambda one: one[0])
        call.second += seconds
        call.note(node, f"{first.route} answers")
        return None
    call.second += max((one.seconds for _, one in replies), default=0)
    failures = {one.failure for _, one in replies}
    return "unreachable" if not failures else "busy" if failures == {"busy"} else "noanswer"


def _waiting(call: Walker, node: Node, part: Waiting) -> tuple[str, str]:
    from voipms_server.tracing.queueing import wait

    return wait(call, node, part)
