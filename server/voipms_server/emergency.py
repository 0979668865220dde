"""What a number means to emergency calls: 911 knows a caller by the number the call goes out with."""

from collections.abc import Mapping

from voipms_server.answers.words import clean
from voipms_server.completion import number_in
from voipms_server.line import Line
from voipms_server.questions import quoted
from voipms_server.quotes import text

ON = ("1", "yes", "true")
TEN = 10
ADDRESS = "full_name street_number street_name address_type address_number city state zip_code".split()
NO_ADDRESS = "It ends E911 for this number: emergency calls from it then carry no address."
MOVES = "It changes where 911 sends help to when this number calls."
Row = Mapping[str, object]
CALLER_IDS = ("callerid_number", "default_e911")


async def lost_address(line: Line, before: Row, after: Row) -> tuple[str, ...]:
    """Why a person is asked about a sub-account whose emergency calls would go out with another number."""
    was, is_ = (_shown_to_911(row) for row in (before, after))
    if was == is_ or not was:
        return ()
    rows = await line.rows("getDIDsInfo", {"did": was})
    if not any(text(row, "did") == was and text(row, "e911") in ON for row in rows):
        return ()
    return (
        f"Emergency calls: E911 is on for {was}, and 911 would no longer be shown that number by this sub-account.",
    )


def _shown_to_911(row: Row) -> str:
    """Its number for emergencies, else its caller ID (inferred); empty for the main account's."""
    found = (number_in(text(row, name))[-10:] for name in ("default_e911", "callerid_number"))
    return next((one for one in found if len(one) == TEN), "")


async def ending(line: Line, did: str) -> tuple[str, ...]:
    """Why a person is asked before E911 ends for a number."""
    callers = await _callers(line, did)
    used = (f"These sub-accounts call out with it: {', '.join(callers)}.",) if callers else ()
    return (NO_ADDRESS, *used)


def address_words(row: Row) -> str:
    """An emergency address for the eye, in one line."""
    parts = [text(row, name) for name in ADDRESS]
    return quoted(" ".join(part for part in parts if part), 200)


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
