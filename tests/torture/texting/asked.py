"""Whether a person agreed to a text, where one had to be asked: judged anew, from what went before."""

from collections.abc import Iterator

from torture.account import Sent
from torture.facts import Facts
from torture.texting.moves import KNOWN
from torture.texting.told import content
from voipms_server.approvals import rows as approvals

REPEATED = 600
"""Seconds within which the same text to the same person is a repetition."""


def asked(facts: Facts) -> Iterator[str]:
    """A text to somebody new, to several, or once more within ten minutes has a person's yes, to a question of it."""
    for sent in facts.play.account.sent:
        for words in _needed(facts, sent):
            if words not in agreed(facts, sent):
                yield f"change {sent.change}, a text to {sent.params['dst']}, went without a yes to {words!r}"


def _needed(facts: Facts, sent: Sent) -> Iterator[str]:
    """What the question must have said."""
    dst = sent.params["dst"]
    before = [one for one in facts.play.account.sent if one.arrived < sent.arrived and one.params["dst"] == dst]
    if dst not in KNOWN and not _meant(facts, sent):
        yield f"No text to or from {dst} in the last year"
    if ";" in str(facts.move(sent)[1].get("to", "")):
        yield f"To {dst}"
    if any(_repeats(sent, one) for one in before):
        yield from () if repeats_asked(facts, sent) else ("The same text",)


def _meant(facts: Facts, sent: Sent) -> bool:
    """Whether a text to the same person was about to be sent before, whatever became of it."""
    dst = sent.params["dst"]
    return any(one.number < sent.change and one.arguments.get("dst") == dst for one in facts.changes.values())


def _repeats(sent: Sent, earlier: Sent) -> bool:
    """Whether it is the same as this one, which had gone within ten minutes before it."""
    if earlier.landed is None or not earlier.took or content(earlier) != content(sent):
        return False
    return earlier.turn < sent.arrived and sent.at - earlier.landed < REPEATED


def repeats_asked(facts: Facts, sent: Sent) -> bool:
    """Whether a person said yes to a question that names it as a repetition."""
    dst = sent.params["dst"]
    question = agreed(facts, sent)
    return f"The same text to {dst} is change" in question or f"The same text went to {dst}" in question


def agreed(facts: Facts, sent: Sent) -> str:
    """The question that a person said yes to for this text; empty when there was none."""
    change = facts.changes.get(sent.change)
    id_ = str(change.body.get("approval") or "") if change is not None else ""
    questions = facts.play.store.run_now(lambda t: {one.id: one.question for one in approvals.every(t)})
    question = questions.get(id_, "")
    return question if question in facts.play.record.yeses.said else ""
