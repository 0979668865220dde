"""The ring groups and queues that somebody new joins: ringing there as its other members do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voipms_server.entries import BY_NAME, entry_words
from voipms_server.facts import Facts, Row
from voipms_server.ordering.usual import usual
from voipms_server.people.members import parts, route_of
from voipms_server.people.named import entries_called
from voipms_server.quotes import Rows, text
from voipms_server.tracing.account import login_of

FIRST = "0"
"""Who is called first; where no queue has a member."""
Step = dict[str, object]


@dataclass(slots=True)
class Joining:
    """`login` is what stands for the new one, `name` its name; `like` the login of whom it is like, or empty."""

    tool: str
    facts: Facts
    login: str
    name: str
    like: str
    notes: list[str] = field(default_factory=list[str])

    async def groups(self, names: Sequence[str] | None) -> list[Step]:
        """Those that were said, else those of whom it is like."""
        rows = await self.facts.rows("getRingGroups")
        if names is None:
            wanted = [row for row in rows if self.like and any(route_of(part) == self._liked for part in parts(row))]
            self._copied("ring_group", wanted)
        else:
            wanted = entries_called(self.tool, "ring_group", names, rows)
        return [self._group(row) for row in wanted]

    def _group(self, row: Row) -> Step:
        there = parts(row)
        how = [part.partition(",")[2] for part in there if route_of(part) == self._liked]
        ring = how[0] if how else _most([part.partition(",")[2] for part in there])
        seconds = f"rings {ring.partition(',')[0]} seconds, as " if ring else "as "
        whom = self.like if how else "most of its members"
        self.notes.append(f"In {entry_words(BY_NAME['ring_group'], row)}: {seconds}{whom}.")
        members = ";".join([*there, ",".join(filter(None, (f"account:{self.login}", ring)))])
        arguments = {"ring_group": text(row, "ring_group"), "members": members}
        return {"tool": "setRingGroup", "arguments": arguments}

    async def queues(self, names: Sequence[str] | None) -> list[Step]:
        """The same for queues."""
        rows = await self.facts.rows("getQueues") if names is not None or self.like else []
        members = {text(row, "queue"): await self._members(row) for row in rows}
        if names is None:
            wanted = [row for row in rows if self.like in map(login_of, members[text(row, "queue")])]
            self._copied("queue", wanted)
        else:
            wanted = entries_called(self.tool, "queue", names, rows)
        return [self._queue(row, members[text(row, "queue")], members.values()) for row in wanted]

    def _queue(self, row: Row, members: Rows, others: Iterable[Rows]) -> Step:
        priority, how = self._priority(members, others)
        self.notes.append(f"In {entry_words(BY_NAME['queue'], row)}: priority {priority}, {how}.")
        arguments = {
            "queue": text(row, "queue"),
            "member_name": self.name,
            "account": self.login,
            "priority": priority,
        }
        return {"tool": "setStaticMember", "arguments": arguments}

    def _priority(self, members: Rows, others: Iterable[Rows]) -> tuple[str, str]:
        """The one of whom it is like, else the usual one there, else in any queue; and why."""
        own = [text(one, "priority") for one in members if self.like and login_of(one) == self.like]
        if own:
            return own[0], f"as {self.like}"
        if found := usual(members, "priority"):
            return found.value, found.words("as there", "members")
        if found := usual([one for some in others for one in some], "priority"):
            return found.value, "as in the other queues"
        return FIRST, "since no queue has a member"

    async def _members(self, queue: Row) -> Rows:
        return await self.facts.rows("getStaticMembers", queue=text(queue, "queue"))

    @property
    def _liked(self) -> str:
        return f"account:{self.like}"

    def _copied(self, kind: str, rows: Sequence[Row]) -> None:
        if rows:
            there = ", ".join(entry_words(BY_NAME[kind], row) for row in rows)
            self.notes.append(f"Joined because {self.like} is there: {there}.")


def _most(values: Sequence[str]) -> str:
    counted = Counter(values)
    return min(counted, key=lambda one: (-counted[one], one)) if counted else ""
