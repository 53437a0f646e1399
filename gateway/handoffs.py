"""From a conversation to its handoff packet, inside the transaction that opens it."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from gateway import logs
from gateway.clock import iso
from gateway.people import Dossier
from gateway.views import Json, message_view
from storage import Unit
from storage.tables import Conversation, Handoff
from support.handoff import build_packet, json_schema


class Handoffs:
    """Builds, checks and stores packets; `helpdesk` is the name of the adapter that gets them."""

    def __init__(self, helpdesk: str) -> None:
        self._helpdesk = helpdesk

    @cached_property
    def _validator(self) -> Validator:
        return Draft202012Validator(json_schema())

    def open(self, unit: Unit, conversation: Conversation, reason: str, dossier: Dossier, now: datetime) -> Handoff:
        """Store the handoff with its packet and outbox entry; the conversation already has priority and queue."""
        if dossier.shop_failed:
            note = {"kind": "tried", "action": "read_orders", "outcome": "failed"}
            unit.messages.add_note(conversation.id, note, now)
        verified = conversation.visitor.customer_id is not None
        facts: Json = {
            "conversation_id": conversation.id,
            "created_at": now,
            "reason": reason,
            "priority": conversation.priority,
            "queue": conversation.queue,
            "language": conversation.language,
            "customer": dossier.customer if verified else None,
            "verified_by": "token" if verified else None,
            "orders": dossier.orders if verified else (),
            "today": now.date(),
            "notes": [{**note.body, "at": iso(note.at)} for note in unit.messages.notes(conversation.id)],
            "messages": [message_view(message) for message in unit.messages.after(conversation.id)],
        }
        return unit.handoffs.open(conversation.id, reason, self._packet(facts), self._helpdesk, now)

    def _packet(self, facts: Json) -> Json:
        """Build a valid packet; a customer who asks for a human gets one even if some part of it cannot be told."""
        for part in (facts, {**facts, "notes": []}, {**facts, "notes": [], "orders": ()}):
            try:
                packet = build_packet(**part)
            except Exception:
                logs.failed("packet_not_built", conversation_id=facts["conversation_id"])
                continue
            faults = [".".join(map(str, fault.absolute_path)) for fault in self._validator.iter_errors(packet)]
            if not faults:
                return packet
            logs.warn("packet_invalid", conversation_id=facts["conversation_id"], places=faults[:5])
        return _bare_packet(facts)


def _bare_packet(facts: Json) -> dict[str, Any]:
    """Return the packet that always can be built: who, why, and what was said."""
    customer, said = facts["customer"], [m for m in facts["messages"] if m["author"] == "customer"]
    return {
        "schema": "handoff/1",
        "conversation_id": facts["conversation_id"],
        "created_at": iso(facts["created_at"]),
        **{key: facts[key] for key in ("reason", "priority", "queue", "language")},
        "customer": {
            "id": customer.id if customer else None,
            "name": customer.name if customer else None,
            "verified_by": facts["verified_by"],
        },
        **{key: [] for key in ("orders", "tried", "known_facts", "emotion_timeline", "summary", "suggested_replies")},
        "open_question": said[-1]["text"] if said else "",
        "transcript": [
            {"message_id": m["id"], "at": m["created_at"], "author": m["author"], "text": m["text"]}
            for m in facts["messages"]
        ],
    }
