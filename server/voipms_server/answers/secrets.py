"""Secrets never leave: masked by a field's declared kind, by its name where it is new, and inside any URL."""

import re

from voipms_tools.words.marks import MASK

NAMES = re.compile(r"pass(?:wd|word|phrase)?(?:$|_)|(?:^|_)pin(?:$|_)|secret|token|api_?key|credential", re.IGNORECASE)
USERINFO = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20}://)[^\s/@?#]{1,300}@")
QUERY = re.compile(
    r"(?P<name>[?&;](?:[a-z0-9_-]{0,30}(?:key|token|pass|passwd|password|pwd|secret|sig|signature|auth|pin))=)[^&#\s;]+",
    re.IGNORECASE,
)


def looks_secret(name: str) -> bool:
    """Whether a field that is not declared sounds like a secret."""
    return NAMES.search(name) is not None


def hide_text(text: str) -> str:
    """The text with credentials of URLs masked."""
    if "://" not in text:
        return text
    return QUERY.sub(rf"\g<name>{MASK}", USERINFO.sub(rf"\g<scheme>{MASK}@", text))
