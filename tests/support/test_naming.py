"""Which things a sentence names, and which words name nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from samples import product
from texts import ANY_TEXT

from support import naming, reference
from support.money import Money
from support.orders import Product
from support.products import kinds, named

NAMES = [
    ["floor lamp", "落地灯"],
    ["desk lamp", "台灯"],
    ["headphones", "耳机"],
    ["power bank", "充电宝"],
    ["mug", "马克杯"],
    ["watch", "手表"],
    ["running shoes", "跑鞋"],
    ["t-shirt", "T恤"],
    ["rain jacket", "雨衣"],
    ["rice cooker", "电饭煲"],
]


def read(text: str) -> list[tuple[str, str]]:
    """Return each place with the names of what it may mean."""
    return [(text[n.start : n.end], "/".join(NAMES[i][0] for i in n.indices)) for n in naming.find(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("where is my desk lamp", "desk lamp", "desk lamp"),
        ("RICE COOKERS", "RICE COOKERS", "rice cooker"),
        ("the lamp", "lamp", "floor lamp/desk lamp"),
        ("my lamps", "lamps", "floor lamp/desk lamp"),
        ("the headfones", "headfones", "headphones"),
        ("my hedphones broke", "hedphones", "headphones"),
        ("head phones", "head phones", "headphones"),
        ("desk lmap", "desk lmap", "desk lamp"),
        ("my runing shoes", "runing shoes", "running shoes"),
        ("my shoes", "shoes", "running shoes"),
        ("the powerbank", "powerbank", "power bank"),
        ("the power bank's lid", "power bank", "power bank"),
        ("a portable charger", "portable charger", "power bank"),
        ("my raincoat", "raincoat", "rain jacket"),
        ("a tshirt", "tshirt", "t-shirt"),
        ("my watch stopped", "watch", "watch"),
        ("我的电饭锅呢", "电饭锅", "rice cooker"),
        ("移动电源", "移动电源", "power bank"),
        ("那件T恤", "T恤", "t-shirt"),
        ("我的杯子碎了", "杯子", "mug"),
    ],
)
def test_a_thing_is_named_by_its_name_a_part_a_plural_a_typo_or_another_word(text: str, said: str, meant: str) -> None:
    assert read(text) == [(said, meant)]


@pytest.mark.parametrize(
    "text",
    [
        "my bank refused it",
        "there was a power cut",
        "I'll watch it",
        "watch out for fraud",
        "it shows delivered",
        "don't",
        "should I wait",
        "it is raining",
        "running late",
        "the desk is closed",
        "充电器坏了",
        "电话打不通",
        "灯",
    ],
)
def test_an_ordinary_word_names_nothing(text: str) -> None:
    assert read(text) == []


@given(ANY_TEXT)
def test_any_text_names_things_at_places_that_lie_in_it(text: str) -> None:
    found = naming.find(text, NAMES)
    assert all(0 <= n.start < n.end <= len(text) and n.indices for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(ANY_TEXT)
def test_what_is_ruled_out_is_blanked_and_nothing_else(text: str) -> None:
    said = reference.read(text, NAMES, ["moss", "42-44", "blue"])
    assert len(said.text) == len(text)
    assert all(a in (b, " ") for a, b in zip(said.text, text, strict=True))


def _listed(name: str, zh: str, category: str) -> Product:
    return Product(name, f"Halden {name.title()}", name, category, Money(1), f"哈尔登{zh}", zh)


MUG, FLOOR, DESK = product("mug"), product("floor lamp"), product("desk lamp")
SHOES, TRAIL = _listed("running shoes", "跑鞋", "shoes"), _listed("trail shoes", "越野鞋", "shoes")
CATALOGUE = [MUG, FLOOR, DESK, SHOES, TRAIL, _listed("power bank", "充电宝", "electronics")]


def test_what_they_bought_goes_before_the_catalogue() -> None:
    assert named("is the lamp dimmable?", None, [], CATALOGUE) is None
    assert named("is the lamp dimmable?", None, [DESK], CATALOGUE) == DESK
    assert named("is the floor lamp dimmable?", None, [DESK], CATALOGUE) == FLOOR


def test_the_catalogue_knows_todays_price() -> None:
    old = Product("mug", "Halden Mug", "mug", "home", Money(1))
    assert named("how much is the mug", None, [old], CATALOGUE) == MUG


@pytest.mark.parametrize("text", ["my bank refused it", "not the mug", "what do you sell", "shoes"])
def test_what_names_none_or_several_names_no_product(text: str) -> None:
    assert named(text, None, [], CATALOGUE) is None


def test_an_entity_may_name_a_part() -> None:
    assert named("do you have the floor one", "floor", [], CATALOGUE) == FLOOR
    assert named("my bank refused it", "bank", [], CATALOGUE) is None


def test_the_kinds_that_a_wish_names() -> None:
    assert kinds("can you recommend shoes?", None, CATALOGUE) == ["shoes"]
    assert kinds("anything but shoes", None, CATALOGUE) == []
    assert kinds("跑鞋", None, CATALOGUE) == ["shoes"]


def test_an_article_makes_no_name_of_another_thing() -> None:
    shoes = [["running shoes"], ["trail shoes"]]
    for text in ("the running shoes", "your running shoes", "running shoes"):
        assert [name.indices for name in naming.find(text, shoes)] == [(0,)], text
