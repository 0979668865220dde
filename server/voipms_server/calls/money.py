"""Amounts in US$ as they are, without rounding."""

from collections.abc import Iterable
from decimal import Decimal

ZERO = Decimal(0)


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def usd(amount: Decimal) -> str:
    """At least two decimals, further ones only where they say something."""
    whole, _, decimals = f"{abs(amount):f}".partition(".")
    return f"{'-' if amount < 0 else ''}US${whole}.{decimals.rstrip('0').ljust(2, '0')}"


def clock(seconds: int) -> str:
    """As `1:02:03`."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
