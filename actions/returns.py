"""Send something back: what may go back, until when, and how."""

from __future__ import annotations

from actions.turn import Turn, TurnAction, whole
from support.escalation import Reason
from support.orders import Order, OrderStatus
from support.returns import may_return


class ReturnItem(TurnAction):
    """Say until when the item may go back, and how."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_return_item"

    def handle(self, turn: Turn) -> None:
        """Find the item among what has arrived."""
        turn.wish()
        delivered = [order for order in turn.orders if order.status is OrderStatus.DELIVERED]
        in_time = [order for order in delivered if may_return(order, turn.today).allowed]
        selection = turn.select(in_time) if delivered else None
        if selection and selection.order and (selection.named or len(in_time) == 1):
            give_back(turn, selection.order)
        elif selection and len(selection.candidates) > 1:
            turn.ask_which("utter_which_order_return", selection.candidates, "return_item")
        else:
            turn.say("utter_return_item")
            turn.tried("return_item", "answered")


def give_back(turn: Turn, order: Order) -> None:
    """Say whether this order may still go back."""
    check = may_return(order, turn.today)
    turn.fact("product", order.label())
    if check.until is None:
        turn.say("utter_return_item")
        turn.tried("return_item", "answered", order)
        return
    name = "utter_return_item_window" if check.allowed else "utter_return_item_closed"
    turn.say(name, item=whole(order), day_until=str(check.until))
    turn.tried("return_item", "answered" if check.allowed else "refused", order)
    if not check.allowed:
        turn.offer_human(Reason.POLICY_EXCEPTION)
