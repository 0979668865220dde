"""`businessHours`: open, closed, lunch and menus as one plan, with a plan for each holiday that is kept after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voipms_server.answers.words import clean
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts
from voipms_server.jobs.job import Result, Task
from voipms_server.jobs.making_plans import Draft, plan_shown
from voipms_server.moving.numbers import chosen
from voipms_server.opening.conditions import LUNCH, Conditions
from voipms_server.opening.criteria import ahead, always, between, criteria, moved
from voipms_server.opening.holidays import Holidays
from voipms_server.opening.menus import Menus
from voipms_server.opening.recordings import Recordings
from voipms_server.opening.targets import check_targets
from voipms_server.plans.leading import leading
from voipms_server.questions import quoted
from voipms_server.quotes import text
from voipms_server.tracing.hours import Criterion
from voipms_tools.plans import BusinessHours
from voipms_tools.words.opening import MENU

IN_EFFECT = (
    "businessHours: {title} (plan {plan}) is in effect for these numbers. Wait until it is over, or end it first: "
    "undoChange with plan={plan}."
)
KEPT_BEFORE = (
    "Kept before, and not changed by this: {title} (plan {plan}); it does not begin where a number is led elsewhere by "
    "then. undoChange with plan={plan} calls it off."
)
BASE = "Business hours"
OPEN_STEP, LUNCH_STEP = "tc_open", "tc_lunch"
LONGEST = 30
NO_NUMBER = "No number is led there: setDIDRouting does that, or `numbers`."
NO_LUNCH = "businessHours: no day has two spans, so there is no lunch between them; say hours as 9-12, 13-17."
ALWAYS = "businessHours: these hours are all of the week, so nothing is ever closed; lead the number to it directly."


@dataclass(frozen=True, slots=True)
class Opening:
    """What was asked for, as it is on this account."""

    task: Task
    asked: BusinessHours
    facts: Facts
    now: datetime

    @property
    def base(self) -> str:
        return self.asked.name or BASE

    async def draft(self) -> Draft:
        minutes, said = ahead(self.asked.hours, self.task.setup.zone, self.now), self.asked.hours.spans
        spans, lunch = criteria(moved(said, minutes)), criteria(moved(between(said), minutes))
        numbers = await self.numbers()
        holidays = self.holidays(numbers)
        holidays.check(self.now)
        menus = await self._menus()
        conditions = Conditions(await self.facts.rows("getTimeConditions"), self.base)
        hours = self._hours(spans, lunch, menus, conditions)
        made = menus.steps()
        steps = [*menus.recordings.steps, *made, *hours, *_routed(numbers)]
        notes = [
            *self._told(spans, lunch, minutes),
            *_entries(conditions),
            *([] if numbers else [NO_NUMBER]),
            *holidays.notes(),
            *await self._kept_before(numbers),
        ]
        return Draft(steps, self.base, tuple(notes), later=holidays.plans(menus.route))

    async def numbers(self) -> list[str]:
        """Those that are led to the hours."""
        if self.asked.numbers is None:
            return []
        rows = chosen("businessHours", await self.facts.rows("getDIDsInfo"), self.asked.numbers, None)
        return [text(row, "did") for row in rows]

    def holidays(self, numbers: Sequence[str]) -> Holidays:
        return Holidays(self.asked.holidays or (), self.asked.closed, numbers, self.task.setup.zone)

    async def _kept_before(self, numbers: Sequence[str]) -> list[str]:
        """The holidays of earlier hours that wait. Raises NotAllowed where one of them is in effect."""
        found = await self.task.gate.store.run(lambda t: leading(t, self.task.line.account))
        own = [one for one in found if one.follows and one.numbers & set(numbers)]
        for one in own:
            if one.begun:
                raise NotAllowed(IN_EFFECT.format(title=quoted(one.title), plan=one.plan))
        return [KEPT_BEFORE.format(title=quoted(one.title), plan=one.plan) for one in own]

    async def _menus(self) -> Menus:
        recordings = Recordings(await self.facts.rows("getRecordings") if self.asked.menus else [])
        menus = Menus(self.asked.menus or {}, await self.facts.rows("getIVRs"), recordings, self.base)
        await check_targets("businessHours", self.facts, self._targets())
        unused = set(menus.wanted) - {one.removeprefix(MENU) for one in self._targets()}
        if unused:
            raise NotAllowed(
                f"businessHours: nothing leads to the menu {sorted(unused)[0]}; say menu:NAME where it is."
            )
        return menus

    def _targets(self) -> list[str]:
        """Everything that is led to, menus that are made along too."""
        keys = (target for menu in (self.asked.menus or {}).values() for target in menu.keys.values())
        days = (day.target for day in self.asked.holidays or ())
        return [self.asked.open, self.asked.closed, self.asked.lunch or "", *keys, *days]

    def _hours(
        self, spans: Sequence[Criterion], lunch: Sequence[Criterion], menus: Menus, conditions: Conditions
    ) -> list[dict[str, object]]:
        """What is asked when the hours do not match comes first."""
        closed, first = menus.route(self.asked.closed), list[dict[str, object]]()
        if always(spans):
            raise NotAllowed(ALWAYS)
        if self.asked.lunch is not None:
            if not lunch:
                raise NotAllowed(NO_LUNCH)
            title, route = f"{self.base} {LUNCH}", menus.route(self.asked.lunch)
            first = conditions.chain(LUNCH_STEP, title, lunch, route, closed)
            closed = f"tc:${{{LUNCH_STEP}}}"
        return [*first, *conditions.chain(OPEN_STEP, self.base, spans, menus.route(self.asked.open), closed)]

    def _told(self, spans: Sequence[Criterion], lunch: Sequence[Criterion], minutes: int) -> list[str]:
        """The hours on the clock on which VoIP.ms keeps them."""
        zone = self.task.setup.zone.told()
        return [
            f"Open on US Eastern time: {_words(spans)}.",
            *([f"Lunch: {_words(lunch)}."] if self.asked.lunch is not None else []),
            *([f"They were said on the clock of {zone}."] if minutes else []),
        ]


async def business_hours(task: Task) -> Result:
    """Asked once, for the hours and for every holiday."""
    asked = task.checked
    if not isinstance(asked, BusinessHours):
        raise TypeError(asked)
    now = task.now()
    opening = Opening(task, asked, Facts(task.line, lambda: now), now)
    if len(opening.base) > LONGEST:
        raise NotAllowed(f"businessHours: name {clean(opening.base, 40)!r} is longer than {LONGEST} characters.")
    return await plan_shown(task, opening.draft, preview=asked.preview is True)


def _routed(numbers: Sequence[str]) -> list[dict[str, object]]:
    routing = f"tc:${{{OPEN_STEP}}}"
    return [{"tool": "setDIDRouting", "arguments": {"did": did, "routing": routing}} for did in numbers]


def _words(some: Sequence[Criterion]) -> str:
    return ", ".join(one.words() for one in some)


def _entries(conditions: Conditions) -> list[str]:
    """Entries of the same name that are changed, and those that are used no more."""
    ids = [f"{text(row, 'timecondition')} ({clean(text(row, 'name'), 60)})" for row in conditions.changed()]
    old = [f"{text(row, 'timecondition')} ({clean(text(row, 'name'), 60)})" for row in conditions.left_over()]
    return [
        *([f"There already, and changed: time condition {', '.join(ids)}."] if ids else []),
        *([f"Left as it is, and not led to any more: time condition {', '.join(old)}."] if old else []),
    ]
