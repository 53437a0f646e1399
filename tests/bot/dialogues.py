"""Small factories: what customers and the bot do in a conversation, as Rasa's events."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from support.emotion import VALENCE, Emotion

_numbers = itertools.count(1)


def says(
    text: str = "where is my lamp?",
    intent: str = "track_order",
    feeling: str | None = "neutral",
    confidence: float = 0.9,
    customer: dict[str, Any] | None = None,
    photos: int = 0,
) -> UserUttered:
    """Return a customer's message as parsed."""
    emotion = None
    if feeling:
        emotion = {"label": feeling, "confidence": 0.9, "valence": VALENCE[Emotion(feeling)], "intensity": 0.6}
    parsed: dict[str, Any] = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [],
        "emotion": emotion,
    }
    return UserUttered(
        text,
        intent=parsed["intent"],
        parse_data=parsed,
        message_id=f"m_{next(_numbers)}",
        metadata={"customer": customer, "attachments": [{"kind": "image", "name": "a.jpg"}] * photos}
        if customer or photos
        else None,
    )


def does(action: str = "action_track_order", **slots: Any) -> list[Event]:
    """Return an action with the slots that it sets."""
    return [ActionExecuted(action), *[SlotSet(name, value) for name, value in slots.items()]]


def listens() -> ActionExecuted:
    """Return the end of a turn."""
    return ActionExecuted("action_listen")


def answers(text: str) -> BotUttered:
    """Return what the bot said."""
    return BotUttered(text)


def tracker_of(domain: Domain, events: Sequence[Event | Sequence[Event]], sender: str = "cv_1") -> DialogueStateTracker:
    """Return a conversation."""
    flat: list[Event] = []
    for event in events:
        flat.extend([event] if isinstance(event, Event) else event)
    return DialogueStateTracker.from_events(sender, flat, domain.slots)
