"""Every write: looked at, asked about where something is at stake, looked at again, committed, sent once, recorded."""

from dataclasses import dataclass, field
from enum import StrEnum

import anyio
from mcp.types import InputRequiredResult

from voipms_server.approvals.approval import Approval, Order, State, Way
from voipms_server.approvals.book import Approvals
from voipms_server.asking import Answer, Person
from voipms_server.carrying import Carrier
from voipms_server.commit import Committer, Errand, LostTheRace
from voipms_server.errors import Unconfirmed
from voipms_server.in_turn import InTurn
from voipms_server.line import Line
from voipms_server.locking import held
from voipms_server.looked import Looked
from voipms_server.past import Past
from voipms_server.prepare import Desk
from voipms_server.question import Question
from voipms_server.requests import Course, Request
from voipms_server.settling import Settler, WentThrough
from voipms_server.shapes import is_row
from voipms_server.store.store import Store
from voipms_server.waiting import Waiting

ROUNDS = 3
MOVED = "Nothing was sent: the price, place or target changed each time after the yes. Try again later."
REPLAN = "Nothing was sent: what this would do changed in the meantime. Call {tool} again."
NO_QUESTION = (
    "Nothing was sent: the answer belongs to no question this server asked, or a file it was about changed since. "
    "Call again."
)
WHY_NOT = {
    Answer.NO: "the person said no",
    Answer.CANCELLED: "the person closed the question without an answer",
    Answer.FAILED: "the client failed to ask",
}
Result = dict[str, object] | InputRequiredResult


