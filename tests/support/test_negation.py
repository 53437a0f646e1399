"""What a message rules out, and what it does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from texts import ANY_TEXT

from support import colours, naming, negation, sizes
from support.negation import Place

THINGS = [["lamp", "台灯"], ["mug", "杯子"], ["headphones", "耳机"]]


def places(text: str) -> list[Place]:
    found = [Place("product", n.start, n.end) for n in naming.find(text, THINGS)]
    found += [Place("color", c.start, c.end) for c in colours.find(text)]
    found += [Place("size", s.start, s.end) for s in sizes.find(text)]
    found += [Place("order_number", m.start(), m.end()) for m in re.finditer(r"W-\d+", text)]
    return sorted(found, key=lambda place: (place.start, place.end))


def read(text: str) -> tuple[str, str]:
    """Return what is wanted and what is ruled out, each with spaces between."""
    found = places(text)
    out = negation.excluded(text, found)
    wanted = [text[p.start : p.end] for p, flag in zip(found, out, strict=True) if not flag]
    excluded = [text[p.start : p.end] for p, flag in zip(found, out, strict=True) if flag]
    return " ".join(wanted), " ".join(excluded)


@pytest.mark.parametrize(
    ("text", "wanted", "excluded"),
    [
        # Denied and put right.
        ("not the lamp, the mug", "mug", "lamp"),
        ("the mug, not the lamp", "mug", "lamp"),
        ("I ordered the mug not the lamp", "mug", "lamp"),
        ("it isn't the lamp, it's the mug", "mug", "lamp"),
        ("not the lamp or the mug, the headphones", "headphones", "lamp mug"),
        ("neither the lamp nor the mug", "", "lamp mug"),
        ("cancel everything except the mug", "", "mug"),
        ("don't cancel the lamp, cancel the mug", "mug", "lamp"),
        ("don't cancel the lamp", "", "lamp"),
        ("I don't want the lamp, I want the mug", "mug", "lamp"),
        ("keep the lamp, return the mug", "mug", "lamp"),
        ("black, not navy", "black", "navy"),
        ("the blue one instead of the red one", "blue", "red"),
        ("39 rather than 38", "39", "38"),
        ("M not L", "M", "L"),
        ("not the blue mug, the red mug", "red mug", "blue mug"),
        ("not the blue one, the red one", "red", "blue"),
        ("not the mug in blue", "", "mug blue"),
        ("不是杯子，是台灯", "台灯", "杯子"),
        ("是台灯，不是杯子", "台灯", "杯子"),
        ("不是杯子和台灯，是耳机", "耳机", "杯子 台灯"),
        ("不要台灯，要杯子", "杯子", "台灯"),
        ("除了台灯都取消", "", "台灯"),
        ("别取消台灯", "", "台灯"),
        ("台灯别取消，取消杯子", "杯子", "台灯"),
        ("不是蓝色的杯子，是红色的", "红色", "蓝色 杯子"),
        # Corrected: the later one counts.
        ("W-10231, sorry, W-10232", "W-10232", "W-10231"),
        ("W-10231 I mean W-10232", "W-10232", "W-10231"),
        ("W-10231. Oh no, wrong number, it's W-10232", "W-10232", "W-10231"),
        ("the lamp, no, the mug", "mug", "lamp"),
        ("the lamp? no, the mug", "mug", "lamp"),
        ("cancel the lamp, actually the mug", "mug", "lamp"),
        ("M, no wait, L", "L", "M"),
        ("W-10231，不对，W-10232", "W-10232", "W-10231"),
        ("W-10231，打错了，是W-10232", "W-10232", "W-10231"),
        ("我要台灯，不，杯子", "杯子", "台灯"),
    ],
)
def test_what_is_denied_or_corrected_is_ruled_out(text: str, wanted: str, excluded: str) -> None:
    assert read(text) == (wanted, excluded)


@pytest.mark.parametrize(
    "text",
    [
        "no, the blue one",
        "no the lamp",
        "sorry, W-10231",
        "W-10231 and W-10232",
        "W-10231, sorry to bother you again",
        "where is my lamp and my mug",
        "I don't want the lamp",
        "I haven't received the lamp",
        "the lamp hasn't come and the mug is broken",
        "that's not the lamp I ordered",
        "why don't you cancel the lamp",
        "not only the lamp but also the mug",
        "whether or not the lamp comes",
        "the lamp is not the right colour",
        "can you keep the lamp for me",
        "you sent me size 36 instead of 39",
        "instead of the lamp there was a mug",
        "不，台灯",
        "我不要台灯了",
        "没收到台灯",
        "这不是我买的台灯",
        "是不是台灯",
        "台灯不亮",
    ],
)
def test_what_a_message_is_about_is_not_ruled_out(text: str) -> None:
    assert read(text)[1] == ""


@given(ANY_TEXT)
def test_any_text_says_of_each_place_whether_it_counts(text: str) -> None:
    found = places(text)
    assert len(negation.excluded(text, found)) == len(found)
    assert sorted(i for group in negation.phrases(text, found) for i in group) == list(range(len(found)))


def test_a_long_stammer_is_read_in_no_time() -> None:
    assert read("the lamp" + ", no, sorry, the" * 60 + " mug") == ("lamp mug", "")
