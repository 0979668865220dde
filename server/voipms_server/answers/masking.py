"""One-time codes and card numbers in other people's text are hidden."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from voipms_server.answers.words import clean
from voipms_tools.words.marks import MASK

WHOLE = 4_000
"""Characters that are looked at before a text is cut: what tells that something is a code may lie behind the cut."""
DASH = r"\u2010-\u2015\u2212-"
CARD = re.compile(rf"(?<!\d)\d(?:[\s.{DASH}]{{0,3}}\d){{12,39}}(?!\d)")
NOT_SECRET = r"(?<!bar)(?<!de)(?<!en)(?<!zip)" + "".join(
    rf"(?<!{word} )" for word in "zip postal area promo dress coupon discount country qr bar morse source".split()
)
CODE_WORD = (
    rf"(?:{NOT_SECRET}codes?\b(?! (?:postal|promo|civil|source|of conduct|vestimentaire|r[e\u00e9]gional|de la route"
    r"|barres|rabais|review)|-barres)|passcode|passwor[dt]|mot de passe|\bmdp\b|\bnip\b|\bpin\b|\botp\b|\btoken|jeton"
    r"|c[o\u00f3]digo|contrase[n\u00f1]a)"
)
TOKEN = (
    rf"(?:[A-Z]{{1,4}}-)?\d{{2,4}}(?:[ .{DASH}]\d{{2,4}}){{1,3}}(?![\d:])"
    r"|(?=[A-Z0-9-]{0,19}\d)(?!\d\d?h\d\d\b)[A-Z0-9](?:-?[A-Z0-9]){3,19}"
)
VERBS = r"\b(?:use|enter|type|input|utilise[rz]?|entre[rz]|saisi[rs](?:sez)?|tape[rz]?)(?: the| le| this| ce)?"
SAID = re.compile(
    rf"(?P<before>(?:{CODE_WORD}(?:[^\n\d.!?(]{{0,40}}?(?:\b(?:is|est|es|ist)\b(?: le| the)?|[:=#]))?"
    rf"|\b(?:log.?in|sign.?in|connexion|confirmation|v[e\u00e9]rification|authentication)\s?[:=]|{VERBS})"
    rf"[\s\"'\u00ab\u201c(#]*)(?P<code>{TOKEN})",
    re.IGNORECASE,
)
"""What is called a code, whatever it looks like."""
OTHER = (
    r"(?:new |next |nouveau |prochain )?(?:order|invoice|room|table|ticket|seat|phone|number|appointment|balance|num"
    r"|commande|facture|rendez)"
)
"""What a number that is given to somebody may be instead."""
GIVEN = re.compile(
    rf"(?<![A-Z0-9$+/.:-])(?P<code>{TOKEN})"
    rf"(?= (?:is|est) (?:your|votre|ton|the|le)\b(?! {OTHER})| ?: (?:your|votre|ton)\b(?! {OTHER}))",
    re.IGNORECASE,
)
PASSWORD = re.compile(
    r"(?P<before>(?:password|passwort|mot de passe|\bmdp\b|contrase[n\u00f1]a)[^\n\d.!?(]{0,20}?"
    r"(?:\b(?:is|est|es|ist)\b|[:=])\s*)(?P<code>(?=\S{0,40}\d)[^\s(]\S{3,40})",
    re.IGNORECASE,
)
CVV = re.compile(r"(?P<before>\b(?:cvv|cvc|cvd)2?\b\W{0,4}(?:is |est )?)(?P<code>\d{3,4})(?!\d)", re.IGNORECASE)
BOUND = re.compile(r"(?P<before>@[\w.-]{3,80} #)(?P<code>[A-Za-z0-9]{4,10})\b")
"""The line of a text by which a browser knows whose code it is."""
CODE = re.compile(
    r"(?<![A-Za-z0-9$\u20ac\u00a3+/])(?<!\d[.,:-])(?P<code>(?:[A-Z]{1,4}-)?"
    rf"(?:\d{{3}}[ {DASH}]\d{{3,4}}|\d{{4}}[ {DASH}]\d{{4}}|\d{{2}}[ {DASH}]\d{{2}}[ {DASH}]\d{{2}}|\d{{4,10}})"
    rf"(?![\d/:A-Za-z]|[.,]\d|[{DASH}]\d)"
    r"|(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{3,6}(?:-?[A-Z0-9]{2,6}){1,3}(?![A-Za-z0-9]))"
)
"""Digits (with a gap, or a prefix such as G-) or capitals with digits; not amounts, times, dates and fractions."""
SPACED = re.compile(rf"(?<!\d)(?P<code>\d(?:[ .,_*\u20e3{DASH}]{{1,3}}\d){{3,9}}\u20e3?)(?!\d)")
"""Digits set apart one by one."""
ABOUT_CODES = re.compile(
    rf"{CODE_WORD}|2fa|\btwo.?factor|v[e\u00e9]rif|authenti|one.?time|usage unique|\blog.?in\b|\bsign.?in\b|connexion"
    r"|connecter|security (?:number|key|alert)|alerte de s[e\u00e9]curit|\bexpire\w* (?:in|dans|after|en) \d"
    r"|auth?ori[sz]ation number|num[e\u00e9]ro d.autorisation|do(?: not|n.?t) share"
    r"|ne (?:le |la )?(?:partage|communique|divulgue)|(?:to|pour) confirm"
    r"|confirm\w* (?:your|votre|ton) (?:identit|account|compte|e-?mail|courriel|phone|t[e\u00e9]l|device|pa[iy]e?ment)"
    rf"|\A\W*(?:[A-Z]{{1,3}}-)?\d[\d -]{{3,10}} (?:is your|est votre|est ton)\b(?! {OTHER})",
    re.IGNORECASE,
)
ALONE = re.compile(rf"\W*(?:[A-Z]{{1,3}}-)?\d(?:[ {DASH}]?\d){{3,9}}\W*")
"""A message that is nothing but a number of 4 to 10 digits."""
PHONE = re.compile(
    rf"(?<!\d)(?:\+?1[ .{DASH}]?)?\(?[2-9]\d{{2}}\)?[ .{DASH}]{{0,2}}[2-9]\d{{2}}[ .{DASH}]?\d{{4}}(?!\d)"
)
NAMED = re.compile(
    r"(?:\b(?:orders?|commandes?|invoices?|factures?|tickets?|billets?|rooms?|chambres?|flights?|vols?|tracking|suivi"
    r"|ref(?:erence)?|r[e\u00e9]f[e\u00e9]rences?|dossiers?|ext(?:ension)?|postes?|tables?|suite|apt|unit|bus|iso|model"
    r"|mod[e\u00e8]le|parts?|pi[e\u00e8]ces?|lots?|since|depuis)\b|n[o\u00b0\u00ba]\.?)"
    r"(?:\s*(?:no\b\.?|n[\u00b0\u00ba]|number|num[e\u00e9]ro|is\b|est\b|[:#.]))*\s*\Z",
    re.IGNORECASE,
)
"""What names a number that is no code, just before it."""
COUNTED = re.compile(
    r"\s?(?:[$\u20ac\u00a3%]|(?:cad|usd|dollars?|euros?|bucks|pounds|lbs?|kg|km|feet|ft|pieds|people|personnes|names|noms"
    r"|min(?:ute)?s?|hours?|heures?|days|jours|times|fois|rue|av(?:enue)?|boul(?:evard)?|ch(?:emin)?|rang|place)\b"
    r"|(?-i:[A-Z])[\w'.-]* (?:[\w'.-]+ )?(?:street|st|avenue|ave|road|rd|drive|dr|lane|blvd|way|court|crescent)\b)",
    re.IGNORECASE,
)
"""What makes a number an amount, a count or an address, just behind it."""
YEAR = re.compile(r"(?:19[5-9]|20[0-4])[0-9]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it may be shown, and whether something in it is hidden."""

    text: str
    hidden: bool


