"""Everything that is kept of a visitor, as the file that they may take along."""

from __future__ import annotations

from datetime import datetime

from gateway.clock import iso
from gateway.identity import Speaker
from gateway.surveys import rating_view
from gateway.views import Json, attachment_view, customer_view, message_view, told_status
from storage import Unit
from storage.tables import Attachment, Conversation, Message, OutboxEntry

FORMAT = "warmline-data/1"
# Of a handoff packet what is about the customer; the transcript stands above, and next steps are the shop's own affair.
_PASSED_ON = ("priority", "queue", "customer", "orders", "known_facts", "open_question", "summary", "emotion_timeline")


def belongings(unit: Unit, speaker: Speaker, now: datetime) -> Json:
    """Return the speaker's data: who they are, conversations with all that hangs on them, what is planned.

    What colleagues wrote for one another (private notes) is not in it, nor who they are beyond their names.
    """
    data: Json = {"format": FORMAT, "created_at": iso(now), "person": None, "conversations": []}
    visitor = unit.visitors.find(speaker.customer_id, speaker.guest_id)
    if visitor is None:
        return {**data, "planned": [], "unsent_files": []}
    data["person"] = {
        "customer_id": visitor.customer_id,
        "name": visitor.name or None,
        "email": visitor.email or None,
        "language": visitor.language,
        "opted_out_of": visitor.opt_outs,
        "known_since": iso(visitor.created_at),
        "last_greeted_on": visitor.greeted_on.isoformat() if visitor.greeted_on else None,
    }
    data["conversations"] = [_conversation(unit, each) for each in unit.conversations.all_of_visitor(visitor.id)]
    data["planned"] = [_planned(entry) for entry in unit.outbox.of_visitor(visitor.id)]
    data["unsent_files"] = [_file(each) for each in unit.attachments.all_loose(visitor.id)]
    return data


def _conversation(unit: Unit, conversation: Conversation) -> Json:
    return {
        "id": conversation.id,
        "status": told_status(conversation.status),
        "language": conversation.language,
        "started_at": iso(conversation.created_at),
        "last_change_at": iso(conversation.updated_at),
        "messages": [_message(message) for message in unit.messages.after(conversation.id)],
        "remembered": [{"at": iso(note.at), **note.body} for note in unit.messages.notes(conversation.id)],
        "handed_over": [
            {
                "at": iso(handoff.created_at),
                "reason": handoff.reason,
                "passed_on": {key: handoff.packet.get(key) for key in _PASSED_ON},
            }
            for handoff in unit.handoffs.of_conversations([conversation.id], 1000)
        ],
        "rating": rating_view(unit.ratings.of(conversation.id)),
    }


def _message(message: Message) -> Json:
    shown = customer_view(message_view(message))
    kept = {key: shown[key] for key in ("id", "created_at", "author", "author_name", "text", "event")}
    files = [_file(attachment) for attachment in message.attachments]
    return {**kept, "attachments": files, "understood": message.understood}


def _file(attachment: Attachment) -> Json:
    view = attachment_view(attachment)
    return {key: view[key] for key in ("id", "name", "media_type", "size_bytes")}


def _planned(entry: OutboxEntry) -> Json:
    return {"due_at": iso(entry.due_at), "state": str(entry.state), **(entry.body or {})}
