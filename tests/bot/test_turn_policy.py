"""What one intent does not decide: open questions, misunderstandings, and when a human comes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from dialogues import answers as bot_says
from dialogues import does, listens, says, tracker_of
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered

from bot.components.turn_policy import TurnPolicy

Events = Sequence[Event | Sequence[Event]]
Next = Callable[..., "Choice"]
MUGS = {
    "kind": "which_order",
    "job": "track_order",
    "intents": ["track_order"],
    "candidates": [{"order_id": "W-10423", "names": ["mug", "马克杯"]}, {"order_id": "W-10424", "names": ["kettle"]}],
}
OFFER = {"kind": "offer_human", "reason": "action_failed", "intents": []}
START = listens()


class Choice:
    """What the policy chose: an action and the handoff it decided on, None where it leaves the turn to the rules."""

    def __init__(self, action: str | None, handoff: dict[str, Any] | None, overrules: bool) -> None:
        self.action = action
        self.handoff = {key: handoff[key] for key in handoff if key != "because"} if handoff else None
        self.because = handoff["because"] if handoff else []
        self.overrules = overrules


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> TurnPolicy:
    """Return the policy as Rasa makes it."""
    folder: Path = tmp_path_factory.mktemp("model")
    config = TurnPolicy.get_default_config()
    return TurnPolicy.load(config, LocalModelStorage(folder), Resource("turn"), ExecutionContext(GraphSchema({}), "m"))


@pytest.fixture
def following(policy: TurnPolicy, domain: Domain) -> Next:
    """Return what the policy chooses after some events."""

    def choose(*events: Event | Sequence[Event]) -> Choice:
        prediction = policy.predict_action_probabilities(tracker_of(domain, [START, *events]), domain)
        best = max(range(domain.num_actions), key=lambda index: prediction.probabilities[index])
        action = domain.action_names_or_texts[best] if prediction.probabilities[best] > 0 else None
        slots = [e.value for e in prediction.optional_events or [] if isinstance(e, SlotSet) and e.key == "handoff"]
        return Choice(action, slots[0] if slots else None, prediction.is_no_user_prediction)

    return choose


def test_a_plain_wish_is_left_to_the_rules(following: Next) -> None:
    choice = following(says())
    assert (choice.action, choice.overrules) == (None, False)


def test_nothing_said_is_left_to_the_rules(following: Next) -> None:
    assert following().action is None


def test_after_an_action_the_bot_listens(following: Next) -> None:
    choice = following(says(), does("action_track_order"), bot_says("On its way."))
    assert (choice.action, choice.overrules) == ("action_listen", True)


@pytest.mark.parametrize("text", ["the mug", "mgu... the kettel", "马克杯", "the second one"])
def test_an_answer_to_the_open_question_goes_on_with_it(following: Next, text: str) -> None:
    asked = (says(), does("action_track_order", question=MUGS), listens())
    choice = following(*asked, says(text, "inform"))
    assert (choice.action, choice.overrules) == ("action_answer_question", True)


def test_a_new_job_while_a_question_is_open_is_left_to_the_rules(following: Next) -> None:
    asked = (says(), does("action_track_order", question=MUGS), listens())
    assert following(*asked, says("cancel the mug", "cancel_order")).action is None


def test_a_yes_answers_an_offer_and_a_name_does_not(following: Next) -> None:
    offered = (says(), does("action_track_order", question=OFFER), listens())
    assert following(*offered, says("yes", "affirm")).action == "action_answer_question"
    assert following(*offered, says("no", "deny")).action == "action_answer_question"
    assert following(*offered, says("the mug", "inform")).action is None


def test_a_question_that_was_closed_is_not_answered(following: Next) -> None:
    closed = (says(), does(question=MUGS), listens(), says(), does(question=None), listens())
    assert following(*closed, says("the mug", "inform")).action is None


@pytest.mark.parametrize(
    ("intent", "handoff"),
    [
        ("contact_human_agent", {"reason": "asked", "priority": "normal", "queue": "general"}),
        ("legal_threat", {"reason": "legal", "priority": "urgent", "queue": "legal"}),
    ],
)
def test_a_wish_for_a_person_and_a_legal_threat_are_handed_over_at_once(
    following: Next, intent: str, handoff: dict[str, Any]
) -> None:
    choice = following(says(intent=intent))
    assert (choice.action, choice.handoff, choice.overrules) == ("action_handoff", handoff, True)


def test_an_angry_customer_without_a_question_is_handed_over_at_once(following: Next) -> None:
    choice = following(says("this is a scam", "bot_challenge", "angry"))
    assert choice.action == "action_handoff"
    assert choice.handoff == {"reason": "anger", "priority": "high", "queue": "general"}


@pytest.mark.parametrize(
    ("intent", "action"),
    [
        ("track_order", "action_track_order"),
        ("late_delivery", "action_track_order"),
        ("track_refund", "action_track_refund"),
        ("item_damaged", "action_report_problem"),
        ("wrong_item", "action_report_problem"),
        ("missing_item", "action_report_problem"),
        ("complaint", "action_complaint"),
    ],
)
def test_an_angry_question_is_answered_first_and_then_handed_over(
    policy: TurnPolicy, monkeypatch: pytest.MonkeyPatch, following: Next, intent: str, action: str
) -> None:
    monkeypatch.setattr(policy, "actions", {intent: action})
    question = says("WHERE IS IT", intent, "angry")
    first = following(question)
    assert first.action == action
    assert first.handoff
    assert first.handoff["reason"] == "anger", "told beforehand: the answer offers no person who comes anyway"
    choice = following(question, does(action))
    assert (choice.action, choice.handoff) == (
        "action_handoff",
        {"reason": "anger", "priority": "high", "queue": "general"},
    )
    done = (question, does(action), does("action_handoff", handoff=choice.handoff), bot_says("A colleague comes."))
    assert following(*done).action == "action_listen"


def frustrated(times: int) -> list[Event | Sequence[Event]]:
    turn = [says("again?!", "late_delivery", "frustrated"), does(), listens()]
    return [event for _ in range(times) for event in turn]


def test_frustration_over_three_turns_is_handed_over_after_the_answer(
    policy: TurnPolicy, monkeypatch: pytest.MonkeyPatch, following: Next
) -> None:
    monkeypatch.setattr(policy, "actions", {"late_delivery": "action_track_order"})
    third = says("again?!", "late_delivery", "frustrated")
    assert following(*frustrated(1), third, does()).action == "action_listen"
    assert following(*frustrated(1), third).handoff is None
    announced = following(*frustrated(2), third)
    assert (announced.action, announced.handoff) == (
        "action_track_order",
        {"reason": "frustration", "priority": "high", "queue": "general"},
    )
    choice = following(*frustrated(2), third, does())
    assert choice.handoff == {"reason": "frustration", "priority": "high", "queue": "general"}


def test_what_an_action_raises_ends_the_turn_in_a_handoff(following: Next) -> None:
    choice = following(says(), does("action_cancel_order", escalate="policy_exception"))
    assert (choice.action, choice.handoff) == (
        "action_handoff",
        {"reason": "policy_exception", "priority": "normal", "queue": "general"},
    )


@pytest.mark.parametrize(
    ("setting", "known_words"), [("min_confidence", None), ("min_confidence", 1.0), ("min_confidence_unknown", 0.0)]
)
def test_an_intent_below_the_threshold_is_not_understood(
    policy: TurnPolicy, following: Next, setting: str, known_words: float | None
) -> None:
    least = policy.config[setting]
    assert 0.1 < least < 0.9
    for confidence, action in ((least - 0.01, "action_not_understood"), (least + 0.01, None), (0.95, None)):
        message = says("blub", confidence=confidence)
        if known_words is not None:
            message.parse_data["known_words"] = known_words
        assert following(message).action == action


def test_the_fewer_words_are_known_the_surer_an_intent_has_to_be(policy: TurnPolicy, following: Next) -> None:
    between = (policy.config["min_confidence"] + policy.config["min_confidence_unknown"]) / 2
    for known_words, action in ((1.0, None), (0.0, "action_not_understood")):
        message = says("blub", confidence=between)
        message.parse_data["known_words"] = known_words
        assert following(message).action == action


def test_out_of_scope_has_its_own_rule(following: Next) -> None:
    assert following(says("the weather?", "out_of_scope")).action is None
    assert following(says("the weather?", "out_of_scope", confidence=0.1)).action is None


@pytest.mark.parametrize(("intent", "confidence"), [("out_of_scope", 0.9), ("track_order", 0.1)])
def test_the_third_misunderstanding_in_a_row_is_handed_over(following: Next, intent: str, confidence: float) -> None:
    twice = (says("blub", confidence=0.1), does("action_not_understood", misunderstood=2), listens())
    choice = following(*twice, says("blub", intent, confidence=confidence))
    assert (choice.action, choice.handoff) == (
        "action_handoff",
        {"reason": "not_understood", "priority": "normal", "queue": "general"},
    )
    once = (says("blub", confidence=0.1), does("action_not_understood", misunderstood=1), listens())
    assert following(*once, says("blub", intent, confidence=confidence)).action != "action_handoff"


def test_an_answer_with_an_unsure_intent_is_an_answer(following: Next) -> None:
    asked = (says(), does(question=MUGS, misunderstood=2), listens())
    assert following(*asked, says("mug", "greet", confidence=0.1)).action == "action_answer_question"


HANDED_OVER: Events = (
    *frustrated(2),
    says("again?!", "late_delivery", "frustrated"),
    does(),
    does("action_handoff", handoff={"reason": "frustration"}, misunderstood=0, escalate=None),
    listens(),
)


SELF_HARM = {"reason": "self_harm", "priority": "urgent", "queue": "safety"}
SAFETY = {"reason": "safety", "priority": "urgent", "queue": "safety"}
LEGAL = {"reason": "legal", "priority": "urgent", "queue": "legal"}


@pytest.mark.parametrize("intent", ["track_order", "inform", "affirm", "out_of_scope", "thanks", "cancel_order"])
@pytest.mark.parametrize(
    ("text", "handoff"),
    [
        ("I don't want to live anymore", SELF_HARM),
        ("我真的不想活了", SELF_HARM),
        ("the lamp caught fire", SAFETY),
        ("充电宝冒烟了", SAFETY),
        ("I'd hate to involve my lawyer", LEGAL),
        ("不想闹到法院，麻烦尽快处理", LEGAL),
    ],
)
def test_danger_and_law_are_found_whatever_the_model_says_and_whatever_is_asked(
    following: Next, text: str, handoff: dict[str, Any], intent: str
) -> None:
    for question in (None, MUGS, OFFER):
        asked = (says(), does(question=question), listens())
        for confidence in (0.05, 0.95):
            choice = following(*asked, says(text, intent, confidence=confidence))
            assert (choice.action, choice.handoff) == ("action_handoff", handoff)


def test_a_wish_for_a_person_ends_a_job_half_way(following: Next) -> None:
    form = {"kind": "job", "job": "return_item", "reads": ["quantity", "reason"], "intents": ["return_item"]}
    asked = (says(), does("action_return_item", question=form), listens())
    choice = following(*asked, says("no, get me a person", "contact_human_agent", confidence=0.5))
    assert (choice.action, (choice.handoff or {}).get("reason")) == ("action_handoff", "asked")


def test_a_joke_about_lawyers_is_answered_by_what_it_is_about(policy: TurnPolicy, following: Next) -> None:
    joke = says("my cat will sue you lol, where's her tuna?", "legal_threat", "happy")
    assert following(joke).action == "action_out_of_scope"
    joke.parse_data["intent_ranking"] = [
        {"name": "legal_threat", "confidence": 0.6},
        {"name": "track_order", "confidence": 0.3},
    ]
    policy.actions = {"track_order": "action_track_order"}
    try:
        assert following(joke).action == "action_track_order"
        assert following(joke, does()).action == "action_listen"
    finally:
        policy.actions = {}
    assert following(says("my cat will sue you", "legal_threat", "angry")).handoff == LEGAL


def noted(order_id: str = "W-10423", response: str = "utter_order_status") -> BotUttered:
    note = {"kind": "tried", "action": "track_order", "outcome": "answered", "order_ids": [order_id]}
    return BotUttered("It is on its way.", data={"custom": {"notes": [note]}}, metadata={"utter_action": response})


def asking(text: str, order_id: str = "W-10423") -> list[Event | Sequence[Event]]:
    return [says(text), does(), noted(order_id), listens()]


def test_the_same_question_with_the_same_answer_a_third_time_brings_a_human_after_the_answer(following: Next) -> None:
    before = [*asking("where is my lamp?"), *asking("so when does it come?")]
    third = says("but where IS it?")
    assert following(*before, third).action is None, "it is answered first"
    choice = following(*before, third, does(), noted())
    assert choice.handoff == {"reason": "repeated_question", "priority": "normal", "queue": "general"}
    asked = [event.message_id for event in before if isinstance(event, UserUttered)]
    assert choice.because == [{"rule": "repeated_question", "evidence": [*asked, third.message_id]}]
    other = [*asking("where is my lamp?"), *asking("and the mug?", "W-10424")]
    assert following(*other, third, does(), noted()).action == "action_listen"


def test_a_decision_names_every_rule_that_holds_with_its_messages(following: Next) -> None:
    said = says("THIS IS A SCAM, I want a person", "contact_human_agent", "angry")
    here = [said.message_id]
    assert following(said).because == [
        {"rule": "asked", "evidence": here},
        {"rule": "anger", "evidence": here},
        {"rule": "upset", "evidence": here},
    ]


def test_a_calm_turn_after_a_handoff_is_not_handed_over_again(following: Next) -> None:
    calm = says("ok, and my mug?")
    assert following(*HANDED_OVER, calm).action is None
    assert following(*HANDED_OVER, calm, does()).action == "action_listen"


def test_one_more_cross_word_after_a_handoff_starts_a_new_count(following: Next) -> None:
    cross = says("hm, again", "late_delivery", "frustrated")
    assert following(*HANDED_OVER, cross, does()).action == "action_listen"


def test_asking_for_a_person_again_after_a_handoff_is_heard(following: Next) -> None:
    assert following(*HANDED_OVER, says("a human!", "contact_human_agent")).action == "action_handoff"


def test_a_message_without_intent_or_emotion_does_not_break_the_turn(following: Next) -> None:
    bare = says("…", feeling=None)
    bare.intent = {}
    bare.parse_data["intent"] = {}
    assert following(bare).action in (None, "action_not_understood")


def test_an_emotion_that_makes_no_sense_counts_as_none(following: Next) -> None:
    odd = says("fine", "bot_challenge", "angry")
    odd.parse_data["emotion"]["confidence"] = 17
    assert following(odd).action is None


def test_every_action_of_the_policy_is_in_the_domain(domain: Domain) -> None:
    for action in ("action_handoff", "action_answer_question", "action_not_understood", "action_listen"):
        assert action in domain.action_names_or_texts
    assert ActionExecuted("action_handoff").action_name in domain.user_actions


@pytest.mark.parametrize("event", ["chat_opened", "follow_up", "attachment_sent"])
def test_what_the_gateway_tells_answers_no_question(following: Next, event: str) -> None:
    asked = {"kind": "confirm_cancel", "order_id": "W-10423"}
    before = (says("yes", "affirm"), does("action_affirm", question=asked), listens())
    assert following(*before, says("yes", "affirm")).action == "action_answer_question"
    assert following(*before, says("", event)).action is None


def test_a_job_that_was_left_is_gone_on_with_whatever_the_model_reads(following: Next) -> None:
    left = SlotSet("job", {"at": "2026-11-01T10:00:00+00:00", "question": {"kind": "job", "job": "return_item"}})
    assert following(left, says("so what about my return?", "check_refund_policy")).action == "action_return_item"
    assert following(left, says("and my invoice?", "get_invoice")).action is None
    assert following(says("so what about my return?", "check_refund_policy")).action is None


@pytest.mark.parametrize(
    ("intent", "confidence", "action"),
    [
        ("inform", 0.9, "action_attachment"),
        ("thanks", 0.9, "action_attachment"),
        ("out_of_scope", 0.9, "action_attachment"),
        ("track_order", 0.1, "action_attachment"),
        ("item_damaged", 0.9, None),
        ("track_order", 0.9, None),
        ("contact_human_agent", 0.9, "action_handoff"),
    ],
)
def test_words_beside_a_photo_are_followed_where_they_say_something(
    following: Next, intent: str, confidence: float, action: str | None
) -> None:
    assert following(says("here", intent, confidence=confidence, photos=1)).action == action


def test_a_photo_with_unclear_words_is_no_misunderstanding(following: Next) -> None:
    twice = (says("blub", confidence=0.1), does("action_not_understood", misunderstood=2), listens())
    assert following(*twice, says("blub", confidence=0.1)).action == "action_handoff"
    assert following(*twice, says("blub", confidence=0.1, photos=1)).action == "action_attachment"


def test_words_beside_a_photo_may_answer_the_question(following: Next) -> None:
    asked = (says(), does("action_track_order", question=MUGS), listens())
    assert following(*asked, says("the mug", "inform", photos=1)).action == "action_answer_question"
