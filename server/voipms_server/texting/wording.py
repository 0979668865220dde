"""The question about texts: from which number, to whom, why it is asked, and the whole text last."""

from collections.abc import Iterable, Mapping, Sequence

from voipms_server.errors import Refused
from voipms_server.files import files_in, words_of
from voipms_server.line import Line
from voipms_server.prepared import Prepared
from voipms_server.questions import TITLES, quoted
from voipms_server.quotes import text
from voipms_server.requests import Request, Write
from voipms_server.texting.alphabet import measure
from voipms_server.texting.message import MEDIA
from voipms_server.texting.phonebook import phonebook

WHOLE = 2_100
"""Characters: a text that a person confirms is shown whole."""
NOT_BACK = "A text that was sent cannot be taken back."
PRICE = "Price of an MMS: unknown. VoIP.ms has no function that tells it."


async def sending(line: Line, request: Request, ready: Sequence[Prepared], who: str) -> list[str]:
    """One question, however many it goes to; each of them is named."""
    names = await _names(line)
    first = ready[0].write
    title = TITLES[first.name] if len(ready) == 1 else f"{TITLES[first.name]} to {len(ready)} people"
    same = len({one.write.params.get("message", "") for one in ready}) == 1
    told = [f"{title}?", who, *request.notes, *request.reasons]
    for number, one in enumerate(ready, 1):
        told += _one(one.write, names) if len(ready) == 1 else [_listed(number, one.write, names)]
        told += [] if same else [f"   Text: {quoted(one.write.params.get('message', ''), WHOLE)}"]
    told += _once(reason for one in ready for reason in one.reasons)
    told += _once(warning for one in ready for warning in one.warnings)
    told += [*_size(first), NOT_BACK]
    told += [f"Text: {quoted(first.params.get('message', ''), WHOLE)}"] if same else []
    return told + _once(words for one in ready for words in one.quotes)


async def _names(line: Line) -> Mapping[str, str]:
    """The account's own words for its numbers and for people; without them the numbers stand alone."""
    try:
        own = {text(row, "did"): text(row, "note", "description") for row in await line.rows("getDIDsInfo", {})}
        return {**own, **(await phonebook(line)).names}
    except Refused:
        return {}


def _named(number: str, names: Mapping[str, str]) -> str:
    return f"{number} ({quoted(names[number])})" if names.get(number) else number


def _one(write: Write, names: Mapping[str, str]) -> list[str]:
    return [f"From: {_named(write.params['did'], names)}", f"To: {_named(write.params['dst'], names)}"]


def _listed(number: int, write: Write, names: Mapping[str, str]) -> str:
    return f"{number}. To {_named(write.params['dst'], names)} from {_named(write.params['did'], names)}"


def _size(write: Write) -> list[str]:
    """How long it is; what is attached, by address or as a file; that the price of an MMS is not known."""
    files = files_in(write)
    there = [name for name in MEDIA if write.params.get(name)]
    attached = [
        f"Attached: a file of this machine, {words_of(write, name)}"
        if name in files
        else f"Attached: {quoted(write.params[name], 200)}"
        for name in there
    ]
    if write.name == "sendMMS":
        return [*attached, PRICE]
    return [measure(write.params.get("message", "")).words()]


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))
