"""From a conversation to its handoff packet, inside the transaction that opens it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from gateway import logs
from gateway.clock import iso
from gateway.people import SHOP_TIMEOUT_S, Dossier
from gateway.views import Json, message_view
from storage import Unit
from storage.tables import Conversation, Handoff, Message
from support.calendars import local_day
from support.escalation import Decision
from support.handoff import build_packet, json_schema
from support.history import history_of
from support.policies import Escalation, shipped
from support.standing import raised

EARLIER = 20  # conversations of the same visitor that the history looks at
LATE = timedelta(seconds=SHOP_TIMEOUT_S + 1)


class Handoffs:
    """Weighs decisions, builds, checks and stores packets.

    `helpdesk` is the name of the adapter that gets them, `rules` and `timezone` are the shop's.
    """

    def __init__(self, helpdesk: str, rules: Escalation | None = None, timezone: str = "UTC") -> None:
        self._helpdesk = helpdesk
        self._rules = rules or shipped().escalation
        self._timezone = timezone

    @cached_property
    def _validator(self) -> Validator:
        return Draft202012Validator(json_schema())

    def open(
        self, unit: Unit, conversation: Conversation, decision: Decision, dossier: Dossier, now: datetime
    ) -> Handoff:
        """Give the conversation its reason, priority and queue; store the handoff with its packet and outbox entry.

        Where the shop is still to be asked the entry waits as long as the shop may take: `complete` sends it off.
        """
        messages = unit.messages.after(conversation.id)
        decision, packet = self._written(unit, conversation, decision, dossier, messages, now)
        conversation.reason = str(decision.reason)
        conversation.priority, conversation.queue = str(decision.priority), decision.queue
        due_at = now + LATE if dossier.awaited else now
        return unit.handoffs.open(conversation.id, conversation.reason, packet, self._helpdesk, now, due_at)

    def complete(
        self,
        unit: Unit,
        conversation: Conversation,
        handoff: Handoff,
        decision: Decision,
        dossier: Dossier,
        now: datetime,
    ) -> bool:
        """Write the packet of an open handoff anew, as of when it was opened, now with what the shop knows.

        Returns whether the conversation's priority is another one now: one that somebody has set meanwhile stays.
        """
        before, told = handoff.packet["priority"], [said["message_id"] for said in handoff.packet["transcript"]]
        messages = unit.messages.after(conversation.id)
        last = next((index for index, message in enumerate(messages, 1) if told and message.id == told[-1]), 0)
        decision, handoff.packet = self._written(
            unit, conversation, decision, dossier, messages[:last], handoff.created_at
        )
        unit.outbox.hasten(handoff.id, now)
        if conversation.priority != before or str(decision.priority) == before:
            return False
        conversation.priority = str(decision.priority)
        return True

    def _written(
        self,
        unit: Unit,
        conversation: Conversation,
        decision: Decision,
        dossier: Dossier,
        messages: Sequence[Message],
        now: datetime,
    ) -> tuple[Decision, Json]:
        """Return the decision, raised where the customer's history asks for that, and the packet."""
        if dossier.shop_failed:
            note = {"kind": "tried", "action": "read_orders", "outcome": "failed"}
            unit.messages.add_note(conversation.id, note, now)
        verified = conversation.visitor.customer_id is not None
        customer, orders = (dossier.customer, dossier.orders) if verified else (None, ())
        today = local_day(now, self._timezone)
        decision = raised(decision, customer, orders, today, self._rules, self._timezone)
        facts: Json = {
            "conversation_id": conversation.id,
            "created_at": now,
            "reason": str(decision.reason),
            "priority": str(decision.priority),
            "queue": decision.queue,
            "language": conversation.language,
            "customer": customer,
            "verified_by": "token" if verified else None,
            "orders": orders,
            "today": today,
            "notes": [{**note.body, "at": iso(note.at)} for note in unit.messages.notes(conversation.id)],
            "messages": [message_view(message) for message in messages],
            "because": [{"rule": each.rule, "evidence": list(each.evidence)} for each in decision.because],
        }
        facts["history"] = self._history(unit, conversation, facts)
        return decision, self._packet(facts)

    def _history(self, unit: Unit, conversation: Conversation, facts: Json) -> Json | None:
        """Return what lies behind the visitor; None if it cannot be told, which keeps nobody waiting."""
        past = unit.conversations.earlier(conversation, EARLIER)
        ids = [each.id for each in past]
        touched = [order_id for note in facts["notes"] for order_id in note.get("order_ids", ())]
        try:
            return history_of(
                facts["orders"],
                touched,
                facts["today"],
                conversations=[{"id": each.id, "at": iso(each.updated_at)} for each in past],
                handoffs=[
                    {"conversation_id": each.conversation_id, "at": iso(each.created_at), "reason": each.reason}
                    for each in unit.handoffs.of_conversations(ids, EARLIER)
                ],
                notes=[
                    {**note.body, "conversation_id": note.conversation_id, "at": iso(note.at)}
                    for note in unit.messages.notes_of(ids)
                ],
                timezone=self._timezone,
            )
        except Exception:
            logs.failed("history_not_told", conversation_id=conversation.id)
            return None

    def _packet(self, facts: Json) -> Json:
        """Build a valid packet; a customer who asks for a human gets one even if some part of it cannot be told."""
        plain = {**facts, "history": None, "notes": []}
        for part in (facts, {**facts, "history": None}, plain, {**plain, "orders": ()}):
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
        "escalation": {key: facts[key] for key in ("reason", "priority", "queue", "because")},
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
