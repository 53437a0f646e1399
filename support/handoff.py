"""The handoff packet `handoff/1`: everything that an agent needs to go on where the bot stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from support.attachments import counted
from support.circumstances import Circumstances
from support.next_step import next_step
from support.orders import Customer, Order, RefundStatus, days_late, delays_in_a_row, refund_days_overdue
from support.suggestions import suggest
from support.summary import summarise

SCHEMA = "handoff/1"
_TRANSCRIPT_MESSAGES = 200
_ATTACHED = {"image": "photo", "pdf": "document"}


@cache
def json_schema() -> dict[str, Any]:
    """Return the JSON schema that every packet fulfils."""
    text = Path(__file__).with_name("handoff-1.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def order_card(order: Order, today: date) -> dict[str, Any]:
    """Return one order as packet and desk show it; amounts as text with currency, dates ISO 8601."""
    shipment = order.shipment
    return {
        "id": order.id,
        "label": order.label("en"),
        "label_zh": order.label("zh"),
        "status": str(order.status),
        "placed_at": _iso(order.placed_at),
        "total": str(order.total),
        "promised_on": _iso(shipment.promised_on) if shipment else None,
        "expected_on": _iso(shipment.expected_on) if shipment else None,
        "delivered_at": _iso(shipment.delivered_at) if shipment else None,
        "days_late": days_late(order, today),
        "carrier": shipment.carrier if shipment else None,
        "tracking_url": shipment.tracking_url if shipment else None,
        "lines": [
            {
                "name": line.product.name,
                "name_zh": line.product.name_zh,
                "quantity": line.quantity,
                "variant": line.variant,
                "total": str(line.total),
            }
            for line in order.lines
        ],
        "refunds": [
            {
                "id": refund.id,
                "amount": str(refund.amount),
                "status": str(refund.status),
                "due_on": _iso(refund.due_on),
                "days_overdue": refund_days_overdue(refund, today),
            }
            for refund in order.refunds
        ],
    }


def customer_card(customer: Customer, verified_by: str, orders: Sequence[Order], today: date) -> dict[str, Any]:
    """Return the customer as the desk shows them, orders newest first."""
    return {
        "id": customer.id,
        "name": customer.name,
        "email": customer.email,
        "language": customer.language,
        "since": _iso(customer.since),
        "city": customer.city,
        "loyalty_points": customer.loyalty_points,
        "verified_by": verified_by,
        "orders": [order_card(order, today) for order in orders],
    }


def build_packet(
    *,
    conversation_id: str,
    created_at: datetime,
    reason: str,
    priority: str,
    queue: str,
    language: str,
    customer: Customer | None,
    verified_by: str | None,
    orders: Sequence[Order],
    today: date,
    notes: Sequence[Mapping[str, Any]],
    messages: Sequence[Mapping[str, Any]],
    because: Sequence[Mapping[str, Any]] = (),
    history: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Build the packet (docs/handoff.md).

    Args:
        verified_by: how we know who it is ("token"); None for a guest, who then has no orders here.
        orders: the customer's orders, newest first; those that the conversation touched come first in the packet.
        notes: what the bot noted (`tried`, `fact`, `question`; docs/architecture.md), oldest first, each with `at`.
        messages: the conversation's messages, oldest first, in the contract's shape with `understood`.
        because: the rules that hold, as `{"rule", "evidence"}`, the deciding one first.
        history: what lies behind the customer (support/history.py).
    """
    touched = [order_id for note in reversed(notes) for order_id in note.get("order_ids", [])]
    rank = {order_id: index for index, order_id in enumerate(dict.fromkeys(touched))}
    own = orders if customer else ()
    ordered = sorted(own, key=lambda order: rank.get(order.id, len(rank) + (0 if order.is_open else 1)))
    asked_last = next((m for m in reversed(messages) if m["author"] == "customer" and m["text"]), None)
    question = next((n["text"] for n in reversed(notes) if n["kind"] == "question"), None)
    tried = [
        {"action": note["action"], "outcome": note["outcome"], "at": note["at"]}
        for note in notes
        if note["kind"] == "tried"
    ]
    packet: dict[str, Any] = {
        "schema": SCHEMA,
        "conversation_id": conversation_id,
        "created_at": _iso(created_at),
        "reason": reason,
        "priority": priority,
        "queue": queue,
        "escalation": {
            "reason": reason,
            "priority": priority,
            "queue": queue,
            "because": [{"rule": each["rule"], "evidence": list(each["evidence"])} for each in because]
            or [{"rule": reason, "evidence": []}],
        },
        "language": language,
        "customer": {
            "id": customer.id if customer else None,
            "name": customer.name if customer else None,
            "verified_by": verified_by,
        },
        "orders": [order_card(order, today) for order in ordered[:20]],
        "tried": tried,
        "known_facts": known_facts(customer, ordered, notes, today, set(touched), _attached(messages)),
        "open_question": question or (asked_last["text"] if asked_last else ""),
        "emotion_timeline": emotion_timeline(messages),
    }
    if history is not None:
        packet["history"] = dict(history)
    # A private note of an agent proves nothing to a helpdesk that never sees it.
    about = Circumstances(packet, notes, [message for message in messages if not message.get("private")])
    packet["summary"] = summarise(about)
    packet["next_step"] = next_step(about)
    packet["suggested_replies"] = suggest(packet)
    packet["transcript"] = [
        _line(message) for message in messages[-_TRANSCRIPT_MESSAGES:] if not message.get("private")
    ]
    return packet


