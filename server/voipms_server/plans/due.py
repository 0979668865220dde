"""Dates whose moment has come are carried out: plans that begin, plans that are taken back, plans that were cut off."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from voipms_server.commit import LostTheRace
from voipms_server.errors import NotAllowed, VoipmsError
from voipms_server.gate import Gate
from voipms_server.line import Line
from voipms_server.plans.book import Book, State, Stored
from voipms_server.plans.dates import Date, Dates
from voipms_server.plans.going_on import going_on, runner
from voipms_server.plans.leading import leading, numbers_led
from voipms_server.setup import Setup
from voipms_tools.function import Function

LATE_SECONDS = 86_400
"""What was to begin longer ago than this does not begin any more; what is to be taken back always is."""
IN_ONE_GO = Setup(piece_seconds=600)
ALL_OVER = "its time was over before anything could carry it out; nothing was changed"
TOO_LATE = "nothing carried it out within a day of its moment, so it was not begun; nothing was changed"
FAILED = "one of its steps was not done, so those before it were taken back"
LOST = "the yes to it was used by another call; nothing was changed"
STILL_ENDING = "not done yet: plan {plan}, which leads the same numbers, is to be set back first"
CALLED_OFF = "called off meanwhile; nothing was changed"
Answer = Mapping[str, object]


class Lines(Protocol):
    """The configured VoIP.ms accounts."""

    def choose(self, name: str | None) -> Line:
        """Raises NotAllowed where there is no such account."""
        ...


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one date just now."""

    date: Date
    words: str


@dataclass(frozen=True, slots=True)
class Due:
    """Carries out what is due, once over all processes that share the store."""

    lines: Lines
    gate: Gate

    @property
    def dates(self) -> Dates:
        return Dates(self.gate.store)

    async def run(self, who: str) -> list[Became]:
        """Everything whose moment has come. What cannot be done now is tried again at a later call."""
        await self.dates.seen_alive(who)
        found: list[Became] = []
        for date in await self.dates.due():
            if await self.dates.claim(date.plan):
                found.append(Became(date, await self._tried(date)))
        return found

    async def next(self) -> float:
        """The next moment at which something is to be done; 0 when nothing is."""
        return await self.dates.next()

    async def _tried(self, date: Date) -> str:
        try:
            return await self._carried_out(date, self.lines.choose(date.account))
        except LostTheRace:
            await self.dates.over(date.plan, {"failed": LOST})
            return LOST
        except VoipmsError as error:
            return f"not done yet: {error}"

    async def _carried_out(self, date: Date, line: Line) -> str:
        stored = await Book(self.gate.store).read(date.plan)
        if stored is None:
            raise NotAllowed(f"Plan {date.plan} is not kept any more.")
        async with going_on(line, self.gate, stored) as (errand, before):
            missed = self._missed(date, before)
            if missed:
                await self.dates.call_off(date.plan, {"missed": missed})
                return missed
            if other := await self._still_ending(date, before):
                await self.dates.leave(date.plan)
                return STILL_ENDING.format(plan=other)
            run = runner(line, self.gate, before.caller, permitted, silent, IN_ONE_GO, patient=True)
            answer: Answer = await run.go_on(errand, await self._moved_on(date, before))
            return await self._told(date, answer)

    def _missed(self, date: Date, stored: Stored) -> str:
        """Why it does not begin any more; empty where it does, or has begun."""
        now = self.gate.store.clock()
        if stored.state is not State.WAITING:
            return ""
        if date.ends and date.ends <= now:
            return ALL_OVER
        return TOO_LATE if date.starts < now - LATE_SECONDS else ""

    async def _still_ending(self, date: Date, stored: Stored) -> str:
        """The plan that leads the same numbers, was to end by now, and is yet to be set back: that comes first."""
        if stored.state is not State.WAITING:
            return ""
        numbers, now = numbers_led(one.write for one in stored.writes), self.gate.store.clock()
        found = await self.gate.store.run(lambda t: leading(t, date.account))
        return next((one.plan for one in found if one.begun and one.ends <= now and one.numbers & numbers), "")

    async def _moved_on(self, date: Date, stored: Stored) -> Stored:
        """What is to begin runs, and what is to end goes back."""
        book = Book(self.gate.store)
        if stored.state is State.WAITING:
            await book.move(stored.id, State.RUNNING, State.WAITING)
        elif self._ends(date):
            await book.move(stored.id, State.GOING_BACK, State.DONE, State.RUNNING)
        return await book.find(stored.id, stored.account, stored.caller)

    def _ends(self, date: Date) -> bool:
        return 0 < date.ends <= self.gate.store.clock()

    async def _told(self, date: Date, answer: Answer) -> str:
        """What came of it; a date with nothing left to do is over."""
        now = await Book(self.gate.store).read(date.plan)
        state = now.state if now is not None else State.TAKEN_BACK
        if state is State.DONE:
            if not date.ends:
                await self.dates.over(date.plan, {})
            return "carried out"
        if state is State.CALLED_OFF:
            await self.dates.over(date.plan, {})
            return CALLED_OFF
        if state is State.TAKEN_BACK:
            kept = {name: answer[name] for name in ("failed", "left") if answer.get(name)}
            if not self._ends(date):
                kept.setdefault("failed", FAILED)
            await self.dates.over(date.plan, kept)
            return _back(kept)
        return f"not done yet: {answer.get('next', 'it is being carried out')}"


def _back(kept: Answer) -> str:
    if "failed" in kept:
        return f"not carried out: {kept['failed']}"
    return "taken back, but not all of it: somebody changed it since" if "left" in kept else "taken back"


def permitted(function: type[Function]) -> None:
    """What is carried out at its moment was permitted when it was confirmed."""


async def silent(done: int, whole: int, words: str) -> None:
    """Nobody waits for it."""
