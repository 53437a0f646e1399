"""Changing an order before it leaves: what is in it and how much; and its address before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace

from support import variants
from support.money import Money
from support.orders import Address, Order, OrderLine, OrderStatus, Product
from support.policies import Policies, shipped
from support.refunds import unpaid, worth_back


@dataclass(frozen=True)
class ChangeCheck:
    """Whether a line may be changed.

    `rule` names why not: packed, shipped, delivered, cancelled, returned (the order is too far), removed (nothing of the line is left),
    same, none_left (0 pieces: that is cancelling), which (the new product comes in several variants), unknown (no such variant),
    out_of_stock, currency, payment (more would be to pay, which the shop cannot take afterwards).
    `difference`: more than 0 is to be paid, less goes back; `no_longer_due`: what was open to be paid, and isn't any more.
    `variant`, `available`: as for exchanges.
    `alternative`: exchange, cancel, stock_alert, another_variant, fewer or nothing.
    """

    allowed: bool
    rule: str = ""
    product: Product | None = None
    variant: str = ""
    quantity: int = 0
    difference: Money | None = None
    no_longer_due: Money | None = None
    stock: int = 0
    available: tuple[str, ...] = ()
    alternative: str = ""


def may_change(
    order: Order,
    line: OrderLine,
    policies: Policies | None = None,
    *,
    product: Product | None = None,
    variant: str | None = None,
    quantity: int | None = None,
) -> ChangeCheck:
    """Decide whether a line may become another product, variant or number of pieces.

    Args:
        product: what it shall be, as the catalogue has it today; the line's own if None. variant: its size or colour as the customer
            says it, as it is if None. quantity: how many pieces, as many as are kept if None.
    """
    rules = policies or shipped()
    if too_far(order, rules):
        known = {OrderStatus.PACKED: "exchange", OrderStatus.SHIPPED: "exchange", OrderStatus.DELIVERED: "exchange"}
        return ChangeCheck(False, str(order.status), alternative=known.get(order.status, ""))
    if line.kept == 0:
        return ChangeCheck(False, "removed")
    goal = product or line.product
    pieces = line.kept if quantity is None else quantity
    facts = ChangeCheck(False, "", goal, line.variant, pieces)
    if pieces < 1:
        return replace(facts, rule="none_left", alternative="cancel")
    if goal.price.currency != line.unit_price.currency:
        return replace(facts, rule="currency")
    return _of_the_goal(order, line, rules, facts, goal, variant, pieces)


def _of_the_goal(
    order: Order, line: OrderLine, rules: Policies, facts: ChangeCheck, goal: Product, variant: str | None, pieces: int
) -> ChangeCheck:
    """Decide by what is wanted: which variant, is there enough of it, what does it cost."""
    other_product = goal.id != line.product.id
    current = "" if other_product else line.variant
    stock, name = goal.stock, current
    wanted = variant if variant is not None else line.variant
    if goal.variants and (variant is not None or other_product):
        found = variants.meant(goal, wanted, current) if wanted else None
        facts = replace(facts, available=variants.in_stock(goal, pieces, but=current))
        if found is None:
            asked = variant is None or not variant.strip()
            return replace(facts, rule="which" if asked else "unknown", alternative="another_variant")
        stock, name = found.stock, found.name
    elif goal.variants:
        own = goal.variant(current)
        stock = own.stock if own else goal.stock
    elif variant and not other_product and variant.strip().lower() != current.lower():
        return replace(facts, rule="unknown")
    same_thing = not other_product and name.lower() == current.lower()
    if same_thing and pieces == line.kept:
        return replace(facts, rule="same", variant=name)
    # Pieces of the order are set aside already; only more of them must be there.
    needed = pieces - line.kept if same_thing else pieces
    facts = replace(facts, variant=name, stock=max(0, stock))
    if needed > stock and needed > 0:
        alternative = "fewer" if stock > 0 else "stock_alert" if goal.restock_on else ""
        return replace(facts, rule="out_of_stock", alternative=alternative)
    price = _difference(order, line, rules, goal, pieces)
    if price.minor_units >= 0:
        return _affordable(replace(facts, difference=price), rules)
    falls = unpaid(order).at_most(price.times(-1))
    return replace(facts, allowed=True, difference=price + falls, no_longer_due=falls)


def too_far(order: Order, policies: Policies | None = None) -> bool:
    """Say whether an order is too far for a change of what is in it."""
    last = (policies or shipped()).change_order.until
    return not (order.status is OrderStatus.PAID or (order.status is OrderStatus.PACKED and last == "packed"))


def may_add(
    order: Order, product: Product, policies: Policies | None = None, *, variant: str | None = None, quantity: int = 1
) -> ChangeCheck:
    """Decide whether a product may come into an order that it was not bought with, or more of it.

    Args:
        product: as the catalogue has it today. variant: its size or colour as the customer says it. quantity: how many pieces come.

    Returns:
        The check; `difference` is today's price of these pieces. It refuses by packed, shipped, delivered, cancelled, returned, none_left,
        currency, which, unknown, out_of_stock, payment.
    """
    rules = policies or shipped()
    if too_far(order, rules):
        return ChangeCheck(False, str(order.status))
    facts = ChangeCheck(False, "", product, "", quantity)
    if quantity < 1:
        return replace(facts, rule="none_left")
    if product.price.currency != order.total.currency:
        return replace(facts, rule="currency")
    stock = product.stock
    if product.variants:
        facts = replace(facts, available=variants.in_stock(product, quantity))
        found = variants.meant(product, variant) if variant and variant.strip() else None
        if found is None:
            asked = not (variant or "").strip()
            return replace(facts, rule="which" if asked else "unknown", alternative="another_variant")
        stock, facts = found.stock, replace(facts, variant=found.name)
    facts = replace(facts, stock=max(0, stock))
    if quantity > stock:
        alternative = "fewer" if stock > 0 else "stock_alert" if product.restock_on else ""
        return replace(facts, rule="out_of_stock", alternative=alternative)
    return _affordable(replace(facts, difference=product.price.times(quantity)), rules)


def _affordable(check: ChangeCheck, rules: Policies) -> ChangeCheck:
    """Refuse what would cost more where the shop takes no money once an order is paid."""
    if check.difference and check.difference.minor_units > 0 and not rules.change_order.extra_charge:
        return replace(check, rule="payment")
    return replace(check, allowed=True)


def _difference(order: Order, line: OrderLine, rules: Policies, goal: Product, pieces: int) -> Money:
    """Return what the change costs: pieces that stay keep their price, more of them cost today's."""
    stay = min(pieces, line.kept) if goal.id == line.product.id else 0
    back = worth_back(order, {line.id: line.kept - stay}, rules, fee_with_the_last=False)
    return goal.price.times(pieces - stay) - back


