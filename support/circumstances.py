"""What summary and next step look at: a packet in the making, as questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

# Messages that say nothing of what it is about.
_SMALL_TALK = frozenset(
    {
        "greet",
        "goodbye",
        "thanks",
        "affirm",
        "deny",
        "contact_human_agent",
        "bot_challenge",
        "out_of_scope",
    }
)
# What the bot does besides the customer's wish.
_BESIDES = frozenset({"speak_first", "follow_up", "verify_order", "read_orders", "goodwill"})

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Circumstances:
    """A packet without its summary, the bot's notes and the conversation's messages, both oldest first."""

    packet: Json
    notes: Sequence[Json]
    messages: Sequence[Json]

    @cached_property
    def said(self) -> list[Json]:
        """Return the customer's messages; those without words (a photo alone) only where there are no others."""
        every = [message for message in self.messages if message["author"] == "customer"]
        return [message for message in every if message["text"]] or every

    @cached_property
    def wish(self) -> Json | None:
        """Return the first message that says what it is about, None where none does."""
        for message in self.said:
            intent = ((message.get("understood") or {}).get("intent") or {}).get("name")
            if intent and intent not in _SMALL_TALK:
                return message
        return None

    @cached_property
    def tried(self) -> list[Json]:
        """Return what the bot tried for the customer."""
        return [note for note in self.notes if note["kind"] == "tried"]

    @cached_property
    def unsettled(self) -> Json | None:
        """Return the last attempt that failed or was refused and that nothing has settled since."""
        attempts = [note for note in self.tried if note["action"] not in _BESIDES]
        last = attempts[-1] if attempts else None
        return last if last and last["outcome"] in ("failed", "refused") else None

    @cached_property
    def order(self) -> Json | None:
        """Return the order in question, None where the conversation touched none."""
        keys = {fact["key"] for fact in self.packet["known_facts"]}
        return next((order for order in self.packet["orders"] if f"order {order['id']}" in keys), None)

    @cached_property
    def overdue(self) -> Json | None:
        """Return the refund of the order in question that is overdue."""
        return next((refund for refund in (self.order or {}).get("refunds", ()) if refund["days_overdue"]), None)

    @property
    def late(self) -> int:
        """Return by how many days the order in question is late and still on its way."""
        order = self.order
        return int(order["days_late"]) if order and order["status"] == "shipped" else 0

    @cached_property
    def problem(self) -> str | None:
        """Return what they reported to be wrong and nothing has put right: damaged, wrong, missing, not_received."""
        facts = {fact["key"]: fact["value"] for fact in self.packet["known_facts"]}
        settled = any(
            n["action"] in ("request_refund", "request_replacement") and n["outcome"] == "done" for n in self.tried
        )
        reported = facts.get("problem")
        return reported if reported in ("damaged", "wrong", "missing", "not_received") and not settled else None

    def evidence(self, *ids: str | None) -> list[str]:
        """Return those ids that name a message or an order of this packet, each once."""
        there = {message["id"] for message in self.messages} | {order["id"] for order in self.packet["orders"]}
        return [each for each in dict.fromkeys(ids) if each is not None and each in there]

    def proof(self, note: Json) -> list[str]:
        """Return what proves an attempt: its message, else its orders, else the customer's last message."""
        last = self.said[-1]["id"] if self.said else None
        return self.evidence(note.get("message_id")) or self.evidence(*note.get("order_ids", ())) or self.evidence(last)
