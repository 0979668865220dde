"""Carrying a plan out: in order, in pieces that no client loses patience over, each step once, whoever goes on."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

import anyio

from voipms_server.commit import Committer, Errand, LostTheRace, Sent, made_entry
from voipms_server.errors import NotAllowed, UnknownOutcome, Unreachable, VoipmsError
from voipms_server.generating import MADE
from voipms_server.journal.change import Change
from voipms_server.journal.line import SETTLED, Outcome
from voipms_server.line import Line
from voipms_server.plans.blanks import Blanks
from voipms_server.plans.book import Book, State, Stored
from voipms_server.plans.going_back import Back
from voipms_server.plans.kept import Kept
from voipms_server.plans.later import keep_later
from voipms_server.plans.planning import Plan, Planned, Planner
from voipms_server.plans.projected import projected
from voipms_server.questions import quoted
from voipms_server.readback import ReadBack, read_back
from voipms_server.requests import Write
from voipms_server.settling import Settler

GO_ON = "Call applyPlan with plan={plan} to go on: {left} of {all} steps are left."
MOVED = "step {number}, {name}, was not sent: {target} was changed by somebody since the yes. {moved}."
CHANGED = "step {number} was not sent: what it would do changed since the yes. It would be: {now}"
NOT_BEGUN = (State.PREVIEWED, State.WAITING, State.CALLED_OFF)
RESTING = "Nothing was sent: the plan is {state}."
NOTHING_LEFT = "It was carried out; nothing was sent now."
DOUBTFUL = "it is not known yet whether change {change} was done; it goes on once that is known"
ON_ITS_WAY = (
    "Step {number} may still be on its way: its answer was lost. Call applyPlan with plan={plan} again later. If it "
    "stays so, a person settles it with `mcp-voipms doctor`."
)
LOOKED_UP = "Its answer was lost; the account shows that it was done."
NUMBER = "number"
Answer = dict[str, object]
Progress = Callable[[int, int, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was sent, and the entry it wrote."""

    number: int
    sent: Sent
    entry: str


@dataclass(slots=True)
class Piece:
    """What is sent in one go; which entries were written on, so that they are read again before the next write."""

    ends: float
    sent: list["Done"] = field(default_factory=list["Done"])
    answers: dict[int, Answer] = field(default_factory=dict[int, Answer])
    touched: set[str] = field(default_factory=set[str])

    def touch(self, write: Write, entry: str) -> None:
        self.touched |= {write.makes, entry} - {""}

    def needs_a_look(self, write: Write) -> bool:
        return bool({write.key, write.makes} & self.touched - {""})


