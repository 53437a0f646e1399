"""When a human is the better answer: one table from trigger to reason, priority, queue and response.

`TABLE` holds the rows, the first that fits decides. docs/architecture.md says them in words. Danger and law are read from the text itself
(support/self_harm.py, safety.py, threats.py): a model may be wrong about them, and no open question and no setting stands before them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from support import safety, self_harm, threats
from support.emotion import UPSET, Emotion, Reading, is_angry, is_rising
from support.repetition import asked_again
from support.turns import Turn


class Reason(StrEnum):
    """Why a conversation goes to a human."""

    SELF_HARM = "self_harm"
    SAFETY = "safety"
    LEGAL = "legal"
    ACTION_FAILED = "action_failed"
    POLICY_EXCEPTION = "policy_exception"
    ASKED = "asked"
    ANGER = "anger"
    FRUSTRATION = "frustration"
    REPEATED_QUESTION = "repeated_question"
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
UPSET_RULE = "upset"  # the rule by which an upset customer never waits at normal priority

# "I want to speak to a human" and "what is your phone number?" are both a wish for people; only the first is one for now.
_ASKED = "contact_human_agent"
THREAT = "legal_threat"
FOR_A_HUMAN = frozenset({_ASKED, THREAT})


@dataclass(frozen=True)
class Row:
    """One row of the table. `response`: the domain's name for what the bot says; empty where the gateway speaks, or nobody."""

    priority: Priority
    queue: str = "general"
    response: str = ""


TABLE: Mapping[Reason, Row] = MappingProxyType(
    {
        Reason.SELF_HARM: Row(Priority.URGENT, "safety", "utter_handoff_self_harm"),
        Reason.SAFETY: Row(Priority.URGENT, "safety", "utter_handoff_safety"),
        Reason.LEGAL: Row(Priority.URGENT, "legal", "utter_handoff_legal"),
        Reason.ACTION_FAILED: Row(Priority.HIGH, response="utter_handoff_action_failed"),
        Reason.POLICY_EXCEPTION: Row(Priority.NORMAL, response="utter_handoff_policy_exception"),
        Reason.ASKED: Row(Priority.NORMAL, response="utter_handoff_asked"),
        Reason.ANGER: Row(Priority.HIGH, response="utter_handoff_anger"),
        Reason.FRUSTRATION: Row(Priority.HIGH, response="utter_handoff_frustration"),
        Reason.REPEATED_QUESTION: Row(Priority.NORMAL, response="utter_handoff_repeated_question"),
        Reason.NOT_UNDERSTOOD: Row(Priority.NORMAL, response="utter_handoff_not_understood"),
        Reason.BOT_UNAVAILABLE: Row(Priority.HIGH),
        Reason.AGENT_TOOK_OVER: Row(Priority.NORMAL),
    }
)
# Nothing is looked up or asked first: whatever else the message is about waits for the human.
AT_ONCE = frozenset({Reason.SELF_HARM, Reason.SAFETY, Reason.LEGAL})
# Others wait behind these at the same priority.
DANGER = frozenset({Reason.SELF_HARM, Reason.SAFETY})


@dataclass(frozen=True)
class Because:
    """A rule that holds, and what proves it: ids of messages; of orders or conversations for rules about the customer's history."""

    rule: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """Hand over, for this reason, with this priority, to this queue. `because`: every rule that holds, the deciding one first."""

    reason: Reason
    priority: Priority
    queue: str
    because: tuple[Because, ...] = ()


def decision(reason: Reason, reading: Reading | None = None, because: Sequence[Because] = ()) -> Decision:
    """Return the table's row for `reason`; an upset customer never waits at normal priority."""
    row, found = TABLE[reason], tuple(because) or (Because(str(reason)),)
    if row.priority is Priority.NORMAL and reading is not None and reading.label in UPSET:
        return Decision(reason, Priority.HIGH, row.queue, (*found, Because(UPSET_RULE, found[0].evidence)))
    return Decision(reason, row.priority, row.queue, found)


def decide(turns: Sequence[Turn], *, misunderstood: int = 0, pending: Reason | None = None) -> Decision | None:
    """Decide after the newest of `turns` (oldest first, since the last handoff) whether to hand over.

    Args:
        turns: the customer's messages since the conversation began or came back from a human.
        misunderstood: failures to understand since the last message that was, the newest included.
        pending: a reason that an action raised in this turn (failed, exception wanted).
    """
    if not turns:
        return None
    proofs = _proofs(turns, misunderstood, pending)
    # What an action raised comes next after danger and law: it knows what the customer is waiting for.
    order = sorted(TABLE, key=lambda reason: (reason not in AT_ONCE, reason is not pending))
    because = [Because(str(reason), _ids(proofs[reason])) for reason in order if proofs.get(reason)]
    return decision(Reason(because[0].rule), turns[-1].reading, because) if because else None


def is_jest(turn: Turn) -> bool:
    """Say whether what a model takes for a threat is a joke; nobody who is cross jokes."""
    cross = turn.reading is not None and turn.reading.label in (Emotion.ANGRY, Emotion.FRUSTRATED)
    return not cross and threats.in_jest(turn.text)


def _proofs(turns: Sequence[Turn], misunderstood: int, pending: Reason | None) -> dict[Reason, Sequence[Turn]]:
    """Return for each trigger the turns that show it, none where it does not hold."""
    last, felt = turns[-1], [turn for turn in turns if turn.reading is not None]
    now = (last,)
    sure = last.intent if last.confidence >= SURE else ""
    threat = (sure == THREAT or threats.made(last.text)) and not is_jest(last)
    found: dict[Reason, Sequence[Turn]] = {
        Reason.SELF_HARM: now if self_harm.said(last.text) else (),
        Reason.SAFETY: now if safety.reported(last.text) else (),
        Reason.LEGAL: now if threat else (),
        Reason.ASKED: now if sure == _ASKED else (),
        Reason.ANGER: now if last.reading is not None and is_angry(last.reading) else (),
        Reason.FRUSTRATION: felt[-3:] if is_rising([turn.reading for turn in felt if turn.reading]) else (),
        Reason.REPEATED_QUESTION: asked_again(turns),
        Reason.NOT_UNDERSTOOD: turns[-misunderstood:] if misunderstood >= MISUNDERSTANDINGS else (),
    }
    if pending is not None:
        found[pending] = found.get(pending) or now
    return found


def _ids(turns: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(turn.message_id for turn in turns if turn.message_id))
