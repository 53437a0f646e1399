"""A catalogue that a test arranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from actions import catalogue, recommendations, turn
from support.orders import Product, Variant


@dataclass(frozen=True)
class Shelf:
    """A shop of which only the catalogue is asked."""

    arranged: Sequence[Product]

    def products(self) -> Sequence[Product]:
        """Return it."""
        return self.arranged


def arrange(monkeypatch: pytest.MonkeyPatch, product_id: str, **changes: object) -> None:
    """Have the catalogue differ in one product."""
    products = [
        replace(product, **changes) if product.id == product_id else product  # type: ignore[arg-type]
        for product in turn.shop().products()
    ]
    for module in (catalogue, recommendations):
        monkeypatch.setattr(module, "shop", lambda: Shelf(products))


def variants(**stock: int) -> dict[str, object]:
    """Return the fields of a product that comes in these, so many of each: `variants(S=0, M=2)`."""
    named = tuple(Variant(name.removeprefix("_"), pieces) for name, pieces in stock.items())
    return {"variants": named, "stock": sum(stock.values())}
