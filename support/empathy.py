"""How to begin a reply: emotion × facts × what was already said → which opening.

Rules, from practice in customer care: say one specific true fact; apologise once an issue, only where the shop is at fault; never console a
cheerful customer; as anger rises, fewer feeling words and more action. The wordings are in `bot/domain/empathy.yml`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from support.emotion import CHEERFUL, Emotion, Reading

TONES = ("warm", "plain", "gentle", "clear", "firm")

# Situations in which the shop is at fault: their openings apologise, so each is used once an issue.
FAULTS = frozenset({"late", "late_row", "refund_overdue", "damaged", "wrong", "missing"})
# Situations that nobody needs to hear of twice; the others may open every reply.
ONCE = FAULTS | {"complaint", "disputed"}

_CONFIDENT = 0.35
# "My teapot arrived broken!" is no good mood: where the shop is at fault, only a plainly cheerful message is taken for one.
_PLAINLY = 0.8


@dataclass(frozen=True)
class Opening:
    """Names of responses, best first, of which the first that exists is used; `remember` goes into what was said."""

    responses: tuple[str, ...]
    remember: str | None


def tone(reading: Reading | None) -> str:
    """Return the tone that fits how they feel; an unsure reading counts as neutral."""
    if reading is None or reading.confidence < _CONFIDENT:
        return "plain"
    if reading.label in CHEERFUL:
        return "warm"
    if reading.label in (Emotion.ANXIOUS, Emotion.DISAPPOINTED):
        return "gentle"
    if reading.label is Emotion.CONFUSED:
        return "clear"
    if reading.label in (Emotion.FRUSTRATED, Emotion.ANGRY):
        return "firm"
    return "plain"


def opening(situation: str, issue: str, reading: Reading | None, said: Collection[str]) -> Opening:
    """Choose how to begin.

    Args:
        situation: what is the case (`late`, `late_row`, `on_time`, `refund_overdue`, `damaged` … `general`).
        issue: what it is about (an order or refund id); with the kind of situation it makes "one issue".
        reading: how the newest message feels.
        said: what earlier openings asked to remember.
    """
    memory = f"{_kind(situation)}:{issue}"
    if situation in ONCE and memory in said:
        return Opening((f"utter_open_{situation}_again",), None)
    chosen = tone(reading)
    if chosen == "warm" and situation in FAULTS and reading is not None and reading.confidence < _PLAINLY:
        chosen = "plain"
    names = (f"utter_open_{situation}_{chosen}", f"utter_open_{situation}")
    return Opening(names, memory if situation in ONCE else None)


def _kind(situation: str) -> str:
    # A third late parcel is still one late parcel: no second apology because the wording counts rows.
    return "late" if situation in ("late", "late_row", "disputed") else situation
