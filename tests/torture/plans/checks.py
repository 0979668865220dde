"""What must hold of a plan at its end, whatever went wrong: seen in the account and the journal, side by side."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from torture.account import Key, Rows, Sent, changed
from torture.looking import changes
from torture.plans.play import PlanPlay, Told
from torture.tables import differing, entry_of, key_of, login, shows
from voipms_sandbox.world import Row
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome
from voipms_server.plans.blanks import FIRST, FIRST_LOGIN
from voipms_server.plans.book import Book, Kept, State, Stored
from voipms_server.shapes import is_list, is_row
from voipms_tools.effects import Effect

BLANK = re.compile(rf"{str(FIRST)[:3]}\d{{15}}|{str(FIRST_LOGIN)[:3]}\d{{6}}_new")


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known at the end."""

    play: PlanPlay
    last: Told | None
    plan: Stored | None
    changes: Mapping[int, Change]

    @classmethod
    async def of(cls, play: PlanPlay, last: Told | None) -> "Facts":
        ids = play.plans(*State)
        plan = await Book(play.process.door).read(ids[0]) if ids else None
        return cls(play, last, plan, {change.number: change for change in changes(play.store)})

    @property
    def sent(self) -> Sequence[Sent]:
        return self.play.account.sent

    @property
    def after(self) -> Rows:
        return self.play.account.rows()


def once(facts: Facts) -> Iterator[str]:
    """No step is sent twice, by whomever."""
    steps = Counter(change.step for change in facts.changes.values() if change.step)
    yield from (f"step {step} was meant {count} times" for step, count in steps.items() if count > 1)
    arrived = Counter(sent.change for sent in facts.sent)
    yield from (f"change {change} arrived {count} times" for change, count in arrived.items() if count > 1)


def shown(facts: Facts) -> Iterator[str]:
    """What arrived is a step as it was confirmed, or takes one back."""
    kept = {one.number: one for one in facts.plan.writes} if facts.plan else {}
    for sent in facts.sent:
        change = facts.changes.get(sent.change)
        if change is None:
            yield f"{sent.method} is in no journal"
        elif change.step and not _is(sent, kept[change.step]):
            yield f"{sent.method} {dict(sent.params)} is not step {change.step}: {dict(kept[change.step].write.params)}"
        elif not change.step and not change.undoes:
            yield f"{sent.method} is neither a step nor takes one back"


def _is(sent: Sent, kept: Kept) -> bool:
    given = {name: value for name, value in kept.write.params.items() if name != "id" or not login(sent)}
    same = given == kept.write.params or _same(kept.write.params["id"], login(sent))
    return (
        same
        and sent.method == kept.write.name
        and all(_same(value, sent.params.get(name, "")) for name, value in given.items())
    )


def _same(meant: str, sent: str) -> bool:
    pattern = r"\d{1,9}(?:_New\d)?".join(re.escape(part) for part in BLANK.split(meant))
    return re.fullmatch(pattern, sent) is not None


def asked(facts: Facts) -> Iterator[str]:
    """Nothing is sent without a question, and one is enough for all of it, however often the plan goes on."""
    if facts.sent and not facts.play.questions:
        yield "nobody was asked"
    if len(facts.play.questions) > 1:
        yield f"a person was asked {len(facts.play.questions)} times"


def ended(facts: Facts) -> Iterator[str]:
    """What somebody else changed while a step was cut off tells nobody whether it was done: a person settles that."""
    if any(
        change.outcome in (None, Outcome.UNKNOWN) and _edited(facts, number) for number, change in facts.changes.items()
    ):
        return
    if facts.plan is not None and facts.plan.state not in (State.DONE, State.TAKEN_BACK):
        yield f"the plan is {facts.plan.state.value}: {facts.last}"


def told(facts: Facts) -> Iterator[str]:
    """As before, or done, or exactly what differs is listed."""
    differs = facts_differ(facts)
    if facts.plan is None or facts.last is None:
        yield from (f"no plan was kept, and {key} differs" for key in differs)
        return
    answer = facts.last.answer
    if answer.get("done") is True:
        yield from _done(facts)
        return
    left = {number: facts.changes[number] for number in _left(answer) if number in facts.changes}
    explained = {key for number in left for key in _touched(facts, number)}
    new = _made_again(facts) if "new id" in str(answer.get("note")) else set[Key]()
    for key, (was, is_) in differs.items():
        if key not in explained and key not in new:
            yield f"{key} differs and is not listed: {_fields(was, is_)}; told {answer}"
    for number, change in left.items():
        known = change.outcome is Outcome.DONE and change.after is not None
        if known and not set(_touched(facts, number)) & set(differs) and not _edited(facts, number):
            yield f"change {number} is listed as left, and nothing differs: {answer}"
    if answer.get("rolled_back") is True and set(differs) - new:
        yield f"it is called rolled back, and {sorted(set(differs) - new)} differ"


