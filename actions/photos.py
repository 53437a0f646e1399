"""Photos and documents without words of their own."""

from __future__ import annotations

from actions import attachments
from actions.turn import Turn, TurnAction


class Attachment(TurnAction):
    """Answer what a customer has sent without saying what it is."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_attachment"

    def handle(self, turn: Turn) -> None:
        """Thank, and say what happens with it; ask what it shows where nothing tells."""
        attachments.alone(turn)
