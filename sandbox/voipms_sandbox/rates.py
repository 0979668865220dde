"""What calls cost. The rates are samples of the manual; the toll-free and the foreign ones are invented."""

from dataclasses import dataclass
from decimal import Decimal

TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
CANADIAN = ("204", "226", "403", "416", "438", "506", "514", "604", "902")
"""Area codes the sandbox takes for Canadian; any other is American."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of call: the words of its CDR, and US$ a minute."""

    description: str
    type: str
    rate: Decimal

    def cost(self, seconds: int) -> Decimal:
        """Billed by six seconds, rounded up (invented)."""
        return (self.rate * (-(-seconds // 6) * 6) / 60).quantize(Decimal("0.00000001"))


IN_CANADA = Kind("Inbound - Local Caller", "IN:CANADA", Decimal("0.0100"))
IN_USA = Kind("Inbound - Local Caller", "IN:USA", Decimal("0.0100"))
IN_TOLL_FREE = Kind("Inbound - Toll Free", "IN:TOLLFREE", Decimal("0.0320"))
OUT_CANADA = Kind("Outbound Canada", "OUT:CANADA", Decimal("0.0090"))
OUT_USA = Kind("Outbound USA", "OUT:USA", Decimal("0.0100"))
OUT_FRANCE = Kind("Outbound France - Mobile", "OUT:FRANCE", Decimal("0.0850"))
OUT_ABROAD = Kind("Outbound International", "OUT:INTERNATIONAL", Decimal("0.0850"))
FREE = Decimal("0.0000")


def inbound(did: str, billing_type: str) -> Kind:
    """A call to this number; a flat-rate number's minutes are free."""
    kind = IN_TOLL_FREE if did[:3] in TOLL_FREE else IN_CANADA if did[:3] in CANADIAN else IN_USA
    return Kind(kind.description, kind.type, FREE) if billing_type == "2" else kind


def outbound(phone: str) -> Kind:
    """A call out to this phone."""
    if phone.startswith("011"):
        return OUT_ABROAD
    return OUT_CANADA if phone[-10:][:3] in CANADIAN else OUT_USA
