"""Texts with a form: messages, addresses, patterns, dates, codes."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import date
from typing import Annotated

from voipms_tools.words.marks import MASK
from voipms_tools.words.word import Word, Wrong, as_text, shown

LARGEST_FILE = 3_500_000
"""Characters of a base64 file: what fits into the request an MCP server takes over HTTP (4 MiB)."""
LARGEST_MEDIA = 1_200_000
"""Bytes of a file sent by MMS. Observed: VoIP.ms takes a larger one and does not deliver it, without a word."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def line(most: int, *, least: int = 0, what: str = "text") -> Word:
    """Text of one line, `least` to `most` characters; empty clears it where `least` is 0."""
    right = f"{what} of {least or 'at most'}{' to' if least else ''} {most} characters on one line"

    def parse(value: object) -> str:
        text = as_text(value, right)
        if not least <= len(text) <= most or CONTROL.search(text) or "\n" in text or "\t" in text:
            raise Wrong(f"{shown(value)} is not {right}.")
        return text

    return Word(parse, {"type": "string", "maxLength": most} | ({"minLength": least} if least else {}))


def matching(pattern: str, right: str, *, empty: bool = False, schema: str | None = None) -> Word:
    """Text of this form; `schema` is the pattern shown, where it differs or is worth its bytes."""

    def parse(value: object) -> str:
        text = as_text(value, right, 300).strip()
        if not (empty and text == "") and not re.fullmatch(pattern, text):
            raise Wrong(f"{shown(value)} is not {right}.")
        return text

    return Word(parse, {"type": "string"} | ({"pattern": schema} if schema else {}))


def one_of(*words: str, upper: bool = False) -> Word:
    """One of a few words."""

    def parse(value: object) -> str:
        text = as_text(value, f"one of {', '.join(words)}", 60).strip()
        text = text.upper() if upper else text
        if text not in words:
            raise Wrong(f"{shown(value)} is not one of {', '.join(words)}.")
        return text

    return Word(parse, {"type": "string", "enum": list(words)})


def address(schemes: str, right: str) -> Word:
    """A URL; empty clears it, and a masked one passes for the server to keep what is there."""

    def parse(value: object) -> str:
        text = as_text(value, right, 1_000).strip()
        if text and MASK not in text and not re.fullmatch(rf"(?:{schemes})://[^\s/]+\S*", text):
            raise Wrong(f"The value is not {right}.")
        return text

    return Word(parse, {"type": "string"})


def message(most: int, longer: str) -> Word:
    """Text of 1 to `most` characters; a refusal counts them, and says what to do with a longer one."""
    right = f"a message of 1 to {most} characters; a longer one must be {longer}"

    def parse(value: object) -> str:
        text = as_text(value, right, 100_000)
        if not 1 <= len(text) <= most:
            raise Wrong(f"The message has {len(text)} characters; it must be {right}.")
        return text

    return Word(parse, {"type": "string", "minLength": 1, "maxLength": most})


def _file(value: object) -> str:
    right = "a file in base64 (without `data:`), of at most 2.6 MB"
    text = as_text(value, right, LARGEST_FILE)
    try:
        content = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise Wrong(f"The value is not {right}.") from None
    if not content:
        raise Wrong(f"The value is not {right}.")
    return text


MEDIA_RIGHT = (
    "an http or https URL without user and password, of at most 1000 characters; "
    "or data:TYPE/SUBTYPE;base64, and a file in base64, of at most 1.2 MB; or empty for none"
)
"""The size is the one that other clients found to arrive."""


