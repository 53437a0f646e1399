"""Which words moved an emotion, in both languages, however long the message is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from utterances import examples

from bot.explanation import movers, spans
from bot.reading.encoders import DEFAULT_ENCODER
from bot.reading.reader import LanguageReader, Reader, Settings
from bot.understanding import Understanding, _in_place

TEXT = st.one_of(st.text(), st.text(alphabet="ab我的了灯!！。…. 😡👍🏽🇩🇪'-", max_size=60))


@pytest.fixture(scope="module")
def reader() -> Reader:
    encoders = {"en": DEFAULT_ENCODER, "zh": DEFAULT_ENCODER}
    return Reader(Settings(encoders=encoders)).fit([*examples("en"), *examples("zh")])


def left_out(text: str) -> list[str]:
    """Return what may be left out of a text."""
    return [text[span.start : span.end] for span in spans(text)]


@given(TEXT)
def test_what_is_left_out_stands_in_the_text(text: str) -> None:
    for span in spans(text):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("where's my lamp?!", ["where's", "my", "lamp", "?!"]),
        ("order W-10423 is late...", ["order", "W-10423", "is", "late", "..."]),
        ("thanks 👍🏽😊", ["thanks", "👍🏽", "😊"]),
        ("好", ["好"]),
        ("退款", ["退款"]),
        ("要退款", ["要退", "要退款", "退款"]),
        ("灯坏了", ["灯坏", "灯坏了", "坏了"]),
        ("灯，坏了！", ["灯", "坏了", "！"]),
        ("我的app坏了", ["我的", "app", "坏了"]),
        ("", []),
        (" .,- ", []),
    ],
)
def test_words_signs_and_emoji_are_left_out_and_two_or_three_characters(text: str, parts: list[str]) -> None:
    assert left_out(text) == parts


@pytest.mark.parametrize(
    "text", ["where is my lamp " * 60, "我的灯到哪了" * 170, "a" * 10_000, "!" * 3000, "a " * 5000]
)
def test_of_a_long_text_more_is_left_out_at_a_time(text: str) -> None:
    found = spans(text)

    assert len(found) <= max(8, 20_000 // len(text))
    assert found[-1].end >= len(text.rstrip()) - 3, "to its end"


@pytest.mark.parametrize(
    ("language", "text", "label", "word"),
    [
        ("en", "I'm worried about my order", "anxious", "worried"),
        ("zh", "我的订单到哪了，好担心", "anxious", "担心"),
        ("zh", "马上给我退款！！！", "angry", "！！！"),
    ],
)
def test_the_word_that_shows_it_moved_it_most(reader: Reader, language: str, text: str, label: str, word: str) -> None:
    found = movers(reader.of(language), text, label)

    assert word in found[0].text
    assert found[0].drop > 0.05


def test_a_word_may_speak_against_it(reader: Reader) -> None:
    found = {one.text: one.drop for one in movers(reader.of("en"), "I'm worried about my order", "anxious")}

    assert found["order"] < 0 < found["worried"]


@given(text=TEXT, label=st.sampled_from(["angry", "anxious", "neutral", "unheard of"]))
def test_movers_are_the_strongest_first_and_apart(reader: Reader, text: str, label: str) -> None:
    found = movers(reader.of("en"), text, label, most=3)

    assert len(found) <= 3
    assert [abs(one.drop) for one in found] == sorted((abs(one.drop) for one in found), reverse=True)
    assert all(text[one.start : one.end] == one.text for one in found)
    places = sorted((one.start, one.end) for one in found)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


def test_all_is_one_batch(reader: Reader) -> None:
    class Counted:
        emotions = reader.of("en").emotions
        batches: list[int] = []  # noqa: RUF012

        def features(self, texts: list[str]) -> Any:
            self.batches.append(len(texts))
            return reader.of("en").features(texts)

    movers(cast(LanguageReader, Counted()), "I'm so worried about my order", "anxious")

    assert Counted.batches == [7]


def test_a_reader_without_emotions_has_nothing_to_explain() -> None:
    plain = Reader(Settings(encoders={"en": DEFAULT_ENCODER})).fit(examples("en", emotions=False))

    assert movers(plain.of("en"), "this is a scam", "angry") == []


@pytest.mark.parametrize(
    ("text", "start", "end"), [("/cancel W-10423", 8, 15), ("cancel W-10423", 7, 14), (" /W-10423", 2, 9)]
)
def test_offsets_count_from_the_text_as_it_was_written(text: str, start: int, end: int) -> None:
    added = 1 if "/" in text else 0  # the word joiner that keeps Rasa from reading a command
    part = {"start": start + added, "end": end + added}
    found = _in_place(text, {"entities": [dict(part)], "wishes": [{"start": 0, "end": len(text) + added}]})

    assert found["entities"] == [{"start": start, "end": end}]
    assert text[start:end] == "W-10423"
    assert found["wishes"] == [{"start": 0, "end": len(text)}]


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_has_no_places_beyond_it(text: str) -> None:
    assert _in_place(text, {"wishes": [{"start": 0, "end": 1}]})["wishes"][0]["end"] <= len(text)


def test_a_model_without_our_reader_is_named() -> None:
    class Node:
        _component = None

    class Runner:
        _instantiated_nodes = {"one": Node()}  # noqa: RUF012

    understanding = Understanding.__new__(Understanding)
    understanding._runner = cast(Any, Runner())

    with pytest.raises(ValueError, match="no MessageReader in its pipeline"):
        _ = understanding.reader
