"""A message with several wishes: each is answered, look-ups first, and what asks back waits for the answer before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from dialogues import answers as bot_says
from dialogues import does, listens, says, tracker_of
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.turn_policy import TurnPolicy

RULES = {
    "track_order": "action_track_order",
    "cancel_order": "action_cancel_order",
    "return_item": "action_return_item",
    "contact_human_agent": "action_handoff",
    "affirm": "action_affirm",
}
CONFIRM = {"kind": "confirm_cancel", "job": "cancel_order", "order_id": "W-10433"}


@pytest.fixture(scope="module")
def policy(domain: Domain, tmp_path_factory: pytest.TempPathFactory) -> TurnPolicy:
    """Return the policy after it has read the rules, saved and loaded again."""
    storage, resource = LocalModelStorage(Path(tmp_path_factory.mktemp("model"))), Resource("turn")
    context = ExecutionContext(GraphSchema({}), "m")
    rules = []
    for intent, action in RULES.items():
        tracker = tracker_of(domain, [listens(), says("…", intent), does(action), listens()])
        tracker.is_rule_tracker = True
        rules.append(tracker)
    TurnPolicy(TurnPolicy.get_default_config(), storage, resource, context).train(rules, domain)
    return TurnPolicy.load(TurnPolicy.get_default_config(), storage, resource, context)


def two(text: str, *wishes: tuple[str, str], feeling: str = "neutral") -> UserUttered:
    """Return a message with wishes: intent, and the words that say it."""
    message = says(text, wishes[0][0], feeling)
    message.parse_data["wishes"] = [
        {"intent": intent, "confidence": 0.9, "start": text.index(words), "end": text.index(words) + len(words)}
        for intent, words in wishes
    ]
    return message


class Story:
    """A conversation as the policy lets it go on, with its own slots."""

    def __init__(self, policy: TurnPolicy, domain: Domain) -> None:
        self._policy, self._domain = policy, domain
        self.events: list[Event | Sequence[Event]] = [listens()]

    def hears(self, message: UserUttered) -> None:
        self.events.append(message)

    def next(self, **slots: Any) -> tuple[str | None, str | None]:
        """Let the policy choose, and the action set `slots`; return the action and the text of the wish that it deals with."""
        tracker: DialogueStateTracker = tracker_of(self._domain, self.events)
        prediction = self._policy.predict_action_probabilities(tracker, self._domain)
        best = max(range(self._domain.num_actions), key=lambda index: prediction.probabilities[index])
        action = self._domain.action_names_or_texts[best] if prediction.probabilities[best] > 0 else None
        if action is None:
            action = RULES[str(tracker.latest_message.intent["name"])] if tracker.latest_message else None
        chosen = [event for event in prediction.optional_events or [] if isinstance(event, SlotSet)]
        self.events += [*chosen, *([does(action, **slots)] if action else [])]
        wish = tracker_of(self._domain, self.events).get_slot("wish")
        return action, wish["text"] if wish else None


@pytest.fixture
def story(policy: TurnPolicy, domain: Domain) -> Story:
    return Story(policy, domain)


BOTH = ("cancel_order", "cancel the mug"), ("track_order", "where's the lamp")


def test_the_lamp_is_found_before_the_mug_is_asked_about(story: Story) -> None:
    story.hears(two("cancel the mug, and where's the lamp?", *BOTH))
    assert story.next() == ("action_track_order", "where's the lamp")
    assert story.next(question=CONFIRM) == ("action_cancel_order", "cancel the mug")
    assert story.next()[0] == "action_listen"
    story.hears(says("yes", "affirm"))
    assert story.next(question=None) == ("action_answer_question", None)
    assert story.next()[0] == "action_listen"


def test_a_second_job_waits_for_the_answer_to_the_first(story: Story) -> None:
    text = "cancel the mug and i'd return the teapot"
    story.hears(two(text, ("cancel_order", "cancel the mug"), ("return_item", "i'd return the teapot")))
    assert story.next(question=CONFIRM) == ("action_cancel_order", "cancel the mug")
    assert story.next()[0] == "action_listen"
    story.hears(says("yes", "affirm"))
    assert story.next(question=None) == ("action_answer_question", None)
    assert story.next() == ("action_return_item", "i'd return the teapot")
    assert story.next()[0] == "action_listen"


def test_what_waits_is_taken_up_once_the_question_before_it_has_lapsed(story: Story) -> None:
    text = "cancel the mug and i'd return the teapot"
    story.hears(two(text, ("cancel_order", "cancel the mug"), ("return_item", "i'd return the teapot")))
    story.next(question=CONFIRM)
    story.next()
    story.hears(says("where is my lamp", "track_order"))
    assert story.next(question=CONFIRM) == ("action_track_order", None)
    assert story.next()[0] == "action_listen"
    story.hears(says("where is my lamp", "track_order"))
    story.next(question=None)
    assert story.next() == ("action_return_item", "i'd return the teapot")


def test_a_yes_with_a_second_wish_answers_and_goes_on(story: Story) -> None:
    story.hears(says("cancel the mug", "cancel_order"))
    story.events += [does("action_cancel_order", question=CONFIRM), listens()]
    story.hears(two("yes, and where's the lamp", ("affirm", "yes"), ("track_order", "where's the lamp")))
    assert story.next(question=None) == ("action_answer_question", "yes")
    assert story.next() == ("action_track_order", "where's the lamp")


def test_a_person_is_called_whichever_wish_asks_for_one(story: Story) -> None:
    text = "cancel the mug and get me a human"
    story.hears(two(text, ("cancel_order", "cancel the mug"), ("contact_human_agent", "get me a human")))
    assert story.next()[0] == "action_handoff"
    story.events.append(bot_says("A colleague comes."))
    assert story.next()[0] == "action_listen"


def test_anger_waits_until_what_can_be_looked_up_is_told(story: Story) -> None:
    text = "WHERE is the lamp and where is the refund"
    story.hears(
        two(text, ("track_order", "WHERE is the lamp"), ("return_item", "where is the refund"), feeling="angry")
    )
    assert story.next()[0] == "action_track_order"
    assert story.next()[0] == "action_handoff"
