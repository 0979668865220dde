"""`listChanges`: what was changed, by whom, what became of it, and whether it can be undone."""

from collections.abc import Mapping
from datetime import datetime

from voipms_server.answers.words import clean
from voipms_server.entries import BY_NAME
from voipms_server.jobs.job import Result, Task
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome
from voipms_server.plans.dated import in_words
from voipms_server.plans.dates import Date, Dates
from voipms_server.readback import NEVER_THE_SAME
from voipms_server.store.store import Transaction
from voipms_server.undo import cannot
from voipms_tools.jobs import ListChanges

MOST = 20


async def list_changes(task: Task) -> Result:
    """The latest first; secrets are not in them."""
    asked = task.checked
    if not isinstance(asked, ListChanges):
        raise TypeError(asked)
    await task.gate.settler.settle_texts(task.line)
    since = asked.since.timestamp() if asked.since else 0
    found = await task.gate.store.run(lambda t: _since(t, task.line.account, since))
    wanted = [change for change in reversed(found) if matches(change, asked)]
    limit = asked.limit or MOST
    more = {"narrow": f"Only {limit} of {len(wanted)} are shown; give `limit`, `since` or `entry`."}
    rows = [told(change) for change in wanted[:limit]]
    dated = [_dated(task, one) for one in await Dates(task.gate.store).of_account(task.line.account)]
    return {
        **({"dated": dated} if dated else {}),
        "changes": rows,
        "total": len(wanted),
        **(more if len(wanted) > limit else {}),
    }


def _dated(task: Task, date: Date) -> dict[str, object]:
    """A plan with dates: what is to come, or what did not come out as confirmed."""
    moments = {"starts": date.starts, "ends": date.ends}
    return {
        "plan": date.plan,
        "title": clean(date.title, 200),
        "group": date.bundle,
        "person": date.caller,
        "state": date.state.value,
        **{name: in_words(at, task.setup.zone) for name, at in moments.items() if at},
        **date.told,
    }


def _since(t: Transaction, account: str, since: float) -> list[Change]:
    from voipms_server.journal import changes as journal

    return journal.of_account(t, account, since)


def matches(change: Change, asked: ListChanges) -> bool:
    """Whether the change is one of those that were asked for."""
    subject = change.subject
    return (
        (asked.change is None or change.number == asked.change)
        and (asked.entry is None or subject.entry in (asked.entry, f"number:{asked.entry}"))
        and (asked.function is None or subject.function == asked.function)
        and (asked.person is None or subject.caller == asked.person)
        and (asked.until is None or change.at <= asked.until.timestamp())
        and (not asked.undoable or not cannot(change))
    )


def told(change: Change) -> dict[str, object]:
    """One change for the answer."""
    why_not = cannot(change)
    return {
        "change": change.number,
        "at": when(change.at),
        "function": change.subject.function,
        "entry": change.subject.entry,
        "person": change.subject.caller,
        "group": change.subject.bundle,
        "outcome": (change.outcome or Outcome.UNKNOWN).value,
        **({"confirmed_by": change.way} if change.way else {}),
        **({"changed": fields(change)} if change.before and change.after else {}),
        **({"undone_by": change.undone_by} if change.undone_by else {}),
        **({"undoes": list(change.undoes)} if change.undoes else {}),
        "can_be_undone": not why_not,
        **({"why_not": why_not} if why_not else {}),
    }


def when(at: float) -> str:
    """The time on this machine's clock."""
    return datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")


def fields(change: Change) -> Mapping[str, object]:
    """The fields that changed, as they may be shown."""
    before, after = change.before or {}, change.after or {}
    names = [name for name in after if before.get(name) != after[name] and name not in NEVER_THE_SAME]
    return {name: {"before": shown(before.get(name)), "after": shown(after[name])} for name in names}


def shown(value: object) -> object:
    return clean(value, 200) if isinstance(value, str) else value


def entry_in_words(key: str) -> str:
    """`forwarding:5` is "forwarding 5"."""
    name, _, id_ = key.partition(":")
    return f"{BY_NAME[name].words} {id_}" if name in BY_NAME else key