def _media(value: object) -> str:
    text = as_text(value, MEDIA_RIGHT, LARGEST_MEDIA * 4 // 3 + 200).strip()
    if text.startswith("data:"):
        return _data(text)
    if text and not (len(text) <= 1_000 and re.fullmatch(r"(?i:https?)://[^\s/?#@\\]+(?:[/?#]\S*)?", text)):
        raise Wrong(f"The value is not {MEDIA_RIGHT}.")
    return text


def _data(text: str) -> str:
    """A `data:` URL with its file in base64."""
    head, _, body = text.partition(",")
    try:
        content = b64decode(body, validate=True)
    except (NotBase64, ValueError):
        content = b""
    if not content or not re.fullmatch(r"data:[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+;base64", head):
        raise Wrong(f"The value is not {MEDIA_RIGHT}.")
    if len(content) > LARGEST_MEDIA:
        raise Wrong(f"The file has {len(content)} bytes; MMS files of over {LARGEST_MEDIA} are not delivered.")
    return text


def _path(value: object) -> str:
    right = "the path of a file of this machine, of at most 1000 characters"
    text = as_text(value, right, 1_000).strip()
    if not text or CONTROL.search(text) or "\n" in text or "\t" in text:
        raise Wrong(f"{shown(value)} is not {right}.")
    return text


def _paths(value: object) -> tuple[str, ...]:
    right = "1 to 3 paths of files of this machine, joined by ;"
    paths = tuple(_path(part) for part in as_text(value, right, 3_010).split(";") if part.strip())
    if not 1 <= len(paths) <= 3:
        raise Wrong(f"{shown(value)} is not {right}.")
    return paths


def _book_ids(value: object) -> str:
    right = "ids of getPhonebook joined by ;, each once, such as 32207;32208, or empty for none"
    ids = [part.strip() for part in as_text(value, right).split(";") if part.strip()]
    if len(set(ids)) < len(ids) or not all(re.fullmatch(r"[0-9]{1,18}", one) for one in ids):
        raise Wrong(f"{shown(value)} is not {right}.")
    return ";".join(ids)


def _date(value: object) -> str:
    right = "a date YYYY-MM-DD such as 2026-03-30"
    text = as_text(value, right, 20).strip()
    try:
        valid = bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        valid = False
    if not valid:
        raise Wrong(f"{shown(value)} is not {right}.")
    return text


def _vanity(value: object) -> str:
    right = "7 letters, digits or * (any), such as **HELLO or **555**"
    text = as_text(value, right, 20).strip().upper()
    if not re.fullmatch(r"[A-Z0-9*]{7}", text):
        raise Wrong(f"{shown(value)} is not {right}.")
    return text


def _sip_uri(value: object) -> str:
    right = "a SIP address user@host or user@host:port, such as 5552223333@sip.voip.ms"
    text = as_text(value, right, 250).strip()
    port = r"(?::(?P<port>[0-9]{1,5}))?"
    found = re.fullmatch(rf"(?:sip:)?(?:[A-Za-z0-9._+*#~-]|\{{DID\}}){{1,80}}@[A-Za-z0-9.-]{{1,150}}{port}", text)
    if not found or not 0 < int(found["port"] or 5060) < 65_536:
        raise Wrong(f"{shown(value)} is not {right}.")
    return text


PATTERN_RIGHT = (
    "a caller ID that can trigger a filter: 10 digits with X for any digit and * for the rest, 0 (anonymous), "
    "i (not North American), s, sb or sc (attestation), p (phone book) or p:GROUP"
)
CallerIdPattern = Annotated[str, matching(r"0|i|s|sb|sc|p|p:[0-9]{1,18}|(?=.{2,11}$)[0-9X]{1,11}\*?", PATTERN_RIGHT)]
FilteredDid = Annotated[str, matching(r"all|[0-9]{10}", "a 10-digit number, or all", schema="^(all|[0-9]{10})$")]
SmsText = Annotated[str, message(160, "shortened or sent as MMS")]
MmsText = Annotated[str, message(2048, "shortened")]
MmsMedia = Annotated[str, Word(_media, {"type": "string"})]
Base64File = Annotated[str, Word(_file, {"type": "string"})]
LocalPath = Annotated[str, Word(_path, {"type": "string"})]
LocalPaths = Annotated[tuple[str, ...], Word(_paths, {"type": "string"}, ";".join)]
Date = Annotated[str, Word(_date, {"type": "string"})]
VanityQuery = Annotated[str, Word(_vanity, {"type": "string", "pattern": "^[A-Za-z0-9*]{7}$"})]
VanityType = Annotated[str, one_of("8**", "800", "833", "844", "855", "866", "877", "888")]
SearchType = Annotated[str, one_of("starts", "contains", "ends")]
SearchQuery = Annotated[str, matching(r"[A-Za-z0-9*]{1,10}", "1 to 10 letters or digits, such as 555 or JOHN")]
SipUri = Annotated[str, Word(_sip_uri, {"type": "string"})]
StateCode = Annotated[str, matching(r"[A-Z]{2}", "a code of two capital letters, such as FL", schema="^[A-Z]{2}$")]
ProvinceCode = StateCode
VirtualDigits = Annotated[str, matching(r"[0-9]{3}", "3 digits, such as 001", schema="^[0-9]{3}$")]
LocationId = Annotated[str, matching(r"[A-Za-z0-9]{1,20}", "a location_id of getDIDsInternationalTollFree")]
Code = Annotated[str, matching(r"[A-Za-z0-9_.-]{1,60}", "a code, as the matching get* function lists it", empty=True)]
Language = Annotated[str, one_of("en", "es", "fr")]
YesNoOnce = Annotated[str, one_of("yes", "no", "once")]
YesNoStrict = Annotated[str, one_of("yes", "no", "strict")]
RingStrategy = Annotated[str, one_of("ringall", "leastrecent", "fewestcalls", "random", "rrmemory")]
RecordingOrNone = Annotated[str, matching(r"none|[0-9]{1,18}", "an id of getRecordings, or none", empty=True)]
Dtmf = Annotated[str, matching(r"[0-9*#w]{1,60}", "keys 0-9, * and #, with w for a wait", empty=True)]
SpeedDial = Annotated[str, matching(r"(?:\*75)?[0-9]{2}", "2 digits, such as 21 for *7521", empty=True)]
BookNumber = Annotated[
    str, matching(r"[0-9]{3,18}|sip:[0-9]{1,18}", "digits such as 5552223333, or sip: and an id of getSIPURIs")
]
BookIds = Annotated[str, Word(_book_ids, {"type": "string"})]
Email = Annotated[str, matching(r"[^@\s]{1,80}@[A-Za-z0-9.-]{1,150}\.[A-Za-z]{2,20}", "an e-mail address", empty=True)]
Locales = Annotated[
    str,
    matching(r"[a-z]{2,3}-[A-Za-z0-9]{2,4}(?:,[a-z]{2,3}-[A-Za-z0-9]{2,4}){0,9}", "up to 10 locales, as en-US,fr-CA"),
]
CallbackUrl = Annotated[str, address("https?", "an http or https address")]
SmppUrl = Annotated[str, address("s?smpp|ssmpp", "an address beginning with smpp:// or ssmpp://")]
Name = Annotated[str, line(60, least=1, what="a name")]
RingGroupName = Annotated[str, line(24, least=1, what="a name")]
Description = Annotated[str, line(60)]
RequiredDescription = Annotated[str, line(60, least=1)]
CallerIdPrefix = Annotated[str, line(19)]
Note = Annotated[str, line(50)]
