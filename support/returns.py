"""The rules for returns: which pieces may go back, until which day, in which condition, and what goes back for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from support import refunds
from support.calendars import local_day
from support.money import Money
from support.orders import Order, OrderLine, OrderStatus
from support.policies import Policies, shipped


@dataclass(frozen=True)
class ReturnCheck:
    """Whether something may go back; `until` is the last day, None for what has not arrived.

    `rule` names why not: not_arrived, cancelled, returned, category, window, condition, opened (closed goods only), quantity, unknown.
    `pieces`: how many may go back. `amount`: what was paid for the pieces asked about; `fee`: what sending them costs, free: 0.
    `alternative`: cancel, refuse_parcel, exchange, warranty or nothing.
    """

    allowed: bool
    until: date | None
    rule: str = ""
    pieces: int = 0
    amount: Money | None = None
    fee: Money | None = None
    alternative: str = ""


def may_return(order: Order, today: date, policies: Policies | None = None, timezone: str = "UTC") -> ReturnCheck:
    """Decide for an order: it may go back if any piece of it may; `until` is then the first day on which a line's window ends.

    `pieces` and `amount` are those of all lines that may go back.
    """
    checks = [(line, may_return_line(order, line, today, policies, timezone)) for line in order.lines]
    open_lines = {line.id: check for line, check in checks if check.allowed}
    if not open_lines:
        refusals = [check for _, check in checks if check.rule != "returned"] or [check for _, check in checks]
        return refusals[0] if refusals else ReturnCheck(False, None, "unknown")
    rules = policies or shipped()
    pieces = {line_id: check.pieces for line_id, check in open_lines.items()}
    amount = refunds.amount_back(order, pieces, rules, fee_with_the_last=rules.returns.refund_shipping)
    until = min(check.until for check in open_lines.values() if check.until)
    return ReturnCheck(True, until, "", sum(pieces.values()), amount, _fee(order, rules, pickup=False))


def may_return_line(
    order: Order,
    line: OrderLine,
    today: date,
    policies: Policies | None = None,
    timezone: str = "UTC",
    *,
    quantity: int | None = None,
    condition: str = "",
    pickup: bool = False,
) -> ReturnCheck:
    """Decide for pieces of one line.

    Args:
        quantity: how many, all that are kept if None. condition: unopened, opened or used; empty where nobody has asked yet.
        pickup: whether the carrier shall come for it.
    """
    rules = policies or shipped()
    arrived = arrived_on(order, line, timezone)
    if line.kept == 0 or order.status is OrderStatus.RETURNED:
        return ReturnCheck(False, None, "returned")
    if order.status is OrderStatus.CANCELLED:
        return ReturnCheck(False, None, "cancelled")
    if arrived is None:
        return ReturnCheck(False, None, "not_arrived", alternative=_before_arrival(order))
    until = arrived + timedelta(days=rules.returns.window_days)
    refusal = ReturnCheck(False, until, pieces=line.kept)
    if line.product.category in rules.returns.never:
        return replace(refusal, rule="category", pieces=0)
    if today > until:
        return replace(refusal, rule="window", pieces=0, alternative=_too_late(line, arrived, today, rules))
    if condition and line.product.category in rules.returns.sealed_only and condition != "unopened":
        return replace(refusal, rule="opened", pieces=0)
    if condition and condition not in rules.returns.conditions:
        return replace(refusal, rule="condition", pieces=0)
    wanted = line.kept if quantity is None else quantity
    if not 1 <= wanted <= line.kept:
        return replace(refusal, rule="quantity")
    amount = refunds.amount_back(order, {line.id: wanted}, rules, fee_with_the_last=rules.returns.refund_shipping)
    return ReturnCheck(True, until, "", line.kept, amount, _fee(order, rules, pickup=pickup and rules.returns.pickup))


def arrived_on(order: Order, line: OrderLine, timezone: str) -> date | None:
    """Return the day on which the last piece of a line arrived, in the shop's time zone; None if it has not, or nobody knows."""
    parcels = [shipment for shipment in order.shipments if line.id in shipment.line_ids]
    if not parcels:
        known = order.status is OrderStatus.DELIVERED and order.delivered_at is not None
        return local_day(order.delivered_at, timezone) if known and order.delivered_at else None
    if order.status not in (OrderStatus.SHIPPED, OrderStatus.DELIVERED):
        return None
    moments = [parcel.delivered_at for parcel in parcels if parcel.delivered_at]
    return local_day(max(moments), timezone) if len(moments) == len(parcels) else None


def _before_arrival(order: Order) -> str:
    if order.status in (OrderStatus.PAID, OrderStatus.PACKED):
        return "cancel"
    return "refuse_parcel" if order.status is OrderStatus.SHIPPED else ""


def _too_late(line: OrderLine, arrived: date, today: date, rules: Policies) -> str:
    """Return what is left after the window. A warranty helps with faults only, so an exchange comes first."""
    if today <= arrived + timedelta(days=rules.exchange.window_days):
        return "exchange"
    return "warranty" if line.product.warranty_months or rules.warranty.least_months else ""


def _fee(order: Order, rules: Policies, *, pickup: bool) -> Money:
    label = 0 if rules.returns.free_label else rules.returns.label_fee
    return Money(rules.returns.pickup_fee if pickup else label, order.total.currency)
