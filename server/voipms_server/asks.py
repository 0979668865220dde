"""Which values of a change need a person's yes: what costs, what dials abroad, what opens a DISA, what risks 911."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from voipms_server.quotes import text
from voipms_server.uses import routes_in
from voipms_tools.function import Function
from voipms_tools.words.marks import Rule

ON = ("1", "yes", "true")
NOBODY = ("none:", "sys:")
"""Routes that no person is at the end of begin so."""
NORTH_AMERICA = 1
HOME = ("US", "CA")
"""Regions whose calls are charged at the plan's usual rates; every other one is abroad (inferred from the rates)."""
MAIN_ROUTE = "routing"
LOCKED = "1"
"""The code of getLockInternational for no international calls."""


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter as it will be sent, beside what the entry holds now (None: a new entry, or the row has none)."""

    name: str
    new: str
    old: str | None
    row: Mapping[str, object] | None


def suspicious(function: type[Function], params: Mapping[str, str]) -> bool:
    """Whether any of these values could need a yes, so that the entry must be read before anything is decided."""
    return any(JUDGES[rule](Value(name, params[name], None, None)) for name, rule in _asked(function, params))


def reasons(
    function: type[Function],
    params: Mapping[str, str],
    old: Mapping[str, str],
    row: Mapping[str, object] | None,
) -> list[str]:
    """Why a person is asked about these parameters, in words; none when nothing is at stake."""
    values = [(rule, Value(name, params[name], old.get(name), row)) for name, rule in _asked(function, params)]
    return [why for rule, value in values if value.new != value.old and (why := JUDGES[rule](value))]


def _asked(function: type[Function], params: Mapping[str, str]) -> list[tuple[str, Rule]]:
    return [(name, rule) for name, rule in function.asks().items() if name in params]


def _charged(value: Value) -> str:
    """A flag costs when it is switched on; how a number is billed always matters."""
    if value.name == "billing_type":
        return "It changes how VoIP.ms charges for this number."
    return f"VoIP.ms charges for {value.name}." if value.new in ON else ""


def _dials(value: Value) -> str:
    if not costly(value.new):
        return ""
    return f"Calls to {value.new} leave the United States and Canada, or are premium, and are charged to the account."


def costly(number: str) -> bool:
    """Whether calls to this number are abroad or premium, or of a kind that cannot be told."""
    import phonenumbers

    digits = number.removeprefix("011") if number.startswith("011") else number
    digits = f"1{digits}" if len(digits) == 10 and digits == number else digits
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return True
    if phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.PREMIUM_RATE:
        return True
    return parsed.country_code != NORTH_AMERICA or _elsewhere(digits[1:])


def _elsewhere(national: str) -> bool:
    """Whether an area code of the North American plan is that of another country or territory."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = (region for region in COUNTRY_CODE_TO_REGION_CODE[NORTH_AMERICA] if region not in HOME)
    codes = (metadata.leading_digits for region in regions if (metadata := PhoneMetadata.metadata_for_region(region)))
    return any(code and re.match(code, national) for code in codes)


def _leads(value: Value) -> str:
    """To a DISA that was not led to before; or, for a number with emergency calls on, to nobody."""
    new, old = routes_in(value.new), routes_in(value.old or "")
    opened = [route for route in new if route.startswith("disa:") and route not in old]
    if opened:
        return f"{opened[0]} is a DISA: whoever calls and knows its PIN makes calls at the account's cost."
    emergency = value.row is None or text(value.row, "e911") in ON
    if value.name == MAIN_ROUTE and emergency and value.new.startswith(NOBODY) and _is_number(value):
        return "Emergency calls: E911 is on for this number; a 911 operator who calls it back would reach nobody."
    return ""


def _opens(value: Value) -> str:
    if value.new == LOCKED:
        return ""
    return "It opens international calls for this sub-account; they are charged to the account."


def _rates(value: Value) -> str:
    """Only where the entry is there: a new one has no rates that it could change."""
    return f"{value.name} changes what calls cost." if value.old is not None else ""


def _steers(_: Value) -> str:
    """By itself it needs nobody's yes; `voipms_server.strangers` looks at it."""
    return ""


def _is_number(value: Value) -> bool:
    """Only a number's own row has `e911`; before it is read any routing might be a number's."""
    return value.row is None or "e911" in value.row


JUDGES: Mapping[Rule, Callable[[Value], str]] = {
    Rule.CHARGED: _charged,
    Rule.DIALS: _dials,
    Rule.LEADS: _leads,
    Rule.OPENS: _opens,
    Rule.RATES: _rates,
    Rule.STEERS: _steers,
}
