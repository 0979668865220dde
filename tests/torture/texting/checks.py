"""What must hold of texts, after every round and at the end; each check names what does not."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise

from torture.account import Sent
from torture.calling import Told
from torture.checks import Check, chained, intended, logged, nothing_open, true_answers, true_outcomes, used_once
from torture.facts import Facts
from torture.play import Play
from torture.texting.asked import asked, repeats_asked
from torture.texting.moves import SENDS
from torture.texting.told import Requests, Said, Saying, sayings, taken
from voipms_sandbox.clock import EASTERN
from voipms_server.journal.line import Outcome
from voipms_server.shapes import is_list, is_row

Rows = Mapping[tuple[str, str], Mapping[str, str]]
TABLES = {"sendSMS": "sms", "sendMMS": "mms"}
FAILED = "failed inside this server"


def once(facts: Facts) -> Iterator[str]:
    """One request, however often it is repeated, is one message to each recipient, unless a person wants it again."""
    requests = Requests(facts.play.record)
    found: defaultdict[tuple[int, str], list[Sent]] = defaultdict(list)
    for sent in taken(facts):
        found[requests.of(sent.attempt, sent.params["dst"]), sent.params["dst"]].append(sent)
    for (step, dst), several in found.items():
        for earlier, sent in pairwise(several):
            if not repeats_asked(facts, sent) and not _unheard(facts, requests, earlier, sent):
                changes = [one.change for one in several]
                yield f"the request of step {step} was texted to {dst} {len(several)} times: changes {changes}"


def _unheard(facts: Facts, requests: Requests, earlier: Sent, sent: Sent) -> bool:
    """Whether an answer about the earlier one was on its way and never arrived: the server took it for told."""
    dst = sent.params["dst"]
    between = [step for step in facts.play.record.unheard if earlier.attempt <= step < sent.attempt]
    return any(requests.of(step, dst) == requests.of(sent.attempt, dst) for step in between)


def there(facts: Facts) -> Iterator[str]:
    """The account has the messages that were sent, and no others."""
    rows = {key: row for key, row in messages(facts.play).items() if row["type"] == "0"}
    made = {(TABLES[sent.method], sent.message): sent for sent in taken(facts)}
    if set(rows) != set(made):
        yield f"the account has the messages {sorted(rows)}, sent were {sorted(made)}"
    for key, sent in made.items():
        row = rows.get(key, {})
        if [row.get(name) for name in ("did", "contact", "message")] != [
            sent.params[name] for name in ("did", "dst", "message")
        ]:
            yield f"message {key} is {row}, sent was {dict(sent.params)}"


def messages(play: Play) -> Rows:
    """Every message of the account."""
    tables = play.account.sandbox.world.accounts[0].table
    return {(table, row["id"]): row for table in TABLES.values() for row in tables(table)}


def true_sayings(facts: Facts) -> Iterator[str]:
    """What was told as sent was there then; what was told as not sent never came."""
    for told in facts.play.record.told:
        if FAILED in told.text:
            yield f"step {told.step}: {told.text}"
        if facts.play.record.made[told.step].move[0] in SENDS:
            for one in sayings(told):
                yield from _wrong(facts, told, one)


def _wrong(facts: Facts, told: Told, one: Saying) -> Iterator[str]:
    sent = facts.writes.get(one.change)
    if one.said is Said.SENT:
        if sent is None or not sent.took or sent.turn > told.turn:
            yield f"step {told.step} was told that a text to {one.dst} was sent, and it is not there: {told.text[:300]}"
        elif one.message not in ("", sent.message) or one.dst not in ("", sent.params["dst"]):
            yield f"step {told.step} was told of message {one.message} to {one.dst}, it is {sent.message}"
    if one.said is Said.NOT_SENT:
        mine = [sent for sent in taken(facts) if sent.attempt == told.step and one.dst in ("", sent.params["dst"])]
        if mine:
            yield f"step {told.step} was told that a text was not sent, and it was: {told.text[:300]}"


def true_lists(facts: Facts) -> Iterator[str]:
    """What `listChanges` tells of a text is so, and stays so."""
    for told in facts.play.record.told:
        listed = told.answer.get("changes")
        for row in listed if is_list(listed) else []:
            number = row.get("change") if is_row(row) else None
            if is_row(row) and isinstance(number, int) and row["function"] in SENDS:
                yield from _listed(facts, told, number, str(row["outcome"]))


def _listed(facts: Facts, told: Told, number: int, outcome: str) -> Iterator[str]:
    sent = facts.writes.get(number)
    took = sent is not None and sent.took
    if outcome == Outcome.DONE.value and not (sent is not None and took and sent.turn <= told.turn):
        yield f"listChanges told step {told.step} that change {number} is done, and it is not there"
    if outcome in (Outcome.NOT_DONE.value, Outcome.REFUSED.value) and took:
        yield f"listChanges told step {told.step} that change {number} is {outcome}, and it went"


def named_messages(facts: Facts) -> Iterator[str]:
    """A change that is done names the message that it made."""
    for change in facts.changes.values():
        sent = facts.writes.get(change.number)
        if change.outcome is Outcome.DONE and sent is not None and sent.took and sent.method in SENDS:
            name = f"{TABLES[sent.method]}_message:{sent.message}"
            if change.subject.entry != name:
                yield f"change {change.number} is recorded as {change.subject.entry}, it is {name}"


def within_the_day(facts: Facts) -> Iterator[str]:
    """No more texts go on a day than may."""
    days = Counter(f"{datetime.fromtimestamp(sent.at, EASTERN):%Y-%m-%d}" for sent in taken(facts))
    most = facts.play.schedule.per_day
    yield from (f"{count} texts went on {day}, the limit is {most}" for day, count in days.items() if count > most)


NOW: tuple[Check, ...] = (once, there, true_sayings, within_the_day)
"""What holds after every round."""
CHECKS: tuple[Check, ...] = (
    *NOW,
    asked,
    true_lists,
    named_messages,
    chained,
    intended,
    logged,
    used_once,
    true_outcomes,
    true_answers,
    nothing_open,
)


def watch(play: Play) -> list[str]:
    """What does not hold now."""
    facts = Facts.of(play)
    return [found for check in NOW for found in check(facts)]


def problems(facts: Facts) -> list[str]:
    """Everything that does not hold; of what was seen after a round the first time counts."""
    seen = {one.partition(": ")[2]: one for one in reversed(facts.play.record.problems)}
    late = [found for check in CHECKS for found in check(facts)]
    return [*reversed(seen.values()), *(one for one in late if one not in seen)]
