"""Danger in a customer's words where the bot does not look: it is out of reach, or a human leads."""

from __future__ import annotations

from dataclasses import replace

from storage import Unit
from storage.tables import Conversation, Message
from support.escalation import DANGER, PRIORITY_ORDER, Because, Decision, Priority, Reason, decide, decision
from support.turns import Turn


def found(text: str, message_id: str) -> Decision | None:
    """Return what the escalation table says to words of self-harm or of harm by a product, None where there are none."""
    said = decide([Turn("", 0.0, None, text=text, message_id=message_id)])
    return said if said is not None and said.reason in DANGER else None


def without_the_bot(text: str, message_id: str) -> tuple[Decision, str]:
    """Return the decision for a message that the bot did not answer, and the name of the notice for the customer."""
    silent = Because(str(Reason.BOT_UNAVAILABLE), (message_id,))
    grave = found(text, message_id)
    if grave is None:
        return decision(Reason.BOT_UNAVAILABLE, None, [silent]), "bot_unavailable"
    return replace(grave, because=(*grave.because, silent)), "danger"


def heed(unit: Unit, conversation: Conversation, message: Message) -> bool:
    """Bring a conversation that waits for a human, or has one, to the front if its newest message speaks of danger.

    Returns whether it now stands elsewhere in the queue.
    """
    grave = found(message.text, message.id)
    if grave is None or conversation.reason == grave.reason:
        return False
    place = PRIORITY_ORDER.index(Priority(conversation.priority))
    conversation.priority = str(PRIORITY_ORDER[max(place, PRIORITY_ORDER.index(grave.priority))])
    conversation.reason, conversation.queue = str(grave.reason), grave.queue
    unit.audit.add(message.created_at, "relay", "danger", conversation.id, {"reason": str(grave.reason)})
    return True
