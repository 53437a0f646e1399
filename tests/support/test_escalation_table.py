"""When a human is the better answer."""

from __future__ import annotations

import pytest
from samples import feels, turn

from support.escalation import MISUNDERSTANDINGS, PRIORITY_ORDER, Decision, Priority, Reason, decide, decision

TABLE = {
    "legal": ("urgent", "legal"),
    "asked": ("normal", "general"),
    "anger": ("high", "general"),
    "frustration": ("high", "general"),
    "action_failed": ("high", "general"),
    "policy_exception": ("normal", "general"),
    "not_understood": ("normal", "general"),
    "bot_unavailable": ("high", "general"),
    "agent_took_over": ("normal", "general"),
}


@pytest.mark.parametrize("reason", list(Reason))
def test_each_row_of_the_table(reason: Reason) -> None:
    priority, queue = TABLE[reason]
    assert decision(reason) == Decision(reason, Priority(priority), queue)


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("mood", ["disappointed", "frustrated", "angry"])
def test_an_upset_customer_never_waits_at_normal_priority(reason: Reason, mood: str) -> None:
    raised = decision(reason, feels(mood)).priority
    assert raised == {"normal": "high"}.get(TABLE[reason][0], TABLE[reason][0])
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


def test_a_request_for_a_person_in_anger_is_of_high_priority() -> None:
    assert decide([turn("contact_human_agent", "angry")]) == Decision(Reason.ASKED, Priority.HIGH, "general")
    assert decide([turn("contact_human_agent")]) == Decision(Reason.ASKED, Priority.NORMAL, "general")


def test_an_exception_wanted_by_somebody_disappointed_is_of_high_priority() -> None:
    found = decide([turn("cancel_order", "disappointed")], pending=Reason.POLICY_EXCEPTION)
    assert found == Decision(Reason.POLICY_EXCEPTION, Priority.HIGH, "general")
