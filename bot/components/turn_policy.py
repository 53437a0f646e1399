"""The policy for what one intent does not decide: open questions, misunderstandings, and when a human is the better answer."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, confidence_scores_for
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from support import emotion, escalation, wishes
from support.attachments import CAPTIONS
from support.coming_back import comes_back
from support.dialogue import answers
from support.turns import Answer, Turn

HANDOFF = "action_handoff"
_FILE = "actions.json"
_FEELINGS = (escalation.Reason.ANGER, escalation.Reason.FRUSTRATION)
_EVENTS = frozenset(
    {"chat_opened", "follow_up", "attachment_sent"}
)  # what the gateway tells, not what a customer writes

# Even an angry customer is better served by "it is in Leipzig, two days late, and I'm getting you a person" than by the last half alone.
ANSWER_FIRST = frozenset(
    {"track_order", "late_delivery", "track_refund", "item_damaged", "wrong_item", "missing_item", "complaint"}
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class TurnPolicy(Policy):
    """Overrule the rules where the turn calls for it; abstain otherwise, so that `data/rules/` decides.

    A turn: the customer writes; one action answers each wish of the message; a handoff may follow; then the bot listens. Of several wishes
    look-ups come first (support/wishes.py); the slot `wish` is the one that is dealt with, `plan` holds those that wait. A wish that may
    ask back waits until no other question is open.
    """

    actions: dict[str, str]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults.

        `min_confidence`: an intent below it counts as not understood; `min_confidence_unknown`: the same where half of the words are
        unknown, or more.
        """
        return {"priority": 6, "min_confidence": 0.2, "min_confidence_unknown": 0.4}

    def train(self, training_trackers: list[Any], domain: Domain, **kwargs: Any) -> Resource:
        """Note which action answers which intent, as the rules say: messages with several wishes need it."""
        self.actions = _answering(training_trackers)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(self.actions), encoding="utf-8")
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
        """Create the policy with what `train` noted."""
        policy = cls(config, model_storage, resource, execution_context)
        try:
            with model_storage.read_from(resource) as folder:
                policy.actions = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        except (ValueError, OSError):
            policy.actions = {}  # a model from before there was anything to note
        return policy

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
        heard = tracker.latest_message.intent_name if tracker.latest_message else None
        if heard in _EVENTS and tracker.latest_action_name == ACTION_LISTEN_NAME:
            # Whatever is open, this answers nothing.
            return self.actions.get(heard), _plan(tracker, None, list(tracker.get_slot("plan") or ()))
        misunderstood = int(tracker.get_slot("misunderstood") or 0)
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            return self._after_action(tracker, turns, misunderstood)

        last = turns[-1]
        text = tracker.latest_message.text or ""
        lost = last.intent == "out_of_scope" or last.confidence < self._least_confidence(tracker, last.intent)
        several = [wish for wish in wishes.ordered(_parsed(tracker)) if wish["intent"] in self.actions]
        attached = bool(
            ((tracker.latest_message.metadata if tracker.latest_message else None) or {}).get("attachments")
        )
        caption = attached and (lost or (last.intent in CAPTIONS and len(several) < 2))
        decision = escalation.decide(turns, misunderstood=misunderstood + (lost and not caption))
        if decision and decision.reason in escalation.AT_ONCE:
            return HANDOFF, [_handoff(decision), *_plan(tracker, None, [])]
        if last.intent == escalation.THREAT and escalation.is_jest(last):
            return self._instead_of_a_threat(tracker)
        # Told beforehand, so that the answer offers no person who comes anyway.
        soon = [_handoff(decision)] if decision and decision.reason in _FEELINGS else []
        question = tracker.get_slot("question")
        whole = answers(question, text, last.intent, last.confidence)
        # "Yes, and where's the lamp?" answers and asks; "40 please, I'll drop the old ones off" is one answer.
        answer = next(
            (
                wish
                for wish in several
                if (wish["intent"] in wishes.ANSWERS or not whole)
                and answers(question, wish["text"], wish["intent"], wish["confidence"])
            ),
            None,
        )
        if answer or whole:
            rest = [wish for wish in several if answer and wish is not answer]
            return "action_answer_question", [
                *soon,
                *_plan(tracker, answer, rest + list(tracker.get_slot("plan") or ())),
            ]
        left = (tracker.get_slot("job") or {}).get("question") or {}
        if left.get("kind") == "job" and comes_back(text, left["job"]):
            return f"action_{left['job']}", _plan(tracker, None, [])
        if decision and not (decision.reason in _FEELINGS and last.intent in ANSWER_FIRST):
            return HANDOFF, [_handoff(decision), *_plan(tracker, None, [])]
        waiting = list(tracker.get_slot("plan") or ()) if question else []
        if caption:
            return "action_attachment", _plan(tracker, None, waiting)
        if len(several) > 1 and not lost:
            return self.actions[several[0]["intent"]], [*soon, *_plan(tracker, several[0], several[1:])]
        if lost and last.intent != "out_of_scope":
            return "action_not_understood", _plan(tracker, None, waiting)
        events = [*soon, *_plan(tracker, None, waiting)]
        # Rasa drops the events of a policy that does not decide.
        return (self.actions.get(last.intent), events) if events else (None, [])

    def _instead_of_a_threat(self, tracker: DialogueStateTracker) -> tuple[str, list[Any]]:
        """Return the action for what a joke about lawyers is about, by the next best intent, if that is sure enough."""
        parsed = _parsed(tracker)
        for other in parsed.get("intent_ranking") or ():
            name = other.get("name")
            if name in self.actions and name not in escalation.FOR_A_HUMAN:
                if float(other.get("confidence") or 0.0) < self.config["min_confidence"]:
                    break
                wish = {"intent": name, "confidence": other["confidence"], "text": parsed.get("text") or ""}
                return self.actions[name], _plan(tracker, {**wish, "entities": parsed.get("entities") or []}, [])
        return "action_out_of_scope", _plan(tracker, None, [])

    def _least_confidence(self, tracker: DialogueStateTracker, intent: str) -> float:
        """Return the confidence that an intent needs: more for unknown words, for "zxcv qqq" looks a little like something."""
        if intent in escalation.FOR_A_HUMAN:
            return escalation.SURE
        known = (tracker.latest_message.parse_data or {}).get("known_words", 1.0) if tracker.latest_message else 1.0
        least, unknown = self.config["min_confidence"], self.config["min_confidence_unknown"]
        # From two unknown words in four on, the stricter bound holds whole.
        return float(least + (unknown - least) * min(1.0, 2 * (1 - known)))

    def _after_action(
        self, tracker: DialogueStateTracker, turns: list[Turn], misunderstood: int
    ) -> tuple[str | None, list[Any]]:
        if tracker.latest_action_name == HANDOFF:
            return ACTION_LISTEN_NAME, _plan(tracker, None, [])
        raised = tracker.get_slot("escalate")
        decision = escalation.decide(
            turns, misunderstood=misunderstood, pending=escalation.Reason(raised) if raised else None
        )
        plan = list(tracker.get_slot("plan") or ())
        if plan and (decision is None or (decision.reason in _FEELINGS and plan[0]["intent"] in ANSWER_FIRST)):
            following = plan[0]["intent"]
            question = tracker.get_slot("question") or {"over": True}  # over: nothing is asked, but a mind may change
            if following in self.actions and (following in wishes.LOOKUPS or question.get("over")):
                return self.actions[following], _plan(tracker, plan[0], plan[1:])
        return (HANDOFF, [_handoff(decision)]) if decision else (ACTION_LISTEN_NAME, [])


