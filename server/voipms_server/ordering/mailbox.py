"""A mailbox that a new number gets, set like the account's other mailboxes."""

from collections.abc import Mapping, Sequence

from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.ordering.usual import filled
from voipms_server.quotes import text
from voipms_tools.registry import functions
from voipms_tools.words.marks import GENERATE

MAKES = "createVoicemail"
STEP = "mailbox"
REFERENCE = f"${{{STEP}}}"
CANNOT = (
    "orderNumber: this version cannot make a mailbox, for want of {makes}. Name one of getVoicemails in `with`, such "
    'as {{"voicemail": "{one}"}}, or leave voicemail out.'
)
DEFAULTS: Mapping[str, str] = {
    "attach_message": "yes",
    "delete_message": "no",
    "say_time": "yes",
    "say_callerid": "yes",
    "timezone": "America/New_York",
    "play_instructions": "u",
    "language": "en",
}
"""Of an account without a mailbox (invented)."""
FIRST = 100


def new_mailbox(rows: Sequence[Row], name: str) -> tuple[dict[str, object], str]:
    """The step that makes it, and what was assumed. Raises NotAllowed where mailboxes cannot be made."""
    if MAKES not in functions():
        one = text(rows[0], "mailbox") if rows else "101"
        raise NotAllowed(CANNOT.format(makes=MAKES, one=one))
    found, _ = filled(rows, tuple(DEFAULTS), {})
    settings = {**DEFAULTS, **{one.name: one.value for one in found}}
    digits = _free(rows)
    arguments = {"digits": digits, "name": name, "password": GENERATE, "skip_password": False, **settings}
    like = f"as most of the {len(rows)} others" if rows else "with usual settings, since there is no other"
    words = f"A mailbox {digits} is made for it, {like}; its PIN is made here, and only a person sees it."
    return {"tool": MAKES, "name": STEP, "arguments": arguments}, words


def _free(rows: Sequence[Row]) -> str:
    """Digits with which no mailbox ends: its id may be those of the account and then these (inferred)."""
    taken = [text(row, "mailbox") for row in rows]
    return next(str(one) for one in range(FIRST, 10_000) if not any(id_.endswith(str(one)) for id_ in taken))
