"""`listCalls`: the calls of a whole period, what became of them, and whether somebody got back to who was missed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from voipms_server.answers.words import counted
from voipms_server.calls.back import Contacts, contacts, first_after
from voipms_server.calls.call import NOT_REACHED, Call, Wanted
from voipms_server.calls.ledger import Ledger, read_ledger, up_to
from voipms_server.calls.outcomes import Outcome
from voipms_server.calls.record import number_of
from voipms_server.calls.span import Span, span
from voipms_server.calls.telling import Teller
from voipms_server.calls.totals import groups, summed
from voipms_server.facts import Facts
from voipms_server.jobs.job import Result, Task
from voipms_server.texting.phonebook import Phonebook, phonebook
from voipms_server.texting.recipients import contact_number, is_number, one_each, the_one
from voipms_server.texting.search import Search
from voipms_server.zones import Zone
from voipms_tools.troubleshooting import ListCalls

MOST = 50
MOST_GROUPS = 400
EVERY_TEXT = 10**9
MARGIN = timedelta(hours=2)
"""Beyond both ends, so that legs and calls find each other."""
ANY = "not_reached"
DOUBTFUL = "Of the hour that came twice: an hour later than it is taken for, it would be on the other side of an end."
INFERRED = "The log of the call does not tell: inferred from destination, disposition and account."


async def list_calls(task: Task) -> Result:
    """Only reads. Raises NotAllowed for a time that cannot be read from, and for somebody who cannot be told."""
    asked = task.checked
    if not isinstance(asked, ListCalls):
        raise TypeError(asked)
    now = task.now()
    when = span(asked.since, asked.until, task.setup.zone, now)
    book = await phonebook(task.line)
    facts = Facts(task.line, lambda: now)
    wanted = _wanted(asked, when, book)
    ledger = await read_ledger(facts, when.since - MARGIN, min(now, when.until + MARGIN))
    about = wanted.about(ledger.calls)
    of_period = wanted.of_period(about)
    chosen = wanted.chosen(of_period)
    back, not_read = await _back(task, facts, chosen, ledger, now)
    return {
        "period": _period(when, now, task.setup.zone),
        **summed(chosen),
        **({"of": len(of_period)} if wanted.outcomes else {}),
        **_follow_up(chosen, back),
        **_grouped(asked, chosen, task.setup.zone),
        **_listed(asked, chosen, Teller(task.setup.zone, _names(book), back)),
        **_notes(chosen, ledger.unreadable, wanted.doubtful(about)),
        **({"texts_not_read": not_read} if not_read else {}),
    }


def _wanted(asked: ListCalls, when: Span, book: Phonebook) -> Wanted:
    other = _contact(asked.with_, book) if asked.with_ else ""
    outcomes = NOT_REACHED if asked.outcome == ANY else {Outcome(asked.outcome)} if asked.outcome else ()
    return Wanted(when.since, when.until, other, number_of(asked.number or ""), outcomes)


def _contact(said: str, book: Phonebook) -> str:
    """The number of who is meant. Raises NotAllowed, listing who it could be, for several."""
    if is_number(said):
        return number_of(contact_number(said))
    one = the_one(said, one_each(book.matching(said)), book, "Give the number of the right one as `with`.")
    return number_of(one.number)


def _names(book: Phonebook) -> Mapping[str, str]:
    return {number_of(number): name for number, name in reversed(list(book.names.items()))}


async def _back(
    task: Task, facts: Facts, chosen: Sequence[Call], ledger: Ledger, now: datetime
) -> tuple[Contacts | None, Sequence[str]]:
    """What happened since the first call that was missed, and the numbers whose texts could not be read."""
    missed = [one.at for one in chosen if one.missed and one.other]
    if not missed:
        return None, ()
    later = await up_to(ledger, facts, now)
    texts = await Search(task.line, min(missed), now, "", "", EVERY_TEXT, ledger.numbers).messages()
    return contacts(later.calls, texts.messages), texts.not_read


def _period(when: Span, now: datetime, zone: Zone) -> dict[str, str]:
    ends = {"since": when.since, "until": min(when.until, now)}
    shown = {name: zone.show(at).isoformat(timespec="seconds") for name, at in ends.items()}
    return {**shown, "times": zone.told()}


def _follow_up(chosen: Sequence[Call], back: Contacts | None) -> dict[str, object]:
    """Of those who reached nobody: how many people, and to how many of them nobody got back."""
    if back is None:
        return {}
    last = {one.other: one for one in chosen if one.missed and one.other}
    waiting = [number for number, one in last.items() if first_after(one, back) is None]
    return {"missed_callers": len(last), "nobody_got_back_to": len(waiting)}


def _grouped(asked: ListCalls, chosen: Sequence[Call], zone: Zone) -> dict[str, object]:
    if asked.group_by is None:
        return {}
    found, count = groups(chosen, asked.group_by, zone, MOST_GROUPS)
    return {"groups": found, "group_count": count}


def _listed(asked: ListCalls, chosen: Sequence[Call], teller: Teller) -> dict[str, object]:
    """The latest first; in groups none unless `limit` says so."""
    limit = asked.limit or (MOST if asked.group_by is None else 0)
    if not limit:
        return {}
    rows = [teller.told(one) for one in reversed(chosen[-limit:])]
    more = f"Only the latest {limit} of {len(chosen)} calls are listed; the totals are over all of them."
    return {"listed": rows, **({"more": more} if len(chosen) > limit else {})}


def _notes(chosen: Sequence[Call], unreadable: int, doubtful: int) -> dict[str, object]:
    """What the sums rest on, where it is not plain."""
    inferred, alone = (sum(marks) for marks in ([one.became.inferred for one in chosen], [one.alone for one in chosen]))
    unpriced = sum(record.cost is None for one in chosen for record in (one.record, *one.legs))
    notes = {
        "inferred": (inferred, "outcome", INFERRED),
        "legs_without_call": (alone, "call", "Out, and like the leg of a forwarded call that was not found."),
        "cost_unknown": (unpriced, "record", "No cost that can be read: counts nothing in the sum."),
        "unreadable": (unreadable, "record", "No time that can be read: not counted."),
        "unsure": (doubtful, "call", DOUBTFUL),
    }
    return {name: f"{counted(count, noun)}. {words}" for name, (count, noun, words) in notes.items() if count}
