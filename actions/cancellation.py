"""Cancel an order: only what has not shipped, only after a yes, only once."""

from __future__ import annotations

import re
from typing import Any

from actions.turn import Turn, TurnAction, ask_or_tell, needs_sign_in, whole
from integrations.shops.interface import RequestKind, RequestState
from support.dialogue import choose
from support.escalation import Reason
from support.orders import Order, OrderStatus, may_cancel
from support.selection import Selection

# "cancel it", "yes cancel please", "嗯，取消吧": nothing else named, so it can only mean what was asked.
_JUST_CANCEL = re.compile(
    r"(?:(?:yes|yeah|yep|ok|okay|please|sure)[ ,.!]*)*(?:just )?cancel(?: it| that| this| the order)?"
    r"(?:[ ,]*(?:please|now|then|thanks))*[.!]*"
    r"|(?:好的?|是的?|嗯+|对)?[，, ]*(?:请|帮我)?取消(?:吧|了|掉)*[。！!]*",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|that|this)\b|它|这[个单]", re.IGNORECASE)


class CancelOrder(TurnAction):
    """Find the order and ask for a yes, or say why it can't be cancelled."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_cancel_order"

    def handle(self, turn: Turn) -> None:
        """Start a cancellation, or hear "cancel it" as the yes to "shall I cancel it?"."""
        asked = turn.question or {}
        if asked.get("kind") == "confirm_cancel" and _JUST_CANCEL.fullmatch(turn.text.strip()):
            confirm(turn, asked, yes=True)
        else:
            cancel(turn)


def cancel(turn: Turn, order: Order | None = None) -> None:
    """Ask for confirmation with item and amount, for `order` if it is known which."""
    if needs_sign_in(turn, "cancel_order"):
        return
    turn.wish()
    if order is None:
        selection = turn.select([order for order in turn.orders if order.is_open])
        order = selection.order or _just_cancelled(turn, selection)
        if order is None and ask_or_tell(turn, selection, "cancel_order", "utter_which_order_cancel"):
            return
    if order is None:
        turn.say("utter_cancel_nothing")
        turn.tried("cancel_order", "refused")
        return
    turn.fact("product", order.label())
    check = may_cancel(order)
    if not check.allowed:
        _refuse(turn, order, check.rule)
        return
    part = _only_part(turn, order)
    if part:
        turn.say("utter_cancel_part", item=part, label=whole(order))
        turn.tried("cancel_part", "refused", order)
        turn.offer_human(Reason.POLICY_EXCEPTION)
        return
    turn.put(
        "utter_cancel_confirm",
        {"kind": "confirm_cancel", "job": "cancel_order", "order_id": order.id},
        opening=turn.opening("cancel", order.id),
        item=whole(order),
        amount=str(order.total),
        order=order.id,
    )
    turn.tried("cancel_order", "asked", order)


def _just_cancelled(turn: Turn, selection: Selection) -> Order | None:
    """Return the order that "cancel it" means right after it was cancelled."""
    done = turn.done or {}
    if selection.named or selection.unknown or done.get("job") != "cancel_order" or not _IT.search(turn.text):
        return None
    if done.get("order_id") != turn.order_in_view:
        return None
    return next((order for order in turn.orders if order.id == turn.order_in_view), None)


def _only_part(turn: Turn, order: Order) -> dict[str, str] | None:
    """Return the one item of several that they named, None if they mean the whole order."""
    if len(order.lines) < 2 or turn.entity("order_number"):
        return None
    names = [[n for n in (line.product.short_name, line.product.short_name_zh) if n] for line in order.lines]
    index = choose(turn.text, names, ordinals=False)
    if index is None:
        return None
    product = order.lines[index].product
    return {"en": product.label("en"), "zh": product.label("zh")}


def _refuse(turn: Turn, order: Order, rule: str) -> None:
    memory = f"refused_cancel:{order.id}"
    shipment = order.shipment
    if memory in turn.said and order.status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED):
        # They have heard the rule and insist: that is a wish for an exception.
        turn.tried("cancel_order", "refused", order)
        turn.escalate(Reason.POLICY_EXCEPTION)
        return
    opening = turn.opening("refused", order.id) if rule in ("shipped", "delivered") else []
    turn.say(
        f"utter_cancel_refused_{rule}", opening=opening, item=whole(order), carrier=shipment.carrier if shipment else ""
    )
    turn.tried("cancel_order", "refused", order)
    turn.said.append(memory)
    if rule in ("shipped", "delivered"):
        turn.offer_human(Reason.POLICY_EXCEPTION)


def confirm(turn: Turn, question: dict[str, Any], yes: bool) -> None:
    """Act on the answer to "shall I cancel it?"."""
    order = next((order for order in turn.orders if order.id == question["order_id"]), None)
    if order is None:
        turn.say("utter_cancel_nothing")
        turn.tried("cancel_order", "failed")
        return
    if not yes:
        turn.say("utter_cancel_kept", item=whole(order))
        turn.tried("cancel_order", "answered", order)
        return
    if order.status is OrderStatus.CANCELLED:
        already_cancelled(turn, order)
        return
    # It may have been packed and sent while we talked.
    check = may_cancel(order)
    if not check.allowed:
        _refuse(turn, order, check.rule)
        return
    receipt = turn.submit(RequestKind.CANCEL_ORDER, order, f"cancel:{order.id}")
    response = "utter_cancel_done" if receipt.state is RequestState.DONE else "utter_cancel_requested"
    turn.say(response, item=whole(order), amount=str(order.total), order=order.id, reference=receipt.reference)
    turn.tried("cancel_order", "done", order)
    turn.fact("cancelled", f"{order.label()} ({order.id}), {order.total}")
    turn.done = {"job": "cancel_order", "order_id": order.id}


def already_cancelled(turn: Turn, order: Order) -> None:
    """Say that it is cancelled, and do nothing."""
    turn.say("utter_cancel_already_done", item=whole(order), order=order.id)
    turn.tried("cancel_order", "answered", order)
