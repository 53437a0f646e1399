"""What have I bought: all of it, of some days, or of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from actions.turn import Turn, TurnAction, both, needs_sign_in
from support.calendars import EVER, Span
from support.orders import Order, OrderStatus
from support.product_questions import variant_label
from support.selection import purchases

_FEW, _MANY = 5, 10  # purchases listed where all are asked for, and where some are


class PurchaseHistory(TurnAction):
    """List what they bought, the newest first."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_purchase_history"

    def handle(self, turn: Turn) -> None:
        """List the purchases of the days and of the thing that the message names; else the latest, and how many there are."""
        if needs_sign_in(turn, "purchase_history"):
            return
        turn.tried("purchase_history", "answered")
        if not turn.orders:
            turn.say("utter_no_orders")
            return
        period = turn.period
        named = purchases(turn.orders, turn.text, turn.entity("product"))
        if period:
            _of_days(turn, named or turn.orders, period)
        elif named:
            turn.say("utter_purchase_history_some", **_list(turn, named, _MANY))
        else:
            response = "utter_purchase_history" if len(turn.orders) <= _FEW else "utter_purchase_history_more"
            turn.say(response, **_list(turn, turn.orders, _FEW))
            _favourite(turn)


def _of_days(turn: Turn, orders: Sequence[Order], period: Span) -> None:
    """List what was ordered in these days; where nothing was, the order that is nearest to them."""
    turn.fact("days in question", f"{period.first} to {period.last}")
    within = [order for order in orders if period.first <= turn.day_of(order.placed_at) <= period.last]
    if not within:
        nearest = min(orders, key=lambda order: period.distance(turn.day_of(order.placed_at)))
        turn.say("utter_purchase_history_none", **_list(turn, [nearest], 1))
        return
    if period.first == period.last:
        scope = "day"
    elif period.first <= EVER:
        scope = "until"
    else:
        scope = "since" if period.last >= turn.today else "between"
    days = {"day_first": str(period.first), "day_last": str(period.last)}
    turn.say(f"utter_purchase_history_{scope}", **days, **_list(turn, within, _MANY))


def _list(turn: Turn, orders: Sequence[Order], most: int) -> dict[str, Any]:
    rows = [
        {
            "item": both(order),
            "day_placed": str(turn.day_of(order.placed_at)),
            "total": str(order.total),
            "word_status": str(order.status),
            "order": order.id,
        }
        for order in orders[:most]
    ]
    return {"count": len(orders), "shown": len(rows), "each_purchase": rows}


def _favourite(turn: Turn, least: int = 3) -> None:
    """Add what they keep coming back to: a shop that remembers says so."""
    bought = Counter(
        (line.product.short_name, line.product.short_name_zh, line.variant)
        for order in turn.orders
        if order.status not in (OrderStatus.CANCELLED, OrderStatus.RETURNED)
        for line in order.lines
        if line.variant
    )
    if bought:
        (name, name_zh, variant), times = bought.most_common(1)[0]
        if times >= least:
            turn.say(
                "utter_favourite", item={"en": name, "zh": name_zh or name}, variant=variant_label(variant), times=times
            )
            turn.fact("usual size", f"{name}: {variant}")