class Confirm(StrEnum):
    """Who asks a person: the client where it can, else the page or terminal (auto); or one of them, or both."""

    AUTO = "auto"
    CLIENT = "client"
    PAGE = "page"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets a request through: at once when nothing is at stake, else after a person's yes to that very one, once."""

    store: Store
    approvals: Approvals
    desk: Desk
    committer: Committer
    settler: Settler
    past: Past
    waiting: Waiting
    question: Question = field(default_factory=Question)
    confirm: Confirm = Confirm.AUTO

    @property
    def carrier(self) -> Carrier:
        return Carrier(self.desk, self.committer, self.settler, self.approvals)

    async def run(self, line: Line, request: Request, person: Person) -> Result:
        """The answer of the API, or what the client must show the person first, or that a person's yes is awaited.

        Raises Unconfirmed without a yes, Refused when the rehearsal fails, UnknownOutcome when it may have happened.
        """
        approval, looked = await self._returned(line, request, person)
        if approval is not None and approval.state is State.USED:
            return await self.what_became(approval)
        for _ in range(ROUNDS + 1):
            try:
                found = await self._attempt(line, request, approval)
            except LostTheRace:
                return await self._lost(approval)
            except WentThrough as went:
                await self.carrier.told_of(went.change)
                raise
            if isinstance(found, dict):
                await self.carrier.told(request)
                return found
            approval = await self._open(line, request, person, found, approval)
            asked = await self._ask(person, approval, looked=looked)
            if asked is not None:
                return asked
            approval = await self._now(approval)
        raise Unconfirmed(MOVED)

    async def _returned(self, line: Line, request: Request, person: Person) -> tuple[Approval | None, bool]:
        """What this call brings back, recorded; or the approval a page or terminal gave to this very call before.

        The second value is whether the client was handed the page's address already.
        """
        returned = person.returned()
        if returned is None:
            return await self.approvals.standing(request.order(line.account, Way.PAGE)), False
        id_, answer = returned
        approval = await self.approvals.find(id_, request.order(line.account, Way.PAGE))
        if approval is None:
            raise Unconfirmed(NO_QUESTION)
        if approval.state in (State.DECLINED, State.EXPIRED):
            raise Unconfirmed(
                f"Nothing was sent: this question was {approval.state.value}. Call again to be asked anew."
            )
        if approval.state is State.USED or answer is Answer.LOOKING:
            return approval, answer is Answer.LOOKING
        await self._accept(approval, answer)
        return await self._now(approval), False

    async def _accept(self, approval: Approval, answer: Answer) -> None:
        """Record the client's answer; anything but a yes ends here."""
        if not approval.open_to_client:
            raise Unconfirmed("Nothing was sent: this question is answered on the page or the terminal, not here.")
        if answer is not Answer.YES:
            await self.approvals.answer(approval, State.DECLINED)
            raise Unconfirmed(f"Nothing was sent: {WHY_NOT.get(answer, WHY_NOT[Answer.NO])}.")
        if not await self.approvals.answer(approval, State.APPROVED):
            now = await self._now(approval)
            if now.state is State.EXPIRED:
                raise Unconfirmed("Nothing was sent: the answer came too late. Call again to be asked anew.")

    async def _attempt(self, line: Line, request: Request, approval: Approval | None) -> dict[str, object] | Looked:
        """Carry it out if nothing speaks against it; else what the person is to be shown."""
        async with held(self.store, line, request.keys) as locks:
            if approval is not None:
                approval = await self._now(approval)
                if approval.state is State.USED:
                    raise LostTheRace
            await self.settler.refuse_while_open(line, request)
            if request.replanned is not None and await request.replanned() != request.writes:
                raise Unconfirmed(REPLAN.format(tool=request.tool))
            agreed = approval is not None and approval.state is State.APPROVED
            course = self._course(line, request)
            ready = await course.prepare(anew=agreed or not request.reasons)
            looked = Looked(ready, await self.past.look(line.account, request, ready))
            if approval is not None and agreed and looked.covered_by(approval):
                return await self.carrier.carry_out(Errand(request, approval, locks), ready, course)
            if request.read is None and not request.reasons and not any(one.reasons for one in ready):
                return await self.carrier.carry_out(Errand(request, None, locks), ready, course)
            return looked

    def _course(self, line: Line, request: Request) -> Course:
        return request.course or InTurn(line, request, self.question, self.carrier)

    async def _open(
        self, line: Line, request: Request, person: Person, looked: Looked, stale: Approval | None
    ) -> Approval:
        """A new question; after a yes that no longer holds it says what changed, twice at most."""
        order = await self._order(line, request, person)
        moved = stale if stale is not None and stale.state is State.APPROVED else None
        round_ = moved.round + 1 if moved else 1
        if round_ > ROUNDS:
            raise Unconfirmed(MOVED)
        before = list(looked.past.warnings)
        if moved is not None:
            await self.approvals.withdraw(moved)
            if not moved.seen.still_holds(looked.seen):
                before.insert(0, "The price, place or target changed after your yes.")
        words = await self._course(line, request).question(request, looked.ready, before)
        return await self.approvals.open(order, looked.seen, words, round_, request.to_run())

    async def _order(self, line: Line, request: Request, person: Person) -> Order:
        """Who is to say yes. Raises Unconfirmed where nobody can be asked, with how to set it up."""
        page = await self.waiting.possible()
        client = person.way if self.confirm is not Confirm.PAGE else None
        if self.confirm is Confirm.BOTH and client is not None and page:
            return request.order(line.account, client, both=True)
        if client is not None and self.confirm in (Confirm.AUTO, Confirm.CLIENT):
            return request.order(line.account, client)
        if page and self.confirm in (Confirm.AUTO, Confirm.PAGE):
            return request.order(line.account, Way.PAGE)
        raise Unconfirmed(self.waiting.nobody(request, self.confirm.value, page=page))

    async def _ask(self, person: Person, approval: Approval, *, looked: bool) -> Result | None:
        """None once everybody needed has said yes; else what to answer now."""
        if approval.open_to_client:
            asked = await person.ask(approval)
            if isinstance(asked, InputRequiredResult):
                return asked
            if asked is Answer.TIMED_OUT:
                return await self._timed_out(approval)
            await self._accept(approval, asked)
            approval = await self._now(approval)
        if approval.state is State.WAITING and approval.page:
            return await self.waiting.on_page(person, approval, looked=looked)
        return None

    async def _timed_out(self, approval: Approval) -> Result:
        """Nobody answered for as long as a call may wait: the question stays open, on the page where there is one."""
        if await self.waiting.possible() and not approval.order.both and self.confirm is Confirm.AUTO:
            await self.approvals.to_page(approval)
            return self.waiting.told(await self._now(approval))
        raise Unconfirmed(
            "Nothing was sent: nobody answered in time. The question stays open for a while: call again to ask it."
        )

    async def _lost(self, approval: Approval | None) -> dict[str, object]:
        now = await self._now(approval) if approval is not None else None
        if now is None or now.state is not State.USED:
            state = now.state.value if now else "gone"
            raise Unconfirmed(f"Nothing was sent: this question is {state}. Call again to be asked anew.")
        return await self.what_became(now)

    async def what_became(self, approval: Approval) -> dict[str, object]:
        """A used approval sends nothing; it tells what its order became, waiting a while for one under way."""
        with anyio.move_on_after(60):
            while not approval.outcome:
                await anyio.sleep(0.05)
                approval = await self._now(approval)
        answer = approval.outcome.get("answer")
        if is_row(answer):
            return {**answer, "note": "This yes was used already: nothing was sent again, this is its outcome."}
        became = approval.outcome.get("words") or "it is still being carried out"
        raise Unconfirmed(f"This yes was used already, and nothing was sent again. What became of it: {became}")

    async def _now(self, approval: Approval) -> Approval:
        found = await self.approvals.again(approval.id)
        if found is None:
            raise Unconfirmed("Nothing was sent: the question is gone. Call again to be asked anew.")
        return found
