"""Send something back: which pieces, why, how, and the label for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.jobs import CONFIRM, Fields, Job, JobAction, item_of
from actions.knowledge import answer_from_article
from actions.turn import Turn, policies, timezone
from integrations.shops.interface import RequestKind
from support import replies
from support.escalation import Reason
from support.orders import Order, OrderLine, OrderStatus, Refund, RefundStatus
from support.returns import ReturnCheck, may_return, may_return_line
from support.warranty import covered

# The rules of returns, rather than a return.
_RULES = re.compile(
    r"\breturns? (?:window|period|policy|policies|rules)\b|退货(?:期|政策|规则|规定|时限)(?!.{0,6}(?:过|超))",
    re.IGNORECASE,
)


class Return(Job):
    """One item of an order, some or all of its pieces."""

    name = "return_item"
    intents = ("return_item", "get_refund", "item_damaged", "product_question")
    which = "utter_which_order_return"
    steps = ("quantity", "reason", "method")

    def orders(self, turn: Turn) -> Sequence[Order]:
        """Return what has arrived and may still go back; where nothing may, what has arrived: the refusal names it."""
        arrived = [order for order in turn.orders if order.status is OrderStatus.DELIVERED]
        in_time = [order for order in arrived if may_return(order, turn.today, policies(), timezone()).allowed]
        return in_time or arrived[:1]

    def read(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Read how many, why and how."""
        if line is not None:
            number = line.kept if line.kept == 1 or replies.everything(turn.text) else replies.quantity(turn.text)
            if number and (line.kept > 1 or "quantity" not in fields):
                fields["quantity"] = min(number, max(1, line.kept))
        elif fields.get("all"):
            fields["quantity"] = sum(each.kept for each in order.lines)
        reason = replies.reason(turn.text)
        if reason:
            fields["reason"] = reason
        elif turn.step == "reason" and turn.intent != "deny":
            fields.setdefault("reason", "other")  # in words that no table has
        method = replies.method(turn.text)
        if method:
            fields["method"] = method

    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Check the window and what never goes back."""
        check = self.check(turn, order, line, fields)
        if check.allowed:
            return True
        item = item_of(order, line)
        until = str(check.until or "")
        rule = check.rule
        if rule == "window" and not _under_warranty(turn, order, line):
            rule = "window_no_warranty"
        paid = _paid(order, line) if rule == "returned" else None
        values: dict[str, Any] = {"item": item, "day_until": until, "order": order.id}
        if paid and paid.paid_out_at:
            rule = "returned_paid"
            values |= {"amount": str(paid.amount), "day_paid": str(turn.day_of(paid.paid_out_at))}
        turn.say(f"utter_return_refused_{rule}", **values)
        turn.tried(self.name, "refused", order)
        if check.rule in ("window", "opened", "condition", "category"):
            turn.offer_human(Reason.POLICY_EXCEPTION)
        return False

    def ask(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields, step: str) -> None:
        """Ask how many, why, how; then for a yes with item and amount."""
        pieces = int(fields.get("quantity") or 1)
        values: dict[str, Any] = {"item": item_of(order, line, pieces if step == CONFIRM else 0), "order": order.id}
        if step == "quantity":
            count = line.kept if line else 1
            self.put(turn, order, fields, step, "utter_return_quantity", reads=["quantity"], count=count, **values)
        elif step == "reason":
            opening = turn.opening("general", order.id)
            self.put(turn, order, fields, step, "utter_return_reason", reads=["reason"], opening=opening, **values)
        elif step == "method":
            fee = may_return_line(order, line, turn.today, policies(), timezone(), pickup=True).fee if line else None
            response = "utter_return_method_fee" if fee and fee.minor_units else "utter_return_method"
            self.put(turn, order, fields, step, response, reads=["method"], fee=str(fee), **values)
        else:
            check = self.check(turn, order, line, fields)
            costs = bool(check.fee and check.fee.minor_units)
            values |= {"amount": str(check.amount), "fee": str(check.fee), "word_method": fields["method"]}
            response = "utter_return_confirm_fee" if costs else "utter_return_confirm"
            opening = ["utter_return_last_day"] if check.until == turn.today else []
            self.put(turn, order, fields, step, response, reads=["method", "quantity"], opening=opening, **values)

    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Ask the shop for the label, once for these pieces."""
        lines = [line] if line else [each for each in order.lines if each.kept]
        check = self.check(turn, order, line, fields)
        for each in lines:
            pieces = int(fields["quantity"]) if line else each.kept
            key = f"return:{order.id}:{each.id}:{each.returned}+{pieces}"
            details = {"line_id": each.id, "quantity": pieces, "reason": fields["reason"], "method": fields["method"]}
            receipt = turn.submit(RequestKind.RETURN_ITEM, order, key, **details)
        turn.say(
            f"utter_return_done_{fields['method']}",
            item=item_of(order, line, int(fields["quantity"]) if line else 0),
            amount=str(check.amount),
            reference=receipt.reference,
            url=receipt.url,
            days=policies().refunds.payout_days,
        )
        turn.tried(self.name, "done", order)
        turn.fact("return", f"{item_of(order, line)['en']}, {fields['reason']}, {receipt.reference}")
        turn.done = {"job": self.name, "order_id": order.id}

    def give_up(self, turn: Turn, order: Order, line: OrderLine | None) -> None:
        """Leave everything as it is, and say until when that may change."""
        turn.job = None
        until = may_return_line(order, line, turn.today, policies(), timezone()).until if line else None
        turn.say("utter_return_item_kept", item=item_of(order, line), day_until=str(until or ""))
        turn.tried(self.name, "answered", order)

    @staticmethod
    def check(turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> ReturnCheck:
        """Ask the rules about these pieces."""
        if line is None:
            return may_return(order, turn.today, policies(), timezone())
        pickup = fields.get("method") == "pick_up"
        return may_return_line(
            order, line, turn.today, policies(), timezone(), quantity=fields.get("quantity"), pickup=pickup
        )


def _paid(order: Order, line: OrderLine | None) -> Refund | None:
    """Return the paid refund of what came back: of the whole order, or of one item with that amount."""
    whole = not any(each.kept for each in order.lines)
    amount = line.unit_price.times(line.returned) if line else None
    paid = [refund for refund in order.refunds if refund.status is RefundStatus.PAID_OUT]
    return next((refund for refund in paid if whole or refund.amount == amount), None)


def _under_warranty(turn: Turn, order: Order, line: OrderLine | None) -> bool:
    """Say whether a warranty still covers a fault of the line, of all lines where none is named."""
    lines = [line] if line else order.lines
    return all(covered(order, each, turn.today, policies(), timezone()).allowed for each in lines)


RETURN = Return()


def tell_window(turn: Turn) -> bool:
    """Say until when what the message names may go back; return whether it names something of theirs that has arrived."""
    selection = turn.select([order for order in turn.orders if order.status is OrderStatus.DELIVERED])
    order = selection.order
    if order is None or not selection.named or order.status is not OrderStatus.DELIVERED:
        return False
    turn.wish()
    line = RETURN.line(turn, order, {})
    fields: Fields = {}
    if RETURN.allowed(turn, order, line, fields):
        check = RETURN.check(turn, order, line, fields)
        turn.say("utter_return_window", item=item_of(order, line), day_until=str(check.until), order=order.id)
        turn.tried("check_refund_policy", "answered", order)
    return True


class ReturnItem(JobAction):
    """Start a return."""

    job = RETURN

    def handle(self, turn: Turn) -> None:
        """Start it; "how long is the return window?" starts nothing."""
        asked = turn.question is None and _RULES.search(turn.text)
        if not (asked and (tell_window(turn) or answer_from_article(turn))):
            super().handle(turn)
