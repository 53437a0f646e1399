"""How a reply begins: tone, and one apology an issue."""

from __future__ import annotations

import pytest
from samples import feels

from support.emotion import Emotion
from support.empathy import FAULTS, ONCE, TONES, Opening, opening, tone


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("neutral", "plain"),
        ("happy", "warm"),
        ("grateful", "warm"),
        ("confused", "clear"),
        ("anxious", "gentle"),
        ("disappointed", "gentle"),
        ("frustrated", "firm"),
        ("angry", "firm"),
    ],
)
def test_each_emotion_has_its_tone(label: str, expected: str) -> None:
    assert tone(feels(label)) == expected


@pytest.mark.parametrize("label", list(Emotion))
def test_an_unsure_reading_counts_as_neutral(label: Emotion) -> None:
    assert tone(feels(label, 0.34)) == "plain"
    assert tone(feels(label, 0.35)) in TONES
    assert tone(None) == "plain"


def test_the_first_opening_fits_the_tone_and_is_remembered() -> None:
    assert opening("late", "W-1", feels("anxious"), []) == Opening(
        ("utter_open_late_gentle", "utter_open_late"), "late:W-1"
    )


@pytest.mark.parametrize("situation", sorted(ONCE))
@pytest.mark.parametrize("label", ["neutral", "angry", "happy"])
def test_the_second_opening_of_an_issue_is_another_one_and_remembers_nothing(situation: str, label: str) -> None:
    first = opening(situation, "W-1", feels(label), [])
    assert first.remember
    second = opening(situation, "W-1", feels(label), [first.remember])
    assert second == Opening((f"utter_open_{situation}_again",), None)


def test_a_row_of_late_parcels_is_the_same_issue_as_the_late_parcel() -> None:
    said = [opening("late", "W-1", None, []).remember]
    for situation in ("late_row", "disputed"):
        assert opening(situation, "W-1", None, [memory for memory in said if memory]).remember is None


def test_another_order_is_another_issue() -> None:
    said = ["late:W-1"]
    assert opening("late", "W-2", None, said).remember == "late:W-2"
    assert opening("damaged", "W-1", None, said).remember == "damaged:W-1"


def test_situations_without_fault_may_open_every_reply() -> None:
    first = opening("on_time", "W-1", feels("happy"), [])
    assert first == opening("on_time", "W-1", feels("happy"), ["on_time:W-1"])
    assert first == Opening(("utter_open_on_time_warm", "utter_open_on_time"), None)


@pytest.mark.parametrize("situation", [*sorted(ONCE), "general", "on_time", "cancel"])
@pytest.mark.parametrize("label", ["happy", "grateful"])
def test_a_cheerful_customer_is_never_consoled(situation: str, label: str) -> None:
    assert opening(situation, "W-1", feels(label), []).responses[0] == f"utter_open_{situation}_warm"


def test_every_fault_is_apologised_for_once() -> None:
    assert FAULTS <= ONCE
