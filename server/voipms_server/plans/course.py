"""The way of a plan through the gate: planned anew at each look, told as one question, carried out as one change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from voipms_server.commit import Errand
from voipms_server.errors import NotAllowed, Refused, Unconfirmed
from voipms_server.gate import REPLAN
from voipms_server.plans import wording
from voipms_server.plans.book import State, Stored, approval_id
from voipms_server.plans.callers import Way, ways
from voipms_server.plans.planning import Plan
from voipms_server.plans.running import Runner
from voipms_server.prepared import Prepared
from voipms_server.question import Question
from voipms_server.requests import Request
from voipms_server.zones import Zone
from voipms_tools.words.plans import Step

Answer = dict[str, object]
GONE = "Nothing was sent: what the person was shown cannot be done any more. {why} Call {tool} again to look anew."


@dataclass(slots=True)
class PlanCourse:
    """`steps` are those that were asked for, `raw` as they came; `plan` is what they came to when last looked at."""

    runner: Runner
    steps: Sequence[Step]
    raw: Sequence[object]
    plan: Plan
    words: Question
    now: Callable[[], datetime]
    zone: Zone
    tool: str = "applyPlan"
    """What is called again when it came to something else."""

    async def prepare(self, *, anew: bool) -> list[Prepared]:
        """What is only asked about was looked at just now, when the steps were read."""
        if anew:
            before, self.plan = self.plan, await self._again()
            if _asked(before) != _asked(self.plan):
                raise Unconfirmed(REPLAN.format(tool=self.tool))
        return self.plan.ready

    def about(self) -> tuple[str, ...]:
        """What a yes is to, beside the writes."""
        return ()

    async def check(self) -> None:
        """Raises NotAllowed for what a preview would refuse too."""

    def previewed(self) -> Answer:
        """What a preview tells beside the changes."""
        return {}

    async def planned(self) -> Plan:
        """What the steps come to now."""
        return await self.runner.planner.plan(self.steps)

    async def _again(self) -> Plan:
        try:
            return await self.planned()
        except (NotAllowed, Refused) as error:
            raise NotAllowed(GONE.format(why=error, tool=self.tool)) from None

    async def question(self, request: Request, ready: Sequence[Prepared], before: Sequence[str]) -> str:
        account = self.runner.line.account
        return wording.question_of(request, account, self.plan, await self.lines(), await self.ways(), before)

    async def lines(self) -> list[str]:
        """Every change, for the eye."""
        return await wording.told(self.words, self.plan)

    async def ways(self) -> list[Way]:
        return await ways(self.plan.after, self.plan.writes, self.now(), self.zone)

    async def carry_out(self, errand: Errand, ready: Sequence[Prepared]) -> Answer:
        """Kept first, so that whoever comes after a crash can go on."""
        stored = await self.kept(errand.request, State.RUNNING, approval_id(errand.approval))
        return await self.runner.go(errand, stored, self.plan)

    async def kept(self, request: Request, state: State, approval: str) -> Stored:
        book, account = self.runner.book, self.runner.line.account
        id_ = await book.keep(request, account, self.plan, self.raw, state, approval)
        return await book.find(id_, account, request.caller)


def _asked(plan: Plan) -> list[tuple[str, dict[str, str]]]:
    """The writes as they were asked for; secrets that are made here are new at each look."""
    return [(one.write.name, one.write.asked()) for some in (plan, *plan.later) for one in some.planned]