@dataclass(frozen=True)
class AddressCheck:
    """Whether the address may change.

    `by`: who does it, "shop" or "carrier" (a request only). `rule` names why not: same, incomplete, country (shipping costs differ),
    packed, shipped, delivered, cancelled, returned. `fee`: what it costs, free: 0. `alternative`: refuse_parcel, human or nothing.
    """

    allowed: bool
    rule: str = ""
    by: str = ""
    fee: Money | None = None
    alternative: str = ""


def may_change_address(order: Order, address: Address | None = None, policies: Policies | None = None) -> AddressCheck:
    """Decide whether an order may go elsewhere; `address` None: before the customer has said where."""
    rules = policies or shipped()
    free = Money(0, order.total.currency)
    refusal = _of_the_address(order.address, address)
    if order.status is OrderStatus.PAID or (
        order.status is OrderStatus.PACKED and rules.change_address.until == "packed"
    ):
        return refusal or AddressCheck(True, by="shop", fee=free)
    under_way = order.status in (OrderStatus.PACKED, OrderStatus.SHIPPED)
    arrived = bool(order.shipments) and all(shipment.delivered_at for shipment in order.shipments)
    if under_way and rules.change_address.carrier_request and not arrived:
        return refusal or AddressCheck(
            True, by="carrier", fee=Money(rules.change_address.carrier_fee, order.total.currency)
        )
    return AddressCheck(False, str(order.status), alternative="refuse_parcel" if under_way and not arrived else "")


def _of_the_address(old: Address | None, new: Address | None) -> AddressCheck | None:
    if new is None:
        return None
    # Parcels in China go by province, city and district.
    needed = (new.street, new.city) if new.country.upper() == "CN" else (new.street, new.postcode, new.city)
    if not all(part.strip() for part in needed):
        return AddressCheck(False, "incomplete")
    if old and old.country and new.country and old.country.upper() != new.country.upper():
        return AddressCheck(False, "country", alternative="human")
    if old and _plain(old) == _plain(new):
        return AddressCheck(False, "same")
    return None


def _plain(address: Address) -> tuple[str, ...]:
    return tuple(
        " ".join(part.lower().split()) for part in (address.name, address.street, address.postcode, address.city)
    )