@dataclass(frozen=True, slots=True)
class Runner:
    """Carries out the plan of one request."""

    line: Line
    planner: Planner
    committer: Committer
    settler: Settler
    book: Book
    back: Back
    progress: Progress
    seconds: float

    async def go(self, errand: Errand, stored: Stored, plan: Plan) -> Answer:
        """As much as fits into one piece, one step at least. A step that fails takes back those before it."""
        piece = Piece(anyio.current_time() + self.seconds)
        try:
            for one in plan.planned:
                await self._step(errand, stored, plan, one, piece)
                if anyio.current_time() >= piece.ends:
                    break
        except LostTheRace:
            raise
        except VoipmsError as error:
            await self._look(piece)
            return await self._failed(errand, stored, error)
        await self._look(piece)
        return await self._told(stored, piece, plan.blanks.ids)

    async def _step(self, errand: Errand, stored: Stored, plan: Plan, one: Planned, piece: Piece) -> None:
        await self.progress(one.number - 1, len(stored.writes), one.write.name)
        write = replace(one.write, params=plan.blanks.filled(one.write.params))
        ready = replace(one.ready, write=write, full=plan.blanks.filled(one.ready.full))
        if piece.needs_a_look(write):
            ready = await self.planner.desk.prepare(self.line, write, errand.request.caller)
            _no_new_reasons(one, len(ready.reasons))
        try:
            sent = await self.committer.sent(self.line, errand, ready, one.number)
        except UnknownOutcome as error:
            change = await self._settled(stored, plan, one, error)
            piece.touch(write, change.subject.entry)
            piece.answers[one.number] = _looked_up(change, write)
            return
        entry = await self._made(sent, one, plan)
        piece.touch(write, entry or _ordered(write))
        piece.sent.append(Done(one.number, sent, entry))

    async def _made(self, sent: Sent, one: Planned, plan: Plan) -> str:
        """The name of its entry; of a new one that the answer does not tell, it is looked for at once."""
        write = sent.intent.ready.write
        if not one.blank:
            return write.key
        made = made_entry(write, sent.answer) or (await read_back(self.line, sent.intent.ready, sent.answer)).entry
        if not made:
            raise NotAllowed(f"step {one.number}, {write.name}, was done, but what it made cannot be told.")
        plan.blanks.ids[one.blank] = _id(made)
        return made

    async def _settled(self, stored: Stored, plan: Plan, one: Planned, error: UnknownOutcome) -> Change:
        """A step whose answer was lost, and that was done; raises the error where that is not known."""
        change = (await self.so_far(stored)).get(one.number)
        if change is None or await self.settler.settled(self.line, change) is not Outcome.DONE:
            raise error
        change = (await self.so_far(stored))[one.number]
        if one.blank:
            plan.blanks.ids[one.blank] = _id(change.subject.entry)
        return change

    async def _look(self, piece: Piece) -> None:
        """Every entry that was written is read again, each list once."""
        account, times = projected(self.line, Blanks()), Counter(done.entry for done in piece.sent)
        for done in piece.sent:
            known = done.sent.intent.ready.write.function.declared.entry is not None and times[done.entry] == 1
            seen = await read_back(account, done.sent.intent.ready, done.sent.answer) if known else None
            piece.answers[done.number] = await self._recorded(done.sent, seen)

    async def _recorded(self, sent: Sent, seen: ReadBack | None) -> Answer:
        """Of an entry that was written more than once, what each write made of it is not known any more."""
        told = await self.committer.seen(self.line, sent, seen) if seen is not None else sent.told()
        return {name: value for name, value in told.items() if name != "kept_as_it_was"}

    async def _failed(self, errand: Errand, stored: Stored, error: VoipmsError) -> Answer:
        await self.book.move(stored.id, State.GOING_BACK, State.RUNNING)
        return {"done": False, "failed": str(error), **await self.back.go(errand, stored)}

    async def _told(self, stored: Stored, piece: Piece, ids: Mapping[str, str]) -> Answer:
        """Once all is done, what is to follow it is kept with that; `ids` are of the entries that it made."""
        so_far = await self.so_far(stored)
        left = len(stored.writes) - sum(one.outcome is Outcome.DONE for one in so_far.values())
        steps = [{"step": number, **answer} for number, answer in sorted(piece.answers.items())]
        told: Answer = {"done": left == 0, "plan": stored.id, "group": stored.bundle, "steps": steps}
        if left:
            return {**told, "next": GO_ON.format(plan=stored.id, left=left, all=len(stored.writes))}
        await self.book.move(stored.id, State.DONE, State.RUNNING, also=lambda t, _: keep_later(t, stored, ids))
        return told

    async def so_far(self, stored: Stored) -> Mapping[int, Change]:
        """What the journal tells of the steps, by their numbers."""
        return {one.step: one for one in await self.book.changes(stored) if one.step}

    async def go_on(self, errand: Errand, stored: Stored) -> Answer:
        """The steps that are left, once a step that was cut off is settled; of a plan that ended, what became of it."""
        if stored.state in NOT_BEGUN:
            return {"done": False, "plan": stored.id, "next": RESTING.format(state=stored.state.value)}
        if stored.state is State.DONE:
            return {"done": True, "plan": stored.id, "group": stored.bundle, "note": NOTHING_LEFT}
        await self._settle(stored)
        if stored.state is State.TAKEN_BACK:
            return {"done": False, **await self.back.looked(errand, stored)}
        if stored.state is State.GOING_BACK:
            if self.back.patient and (open_ := await self._open(stored)):
                return {"done": False, "plan": stored.id, "next": DOUBTFUL.format(change=open_[0].number)}
            return {"done": False, **await self.back.go(errand, stored)}
        so_far = await self.so_far(stored)
        for number, change in so_far.items():
            if change.outcome not in SETTLED:
                return {"done": False, "plan": stored.id, "next": ON_ITS_WAY.format(number=number, plan=stored.id)}
        if any(one.outcome is not Outcome.DONE for one in so_far.values()):
            return await self._failed(errand, stored, NotAllowed("a step was not done."))
        try:
            plan = await self._rest(stored, so_far)
        except Unreachable:  # Nothing was done now, and it can be gone on with later.
            raise
        except VoipmsError as error:
            return await self._failed(errand, stored, error)
        return await self.go(errand, stored, plan)

    async def _open(self, stored: Stored) -> list[Change]:
        return [one for one in await self.book.changes(stored) if one.outcome not in SETTLED]

    async def _settle(self, stored: Stored) -> None:
        """Find out what became of what was cut off, as far as that can be told now."""
        for change in await self._open(stored):
            with suppress(VoipmsError):
                await self.settler.settled(self.line, change)

    async def _rest(self, stored: Stored, so_far: Mapping[int, Change]) -> Plan:
        """What is left, as it would be sent now. Raises NotAllowed where that is not what was confirmed."""
        makers = [one for one in stored.writes if one.blank and one.number in so_far]
        made = {one.blank: _id(so_far[one.number].subject.entry) for one in makers}
        if not all(made.values()):
            raise NotAllowed("what an earlier step made cannot be told.")
        left = [one for one in stored.writes if one.number not in so_far]
        blanks = Blanks({one.blank: stored.blanks.get(one.blank, "") for one in left if one.blank}, made)
        writes = [(one.number, replace(one.write, params=blanks.filled(one.write.params)), one.blank) for one in left]
        plan = await self.planner.again(writes, blanks)
        known = {stored.blanks.get(blank, ""): id_ for blank, id_ in made.items()}
        ordered = {_ordered(one.write) for one in stored.writes if one.number in so_far} - {""}
        for kept, now in zip(left, plan.planned, strict=True):
            if kept.write.key not in ordered:
                _not_moved(kept, now, blanks.filled(kept.was))
                _still_the_same(kept, now, known)
        return plan


