"""What was paid for an order: enough, too little, or once too often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from support.money import Money
from support.orders import Order, OrderStatus, Payment, PaymentStatus, Refund, RefundStatus
from support.policies import Policies, shipped


@dataclass(frozen=True)
class PaymentCheck:
    """How the payments of an order look.

    `rule`: paid, charged_twice, refund_under_way, twice_refunded, failed, pending, unknown (the shop tells of no payment).
    `amount`: what was charged too often, or what the payment in question was of. `payment`: the one in question.
    `alternative`: what to do: "refund", "pay_again", "wait" or nothing.
    """

    allowed: bool
    rule: str
    amount: Money | None = None
    payment: Payment | None = None
    refund: Refund | None = None
    alternative: str = ""


def look(order: Order, policies: Policies | None = None) -> PaymentCheck:
    """Say how the payments of an order stand; `allowed`: the bot may ask the shop to pay something back."""
    twice = _second(order, policies or shipped())
    if twice:
        back = _refund_of(order, twice)
        if back:
            rule = "twice_refunded" if back.status is RefundStatus.PAID_OUT else "refund_under_way"
            return PaymentCheck(False, rule, back.amount, twice, back, "" if rule == "twice_refunded" else "wait")
        return PaymentCheck(True, "charged_twice", _excess(order, twice), twice, None, "refund")
    by_time = sorted(order.payments, key=lambda payment: payment.at)
    if not by_time:
        return PaymentCheck(False, "unknown")
    paid = [payment for payment in by_time if payment.status is PaymentStatus.PAID]
    newest = by_time[-1]
    if paid and (newest.status is PaymentStatus.PAID or _sum(order, paid).minor_units >= order.total.minor_units):
        return PaymentCheck(False, "paid", paid[-1].amount, paid[-1])
    if newest.status is PaymentStatus.PENDING:
        return PaymentCheck(False, "pending", newest.amount, newest, None, "wait")
    gone = order.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED)
    return PaymentCheck(False, "failed", newest.amount, newest, None, "" if gone else "pay_again")


def paid(order: Order, policies: Policies | None = None) -> Money:
    """Return what the customer paid for the order, without what was charged twice and is still to go back."""
    if not order.payments:
        return order.total
    whole = _sum(order, [payment for payment in order.payments if payment.status is PaymentStatus.PAID])
    twice = _second(order, policies or shipped())
    if twice is None or _refund_of(order, twice):
        return whole
    return whole - _excess(order, twice)


def _sum(order: Order, payments: list[Payment]) -> Money:
    total = Money(0, order.total.currency)
    for payment in payments:
        if payment.amount.currency == total.currency:
            total = total + payment.amount
    return total


def _second(order: Order, policies: Policies) -> Payment | None:
    """Return the second of two equal payments. Two halves of the price are none too many."""
    by_time = sorted((p for p in order.payments if p.status is PaymentStatus.PAID), key=lambda payment: payment.at)
    if _sum(order, by_time).minor_units <= order.total.minor_units:
        return None
    apart = timedelta(days=policies.payments.twice_within_days)
    for index, later in enumerate(by_time):
        if any(e.amount == later.amount and later.at - e.at <= apart for e in by_time[:index]):
            return later
    return None


def _excess(order: Order, twice: Payment) -> Money:
    whole = _sum(order, [payment for payment in order.payments if payment.status is PaymentStatus.PAID])
    return twice.amount.at_most(whole - order.total)


def _refund_of(order: Order, twice: Payment) -> Refund | None:
    """Return the refund that makes up for a second payment: of its amount, asked for after it."""
    return next(
        (
            refund
            for refund in order.refunds
            if refund.status is not RefundStatus.REFUSED
            and refund.amount == _excess(order, twice)
            and refund.requested_at >= twice.at
        ),
        None,
    )
