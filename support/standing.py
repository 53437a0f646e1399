"""What lies behind a customer, and how much sooner it brings them to a human: by one priority, by rules that are data (`[escalation]`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from support.calendars import local_day, months_from
from support.escalation import PRIORITY_ORDER, Because, Decision, Priority
from support.orders import Customer, Order, OrderStatus, days_late, refund_days_overdue
from support.policies import Escalation, shipped

VALUE_RULE = "customer_value"
FAILURES_RULE = "repeated_failures"
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Failure:
    """One failure of the shop that its own data show: `kind` is late or refund_overdue, `days` by how many."""

    kind: str
    order: Order
    days: int


def failures(orders: Sequence[Order], today: date, timezone: str = "UTC") -> tuple[Failure, ...]:
    """Return the shop's failures of the last 365 days, newest order first, one an order: an overdue refund before a late parcel."""
    found = []
    for order in sorted(_of_the_year(orders, today, timezone), key=lambda order: order.placed_at, reverse=True):
        overdue = max((refund_days_overdue(refund, today) for refund in order.refunds), default=0)
        late = days_late(order, today, timezone)
        if overdue:
            found.append(Failure("refund_overdue", order, overdue))
        elif late:
            found.append(Failure("late", order, late))
    return tuple(found)


def is_valued(
    customer: Customer | None, orders: Sequence[Order], today: date, rules: Escalation, timezone: str = "UTC"
) -> bool:
    """Say whether a customer is one of value: by orders of the last 365 days that they did not cancel, or by years."""
    kept = [each for each in _of_the_year(orders, today, timezone) if each.status is not OrderStatus.CANCELLED]
    since = customer.since if customer else None
    jubilee = months_from(since, 12 * rules.valued_years) if since and rules.valued_years else None
    return len(kept) >= rules.valued_orders or (jubilee is not None and jubilee <= today)


def raised(
    decision: Decision,
    customer: Customer | None,
    orders: Sequence[Order],
    today: date,
    rules: Escalation | None = None,
    timezone: str = "UTC",
) -> Decision:
    """Return the decision one priority higher for a customer of value, or after repeated failures; by one for both, too.

    A guest's stays as it is. `because` names the rules that hold, with the orders that prove them, whether or not they still raise.
    """
    rules = rules or shipped().escalation
    if customer is None:
        return decision
    because = []
    if is_valued(customer, orders, today, rules, timezone):
        because.append(Because(VALUE_RULE, tuple(order.id for order in orders[:5])))
    failed = failures(orders, today, timezone)
    if len(failed) >= rules.failures:
        because.append(Because(FAILURES_RULE, tuple(failure.order.id for failure in failed[:5])))
    if not because:
        return decision
    place, most = PRIORITY_ORDER.index(decision.priority), PRIORITY_ORDER.index(Priority(rules.raise_to))
    priority = PRIORITY_ORDER[max(place, min(place + 1, most))]
    return replace(decision, priority=priority, because=(*decision.because, *because))


def _of_the_year(orders: Sequence[Order], today: date, timezone: str) -> list[Order]:
    return [each for each in orders if timedelta(0) <= today - local_day(each.placed_at, timezone) < _YEAR]
