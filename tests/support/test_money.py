"""Amounts: exact, and written as people read them."""

from __future__ import annotations

import pytest

from support.money import Money


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Money(0), "€0.00"),
        (Money(5), "€0.05"),
        (Money(4900), "€49.00"),
        (Money(123_456_789), "€1,234,567.89"),
        (Money(-1250), "-€12.50"),
        (Money(1999, "USD"), "$19.99"),
        (Money(1999, "CNY"), "¥19.99"),
        (Money(1999, "CHF"), "CHF 19.99"),
        (Money(1999, "JPY"), "¥1,999"),
        (Money(-1999, "JPY"), "-¥1,999"),
    ],
)
def test_amounts_are_written_with_symbol_cents_and_sign(amount: Money, text: str) -> None:
    assert str(amount) == text


def test_adding_keeps_the_currency() -> None:
    assert Money(150, "USD") + Money(275, "USD") == Money(425, "USD")


def test_different_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="cannot add USD to EUR"):
        Money(1) + Money(1, "USD")


def test_a_quantity_multiplies_exactly() -> None:
    assert Money(333, "GBP").times(3) == Money(999, "GBP")
    assert Money(333).times(0) == Money(0)


def test_nothing_is_nothing_in_any_currency() -> None:
    assert Money(0) + Money(275, "CNY") == Money(275, "CNY")
    assert Money(275, "CNY") + Money(0) == Money(275, "CNY")
    assert Money(275, "CNY") - Money(0) == Money(275, "CNY")


def test_taking_away_keeps_the_currency_too() -> None:
    assert Money(150, "USD") - Money(275, "USD") == Money(-125, "USD")
    with pytest.raises(ValueError, match="cannot add USD to EUR"):
        Money(1) - Money(1, "USD")


@pytest.mark.parametrize(("part", "whole", "cents"), [(1, 3, 33), (2, 3, 66), (3, 3, 100), (0, 3, 0), (1, 0, 0)])
def test_a_share_is_rounded_down_and_of_nothing_is_nothing(part: int, whole: int, cents: int) -> None:
    assert Money(100, "GBP").share(part, whole) == Money(cents, "GBP")


def test_a_limit_holds() -> None:
    assert Money(500).at_most(Money(300)) == Money(300)
    assert Money(200).at_most(Money(300)) == Money(200)
