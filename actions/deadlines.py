"""Whether a parcel will be there in time: the shop's own day beside the customer's, and no promise that nobody made."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.turn import Turn, both
from support import deadlines
from support.escalation import Reason
from support.orders import Order, OrderStatus, days_late


def needed(turn: Turn) -> deadlines.Deadline | None:
    """Return by when the message says that something is needed, if it does."""
    dated = [each for each in turn.entities("date") if (each.get("resolved") or {}).get("from")]
    days = [date.fromisoformat(each["resolved"]["from"]) for each in dated]
    return deadlines.deadline(turn.text, days, turn.today, [int(each.get("start") or 0) for each in dated])


def weigh(turn: Turn, order: Order, wanted: deadlines.Deadline, *, told: bool) -> None:
    """Say whether an open order will be there in time.

    Args:
        told: whether this turn has said already how far the order is.
    """
    if order.status is OrderStatus.DELIVERED or not order.is_open:
        return
    shipment = order.shipment
    day = (shipment.expected_on or shipment.promised_on) if shipment else None
    if day is not None and day < turn.today:
        day = None  # what was promised has passed: nobody knows a day now
    values: dict[str, Any] = {
        "item": both(order),
        "order": order.id,
        "day_needed": str(wanted.day or ""),
        "day_expected": str(day or ""),
    }
    opening = [] if told else turn.opening("general", order.id)
    if day is None:
        response = "utter_deadline_open" if wanted.day else "utter_deadline_open_no_day"
    elif wanted.day is None:
        if told:
            return
        response = "utter_deadline_expected"
    elif day > wanted.day:
        response = "utter_deadline_missed"
    else:
        # A day that has slipped once is no day to build on.
        response = "utter_deadline_tight" if days_late(order, turn.today) else "utter_deadline_kept"
    turn.say(response, opening=opening, **values)
    if wanted.day:
        turn.fact("needed by", wanted.day.isoformat())
    turn.tried("track_order", "answered", order)
    if response not in ("utter_deadline_kept", "utter_deadline_expected"):
        turn.offer_human(Reason.ASKED)
