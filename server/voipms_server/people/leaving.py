"""Somebody who goes is taken out of ring groups, call huntings and queues; none is left without a member."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from voipms_server.entries import BY_NAME, entry_words
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts, Row
from voipms_server.people.elsewhere import Step
from voipms_server.people.members import parts, route_of
from voipms_server.people.successor import Successor
from voipms_server.quotes import text
from voipms_server.tracing.account import login_of

EMPTY_PLACE = "none:"
LISTS = ("members", "ring_time", "press")
"""The parallel lists of a call hunting."""
NOBODY = (
    "{tool}: {entry} would be left without a member. Say forward_to: {right} takes the place; or put somebody else "
    "there first."
)
ANY_MEMBER = "another person, or a route account:, fwd: or sip:,"
A_PERSON = "another person"


@dataclass(slots=True)
class Leaving:
    """`login` goes; the successor takes a place only where it would be left to nobody."""

    tool: str
    facts: Facts
    login: str
    successor: Successor
    notes: list[str] = field(default_factory=list[str])
    replaced: bool = False
    """Whether the successor took a place."""

    async def steps(self) -> list[Step]:
        return [*await self._groups(), *await self._huntings(), *await self._queues()]

    async def _groups(self) -> list[Step]:
        rows = [row for row in await self.facts.rows("getRingGroups") if self._own in map(route_of, parts(row))]
        return [self._group(row) for row in rows]

    def _group(self, row: Row) -> Step:
        there = parts(row)
        rest = [part for part in there if route_of(part) != self._own]
        self._told("ring_group", row, stays=bool(rest))
        members = rest or [part.replace(self._own, self.successor.route) for part in there]
        arguments = {"ring_group": text(row, "ring_group"), "members": ";".join(members)}
        return {"tool": "setRingGroup", "arguments": arguments}

    async def _huntings(self) -> list[Step]:
        rows = [row for row in await self.facts.rows("getCallHuntings") if self._own in map(route_of, parts(row))]
        return [self._hunting(row) for row in rows]

    def _hunting(self, row: Row) -> Step:
        """The place that becomes empty is put at the end, with its time."""
        lists = [text(row, name).split(";") for name in LISTS]
        if len({len(one) for one in lists}) > 1:
            entry = entry_words(BY_NAME["call_hunting"], row)
            raise NotAllowed(f"{self.tool}: the lists of {entry} are of different lengths; setCallHunting mends them.")
        places = list(zip(*lists, strict=True))
        rest = [place for place in places if route_of(place[0]) != self._own]
        stays = any(route_of(place[0]) != EMPTY_PLACE for place in rest)
        self._told("call_hunting", row, stays=stays)
        gone = [(EMPTY_PLACE, *place[1:]) for place in places if route_of(place[0]) == self._own]
        taken = [
            (self.successor.route if route_of(place[0]) == self._own else place[0], *place[1:]) for place in places
        ]
        after = zip(*([*rest, *gone] if stays else taken), strict=True)
        made = {name: ";".join(some) for name, some in zip(LISTS, after, strict=True)}
        arguments = {"callhunting": text(row, "callhunting"), **made}
        return {"tool": "setCallHunting", "arguments": arguments}

    async def _queues(self) -> list[Step]:
        found: list[Step] = []
        for row in await self.facts.rows("getQueues"):
            members = await self.facts.rows("getStaticMembers", queue=text(row, "queue"))
            own = [one for one in members if login_of(one) == self.login]
            if own:
                found += self._queue(row, own, [one for one in members if one not in own])
        return found

    def _queue(self, row: Row, own: Sequence[Row], rest: Sequence[Row]) -> list[Step]:
        self._told("queue", row, stays=bool(rest), only_people=True)
        return [_out(row, one) for one in own] if rest else [_instead(row, one, self.successor) for one in own[:1]]

    def _told(self, kind: str, row: Row, *, stays: bool, only_people: bool = False) -> None:
        """Raises NotAllowed where nobody would be left."""
        entry, takes = entry_words(BY_NAME[kind], row), self.successor.login if only_people else self.successor.route
        if not stays and not (takes and self.successor.is_member):
            right = A_PERSON if only_people else ANY_MEMBER
            raise NotAllowed(NOBODY.format(tool=self.tool, entry=entry, right=right))
        self.replaced |= not stays
        place = "" if stays else f", as the only member: {takes} takes the place"
        self.notes.append(f"Taken out of {entry}{place}.")

    @property
    def _own(self) -> str:
        return f"account:{self.login}"


def _out(queue: Row, member: Row) -> Step:
    arguments = {"member": text(member, "member"), "queue": text(queue, "queue")}
    return {"tool": "delStaticMember", "arguments": arguments}


def _instead(queue: Row, member: Row, successor: Successor) -> Step:
    arguments = {
        "member": text(member, "member"),
        "queue": text(queue, "queue"),
        "member_name": successor.name[:60],
        "account": successor.login,
    }
    return {"tool": "setStaticMember", "arguments": arguments}
