"""When a human is the better answer: one table from trigger to reason, priority and queue.

| trigger | reason | priority |
|---|---|---|
| a lawyer, court, chargeback, agency or the press is threatened | `legal` | urgent |
| the customer asks for a person | `asked` | normal; high when upset |
| clear anger in one message | `anger` | high |
| frustration that rises over three turns | `frustration` | high |
| an action failed (shop unreachable, refused by the shop) and the customer wants help | `action_failed` | high |
| what they want needs an exception to a rule | `policy_exception` | normal; high when upset |
| the third failure to understand | `not_understood` | normal; high when upset |
| the bot itself did not answer (found by the relay) | `bot_unavailable` | high |
| an agent took over without being asked | `agent_took_over` | normal |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from support.emotion import UPSET, Reading, is_angry, is_rising


class Reason(StrEnum):
    """Why a conversation goes to a human."""

    LEGAL = "legal"
    ASKED = "asked"
    ANGER = "anger"
    FRUSTRATION = "frustration"
    ACTION_FAILED = "action_failed"
    POLICY_EXCEPTION = "policy_exception"
    NOT_UNDERSTOOD = "not_understood"
    BOT_UNAVAILABLE = "bot_unavailable"
    AGENT_TOOK_OVER = "agent_took_over"


class Priority(StrEnum):
    """How soon; in the order of the queue from last to first."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


PRIORITY_ORDER = (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT)

# Who says only this wants from a person what they asked the bot for.
FOR_A_PERSON = frozenset({"contact_human_agent", "contact_customer_service", "bot_challenge"})

SURE = 0.35  # the confidence from which a threat or the wish for a person is taken for one
MISUNDERSTANDINGS = 3  # the failure to understand that brings a human

_BASE = {
    Reason.LEGAL: Priority.URGENT,
    Reason.ASKED: Priority.NORMAL,
    Reason.ANGER: Priority.HIGH,
    Reason.FRUSTRATION: Priority.HIGH,
    Reason.ACTION_FAILED: Priority.HIGH,
    Reason.POLICY_EXCEPTION: Priority.NORMAL,
    Reason.NOT_UNDERSTOOD: Priority.NORMAL,
    Reason.BOT_UNAVAILABLE: Priority.HIGH,
    Reason.AGENT_TOOK_OVER: Priority.NORMAL,
}
_QUEUE = {Reason.LEGAL: "legal"}

# "I want to speak to a human" and "what is your phone number?" are both a wish for people; only the first is one for now.
_ASKED = "contact_human_agent"
_THREAT = "legal_threat"
FOR_A_HUMAN = frozenset({_ASKED, _THREAT})


@dataclass(frozen=True)
class Turn:
    """One customer message as understood: `confidence` of the intent 0 … 1."""

    intent: str
    confidence: float
    reading: Reading | None


@dataclass(frozen=True)
class Decision:
    """Hand over, for this reason, with this priority, to this queue."""

    reason: Reason
    priority: Priority
    queue: str


def decision(reason: Reason, reading: Reading | None = None) -> Decision:
    """Return the table's row for `reason`; an upset customer never waits at normal priority."""
    priority = _BASE[reason]
    if priority is Priority.NORMAL and reading is not None and reading.label in UPSET:
        priority = Priority.HIGH
    return Decision(reason, priority, _QUEUE.get(reason, "general"))


def decide(turns: Sequence[Turn], *, misunderstood: int = 0, pending: Reason | None = None) -> Decision | None:
    """Decide after the newest of `turns` (oldest first, since the last handoff) whether to hand over.

    Args:
        turns: the customer's messages since the conversation began or came back from a human.
        misunderstood: failures to understand since the last message that was, the newest included.
        pending: a reason that an action raised in this turn (failed, exception wanted).
    """
    if not turns:
        return None
    last = turns[-1]
    if last.intent == _THREAT and last.confidence >= SURE:
        return decision(Reason.LEGAL, last.reading)
    if pending is not None:
        return decision(pending, last.reading)
    if last.intent == _ASKED and last.confidence >= SURE:
        return decision(Reason.ASKED, last.reading)
    if last.reading is not None and is_angry(last.reading):
        return decision(Reason.ANGER, last.reading)
    if is_rising([turn.reading for turn in turns if turn.reading is not None]):
        return decision(Reason.FRUSTRATION, last.reading)
    if misunderstood >= MISUNDERSTANDINGS:
        return decision(Reason.NOT_UNDERSTOOD, last.reading)
    return None
