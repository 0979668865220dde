"""What must hold after every schedule; each check names what does not."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from torture.account import Key, Sent, is_write
from torture.agreed import refused_words, without_a_yes
from torture.facts import Facts
from torture.tables import NUMBERS, columns, differing, entry_of, key_of, shows
from torture.undone import undos
from voipms_server.approvals import rows as approvals
from voipms_server.approvals.approval import State
from voipms_server.journal.changes import Change
from voipms_server.journal.lines import Outcome, audit

Check = Callable[[Facts], Iterator[str]]


def chained(facts: Facts) -> Iterator[str]:
    """The journal's chain is whole."""
    store = facts.play.store
    wrong = store.run_now(lambda t: audit(t, store.head))
    if wrong:
        yield f"the journal: {wrong}"


def intended(facts: Facts) -> Iterator[str]:
    """Every write that reached the account has an intent of its own before it, the same in function and parameters."""
    seen: set[int] = set()
    for sent in facts.play.account.sent:
        change = facts.changes.get(sent.change)
        if change is None or change.subject.function != sent.method:
            yield f"{sent.method} reached the account, and change {sent.change} is no intent of it"
        elif {name: str(value) for name, value in change.arguments.items()} != dict(sent.params):
            yield f"{sent.method} was sent with {dict(sent.params)}, its intent has {change.arguments}"
        if sent.change in seen:
            yield f"{sent.method} was sent twice for the intent {sent.change}"
        seen.add(sent.change)


def logged(facts: Facts) -> Iterator[str]:
    """Nothing reached the account but through the wire of a server."""
    log = [one for one in facts.play.account.sandbox.log if is_write({"method": one.method, **one.params})]
    landed = sum(sent.landed is not None for sent in facts.play.account.sent)
    if len(log) != landed:
        yield f"the account logged {len(log)} writes, {landed} were sent"


def true_outcomes(facts: Facts) -> Iterator[str]:
    """What is recorded as done happened, what is recorded as not done or refused did not."""
    for change in facts.changes.values():
        sent = facts.writes.get(change.number)
        took = sent is not None and sent.took
        if change.outcome is Outcome.DONE and not took and not facts.shows(change):
            yield f"change {change.number} ({change.subject.function}) is recorded as done, and never happened"
        if change.outcome in (Outcome.REFUSED, Outcome.NOT_DONE) and took and not facts.shows(change):
            yield f"change {change.number} ({change.subject.function}) is recorded as {change.outcome}, and happened"


def still_true(facts: Facts) -> Iterator[str]:
    """What was done last of an entry is what the account shows, unless somebody else changed it since."""
    rows = facts.play.account.rows()
    last = {key_of(one) if key_of(one)[1] else (*key_of(one), one.change): one for one in facts.play.account.sent}
    for sent in last.values():
        change, key = facts.changes.get(sent.change), key_of(sent)
        if change is None or change.outcome is not Outcome.DONE or facts.edited(key, change.at):
            continue
        gone = sent.method.startswith(("del", "cancel"))
        if gone and key in rows:
            yield f"change {change.number} ({sent.method}) is done, and {key} is still there"
        if sent.method == "orderDID" and (NUMBERS, sent.params["did"]) not in [*rows, *_cancelled(facts)]:
            yield f"change {change.number} is done, and {sent.params['did']} is not on the account"
        if key[1] and sent.method.startswith("set") and not shows(rows.get(key, {}), sent.method, sent.params):
            yield f"change {change.number} ({sent.method}) is done, and {key} does not show it"


def _cancelled(facts: Facts) -> list[Key]:
    return [key_of(sent) for sent in facts.took() if sent.method == "cancelDID"]


def named_entries(facts: Facts) -> Iterator[str]:
    """The entry that a change is recorded to be about is the one that it changed."""
    for change in facts.changes.values():
        sent = facts.writes.get(change.number)
        if sent is None or not sent.took or change.outcome is not Outcome.DONE or not change.subject.entry:
            continue
        id_ = change.subject.entry.partition(":")[2]
        if sent.changed and id_ not in {key[1] for key in sent.changed}:
            yield f"change {change.number} is recorded to be about {change.subject.entry}, it changed {[*sent.changed]}"


def nothing_else(facts: Facts) -> Iterator[str]:
    """A write changes one entry, and of an entry that exists only the fields that the caller named."""
    for sent in facts.took():
        if len(sent.changed) > 1:
            yield f"{sent.method} changed {[*sent.changed]}"
        tool, _ = facts.move(sent)
        if tool == "undoChange" or not sent.method.startswith("set") or facts.disturbed(sent, key_of(sent)):
            continue
        allowed = {columns(sent.method).get(name, name) for name in facts.given(sent)}
        for before, after in sent.changed.values():
            more = differing(before, after) - allowed if before is not None and after is not None else set[str]()
            if more:
                yield f"{facts.move(sent)} changed {sorted(more)} too: {before} {after}"


def in_order(facts: Facts) -> Iterator[str]:
    """No write of an entry takes effect after a later one of it was sent."""
    last: dict[Key, Sent] = {}
    for sent in sorted(facts.took(), key=lambda one: one.turn):
        before = last.get(key_of(sent))
        if key_of(sent)[1] and before is not None and before.change > sent.change:
            yield f"{sent.method}, change {sent.change}, took effect after change {before.change} of the same entry"
        last[key_of(sent)] = sent


def used_once(facts: Facts) -> Iterator[str]:
    """Each yes was used for one call alone, and is marked as used."""
    states = {one.id: one.state for one in facts.play.store.run_now(approvals.every)}
    bundles: defaultdict[str, set[str]] = defaultdict(set)
    for change in facts.changes.values():
        approval = str(change.body.get("approval") or "")
        if approval:
            bundles[approval].add(change.subject.bundle)
            if states.get(approval) is not State.USED:
                yield f"change {change.number} was made with a yes that is {states.get(approval)}"
    yield from (f"one yes was used for {len(found)} calls" for found in bundles.values() if len(found) > 1)


def true_answers(facts: Facts) -> Iterator[str]:
    """What a client is told is so: `done` is recorded as done, and `Nothing was sent` means it."""
    for told in facts.play.record.told:
        number = told.answer.get("change")
        if told.answer.get("done") is True and isinstance(number, int):
            change = facts.changes.get(number)
            if change is None or change.outcome is not Outcome.DONE:
                yield f"a client was told that change {number} is done, it is {change and change.outcome}"
        if told.result.is_error and refused_words(told.text) and told.writes:
            yield f"a client was told {told.text[:80]!r}, and {told.writes} writes were sent"


def nothing_open(facts: Facts) -> Iterator[str]:
    """Everything has an outcome, or is unknown for a reason."""
    for change in facts.changes.values():
        if change.outcome in (None, Outcome.UNKNOWN) and not why_unknown(facts, change):
            yield f"change {change.number} ({change.subject.function}) stays {change.outcome} for no reason"


def why_unknown(facts: Facts, change: Change) -> str:
    """Why nobody can tell what became of it; empty when somebody could."""
    if change.subject.function == "orderDIDInternationalTollFree":
        return "an order that names no number"
    if facts.edited(entry_of(change), change.at):
        return "somebody else changed the entry"
    return ""


CHECKS: tuple[Check, ...] = (
    chained,
    intended,
    logged,
    without_a_yes,
    used_once,
    true_outcomes,
    still_true,
    named_entries,
    nothing_else,
    in_order,
    undos,
    true_answers,
    nothing_open,
)


def problems(facts: Facts) -> list[str]:
    """Everything that does not hold."""
    return [*facts.play.record.problems, *(found for check in CHECKS for found in check(facts))]
