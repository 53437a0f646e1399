"""The wishes of one message, in the order in which they are dealt with."""

from __future__ import annotations

from typing import Any

from support.wishes import ordered


def parsed(text: str, *wishes: tuple[str, str], entities: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    def place(words: str) -> dict[str, int]:
        return {"start": text.index(words), "end": text.index(words) + len(words)}

    return {
        "text": text,
        "wishes": [{"intent": intent, "confidence": 0.8, **place(words)} for intent, words in wishes],
        "entities": [{"entity": kind, "value": words, **place(words)} for kind, words in entities],
    }


def test_look_ups_come_first_and_each_group_keeps_its_order() -> None:
    text = "cancel the mug, return the hat, where's the lamp, how many points"
    found = ordered(
        parsed(
            text,
            ("cancel_order", "cancel the mug"),
            ("return_item", "return the hat"),
            ("track_order", "where's the lamp"),
            ("loyalty_points", "how many points"),
        )
    )
    assert [wish["intent"] for wish in found] == ["track_order", "loyalty_points", "cancel_order", "return_item"]


def test_each_wish_has_its_own_entities_with_places_in_its_own_text() -> None:
    text = "cancel the mug and where's the lamp"
    found = ordered(
        parsed(
            text,
            ("cancel_order", "cancel the mug"),
            ("track_order", "where's the lamp"),
            entities=(("product", "mug"), ("product", "lamp")),
        )
    )
    for wish, name in zip(found, ("lamp", "mug"), strict=True):
        (entity,) = wish["entities"]
        assert entity["value"] == wish["text"][entity["start"] : entity["end"]] == name


def test_one_wish_and_manners_beside_it_are_no_several() -> None:
    assert ordered(parsed("where's the lamp", ("track_order", "where's the lamp"))) == []
    assert ordered(parsed("hi, where's the lamp", ("greet", "hi"), ("track_order", "where's the lamp"))) == []
    assert ordered({}) == []


def test_a_yes_stays_at_the_front() -> None:
    found = ordered(parsed("where's the lamp, and yes", ("track_order", "where's the lamp"), ("affirm", "yes")))
    assert [wish["intent"] for wish in found] == ["affirm", "track_order"]
