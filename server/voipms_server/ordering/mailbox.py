"""A mailbox that a new number gets, set like the account's other mailboxes."""

from collections.abc import Mapping, Sequence

from voipms_server.facts import Row
from voipms_server.ordering.usual import filled
from voipms_server.quotes import text
from voipms_tools.words.marks import GENERATE

MAKES = "createVoicemail"
STEP = "mailbox"
REFERENCE = f"${{{STEP}}}"
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


def new_mailbox(
    rows: Sequence[Row], name: str, *, wished: str = "", like: Row | None = None
) -> tuple[dict[str, object], str]:
    """The step that makes it, and what was assumed. `wished` are its digits where they are free."""
    found, _ = filled([like] if like is not None else rows, tuple(DEFAULTS), {})
    settings = {**DEFAULTS, **{one.name: one.value for one in found}}
    digits = wished if wished and _is_free(rows, wished) else _free(rows)
    arguments = {"digits": digits, "name": name, "password": GENERATE, "skip_password": False, **settings}
    words = f"A mailbox {digits} is made for it, {_as(rows, like)}; its PIN is made here, and only a person sees it."
    return {"tool": MAKES, "name": STEP, "arguments": arguments}, words


def _as(rows: Sequence[Row], like: Row | None) -> str:
    if like is not None:
        return f"as mailbox {text(like, 'mailbox')}"
    return f"as most of the {len(rows)} others" if rows else "with usual settings, since there is no other"


def _free(rows: Sequence[Row]) -> str:
    """Digits with which no mailbox ends: its id may be those of the account and then these (inferred)."""
    return next(str(one) for one in range(FIRST, 10_000) if _is_free(rows, str(one)))


def _is_free(rows: Sequence[Row], digits: str) -> bool:
    return not any(text(row, "mailbox").endswith(digits) for row in rows)
