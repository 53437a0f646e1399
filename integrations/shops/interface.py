"""The shop port: what Warmline needs to know of a shop, and the one way to ask it for a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from support.orders import Customer, Order, Product, Promotion


class RequestKind(StrEnum):
    """What can be asked of a shop."""

    CANCEL_ORDER = "cancel_order"
    CANCEL_ITEM = "cancel_item"
    CHANGE_ADDRESS = "change_address"
    CHANGE_ORDER = "change_order"
    ADD_ITEM = "add_item"
    RETURN_ITEM = "return_item"
    EXCHANGE_ITEM = "exchange_item"
    REPORT_PROBLEM = "report_problem"
    REFUND = "refund"
    SEND_INVOICE = "send_invoice"
    CHECK_PAYMENT = "check_payment"
    GOODWILL = "goodwill"
    STOCK_ALERT = "stock_alert"
    EDIT_ACCOUNT = "edit_account"
    DELETE_ACCOUNT = "delete_account"
    NEWSLETTER = "newsletter"


# Wishes about the account, not about an order: their `order_id` is empty.
OF_THE_ACCOUNT = frozenset(
    {RequestKind.STOCK_ALERT, RequestKind.EDIT_ACCOUNT, RequestKind.DELETE_ACCOUNT, RequestKind.NEWSLETTER}
)


class RequestState(StrEnum):
    """`DONE`: the shop has done it. `REQUESTED`: the shop has it on its list."""

    DONE = "done"
    REQUESTED = "requested"


@dataclass(frozen=True)
class ShopRequest:
    """One wish for a change. `order_id` is empty for a kind of `OF_THE_ACCOUNT`.

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
    """The shop's answer. `reference` can be told to the customer; `repeated` says the key was known already.

    `url`: what comes of it (a return label, an invoice), empty where there is nothing to open.
    """

    reference: str
    state: RequestState
    repeated: bool = False
    url: str = ""


class Shop(Protocol):
    """A shop. All calls may raise ShopUnavailable; `submit` also IntegrationError(permanent=True) when refused."""

    name: str

    def customer(self, customer_id: str) -> Customer | None:
        """Return the customer, None if there is none of that id."""

    def orders(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        """Return the customer's newest orders, newest first, at most `limit`; empty for an unknown customer."""

    def order(self, order_id: str) -> Order | None:
        """Return any customer's order by its number, None if there is none: for guests who prove that it is theirs."""

    def products(self) -> Sequence[Product]:
        """Return the catalogue."""

    def promotion(self, code: str) -> Promotion | None:
        """Return what a promo code gives, None if there is none of that name; case does not count."""

    def submit(self, request: ShopRequest) -> Receipt:
        """Ask for a change, once per `request.key`. Raises NotFound if the order is not that customer's."""

    def check(self) -> None:
        """Return if the shop answers. Raises ShopUnavailable."""
