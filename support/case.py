"""The case before an agent: which order it is about, what is true of it, and what is known already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from support.asking import told
from support.emotion import UPSET, Emotion

Card = Mapping[str, Any]
SayDay = Callable[[date], str]

_OPEN = frozenset({"paid", "packed", "shipped"})


@dataclass(frozen=True)
class Case:
    """What a reply may say (`values` by variable), what is true (`conditions`), and which kinds of facts are `known`.

    The names are those of support.canned.VARIABLES, support.canned.CONDITIONS and support.asking.KINDS.
    """

    language: str
    values: Mapping[str, str]
    conditions: frozenset[str]
    known: frozenset[str]


def case_of(
    *,
    language: str,
    customer: Mapping[str, Any] | None,
    orders: Sequence[Card],
    facts: Sequence[Mapping[str, str]],
    texts: Sequence[str],
    entities: Iterable[Mapping[str, object]] = (),
    emotion: str | None = None,
    today: date,
    say_day: SayDay,
) -> Case:
    """Return the case.

    Args:
        customer: the verified customer with `name`, None for a guest.
        orders: their orders as the packet has them (support.handoff.order_card), newest state.
        facts: the packet's `known_facts`.
        texts: what the customer wrote, oldest first; the newest one's words choose among the orders.
        entities: what was found in these texts.
        emotion: the label of the newest reading.
        say_day: writes a day in the conversation's language.
    """
    values: dict[str, str] = {}
    conditions = {"signed_in" if customer else "guest"}
    known = set(told(facts, texts, entities))
    if customer:
        known |= {"name", "email"}
        name = str(customer.get("name") or "").strip()
        if name:
            values["customer"] = name if language == "zh" else name.split(" ")[0]
    if emotion and Emotion(emotion) in UPSET:
        conditions.add("upset")
    order = order_in_question(orders, facts, texts)
    if order:
        known |= {"order", "address"}
        if len(order["lines"]) == 1:
            known.add("item")
        values |= _said(order, language, today, say_day)
        conditions |= _true(order)
    return Case(language, values, frozenset(conditions), frozenset(known))


def order_in_question(orders: Sequence[Card], facts: Sequence[Mapping[str, str]], texts: Sequence[str]) -> Card | None:
    """Return the order that the newest words name, else the one the bot dealt with last, else the only open one.

    None where that is not plain: a wrong order's facts are worse than none.
    """
    for text in reversed(texts[-3:]):
        named = [order for order in orders if _names(text, order)]
        if len(named) == 1:
            return named[0]
    by_id = {order["id"]: order for order in orders}
    touched = [key for fact in facts for key in [fact["key"].removeprefix("order ")] if key in by_id]
    if touched:
        return by_id[touched[0]]
    still_open = [order for order in orders if order["status"] in _OPEN]
    return still_open[0] if len(still_open) == 1 else None


def _names(text: str, order: Card) -> bool:
    said = text.lower()
    if str(order["id"]).lower() in said:
        return True
    labels = [order["label"], order["label_zh"], *(line["name_zh"] for line in order["lines"])]
    return any(label and str(label).lower() in said for label in labels)


def _said(order: Card, language: str, today: date, say_day: SayDay) -> dict[str, str]:
    """Return the variables that are known of an order; a day that has passed is not expected any more."""
    status = order["status"]
    values = {
        "item": (order["label_zh"] or order["label"]) if language == "zh" else order["label"],
        "order": order["id"],
        "amount": order["total"],
    }
    if status in ("shipped", "delivered") and order["carrier"]:
        values["carrier"] = order["carrier"]
    if promised := _day(order["promised_on"]):
        values["day_promised"] = say_day(promised)
    expected = _day(order["expected_on"])
    if status == "shipped" and expected and expected >= today:
        values["day_expected"] = say_day(expected)
    if status == "delivered" and (delivered := _day(order["delivered_at"])):
        values["day_delivered"] = say_day(delivered)
    if status == "shipped" and order["days_late"]:
        values["days_late"] = str(order["days_late"])
    owed = [refund for refund in order["refunds"] if refund["status"] in ("requested", "approved")]
    if owed:
        values["refund_amount"] = owed[0]["amount"]
        if owed[0]["status"] == "approved" and (due := _day(owed[0]["due_on"])):
            values["day_refund"] = say_day(due)
    return {name: str(value) for name, value in values.items()}


def _true(order: Card) -> set[str]:
    found = {str(order["status"])}
    if order["status"] == "shipped" and order["promised_on"]:
        found.add("late" if order["days_late"] else "on_time")
    for refund in order["refunds"]:
        found.add(f"refund_{refund['status']}")
        if refund["days_overdue"]:
            found.add("refund_overdue")
        elif refund["status"] == "approved":
            found.add("refund_in_time")
    return found


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None
