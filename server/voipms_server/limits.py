"""How much may be spent: per order and within a day, counted from the journal, so that it holds over processes."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from voipms_server.errors import NotAllowed
from voipms_server.questions import usd
from voipms_server.store.store import Transaction
from voipms_tools.effects import Effect

DAY = 86_400


class Mode(StrEnum):
    """What a limit that would be exceeded does."""

    OFF = "off"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class SpendLimits:
    """US$ per order and within 24 hours; an unknown price is above every limit."""

    per_order: Decimal | None = None
    per_day: Decimal | None = None
    mode: Mode = Mode.WARN

    def exceeded(self, t: Transaction, account: str, price: Decimal | None) -> str:
        """Which limit this order would exceed, in words; nothing when none."""
        if self.mode is Mode.OFF or (self.per_order is None and self.per_day is None):
            return ""
        if price is None:
            return "Its price is unknown, which counts as above the limits set for orders."
        if self.per_order is not None and price > self.per_order:
            return f"It costs {usd(price)}, above the limit of {usd(self.per_order)} for one order."
        if self.per_day is None:
            return ""
        spent = _spent(t, account)
        if spent is None or spent + price > self.per_day:
            told = "an unknown amount" if spent is None else usd(spent)
            return f"With {told} ordered in the last 24 hours it is above the limit of {usd(self.per_day)} a day."
        return ""

    def check(self, t: Transaction, account: str, price: Decimal | None) -> None:
        """Raises NotAllowed when a limit that refuses would be exceeded."""
        if self.mode is Mode.REFUSE and (words := self.exceeded(t, account, price)):
            raise NotAllowed(f"Nothing was sent. {words} The limits are settings: spend_per_order, spend_per_day.")


def _spent(t: Transaction, account: str) -> Decimal | None:
    """What the orders of the last 24 hours cost, those of unknown outcome included; None when a price is unknown."""
    from voipms_server.journal import changes as journal

    orders = journal.that_count(t, account, Effect.SPEND, t.now - DAY)
    prices = [one.price for one in orders if one.body.get("order")]
    return None if any(price is None for price in prices) else sum((one for one in prices if one), Decimal(0))
