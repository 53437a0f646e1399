"""Cancel an order or a part of it: only what has not shipped, only after a yes, only once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from actions.jobs import CONFIRM, Fields, Job, item_of
from actions.refunds import money_back
from actions.turn import Turn, TurnAction, ask_or_tell, needs_sign_in, policies, whole
from actions.undoing import put_back
from integrations.shops.interface import RequestKind, RequestState
from support import parts, request_keys
from support.cancellations import PartCheck, may_cancel_pieces
from support.escalation import Reason
from support.money import Money
from support.orders import Order, OrderLine, OrderStatus, may_cancel
from support.refunds import unpaid
from support.selection import Selection

# "cancel it", "yes cancel please", "嗯，取消吧": nothing else named, so it can only mean what was asked.
_JUST_CANCEL = re.compile(
    r"(?:(?:yes|yeah|yep|ok|okay|please|sure)[ ,.!]*)*(?:just )?cancel(?: it| that| this| the order)?"
    r"(?:[ ,]*(?:please|now|then|thanks))*[.!]*"
    r"|(?:好的?|是的?|嗯+|对)?[，, ]*(?:请|帮我)?取消(?:吧|了|掉)*[。！!]*",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|that|this)\b|它|这[个单]", re.IGNORECASE)
# "Undo that", "actually don't cancel", "我不想取消了".
_UNDO = re.compile(
    r"\bundo\b|\bun-?cancel|\brevert\b|\btake (?:it|that) back\b|\b(?:do not|don'?t|didn'?t (?:want|mean) to) cancel"
    r"|\breverse (?:it|that|the cancell?ation)|\b(?:re-?instate|restore)\b|\bcancel the cancell?ation\b|\bI (?:do )?want it after all\b"
    r"|撤[销回]|恢复|[别不](?:要|想|用)?取消(?!不)|反悔|还是(?:要|想要)",
    re.IGNORECASE,
)


class CancelOrder(TurnAction):
    """Find the order and ask for a yes, or say why it can't be cancelled."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_cancel_order"

    def handle(self, turn: Turn) -> None:
        """Start a cancellation, or hear "cancel it" as the yes to "shall I cancel it?"."""
        asked = turn.question or {}
        waits = asked.get("kind") == "confirm_cancel"
        if waits and _JUST_CANCEL.fullmatch(turn.text.strip()):
            confirm(turn, asked, yes=True)
        elif waits and _UNDO.search(turn.text):
            turn.settled = True
            confirm(turn, asked, yes=False)
        elif not undone(turn):
            cancel(turn)


def cancel(turn: Turn, order: Order | None = None) -> None:
    """Ask for confirmation with item and amount, for `order` if it is known which."""
    if needs_sign_in(turn, "cancel_order"):
        return
    turn.wish()
    if order is None:
        with turn.hearing(parts.before_exception(turn.text)):
            selection = turn.select([order for order in turn.orders if order.is_open])
        order = selection.order or _just_cancelled(turn, selection)
        if order is None and selection.named and not any(each.is_open for each in selection.candidates):
            order = selection.candidates[0]  # none of them can be: the newest is told why
        if order is None and ask_or_tell(turn, selection, "cancel_order", "utter_which_order_cancel"):
            return
    if order is None:
        turn.say("utter_cancel_nothing")
        turn.tried("cancel_order", "refused")
        return
    turn.fact("product", order.label())
    check = may_cancel(order, policies())
    if not check.allowed:
        _refuse(turn, order, check.rule)
        return
    pieces = parts.meant(turn.text, order)
    if pieces and not turn.entity("order_number"):
        CANCEL_PART.go(turn, order, {"pieces": pieces})
    else:
        _ask(turn, order)


def _ask(turn: Turn, order: Order) -> None:
    """Ask for a yes to the whole order."""
    turn.put(
        "utter_cancel_confirm",
        {"kind": "confirm_cancel", "job": "cancel_order", "order_id": order.id},
        opening=turn.opening("cancel", order.id),
        item=whole(order),
        amount=str(_paid(order)),
        order=order.id,
    )
    turn.tried("cancel_order", "asked", order)


