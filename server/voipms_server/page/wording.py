"""What page and terminal say of a question: the same words on both, and nothing in them can steer a screen."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime

from voipms_server.answers.words import INVISIBLE
from voipms_server.approvals.approval import Approval, State

UNKNOWN = "There is no question with this code. Look at the code again, or have your assistant ask anew."
ELSEWHERE = "This question is answered in your assistant, not here."
HALF = "You said yes here already. Your assistant asks you as well: answer there."
OVER: Mapping[State, str] = {
    State.APPROVED: "You said yes to this already. Return to your assistant and tell it to go on.",
    State.DECLINED: "This question was answered with no. Nothing was done.",
    State.EXPIRED: (
        "This question is over: its time ran out, or what it showed is no longer so. "
        "Nothing was done. Your assistant can ask anew."
    ),
    State.USED: "The yes to this question was used. Your assistant can say what became of it.",
}
NO_PIN = "No PIN is set, so nobody can say yes or see a secret here. Run mcp-voipms init --pin in a terminal."


def visible(text: str) -> str:
    """The text as it is, but with whatever hides or moves words on a screen escaped; line breaks stay."""
    return "".join(one if _plain(one) else f"{{U+{ord(one):04X}}}" for one in text)


def _plain(character: str) -> bool:
    hidden = unicodedata.category(character)[0] in "CZ" or INVISIBLE.match(character)
    return character in " \n" or not hidden


def heading(approval: Approval) -> str:
    """The first line of the question."""
    return visible(approval.question).partition("\n")[0]


def until(approval: Approval) -> str:
    """When it expires, in the time of this machine."""
    return _local(approval).strftime("%H:%M %Z").strip()


def until_iso(approval: Approval) -> str:
    return _local(approval).isoformat(timespec="seconds")


def _local(approval: Approval) -> datetime:
    return datetime.fromtimestamp(approval.expires, UTC).astimezone()


def closed(approval: Approval | None) -> str:
    """Why page and terminal take no answer to this; nothing when they do."""
    if approval is None:
        return UNKNOWN
    if not approval.page:
        return ELSEWHERE
    if approval.state is State.WAITING:
        return HALF if approval.page_yes else ""
    return OVER[approval.state]


def agreed(approval: Approval) -> str:
    """What a yes that was just given means."""
    if approval.state is State.WAITING:
        return "Your yes counts here. Your assistant asks you as well: answer there."
    return f"It is done when your assistant goes on, at most once, until {until(approval)}."


DECLINED = "Nothing is done."