def masked(text: str, most: int = 2_100, *, reveal: bool = False) -> Shown:
    """Cleaned, without codes and card numbers unless they are to be revealed, then cut."""
    plain = clean(text, max(most, WHOLE))
    safe = plain if reveal else _safe(plain)
    shown = _cut(safe, most, len(text))
    return Shown(shown, shown != _cut(plain, most, len(text)))


def _cut(text: str, most: int, length: int) -> str:
    return f"{text[:most]} ... ({length} characters)" if len(text) > most else text


def _safe(plain: str) -> str:
    """Digits and letters of other shapes (full-width, in circles) are looked at as what they stand for."""
    folded = "".join(map(_folded, plain))
    before, after = "", folded
    while after != before:
        before, after = after, Hiding().done(after)
    return plain if after == folded else after


def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


@dataclass(slots=True)
class Hiding:
    """One walk over a text; what was found to be a code is hidden wherever else it stands."""

    found: set[str] = field(default_factory=set[str])

    def done(self, text: str) -> str:
        text = BOUND.sub(self._hide, CVV.sub(self._hide, CARD.sub(_without_cards, text)))
        if ALONE.fullmatch(text) and not PHONE.fullmatch(text.strip()):
            return MASK
        if ABOUT_CODES.search(text):
            for pattern in (SPACED, PASSWORD, SAID, GIVEN):
                text = pattern.sub(self._hide, text)
            text = CODE.sub(self._hide_unless_usual, text)
        return self._everywhere(text)

    def _hide(self, found: re.Match[str]) -> str:
        self.found.add(found["code"])
        return found.groupdict().get("before", "") + MASK

    def _hide_unless_usual(self, found: re.Match[str]) -> str:
        return found[0] if _is_usual(found) else self._hide(found)

    def _everywhere(self, text: str) -> str:
        """As in a link that does the same as typing the code."""
        bare = {re.sub(r"\D", "", one) for one in self.found if not re.search(r"[A-Za-z]{2}", one)}
        for one in sorted(code for code in bare if len(code) >= 5):
            text = re.sub(rf"(?<!\d){one}(?!\d)", MASK, text)
        return text


