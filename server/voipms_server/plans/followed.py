"""A plan after which others are kept, each with its dates; one yes is to all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voipms_server.commit import Errand
from voipms_server.errors import NotAllowed
from voipms_server.plans import wording
from voipms_server.plans.book import State, Stored, found_in
from voipms_server.plans.course import Answer, PlanCourse
from voipms_server.plans.dated import LONGEST_SECONDS, NOBODY, TOO_FAR, When, in_words, who_carries_out
from voipms_server.plans.dates import Dates, added, every_open
from voipms_server.plans.later import Later, plain_of
from voipms_server.plans.leading import Leading, numbers_led, refuse_meeting
from voipms_server.plans.planning import Plan
from voipms_server.prepared import Prepared
from voipms_server.questions import quoted
from voipms_server.requests import Request, Write
from voipms_server.setup import Setup
from voipms_server.store.store import Store, Transaction
from voipms_server.zones import Zone
from voipms_tools.words.plans import Step, steps_of

HEAD = "Kept once that is done, each a plan of its own with dates, and set back after it:"
GONE_BY = "{title}: it is over. Say days that are to come."


@dataclass(slots=True, kw_only=True)
class FollowedCourse(PlanCourse):
    """`later` are kept in the transaction in which the plan is done, whoever does it."""

    later: Sequence[Later]
    who: str
    """Who carries them out, in words."""
    journal_days: int

    @property
    def pairs(self) -> list[tuple[Later, Plan]]:
        """Each with what it comes to."""
        return list(zip(self.later, self.plan.later, strict=True))

    async def planned(self) -> Plan:
        return await self.runner.planner.plan(self.steps, steps_after(self.later))

    async def prepare(self, *, anew: bool) -> list[Prepared]:
        """What is kept for later is part of what was seen."""
        ready = await PlanCourse.prepare(self, anew=anew)
        await self.check()
        return [*ready, *(one for plan in self.plan.later for one in plan.ready)]

    async def check(self) -> None:
        """Raises NotAllowed for dates that cannot be kept, or that meet those of another plan."""
        now, account = self.now().timestamp(), self.runner.line.account
        for one, plan in self.pairs:
            if one.ends <= now:
                raise NotAllowed(GONE_BY.format(title=quoted(one.title)))
            if one.ends > now + LONGEST_SECONDS:
                raise NotAllowed(TOO_FAR.format(name=self.tool, said=one.title))
            When(one.starts, one.ends, self.zone).check(plan.writes, now, self.journal_days)
        wanted = [Leading("", one.title, numbers_led(plan.writes), one.starts, one.ends) for one, plan in self.pairs]
        await self.runner.book.store.run(lambda t: refuse_meeting(t, account, wanted))

    async def lines(self) -> list[str]:
        """The changes of the plan, and what each later one does from when to when."""
        found = [*await PlanCourse.lines(self), HEAD]
        for one, plan in self.pairs:
            starts = _begins(one.starts, self.now().timestamp(), self.zone)
            found.append(f"{one.title}: {starts} to {in_words(one.ends, self.zone)}")
            found += [f"   {line}" for line in await wording.told(self.words, plan)]
        return [*found, *([self.who] if self.who == NOBODY else [])]

    def about(self) -> tuple[str, ...]:
        """What the yes is to, beside the changes of the plan."""
        return tuple(
            f"{one.title} {one.starts:.0f} {one.ends:.0f} {[sorted(write.asked().items()) for write in plan.writes]}"
            for one, plan in self.pairs
        )

    async def carry_out(self, errand: Errand, ready: Sequence[Prepared]) -> Answer:
        answer = await PlanCourse.carry_out(self, errand, ready)
        setup = self.runner.planner.setup
        return {**answer, **await told_after(self.runner.book.store, self.runner.line.account, setup, answer)}

    def previewed(self) -> Answer:
        """For the answer of a preview."""
        now = self.now().timestamp()
        days = [
            _told(one.starts, one.ends, plan.blanks.shown(_target(plan.writes)), now, self.zone)
            for one, plan in self.pairs
        ]
        return {"holidays": days, "carried_out_by": self.who}

    async def kept(self, request: Request, state: State, approval: str) -> Stored:
        """One that is carried out is gone on with until it ends, as what is due is."""
        book, account = self.runner.book, self.runner.line.account

        def also(t: Transaction, id_: str) -> None:
            if state is not State.PREVIEWED:
                added(t, id_, account, 0, 0)

        later = plain_of(self.later, self.plan)
        id_ = await book.keep(request, account, self.plan, self.raw, state, approval, also, later)
        return await book.find(id_, account, request.caller)


def steps_after(later: Sequence[Later]) -> list[tuple[Step, ...]]:
    return [steps_of(one.steps) for one in later]


async def told_after(store: Store, account: str, setup: Setup, answer: Answer) -> Answer:
    """What is kept since this plan is done, for its answer; nothing of a plan that nothing follows."""
    if answer.get("done") is not True:
        return {}
    found = await store.run(lambda t: _following(t, account, str(answer.get("group")), setup.zone))
    who = await who_carries_out(Dates(store), lasting=setup.lasting)
    return {"holidays": found, "carried_out_by": who} if found else {}


def _following(t: Transaction, account: str, group: str, zone: Zone) -> list[Answer]:
    dates = sorted((one for one in every_open(t, account) if one.follows == group), key=lambda one: one.starts)
    plans = ((date, found_in(t, date.plan)) for date in dates)
    return [
        {"plan": date.plan, **_told(date.starts, date.ends, _target(one.write for one in plan.writes), t.now, zone)}
        for date, plan in plans
        if plan is not None
    ]


def _told(starts: float, ends: float, target: str, now: float, zone: Zone) -> Answer:
    return {"starts": _begins(starts, now, zone), "ends": in_words(ends, zone), "target": target}


def _begins(starts: float, now: float, zone: Zone) -> str:
    return in_words(starts, zone) if starts > now else "now"


def _target(writes: Iterable[Write]) -> str:
    """Where the numbers are led: all of one plan to the same place."""
    return next((one.params["routing"] for one in writes if "routing" in one.params), "")
