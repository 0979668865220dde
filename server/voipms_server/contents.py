"""What an entry holds beside its settings, which nothing brings back once it is deleted: the messages of a mailbox."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from voipms_server.answers.words import clean, counted
from voipms_server.entries import Kind
from voipms_server.errors import VoipmsError
from voipms_server.line import Line
from voipms_server.quotes import text

MESSAGES = "getVoicemailMessages"


@dataclass(frozen=True, slots=True)
class Contents:
    """In words, to follow the entry's own; `lost`: there is something, or it is not known that there is nothing."""

    words: str = ""
    lost: bool = False


async def contents_of(line: Line, kind: Kind, row: Mapping[str, object]) -> Contents:
    """Read now. Of most kinds there is nothing."""
    if kind.name != "mailbox":
        return Contents()
    try:
        rows = await line.rows(MESSAGES, {"mailbox": text(row, "mailbox")})
    except VoipmsError:
        told = f"{text(row, 'new') or '?'} new and {text(row, 'urgent') or '?'} urgent by getVoicemails"
        return Contents(f"; its messages could not be counted ({told}): all of them are lost with it", lost=True)
    if not rows:
        return Contents("; no messages")
    folders = Counter(clean(text(one, "folder"), 40) or "no folder" for one in rows)
    told = ", ".join(f"{count} in {folder}" for folder, count in folders.items())
    return Contents(f"; {counted(len(rows), 'message')}, lost with it for good: {told}", lost=True)
