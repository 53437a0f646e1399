"""Which variant a customer asks for: named, or told from the one they have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from samples import line
from texts import ANY_TEXT

from support.orders import Product, Variant
from support.replies import READERS
from support.variants import Wanted, steps, wanted, without_goal, without_steps


def product(*names: str) -> Product:
    return replace(line("thing").product, variants=tuple(Variant(name, 3) for name in names))


BOOTS = product("38", "39", "40", "42", "44")
SHIRT = product("S", "M", "L", "XL")
BLANKET = product("moss", "oat", "rust")
BOTH = product("blue / M", "blue / L", "black / M", "black / L")
SOCKS = product("36-38", "39-41", "42-44")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("one size up", "40"),
        ("a size bigger please", "40"),
        ("can I have them one size smaller?", "38"),
        ("two sizes up", "42"),
        ("the next size up", "40"),
        ("I need to go up a size", "40"),
        ("they pinch, can I swap them for a bigger size?", "40"),
        ("a bigger pair", "40"),
        ("something larger", "40"),
        ("bigger", "40"),
        ("smaller please", "38"),
        ("size up", "40"),
        ("half a size up", "40"),
        ("a size larger than the 39", "40"),
        ("换大一码", "40"),
        ("大一号的", "40"),
        ("要小一码", "38"),
        ("想换大两码的", "42"),
        ("换大一点的", "40"),
        ("换大码", "40"),
        ("换个小的", "38"),
        ("这鞋偏小一码，帮我换大一号", "40"),
        ("my boots in 39 pinch, a 40 please", "40"),
        ("exchange the hiking boots for a 40, I'll drop the old ones off", "40"),
        ("swap 39 for 42", "42"),
        ("40 instead of 39", "40"),
        ("not 40, 42", "42"),
        ("no, 42", "42"),
        ("把39码换成40码", "40"),
        ("不，要42码", "42"),
        ("登山靴换40码，旧的我自己寄", "40"),
        ("exchange the hiking boots for a 39", "39"),
        ("39", "39"),
        ("a 45 please", "45"),
    ],
)
def test_from_39(text: str, name: str) -> None:
    assert wanted(text, BOOTS, "39") == Wanted(name)


@pytest.mark.parametrize(
    "text",
    [
        "they are too small",
        "my boots in 39 pinch",
        "it runs a size smaller",
        "bigger than I thought",
        "they came a size smaller than expected",
        "I have 40 days left",
        "it cost 40 euros",
        "order W-40",
        "another size please",
        "偏小一码",
        "太小了",
        "40天前买的",
        "hello",
    ],
)
def test_nothing_is_asked_for(text: str) -> None:
    assert wanted(text, BOOTS, "39") is None


@pytest.mark.parametrize(
    ("text", "current", "found"),
    [
        ("one size up", "44", Wanted("", 1)),
        ("a size smaller", "38", Wanted("", -1)),
        ("two sizes up", "42", Wanted("", 1)),
        ("one size up", "", None),
    ],
)
def test_beyond_the_last_rung_there_is_nothing(text: str, current: str, found: Wanted | None) -> None:
    assert wanted(text, BOOTS, current) == found


@pytest.mark.parametrize(
    ("text", "current", "name"),
    [
        ("one size up", "M", "L"),
        ("M please", "S", "M"),
        ("then take L please, I'll drop the old one off", "S", "L"),
        ("换大码", "S", "L"),
        ("小一号", "XL", "L"),
        ("XXL", "L", "XXL"),
    ],
)
def test_letters_have_an_order(text: str, current: str, name: str) -> None:
    assert wanted(text, SHIRT, current) == Wanted(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("in black", "black / M"),
        ("a size bigger", "blue / L"),
        ("the L in black", "black / L"),
        ("黑色的", "black / M"),
        ("大一码", "blue / L"),
        ("not the blue one, the black one", "black / M"),
    ],
)
def test_what_is_left_open_stays(text: str, name: str) -> None:
    assert wanted(text, BOTH, "blue / M") == Wanted(name)


def test_a_shop_s_own_colours_are_read() -> None:
    assert wanted("can I swap the wool blanket for the rust one?", BLANKET, "moss") == Wanted("rust")
    assert wanted("oat", BLANKET, "moss") == Wanted("oat")
    assert wanted("in black", BLANKET, "moss") == Wanted("black")
    assert wanted("a size bigger", BLANKET, "moss") is None


def test_a_range_is_a_size() -> None:
    assert wanted("a size bigger", SOCKS, "39-41") == Wanted("42-44")
    assert wanted("size 43", SOCKS, "39-41") == Wanted("42-44")


def test_one_size_up_is_no_number_of_pieces() -> None:
    assert without_steps("both, one size up").split() == ["both,"]
    assert steps("both, two sizes up") == 2


def test_what_a_thing_shall_become_does_not_say_which_thing_it_is() -> None:
    assert without_goal("swap my boots: 40 instead of 39").split() == ["swap", "my", "boots:", "40", "instead", "of"]
    assert without_goal("swap the blue mug for a red one").split() == ["swap", "the", "blue", "mug", "for", "a", "one"]


@pytest.mark.parametrize("text", ["one size up", "大一码", "rust", "stone please", "42", "in black"])
def test_a_question_for_a_variant_is_answered_by_it(text: str) -> None:
    assert READERS["variant"](text) is not None


@given(ANY_TEXT)
def test_whatever_is_said_nothing_raises(text: str) -> None:
    for things, current in ((BOOTS, "39"), (BOTH, "blue / M"), (BLANKET, "")):
        wanted(text, things, current)
    assert len(without_steps(text)) == len(text)
