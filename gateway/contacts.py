"""How to reach a guest who leaves: what they write of it becomes a known fact, never an identity."""

from __future__ import annotations

from datetime import datetime

from storage import Unit
from storage.tables import Conversation
from support.contacts import found_contact
from support.conversation import Author

KEY = "contact"


def is_reachable(unit: Unit, conversation: Conversation) -> bool:
    """Say whether we know an address: the shop's, or one that the guest has left here."""
    return bool(conversation.visitor.email) or _known(unit, conversation) is not None


def note_earlier(unit: Unit, conversation: Conversation, now: datetime) -> None:
    """Note what a guest wrote of it before the handoff, so that the packet has it and nobody asks."""
    if conversation.visitor.email:
        return
    for message in reversed(unit.messages.after(conversation.id)):
        if message.author is Author.CUSTOMER and note(unit, conversation, message.text, now):
            return


def note(unit: Unit, conversation: Conversation, text: str, now: datetime) -> str | None:
    """Note the address or number in what a guest writes, in the open handoff's packet, too; None if there is no new one."""
    contact = found_contact(text)
    if contact is None or conversation.visitor.email or contact == _known(unit, conversation):
        return None
    unit.messages.add_note(conversation.id, {"kind": "fact", "key": KEY, "value": contact}, now)
    handoff = unit.handoffs.current(conversation.id)
    if handoff is not None:
        facts = [fact for fact in handoff.packet["known_facts"] if fact["key"] != KEY]
        handoff.packet = {**handoff.packet, "known_facts": [*facts, {"key": KEY, "value": contact}]}
    return contact


def _known(unit: Unit, conversation: Conversation) -> str | None:
    facts = [n.body for n in unit.messages.notes(conversation.id) if n.body.get("kind") == "fact"]
    return next((str(fact["value"]) for fact in reversed(facts) if fact["key"] == KEY), None)
