"""How much there must be, and how much of what there may be at most. docs/annotation.md says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# What customers write most about: these intents need more utterances.
BUSIEST = frozenset(
    {
        "track_order",
        "late_delivery",
        "cancel_order",
        "return_item",
        "get_refund",
        "track_refund",
        "item_damaged",
        "wrong_item",
        "missing_item",
        "contact_human_agent",
        "product_question",
        "complaint",
    }
)

# What the gateway tells the bot, by intent alone: nobody writes it, so nothing may be trained as it.
EVENTS = frozenset({"chat_opened", "follow_up", "attachment_sent"})


def _each(en: int, zh: int) -> Mapping[str, int]:
    return {"en": en, "zh": zh}


@dataclass(frozen=True)
class Limits:
    """Counts and shares (0 … 1); what differs by language is a mapping from it."""

    utterances: Mapping[str, int] = field(default_factory=lambda: _each(60, 40))  # at least, of an intent
    utterances_busiest: Mapping[str, int] = field(default_factory=lambda: _each(120, 80))
    utterances_out_of_scope: int = 300
    imbalance: int = 12  # the largest intent is at most so many times the smallest
    emotion: int = 400  # at least, of an emotion
    emotion_intents: int = 35  # an emotion other than neutral is at home in at least so many intents …
    emotion_at_home: int = 5  # … which means that so many of the intent's utterances have it
    emotion_share: float = 0.20  # of an emotion's utterances, in one intent, at most
    near_share: float = 0.005  # near duplicates among a language's utterances, at most
    foreign_share: float = 0.01  # utterances that look like the other language, at most
    characters: int = 1000  # of one text, at most
    held_out: Mapping[str, int] = field(default_factory=lambda: _each(1200, 800))  # at least


LIMITS = Limits()
