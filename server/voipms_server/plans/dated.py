"""A plan with dates on its way through the gate: it begins later, or is taken back later, and one yes is to both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from voipms_server.commit import Errand, use
from voipms_server.errors import NotAllowed, Unconfirmed
from voipms_server.plans.book import State, Stored, approval_id
from voipms_server.plans.course import Answer, PlanCourse
from voipms_server.plans.dates import Dates, added
from voipms_server.plans.keeping import LASTING, TIMER
from voipms_server.prepared import Prepared
from voipms_server.requests import Request, Write
from voipms_server.store.store import Transaction
from voipms_server.zones import Zone
from voipms_tools.effects import Effect
from voipms_tools.registry import functions

LONGEST_SECONDS = 400 * 86_400
ALIVE_SECONDS = {TIMER: 900, LASTING: 120}
"""How long ago whoever carries dates out may have been here last, to be counted on."""
REGULARLY = "`mcp-voipms due` runs here regularly and carries it out."
THIS = "A server that stays carries it out, as long as it runs."
NOBODY = (
    "Careful: nothing runs here that could do this while no assistant is connected. It then happens late, when one "
    "connects. `mcp-voipms due --install` sets up what runs every minute."
)
BACK = "then everything is set back as it was, but for what somebody changed meanwhile"
ORDERS = "{name} costs money: a person confirms it when it is placed, so no plan with a date holds it."
FOR_GOOD = "{name} cannot be taken back, so it cannot be temporary."
TOO_FAR = "{name}: {said} is more than 400 days away."
OVER = "Nothing was sent: its end was past when the yes came. Call again with another."
FORGOTTEN = (
    "The journal is kept for {days} days (setting journal_days), and what is older cannot be set back: end it earlier."
)


@dataclass(frozen=True, slots=True)
class When:
    """Seconds since 1970; `starts` is 0 for at once, `ends` for never."""

    starts: float
    ends: float
    zone: Zone
    who: str = ""
    """Who carries it out, in words."""

    def check(self, writes: Sequence[Write], now: float, journal_days: int) -> None:
        """Raises NotAllowed for what cannot be done at a later moment, or not be taken back then."""
        for write in writes:
            if write.spends:
                raise NotAllowed(ORDERS.format(name=write.name))
            if self.ends and _for_good(write):
                raise NotAllowed(FOR_GOOD.format(name=write.name))
        if self.ends and journal_days and self.ends - now > (journal_days - 1) * 86_400:
            raise NotAllowed(FORGOTTEN.format(days=journal_days))

    def notes(self) -> tuple[str, ...]:
        """For the question."""
        starts = f"Starts: {self.words(self.starts)}." if self.starts else ""
        ends = f"Ends: {self.words(self.ends)}; {BACK}." if self.ends else ""
        return tuple(filter(None, (starts, ends, self.who if self.who == NOBODY else "")))

    def about(self) -> tuple[str, ...]:
        """What a yes is to, beside the writes."""
        return (f"{self.starts:.0f}", f"{self.ends:.0f}")

    def words(self, at: float) -> str:
        return in_words(at, self.zone)

    def told(self) -> Answer:
        """For the answer."""
        dates = {"starts": self.starts, "ends": self.ends}
        return {**{name: self.words(at) for name, at in dates.items() if at}, "carried_out_by": self.who}


@dataclass(slots=True, kw_only=True)
class DatedCourse(PlanCourse):
    """What is to begin later is kept; what begins now is carried out, and its end is kept."""

    when: When

    def about(self) -> tuple[str, ...]:
        return self.when.about()

    async def carry_out(self, errand: Errand, ready: Sequence[Prepared]) -> Answer:
        if self.when.ends and self.when.ends <= self.now().timestamp():
            raise Unconfirmed(OVER)
        if not self.when.starts:
            answer = await PlanCourse.carry_out(self, errand, ready)
            return {**answer, **(self.when.told() if "failed" not in answer else {})}
        stored = await self._kept(errand.request, State.WAITING, approval_id(errand.approval), errand)
        return {"done": False, "planned": True, "plan": stored.id, **self.when.told()}

    async def kept(self, request: Request, state: State, approval: str) -> Stored:
        """A preview has no dates."""
        if state is State.PREVIEWED:
            return await PlanCourse.kept(self, request, state, approval)
        return await self._kept(request, state, approval, None)

    async def _kept(self, request: Request, state: State, approval: str, used: Errand | None) -> Stored:
        """With its dates, in one transaction; the yes is used in it where nothing else uses it."""
        book, account = self.runner.book, self.runner.line.account

        def also(t: Transaction, id_: str) -> None:
            if used is not None:
                use(t, used)
            added(t, id_, account, self.when.starts, self.when.ends)

        id_ = await book.keep(request, account, self.plan, self.raw, state, approval, also)
        return await book.find(id_, account, request.caller)


def _for_good(write: Write) -> bool:
    """Whether nothing takes it back, or only something that costs money."""
    declared = write.function.declared
    back = functions().get(declared.counterpart)
    one_way = write.creates or write.effect is Effect.DELETE
    return declared.entry is None or (one_way and (back is None or back.declared.effect is Effect.SPEND))


async def who_carries_out(dates: Dates, *, lasting: bool) -> str:
    """What can be counted on to carry dates out here, in words."""
    now = dates.store.clock()
    alive = {who: now - await dates.alive(who) < seconds for who, seconds in ALIVE_SECONDS.items()}
    if alive[TIMER]:
        return REGULARLY
    return THIS if lasting or alive[LASTING] else NOBODY


def in_words(at: float, zone: Zone) -> str:
    """The moment on the user's clock, with its day and its offset."""
    local = zone.show(datetime.fromtimestamp(at, UTC))
    return f"{local:%A} {local.isoformat(sep=' ', timespec='minutes')}"
