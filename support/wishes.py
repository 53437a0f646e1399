"""What one message asks for, in the order in which it is dealt with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

# Answered by looking something up: they leave no question open, mostly, and need no yes.
LOOKUPS = frozenset(
    {
        "track_order",
        "late_delivery",
        "track_refund",
        "purchase_history",
        "product_question",
        "size_advice",
        "warranty",
        "loyalty_points",
        "promo_code",
        "check_refund_policy",
        "check_payment_methods",
        "delivery_options",
        "delivery_period",
        "contact_customer_service",
        "recommendation",
        "place_order",
        "recover_password",
        "review",
        "bot_challenge",
    }
)
# Said beside a wish they are manners, no wish of their own.
MANNERS = frozenset({"greet", "goodbye", "thanks", "bot_challenge", "out_of_scope", "complaint"})
# Beside another wish these tell its story, unless they ask: "I only need one of the two mugs, cancel the other".
_STORIES = frozenset(
    {
        "product_question",
        "place_order",
        "recommendation",
        "purchase_history",
        "size_advice",
        "inform",
        "change_order",
        "change_shipping_address",
    }
)
_ASKS = re.compile(
    r"[?？]|\b(?:what|which|when|where|how|who|do|does|is|are|can|could|would|will|have you|recommend|suggest|order me|i'?d like|i want"
    r"|address|send|ship|deliver|make it|please|pls)\b"
    r"|[吗呢么哪几]|多少|什么|怎么|推荐|再来|来一|帮我|地址|寄|送|改|换|要",
    re.IGNORECASE,
)
ANSWERS = frozenset({"affirm", "deny", "inform"})


def ordered(parsed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the wishes of a parsed message: look-ups first, then what may ask back, each group in the customer's order.

    Each is {intent, confidence, text, entities}, the entities with their places in that text. A message with one wish gives none:
    nothing is to be told apart.
    """
    text = str(parsed.get("text") or "")
    found = [wish for wish in parsed.get("wishes") or () if isinstance(wish, dict)]
    kept = [wish for wish in found if wish["intent"] not in MANNERS]
    if len(kept) > 1:
        kept = [wish for wish in kept if wish["intent"] not in _STORIES or _ASKS.search(_part(wish, text))] or kept
    if len(kept) < 2:
        return []
    cut = [_own(wish, text, parsed.get("entities") or ()) for wish in kept]
    # A yes or a no answers what was asked before; it keeps its place at the front.
    return sorted(cut, key=lambda wish: 0 if wish["intent"] in ANSWERS else 1 if wish["intent"] in LOOKUPS else 2)


def _part(wish: Mapping[str, Any], text: str) -> str:
    return text[int(wish["start"]) : int(wish["end"])]


def _own(wish: Mapping[str, Any], text: str, entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    start, end = int(wish["start"]), int(wish["end"])
    own = [
        {**entity, "start": entity["start"] - start, "end": entity["end"] - start}
        for entity in entities
        if start <= entity.get("start", -1) and entity.get("end", end + 1) <= end
    ]
    return {
        "intent": str(wish["intent"]),
        "confidence": float(wish["confidence"]),
        "text": text[start:end].strip(" ,;，；") or text,
        "entities": own,
    }
