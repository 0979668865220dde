"""Plans with dates: when one begins, when it is taken back, and what became of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voipms_server.errors import NotAllowed
from voipms_server.plans.book import UNFINISHED, State, moved
from voipms_server.shapes import is_row
from voipms_server.store.store import Store, Transaction

if TYPE_CHECKING:
    from voipms_server.store.tables import DateRow, PlanRow

AGAIN_SECONDS = 60
"""What could not be done is tried again after this; also how long whoever began it is left alone."""
SHOWN_SECONDS = 30 * 86_400
"""How long what did not come out as it was confirmed is shown."""


@dataclass(frozen=True, slots=True)
class Date:
    """The dates of one plan, in seconds since 1970; 0 for at once, for never, and for not yet."""

    plan: str
    account: str
    caller: str
    title: str
    bundle: str
    state: State
    starts: float
    ends: float
    over: float
    told: Mapping[str, object]
    follows: str = ""
    """The group of the plan that it was kept with."""

    @property
    def moment(self) -> float:
        """When something is to be done with it next; 0 when nothing is."""
        if self.over:
            return 0
        if self.state in UNFINISHED:
            return self.starts or 1
        return self.starts if self.state is State.WAITING else self.ends

    @property
    def meant(self) -> float:
        """When it should have left the state it is in."""
        ending = self.state in (State.DONE, State.GOING_BACK) or not self.starts
        return self.ends if ending else self.starts

    @property
    def went_wrong(self) -> bool:
        """Whether a person should know what became of it."""
        return bool(self.over) and any(self.told.get(name) for name in ("failed", "left", "missed"))


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a store; each method is one transaction."""

    store: Store

    async def due(self) -> list[Date]:
        """Those whose moment has come, the earliest first; what ends before what begins at the same moment."""
        found = await self.store.run(lambda t: [one for one in _open(t) if one.moment <= t.now])
        return sorted(found, key=lambda one: (one.moment, one.state is State.WAITING))

    async def next(self) -> float:
        """The next moment at which something is to be done; 0 when nothing is."""
        moments = await self.store.run(lambda t: [one.moment for one in _open(t)])
        return min((one for one in moments if one), default=0)

    async def claim(self, plan: str) -> bool:
        """Whether it is ours to carry out now, over all processes."""
        return await self.store.run(lambda t: _claim(t, plan))

    async def leave(self, plan: str) -> None:
        """It is not carried out yet, and may be looked at again at once."""
        await self.store.run(lambda t: _change(t, plan, again=t.now))

    async def call_off(self, plan: str, told: Mapping[str, object]) -> bool:
        """It does not begin; False when it has begun."""
        return await self.store.run(lambda t: called_off(t, plan, told))

    async def over(self, plan: str, told: Mapping[str, object]) -> None:
        """It came to its end."""
        await self.store.run(lambda t: _over(t, plan, told))

    async def find(self, plan: str) -> Date | None:
        return await self.store.run(lambda t: _find(t, plan))

    async def of_account(self, account: str) -> list[Date]:
        """Those that are open, and those that lately did not come out as confirmed."""
        return await self.store.run(lambda t: of_account(t, account))

    async def end(self, plan: str, ends: float) -> bool:
        """Another end for one that is open."""
        return await self.store.run(lambda t: _change(t, plan, ends=ends))

    async def seen_alive(self, who: str) -> None:
        """Whoever carries dates out was here."""
        await self.store.run(lambda t: _note(t, who))

    async def alive(self, who: str) -> float:
        """When it was here last; 0 for never."""
        return await self.store.run(lambda t: last_alive(t, who))


def added(t: Transaction, plan: str, account: str, starts: float, ends: float, follows: str = "") -> None:
    """The dates of a plan that is kept in this transaction."""
    from voipms_server.store.tables import DateRow

    again = 0 if starts else t.now + AGAIN_SECONDS
    row = DateRow(plan=plan, account=account, starts=starts, ends=ends, again=again, over=0, told="", follows=follows)
    t.session.add(row)


def called_off(t: Transaction, plan: str, told: Mapping[str, object]) -> bool:
    """A plan that waits does not begin; False when it has begun, or is called off already."""
    if not moved(t, plan, State.CALLED_OFF, (State.WAITING,)):
        return False
    _over(t, plan, told)
    return True


def of_account(t: Transaction, account: str) -> list[Date]:
    """Those that are open, and those that lately did not come out as confirmed; the next first."""
    found = [one for one in _open(t, since=t.now - SHOWN_SECONDS) if one.account == account]
    return sorted((one for one in found if not one.over or one.went_wrong), key=lambda one: one.moment)


def last_alive(t: Transaction, who: str) -> float:
    from voipms_server.store.tables import FactRow

    row = t.session.get(FactRow, f"alive {who}")
    return float(row.value) if row is not None else 0


def _open(t: Transaction, since: float = 0) -> Sequence[Date]:
    """Those that are open; with `since`, those that came to their end after it too."""
    from sqlalchemy import or_, select

    from voipms_server.store.tables import DateRow, PlanRow

    wanted = or_(DateRow.over == 0, DateRow.over > since) if since else DateRow.over == 0
    joined = select(DateRow, PlanRow).join(PlanRow, PlanRow.id == DateRow.plan).where(wanted)
    return [_date(t, row, plan) for row, plan in t.session.execute(joined)]


def every_open(t: Transaction, account: str) -> list[Date]:
    """Those of an account that have not come to their end."""
    return [one for one in _open(t) if one.account == account]


def _find(t: Transaction, id_: str) -> Date | None:
    from voipms_server.store.tables import DateRow, PlanRow

    row, plan = t.session.get(DateRow, id_), t.session.get(PlanRow, id_)
    return _date(t, row, plan) if row is not None and plan is not None else None


def _date(t: Transaction, row: "DateRow", plan: "PlanRow") -> Date:
    told = t.keys.decrypt(row.told) if row.told else None
    return Date(
        row.plan,
        row.account,
        plan.caller,
        plan.title,
        plan.bundle,
        State(plan.state),
        row.starts,
        row.ends,
        row.over,
        told if is_row(told) else {},
        row.follows,
    )


def _claim(t: Transaction, plan: str) -> bool:
    from sqlalchemy import update

    from voipms_server.store.tables import DateRow

    free = (DateRow.plan == plan, DateRow.over == 0, DateRow.again <= t.now)
    claimed = update(DateRow).where(*free).values(again=t.now + AGAIN_SECONDS).returning(DateRow.plan)
    return len(t.session.execute(claimed).all()) == 1


def _over(t: Transaction, plan: str, told: Mapping[str, object]) -> None:
    from sqlalchemy import or_, update

    from voipms_server.store.tables import DateRow

    untold = (DateRow.plan == plan, or_(DateRow.over == 0, DateRow.told == ""))
    ended = update(DateRow).where(*untold).values(over=t.now, told=t.keys.encrypt(dict(told)))
    if len(t.session.execute(ended.returning(DateRow.plan)).all()) != 1:
        raise NotAllowed(f"The dates of plan {plan} came to their end before.")


def _change(t: Transaction, plan: str, **values: object) -> bool:
    from sqlalchemy import update

    from voipms_server.store.tables import DateRow

    open_ = (DateRow.plan == plan, DateRow.over == 0)
    return len(t.session.execute(update(DateRow).where(*open_).values(**values).returning(DateRow.plan)).all()) == 1


def _note(t: Transaction, who: str) -> None:
    from voipms_server.store.database import put
    from voipms_server.store.tables import FactRow

    put(t.session, FactRow, {"name": f"alive {who}"}, value=str(t.now))
