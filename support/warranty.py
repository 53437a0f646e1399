"""The rule for the warranty: so many months from delivery, the last day included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from support.calendars import months_from
from support.orders import Order, OrderLine, OrderStatus
from support.policies import Policies, shipped
from support.returns import arrived_on, may_return_line


@dataclass(frozen=True)
class WarrantyCheck:
    """Whether a line is covered; `until` is the last day.

    `rule` names why not: not_arrived, cancelled, returned, none (no warranty), over. `alternative`: return or nothing.
    """

    allowed: bool
    rule: str = ""
    until: date | None = None
    months: int = 0
    alternative: str = ""


def covered(
    order: Order, line: OrderLine, today: date, policies: Policies | None = None, timezone: str = "UTC"
) -> WarrantyCheck:
    """Decide whether a fault of the thing is the shop's to mend."""
    rules = policies or shipped()
    if line.kept == 0 or order.status is OrderStatus.RETURNED:
        return WarrantyCheck(False, "returned")
    if order.status is OrderStatus.CANCELLED:
        return WarrantyCheck(False, "cancelled")
    arrived = arrived_on(order, line, timezone)
    if arrived is None:
        return WarrantyCheck(False, "not_arrived")
    # Months past a century are for ever.
    months = min(1200, max(line.product.warranty_months, rules.warranty.least_months))
    back = may_return_line(order, line, today, rules, timezone)
    alternative = "return" if back.allowed else ""
    if months <= 0:
        return WarrantyCheck(False, "none", alternative=alternative)
    until = months_from(arrived, months) or date.max
    if today > until:
        return WarrantyCheck(False, "over", until, months, alternative)
    return WarrantyCheck(True, "", until, months, alternative)
