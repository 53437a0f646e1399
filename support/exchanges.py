"""The rules for exchanges: the same product in another size or colour, while there is some and the window is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from support import variants
from support.orders import Order, OrderLine, OrderStatus, Product
from support.policies import Policies, shipped
from support.returns import arrived_on, may_return_line


@dataclass(frozen=True)
class ExchangeCheck:
    """Whether pieces may be exchanged; `until` is the last day, None for what has not arrived.

    `rule` names why not: not_arrived, cancelled, returned, category, window, opened, condition, quantity, one_form (it comes in one form
    only), same, unknown (no such variant), out_of_stock. `variant` is the shop's name for what is wanted, `stock` how many of it there
    are; `available` the others that could be had, `restock_on` the day when more is expected.
    `alternative`: change_items, stock_alert, another_variant, return, warranty or nothing.
    """

    allowed: bool
    rule: str = ""
    until: date | None = None
    variant: str = ""
    stock: int = 0
    available: tuple[str, ...] = ()
    restock_on: date | None = None
    alternative: str = ""


def may_exchange(
    order: Order,
    line: OrderLine,
    wanted: str,
    today: date,
    policies: Policies | None = None,
    timezone: str = "UTC",
    *,
    product: Product | None = None,
    quantity: int | None = None,
    condition: str = "",
) -> ExchangeCheck:
    """Decide whether pieces of a line may be exchanged for the variant that `wanted` names.

    Args:
        product: the product as the catalogue has it today; the one in the line if None.
        quantity: how many, all that are kept if None. condition: as for returns.
    """
    rules = policies or shipped()
    as_listed = product or line.product
    pieces = line.kept if quantity is None else quantity
    refusal = _of_the_order(order, line, today, rules, timezone, pieces, condition)
    if refusal.rule:
        return refusal
    back = may_return_line(order, line, today, rules, timezone, quantity=pieces, condition=condition)
    otherwise = "return" if back.allowed else ""
    others = variants.in_stock(as_listed, pieces, but=line.variant)
    facts = replace(refusal, available=others, restock_on=as_listed.restock_on)
    if not as_listed.variants:
        return replace(facts, rule="one_form", alternative=otherwise)
    found = variants.meant(as_listed, wanted, line.variant)
    if found is None:
        return replace(facts, rule="unknown", alternative="another_variant" if others else otherwise)
    facts = replace(facts, variant=found.name, stock=max(0, found.stock))
    if found.name.lower() == line.variant.lower():
        return replace(facts, rule="same", alternative="another_variant" if others else otherwise)
    if found.stock < pieces:
        alternative = "stock_alert" if as_listed.restock_on else "another_variant" if others else otherwise
        return replace(facts, rule="out_of_stock", alternative=alternative)
    return replace(facts, allowed=True)


def _of_the_order(
    order: Order, line: OrderLine, today: date, rules: Policies, timezone: str, pieces: int, condition: str
) -> ExchangeCheck:
    """Return the refusal that has nothing to do with the wanted variant; without a rule if there is none."""
    if line.kept == 0 or order.status is OrderStatus.RETURNED:
        return ExchangeCheck(False, "returned")
    if order.status is OrderStatus.CANCELLED:
        return ExchangeCheck(False, "cancelled")
    arrived = arrived_on(order, line, timezone)
    if arrived is None:
        before = order.status in (OrderStatus.PAID, OrderStatus.PACKED)
        return ExchangeCheck(False, "not_arrived", alternative="change_items" if before else "")
    until = arrived + timedelta(days=rules.exchange.window_days)
    category = line.product.category
    rule, alternative = "", ""
    if category in rules.returns.never:
        rule = "category"
    elif today > until:
        rule = "window"
        back = may_return_line(order, line, today, rules, timezone)
        alternative = "return" if back.allowed else "warranty" if line.product.warranty_months else ""
    elif condition and condition != "unopened" and category in rules.returns.sealed_only:
        rule = "opened"
    elif condition and condition not in rules.returns.conditions:
        rule = "condition"
    elif not 1 <= pieces <= line.kept:
        rule = "quantity"
    return ExchangeCheck(False, rule, until, alternative=alternative)
