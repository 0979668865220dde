"""A plan for the eye: every change it makes, what callers will experience, what it costs, what cannot be taken back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from voipms_server import questions
from voipms_server.answers.words import clean
from voipms_server.plans.callers import Way
from voipms_server.plans.planning import Plan, Planned
from voipms_server.question import LOST, Question, title
from voipms_server.quotes import together
from voipms_server.requests import Request

MOST_WAYS = 12
ORDER = "Carried out in this order; when one fails, those before it are taken back."
FOR_GOOD = "Not taken back then: {which}."
FOR_A_YES = ("e911Cancel",)
"""What would cost anew."""
HERE = "\0"
"""In place of the entry's own id."""
UNDO = "undoChange can set the rest back."


@dataclass(frozen=True, slots=True)
class Change:
    """One change in words: its title without the entry's id, and the rest of what is told."""

    id: str
    title: str
    rest: tuple[str, ...]

    @property
    def own(self) -> str:
        """Its id, where more than the title holds it: then it is told by itself."""
        return self.id if any(HERE in line for line in self.rest) else ""


async def told(question: Question, plan: Plan) -> list[str]:
    """A line for each change and what belongs to it; equal ones of one step together."""
    changes = [(one, await _change(question, plan, one)) for one in plan.planned]
    found: list[str] = []
    for _, same in groupby(changes, key=lambda one: (one[0].step, one[1].title, one[1].rest, one[1].own)):
        alike = list(same)
        found += _group(alike)
    return [plan.blanks.shown(line) for line in found]


def _group(alike: Sequence[tuple[Planned, Change]]) -> list[str]:
    first, change = alike[0]
    if len(alike) == 1:
        head = f"{first.number}. {change.title.replace(HERE, change.id)}"
    else:
        ids = ", ".join(one.id for _, one in alike)
        head = f"{first.number}-{alike[-1][0].number}. {change.title.replace(f' {HERE}', '')}: {ids}"
    return [head, *(f"   {line.replace(HERE, change.id)}" for line in change.rest)]


async def _change(question: Question, plan: Plan, one: Planned) -> Change:
    write = one.write
    id_ = write.id or write.params.get("did", "")
    own = re.compile(rf"(?<!\w){re.escape(id_)}(?!\w)")
    lines = [title(write), *await question.about(plan.after, one.ready)]
    head, *rest = [own.sub(HERE, line) if id_ else line for line in lines]
    return Change(id_, head, tuple(line for line in rest if line != f"Number: {HERE}" or HERE not in head))


def question_of(
    request: Request, account: str, plan: Plan, lines: Sequence[str], ways: Sequence[Way], before: Sequence[str]
) -> str:
    """The whole question."""
    number = len(plan.planned)
    asked = f"{request.title}: {number} change{'s' if number > 1 else ''}?"
    who = f"VoIP.ms account: {account} (asked by {request.caller})"
    return "\n".join(
        [*before, asked, who, *request.notes, *lines, *callers(plan, ways), *money(plan), ORDER, *left(plan)]
    )


def callers(plan: Plan, ways: Sequence[Way]) -> list[str]:
    """The numbers whose calls go another way, and what would be wrong then."""
    told_ = [plan.blanks.shown(way.words) for way in ways[:MOST_WAYS]]
    more = [f"And {len(ways) - MOST_WAYS} more numbers."] if len(ways) > MOST_WAYS else []
    wrong = dict.fromkeys(plan.blanks.shown(f"Careful: {clean(one, 400)}") for way in ways for one in way.wrong)
    return [*told_, *more, *wrong]


def money(plan: Plan) -> list[str]:
    """What all of it costs now, where more than one thing costs."""
    quotes = [one.ready.seen for one in plan.planned if one.write.spends]
    if len(quotes) < 2:
        return []
    known = [one.quote for one in quotes if one.quote is not None]
    rest = f", and {len(quotes) - len(known)} of unknown price" if len(known) < len(quotes) else ""
    return [f"Together: {questions.usd(together(known).now)}{rest}." if known else "Together: price unknown."]


def left(plan: Plan) -> list[str]:
    """What no roll-back brings back."""
    good = [one for one in plan.planned if one.write.spends or one.write.name in FOR_A_YES]
    told_ = ", ".join(f"{one.number} ({one.write.name})" for one in good)
    rest = [UNDO] if len(good) < len(plan.planned) else []
    lost = [one for one in plan.planned if one.ready.lost and one.write.name in LOST]
    rest += [f"Of {one.number} ({one.write.name}) not all: {LOST[one.write.name]}" for one in lost]
    return [*([FOR_GOOD.format(which=told_)] if good else []), *rest]
