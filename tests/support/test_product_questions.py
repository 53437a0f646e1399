"""Which facts and which variant of a product a message asks for."""

from __future__ import annotations

import pytest

from support.money import Money
from support.orders import Product, Variant
from support.product_questions import aspects, wanted, wants_again, wants_telling


def made(*variants: str) -> Product:
    return Product("p", "Thing", "backpack", "outdoor", Money(100), variants=tuple(Variant(v, 1) for v in variants))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("how much is it and is it in stock", ("stock", "price")),
        ("which sizes are there", ("variants",)),
        ("does it run small", ("fit",)),
        ("什么牌子，多少钱", ("brand", "price")),
        ("保修多久", ("warranty",)),
        ("is it waterproof", ()),
    ],
)
def test_the_facts_that_are_asked_for(text: str, asked: tuple[str, ...]) -> None:
    assert aspects(text) == asked


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("let me know when it is back", True),
        ("有货了通知我", True),
        ("到货了告诉我一声", True),
        ("can you tell me when it is available again", False),
        ("when is it back", False),
        ("什么时候补货", False),
    ],
)
def test_a_wish_to_be_told_is_no_question(text: str, plain: bool) -> None:
    assert wants_telling(text) is plain


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("reorder my last order", True),
        ("same as last time", True),
        ("上次那款再来一份", True),
        ("how do i order", False),
    ],
)
def test_the_same_again(text: str, again: bool) -> None:
    assert wants_again(text) is again


@pytest.mark.parametrize(
    ("text", "variant", "unknown"),
    [
        ("the pine one", "pine", False),
        ("not the pine one, the ochre one", "ochre", False),
        ("in red", None, True),
        ("how much is the backpack", None, False),
    ],
)
def test_a_colour_by_the_shops_own_word(text: str, variant: str | None, unknown: bool) -> None:
    found = wanted(made("pine", "ochre"), text)
    assert (found.variant.name if found.variant else None, found.unknown) == (variant, unknown)


@pytest.mark.parametrize(
    ("text", "variant"),
    [("is 44 in stock", "44"), ("要44的", "44"), ("for 44 euros", None), ("€44?", None), ("42 or 44", None)],
)
def test_a_bare_number_is_a_size_where_it_is_one(text: str, variant: str | None) -> None:
    found = wanted(made("42", "44"), text).variant
    assert (found.name if found else None) == variant
