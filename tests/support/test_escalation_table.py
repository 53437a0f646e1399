"""When a human is the better answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import feels, turn

from support.emotion import Emotion
from support.escalation import (
    AT_ONCE,
    DANGER,
    MISUNDERSTANDINGS,
    PRIORITY_ORDER,
    TABLE,
    Because,
    Decision,
    Priority,
    Reason,
    decide,
    decision,
    is_jest,
)
from support.turns import Answer, Turn

ROWS = {
    "self_harm": ("urgent", "safety"),
    "safety": ("urgent", "safety"),
    "legal": ("urgent", "legal"),
    "asked": ("normal", "general"),
    "anger": ("high", "general"),
    "frustration": ("high", "general"),
    "action_failed": ("high", "general"),
    "policy_exception": ("normal", "general"),
    "repeated_question": ("normal", "general"),
    "not_understood": ("normal", "general"),
    "bot_unavailable": ("high", "general"),
    "agent_took_over": ("normal", "general"),
}


@pytest.mark.parametrize("reason", list(Reason))
def test_each_row_of_the_table(reason: Reason) -> None:
    priority, queue = ROWS[reason]
    assert decision(reason) == Decision(reason, Priority(priority), queue, (Because(str(reason)),))


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("mood", ["disappointed", "frustrated", "angry"])
def test_an_upset_customer_never_waits_at_normal_priority(reason: Reason, mood: str) -> None:
    raised = decision(reason, feels(mood)).priority
    assert raised == {"normal": "high"}.get(ROWS[reason][0], ROWS[reason][0])
    assert PRIORITY_ORDER.index(raised) >= PRIORITY_ORDER.index(Priority.HIGH)


@pytest.mark.parametrize("mood", ["neutral", "happy", "grateful", "confused", "anxious"])
def test_others_keep_the_tables_priority(mood: str) -> None:
    assert decision(Reason.ASKED, feels(mood)).priority is Priority.NORMAL


def test_nothing_said_is_nothing_to_decide() -> None:
    assert decide([], misunderstood=9, pending=Reason.ACTION_FAILED) is None


def test_a_calm_question_stays_with_the_bot() -> None:
    assert decide([turn()]) is None
    assert decide([turn(feeling=None)]) is None


def reason_of(*turns: object, **more: object) -> str | None:
    found = decide(list(turns), **more)  # type: ignore[arg-type]
    return found.reason if found else None


def test_each_trigger_has_its_reason() -> None:
    assert reason_of(turn("legal_threat")) == "legal"
    assert reason_of(turn("contact_human_agent")) == "asked"
    assert reason_of(turn(feeling="angry")) == "anger"
    assert reason_of(*[turn(feeling="frustrated")] * 3) == "frustration"
    assert reason_of(turn(), pending=Reason.ACTION_FAILED) == "action_failed"
    assert reason_of(turn(), pending=Reason.POLICY_EXCEPTION) == "policy_exception"
    assert reason_of(turn(), misunderstood=3) == "not_understood"


def test_asking_for_the_phone_number_is_not_asking_for_a_person_now() -> None:
    assert reason_of(turn("contact_customer_service")) is None


def test_a_legal_threat_wins_then_what_an_action_raised_then_the_wish_then_the_mood() -> None:
    failed = Reason.ACTION_FAILED
    before = [turn(feeling="frustrated"), turn(feeling="frustrated")]
    assert reason_of(*before, turn("legal_threat", "angry"), pending=failed, misunderstood=5) == "legal"
    assert reason_of(*before, turn("contact_human_agent", "angry"), pending=failed, misunderstood=5) == failed
    assert reason_of(*before, turn("contact_human_agent", "angry"), misunderstood=5) == "asked"
    assert reason_of(*before, turn(feeling="angry"), misunderstood=5) == "anger"
    assert reason_of(*before, turn(feeling="frustrated"), misunderstood=5) == "frustration"
    assert reason_of(turn(), misunderstood=5) == "not_understood"


def test_unclear_anger_alone_is_no_reason() -> None:
    unsure = turn(feeling="angry")
    unsure = type(unsure)(unsure.intent, unsure.confidence, feels("angry", 0.4))
    assert decide([unsure]) is None


def test_anger_of_an_earlier_turn_is_not_acted_on_again() -> None:
    assert decide([turn(feeling="angry"), turn()]) is None


def test_messages_without_a_reading_do_not_break_a_trend() -> None:
    bad = turn(feeling="frustrated")
    assert reason_of(bad, turn(feeling=None), bad, bad) == "frustration"


@pytest.mark.parametrize(("count", "handed_over"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
def test_the_third_misunderstanding_brings_a_human(count: int, handed_over: bool) -> None:
    assert (decide([turn("out_of_scope")], misunderstood=count) is not None) is handed_over
    assert MISUNDERSTANDINGS == 3


def outcome(found: Decision | None) -> tuple[str, str] | None:
    return (str(found.reason), str(found.priority)) if found else None


def test_a_request_for_a_person_in_anger_is_of_high_priority() -> None:
    assert outcome(decide([turn("contact_human_agent", "angry")])) == ("asked", "high")
    assert outcome(decide([turn("contact_human_agent")])) == ("asked", "normal")


def test_an_exception_wanted_by_somebody_disappointed_is_of_high_priority() -> None:
    found = decide([turn("cancel_order", "disappointed")], pending=Reason.POLICY_EXCEPTION)
    assert outcome(found) == ("policy_exception", "high")


# ── Danger and law, from the text itself ─────────────────────────────────────────────────────────────────────────────


def said(text: str, intent: str = "track_order", feeling: str | None = "neutral", **more: Any) -> Turn:
    base = turn(intent, feeling, more.pop("confidence", 0.9))
    return Turn(base.intent, base.confidence, base.reading, text=text, message_id=more.pop("id", "m_1"), **more)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I want to die", "self_harm"),
        ("我不想活了", "self_harm"),
        ("the plug is smoking", "safety"),
        ("孩子吞了零件", "safety"),
        ("it would be a shame if my bank had to reverse this", "legal"),
        ("等着收律师函吧", "legal"),
        ("the lamp caught fire and I want to die, my lawyer will be in touch", "self_harm"),
        ("the lamp caught fire, I'm going to sue you", "safety"),
        ("this knife is killer", None),
        ("where is it?", None),
    ],
)
def test_what_the_text_says_counts_whatever_the_model_says(text: str, reason: str | None) -> None:
    for intent in ("track_order", "affirm", "out_of_scope", "contact_human_agent"):
        expected = reason or ("asked" if intent == "contact_human_agent" else None)
        assert reason_of(said(text, intent, confidence=0.9)) == expected
    if reason:
        assert reason_of(said(text, confidence=0.01), pending=Reason.ACTION_FAILED, misunderstood=3) == reason


def test_anger_is_anger_and_not_self_harm() -> None:
    assert reason_of(said("我要被你们气死了", "complaint", "angry")) == "anger"


def test_a_joke_is_no_threat_unless_they_are_cross() -> None:
    joke = said("my cat will sue you lol", "legal_threat", "happy")
    assert is_jest(joke)
    assert decide([joke]) is None
    assert decide([said("my cat will sue you lol", "legal_threat", None)]) is None
    assert reason_of(said("my cat will sue you lol", "legal_threat", "angry")) == "legal"
    assert reason_of(said("I will take steps that you won't like", "legal_threat")) == "legal"


def test_what_an_earlier_turn_said_is_not_acted_on_again() -> None:
    assert decide([said("the lamp caught fire"), said("thanks", "thanks")]) is None


# ── The same question again ──────────────────────────────────────────────────────────────────────────────────────────

TRACKED = Answer(("utter_open_late", "utter_order_status"), (("track_order", "answered", ("W-1",)),))
RULES = Answer(("utter_article",), (("article", "answered", ()),))


def asked(times: int, answer: Answer | None = TRACKED, text: str = "where is it?", **more: Any) -> list[Turn]:
    return [said(text, answer=answer, id=f"m_{number}", **more) for number in range(1, times + 1)]


def test_the_third_asking_with_the_same_answer_brings_a_human() -> None:
    assert decide(asked(2)) is None
    found = decide(asked(3))
    assert found == Decision(
        Reason.REPEATED_QUESTION, Priority.NORMAL, "general", (Because("repeated_question", ("m_1", "m_2", "m_3")),)
    )
    assert decide([*asked(2), said("ok", "thanks"), *asked(1)]) is not None, "not only in a row"


def test_it_is_answered_before_it_counts() -> None:
    assert decide([*asked(2), *asked(1, None)]) is None


@pytest.mark.parametrize(
    "other",
    [
        Answer(("utter_order_status",), (("track_order", "answered", ("W-2",)),)),
        Answer(("utter_order_status",), (("track_order", "done", ("W-1",)),)),
        Answer(("utter_which_order",), (("track_order", "asked", ()),)),
        Answer(TRACKED.said, TRACKED.tried, of_a_job=True),
        None,
    ],
)
def test_another_answer_is_none_of_them(other: Answer | None) -> None:
    assert decide([*asked(1, other), *asked(2)]) is None
    assert decide([*asked(2), *asked(1, other)]) is None


def test_other_questions_of_one_kind_are_not_the_same() -> None:
    texts = ["do you ship to Norway?", "how long may I keep it before I send it back?", "can I pay by invoice?"]
    assert decide([said(text, "delivery_options", answer=RULES) for text in texts]) is None
    assert decide(asked(3, RULES, "do you ship to Norway?")) is not None
    months = [said(f"what did I buy in {m}?", "purchase_history", answer=RULES, things=frozenset({m})) for m in "abc"]
    assert decide(months) is None


def test_thanks_and_greetings_ask_nothing_and_days_apart_is_not_again() -> None:
    assert decide([said("thanks!", "thanks", answer=Answer(("utter_thanks",)))] * 4) is None
    days = [said("where is it?", answer=TRACKED, at=day * 86_400.0 * 1.5) for day in range(4)]
    assert decide(days) is None


# ── Whatever comes ───────────────────────────────────────────────────────────────────────────────────────────────────

answers = st.none() | st.sampled_from([TRACKED, RULES, Answer()])
turns = st.builds(
    lambda intent, feeling, confidence, text, answer: said(
        text, intent, feeling, confidence=confidence, answer=answer, id=f"m_{abs(hash(text)) % 99}"
    ),
    st.sampled_from(["track_order", "contact_human_agent", "legal_threat", "out_of_scope", "affirm"]),
    st.none() | st.sampled_from([str(label) for label in Emotion]),
    st.floats(0, 1),
    st.sampled_from(
        ["where is it?", "my lawyer will hear of it", "it caught fire", "我不想活了", "my cat will sue you"]
    )
    | st.text(max_size=40),
    answers,
)


@given(st.lists(turns, max_size=10), st.integers(0, 12), st.none() | st.sampled_from(list(Reason)))
def test_every_decision_is_a_row_and_explained(
    said_before: Sequence[Turn], misunderstood: int, pending: Reason | None
) -> None:
    found = decide(said_before, misunderstood=misunderstood, pending=pending)
    if found is None:
        assert not said_before or pending is None
        return
    row = TABLE[found.reason]
    assert found.queue == row.queue
    assert PRIORITY_ORDER.index(found.priority) >= PRIORITY_ORDER.index(row.priority)
    assert found.because[0].rule == found.reason
    rules = [because.rule for because in found.because]
    assert len(rules) == len(set(rules))
    known = {each.message_id for each in said_before}
    assert all(because.evidence and set(because.evidence) <= known for because in found.because)
    assert (found.priority is Priority.URGENT) == (found.reason in AT_ONCE)
    assert DANGER < AT_ONCE
    if set(rules) & set(map(str, AT_ONCE)):
        assert found.reason in AT_ONCE


def test_every_reason_that_the_bot_decides_on_has_words_for_the_customer() -> None:
    silent = {reason for reason, row in TABLE.items() if not row.response}
    assert silent == {Reason.BOT_UNAVAILABLE, Reason.AGENT_TOOK_OVER}
    assert list(TABLE) == list(Reason)
