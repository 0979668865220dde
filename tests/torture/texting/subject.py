"""The schedules about texts."""

from collections import Counter

from torture.facts import Facts
from torture.play import Play
from torture.report import counted as counted_all
from torture.schedule import Step
from torture.subject import Subject
from torture.texting.asked import agreed, repeats_asked
from torture.texting.checks import problems, watch
from torture.texting.moves import KNOWN, MAIN, any_move, office
from torture.texting.schedule import drawn
from torture.texting.told import Requests, taken

LAST = {"did": MAIN, "dst": next(iter(KNOWN)), "message": "The end"}
LIMIT = "sms_per_day"


async def still_texting(play: Play) -> None:
    """A new text to somebody known goes at once, unless as many went today as may."""
    await play.step(Step("call", ("sendSMS", dict(LAST))))
    last = play.record.told[-1]
    if last.answer.get("done") is not True and LIMIT not in last.text:
        play.record.problems.append(f"after everything, a text is answered with: {last.text}")


def counted(facts: Facts) -> Counter[str]:
    """What happened, in numbers."""
    requests, sent, made = Requests(facts.play.record), taken(facts), facts.play.record.made
    counts = counted_all(facts)
    counts["texts sent"] = len(sent)
    counts["texts sent after a yes"] = sum(bool(agreed(facts, one)) for one in sent)
    counts["repetitions a person wanted"] = sum(repeats_asked(facts, one) for one in sent)
    counts["retries"] = sum(
        requests.of(one.attempt, one.params["dst"]) != one.attempt and not made[one.attempt].presents for one in sent
    )
    counts["refused for the day's limit"] = sum(LIMIT in one.text for one in facts.play.record.told)
    counts["late effects"] = sum(one.landed is not None and one.landed > one.at for one in sent)
    return counts


TEXTS = Subject("texts", office, drawn, any_move, watch, still_texting, problems, counted, 1_000_000)
