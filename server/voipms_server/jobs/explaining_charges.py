"""`explainCharges`: what a period cost against another, split into drivers that add up to the transactions."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from voipms_server.calls.drivers import drivers
from voipms_server.calls.ledger import read_ledger
from voipms_server.calls.money import ZERO, total, usd
from voipms_server.calls.parts import Charged, charged
from voipms_server.calls.period import Period, before, period
from voipms_server.calls.span import SKEW
from voipms_server.calls.transactions import read_transactions
from voipms_server.facts import Facts
from voipms_server.jobs.job import Result, Task
from voipms_server.zones import Zone, eastern_day
from voipms_tools.troubleshooting import ExplainCharges

AROUND = timedelta(days=1)
"""Beyond both ends: a day's calls are booked as one, and the user's days are not those of VoIP.ms."""
TRUTH = (
    "Sums are those of the account's transactions. Calls are split by their records; what does not match stands as "
    "unexplained."
)


async def explain_charges(task: Task) -> Result:
    """Only reads. Raises NotAllowed for what is no period."""
    asked = task.checked
    if not isinstance(asked, ExplainCharges):
        raise TypeError(asked)
    zone, now = task.setup.zone, task.now()
    first = period(asked.period, zone, now)
    second = period(asked.compare_to, zone, now) if asked.compare_to else before(first, zone, now)
    facts = Facts(task.line, lambda: now)
    this, that = await _charged(facts, first, now), await _charged(facts, second, now)
    return {
        "period": _told(this, zone, now),
        "compared_to": _told(that, zone, now),
        "difference": usd(this.spent - that.spent),
        **_per_day(this, that),
        "drivers": [one.plain() for one in drivers(this, that)],
        **_missing(this, that),
        "truth": TRUTH,
        "times": zone.told(),
    }


async def _charged(facts: Facts, when: Period, now: datetime) -> Charged:
    since, until = when.start - AROUND, min(when.end + AROUND, now + SKEW)
    statement = await read_transactions(facts, eastern_day(since), eastern_day(until))
    ledger = await read_ledger(facts, since, until)
    return charged(when, statement, ledger.calls, ledger.unreadable)


def _told(one: Charged, zone: Zone, now: datetime) -> dict[str, object]:
    """The period, what was spent in it, and what was paid in, which is no charge."""
    paid = total(row.amount or ZERO for row in one.deposits)
    return {
        "days": one.period.words,
        "from": zone.show(one.period.start).isoformat(timespec="seconds"),
        "to": zone.show(min(one.period.end, now)).isoformat(timespec="seconds"),
        "length_in_days": f"{one.period.days}",
        "spent": usd(one.spent),
        "deposits": usd(paid),
        "deposit_count": len(one.deposits),
        "transactions": one.transactions,
    }


def _per_day(this: Charged, that: Charged) -> dict[str, object]:
    """Periods of unequal length are also compared by the day; fees by the month make that a rough measure."""
    if this.period.days == that.period.days:
        return {}
    words = (
        f"The periods differ in length ({this.period.days} and {that.period.days} days): compare by the day, and mind "
        "that monthly fees fall on one day."
    )
    return {"per_day": {"period": _daily(this), "compared_to": _daily(that), "words": words}}


def _daily(one: Charged) -> str:
    return usd((one.spent / one.period.days).quantize(Decimal("0.0001"), ROUND_HALF_EVEN))


def _missing(this: Charged, that: Charged) -> dict[str, object]:
    gaps = list(dict.fromkeys((*this.gaps, *that.gaps)))
    overlap = this.period.start < that.period.end and that.period.start < this.period.end
    gaps += ["The two periods overlap: what is in both is counted in each."] if overlap else []
    return {"missing": gaps} if gaps else {}
