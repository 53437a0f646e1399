"""The shop port: what Warmline needs to know of a shop, and the one way to ask it for a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from support.orders import Customer, Order, Product


class RequestKind(StrEnum):
    """What can be asked of a shop."""

    CANCEL_ORDER = "cancel_order"
    CHANGE_ADDRESS = "change_address"
    CHANGE_ORDER = "change_order"
    RETURN_ITEM = "return_item"
    EXCHANGE_ITEM = "exchange_item"
    REPORT_PROBLEM = "report_problem"
    REFUND = "refund"


class RequestState(StrEnum):
    """`DONE`: the shop has done it. `REQUESTED`: the shop has it on its list."""

    DONE = "done"
    REQUESTED = "requested"


@dataclass(frozen=True)
class ShopRequest:
    """One wish for a change.

    `key` makes it happen once: the same key again returns the first receipt and changes nothing.
    `details` holds plain JSON values (reason, item, address …).
    """

    kind: RequestKind
    customer_id: str
    order_id: str
    key: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """The shop's answer. `reference` can be told to the customer; `repeated` says the key was known already."""

    reference: str
    state: RequestState
    repeated: bool = False


class Shop(Protocol):
    """A shop. All calls may raise ShopUnavailable; `submit` also IntegrationError(permanent=True) when refused."""

    name: str

    def customer(self, customer_id: str) -> Customer | None:
        """Return the customer, None if there is none of that id."""

    def orders(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        """Return the customer's newest orders, newest first, at most `limit`; empty for an unknown customer."""

    def products(self) -> Sequence[Product]:
        """Return the catalogue."""

    def submit(self, request: ShopRequest) -> Receipt:
        """Ask for a change, once per `request.key`. Raises NotFound if the order is not that customer's."""

    def check(self) -> None:
        """Return if the shop answers. Raises ShopUnavailable."""
