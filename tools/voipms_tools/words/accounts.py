"""What a sub-account is known by, and how it may call: its name, its password, its extension, its addresses."""

import re
from collections.abc import Mapping
from typing import Annotated

from voipms_tools.words.marks import MASK
from voipms_tools.words.numbers import TEXT
from voipms_tools.words.texts import matching
from voipms_tools.words.word import Word, Wrong, as_text

SIGNS = "!#$%&/()=?*[]_:.,{}+-"
"""The signs that a password may have (manual)."""
ALLOWED = re.compile(rf"[A-Za-z0-9{re.escape(SIGNS)}]{{8,60}}")
MIXED: Mapping[str, str] = {"a small letter": r"[a-z]", "a capital letter": r"[A-Z]", "a digit": r"[0-9]"}
TAKEN = ("098", "211", "311", "411", "4443", "4444", "4747", "511", "711", "811", "822", "911", "988")
"""Extensions that mean something else (manual)."""
RESERVED = ("068", "097")
"""What no extension may begin with (manual)."""
ADDRESS = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
PART = rf"(?:{ADDRESS}(?:/[0-9]{{1,2}})?|(?=[^,]*[A-Za-z])[A-Za-z0-9.-]{{1,120}})"


def _password(value: object) -> str:
    """The mask passes, for the server to keep what is there; what is wrong with it never shows it."""
    right = f"a password of 8 to 60 letters, digits and {SIGNS}, with {', '.join(MIXED)}"
    text = as_text(value, right, 100)
    if MASK in text or text == "":
        return text
    if not ALLOWED.fullmatch(text) or not all(re.search(form, text) for form in MIXED.values()):
        raise Wrong(f"The value is not {right}.")
    return text


def _extension(value: object) -> str:
    right = "an extension of 1 to 5 digits, as 4 for 104; not 068 or 097 and more, nor one that has a meaning, as 911"
    text = as_text(value, right, 40).strip()
    if text and (not re.fullmatch(r"[0-9]{1,5}", text) or text.startswith(RESERVED) or text in TAKEN):
        raise Wrong(f"{text[:20]!r} is not {right}.")
    return text


Password = Annotated[str, Word(_password, TEXT)]
Extension = Annotated[str, Word(_extension, TEXT)]
Username = Annotated[
    str, matching(r"[A-Za-z0-9._-]{1,40}", "1 to 40 letters, digits, points, hyphens and underscores, such as VoIP")
]
SubAccount = Annotated[
    str,
    matching(
        r"[0-9]{1,18}|[0-9]{3,10}_[A-Za-z0-9._-]{1,40}", "an id of getSubAccounts such as 99785, or a login 100001_VoIP"
    ),
]
Codecs = Annotated[
    str, matching(r"[a-z0-9]{2,10}(?:;[a-z0-9]{2,10}){0,9}", "codecs joined by semicolons, such as ulaw;g729")
]
Ip = Annotated[str, matching(ADDRESS, "an IP address such as 198.51.100.9", empty=True)]
Addresses = Annotated[
    str,
    matching(
        rf"{PART}(?:,{PART}){{0,19}}",
        "IP addresses, networks or names joined by commas, such as 10.255.12.0/22",
        empty=True,
    ),
]
Pops = Annotated[
    str, matching(r"[0-9]{1,5}(?:,[0-9]{1,5}){0,59}", "`server_pop`s joined by commas, such as 10,23,45", empty=True)
]
EmergencyNumber = Annotated[str, matching(r"1?[0-9]{10}", "one of your numbers, such as 5551234567", empty=True)]