def _is_usual(found: re.Match[str]) -> bool:
    """A year, a phone number, or what the words around it say is something else than a code."""
    text, start, end = found.string, found.start(), found.end()
    phones = (phone.span() for phone in PHONE.finditer(text))
    return (
        YEAR.fullmatch(found[0]) is not None
        or any(first <= start and end <= last for first, last in phones)
        or NAMED.search(text[max(0, start - 40) : start]) is not None
        or COUNTED.match(text, end) is not None
    )


def _without_cards(found: re.Match[str]) -> str:
    """Card numbers among digits that may go on, as with the date of expiry behind it."""
    run = found[0]
    if len(digits := _digits(run)) <= 19 and _luhn(digits):
        return MASK
    for first, last in _spans(run):
        if _is_card(run[first:last]):
            return run[:first] + MASK + CARD.sub(_without_cards, run[last:])
    return run


def _spans(run: str) -> Iterator[tuple[int, int]]:
    """From each group of digits to each later one, the longest first."""
    groups = [group.span() for group in re.finditer(r"\d+", run)]
    for n, (first, _) in enumerate(groups):
        for _, last in reversed(groups[n:]):
            yield first, last


def _is_card(part: str) -> bool:
    """13 to 19 digits with the right check digit, in groups as people write card numbers: no phone numbers in a row."""
    sizes = [len(group) for group in re.findall(r"\d+", part)]
    even = len(set(sizes)) == 1 or (min(sizes[:-1]) >= 4 and sizes[-1] >= 3)
    return even and 13 <= sum(sizes) <= 19 and part[0] in "23456" and _luhn(_digits(part))


def _digits(text: str) -> list[int]:
    return [int(c) for c in text if c.isdecimal()]


def _luhn(digits: list[int]) -> bool:
    """The check digit of card numbers."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
