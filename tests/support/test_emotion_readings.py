"""Emotions: weighed from probabilities, read from parse results, and how they move."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import feels

from support.emotion import VALENCE, Emotion, Reading, is_angry, is_rising, reading, surface_signs, weigh

LABELS = [str(label) for label in Emotion]


def test_valences_are_those_of_the_annotation_guide() -> None:
    assert {str(label): VALENCE[label] for label in Emotion} == {
        "neutral": 0, "happy": 0.8, "grateful": 0.7, "confused": -0.2, "anxious": -0.4, "disappointed": -0.5,
        "frustrated": -0.65, "angry": -0.9,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("read", "angry"),
    [
        (feels("angry", 0.65), True),
        (feels("angry", 0.95), True),
        (feels("angry", 0.64), False),
        (feels("frustrated", 0.99), False),
        (feels("disappointed", 0.99), False),
        (feels("neutral", 0.99), False),
    ],
)
def test_anger_is_acted_on_only_when_it_is_clear(read: Reading, angry: bool) -> None:
    assert is_angry(read) is angry


@pytest.mark.parametrize(
    "labels",
    [
        ["frustrated", "frustrated", "frustrated"],
        ["frustrated", "angry", "frustrated"],
        ["neutral", "frustrated", "frustrated", "frustrated"],
        ["neutral", "disappointed", "frustrated"],
        ["happy", "disappointed", "angry"],
        ["confused", "disappointed", "frustrated"],
        ["neutral", "frustrated", "angry"],
    ],
)
def test_frustration_that_stays_or_deepens_is_rising(labels: list[str]) -> None:
    assert is_rising([feels(label) for label in labels])


@pytest.mark.parametrize(
    "labels",
    [
        [],
        ["frustrated"],
        ["frustrated", "frustrated"],
        ["neutral", "neutral", "frustrated"],  # one cross word
        ["happy", "neutral", "frustrated"],
        ["frustrated", "neutral", "frustrated"],
        ["frustrated", "frustrated", "neutral"],  # recovered
        ["frustrated", "frustrated", "frustrated", "grateful"],
        ["frustrated", "frustrated", "disappointed"],
        ["neutral", "anxious", "disappointed"],  # sad is not frustrated
        ["disappointed", "disappointed", "frustrated"],  # no step down between the first two
        ["anxious", "confused", "frustrated"],  # up, then down
        ["angry", "neutral", "neutral"],
    ],
)
def test_a_single_cross_word_or_a_recovery_is_no_rise(labels: list[str]) -> None:
    assert not is_rising([feels(label) for label in labels])


def test_only_the_newest_turns_count() -> None:
    assert not is_rising([feels(x) for x in ("frustrated", "frustrated", "neutral", "frustrated")])
    assert is_rising([feels(x) for x in ("neutral", "frustrated", "frustrated")], turns=2)


def test_falling_needs_valences_that_fall() -> None:
    flat = [feels("neutral", valence=-0.5), feels("disappointed", valence=-0.5), feels("frustrated", valence=-0.6)]
    assert not is_rising(flat)
    assert is_rising([feels("neutral", valence=-0.4), *flat[1:]])


WHOLE = {"label": "angry", "confidence": 0.8, "valence": -0.9, "intensity": 0.7}


def test_a_parse_result_becomes_a_reading() -> None:
    assert reading({**WHOLE, "ranking": []}) == Reading(Emotion.ANGRY, 0.8, -0.9, 0.7)


@pytest.mark.parametrize("name", list(WHOLE))
def test_a_reading_with_a_gap_is_none(name: str) -> None:
    assert reading({key: value for key, value in WHOLE.items() if key != name}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"label": "furious"},
        {"label": None},
        {"label": ["angry"]},
        {"confidence": "much"},
        {"confidence": None},
        {"confidence": 1.01},
        {"confidence": -0.1},
        {"confidence": math.nan},
        {"valence": -1.5},
        {"valence": {}},
        {"valence": math.inf},
        {"intensity": 2},
        {"intensity": math.nan},
    ],
)
def test_a_reading_that_makes_no_sense_is_none(change: dict[str, Any]) -> None:
    assert reading({**WHOLE, **change}) is None


@pytest.mark.parametrize("parsed", [None, "", "angry", 3, [], [WHOLE], {}, True])
def test_what_is_no_reading_is_none(parsed: object) -> None:
    assert reading(parsed) is None


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from(LABELS), st.lists))
def test_no_value_of_a_field_makes_reading_fail(value: Any) -> None:
    for name in WHOLE:
        read = reading({**WHOLE, name: value})
        assert read is None or (0 <= read.confidence <= 1 and -1 <= read.valence <= 1 and 0 <= read.intensity <= 1)


@st.composite
def distributions(draw: st.DrawFn) -> dict[str, float]:
    shares = draw(st.lists(st.floats(0.001, 1), min_size=len(LABELS), max_size=len(LABELS)))
    return {label: share / sum(shares) for label, share in zip(LABELS, shares, strict=True)}


@given(st.text(), distributions())
def test_a_weighed_reading_is_within_its_bounds(text: str, probabilities: dict[str, float]) -> None:
    read = weigh(text, probabilities)
    assert 0 <= read.confidence <= 1
    assert -1 <= read.valence <= 1
    assert 0 <= read.intensity <= 1
    assert probabilities[read.label] == max(probabilities.values())
    assert reading({"label": str(read.label), "confidence": read.confidence, "valence": read.valence,
                    "intensity": read.intensity}) == read  # fmt: skip


@given(distributions(), st.sampled_from(["where is my lamp", "我的灯呢", "hello"]), st.integers(0, 5))
def test_louder_is_never_less_intense(probabilities: dict[str, float], text: str, marks: int) -> None:
    quiet, loud = weigh(text, probabilities), weigh(text + "!" * marks, probabilities)
    assert loud.intensity >= quiet.intensity
    assert (loud.label, loud.valence) == (quiet.label, quiet.valence)


@pytest.mark.parametrize(
    "louder",
    ["WHERE IS MY LAMP", "where is my lamp!!!", "wheeeere is my laaaamp", "where is my lamp 😡", "where is my lamp…"],
)
def test_shouting_marks_drawn_letters_emoji_and_dots_raise_intensity(louder: str) -> None:
    probabilities = {"angry": 0.7, "neutral": 0.3}
    assert weigh(louder, probabilities).intensity > weigh("where is my lamp", probabilities).intensity


def test_valence_is_expected_over_all_labels() -> None:
    assert weigh("", {"angry": 0.5, "neutral": 0.5}).valence == -0.45
    assert weigh("", {"happy": 1.0}) == Reading(Emotion.HAPPY, 1.0, 0.8, 0.6)


def test_a_surely_neutral_message_has_no_intensity_however_loud() -> None:
    assert weigh("WHERE?!!!", {"neutral": 1.0}).intensity == 0


@given(st.text())
def test_surface_signs_are_seven_shares(text: str) -> None:
    signs = surface_signs(text)
    assert len(signs) == 7
    assert all(0 <= sign <= 1 for sign in signs)


@pytest.mark.parametrize(
    ("text", "index"), [("NOW", 0), ("now！", 1), ("怎么了？", 2), ("sooo", 3), ("唉。。", 4), ("❤", 5), ("👎", 6)]
)
def test_each_sign_is_heard_in_its_place(text: str, index: int) -> None:
    signs = surface_signs(text)
    assert signs[index] > 0
    assert sum(1 for sign in signs if sign) == 1


def test_short_capitals_digits_and_order_numbers_are_no_shouting() -> None:
    assert surface_signs("OK, W-10423 on TV 2000")[0] == 0
    assert surface_signs("100000")[3] == 0
