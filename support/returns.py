"""The rule for returns: so many days from delivery, the last day included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta

from support.orders import Order, OrderStatus

RETURN_DAYS = 30


@dataclass(frozen=True)
class ReturnCheck:
    """Whether an order may go back; `until` is the last day, None for what has not arrived."""

    allowed: bool
    until: date | None


def may_return(order: Order, today: date, days: int = RETURN_DAYS) -> ReturnCheck:
    """Decide: delivered orders, through day `days` after delivery (UTC)."""
    if order.status is not OrderStatus.DELIVERED or order.delivered_at is None:
        return ReturnCheck(False, None)
    until = order.delivered_at.astimezone(UTC).date() + timedelta(days=days)
    return ReturnCheck(today <= until, until)
