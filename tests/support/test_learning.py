"""What is worth labelling, at its edges."""

from __future__ import annotations

import pytest

from support.escalation import Reason
from support.learning import CLOSE, TELLING, Bounds, Candidate, Guess, Heard, Why, candidates, clean, filled, whys

BOUNDS = Bounds(0.2, 0.4)


def heard(text: str = "x", confidence: float = 0.9, intent: str = "track_order", **more: object) -> Heard:
    return Heard(text, "en", Guess(intent, confidence, "neutral"), **more)  # type: ignore[arg-type]


def chosen(*messages: Heard, known: str = "") -> list[Candidate]:
    return candidates(messages, BOUNDS, normal=str.lower, is_known=lambda text: text == known, most_chars=50)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (heard(), ()),
        (heard(confidence=0.2), ()),
        (heard(confidence=0.19), (Why.UNSURE,)),
        (heard(confidence=0.39, known_words=0.5), (Why.UNSURE,)),
        (heard(confidence=0.4, known_words=0.0), ()),
        (heard(confidence=0.29, known_words=0.75), (Why.UNSURE,)),
        (heard(confidence=0.34, intent="legal_threat"), (Why.UNSURE,)),
        (heard(confidence=0.35, intent="contact_human_agent"), ()),
        (heard(confidence=0.5, runner_up=0.5 - CLOSE - 0.01), ()),
        (heard(confidence=0.5, runner_up=0.5 - CLOSE + 0.01), (Why.UNSURE,)),
        (heard(not_understood=True), (Why.NOT_UNDERSTOOD,)),
        (heard(confidence=0.1, handoff=True), (Why.UNSURE, Why.HANDOFF)),
        (Heard("x", "en", Guess(None, 0.0, None)), (Why.UNSURE,)),
    ],
)
def test_why_a_message_is_worth_a_look(message: Heard, expected: tuple[Why, ...]) -> None:
    assert whys(message, BOUNDS) == expected


def test_a_wish_for_a_person_says_nothing_against_the_bot() -> None:
    assert set(Reason) - TELLING == {"asked", "agent_took_over", "bot_unavailable", "self_harm", "safety"}


def test_the_same_utterance_counts_once_with_the_least_confidence_and_all_reasons() -> None:
    (one,) = chosen(heard("Hm?", 0.15), heard("hm?", 0.1, handoff=True), heard("HM?", 0.9))
    assert (one.text, one.times, one.guess.confidence, one.whys) == ("Hm?", 2, 0.1, (Why.UNSURE, Why.HANDOFF))


def test_the_most_frequent_then_the_most_uncertain_come_first() -> None:
    found = chosen(heard("a", 0.15), heard("b", 0.1), heard("c", 0.19), heard("c", 0.19))
    assert [one.text for one in found] == ["c", "b", "a"]


def test_what_is_known_empty_or_too_long_is_left_out() -> None:
    assert chosen(heard("known", 0.1), known="known") == []
    # Known with the very data that masks are filled with: it was accepted before.
    assert chosen(heard("mail tom@shop.example", 0.1), known="mail name@example.com") == []
    assert chosen(heard("tom@shop.example", 0.1), heard("  ", 0.1), heard("x" * 51, 0.1)) == []


def test_texts_are_one_line_of_characters_that_can_be_seen() -> None:
    assert clean(" a\n\tb\u200b\u2060 \x00c\u2028d ") == "a b c d"
    assert clean("[x](product) 👩\u200d💻 x\u200dy") == "(x)(product) 👩\u200d💻 xy"


def test_masks_are_filled_with_invented_data_of_the_language() -> None:
    assert filled("<name> <email> •••• 1111", "en") == "Alex name@example.com •••• 1111"
    assert filled("我叫<name>", "zh") == "我叫小林"
