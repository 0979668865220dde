"""Undoing a plan that others follow: those that wait are called off with it, in the transaction that uses the yes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from voipms_server.commit import Errand, use
from voipms_server.errors import NotAllowed, Unconfirmed
from voipms_server.gate import REPLAN
from voipms_server.plans.book import UNFINISHED, State, found_in
from voipms_server.plans.dates import Date, called_off, every_open
from voipms_server.plans.leading import in_effect
from voipms_server.prepared import Prepared
from voipms_server.questions import quoted
from voipms_server.requests import Course, Request
from voipms_server.store.store import Store, Transaction

TOOL = "undoChange"
IN_EFFECT = (
    "Nothing was sent: {title} (plan {plan}) is in effect, and leads back to what this would undo. End it first: "
    "undoChange with plan={plan}."
)
STILL_RUNNING = (
    "Nothing was sent: plan {plan} ({title}) is not done yet. applyPlan with plan={plan} goes on with it; undo it "
    "after that."
)


def following(t: Transaction, account: str, groups: Collection[str]) -> list[Date]:
    """The plans that wait and follow these groups. Raises NotAllowed where one is in effect, or a group is not done."""
    dates = every_open(t, account)
    running = next((one for one in dates if one.bundle in groups and one.state in UNFINISHED), None)
    if running is not None and _is_followed(t, running):
        raise NotAllowed(STILL_RUNNING.format(plan=running.plan, title=quoted(running.title)))
    own = [one for one in dates if one.follows and one.follows in groups]
    begun = next((one for one in own if in_effect(t, one)), None)
    if begun is not None:
        raise NotAllowed(IN_EFFECT.format(plan=begun.plan, title=quoted(begun.title)))
    return [one for one in own if one.state is State.WAITING]


def _is_followed(t: Transaction, date: Date) -> bool:
    stored = found_in(t, date.plan)
    return stored is not None and bool(stored.later)


@dataclass(frozen=True, slots=True)
class CallingOff:
    """The course of an undo, with these plans called off before its first write."""

    store: Store
    inner: Course
    account: str
    groups: Collection[str]
    plans: Sequence[str]

    async def prepare(self, *, anew: bool) -> list[Prepared]:
        return await self.inner.prepare(anew=anew)

    async def question(self, request: Request, ready: Sequence[Prepared], before: Sequence[str]) -> str:
        return await self.inner.question(request, ready, before)

    async def carry_out(self, errand: Errand, ready: Sequence[Prepared]) -> dict[str, object]:
        await self.store.run(lambda t: self._called_off(t, errand))
        answer = await self.inner.carry_out(errand, ready)
        return {**answer, "called_off": list(self.plans)}

    def _called_off(self, t: Transaction, errand: Errand) -> None:
        """All of those that were told, or none, and nothing is sent."""
        if [one.plan for one in following(t, self.account, self.groups)] != list(self.plans):
            raise Unconfirmed(REPLAN.format(tool=TOOL))
        use(t, errand)
        for plan in self.plans:
            called_off(t, plan, {})
