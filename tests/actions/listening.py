"""The demo shop, with what it is asked for written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from actions import turn
from integrations.shops.interface import Receipt, RequestState, ShopRequest
from support.orders import Order

# Modules that call the shop by the name they imported.
_USERS = ("turn", "invoices", "promotions", "stock_alerts")


class Listening:
    """The demo shop, with its requests written down; perhaps as a shop that does nothing at once."""

    def __init__(
        self, shop: Any, *, at_once: bool = True, orders: Callable[[Order], Order] = lambda order: order
    ) -> None:
        self._shop, self._at_once, self._orders = shop, at_once, orders
        self.asked: list[ShopRequest] = []

    def orders(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        return [self._orders(order) for order in self._shop.orders(customer_id, limit=limit)]

    def submit(self, request: ShopRequest) -> Receipt:
        self.asked.append(request)
        receipt: Receipt = self._shop.submit(request)
        return receipt if self._at_once else replace(receipt, state=RequestState.REQUESTED, url="")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


def listen(monkeypatch: pytest.MonkeyPatch, **rest: Any) -> Listening:
    """Put a listening shop in the place of the demo shop, in a test with the fixture `talk`."""
    listening = Listening(turn.shop(), **rest)
    for module in _USERS:
        monkeypatch.setattr(f"actions.{module}.shop", lambda: listening)
    return listening
