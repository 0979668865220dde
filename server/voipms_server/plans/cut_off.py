"""Plans that were cut off: begun, or being taken back, and nobody goes on with them."""

from dataclasses import dataclass

from voipms_server.plans.book import UNFINISHED, State
from voipms_server.store.store import Transaction

STOPPED_SECONDS = 300
"""A plan that nothing was written for in this time is not being carried out."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A plan that was begun, or is being taken back, and that nobody goes on with."""

    id: str
    title: str
    state: State


def stopped(t: Transaction, account: str) -> list[Stopped]:
    """Those that nothing was written for lately, and that have no moment to come."""
    from sqlalchemy import or_, select

    from voipms_server.journal import changes as journal
    from voipms_server.store.tables import DateRow, PlanRow

    dated = select(DateRow.plan).where(DateRow.over == 0, or_(DateRow.starts > 0, DateRow.ends > 0))
    open_ = PlanRow.state.in_([one.value for one in UNFINISHED])
    rows = t.session.scalars(
        select(PlanRow).where(PlanRow.account == account, open_, PlanRow.id.not_in(dated)).order_by(PlanRow.created)
    )
    quiet = t.now - STOPPED_SECONDS
    lasts = ((row, [row.created, *(one.at for one in journal.of_bundle(t, row.bundle))]) for row in rows)
    return [Stopped(row.id, row.title, State(row.state)) for row, times in lasts if max(times) < quiet]
