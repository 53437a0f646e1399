"""Emotions: the labels, how they are weighed, and how they move over a conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
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
        found = Reading(
            Emotion(parsed["label"]),
            float(parsed["confidence"]),
            float(parsed["valence"]),
            float(parsed["intensity"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
    # Comparisons that NaN fails too.
    sound = 0 <= found.confidence <= 1 and -1 <= found.valence <= 1 and 0 <= found.intensity <= 1
    return found if sound else None


def is_angry(last: Reading) -> bool:
    """Say whether this one message alone shows anger clearly enough to act on it."""
    return last.label is Emotion.ANGRY and last.confidence >= 0.65


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
    return all(b < a for a, b in pairwise(valences)) and recent[-2].label in UPSET


_SHOUT = re.compile(r"\b[A-Z]{3,}\b")
_EXCLAIM = re.compile(r"[!！]")
_ASK = re.compile(r"[?？]")
_LONG = re.compile(r"([^\W\d_])\1{2,}")
_DOTS = re.compile(r"\.{3,}|…|。{2,}")
_WARM = re.compile("[😀😁😂😃😄😅😆😉😊😍🥰😘🙂🤗🤩🎉❤💕👍🙏✨😇🥳]")
_COLD = re.compile("[😠😡🤬😤😞😔😢😭😩😫🙄😒😕😟😰😱👎💔🤦🙃]")


def surface_signs(text: str) -> tuple[float, ...]:
    """Return signs of temper that words do not carry, each 0 … 1.

    Shouted words, exclamation marks, question marks, drawn-out letters, trailing dots, warm and cold emoji.
    """
    words = max(1, len(text.split()))
    return (
        min(1.0, 2 * len(_SHOUT.findall(text)) / words),
        min(1.0, len(_EXCLAIM.findall(text)) / 3),
        min(1.0, len(_ASK.findall(text)) / 3),
        min(1.0, len(_LONG.findall(text)) / 2),
        min(1.0, len(_DOTS.findall(text)) / 2),
        min(1.0, len(_WARM.findall(text)) / 2),
        min(1.0, len(_COLD.findall(text)) / 2),
    )


def weigh(text: str, probabilities: Mapping[str, float]) -> Reading:
    """Turn a classifier's probabilities into a reading.

    Valence is the labels' expected valence. Intensity is how far the message is from neutral, raised by shouting, exclamation marks,
    drawn-out letters and emoji: the same words louder.
    """
    label, confidence = max(probabilities.items(), key=lambda item: item[1])
    valence = sum(VALENCE[Emotion(name)] * share for name, share in probabilities.items())
    felt = 1.0 - probabilities.get(Emotion.NEUTRAL, 0.0)
    shout, exclaim, _, drawn, dots, warm, cold = surface_signs(text)
    loud = min(1.0, 0.6 * shout + 0.4 * exclaim + 0.3 * drawn + 0.1 * dots + 0.3 * warm + 0.3 * cold)
    intensity = felt * (0.6 + 0.4 * loud)
    return Reading(
        Emotion(label), round(confidence, 4), round(max(-1.0, min(1.0, valence)), 4), round(min(1.0, intensity), 4)
    )
