"""Searches for numbers that can be ordered."""

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.rows import Kind, Rows
from voipms_tools.words.texts import ProvinceCode, SearchQuery, SearchType, StateCode, VanityQuery, VanityType

NARROW = "Use a longer query, or a state or province."


def money(*names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, Kind.MONEY)


PRICES = money("perminute_monthly", "perminute_minute", "perminute_setup", "flat_monthly", "flat_minute", "flat_setup")
USA_ROW = {"did": Kind.ID, "ratecenter": Kind.TEXT, "state": Kind.TEXT, "state_description": Kind.TEXT, **PRICES}
CAN_ROW = {"did": Kind.ID, "ratecenter": Kind.TEXT, "province": Kind.TEXT, "province_description": Kind.TEXT, **PRICES}
VANITY_ROW = {
    "did": Kind.ID,
    **money("monthly_american", "monthly_canadian", "minute_american_usa", "minute_american_canada"),
    **money("minute_canadian", "setup_american", "setup_canadian"),
}
US_MINUTES = money("monthly", "minute_usa", "minute_canada", "minute_puertorico", "minute_alaska", "setup")


def found(fields: dict[str, Kind]) -> Rows:
    """A list of numbers in stock; an empty one is answered as `no_did` or without the list."""
    return Rows("dids", fields, empty=("no_did", "no_numbers"), narrow=NARROW)


class Query(Function):
    """How a search matches."""

    type: SearchType
    """Where it must match."""
    query: SearchQuery
    """Digits or letters, as 555 or JOHN."""


class SearchDIDsUSA(Query, effect=Effect.READ, toolset="orders", rows=found(USA_ROW)):
    """Search local US numbers for sale, with prices."""

    state: StateCode | None = None
    """As FL; left out, all states."""


class SearchDIDsCAN(Query, effect=Effect.READ, toolset="orders", rows=found(CAN_ROW)):
    """Search local Canadian numbers for sale, with prices."""

    province: ProvinceCode | None = None
    """As QC; left out, all provinces."""


class TollFreeQuery(Function):
    """How a toll-free search matches; without both, everything in stock is listed."""

    type: SearchType | None = None
    """Where it must match."""
    query: SearchQuery | None = None
    """Digits or letters; else all in stock."""


class SearchTollFreeCanUS(
    TollFreeQuery,
    effect=Effect.READ,
    toolset="orders",
    rows=found({"did": Kind.ID, **money("monthly", "minute", "setup")}),
):
    """Search toll-free numbers reached from Canada and the US."""


class SearchTollFreeUSA(
    TollFreeQuery, effect=Effect.READ, toolset="orders", rows=found({"did": Kind.ID, **US_MINUTES})
):
    """Search toll-free numbers reached from the US (other areas on request)."""


class SearchVanity(Function, effect=Effect.READ, toolset="orders", rows=found(VANITY_ROW)):
    """Search toll-free numbers that spell a word."""

    type: VanityType
    """Prefix; 8** is any."""
    query: VanityQuery
    """7 letters, digits or * (any)."""