def _done(facts: Facts) -> Iterator[str]:
    steps = {change.step: change for change in facts.changes.values() if change.step}
    for kept in facts.plan.writes if facts.plan else ():
        change = steps.get(kept.number)
        landed = change is not None and any(one.change == change.number and one.took for one in facts.sent)
        if not landed and not _idle(change):
            yield f"step {kept.number} is called done, and never took effect"
    if any(change.undoes for change in facts.changes.values()):
        yield "it is called done, and something was taken back"


def _idle(change: Change | None) -> bool:
    """Whether its entry held, before it, everything that it was to set: nothing tells whether it was sent."""
    if change is None or change.before is None:
        return False
    row = {name: str(value) for name, value in change.before.items()}
    return shows(row, change.subject.function, change.arguments)


def facts_differ(facts: Facts) -> dict[Key, tuple[Row | None, Row | None]]:
    """The rows that are not as before, but for what somebody else changed."""
    own = {edit.key for edit in facts.play.account.edits}
    differs = changed(facts.play.before, facts.after)
    return {key: pair for key, pair in differs.items() if key not in own and _differ(*pair)}


def _differ(was: Row | None, is_: Row | None) -> bool:
    return was is None or is_ is None or bool(differing(was, is_))


def _edited(facts: Facts, number: int) -> bool:
    return bool({edit.key for edit in facts.play.account.edits} & set(_touched(facts, number)))


def _left(answer: Mapping[str, object]) -> list[int]:
    left = answer.get("left")
    numbers = [one.get("change") for one in left if is_row(one)] if is_list(left) else []
    return [number for number in numbers if isinstance(number, int)]


def _touched(facts: Facts, number: int) -> list[Key]:
    """The rows that this change, as it reached the account, is about."""
    sent = [one for one in facts.sent if one.change == number]
    rows = [key for one in sent for key in one.changed]
    return [*rows, entry_of(facts.changes[number]), *(key_of(one) for one in sent)]


def _made_again(facts: Facts) -> set[Key]:
    """The old and the new names of what a roll-back made again."""
    found = set[Key]()
    for sent in facts.sent:
        change = facts.changes.get(sent.change)
        if change is not None and change.undoes and sent.took:
            undone = [one for one in facts.sent if one.change in change.undoes]
            gone = [key for one in undone for key, (_, is_) in one.changed.items() if is_ is None]
            new = [key for key, (was, _) in sent.changed.items() if was is None]
            if gone and new:
                found |= {*gone, *new}
    return found


def _fields(was: Row | None, is_: Row | None) -> object:
    if was is None or is_ is None:
        return "came" if was is None else "went"
    return {name: (was.get(name), is_.get(name)) for name in {*was, *is_} if was.get(name) != is_.get(name)}


def stands(facts: Facts) -> Iterator[str]:
    """What somebody else changed meanwhile was not overwritten by what came after it."""
    edit = facts.play.drawn.edit
    if edit is None or not facts.play.account.edits:
        return
    table, id_, name, value = edit
    at = facts.play.account.edits[0]
    row = facts.after.get((table, id_))
    later = [
        sent
        for sent in facts.sent
        if (sent.turn or sent.arrived) > at.turn and (table, id_) in sent.changed and sent.incident is None
    ]
    for sent in later:
        was, is_ = sent.changed[table, id_]
        if was is not None and is_ is not None and was.get(name) == value != is_.get(name):
            yield f"{sent.method} overwrote {name} of {table} {id_}, now {(row or {}).get(name)}"


def taken_back(facts: Facts) -> Iterator[str]:
    """Where nothing went wrong but a refusal, nothing is left but what was bought."""
    quiet = not any(name.startswith("fault") and count for name, count in facts.play.counts.items())
    if not quiet or facts.last is None or facts.play.account.edits:
        return
    left = [facts.changes[number] for number in _left(facts.last.answer) if number in facts.changes]
    yield from (f"step {one.step} was not taken back" for one in left if one.subject.effect != Effect.SPEND)


CHECKS = (once, shown, asked, ended, told, stands, taken_back)


def problems(facts: Facts) -> list[str]:
    return [f"{check.__name__}: {wrong}" for check in CHECKS for wrong in check(facts)]
