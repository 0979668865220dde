"""One-time codes and card numbers in other people's text are hidden."""

import re
from dataclasses import dataclass

from voipms_server.answers.words import clean
from voipms_tools.words.marks import MASK

CARD = re.compile(r"(?<!\d)\d(?:[ .\u00a0-]{0,2}\d){12,18}(?!\d)")
CODE = re.compile(
    r"(?<![\d$\u20ac+./:-])(?:[A-Z]{1,3}-)?(?:\d{3}[ -]\d{3,4}|\d{2}[ -]\d{2}[ -]\d{2}|\d{4,10})(?![\d/:]|[.,]\d|-\d)"
    r"|(?<![A-Za-z0-9])(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{3,5}-?[A-Z0-9]{2,5}(?![A-Za-z0-9])"
)
"""Digits (with a gap, or a prefix such as G-) or capitals with digits; not amounts, times, dates and fractions."""
SPACED = re.compile(r"(?<![\d])\d(?:[ .,_*-]\d){3,9}(?![\d])")
"""Digits set apart one by one."""
ABOUT_CODES = re.compile(
    r"\bcode|\bc[o0]digo|passcode|password|passwort|mot de passe|\bmdp\b|\bnip\b|\bpin\b|\botp\b|2fa|\btwo.?factor"
    r"|verif|v[eé]rifi|authenti|one.?time|usage unique|\bconfirm|s[eé]curit|\blog.?in|\bsign.?in|connexion|\btoken"
    r"|jeton|\bexpire|do(?: not|n.?t) share|ne (?:le |la )?(?:partagez|communiquez|divulguez)|is your\b|est votre\b",
    re.IGNORECASE,
)
ALONE = re.compile(r"\W*(?:[A-Z]{1,3}-)?\d(?:[ -]?\d){3,9}\W*")
"""A message that is nothing but a number of 4 to 10 digits."""
PHONE = re.compile(r"(?:\+?1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]?\d{3}[ .-]?\d{4}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it may be shown, and whether something in it is hidden."""

    text: str
    hidden: bool


def masked(text: str, most: int = 2_100, *, reveal: bool = False) -> Shown:
    """Cleaned, cut, and without codes and card numbers unless they are to be revealed."""
    plain = clean(text, most)
    safe = plain if reveal else _without_codes(CARD.sub(_card, plain))
    return Shown(safe, safe != plain)


def _card(found: re.Match[str]) -> str:
    digits = [int(c) for c in found[0] if c.isdecimal()]
    return MASK if _luhn(digits) else found[0]


def _luhn(digits: list[int]) -> bool:
    """The check digit of card numbers."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _without_codes(text: str) -> str:
    if ALONE.fullmatch(text) and not PHONE.fullmatch(text.strip()):
        return MASK
    if not ABOUT_CODES.search(text):
        return text
    return CODE.sub(_code, SPACED.sub(MASK, text))


def _code(found: re.Match[str]) -> str:
    return found[0] if _is_year(found[0]) else MASK


def _is_year(token: str) -> bool:
    return re.fullmatch(r"20[2-3][0-9]", token) is not None
