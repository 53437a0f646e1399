"""Emotions: the labels, how they are weighed, and how they move over a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Emotion(StrEnum):
    """What a reader would say the writer shows (docs/annotation.md)."""

    NEUTRAL = "neutral"
    HAPPY = "happy"
    GRATEFUL = "grateful"
    CONFUSED = "confused"
    ANXIOUS = "anxious"
    DISAPPOINTED = "disappointed"
    FRUSTRATED = "frustrated"
    ANGRY = "angry"


# Valence of a clear case of each label, −1 … 1 (docs/annotation.md).
VALENCE = MappingProxyType(
    {
        Emotion.NEUTRAL: 0.0,
        Emotion.HAPPY: 0.8,
        Emotion.GRATEFUL: 0.7,
        Emotion.CONFUSED: -0.2,
        Emotion.ANXIOUS: -0.4,
        Emotion.DISAPPOINTED: -0.5,
        Emotion.FRUSTRATED: -0.65,
        Emotion.ANGRY: -0.9,
    }
)

CHEERFUL = frozenset({Emotion.HAPPY, Emotion.GRATEFUL})
UPSET = frozenset({Emotion.DISAPPOINTED, Emotion.FRUSTRATED, Emotion.ANGRY})


@dataclass(frozen=True)
class Reading:
    """One message's emotion: `confidence` 0 … 1, `valence` −1 … 1, `intensity` 0 … 1."""

    label: Emotion
    confidence: float
    valence: float
    intensity: float


def reading(parsed: object) -> Reading | None:
    """Return the reading in a parse result's `emotion` field, None where there is none or it makes no sense."""
    if not isinstance(parsed, dict):
        return None
    try:
        return Reading(
            Emotion(parsed["label"]),
            float(parsed["confidence"]),
            float(parsed["valence"]),
            float(parsed["intensity"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def is_angry(last: Reading) -> bool:
    """Say whether this one message alone shows anger clearly enough to act on it."""
    return last.label is Emotion.ANGRY and last.confidence >= 0.5


def is_rising(readings: Sequence[Reading], turns: int = 3) -> bool:
    """Say whether frustration has built up.

    True when the last `turns` customer messages were all upset or the valence fell from turn to turn into frustration:
    one cross word is not a trend.
    """
    recent = list(readings)[-turns:]
    if len(recent) < turns or recent[-1].label not in (Emotion.FRUSTRATED, Emotion.ANGRY):
        return False
    if sum(r.label in (Emotion.FRUSTRATED, Emotion.ANGRY) for r in recent) >= turns:
        return True
    valences = [r.valence for r in recent]
    return all(b < a for a, b in zip(valences, valences[1:], strict=False)) and recent[-2].label in UPSET
