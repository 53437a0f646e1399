"""Changing items before packing, and the address before and after shipping."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from samples import TODAY, line, moment, order, product, rules, shipment

from support.changes import may_add, may_change, may_change_address
from support.money import Money
from support.orders import Address, OrderLine, OrderStatus, Variant

HOME = Address("Lena Berg", "Gartenweg 4", "10115", "Berlin", "DE")
NEW = Address("Lena Berg", "Lindenallee 9", "20144", "Hamburg", "DE")


def shirts(quantity: int = 2) -> OrderLine:
    shirt = line("shirt", quantity, variant="M", cents=2400)
    sizes = (Variant("S", 0), Variant("M", 1), Variant("L", 5))
    return replace(shirt, product=replace(shirt.product, variants=sizes, price=Money(2600)))


def test_another_size_costs_nothing() -> None:
    shirt = shirts()
    check = may_change(order(lines=(shirt,)), shirt, variant="large")
    assert (check.allowed, check.variant, check.quantity, check.difference) == (True, "L", 2, Money(0))


def test_more_pieces_cost_todays_price_fewer_bring_back_what_was_paid() -> None:
    shirt = shirts()
    bought = order(lines=(shirt,))
    assert may_change(bought, shirt, quantity=3).difference == Money(2600)
    assert may_change(bought, shirt, quantity=1).difference == Money(-2400)


def test_only_the_pieces_that_are_new_must_be_in_stock() -> None:
    shirt = shirts()
    check = may_change(order(lines=(shirt,)), shirt, quantity=4)
    assert (check.rule, check.stock, check.alternative) == ("out_of_stock", 1, "fewer")
    assert may_change(order(lines=(shirt,)), shirt, variant="S").rule == "out_of_stock"


def test_another_product_costs_the_difference() -> None:
    shirt, lamp = shirts(), replace(product("lamp"), price=Money(7000), stock=3)
    check = may_change(order(lines=(shirt,)), shirt, product=lamp, quantity=1)
    assert (check.allowed, check.difference, check.variant) == (True, Money(7000 - 4800), "")


def test_what_costs_more_is_refused_where_the_shop_takes_no_more_money() -> None:
    shirt, lamp = shirts(), replace(product("lamp"), price=Money(7000), stock=3)
    bought, poor = order(lines=(shirt,)), rules(change_order={"extra_charge": False})
    check = may_change(bought, shirt, poor, product=lamp, quantity=1)
    assert (check.allowed, check.rule, check.difference) == (False, "payment", Money(2200))
    assert may_change(bought, shirt, poor, product=replace(lamp, price=Money(4800)), quantity=1).allowed
    assert may_add(bought, lamp, poor).rule == "payment"


@pytest.mark.parametrize(
    ("status", "rule"), [(OrderStatus.PAID, ""), (OrderStatus.PACKED, "packed"), (OrderStatus.SHIPPED, "shipped")]
)
def test_something_is_added_until_the_order_is_packed(status: OrderStatus, rule: str) -> None:
    lamp = replace(product("lamp"), price=Money(7000), stock=3)
    assert may_add(order(status=status), lamp, quantity=3).rule == rule


def test_what_is_added_must_be_there_and_cost_what_the_catalogue_says() -> None:
    lamp = replace(product("lamp"), price=Money(7000), stock=3)
    assert may_add(order(), lamp, quantity=2).difference == Money(14000)
    check = may_add(order(), lamp, quantity=4)
    assert (check.rule, check.stock, check.alternative) == ("out_of_stock", 3, "fewer")
    coat = replace(product("coat"), variants=(Variant("S", 2), Variant("M", 0)))
    assert may_add(order(), coat).rule == "which"
    assert may_add(order(), coat, variant="XL").rule == "unknown"
    assert may_add(order(), coat, variant="small").variant == "S"
    assert may_add(order(), coat, variant="M").available == ("S",)
    assert may_add(order(), replace(lamp, price=Money(7000, "GBP"))).rule == "currency"
    assert may_add(order(), lamp, quantity=0).rule == "none_left"


def test_another_product_of_several_sizes_must_have_one() -> None:
    shirt = shirts()
    coat = replace(product("coat"), variants=(Variant("S", 2), Variant("M", 2)))
    bought = order(lines=(shirt,))
    assert may_change(bought, shirt, product=coat).variant == "M", "the size is known already"
    lamp = line()
    check = may_change(order(lines=(lamp,)), lamp, product=coat)
    assert (check.rule, check.available) == ("which", ("S", "M"))
    assert may_change(bought, shirt, product=coat, variant="XXL").rule == "unknown"


@pytest.mark.parametrize(
    ("variant", "quantity", "rule", "alternative"),
    [
        ("M", None, "same", ""),
        (None, 2, "same", ""),
        (None, 0, "none_left", "cancel"),
        (None, -1, "none_left", "cancel"),
        ("XXL", None, "unknown", "another_variant"),
    ],
)
def test_what_is_no_change_is_refused_by_name(
    variant: str | None, quantity: int | None, rule: str, alternative: str
) -> None:
    shirt = shirts()
    check = may_change(order(lines=(shirt,)), shirt, variant=variant, quantity=quantity)
    assert (check.allowed, check.rule, check.alternative) == (False, rule, alternative)


def test_a_lamp_has_no_size() -> None:
    lamp = line()
    assert may_change(order(lines=(lamp,)), lamp, variant="M").rule == "unknown"


@pytest.mark.parametrize("status", list(OrderStatus))
def test_items_change_while_the_order_is_paid_only(status: OrderStatus) -> None:
    shirt = shirts()
    check = may_change(order(status=status, lines=(shirt,)), shirt, variant="L")
    assert check.allowed is (status is OrderStatus.PAID)
    assert check.rule == ("" if check.allowed else status.value)


def test_a_shop_may_change_what_is_packed() -> None:
    shirt = shirts()
    packed = order(status=OrderStatus.PACKED, lines=(shirt,))
    assert may_change(packed, shirt, variant="L").alternative == "exchange"
    assert may_change(packed, shirt, rules(change_order={"until": "packed"}), variant="L").allowed


def test_what_was_taken_out_cannot_change() -> None:
    gone = replace(shirts(), returned=2)
    assert may_change(order(lines=(gone,)), gone, variant="L").rule == "removed"


@pytest.mark.parametrize(
    ("status", "allowed", "by"),
    [
        (OrderStatus.PAID, True, "shop"),
        (OrderStatus.PACKED, True, "shop"),
        (OrderStatus.SHIPPED, True, "carrier"),
        (OrderStatus.DELIVERED, False, ""),
        (OrderStatus.CANCELLED, False, ""),
    ],
)
def test_the_address_changes_with_the_shop_then_with_the_carrier(status: OrderStatus, allowed: bool, by: str) -> None:
    parcel = shipment(TODAY, moment(TODAY)) if status is OrderStatus.DELIVERED else None
    check = may_change_address(replace(order(status=status, parcel=parcel), address=HOME), NEW)
    assert (check.allowed, check.by, check.rule) == (allowed, by, "" if allowed else status.value)


def test_a_parcel_that_has_arrived_goes_nowhere_else() -> None:
    parcel = shipment(TODAY, moment(TODAY - timedelta(days=1)))
    check = may_change_address(order(status=OrderStatus.SHIPPED, parcel=parcel), NEW)
    assert (check.allowed, check.alternative) == (False, "")


def test_a_shop_whose_carrier_changes_nothing_says_so() -> None:
    stiff = rules(change_address={"until": "paid", "carrier_request": False})
    for status in (OrderStatus.PACKED, OrderStatus.SHIPPED):
        check = may_change_address(order(status=status), NEW, stiff)
        assert (check.allowed, check.rule, check.alternative) == (False, status.value, "refuse_parcel")
    dear = rules(change_address={"carrier_fee": 350})
    assert may_change_address(order(status=OrderStatus.SHIPPED), NEW, dear).fee == Money(350)
    assert may_change_address(order(), NEW, dear).fee == Money(0)


@pytest.mark.parametrize(
    ("new", "rule", "alternative"),
    [
        (replace(HOME, street="gartenweg  4"), "same", ""),
        (replace(NEW, postcode=" "), "incomplete", ""),
        (replace(NEW, country="AT"), "country", "human"),
        (replace(NEW, country=""), "", ""),
        (None, "", ""),
    ],
)
def test_the_new_address_is_looked_at(new: Address | None, rule: str, alternative: str) -> None:
    check = may_change_address(replace(order(), address=HOME), new)
    assert (check.allowed, check.rule, check.alternative) == (not rule, rule, alternative)
