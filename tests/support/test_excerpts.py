"""What of a text is shown for a search."""

from __future__ import annotations

import pytest

from support.excerpts import Part, excerpt, words_of


@pytest.mark.parametrize(
    ("query", "words"),
    [("floor  lamp", ["floor", "lamp"]), ("灯", ["灯"]), ("a", []), ("", []), ("a b", []), ("a lamp a", ["a", "lamp"])],
)
def test_a_query_has_words_or_finds_nothing(query: str, words: list[str]) -> None:
    assert words_of(query) == words


def test_hits_are_marked_and_far_text_is_cut() -> None:
    text = "x" * 100 + " the Lamp\nand the LAMPSHADE " + "y" * 300
    parts = excerpt(text, ["lamp"])
    assert [part.text for part in parts if part.hit] == ["Lamp", "LAMP"]
    shown = "".join(part.text for part in parts)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 200
    assert "\n" not in shown


def test_signs_are_taken_as_they_stand_and_the_longer_word_wins() -> None:
    assert excerpt("100% (sure)", ["(sure)"]) == [Part("100% ", False), Part("(sure)", True)]
    assert excerpt("lampshade", ["lamp", "lampshade"]) == [Part("lampshade", True)]
    assert excerpt("nothing here", ["lamp"]) == [Part("nothing here", False)]
