"""A customer's history with us, for the agent: past conversations and handoffs, the shop's failures, and how they were made good."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from support.orders import Order, RefundStatus
from support.standing import failures

MOST = 5  # handoffs, failures
_MADE_GOOD = {"goodwill": "goodwill", "request_replacement": "replacement", "request_refund": "refund"}
_PROBLEMS = frozenset({"damaged", "wrong", "missing", "not_received"})
# As actions/goodwill.py notes it.
_GIVEN = re.compile(r"(?:a voucher of (?P<amount>[^()]+?)|free delivery[^()]*?) \([^()]*\), (?P<reference>\S+)$")
Json = Mapping[str, Any]


def history_of(
    orders: Sequence[Order],
    in_question: Sequence[str],
    today: date,
    *,
    conversations: Sequence[Json] = (),
    handoffs: Sequence[Json] = (),
    notes: Sequence[Json] = (),
    timezone: str = "UTC",
) -> dict[str, Any]:
    """Return what lies behind the customer, without the orders in question: those are the present.

    Args:
        orders: the customer's, in any order; none for a guest.
        conversations: earlier ones as `{"id", "at"}`, newest first.
        handoffs: theirs as `{"conversation_id", "at", "reason"}`, newest first.
        notes: theirs in the contract's shape with `conversation_id` and `at`, oldest first.
    """
    known = {order.id: order for order in orders}
    found: dict[str, dict[str, Any]] = {}
    for failure in failures(orders, today, timezone):
        found[failure.order.id] = {"kind": failure.kind, "days": failure.days}
    for order_id, kind in _reported(notes).items():
        if order_id in known:
            found.setdefault(order_id, {"kind": kind, "days": None})
    told = [
        {
            **failure,
            "order_id": order_id,
            "label": known[order_id].label("en"),
            "label_zh": known[order_id].label("zh"),
            "made_good": _made_good(known[order_id], notes),
        }
        for order_id, failure in found.items()
        if order_id not in set(in_question)
    ]
    return {
        "conversations": len(conversations),
        "last_at": conversations[0]["at"] if conversations else None,
        "handoffs": [dict(handoff) for handoff in handoffs[:MOST]],
        "failures": told[:MOST],
    }


def _reported(notes: Sequence[Json]) -> dict[str, str]:
    """Return what was reported to be wrong with which order."""
    kinds: dict[str, str] = {}  # of a conversation: the last problem that it named
    found: dict[str, str] = {}
    for note in notes:
        if note["kind"] == "fact" and note["key"] == "problem" and note["value"] in _PROBLEMS:
            kinds[note["conversation_id"]] = note["value"]
        elif note["kind"] == "tried" and note["action"] == "report_problem" and note["outcome"] in ("done", "answered"):
            for order_id in note.get("order_ids", ()):
                if note["conversation_id"] in kinds:
                    found[order_id] = kinds[note["conversation_id"]]
    return found


def _made_good(order: Order, notes: Sequence[Json]) -> list[dict[str, Any]]:
    """Return what was given for an order: gestures, replacements and refunds asked for in talk, and refunds paid."""
    made: list[dict[str, Any]] = []
    for place, note in enumerate(notes):
        if note["kind"] != "tried" or note["outcome"] != "done" or order.id not in note.get("order_ids", ()):
            continue
        if note["action"] in _MADE_GOOD:
            kind, detail = (
                _gesture(notes, place) if note["action"] == "goodwill" else (_MADE_GOOD[note["action"]], None)
            )
            made.append({"kind": kind, "detail": detail, "at": note["at"]})
    for refund in order.refunds:
        if refund.status is RefundStatus.PAID_OUT and refund.paid_out_at is not None:
            made.append({"kind": "refund_paid", "detail": str(refund.amount), "at": _iso(refund.paid_out_at)})
    return made


def _gesture(notes: Sequence[Json], place: int) -> tuple[str, str | None]:
    """Return what a gesture was, by the fact noted next in the same conversation: its kind, with amount and reference."""
    here = notes[place]["conversation_id"]
    following = (note for note in notes[place:] if note["conversation_id"] == here and note["kind"] == "fact")
    said = next((_GIVEN.match(str(note["value"])) for note in following if note["key"] == "goodwill given"), None)
    if said is None:
        return "goodwill", None
    return ("voucher" if said["amount"] else "free_shipping"), ", ".join(
        part for part in (said["amount"], said["reference"]) if part
    )


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