def _paid(order: Order) -> Money:
    """Return what a cancellation brings back: what is still open to be paid is none of it."""
    return order.total - unpaid(order).at_most(order.total)


def _money_by(turn: Turn) -> str:
    """Return the day by which the money for what is cancelled now is there, by the shop's rules."""
    return str(turn.today + timedelta(days=policies().refunds.payout_days))


def _just_cancelled(turn: Turn, selection: Selection) -> Order | None:
    """Return the order that "cancel it" means right after it was cancelled."""
    done = turn.done or {}
    if selection.named or selection.unknown or done.get("job") != "cancel_order" or not _IT.search(turn.text):
        return None
    if done.get("order_id") != turn.order_in_view:
        return None
    return next((order for order in turn.orders if order.id == turn.order_in_view), None)


def _refuse(turn: Turn, order: Order, rule: str) -> None:
    memory = f"refused_cancel:{order.id}"
    shipment = order.shipment
    if memory in turn.said and order.status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED):
        # They have heard the rule and insist: that is a wish for an exception.
        turn.tried("cancel_order", "refused", order)
        turn.escalate(Reason.POLICY_EXCEPTION)
        return
    values: dict[str, Any] = {"item": whole(order), "carrier": shipment.carrier if shipment else ""}
    if rule in ("shipped", "delivered"):
        values["opening"] = turn.opening("refused", order.id)
    elif rule == "cancelled":
        values |= money_back(turn, order)
    turn.say(f"utter_cancel_refused_{rule}", **values)
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
    check = may_cancel(order, policies())
    if not check.allowed:
        _refuse(turn, order, check.rule)
        return
    receipt = turn.submit(RequestKind.CANCEL_ORDER, order, request_keys.cancelling(order.id))
    response = "utter_cancel_done" if receipt.state is RequestState.DONE else "utter_cancel_requested"
    turn.say(
        response,
        item=whole(order),
        amount=str(_paid(order)),
        order=order.id,
        reference=receipt.reference,
        day_due=_money_by(turn),
    )
    turn.tried("cancel_order", "done", order)
    turn.fact("cancelled", f"{order.label()} ({order.id}), {order.total}")
    turn.done = {"job": "cancel_order", "order_id": order.id, "item": whole(order), "state": str(receipt.state)}


def already_cancelled(turn: Turn, order: Order) -> None:
    """Say that it is cancelled, and do nothing."""
    if (turn.done or {}).get("job") == CancelPart.name:
        turn.say("utter_cancel_part_already_done", item=(turn.done or {})["item"], order=order.id)
        turn.tried("cancel_part", "answered", order)
        return
    turn.say("utter_cancel_already_done", item=whole(order), order=order.id, **money_back(turn, order))
    turn.tried("cancel_order", "answered", order)


def undone(turn: Turn) -> bool:
    """Answer "undo that" after a change (actions/undoing.py) or a cancellation: that is done, or a colleague may stop it."""
    if put_back(turn):
        return True
    done = turn.done or {}
    if done.get("job") not in ("cancel_order", CancelPart.name) or not _UNDO.search(turn.text):
        return False
    order = turn.order(done["order_id"])
    requested = done.get("state") == RequestState.REQUESTED
    turn.say("utter_cancel_undo_requested" if requested else "utter_cancel_no_undo", item=done["item"])
    turn.tried("cancel_order", "refused", order)
    if requested:
        turn.wish()
        turn.offer_human(Reason.POLICY_EXCEPTION)
    return True


