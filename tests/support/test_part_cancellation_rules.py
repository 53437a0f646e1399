"""Cancelling pieces: which, for how much, and when the fee for shipping goes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from samples import TODAY, line, moment, order, rules

from support.cancellations import may_cancel_pieces, whole_order
from support.money import Money
from support.orders import Order, OrderStatus, Payment, PaymentStatus, Refund, RefundStatus, may_cancel

MUGS, RUG = line("mug", 3, cents=1250), line("rug", cents=9900)
BOUGHT = replace(order(lines=(MUGS, RUG)), shipping_fee=Money(490))


def after(bought: Order, pieces: Mapping[str, int], amount: Money) -> Order:
    """Return the order as the shop keeps it once these pieces are cancelled."""
    lines = tuple(replace(each, returned=each.returned + pieces.get(each.id, 0)) for each in bought.lines)
    back = Refund("r", bought.id, amount, RefundStatus.APPROVED, moment(TODAY))
    return replace(bought, lines=lines, refunds=(*bought.refunds, back))


def test_pieces_cost_what_was_paid_for_them_and_shipping_stays() -> None:
    check = may_cancel_pieces(BOUGHT, {MUGS.id: 2})
    assert (check.allowed, check.amount, check.whole) == (True, Money(2500), False)


def test_with_everything_the_fee_for_shipping_goes_too() -> None:
    check = may_cancel_pieces(BOUGHT, whole_order(BOUGHT))
    assert (check.amount, check.whole) == (BOUGHT.total, True)


def test_the_last_part_takes_the_fee_for_shipping_with_it() -> None:
    first = may_cancel_pieces(BOUGHT, {RUG.id: 1, MUGS.id: 1})
    assert first.amount == Money(9900 + 1250)
    rest = after(BOUGHT, {RUG.id: 1, MUGS.id: 1}, first.amount)
    last = may_cancel_pieces(rest, whole_order(rest))
    assert (last.amount, last.whole) == (Money(2500 + 490), True)


@pytest.mark.parametrize(
    ("pieces", "rule"),
    [
        ({}, "nothing"),
        ({"l-mug": 0}, "nothing"),
        ({"l-mug": -1, "l-rug": 1}, "nothing"),
        ({"l-mug": 4}, "quantity"),
        ({"l-sofa": 1}, "unknown"),
    ],
)
def test_what_is_not_there_is_refused_by_name(pieces: dict[str, int], rule: str) -> None:
    check = may_cancel_pieces(BOUGHT, pieces)
    assert (check.allowed, check.rule, check.amount) == (False, rule, None)


def test_what_was_paid_with_a_code_goes_back_as_paid() -> None:
    paid = Payment("p", "Visa", Money(BOUGHT.total.minor_units - 1365), PaymentStatus.PAID, moment(TODAY))
    cheaper = replace(BOUGHT, payments=(paid,))
    assert may_cancel_pieces(cheaper, {RUG.id: 1}).amount == Money(9900 - 990)
    assert may_cancel_pieces(cheaper, whole_order(cheaper)).amount == paid.amount


def test_what_was_never_paid_brings_nothing_back() -> None:
    failed = Payment("p", "Visa", BOUGHT.total, PaymentStatus.FAILED, moment(TODAY))
    assert may_cancel_pieces(replace(BOUGHT, payments=(failed,)), whole_order(BOUGHT)).amount == Money(0)


@pytest.mark.parametrize(
    ("status", "alternative"),
    [
        (OrderStatus.SHIPPED, "refuse_parcel"),
        (OrderStatus.DELIVERED, "return"),
        (OrderStatus.CANCELLED, ""),
        (OrderStatus.RETURNED, ""),
    ],
)
def test_what_is_too_far_has_another_way(status: OrderStatus, alternative: str) -> None:
    check = may_cancel_pieces(replace(BOUGHT, status=status), {RUG.id: 1})
    assert (check.allowed, check.rule, check.alternative) == (False, status.value, alternative)


def test_a_shop_may_stop_cancelling_once_it_has_packed() -> None:
    packed, strict = replace(BOUGHT, status=OrderStatus.PACKED), rules(cancel={"until": "paid"})
    assert may_cancel(packed).allowed
    assert (may_cancel(packed, strict).allowed, may_cancel(packed, strict).rule) == (False, "packed")
    assert may_cancel(BOUGHT, strict).allowed
