"""What the bot says first: when the chat is opened, and after a day that it had promised. Without a true reason it says nothing."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import suppress
from typing import Any

from actions import unfinished
from actions.goodwill import make_good
from actions.orders import describe
from actions.turn import Turn, TurnAction, both
from integrations.shops.interface import RequestKind
from support import request_keys
from support.errors import IntegrationError
from support.escalation import Reason
from support.goodwill import Fault
from support.orders import Order, OrderStatus, Refund, RefundStatus, days_late, refund_days_overdue


class _Unasked(TurnAction):
    """An action that nobody's message led to: what was open stays open, and nothing counts as understood or not."""

    def handle(self, turn: Turn) -> None:
        """Look, and say nothing where the shop doesn't answer: nobody asked."""
        with suppress(IntegrationError):
            self.look(turn)

    @abstractmethod
    def look(self, turn: Turn) -> None:
        """Look for a reason to speak."""

    def carry_on(self, turn: Turn) -> None:
        """Leave an open question as it is."""
        turn.small_talk = True
        if turn.question and not turn.asked:
            turn.keep_question(turn.question)


class ChatOpened(_Unasked):
    """Speak first where there is a reason."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_chat_opened"

    def look(self, turn: Turn) -> None:
        """Name the weightiest thing that is wrong, once; else what was left half done for hours."""
        if (
            turn.customer
            and turn.question is None
            and not turn.opted_out("messages")
            and (_refund(turn) or _late(turn))
        ):
            return
        unfinished.remind(turn)


class FollowUp(_Unasked):
    """Look again at what was promised for a day (`Turn.follow_up`)."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_follow_up"

    def look(self, turn: Turn) -> None:
        """Tell how it stands now, where there is something to tell."""
        order = (
            turn.order(str(turn.about.get("order_id") or ""))
            if turn.customer and not turn.opted_out("messages")
            else None
        )
        if order is None:
            return
        if turn.about.get("what") == "parcel":
            _parcel(turn, order)
        elif turn.about.get("what") == "refund":
            refund = next((each for each in order.refunds if each.id == turn.about.get("refund_id")), None)
            if refund:
                _money(turn, order, refund)


def _refund(turn: Turn) -> bool:
    overdue = [(refund_days_overdue(r, turn.today), o, r) for o in turn.orders for r in o.refunds]
    days, order, refund = max(overdue, key=lambda each: each[0], default=(0, None, None))
    if not days or order is None or refund is None:
        return False
    values = {"amount": str(refund.amount), "day_due": str(refund.due_on)}
    return _speak(turn, "refund", order, refund.id, "track_refund", "track_refund", values)


def _late(turn: Turn) -> bool:
    order = max(turn.orders, key=lambda each: _waiting(turn, each), default=None)
    if order is None or not _waiting(turn, order) or order.shipment is None:
        return False
    values = {"day_promised": str(order.shipment.promised_on)}
    return _speak(turn, "late", order, order.id, "track_order", "late_delivery", values)


def _waiting(turn: Turn, order: Order) -> int:
    return days_late(order, turn.today) if order.is_open else 0


def _speak(turn: Turn, what: str, order: Order, issue: str, job: str, intent: str, values: dict[str, Any]) -> bool:
    """Say what is wrong and offer to look into it; False if that was said before, or is being dealt with."""
    memory = f"opened:{what}:{issue}"
    dealt_with = any(each.endswith(f":{issue}") for each in turn.said)  # apologised for, told, made good
    if memory in turn.said or dealt_with:
        return False
    meant = {"action": f"action_{job}", "job": job, "text": "", "intent": intent, "entities": []}
    question = {"kind": "opened", "order_id": order.id, "meant": meant, "intents": [intent]}
    turn.put(f"utter_opened_{what}", question, item=both(order), order=order.id, **values)
    turn.said.append(memory)
    turn.tried("speak_first", "asked", order)
    return True


def _money(turn: Turn, order: Order, refund: Refund) -> None:
    """Tell that a refund was paid, or chase it."""
    values: dict[str, Any] = {"item": both(order), "amount": str(refund.amount), "day_due": str(refund.due_on or "")}
    if refund.status is RefundStatus.PAID_OUT and refund.paid_out_at:
        given = make_good(turn, order, Fault.REFUND_OVERDUE)
        values |= {"day_paid": str(turn.day_of(refund.paid_out_at)), **(given.values if given else {})}
        turn.say("utter_follow_up_refund_paid", closing=[given.response] if given else [], **values)
        turn.tried("follow_up", "answered", order)
    elif refund.status is RefundStatus.REFUSED:
        turn.say("utter_follow_up_refund_refused", **values)
        turn.tried("follow_up", "answered", order)
        turn.offer_human(Reason.POLICY_EXCEPTION)
    elif refund_days_overdue(refund, turn.today):
        receipt = turn.submit(RequestKind.REFUND, order, request_keys.chasing(refund.id), refund=refund.id)
        turn.say("utter_follow_up_refund_late", reference=receipt.reference, **values)
        turn.tried("chase_refund", "answered" if receipt.repeated else "done", order)


def _parcel(turn: Turn, order: Order) -> None:
    """Tell that a parcel came late, or is late; one that came in time needs no words."""
    late, shipment = days_late(order, turn.today), order.shipment
    if not late or shipment is None:
        return
    if order.status is OrderStatus.DELIVERED and order.delivered_at:
        days = {"day_delivered": str(turn.day_of(order.delivered_at)), "day_promised": str(shipment.promised_on)}
        given = make_good(turn, order)
        closing = [given.response] if given else []
        days |= given.values if given else {}
        turn.say("utter_follow_up_parcel_came_late", item=both(order), closing=closing, **days)
        turn.tried("follow_up", "answered", order)
    elif order.status is OrderStatus.SHIPPED:
        describe(turn, order)
