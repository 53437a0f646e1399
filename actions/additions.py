"""Another product in an order before it is packed: added to it, or in the place of what is in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions import catalogue
from actions.jobs import Fields, counted, item_of
from actions.new_products import NewProduct
from actions.turn import Turn, policies, shop
from integrations.shops.interface import Receipt, RequestKind
from support import additions
from support.changes import ChangeCheck, may_add, may_change
from support.orders import Order, OrderLine, Product


class AddItem(NewProduct):
    """A product, or more of one, into an order."""

    name = "add_item"
    kind = "add"
    by_line = False

    def check(self, order: Order, line: OrderLine | None, product: Product, fields: Fields) -> ChangeCheck:
        """Ask the shop's rules."""
        return may_add(order, product, policies(), variant=fields.get("variant"), quantity=fields.get("quantity") or 1)

    def summary(self, order: Order, line: OrderLine | None, product: Product, check: ChangeCheck) -> dict[str, Any]:
        """Return what comes, what it costs and what the order costs then."""
        label = _counted(product, check)
        cost = check.difference
        return {"becomes": label, "amount": str(cost or ""), "total": str(order.total + cost) if cost else ""}

    def submit(
        self, turn: Turn, order: Order, line: OrderLine | None, product: Product, check: ChangeCheck, at: str
    ) -> Receipt:
        """Ask the shop for it."""
        key = f"add:{order.id}:{product.id}:{check.variant}x{check.quantity}:{at}"
        return turn.submit(RequestKind.ADD_ITEM, order, key, **_details(product, check, check.quantity))

    def response(self, what: str, check: ChangeCheck) -> str:
        """Return the response."""
        return f"utter_add_item_{what}"


class SwapItem(NewProduct):
    """Another product in the place of a line's."""

    name = "swap_item"
    kind = "swap"

    def line(self, turn: Turn, order: Order, fields: Fields) -> OrderLine | None:
        """Return the item that goes: what is named beside what comes."""
        goal = additions.goal(turn.text, shop().products())
        with turn.hearing(goal.rest if goal else turn.text):
            found = super().line(turn, order, fields)
        fields.pop("all", None)
        return found

    def check(self, order: Order, line: OrderLine | None, product: Product, fields: Fields) -> ChangeCheck:
        """Ask the shop's rules."""
        line = line or order.lines[0]
        variant, pieces = fields.get("variant"), fields.get("quantity")
        return may_change(order, line, policies(), product=product, variant=variant, quantity=pieces)

    def summary(self, order: Order, line: OrderLine | None, product: Product, check: ChangeCheck) -> dict[str, Any]:
        """Return what it was, what it becomes, the difference without its sign."""
        line = line or order.lines[0]
        values: dict[str, Any] = {
            "was": item_of(order, line, line.kept),
            "becomes": _counted(product, check),
        }
        return values | amounts(check)

    def submit(
        self, turn: Turn, order: Order, line: OrderLine | None, product: Product, check: ChangeCheck, at: str
    ) -> Receipt:
        """Ask the shop for it."""
        line = line or order.lines[0]
        key = f"swap:{order.id}:{line.id}:{product.id}:{check.variant}x{check.quantity}:{at}"
        details = _details(product, check, check.quantity + line.returned)
        return turn.submit(RequestKind.CHANGE_ORDER, order, key, line_id=line.id, **details)

    def response(self, what: str, check: ChangeCheck) -> str:
        """Return the response: the same as for another size or colour."""
        return f"utter_change_order_{what}" + ("" if what == "requested" else kind(check))


def kind(check: ChangeCheck) -> str:
    """Return the ending of a response by what a change costs: more, less, less of what is not paid yet, or nothing."""
    cents = check.difference.minor_units if check.difference else 0
    open_before = check.no_longer_due.minor_units if check.no_longer_due else 0
    return "_more" if cents > 0 else "_less" if cents < 0 else "_unpaid" if open_before else ""


def amounts(check: ChangeCheck) -> dict[str, str]:
    """Return the difference without its sign, of what is not paid yet where that is all."""
    difference = check.no_longer_due if kind(check) == "_unpaid" else check.difference
    return {"amount": str(replace(difference, minor_units=abs(difference.minor_units)))} if difference else {}


def _details(product: Product, check: ChangeCheck, quantity: int) -> dict[str, Any]:
    price = {"price_minor": product.price.minor_units, "currency": product.price.currency}
    details: dict[str, Any] = {"product_id": product.id, "quantity": quantity, **price}
    return details | ({"variant": check.variant} if check.variant else {})


def _counted(product: Product, check: ChangeCheck) -> dict[str, str]:
    label = catalogue.label(product, check.variant)
    return counted(label, check.quantity) if check.quantity > 1 else label


ADD_ITEM = AddItem()
SWAP_ITEM = SwapItem()


def another_product(turn: Turn, order: Order | None = None) -> NewProduct | None:
    """Return the job for another product, if a message wants one: to be added, or in the place of what is in an order."""
    goal = additions.goal(turn.text, shop().products())
    if goal is None:
        return None
    orders = [order] if order else [each for each in turn.orders if each.is_open]
    own = {line.product.id for each in orders for line in each.lines}
    if goal.kind == "swap":
        # "Two mugs instead" of one: the number changes, not the product.
        return None if goal.alone and own & {product.id for product in goal.products} else SWAP_ITEM
    if goal.products or additions.something(turn.text) or turn.entity("product"):
        return ADD_ITEM
    return None
