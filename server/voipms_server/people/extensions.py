"""The internal extension of somebody new."""

from collections import Counter
from collections.abc import Sequence

from voipms_server.answers.words import counted
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.people.persons import in_words
from voipms_server.quotes import text
from voipms_tools.words.accounts import RESERVED, TAKEN

FIELD = "internal_extension"
LONGEST = 5
NONE = "No other sub-account has an extension, so none is given; `extension` gives one."


def extension_of(tool: str, said: str, rows: Sequence[Row]) -> tuple[str, str]:
    """The extension, empty for none, and what is told of it. Raises NotAllowed for one that is taken."""
    taken = {value: row for row in rows if (value := text(row, FIELD))}
    if said in taken:
        next_ = _next(taken)
        raise NotAllowed(f"{tool}: extension {said} is that of {in_words(taken[said])}; {next_ or 'none'} is free.")
    extension = said or _next(taken)
    if extension or not taken:
        return extension, _told(extension, said, taken)
    raise NotAllowed(f"{tool}: no extension of up to {LONGEST} digits is free; say one.")


def _told(extension: str, said: str, taken: dict[str, Row]) -> str:
    if not extension:
        return NONE
    how = "" if said else f", the next that is free (in use: {counted(len(taken), 'extension')})"
    return f"The extension is {extension}, dialled 10{extension}{how}."


def _next(taken: dict[str, Row]) -> str:
    """The first free one from the lowest on, of those that have as many digits as most; empty where there is none."""
    if not taken:
        return ""
    length = min(Counter(map(len, taken)).items(), key=lambda one: (-one[1], one[0]))[0]
    first = min(int(one) for one in taken if len(one) == length and one.isdecimal())
    ways = (str(one).zfill(length) for one in range(first, 10**LONGEST))
    return next((one for one in ways if one not in taken and _may_be(one)), "")


def _may_be(extension: str) -> bool:
    return extension not in TAKEN and not extension.startswith(RESERVED)
