"""`diagnose`: from a symptom in plain words to its causes, each with what shows it and the call that mends it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from voipms_server.diagnosis.case import About, Case, one_device
from voipms_server.diagnosis.nearest import nearest
from voipms_server.diagnosis.row import Cause
from voipms_server.diagnosis.symptoms import SYMPTOMS, Symptom
from voipms_server.diagnosis.table import CHECKS, causes
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts
from voipms_server.findings import Offers
from voipms_server.jobs.job import Result, Task
from voipms_server.journal.change import Change
from voipms_server.store.store import Transaction
from voipms_server.tracing.account import Account
from voipms_server.tracing.callers import caller_of
from voipms_server.tracing.traced import When
from voipms_server.zones import moment
from voipms_tools.troubleshooting import Diagnose

MOST = 8
NOTHING = "Nothing that explains it was found in what the API shows; see `unseen` for what it cannot show."


async def diagnose(task: Task) -> Result:
    """Only reads. Raises NotAllowed for a symptom that is like none of the table."""
    asked = task.checked
    if not isinstance(asked, Diagnose):
        raise TypeError(asked)
    taken = nearest(asked.symptom)
    if taken is None:
        raise NotAllowed(f"diagnose: no known symptom is like that. Say it as one of: {_listed()}.")
    now = task.now()
    about = _about(task, asked, taken.symptom, now)
    case = Case(about, Account(Facts(task.line, lambda: now)), await _changes(task, about))
    await one_device(case)
    found = await causes(case)
    return {
        "symptom": taken.symptom.words,
        "causes": [{"rank": place, **told(one, task.offers)} for place, one in enumerate(found[:MOST], 1)],
        **({"more": f"{len(found) - MOST} less likely causes are left out."} if len(found) > MOST else {}),
        **({} if found else {"nothing": NOTHING}),
        "checked": [one.name for one in CHECKS if taken.symptom.name in one.likely],
        "read": [str(read) for read in case.facts.reads],
        "unseen": list(taken.symptom.unseen),
    }


async def _changes(task: Task, about: About) -> Sequence[Change]:
    """What this server changed since; nothing where no moment was said."""
    if not about.at_said:
        return ()
    since = about.when.at.timestamp()
    return await task.gate.store.run(lambda t: _since(t, task.line.account, since))


def _since(t: Transaction, account: str, since: float) -> Sequence[Change]:
    from voipms_server.journal import changes as journal

    return journal.of_account(t, account, since)


def told(cause: Cause, offers: Offers) -> dict[str, object]:
    return {"likely": round(cause.score), **cause.finding.plain(offers)}


def _listed() -> str:
    return "; ".join(one.words for one in SYMPTOMS)


def _about(task: Task, asked: Diagnose, symptom: Symptom, now: datetime) -> About:
    zone = task.setup.zone
    try:
        at = moment(asked.at, zone, now) if asked.at else now
        at.astimezone(UTC)
    except (OverflowError, ValueError):
        raise NotAllowed(f"diagnose: at {asked.at} is no time that can be looked at.") from None
    caller = caller_of(asked.caller) if asked.caller else None
    return About(symptom, When(at, zone), now, bool(asked.at), asked.did or "", asked.account or "", caller)
