"""What becomes of a customer's message when it comes in."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.push import Change
from gateway.views import Json, message_view
from storage.tables import Conversation, Message, Relay


@dataclass(frozen=True)
class Received:
    """A stored customer message; `change` is None if the same id had been sent before."""

    message: Json
    visitor_id: str
    status: str
    waiting: bool
    change: Change | None


def received(conversation: Conversation, message: Message, change: Change | None) -> Received:
    """Return the message as stored; needs the conversation's unit of work to be open."""
    waiting = message.relay is Relay.WAITING
    return Received(message_view(message), conversation.visitor_id, str(conversation.status), waiting, change)
