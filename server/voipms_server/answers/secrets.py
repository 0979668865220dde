"""Secrets never leave: masked by a field's declared kind, by its name where it is new, and inside any URL."""

import re

from voipms_tools.words.marks import MASK

NAMES = re.compile(
    r"pass(?:wd|word|phrase|code)?(?:$|_)|(?:^|_)(?:pin|key|pwd|otp)(?:$|_)|secret|token|api_?key|credential|signature"
    r"|(?:security|access|auth|verification)_?code|authorization|bearer"
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
USERINFO = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20}://)[^\s/?#]*@")
QUERY = re.compile(
    r"(?P<name>[?&;#](?:[a-z0-9_-]{0,30}(?:key|token|pass|passwd|password|pwd|secret|sig|signature|auth|pin))=)[^&#\s;]+",
    re.IGNORECASE,
)
USER = re.compile(r"[^/?#]*@|[^/?#\[]*:(?![0-9]{1,5}(?:[/?#]|$)).*@", re.DOTALL)
"""The user of an address; one whose password holds / ? or # is found by a colon that no port follows."""
REST = re.compile(r"[?#].*", re.DOTALL)
PAIR = re.compile(r"(?P<name>[A-Za-z0-9_.\[\]-]{1,40}=)?(?P<value>[^&;?#]+)")
TEMPLATE = re.compile(r"(?:\{[A-Za-z_]{1,30}\}|[ ,:+-])+")
"""What the API fills in itself, such as {MESSAGE}."""
SEGMENT = re.compile(r"(?=[A-Za-z_-]*[0-9])(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{16,}|[A-Za-z0-9]{24,}")
"""A part of a path that looks made by a machine: it is often the key to a webhook."""


def looks_secret(name: str) -> bool:
    """Whether a field that is not declared sounds like a secret."""
    return NAMES.search(CAMEL.sub("_", name[:200]).replace("-", "_").lower()) is not None


def hide_text(text: str) -> str:
    """Prose with the credentials of its URLs masked."""
    if "://" not in text:
        return text
    return QUERY.sub(rf"\g<name>{MASK}", USERINFO.sub(rf"\g<scheme>{MASK}@", text))


def hide_url(text: str) -> str:
    """An address of the account: its user, the values it sends and machine-made parts of its path are masked."""
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "", text
    user = USER.match(rest) if "@" in rest else None
    if user:
        rest = f"{MASK}@{rest[user.end() :]}"
    sent = REST.search(rest)
    place, query = (rest[: sent.start()], sent[0]) if sent else (rest, "")
    return scheme + mark + SEGMENT.sub(MASK, place) + PAIR.sub(_hide_value, query)


def _hide_value(pair: re.Match[str]) -> str:
    shown = pair["value"] if TEMPLATE.fullmatch(pair["value"]) else MASK
    return SEGMENT.sub(MASK, pair["name"] or "") + shown
