"""Money and deletions: looked at, asked about, looked at again, committed, sent once, and what became of it kept."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import anyio
from mcp.types import InputRequiredResult

from voipms_server import look, questions
from voipms_server.approvals import Approval, Approvals, Order, State
from voipms_server.asking import Answer, Person
from voipms_server.errors import Unconfirmed, UnknownOutcome, VoipmsError
from voipms_server.line import Line
from voipms_server.orders import Outcome, Placed, Reading
from voipms_server.shield import shielded
from voipms_tools.effects import Effect
from voipms_tools.function import Function

ROUNDS = 3
CANNOT_ASK = (
    "Nothing was sent: {function} needs a person's yes, and this client has no way to ask for it (MCP elicitation). "
    "Call it with test=true to rehearse it and see the price, or use a client that supports elicitation."
)
CANNOT_ASK_NO_TEST = (
    "Nothing was sent: {function} needs a person's yes, and this client has no way to ask for it (MCP elicitation). "
    "Use a client that supports elicitation, or do it in the VoIP.ms portal."
)
WHY_NOT = {
    Answer.NO: "the person said no",
    Answer.CANCELLED: "the person closed the question without an answer",
    Answer.TIMED_OUT: "nobody answered in time",
    Answer.FAILED: "the client failed to ask",
}


@dataclass(frozen=True, slots=True)
class Gated:
    """A checked call that needs a person: its parameters are what will be sent."""

    function: type[Function]
    params: Mapping[str, str]
    caller: str

    @property
    def name(self) -> str:
        return self.function.tool_name()

    @property
    def spends(self) -> bool:
        return self.function.declared.effect is Effect.SPEND

    def digest(self, account: str) -> str:
        """Function, arguments and account: two calls with the same digest are the same order."""
        text = json.dumps([self.name, account, sorted(self.params.items())])
        return hashlib.sha256(text.encode()).hexdigest()


class Gate:
    """Lets a call through after a person's yes to that very call, once."""

    def __init__(self, approvals: Approvals, settle: float = 120) -> None:
        self._approvals = approvals
        self._settle = settle

    async def run(self, line: Line, call: Gated, person: Person) -> dict[str, object] | InputRequiredResult:
        """The answer of the API, or what the client must show the person first.

        Raises Unconfirmed without a yes, Refused when the rehearsal fails, UnknownOutcome when it may have happened.
        """
        way = person.way
        if way is None:
            reason = CANNOT_ASK if call.spends else CANNOT_ASK_NO_TEST
            raise Unconfirmed(reason.format(function=call.name))
        order = Order(call.digest(line.account), line.account, call.caller, way)
        approval, answer = self._returned(order, person)
        return await self._ask_until_it_holds(line, call, person, order, approval, answer)

    def _returned(self, order: Order, person: Person) -> tuple[Approval | None, Answer | None]:
        returned = person.returned()
        if returned is None:
            return None, None
        id_, answer = returned
        approval = self._approvals.find(id_, order)
        if approval is None:
            raise Unconfirmed("Nothing was sent: the answer belongs to no question this server asked. Call again.")
        if approval.state in (State.DECLINED, State.EXPIRED):
            raise Unconfirmed(
                f"Nothing was sent: this question was {approval.state.value}. Call again to be asked anew."
            )
        return approval, answer

    async def _ask_until_it_holds(
        self,
        line: Line,
        call: Gated,
        person: Person,
        order: Order,
        approval: Approval | None,
        answer: Answer | None,
    ) -> dict[str, object] | InputRequiredResult:
        for _ in range(ROUNDS + 1):
            if approval is not None and answer is not None:
                done = await self._after(line, call, approval, answer)
                if done is not None:
                    return done
            await self._refuse_while_unknown(line, call, order.digest)
            seen = await look.look(line, call.function, call.params)
            approval = await self._open(line, call, order, seen, approval)
            asked = await person.ask(approval)
            if isinstance(asked, InputRequiredResult):
                return asked
            answer = asked
        raise Unconfirmed(_MOVED)

    async def _after(self, line: Line, call: Gated, approval: Approval, answer: Answer) -> dict[str, object] | None:
        """What an answer leads to; None after a yes to what is no longer so. One order of an account at a time."""
        if approval.state is State.USED:
            return await self._what_became(approval)
        self._accept(approval, answer)
        async with line.ordering:
            await self._refuse_while_unknown(line, call, approval.order.digest)
            seen = await look.look(line, call.function, call.params)
            if not self._still_holds(line, approval, seen):
                return None
            before = await self._reading(line) if call.spends else None
            await line.client.turn()
            if not self._approvals.use(approval):
                return await self._lost_the_race(approval)
            return await shielded(partial(self._send, line, call, approval, before))

    def _accept(self, approval: Approval, answer: Answer) -> None:
        """Record the answer; anything but a yes ends here."""
        if answer is not Answer.YES:
            self._approvals.answer(approval, State.DECLINED)
            raise Unconfirmed(f"Nothing was sent: {WHY_NOT[answer]}.")
        if not self._approvals.answer(approval, State.APPROVED) and approval.state is State.EXPIRED:
            raise Unconfirmed("Nothing was sent: the answer came too late. Call again to be asked anew.")

    def _still_holds(self, line: Line, approval: Approval, seen: look.Seen) -> bool:
        """Nor was an equal order placed since the question, which did not warn of it."""
        alike = line.orders.alike(approval.order.digest)
        return approval.seen.still_holds(seen) and (alike is None or alike.since < approval.created)

    async def _open(self, line: Line, call: Gated, order: Order, seen: look.Seen, stale: Approval | None) -> Approval:
        """A new question; after a yes that no longer holds it says what changed, twice at most."""
        round_ = stale.round + 1 if stale else 1
        if round_ > ROUNDS:
            raise Unconfirmed(_MOVED)
        before = self._like_it_before(line, order.digest)
        if stale is not None:
            self._approvals.withdraw(stale)
            if not stale.seen.still_holds(seen):
                before = f"The price, place or target changed after your yes. {before}"
        routes = await look.routes_in_words(line, call.params)
        text = questions.question(
            call.name,
            call.params,
            routes,
            seen,
            account=line.account,
            caller=call.caller,
            before=before.strip(),
            spends=call.spends,
        )
        return self._approvals.open(order, seen, text, round_)

    def _like_it_before(self, line: Line, digest: str) -> str:
        alike = line.orders.alike(digest)
        if alike is None:
            return ""
        return f"Careful: an order equal to this one in the last 24 hours is {alike.outcome.value}."

    async def _send(self, line: Line, call: Gated, approval: Approval, before: Reading | None) -> dict[str, object]:
        placed = self._intend(line, call, approval, before) if before else None
        try:
            answer = await line.client.call(call.name, call.params, read=False, in_turn=True)
        except VoipmsError as error:
            unknown = isinstance(error, UnknownOutcome)
            if placed:
                placed.outcome = Outcome.UNKNOWN if unknown else Outcome.NOT_DONE
            self._approvals.finish(approval, str(error))
            raise
        except BaseException:
            if placed:
                placed.outcome = Outcome.UNKNOWN
            self._approvals.finish(approval, "It is unknown whether it happened; look before you order again.")
            raise
        if placed:
            placed.outcome = Outcome.DONE
        self._approvals.finish(approval, answer)
        return answer

    def _intend(self, line: Line, call: Gated, approval: Approval, before: Reading) -> Placed:
        words = f"{call.name} {call.params.get('did') or call.params.get('location_id') or ''}".strip()
        price = approval.seen.quote.now if approval.seen.quote else None
        placed = Placed(approval.order.digest, words, call.params.get("did", ""), before, price)
        return line.orders.begin(placed)

    async def _reading(self, line: Line) -> Reading:
        return Reading(line.orders.clock(), await look.owned(line), await look.balance(line))

    async def _refuse_while_unknown(self, line: Line, call: Gated, digest: str) -> None:
        """While an order's outcome is unknown, no order that could not be told from it is sent."""
        waiting = [order for order in line.orders.unknown() if call.spends and order.outcome is Outcome.UNKNOWN]
        if not waiting:
            return
        now = await self._reading(line)
        for order in waiting:
            order.outcome = order.judge(now, self._settle)
            same = order.digest == digest
            if order.outcome is Outcome.UNKNOWN and (same or not order.did or not call.params.get("did")):
                raise Unconfirmed(
                    f"Nothing was sent: it is still unknown whether the earlier {order.words} went through. "
                    f"Look with getDIDsInfo and getTransactionHistory, and try again after {self._settle:.0f} seconds. "
                    "If it stays so, a person looks in the VoIP.ms portal and then restarts this server."
                )

    async def _what_became(self, approval: Approval) -> dict[str, object]:
        """A used approval sends nothing; it tells what its order became."""
        with anyio.move_on_after(60):
            await approval.finished.wait()
        return self._told(approval)

    async def _lost_the_race(self, approval: Approval) -> dict[str, object]:
        if approval.state is not State.USED:
            raise Unconfirmed(
                f"Nothing was sent: this question is {approval.state.value}. Call again to be asked anew."
            )
        return await self._what_became(approval)

    def _told(self, approval: Approval) -> dict[str, object]:
        if isinstance(approval.outcome, str):
            became = approval.outcome or "it is still being carried out"
            raise Unconfirmed(f"This yes was used already, and nothing was sent again. What became of it: {became}")
        return {**approval.outcome, "note": "This yes was used already: nothing was sent again, this is its outcome."}


_MOVED = "Nothing was sent: the price, place or target changed each time after the yes. Try again later."
