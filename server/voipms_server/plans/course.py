"""The way of a plan through the gate: planned anew at each look, told as one question, carried out as one change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from voipms_server.commit import Errand
from voipms_server.errors import Unconfirmed
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


@dataclass(slots=True)
class PlanCourse:
    """`steps` are those that were asked for, `raw` as they came; `shown` is the digest of a preview they must equal."""

    runner: Runner
    steps: Sequence[Step]
    raw: Sequence[object]
    writes: Sequence[tuple[str, dict[str, str]]]
    question_words: Question
    now: Callable[[], datetime]
    zone: Zone
    plan: Plan | None = None

    async def prepare(self, *, anew: bool) -> list[Prepared]:
        """What is only asked about was looked at just now, when the steps were read."""
        if self.plan is None or anew:
            self.plan = await self.runner.planner.plan(self.steps)
        if asked_of(self.plan) != list(self.writes):
            raise Unconfirmed(REPLAN.format(tool="applyPlan"))
        return self.plan.ready

    async def question(self, request: Request, ready: Sequence[Prepared], before: Sequence[str]) -> str:
        plan = self.prepared
        lines = await wording.told(self.question_words, plan)
        return wording.question_of(request, self.runner.line.account, plan, lines, await self.ways(), before)

    async def ways(self) -> list[Way]:
        return await ways(self.prepared.after, self.prepared.writes, self.now(), self.zone)

    async def carry_out(self, errand: Errand, ready: Sequence[Prepared]) -> Answer:
        """Kept first, so that whoever comes after a crash can go on."""
        stored = await self.kept(errand.request, State.RUNNING, approval_id(errand.approval))
        return await self.runner.go(errand, stored, self.prepared)

    async def kept(self, request: Request, state: State, approval: str) -> Stored:
        plan, book = self.prepared, self.runner.book
        account = self.runner.line.account
        id_ = await book.keep(request, account, plan, self.raw, state, approval)
        return await book.find(id_, account, request.caller)

    @property
    def prepared(self) -> Plan:
        if self.plan is None:
            raise LookupError("it was not prepared")
        return self.plan


def asked_of(plan: Plan) -> list[tuple[str, dict[str, str]]]:
    """The writes as they were asked for; secrets that are made here are new at each look."""
    return [(one.write.name, one.write.asked()) for one in plan.planned]
