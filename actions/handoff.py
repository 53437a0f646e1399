"""The handoff, as the bot asks for it: say why and what happens next, and leave the rest to the relay."""

from __future__ import annotations

from actions.turn import Turn, TurnAction
from support.escalation import TABLE, Reason, decision


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
        turn.say(TABLE[reason].response)
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
