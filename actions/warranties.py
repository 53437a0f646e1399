"""Is it still under warranty: until when, what to do about a fault, and what is left where it isn't."""

from __future__ import annotations

import re
from typing import Any

from actions import catalogue
from actions.jobs import item_of
from actions.problems import report
from actions.turn import Turn, TurnAction, ask_or_tell, needs_sign_in, policies, shop, timezone
from support.dialogue import choose
from support.escalation import Reason
from support.orders import Order, OrderLine, OrderStatus, Product
from support.products import short_names
from support.returns import arrived_on, may_return_line
from support.warranty import WarrantyCheck, covered

JOB = "warranty"
# About a thing that they have, rather than about the rules.
_THEIRS = re.compile(
    r"\b(?:my|mine|i (?:bought|got|ordered|have)|bought|it|its|it'?s|they|this|that|these|still (?:covered|in|under))\b"
    r"|我的|我(?:买|这)|这个|那个|它|还(?:在|保|能保)|坏|过保",
    re.IGNORECASE,
)


class Warranty(TurnAction):
    """Answer about the warranty of a thing, or about warranties as such."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_warranty"

    def handle(self, turn: Turn) -> None:
        """Find what it is about."""
        start(turn)


def start(turn: Turn) -> None:
    """Answer about what is named or in view, ask where it is theirs and not clear, tell the rules otherwise."""
    turn.wish()
    if turn.entity("order_number") and not turn.orders and needs_sign_in(turn, JOB):
        return
    product = None if turn.entity("order_number") else catalogue.meant(turn).product
    if product and product.id not in {line.product.id for line in catalogue.lines(turn)}:
        _of_the_catalogue(turn, product)
        return
    arrived = [order for order in turn.orders if order.status is OrderStatus.DELIVERED]
    selection = turn.select(arrived)
    in_view = product is not None or (selection.order is not None and selection.order.id == turn.order_in_view)
    if product and not selection.named:  # "and its warranty?", of a thing just talked about
        having = [order for order in turn.orders if any(line.product.id == product.id for line in order.lines)]
        having = [order for order in having if order in arrived] or having
        selection = turn.select(having)
    about_one = selection.named or selection.unknown or in_view or _THEIRS.search(turn.text)
    if not turn.orders or not about_one:
        _in_general(turn)
    elif selection.order:
        of_order(turn, selection.order, product)
    elif not ask_or_tell(turn, selection, JOB, "utter_which_order_warranty"):
        _in_general(turn)
    else:
        turn.remember_text()


def chosen(turn: Turn, order: Order) -> None:
    """Go on with the order that was asked for; what the message before named still counts."""
    with turn.hearing(f"{turn.text}. {(turn.question or {}).get('heard', '')}"):
        of_order(turn, order)


def of_order(turn: Turn, order: Order, product: Product | None = None) -> None:
    """Answer about one thing of an order; ask which where there are several and none is named."""
    line = _line(turn, order, product)
    if line is None:
        candidates = [{"names": short_names(line.product)} for line in order.lines]
        titles = [line.product.label(turn.language) for line in order.lines]
        turn.say("utter_which_item", buttons=[t[:1].upper() + t[1:] for t in titles[:5]], order=order.id)
        turn.ask(
            "product",
            job=JOB,
            step="line",
            order_id=order.id,
            heard=turn.text,
            candidates=candidates,
            intents=[JOB, "inform"],
        )
        turn.tried(JOB, "asked", order)
        return
    _tell(turn, order, line, covered(order, line, turn.today, policies(), timezone()))


def answer(turn: Turn, question: dict[str, Any]) -> None:
    """Go on with which of an order's things is meant, or with the yes to a report of its fault."""
    order = turn.order(question["order_id"]) if question.get("order_id") else None
    if order is None:
        start(turn)
    elif question["step"] == "line":
        of_order(turn, order)
    elif turn.intent == "deny":
        turn.say("utter_warranty_no_report")
        turn.tried(JOB, "answered", order)
    else:
        other = turn.select(turn.orders)
        if other.named and order not in (other.order, *other.candidates):
            report(turn, "damaged")
            return
        heard = f"{question['heard']} {turn.text}" if turn.intent == "affirm" else turn.text
        with turn.hearing(f"{heard} ({question['item']})" if len(order.lines) > 1 else heard):
            report(turn, "damaged", order)


def _line(turn: Turn, order: Order, product: Product | None) -> OrderLine | None:
    if len(order.lines) == 1:
        return order.lines[0]
    index = choose(turn.text, [short_names(line.product) for line in order.lines], ordinals=False)
    if index is not None:
        return order.lines[index]
    return next((line for line in order.lines if product and line.product.id == product.id), None)


def _tell(turn: Turn, order: Order, line: OrderLine, check: WarrantyCheck) -> None:
    item = item_of(order, line)
    arrived = arrived_on(order, line, timezone())
    values: dict[str, Any] = {
        "item": item,
        "order": order.id,
        "months": check.months or max(line.product.warranty_months, policies().warranty.least_months) or "",
        "day_until": str(check.until or ""),
        "day_delivered": str(arrived or ""),
    }
    catalogue.keep_in_view(turn, line.product)
    if check.allowed:
        turn.say("utter_warranty_covered", opening=turn.opening("general", order.id), **values)
        turn.tried(JOB, "answered", order)
        turn.fact("warranty until", str(check.until))
        turn.ask(
            "product_offer",
            job=JOB,
            step="report",
            order_id=order.id,
            item=line.product.label(turn.language),
            heard=turn.text,
            intents=["item_damaged"],
        )
        return
    response = f"utter_warranty_{check.rule}"
    back = may_return_line(order, line, turn.today, policies(), timezone()) if check.alternative == "return" else None
    if back and back.until:
        response, values["day_return"] = f"{response}_return", str(back.until)
    turn.say(response, **values)
    turn.tried(JOB, "answered" if check.rule == "not_arrived" else "refused", order)
    if check.rule in ("over", "none"):
        turn.offer_human(Reason.POLICY_EXCEPTION)


def _of_the_catalogue(turn: Turn, product: Product) -> None:
    months = max(product.warranty_months, policies().warranty.least_months)
    response = "utter_warranty_product" if months else "utter_warranty_product_none"
    turn.say(response, item=catalogue.label(product), months=months)
    turn.tried(JOB, "answered")
    catalogue.keep_in_view(turn, product)


def _in_general(turn: Turn) -> None:
    longest = max([policies().warranty.least_months, *(product.warranty_months for product in shop().products())])
    turn.say("utter_warranty", opening=turn.opening("general", JOB), months=longest or "")
    turn.tried(JOB, "answered")
