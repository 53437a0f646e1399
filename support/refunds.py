"""What goes back to the customer: how much for so many pieces, never more than was paid, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from support.calendars import local_day
from support.money import Money
from support.orders import Order, OrderLine, PaymentStatus, Refund, RefundStatus
from support.payments import paid
from support.policies import Policies, shipped


@dataclass(frozen=True)
class RefundCheck:
    """How far a refund is. `rule`: requested, approved, overdue, paid_out, refused.

    `until`: by when the money is to be there, None before approval.
    """

    allowed: bool
    rule: str
    amount: Money
    until: date | None = None
    days_overdue: int = 0


def look(refund: Refund, today: date, policies: Policies | None = None, timezone: str = "UTC") -> RefundCheck:
    """Say how a refund stands; `allowed`: it is overdue, so the bot may press for it."""
    until = due(refund, policies, timezone)
    overdue = _overdue(refund, until, today)
    rule = "overdue" if overdue else str(refund.status)
    return RefundCheck(overdue > 0, rule, refund.amount, until, overdue)


def due(refund: Refund, policies: Policies | None = None, timezone: str = "UTC") -> date | None:
    """Return the day by which a refund is to be paid out: the shop's own, else by the rules from its approval."""
    if refund.due_on or refund.approved_at is None:
        return refund.due_on
    return local_day(refund.approved_at, timezone) + timedelta(days=(policies or shipped()).refunds.payout_days)


def _overdue(refund: Refund, until: date | None, today: date) -> int:
    if refund.status is not RefundStatus.APPROVED or until is None:
        return 0
    return max(0, (today - until).days)


def refunded(order: Order) -> Money:
    """Return what has gone back already, or is on its way back."""
    total = Money(0, order.total.currency)
    for refund in order.refunds:
        if refund.status is not RefundStatus.REFUSED and refund.amount.currency == total.currency:
            total = total + refund.amount
    return total


def refundable(order: Order, policies: Policies | None = None) -> Money:
    """Return what can still go back: what was paid less what has gone back."""
    left = paid(order, policies) - refunded(order)
    return Money(max(0, left.minor_units), left.currency)


def unpaid(order: Order) -> Money:
    """Return what is still open to be paid, as for something that was added."""
    total = Money(0, order.total.currency)
    for payment in order.payments:
        if payment.status is PaymentStatus.PENDING and payment.amount.currency == total.currency:
            total = total + payment.amount
    return total


def share(order: Order, line: OrderLine, pieces: int, policies: Policies | None = None) -> Money:
    """Return what was paid, or is open to be paid, for the next so many pieces of a line that are still kept.

    Where less was paid than the prices say (a promo code), each piece takes its part; cents are given out so that
    any split of the pieces adds up to the same.
    """
    first = line.quantity - line.kept
    last = min(line.quantity, first + max(0, pieces))
    whole, goods = _paid_for(order, line, policies), max(1, line.quantity)
    return whole.share(last, goods) - whole.share(first, goods)


def _paid_for(order: Order, line: OrderLine, policies: Policies | None) -> Money:
    """Return what was paid for a whole line. Cents are given out from line to line, so that none is lost."""
    prices = order.total - order.shipping_fee
    spent = paid(order, policies) + unpaid(order) - order.shipping_fee
    if spent.minor_units >= prices.minor_units:
        return line.total
    goods = Money(max(0, spent.minor_units), prices.currency)
    before = sum(each.total.minor_units for each in takewhile(lambda each: each.id != line.id, order.lines))
    return goods.share(before + line.total.minor_units, prices.minor_units) - goods.share(before, prices.minor_units)


def amount_back(
    order: Order, pieces: Mapping[str, int], policies: Policies | None = None, *, fee_with_the_last: bool
) -> Money:
    """Return what goes back for so many pieces of each line, by line id; what is open to be paid is no longer due first.

    Args:
        fee_with_the_last: whether the fee for shipping goes back too when nothing is kept.
    """
    worth = worth_back(order, pieces, policies, fee_with_the_last=fee_with_the_last)
    return (worth - unpaid(order).at_most(worth)).at_most(refundable(order, policies))


def worth_back(
    order: Order, pieces: Mapping[str, int], policies: Policies | None = None, *, fee_with_the_last: bool
) -> Money:
    """Return what so many pieces of each line cost, whether that is paid or still open; at most all that is either."""
    total = Money(0, order.total.currency)
    for line in order.lines:
        total = total + share(order, line, pieces.get(line.id, 0), policies)
    if fee_with_the_last and is_whole(order, pieces):
        total = total + order.shipping_fee.at_most(paid(order, policies))
    return total.at_most(refundable(order, policies) + unpaid(order))


def is_whole(order: Order, pieces: Mapping[str, int]) -> bool:
    """Say whether nothing is kept once these pieces have gone."""
    return all(pieces.get(line.id, 0) >= line.kept for line in order.lines)
