"""Exchanges: window, stock, and what can be had instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from samples import TODAY, delivered, line, moment, order, rules

from support.exchanges import may_exchange
from support.orders import Order, OrderLine, OrderStatus, Variant

DAY = timedelta(days=1)
SIZES = (Variant("S", 0), Variant("M", 4), Variant("L", 1))
BOTH = (Variant("blue / M", 2), Variant("blue / L", 3), Variant("red / M", 1), Variant("red / L", 5))


def worn(variant: str, variants: tuple[Variant, ...] = SIZES, quantity: int = 1) -> OrderLine:
    shirt = line("shirt", quantity, variant=variant)
    return replace(shirt, product=replace(shirt.product, variants=variants, category="clothing"))


def arrived(shirt: OrderLine) -> Order:
    return replace(delivered(on=moment(TODAY)), lines=(shirt,))


@pytest.mark.parametrize(("wanted", "name"), [("L", "L"), ("large", "L"), ("L码", "L"), ("大号", "L"), ("l", "L")])
def test_another_size_that_is_there_may_be_had(wanted: str, name: str) -> None:
    shirt = worn("M")
    check = may_exchange(arrived(shirt), shirt, wanted, TODAY)
    assert (check.allowed, check.rule, check.variant, check.stock) == (True, "", name, 1)
    assert check.until == TODAY + 30 * DAY


def test_the_size_alone_keeps_the_colour_and_the_colour_the_size() -> None:
    shirt = worn("blue / L", BOTH)
    assert may_exchange(arrived(shirt), shirt, "M", TODAY).variant == "blue / M"
    assert may_exchange(arrived(shirt), shirt, "红色", TODAY).variant == "red / L"
    assert may_exchange(arrived(shirt), shirt, "red / M", TODAY).variant == "red / M"


def test_the_same_size_is_no_exchange() -> None:
    shirt = worn("M")
    check = may_exchange(arrived(shirt), shirt, "m", TODAY)
    assert (check.allowed, check.rule, check.available) == (False, "same", ("L",))


def test_a_size_that_does_not_exist_says_which_there_are() -> None:
    shirt = worn("M")
    check = may_exchange(arrived(shirt), shirt, "XXL", TODAY)
    assert (check.rule, check.available, check.alternative) == ("unknown", ("L",), "another_variant")


def test_what_is_sold_out_says_when_more_comes_or_what_else_there_is() -> None:
    shirt = worn("M")
    check = may_exchange(arrived(shirt), shirt, "S", TODAY)
    assert (check.rule, check.stock, check.alternative) == ("out_of_stock", 0, "another_variant")
    listed = replace(shirt.product, restock_on=TODAY + 5 * DAY)
    check = may_exchange(arrived(shirt), shirt, "S", TODAY, product=listed)
    assert (check.restock_on, check.alternative) == (TODAY + 5 * DAY, "stock_alert")


def test_with_nothing_else_there_the_return_is_left() -> None:
    shirt = worn("M", (Variant("S", 0), Variant("M", 3)))
    assert may_exchange(arrived(shirt), shirt, "S", TODAY).alternative == "return"


def test_stock_counts_for_all_pieces() -> None:
    shirts = worn("M", quantity=2)
    assert may_exchange(arrived(shirts), shirts, "L", TODAY).rule == "out_of_stock"
    assert may_exchange(arrived(shirts), shirts, "L", TODAY, quantity=1).allowed
    assert may_exchange(arrived(shirts), shirts, "L", TODAY, quantity=3).rule == "quantity"


@pytest.mark.parametrize(("days", "allowed"), [(29, True), (30, True), (31, False)])
def test_the_window_is_its_own(days: int, allowed: bool) -> None:
    shirt = worn("M")
    check = may_exchange(arrived(shirt), shirt, "L", TODAY + days * DAY)
    assert (check.allowed, check.rule) == (allowed, "" if allowed else "window")
    longer = rules(exchange={"window_days": 60})
    assert may_exchange(arrived(shirt), shirt, "L", TODAY + days * DAY, longer).allowed


def test_a_thing_of_one_form_cannot_be_exchanged() -> None:
    lamp = line()
    check = may_exchange(arrived(lamp), lamp, "M", TODAY)
    assert (check.rule, check.alternative) == ("one_form", "return")


@pytest.mark.parametrize(
    ("status", "rule", "alternative"),
    [
        (OrderStatus.PAID, "not_arrived", "change_items"),
        (OrderStatus.SHIPPED, "not_arrived", ""),
        (OrderStatus.CANCELLED, "cancelled", ""),
        (OrderStatus.RETURNED, "returned", ""),
    ],
)
def test_only_what_has_arrived_is_exchanged(status: OrderStatus, rule: str, alternative: str) -> None:
    shirt = worn("M")
    check = may_exchange(order(status=status, lines=(shirt,)), shirt, "L", TODAY)
    assert (check.rule, check.alternative) == (rule, alternative)


@pytest.mark.parametrize(
    ("category", "condition", "rule"),
    [("beauty", "opened", "opened"), ("food", "", "category"), ("home", "used", "condition")],
)
def test_the_condition_decides_as_for_returns(category: str, condition: str, rule: str) -> None:
    shirt = worn("M")
    thing = replace(shirt, product=replace(shirt.product, category=category))
    assert may_exchange(arrived(thing), thing, "L", TODAY, condition=condition).rule == rule
