"""The handoff, as the bot asks for it: say why and what happens next, and leave the rest to the relay."""

from __future__ import annotations

from actions.turn import Turn, TurnAction, both
from support.errors import IntegrationError
from support.escalation import TABLE, Reason, decision

# Questions before something that would have been done after a yes.
_UNCONFIRMED = frozenset({"job", "confirm_cancel", "account"})


def _item(turn: Turn) -> dict[str, str] | str:
    """Return what the order in view has in it, "" where there is none, or the shop doesn't tell: nothing stops a handoff."""
    if not turn.order_in_view:
        return ""
    try:
        order = turn.order(turn.order_in_view)
    except IntegrationError:
        return ""
    return both(order) if order else ""


class Handoff(TurnAction):
    """Tell the customer, and ask the relay for the handoff that the turn policy decided on."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_handoff"

    def handle(self, turn: Turn) -> None:
        """Read the decision from the slot."""
        decided = turn.slot("handoff") or {}
        reason = Reason(decided.get("reason", Reason.ASKED))
        row = decision(reason, turn.reading)
        open_job = (turn.question or {}).get("kind") in _UNCONFIRMED
        turn.say(TABLE[reason].response, item=_item(turn), closing=["utter_handoff_left_open"] if open_job else [])
        if turn.intent not in ("contact_human_agent", "affirm", "deny", "out_of_scope"):
            turn.wish()
        turn.hand_over(
            {
                "reason": str(reason),
                "priority": decided.get("priority", str(row.priority)),
                "queue": decided.get("queue", row.queue),
                "because": decided.get("because", []),
            }
        )
