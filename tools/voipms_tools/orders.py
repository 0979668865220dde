"""Orders of numbers. They cost money and cannot be undone."""

from voipms_tools.effects import Effect
from voipms_tools.groups import Order
from voipms_tools.words.numbers import BillingType, Carrier, Did, Quantity
from voipms_tools.words.texts import LocationId, VirtualDigits


class OrderDID(Order, effect=Effect.SPEND, toolset="orders"):
    """Order a local number found by searchDIDsUSA, searchDIDsCAN, getDIDsUSA or getDIDsCAN."""

    did: Did
    """Number to order."""
    billing_type: BillingType
    """1 per minute, 2 flat."""


class OrderDIDInternationalTollFree(Order, effect=Effect.SPEND, toolset="orders"):
    """Order international toll-free numbers at a location."""

    location_id: LocationId
    """Of getDIDsInternationalTollFree."""
    quantity: Quantity
    """How many."""


class OrderDIDVirtual(Order, effect=Effect.SPEND, toolset="orders"):
    """Order a virtual number, reached over SIP only."""

    digits: VirtualDigits
    """Last 3 digits, zeros kept."""


class OrderTollFree(Order, effect=Effect.SPEND, toolset="orders"):
    """Order a toll-free number found by searchTollFreeCanUS or searchTollFreeUSA."""

    did: Did
    """Number to order."""


class OrderVanity(Order, effect=Effect.SPEND, toolset="orders"):
    """Order a vanity number found by searchVanity."""

    did: Did
    """Number to order."""
    carrier: Carrier
    """Code, as 2; decides the price. A wrong one is refused with the list."""
