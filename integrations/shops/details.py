"""What a request's details must hold, of every kind, so that no shop is asked for what makes no sense.

These are no business rules: whether something may be returned or changed is decided in `support/`, before a shop is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

from integrations.shops.interface import OF_THE_ACCOUNT, RequestKind, ShopRequest
from support.errors import IntegrationError
from support.money import Money
from support.orders import Address, Order, OrderLine, Product

Find = Callable[[str], Product | None]  # a product by its id

ACCOUNT_FIELDS = ("name", "phone", "email", "address")
_MAX_CHARS = 500


class Details:
    """The details of one request, read with care. All methods raise IntegrationError(permanent=True) for what does not fit."""

    def __init__(self, request: ShopRequest) -> None:
        self._kind = request.kind
        self._values = request.details

    def refuse(self, why: str) -> NoReturn:
        """Say why the request makes no sense."""
        raise IntegrationError(f"{self._kind}: {why}", permanent=True)

    def has(self, name: str) -> bool:
        """Say whether the detail is there and not empty."""
        return self._values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """Return a text that is not empty."""
        return self._text(self._values, name)

    def optional_text(self, name: str) -> str:
        """Return a text, "" where there is none."""
        return self.text(name) if self.has(name) else ""

    def whole(self, name: str, least: int, most: int | None = None) -> int:
        """Return a whole number from `least` to `most`."""
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(f"{name} must be a whole number")
        if value < least or (most is not None and value > most):
            self.refuse(f"{name} is {value}, must be {least} to {most}" if most is not None else f"{name} is {value}")
        return value

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            self.refuse(f"{name} must be true or false")
        return value

    def line(self, order: Order) -> OrderLine:
        """Return the order's line that `line_id` names."""
        line_id = self.text("line_id")
        line = next((line for line in order.lines if line.id == line_id), None)
        return line or self.refuse(f"order {order.id} has no line {line_id}")

    def pieces(self, line: OrderLine) -> int:
        """Return how many pieces of the line `quantity` names, at most those that have not gone back."""
        return self.whole("quantity", 1, line.kept)

    def variant(self, product: Product) -> str:
        """Return the product's variant that `variant` names, spelled as the shop does."""
        name = self.text("variant")
        known = product.variant(name)
        return known.name if known else self.refuse(f"{product.id} does not come in {name}")

    def product(self, find: Find) -> Product:
        """Return the product that `product_id` names, at the price that the customer was told: `price_minor`, `currency`."""
        product = find(self.text("product_id")) or self.refuse("there is no such product")
        price = Money(self.whole("price_minor", 0), self.text("currency"))
        if price != product.price:
            self.refuse(f"{product.id} costs {product.price}, not {price}")
        return product

    def variant_if_any(self, product: Product) -> str:
        """Return the product's variant, "" where it comes in one form only."""
        return self.variant(product) if product.variants or self.has("variant") else ""

    def address(self) -> Address:
        """Return the address; its country may be empty, and in China the postcode."""
        parts = self._values.get("address")
        if not isinstance(parts, Mapping):
            self.refuse("address must be an object")
        name, street, city = (self._text(parts, part) for part in ("name", "street", "city"))
        country = self._text(parts, "country") if parts.get("country") else ""
        without = country.upper() == "CN" and not parts.get("postcode")
        return Address(name, street, "" if without else self._text(parts, "postcode"), city, country)

    def payment_ids(self, order: Order) -> tuple[str, ...]:
        """Return the order's payments that `payment_ids` names."""
        ids = self._values.get("payment_ids")
        known = [payment.id for payment in order.payments]
        if not isinstance(ids, list | tuple) or any(payment_id not in known for payment_id in ids):
            self.refuse(f"payment_ids must be a list of payments of order {order.id}")
        return tuple(ids)

    def account_field(self) -> str:
        """Return which part of the account is to change; `value` says to what, `address` where it is that."""
        field = self.text("field")
        if field not in ACCOUNT_FIELDS:
            self.refuse(f"field must be one of {', '.join(ACCOUNT_FIELDS)}")
        if field == "address":
            self.address()
        elif "@" not in self.text("value").strip("@") and field == "email":
            self.refuse("value is no e-mail address")
        return field

    def _text(self, values: Mapping[str, object], name: str) -> str:
        value = values.get(name)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"{name} must be a text")
        if len(value) > _MAX_CHARS:
            self.refuse(f"{name} is longer than {_MAX_CHARS} characters")
        return value.strip()


def check_order_details(request: ShopRequest, order: Order, products: Find) -> None:
    """Return if the details of a wish about `order` make sense; `products` finds one by its id. Raises IntegrationError(permanent=True)."""
    details = Details(request)
    if request.kind is RequestKind.ADD_ITEM:
        details.variant_if_any(details.product(products))
        details.whole("quantity", 1)
    elif request.kind is RequestKind.CHANGE_ORDER and details.has("product_id"):
        details.line(order)
        details.variant_if_any(details.product(products))
        details.whole("quantity", 1)
    else:
        check = _OF_ORDERS.get(request.kind)
        if check is not None:
            check(details, order)


def check_account_details(request: ShopRequest, products: Find) -> None:
    """Return if a wish about the account makes sense; `products` finds one by its id. Raises IntegrationError(permanent=True)."""
    details = Details(request)
    if request.order_id:
        details.refuse("is about the account, and so has no order")
    if request.kind is RequestKind.STOCK_ALERT:
        product = products(details.text("product_id"))
        if product is None:
            details.refuse("there is no such product")
        if details.has("variant"):
            details.variant(product)
    elif request.kind is RequestKind.EDIT_ACCOUNT:
        details.account_field()
    elif request.kind is RequestKind.NEWSLETTER:
        details.flag("subscribe")


def of_the_account(request: ShopRequest) -> bool:
    """Say whether the wish is about the account, not about an order."""
    return request.kind in OF_THE_ACCOUNT


def _pieces(details: Details, order: Order) -> None:
    details.pieces(details.line(order))
    details.optional_text("reason")
    details.optional_text("method")


def _address(details: Details, _order: Order) -> None:
    details.address()


def _change(details: Details, order: Order) -> None:
    line = details.line(order)
    if not details.has("variant") and not details.has("quantity"):
        details.refuse("needs a variant or a quantity")
    if details.has("variant"):
        details.variant(line.product)
    if details.has("quantity"):
        details.whole("quantity", 1)


def _exchange(details: Details, order: Order) -> None:
    if not details.has("line_id"):
        return
    line = details.line(order)
    if details.has("quantity"):
        details.pieces(line)
    if details.has("variant"):
        details.variant(line.product)


def _payment(details: Details, order: Order) -> None:
    details.payment_ids(order)
    details.text("problem")


def _goodwill(details: Details, _order: Order) -> None:
    details.text("kind")
    details.whole("amount_minor", 0)
    details.text("currency")
    details.text("issue")


_OF_ORDERS: Mapping[RequestKind, Callable[[Details, Order], None]] = {
    RequestKind.CANCEL_ITEM: _pieces,
    RequestKind.RETURN_ITEM: _pieces,
    RequestKind.CHANGE_ADDRESS: _address,
    RequestKind.CHANGE_ORDER: _change,
    RequestKind.EXCHANGE_ITEM: _exchange,
    RequestKind.CHECK_PAYMENT: _payment,
    RequestKind.GOODWILL: _goodwill,
}
