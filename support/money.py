"""Amounts of money, in whole minor units."""

from __future__ import annotations

from dataclasses import dataclass

# Currencies without cents, ISO 4217.
_NO_MINOR = frozenset({"JPY", "KRW", "VND"})
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "CNY": "¥", "JPY": "¥"}


@dataclass(frozen=True, order=True)
class Money:
    """An amount in minor units (cents) of one ISO 4217 currency."""

    minor_units: int
    currency: str = "EUR"

    def __add__(self, other: Money) -> Money:
        """Add two amounts of the same currency. Raises ValueError if they differ; nothing is nothing in any."""
        if other.currency != self.currency:
            if 0 in (self.minor_units, other.minor_units):
                return self if other.minor_units == 0 else other
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.minor_units + other.minor_units, self.currency)

    def __sub__(self, other: Money) -> Money:
        """Take an amount of the same currency away. Raises ValueError if they differ."""
        return self + other.times(-1)

    def times(self, quantity: int) -> Money:
        """Return the amount for `quantity` pieces."""
        return Money(self.minor_units * quantity, self.currency)

    def share(self, part: int, whole: int) -> Money:
        """Return `part` of `whole` of it, rounded down to the minor unit; nothing of a whole that is nothing."""
        return Money(self.minor_units * part // whole if whole else 0, self.currency)

    def at_most(self, limit: Money) -> Money:
        """Return it, or the limit where it is more."""
        return Money(min(self.minor_units, limit.minor_units), self.currency)

    def __str__(self) -> str:
        symbol = _SYMBOLS.get(self.currency, f"{self.currency} ")
        sign = "-" if self.minor_units < 0 else ""
        if self.currency in _NO_MINOR:
            return f"{sign}{symbol}{abs(self.minor_units):,}"
        units, cents = divmod(abs(self.minor_units), 100)
        return f"{sign}{symbol}{units:,}.{cents:02d}"
