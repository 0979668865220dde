"""What a number means to emergency calls: 911 knows a caller by the number the call goes out with."""

from collections.abc import Mapping

from voipms_server.answers.words import clean
from voipms_server.completion import number_in
from voipms_server.line import Line
from voipms_server.quotes import text

ON = ("1", "yes", "true")
CALLER_IDS = ("callerid_number", "default_e911")


async def emergency_words(line: Line, row: Mapping[str, object]) -> str:
    """What taking this number away does to emergency calls; empty where E911 is not on for it."""
    if text(row, "e911") not in ON:
        return ""
    callers = await _callers(line, text(row, "did"))
    used = f", and these sub-accounts call out with it: {', '.join(callers)}" if callers else ""
    return f"Emergency calls: E911 is on for this number{used}. 911 would no longer know where such a call is from."


async def _callers(line: Line, did: str) -> list[str]:
    """The sub-accounts whose caller ID, or emergency number, this number is."""
    rows = await line.rows("getSubAccounts", {})
    return [
        clean(text(row, "account"), 60)
        for row in rows
        if any(number_in(text(row, name))[-10:] == did for name in CALLER_IDS)
    ]
