"""Where is my refund, and how do I get my money back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from actions.goodwill import offer_gesture
from actions.knowledge import answer_from_article
from actions.turn import Turn, TurnAction, both, needs_sign_in
from integrations.shops.interface import RequestKind
from support import request_keys
from support.escalation import Reason
from support.language import detect
from support.orders import Order, Refund, RefundStatus, refund_days_overdue

_CHASED = timedelta(days=3)  # after which it is looked at again
_ORDER_OF_INTEREST = (RefundStatus.APPROVED, RefundStatus.REQUESTED, RefundStatus.REFUSED, RefundStatus.PAID_OUT)


# "How long does a refund take?", asked of nobody's in particular.
_GENERAL = re.compile(
    r"\bhow (?:long|many days|soon)\b|\bwhen (?:do|does|will) (?:a |the )?refunds?\b|多久|几天|多长时间", re.IGNORECASE
)
# "What's your refund policy?": the rules, whatever is open.
_RULES = re.compile(r"\brefund (?:policy|policies|rules)\b|退款(?:政策|规则|规定|制度)", re.IGNORECASE)
_MINE = re.compile(r"\bmy\b|\bmine\b|\bstill\b|我的|还没", re.IGNORECASE)


class TrackRefund(TurnAction):
    """Say how far a refund is, and chase one that is overdue."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_track_refund"

    def handle(self, turn: Turn) -> None:
        """Answer "where is my refund?"."""
        if asks_for_rules(turn):
            return
        waits = unsettled(turn)
        if waits is None and _GENERAL.search(turn.text) and not _MINE.search(turn.text) and answer_from_article(turn):
            return
        if needs_sign_in(turn, "track_refund"):
            return
        turn.wish()
        found = _refund(turn)
        if found is None and _of_a_parcel(turn):
            return
        if found is None:
            turn.say("utter_refund_none")
            turn.tried("track_refund", "answered")
        else:
            tell(turn, *found)


def asks_for_rules(turn: Turn) -> bool:
    """Answer a question about the rules of refunds from the article; return whether it was one."""
    return bool(_RULES.search(turn.text)) and answer_from_article(turn)


def _of_a_parcel(turn: Turn) -> bool:
    """Answer "where is my power bank?", which has nothing to do with money; return whether it was such a question."""
    from actions.orders import open_order_named  # it speaks of refunds as well

    return open_order_named(turn)


class GetRefund(TurnAction):
    """Say where the money is if it is on its way, else how to get it."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_get_refund"

    def handle(self, turn: Turn) -> None:
        """Answer "I want my money back"."""
        if asks_for_rules(turn):
            return
        if turn.entity("order_number") and needs_sign_in(turn, "get_refund"):
            return
        found = unsettled(turn)
        if found is None and _GENERAL.search(turn.text) and answer_from_article(turn):
            return
        turn.wish()
        if found:
            tell(turn, *found)
            return
        turn.say("utter_get_refund", opening=turn.opening("general", "refund"))
        turn.tried("get_refund", "answered")


def _refund(turn: Turn) -> tuple[Order, Refund] | None:
    """Return the refund they most likely mean: of the order they name, else the one that still needs something."""
    found = [(order, refund) for order in turn.orders for refund in order.refunds]
    named = turn.select([order for order, _ in found])
    if named.order and named.named:
        found = [pair for pair in found if pair[0].id == named.order.id]
    found.sort(key=lambda pair: (-refund_days_overdue(pair[1], turn.today), _ORDER_OF_INTEREST.index(pair[1].status)))
    return found[0] if found else None


def unsettled(turn: Turn) -> tuple[Order, Refund] | None:
    """Return the refund that they still wait for, None if there is none."""
    found = _refund(turn)
    return found if found and found[1].status in (RefundStatus.APPROVED, RefundStatus.REQUESTED) else None


def tell(turn: Turn, order: Order, refund: Refund) -> None:
    """Say how far this refund is."""
    overdue = refund_days_overdue(refund, turn.today)
    values: dict[str, Any] = {
        "item": both(order),
        "amount": str(refund.amount),
        "day_due": str(refund.due_on or ""),
        "day_paid": str(turn.day_of(refund.paid_out_at) if refund.paid_out_at else ""),
    }
    turn.fact("refund", f"{refund.amount}, {refund.status}" + (f", {overdue} days overdue" if overdue else ""))
    if overdue:
        receipt = turn.submit(RequestKind.REFUND, order, request_keys.chasing(refund.id), refund=refund.id)
        again = "utter_refund_overdue_pending" if turn.handoff_follows else "utter_refund_overdue_again"
        response = again if receipt.repeated else "utter_refund_overdue"
        opening = turn.opening("refund_overdue", refund.id)
        looks_again = turn.today + _CHASED
        about = {"what": "refund", "order_id": order.id, "refund_id": refund.id}
        told = not receipt.repeated  # else the turn ends in a question
        values |= {
            "closing": turn.follow_up(f"chased:{refund.id}", looks_again, about, told=told),
            "day_follow_up": str(looks_again),
        }
        turn.say(response, opening=opening, days=overdue, reference=receipt.reference, **values)
        turn.tried("chase_refund", "answered" if receipt.repeated else "done", order)
        if receipt.repeated:
            turn.offer_human(Reason.ASKED)
        else:
            offer_gesture(turn, order)
        return
    if refund.status is RefundStatus.REFUSED:
        why = _why(refund)
        turn.say(
            "utter_refund_refused_because" if why.get(turn.language) else "utter_refund_refused", reason=why, **values
        )
        turn.offer_human(Reason.POLICY_EXCEPTION)
    elif refund.status is RefundStatus.APPROVED:
        closing: list[str] = []
        if refund.due_on:
            # The day after: only then it shows whether the day was kept.
            looks_again = refund.due_on + timedelta(days=1)
            about = {"what": "refund", "order_id": order.id, "refund_id": refund.id}
            closing = turn.follow_up(f"refund:{refund.id}", looks_again, about)
            values["day_follow_up"] = str(looks_again)
        opening = turn.opening("refund_waiting", refund.id)
        turn.say("utter_refund_approved", opening=opening, closing=closing, **values)
    else:
        name = "paid" if refund.status is RefundStatus.PAID_OUT else str(refund.status)
        turn.say(f"utter_refund_{name}", **values)
    turn.tried("track_refund", "answered", order)


def money_back(turn: Turn, order: Order) -> dict[str, Any]:
    """Return what is said, as a closing, of the money for an order that is cancelled: until when it comes, or that it was paid."""
    for refund in order.refunds:
        values = {"amount": str(refund.amount), "day_due": str(refund.due_on or "")}
        if refund.status is RefundStatus.PAID_OUT and refund.paid_out_at:
            paid = str(turn.day_of(refund.paid_out_at))
            return {"closing": ["utter_cancelled_money_paid"], "day_paid": paid, **values}
        if refund.status is RefundStatus.APPROVED and refund.due_on and not refund_days_overdue(refund, turn.today):
            return {"closing": ["utter_cancelled_money_due"], **values}
    return {"closing": ["utter_cancelled_money_open"]}


def _why(refund: Refund) -> dict[str, str]:
    """Return why it was refused, in the languages in which the shop has noted it."""
    noted = {detect(reason): reason.rstrip(".。") for reason in (refund.reason, refund.reason_zh) if reason}
    return {language: reason for language, reason in noted.items() if language}
