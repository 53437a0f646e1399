"""Sizes and colours: what customers write, and which of the shop's variants it fits."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from texts import ANY_TEXT

from support import colours, sizes


def read_sizes(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.size) for m in sizes.find(text)]


def read_colours(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.colour) for m in colours.find(text)]


@pytest.mark.parametrize(
    ("text", "said", "size"),
    [
        ("M", "M", "M"),
        ("42", "42", "42"),
        ("42 please", "42", "42"),
        ("medium", "medium", "M"),
        ("can I change it to size L?", "L", "L"),
        ("size s", "s", "S"),
        ("size: 42.5", "42.5", "42.5"),
        ("the size M one", "M", "M"),
        ("in M please", "M", "M"),
        ("an L instead", "L", "L"),
        ("xxl", "xxl", "XXL"),
        ("the jumper in 2XL", "2XL", "XXL"),
        ("make it a 42.", "42", "42"),
        ("UK 9", "9", "9"),
        ("king size sheets", "king size", "king"),
        ("the super-king-size duvet", "super-king-size", "super king"),
        ("a double duvet", "double", "double"),
        ("the large one", "large", "L"),
        ("10 UK please", "10 UK", "10"),
        ("jeans W32/L34", "W32/L34", "w32/l34"),
        ("the 160 x 230 cm rug", "160 x 230 cm", "160x230 cm"),
        ("140×200", "140×200", "140x200"),
        ("the 60 cm mirror", "60 cm", "60 cm"),
        ("拍的M码", "M码", "M"),
        ("42码的鞋", "42码", "42"),
        ("换大码", "大码", "L"),
        ("要L的", "L", "L"),
        ("尺码M", "M", "M"),
        ("42号的鞋", "42号", "42"),
        ("1米8的床笠", "1米8", "1.8 m"),
        ("一米八的", "一米八", "1.8 m"),
        ("1.5米的窗帘", "1.5米", "1.5 m"),
        ("20寸行李箱", "20寸", "20 inch"),
        ("165/88A", "165/88A", "165/88a"),
    ],
)
def test_a_size_is_found_and_read(text: str, said: str, size: str) -> None:
    assert read_sizes(text) == [(said, size)]


@pytest.mark.parametrize(
    "text",
    [
        "I'm fine",
        "don't, it's",
        "M&S",
        "5 stars",
        "24/7",
        "7x24",
        "in 2019",
        "I have 42 orders",
        "in 42 days",
        "too small",
        "a large parcel",
        "a single sheet of paper",
        "too large",
        "what sizes are there",
        "W-10423",
        "call 030 1234567",
        "iPhone 12",
        "flat 42, High Street",
        "Müller",
        "小一码",
        "大一号",
        "3号楼",
        "验证码",
    ],
)
def test_what_only_looks_like_a_size_is_none(text: str) -> None:
    assert read_sizes(text) == []


def test_what_is_wanted_and_what_is_not_are_both_found() -> None:
    assert [size for _, size in read_sizes("swap 41 for 42")] == ["41", "42"]
    assert [size for _, size in read_sizes("XL instead of L please")] == ["XL", "L"]


@pytest.mark.parametrize(
    ("size", "variant", "fits"),
    [
        ("M", "M", True),
        ("m码", "M", True),
        ("Medium", "m", True),
        ("L", "M", False),
        ("42", "42-44", True),
        ("41", "42-44", False),
        ("42", "blue / 42", True),
        ("M", "M, navy", True),
        ("XL", "L", False),
        ("42", "black", False),
        ("M", "", False),
    ],
)
def test_a_size_fits_a_variant(size: str, variant: str, fits: bool) -> None:
    assert sizes.fits(size, variant) is fits


@pytest.mark.parametrize(
    ("text", "said", "colour"),
    [
        ("the blue one", "blue", "blue"),
        ("in Gray please", "Gray", "grey"),
        ("BLACK", "BLACK", "black"),
        ("The Black one please", "Black", "black"),
        ("the light grey rug", "light grey", "light grey"),
        ("dark-blue", "dark-blue", "dark blue"),
        ("greenish", "greenish", "green"),
        ("the orange one", "orange", "orange"),
        ("in cream", "cream", "cream"),
        ("the mustard sofa", "mustard", "mustard"),
        ("my olive parka", "olive", "olive"),
        ("rose gold", "rose gold", "rose gold"),
        ("蓝色", "蓝色", "blue"),
        ("换成米白色的", "米白色", "off-white"),
        ("藏青色那条", "藏青色", "navy"),
        ("要黑的", "黑", "black"),
        ("墨绿还有吗", "墨绿", "dark green"),
        ("红的那个", "红", "red"),
    ],
)
def test_a_colour_is_found_and_named(text: str, said: str, colour: str) -> None:
    assert read_colours(text) == [(said, colour)]


@pytest.mark.parametrize(
    "text",
    [
        "green tea",
        "Black Friday",
        "a white noise machine",
        "orange juice",
        "face cream",
        "the mint tea",
        "a walnut chopping board",
        "Pink Floyd shirt",
        "my Blue Yeti mic",
        "Black+Decker drill",
        "7 The Green, Leeds",
        "Mr Brown",
        "out of the blue",
        "the light blinks red",
        "blackout curtains",
        "covered",
        "红酒",
        "绿茶",
        "颜色不对",
        "有色差",
        "小红书",
        "1.5米的",
        "黑色星期五",
    ],
)
def test_a_name_with_a_colour_in_it_is_no_colour(text: str) -> None:
    assert read_colours(text) == []


@pytest.mark.parametrize(
    ("colour", "variant", "fits"),
    [
        ("blue", "blue", True),
        ("蓝色", "blue", True),
        ("blue", "navy / M", True),
        ("green", "sea green", True),
        ("grey", "Gray", True),
        ("white", "ivory", True),
        ("navy", "blue", False),
        ("red", "blue", False),
        ("blue", "", False),
        ("蓝色", "藏青色", True),
    ],
)
def test_a_colour_fits_a_variant_of_it_or_of_a_shade(colour: str, variant: str, fits: bool) -> None:
    assert colours.fits(colour, variant) is fits


def test_a_variant_in_chinese() -> None:
    assert colours.chinese("blue") == "蓝色"
    assert colours.chinese("M") == ""


@given(ANY_TEXT)
def test_any_text_has_sizes_and_colours_that_lie_in_it_and_never_overlap(text: str) -> None:
    for found in (sizes.find(text), colours.find(text)):
        assert all(0 <= m.start < m.end <= len(text) for m in found)
        assert all(a.end <= b.start for a, b in pairwise(found))


@given(ANY_TEXT, ANY_TEXT)
def test_whatever_is_compared_nothing_raises(said: str, variant: str) -> None:
    sizes.fits(said, variant)
    colours.fits(said, variant)


def test_every_colour_that_is_said_in_chinese_is_read_again() -> None:
    for colour in (
        "coral",
        "steel",
        "graphite",
        "oat",
        "rust",
        "moss",
        "slate",
        "sand",
        "stone",
        "sea green",
        "pine",
        "plum",
    ):
        said = colours.chinese(colour)
        assert [mention.colour for mention in colours.find(f"要{said}的")] == [colour]
        assert colours.fits(colour, colour)
        assert colours.english(said) == colour
    for thing in ("珊瑚绒毯子", "不锈钢水瓶", "燕麦片", "沙滩巾"):
        assert colours.find(thing) == []