class CancelPart(Job):
    """Some of the pieces of an order; `fields["pieces"]`: how many of each line, by its id."""

    name = "cancel_part"
    intents = ("cancel_order", "change_order")
    which = "utter_which_order_cancel"
    by_line = False

    def orders(self, turn: Turn) -> Sequence[Order]:
        """Return what has not arrived."""
        return [order for order in turn.orders if order.is_open]

    def read(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Read which pieces."""
        known = fields.get("pieces")
        found = parts.meant(turn.text, order, known)
        if found:
            fields["pieces"] = found
        elif known and parts.everything(turn.text, order):
            fields["pieces"] = {each.id: each.kept for each in order.lines if each.kept}

    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Check that nothing has shipped meanwhile, and that so much of it is there."""
        check = self._check(order, fields)
        if check.allowed:
            return True
        if check.rule in ("unknown", "nothing", "quantity"):
            turn.say("utter_cancel_part_gone", order=order.id)
            turn.tried(self.name, "refused", order)
        else:
            _refuse(turn, order, check.rule)
        return False

    def ask(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields, step: str) -> None:
        """Ask for a yes with the items and what goes back for them; for all of it as for a whole order."""
        check = self._check(order, fields)
        if check.whole:
            turn.job = None
            _ask(turn, order)
            return
        self.put(
            turn,
            order,
            {**fields, "at": datetime.now(UTC).isoformat()},
            CONFIRM,
            "utter_cancel_part_confirm"
            if check.amount and check.amount.minor_units
            else "utter_cancel_part_confirm_unpaid",
            reads=["quantity"],
            opening=turn.opening("cancel", order.id),
            item=_items(order, fields["pieces"]),
            amount=str(check.amount),
            order=order.id,
        )

    def answer(self, turn: Turn, question: dict[str, Any]) -> None:
        """Go on; "cancel it" is a yes here, "don't cancel it" a no."""
        if _JUST_CANCEL.fullmatch(turn.text.strip()):
            turn.intent = "affirm"
        elif _UNDO.search(turn.text):
            turn.intent = "deny"
        super().answer(turn, question)

    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Have the pieces cancelled, each line once."""
        check = self._check(order, fields)
        item, references, done = _items(order, fields["pieces"]), [], True
        for each in order.lines:
            pieces = fields["pieces"].get(each.id)
            if pieces:
                # What was put in again may be taken out again: once for each yes.
                key = f"cancel:{order.id}:{each.id}:{each.quantity}-{pieces}:{fields.get('at', '')}"
                receipt = turn.submit(RequestKind.CANCEL_ITEM, order, key, line_id=each.id, quantity=pieces)
                references.append(receipt.reference)
                done = done and receipt.state is RequestState.DONE
        paid = "" if check.amount and check.amount.minor_units else "_unpaid"
        turn.say(
            f"utter_cancel_part_done{paid}" if done else "utter_cancel_part_requested",
            item=item,
            amount=str(check.amount),
            order=order.id,
            reference=", ".join(dict.fromkeys(references)),
            day_due=_money_by(turn),
        )
        turn.tried(self.name, "done", order)
        turn.fact("cancelled", f"{item['en']} ({order.id}), {check.amount}")
        state = RequestState.DONE if done else RequestState.REQUESTED
        turn.done = {"job": self.name, "order_id": order.id, "item": item, "state": str(state)}

    def give_up(self, turn: Turn, order: Order, line: OrderLine | None) -> None:
        """Leave everything in the order."""
        turn.job = None
        pieces = ((turn.question or {}).get("fields") or {}).get("pieces") or {}
        turn.say("utter_cancel_part_kept", item=_items(order, pieces) if pieces else whole(order))
        turn.tried(self.name, "answered", order)

    @staticmethod
    def _check(order: Order, fields: Fields) -> PartCheck:
        return may_cancel_pieces(order, fields["pieces"], policies())


CANCEL_PART = CancelPart()


def _items(order: Order, pieces: dict[str, int]) -> dict[str, str]:
    """Return what these pieces are called in both languages: "mug (cream, 1 of 2) and kettle"."""
    names = [item_of(order, line, pieces[line.id], of=line.kept) for line in order.lines if pieces.get(line.id)]
    joined = {}
    for language, comma, last in (("en", ", ", " and "), ("zh", "、", "和")):
        said = [name[language] for name in names]
        joined[language] = last.join(filter(None, (comma.join(said[:-1]), said[-1] if said else "")))
    return joined
