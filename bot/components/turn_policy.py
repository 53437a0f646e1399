"""The policy for what one intent does not decide: open questions, misunderstandings, and when a human is the better answer."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, confidence_scores_for
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from support import emotion, escalation
from support.dialogue import answers

HANDOFF = "action_handoff"

# Even an angry customer is better served by "it is in Leipzig, two days late, and I'm getting you a person" than by the last half alone.
ANSWER_FIRST = frozenset(
    {"track_order", "late_delivery", "track_refund", "item_damaged", "wrong_item", "missing_item", "complaint"}
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class TurnPolicy(Policy):
    """Overrule the rules where the turn calls for it; abstain otherwise, so that `data/rules/` decides.

    A turn: the customer writes; one action answers; a handoff may follow it; then the bot listens.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults.

        `min_confidence`: an intent below it counts as not understood; `min_confidence_unknown`: the same where half of the words are
        unknown, or more.
        """
        return {"priority": 6, "min_confidence": 0.2, "min_confidence_unknown": 0.4}

    def train(self, *args: Any, **kwargs: Any) -> Resource:
        """Learn nothing: the table is in `support/escalation.py`."""
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TurnPolicy:
        """Create the policy: nothing was stored."""
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Choose the next action, or none."""
        action, events = self._next(tracker)
        if action is None:
            return self._prediction([0.0] * domain.num_actions)
        # "No user prediction" is Rasa's word for one that overrules the other policies.
        return self._prediction(
            confidence_scores_for(action, 1.0, domain), is_no_user_prediction=True, optional_events=events
        )

    def _next(self, tracker: DialogueStateTracker) -> tuple[str | None, list[Any]]:
        turns = _turns(tracker)
        if not turns:
            return None, []
        last = turns[-1]
        misunderstood = int(tracker.get_slot("misunderstood") or 0)
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            return self._after_action(tracker, turns, misunderstood)

        text = tracker.latest_message.text or ""
        if answers(tracker.get_slot("question"), text, last.intent, last.confidence):
            return "action_answer_question", []
        lost = last.intent == "out_of_scope" or last.confidence < self._least_confidence(tracker, last.intent)
        decision = escalation.decide(turns, misunderstood=misunderstood + lost)
        if decision and not (
            decision.reason in (escalation.Reason.ANGER, escalation.Reason.FRUSTRATION) and last.intent in ANSWER_FIRST
        ):
            return HANDOFF, [_handoff(decision)]
        if lost and last.intent != "out_of_scope":
            return "action_not_understood", []
        return None, []

    def _least_confidence(self, tracker: DialogueStateTracker, intent: str) -> float:
        """Return the confidence that an intent needs: more for unknown words, for "zxcv qqq" looks a little like something."""
        if intent in escalation.FOR_A_HUMAN:
            return escalation.SURE
        known = (tracker.latest_message.parse_data or {}).get("known_words", 1.0) if tracker.latest_message else 1.0
        least, unknown = self.config["min_confidence"], self.config["min_confidence_unknown"]
        # From two unknown words in four on, the stricter bound holds whole.
        return float(least + (unknown - least) * min(1.0, 2 * (1 - known)))

    def _after_action(
        self, tracker: DialogueStateTracker, turns: list[escalation.Turn], misunderstood: int
    ) -> tuple[str | None, list[Any]]:
        if tracker.latest_action_name == HANDOFF:
            return ACTION_LISTEN_NAME, []
        raised = tracker.get_slot("escalate")
        decision = escalation.decide(
            turns, misunderstood=misunderstood, pending=escalation.Reason(raised) if raised else None
        )
        return (HANDOFF, [_handoff(decision)]) if decision else (ACTION_LISTEN_NAME, [])


def _turns(tracker: DialogueStateTracker) -> list[escalation.Turn]:
    """Return the customer's turns since the last handoff, oldest first, at most ten."""
    turns: list[escalation.Turn] = []
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted) and event.action_name == HANDOFF:
            # A handoff that belongs to the newest turn leaves that turn in place: the policy still has to listen after it.
            if turns:
                break
            continue
        if isinstance(event, UserUttered):
            parsed = event.parse_data or {}
            turns.append(
                escalation.Turn(
                    event.intent_name or "out_of_scope",
                    float((event.intent or {}).get("confidence") or 0.0),
                    emotion.reading(parsed.get("emotion")),
                )
            )
            if len(turns) == 10:
                break
    return turns[::-1]


def _handoff(decision: escalation.Decision) -> SlotSet:
    return SlotSet(
        "handoff", {"reason": str(decision.reason), "priority": str(decision.priority), "queue": decision.queue}
    )