def _looked_up(change: Change, write: Write) -> Answer:
    """What is told of a step whose answer was lost."""
    made = {MADE: sorted(write.generated)} if write.generated else {}
    return {"done": True, "change": change.number, "entry": change.subject.entry, "note": LOOKED_UP, **made}


def _ordered(write: Write) -> str:
    """The name of the number that an order puts on the account: before the order nothing else of it can be known."""
    did = write.params.get("did", "")
    return f"{NUMBER}:{did}" if write.spends and did else ""


def _id(entry: str) -> str:
    return entry.partition(":")[2]


def _no_new_reasons(one: Planned, now: int) -> None:
    if now > len(one.ready.reasons):
        raise NotAllowed(f"step {one.number}, {one.write.name}, was not sent: it needs a yes of its own now.")


def _still_the_same(kept: Kept, now: Planned, known: Mapping[str, str]) -> None:
    """What a step would change is what was shown, but for the names of entries that are there by now."""
    told = now.ready.seen.target
    escaped = {words: quoted(id_)[1:-1] for words, id_ in known.items()}
    if told not in (_naming(kept.target, known), _naming(kept.target, escaped)):
        raise NotAllowed(CHANGED.format(number=now.number, now=told))


def _naming(target: str, known: Mapping[str, str]) -> str:
    for words, id_ in known.items():
        target = target.replace(words, id_)
    return target


def _not_moved(kept: Kept, now: Planned, was: Mapping[str, str]) -> None:
    """What somebody changed since the yes is not overwritten."""
    if moved := kept.moved(now.ready, was):
        write = now.write
        about = f"entry {write.key}" if write.key else "what it is about"
        raise NotAllowed(MOVED.format(number=now.number, name=write.name, target=about, moved="; ".join(moved)))