def _plan(tracker: DialogueStateTracker, wish: dict[str, Any] | None, rest: list[dict[str, Any]]) -> list[SlotSet]:
    """Return what makes `wish` the one that is dealt with and leaves `rest` waiting; nothing where that is so already."""
    wanted = {"wish": wish, "plan": rest or None}
    return [SlotSet(name, value) for name, value in wanted.items() if tracker.get_slot(name) != value]


def _parsed(tracker: DialogueStateTracker) -> dict[str, Any]:
    return dict((tracker.latest_message.parse_data or {}) if tracker.latest_message else {})


def _answering(training_trackers: list[Any]) -> dict[str, str]:
    """Return the action that each intent's rule names."""
    found: dict[str, str] = {}
    for tracker in training_trackers:
        if not getattr(tracker, "is_rule_tracker", False):
            continue
        intent = ""
        for event in tracker.events:
            if isinstance(event, UserUttered):
                intent = event.intent_name or ""
            elif isinstance(event, ActionExecuted) and intent and event.action_name not in (None, ACTION_LISTEN_NAME):
                found.setdefault(intent, str(event.action_name))
    return found


def _turns(tracker: DialogueStateTracker) -> list[Turn]:
    """Return the customer's turns since the last handoff, oldest first, at most ten."""
    turns: list[Turn] = []
    after: list[Event] = []  # what the bot did since, newest first
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted) and event.action_name == HANDOFF:
            # A handoff that belongs to the newest turn leaves that turn in place: the policy still has to listen after it.
            if turns:
                break
            continue
        if not isinstance(event, UserUttered):
            after.append(event)
            continue
        if event.intent_name not in _EVENTS:  # there nobody said anything
            turns.append(_turn(event, after))
            if len(turns) == 10:
                break
        after = []
    return turns[::-1]


def _turn(heard: UserUttered, after: list[Event]) -> Turn:
    """Return one message as understood, with what the bot made of it."""
    parsed = heard.parse_data or {}
    intent, confidence = heard.intent_name or "out_of_scope", float((heard.intent or {}).get("confidence") or 0.0)
    for wish in parsed.get("wishes") or ():
        if wish["intent"] in escalation.FOR_A_HUMAN and wish["confidence"] >= escalation.SURE:
            intent, confidence = wish["intent"], wish["confidence"]
    return Turn(
        intent,
        confidence,
        emotion.reading(parsed.get("emotion")),
        text=heard.text or "",
        message_id=heard.message_id or "",
        things=frozenset(str(entity.get("value")) for entity in parsed.get("entities") or ()),
        at=heard.timestamp or 0.0,
        answer=_answer(after),
    )


def _answer(after: list[Event]) -> Answer | None:
    """Return what the bot said and noted, None while no action has run."""
    done = [event.action_name for event in after if isinstance(event, ActionExecuted)]
    if not any(name and name != ACTION_LISTEN_NAME for name in done):
        return None
    said = [event for event in reversed(after) if isinstance(event, BotUttered)]
    notes = [note for event in said for note in (event.data.get("custom") or {}).get("notes") or ()]
    return Answer(
        said=tuple(str(event.metadata["utter_action"]) for event in said if event.metadata.get("utter_action")),
        tried=tuple(
            (note["action"], note["outcome"], tuple(note.get("order_ids") or ()))
            for note in notes
            if note.get("kind") == "tried"
        ),
        of_a_job="action_answer_question" in done,
    )


def _handoff(decision: escalation.Decision) -> SlotSet:
    because = [{"rule": each.rule, "evidence": list(each.evidence)} for each in decision.because]
    row = {"reason": str(decision.reason), "priority": str(decision.priority), "queue": decision.queue}
    return SlotSet("handoff", {**row, "because": because})
