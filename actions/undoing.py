"""The way back from a change of what is in an order: while it isn't packed, what was changed is changed back, after a yes."""

from __future__ import annotations

import re
from typing import Any

from actions.turn import Turn
from support.escalation import Reason
from support.orders import Order, OrderLine

CHANGES = ("change_order", "swap_item", "add_item")
# "Change it back", "take it out again", "刚加的不要了": what was just changed.
_BACK = re.compile(
    r"\bundo\b|\brevert\b|\b(?:chang\w*|swap\w*|switch\w*|put|turn) (?:it|that|them|this) back\b"
    r"|\btake (?:it|that|them) (?:back )?(?:out|off)\b|\btake (?:it|that) back\b|\b(?:as|how) it was\b|\bdon'?t add (?:it|that)\b"
    r"|\bremove (?:it|that|them)(?: again)?\b|撤[销回]|恢复|反悔|[改换]回|还是(?:要|用)?原来|刚(?:才|刚)?加的|加错了|别加了|不加了",
    re.IGNORECASE,
)


def way_back(turn: Turn, before: Order, line: OrderLine | None) -> dict[str, Any] | None:
    """Return what takes a change back, in plain values: of a line what it was; of what came in, which line has it and how many pieces.

    None where the shop's order does not show the change.
    """
    if line:
        return {"line_id": line.id, "product_id": line.product.id, "variant": line.variant, "quantity": line.kept}
    now = turn.any_order(before.id)
    were = {each.id: each.quantity for each in before.lines}
    more = [each for each in now.lines if each.quantity > were.get(each.id, 0)] if now else []
    return {"line_id": more[0].id, "pieces": more[0].quantity - were.get(more[0].id, 0)} if len(more) == 1 else None


def put_back(turn: Turn) -> bool:
    """Answer "undo that" after a change: ask for a yes to the way back; return whether that was meant."""
    from actions.answers import JOBS  # the jobs themselves ask for this

    done = turn.done or {}
    if done.get("job") not in CHANGES or not _BACK.search(turn.text):
        return False
    order, back = turn.order(done["order_id"]), done.get("back")
    turn.wish()
    if order is None or back is None or all(line.id != back["line_id"] for line in order.lines):
        turn.say("utter_change_order_no_way_back", order=done["order_id"])
        turn.tried(done["job"], "refused", order)
        turn.offer_human(Reason.POLICY_EXCEPTION)
        return True
    turn.done = None
    with turn.hearing(""):  # "take it back" names nothing: what it was is known
        if "pieces" in back:
            JOBS["cancel_part"].go(turn, order, {"pieces": {back["line_id"]: back["pieces"]}})
        elif done["job"] == "swap_item":
            JOBS["swap_item"].go(turn, order, dict(back))
        else:
            fields = {name: value for name, value in back.items() if name != "product_id"}
            JOBS["change_order"].go(turn, order, {**fields, "goal": True})
    return True
