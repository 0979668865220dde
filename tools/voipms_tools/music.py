"""Music on hold of the account's own recordings."""

import re
from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.words.numbers import Flag
from voipms_tools.words.texts import Code, RequiredDescription, matching, one_of
from voipms_tools.words.word import Word, Wrong, as_text, shown

MUSIC = Entry("name", "getMusicOnHold", "music_on_hold", row_id="value")
OWN = r"[A-Za-z0-9_.-]{1,60}"


def _recordings(value: object) -> str:
    right = "ids of getRecordings joined by commas, each once, such as 1234,1235"
    ids = [part.strip() for part in as_text(value, right).split(",")]
    if len(set(ids)) < len(ids) or not all(re.fullmatch(r"[0-9]{1,18}", one) for one in ids):
        raise Wrong(f"{shown(value)} is not {right}.")
    return ",".join(ids)


Recordings = Annotated[str, Word(_recordings, {"type": "string"})]


class SetMusicOnHold(
    Function, effect=Effect.CHANGE, toolset="menus", entry=MUSIC, counterpart="delMusicOnHold", default=False
):
    """Create or change music on hold of your own recordings."""

    name: Code | None = None
    """`value` of getMusicOnHold; else new."""
    description: RequiredDescription
    """Its name."""
    volume: Flag | None = None
    """true: quieter."""
    sort: Annotated[str, one_of("alpha", "random")] | None = None
    """Order in which they play."""
    recordings: Recordings
    """Ids of getRecordings joined by commas."""


class DelMusicOnHold(
    Function,
    effect=Effect.DELETE,
    toolset="menus",
    entry=Entry("music_on_hold", "getMusicOnHold", "music_on_hold", row_id="value"),
    counterpart="setMusicOnHold",
    default=False,
):
    """Delete music on hold of your own. Refused while something points at it."""

    music_on_hold: Annotated[str, matching(OWN, "a `value` of getMusicOnHold")]
    """`value` of getMusicOnHold."""