def _line(message: Mapping[str, Any]) -> dict[str, Any]:
    line = {
        "message_id": message["id"],
        "at": message["created_at"],
        "author": message["author"],
        "text": message["text"],
    }
    if message.get("attachments"):
        named = [{key: each[key] for key in ("id", "kind", "name")} for each in message["attachments"]]
        line["attachments"] = named
    return line


def _attached(messages: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many photos and documents the customer has sent."""
    return counted(
        [
            attachment["media_type"]
            for message in messages
            if message["author"] == "customer"
            for attachment in message.get("attachments") or ()
        ]
    )


def emotion_timeline(messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return one point for each customer message whose emotion is known, oldest first."""
    points = []
    for message in messages:
        understood = message.get("understood") or {}
        emotion = understood.get("emotion")
        if message["author"] != "customer" or not emotion:
            continue
        points.append(
            {
                "message_id": message["id"],
                "at": message["created_at"],
                "label": emotion["label"],
                "valence": emotion["valence"],
                "confidence": emotion["confidence"],
                "quote": message["text"][:140],
            }
        )
    return points


def known_facts(
    customer: Customer | None,
    orders: Sequence[Order],
    notes: Sequence[Mapping[str, Any]],
    today: date,
    touched: set[str],
    attached: Mapping[str, int] = MappingProxyType({}),
) -> list[dict[str, str]]:
    """Return what nobody needs to ask again, as `{"key", "value"}`; a later fact of one key replaces an earlier one.

    `attached` is how many photos and documents there are in the conversation, those of messages that no bot saw too.
    """
    facts: dict[str, str] = {}
    if customer:
        facts["customer"] = f"{customer.name} ({customer.id})"
        facts["email"] = customer.email
    for note in notes:
        if note["kind"] == "fact":
            facts[note["key"]] = str(note["value"])
    facts |= {_ATTACHED[kind]: str(count) for kind, count in attached.items()}
    for order in orders:
        if order.id not in touched:
            continue
        facts[f"order {order.id}"] = f"{order.label()}, {order.status}, {order.total}"
        if late := days_late(order, today):
            facts[f"order {order.id} late"] = (
                f"{late} days after {_iso(order.shipment.promised_on) if order.shipment else ''}"
            )
        for refund in order.refunds:
            if refund.status is RefundStatus.APPROVED:
                overdue = refund_days_overdue(refund, today)
                facts[f"refund {refund.id}"] = f"{refund.amount}, approved" + (
                    f", {overdue} days overdue" if overdue else ""
                )
    row = delays_in_a_row(orders, today)
    if row > 1:
        facts["delays in a row"] = str(row)
    return [{"key": key, "value": value} for key, value in facts.items()]


def _iso(moment: datetime | date | None) -> str | None:
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return moment.isoformat()
