"""The question a person reads: the server's own sentences and checked values; free text last, quoted and cut."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from decimal import Decimal

from voipms_server.answers.words import INVISIBLE
from voipms_server.quotes import Quote, Seen

MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|~"})
PLAIN = re.compile(r"[A-Za-z0-9:._;,=+@/ -]{1,120}")
FREE_TEXT = {
    "note": "Note",
    "callerid_prefix": "Caller ID prefix",
    "description": "Description",
    "name": "Name",
    "cancelcomment": "Comment",
}
SETTINGS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "billing_type": ("Billing", {"1": "per minute", "2": "flat"}),
    "pop": ("POP", {}),
    "dialtime": ("Rings for", {}),
    "cnam": ("Caller name lookup (CNAM)", {"1": "on, charged per call", "0": "off"}),
    "voicemail": ("Mailbox", {"0": "none", "": "none"}),
    "carrier": ("Carrier", {}),
    "quantity": ("Quantity", {}),
    "location_id": ("Location", {}),
    "digits": ("Digits", {}),
    "account": ("Sub-account", {}),
    "monthly": ("Reseller client pays monthly", {}),
    "setup": ("Reseller client pays for set-up", {}),
    "minute": ("Reseller client pays per minute", {}),
}
ROUTES = {
    "routing": "Calls go to",
    "failover_busy": "If busy",
    "failover_unreachable": "If unreachable",
    "failover_noanswer": "If nobody answers",
}
TITLES = {
    "orderDID": "Order this number",
    "orderTollFree": "Order this toll-free number",
    "orderVanity": "Order this vanity number",
    "orderDIDVirtual": "Order a virtual number",
    "orderDIDInternationalTollFree": "Order international toll-free numbers",
    "sendSMS": "Send this SMS",
    "sendMMS": "Send this MMS",
    "cancelDID": "Cancel this number, and lose it",
    "e911Provision": "Set up E911 for this number",
    "e911Update": "Change the emergency address of this number",
    "e911Cancel": "End E911 for this number",
    "unconnectDID": "Take this number away from the reseller client it is connected to",
}


def quoted(value: str, limit: int = 80) -> str:
    """Free text for the eye: one line, cut, quoted, with control, invisible and direction-changing characters escaped.

    Markdown is escaped, so that nobody's note can look like the server's own words.
    """
    cut = value[:limit]
    shown = "".join(c if _is_seen(c) else f"{{U+{ord(c):04X}}}" for c in cut)
    more = f" (cut, {len(value)} characters)" if len(value) > limit else ""
    return f'"{shown.translate(MARKDOWN)}"{more}'


def _is_seen(character: str) -> bool:
    """A letter or sign that shows as what it is; no control, no filler, no change of direction."""
    return character == " " or (unicodedata.category(character)[0] not in "CZ" and not INVISIBLE.match(character))


def usd(amount: Decimal) -> str:
    """US dollars to the cent, rounded away from zero, so that no price looks lower than it is."""
    return f"US${amount.quantize(Decimal('0.01'), rounding='ROUND_UP')}"


FREE = {"cancelDID": "Price: VoIP.ms documents none for a cancellation; the number's monthly charge ends with it."}
"""Functions that end a charge instead of making one."""


UNPRICED = {
    "e911Provision": "Price: unknown. VoIP.ms charges for E911 from now on; no function of its API tells how much."
}
"""Functions that make a charge that goes on."""


def price_line(quote: Quote | None, function: str = "") -> str:
    """The price in words; an unknown one is called unknown."""
    if function in FREE:
        return FREE[function]
    if quote is None and function in UNPRICED:
        return UNPRICED[function]
    if quote is None:
        return "Price: unknown. VoIP.ms has no function that tells it before the order."
    several = ", the dearest of several found" if quote.up_to else ""
    minute = f", calls US${quote.per_minute} a minute" if quote.per_minute else ""
    place = f" ({quote.place})" if quote.place else ""
    return (
        f"Price: up to {usd(quote.now)} now ({usd(quote.setup)} set-up and {usd(quote.monthly)} for the first month, "
        f"which may be charged in part), then {usd(quote.monthly)} a month{minute}, all before taxes{several}; "
        f"read from {quote.source}{place}."
    )


def balance_line(seen: Seen) -> str:
    if seen.balance is None:
        return "Balance: could not be read."
    if seen.quote is None:
        return f"Balance: {usd(seen.balance)} now."
    return f"Balance: {usd(seen.balance)} now, {usd(seen.balance - seen.quote.now)} after."


def balance_after(seen: Seen) -> bool:
    """Whether the balance covers the price; not known is not said."""
    return seen.quote is None or seen.balance is None or seen.balance >= seen.quote.now


def settings(params: Mapping[str, str], secrets: Collection[str] = ()) -> list[str]:
    """Every parameter that is neither a route nor free text, labelled; secrets only as being there."""
    shown = [name for name in params if name not in (*ROUTES, *FREE_TEXT, "did")]
    return [f"{name}: (hidden)" if name in secrets else _setting(name, params[name]) for name in shown]


def free_text(params: Mapping[str, str]) -> list[str]:
    """The account's own words, last and quoted."""
    return [f"{label}: {quoted(params[name])}" for name, label in FREE_TEXT.items() if params.get(name)]


def routes(words: Mapping[str, str]) -> list[str]:
    """What callers will experience: each routing in words."""
    known = [f"{label}: {words[name]}" for name, label in ROUTES.items() if name in words]
    return known + [f"{name}: {value}" for name, value in words.items() if name not in ROUTES]


def _setting(name: str, value: str) -> str:
    label, words = SETTINGS.get(name, (name, {}))
    unit = " seconds" if name == "dialtime" else ""
    return f"{label}: {words.get(value) or plain(value)}{unit}"


def plain(value: str) -> str:
    """A checked value as it is; anything that could be read as something else is quoted."""
    return value if PLAIN.fullmatch(value) else quoted(value)
