"""Our own rules about orders: names, cancelling, lateness, refunds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from samples import TODAY, delivered, line, moment, order, product, refund, shipment, shipped

from support.money import Money
from support.orders import (
    Order,
    OrderStatus,
    Product,
    RefundStatus,
    days_late,
    delays_in_a_row,
    may_cancel,
    refund_days_overdue,
)

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("names", "en", "zh"),
    [
        (("mug",), "mug", "马克杯"),
        (("mug", "kettle"), "mug and kettle", "马克杯和热水壶"),
        (("mug", "kettle", "rug"), "mug and 2 more", "马克杯等3件商品"),
        (("mug", "kettle", "rug", "bowl"), "mug and 3 more", "马克杯等4件商品"),
        (("mug", "mug"), "mug", "马克杯"),  # in two colours
        (("mug", "kettle", "mug"), "mug and kettle", "马克杯和热水壶"),
    ],
)
def test_an_order_is_called_by_what_is_in_it(names: tuple[str, ...], en: str, zh: str) -> None:
    named = order(10423, *names)
    assert (named.label(), named.label("zh")) == (en, zh)


def test_an_order_of_nothing_is_called_by_its_number() -> None:
    assert order(10423, lines=()).label("zh") == "W-10423"


def test_a_product_without_chinese_name_keeps_its_english_one() -> None:
    assert product("tent").label("zh") == "tent"


def test_a_product_without_short_name_is_called_by_the_long_one() -> None:
    assert Product("p", "Halden Floor Lamp", "", "home", Money(1)).label() == "Halden Floor Lamp"


def test_the_total_counts_quantities_and_shipping() -> None:
    bought = Order(
        "W-1", "c", moment(TODAY), OrderStatus.PAID, (line("mug", 3, cents=1250), line("rug", cents=9900)),
        shipping_fee=Money(490),
    )  # fmt: skip
    assert bought.total == Money(3 * 1250 + 9900 + 490)


@pytest.mark.parametrize("status", [OrderStatus.PAID, OrderStatus.PACKED])
def test_what_has_not_shipped_may_be_cancelled(status: OrderStatus) -> None:
    check = may_cancel(order(status=status))
    assert (check.allowed, check.rule) == (True, "")


@pytest.mark.parametrize(
    "status", [OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURNED]
)
def test_what_has_left_or_is_over_may_not_be_cancelled_and_the_rule_says_why(status: OrderStatus) -> None:
    check = may_cancel(order(status=status))
    assert (check.allowed, check.rule) == (False, status.value)


def test_cancelling_is_decided_at_every_status() -> None:
    assert sum(may_cancel(order(status=status)).allowed for status in OrderStatus) == 2


@pytest.mark.parametrize(("today", "late"), [(TODAY - DAY, 0), (TODAY, 0), (TODAY + DAY, 1), (TODAY + 8 * DAY, 8)])
def test_an_order_on_its_way_is_late_from_the_day_after_the_promised_one(today: date, late: int) -> None:
    assert days_late(shipped(promised=TODAY), today) == late


def test_a_delivered_order_stays_as_late_as_it_came() -> None:
    came = delivered(on=moment(TODAY + 3 * DAY), promised=TODAY)
    assert days_late(came, TODAY + 3 * DAY) == 3
    assert days_late(came, TODAY + 300 * DAY) == 3


@pytest.mark.parametrize("hour", [0, 23])
def test_a_delivery_on_the_promised_day_is_in_time_at_any_hour(hour: int) -> None:
    assert days_late(delivered(on=moment(TODAY, hour), promised=TODAY), TODAY + DAY) == 0


def test_a_delivery_before_the_promised_day_is_not_negatively_late() -> None:
    assert days_late(delivered(on=moment(TODAY - 5 * DAY), promised=TODAY), TODAY) == 0


def test_the_day_of_delivery_is_the_utc_day() -> None:
    just_after_midnight_in_berlin = datetime(2026, 11, 22, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert days_late(delivered(on=just_after_midnight_in_berlin, promised=TODAY), TODAY) == 0
    assert just_after_midnight_in_berlin.astimezone(UTC).date() == TODAY


@pytest.mark.parametrize("status", [OrderStatus.PAID, OrderStatus.PACKED, OrderStatus.CANCELLED, OrderStatus.RETURNED])
def test_only_orders_with_a_parcel_under_way_or_arrived_can_be_late(status: OrderStatus) -> None:
    assert days_late(order(status=status, parcel=shipment(TODAY - 9 * DAY)), TODAY) == 0


def test_without_a_parcel_or_a_promise_nothing_is_late() -> None:
    assert days_late(order(status=OrderStatus.SHIPPED), TODAY) == 0
    assert days_late(shipped(promised=None), TODAY) == 0


def test_the_carriers_new_day_does_not_undo_the_promise() -> None:
    parcel = shipment(TODAY - 2 * DAY, expected=TODAY + 2 * DAY)
    assert days_late(order(status=OrderStatus.SHIPPED, parcel=parcel), TODAY) == 2


def late_one(age: int) -> Order:
    placed = TODAY - age * DAY
    return delivered(20000 + age, on=moment(placed + 5 * DAY), promised=placed + 3 * DAY, placed=placed)


def punctual_one(age: int) -> Order:
    placed = TODAY - age * DAY
    return delivered(20000 + age, on=moment(placed + 3 * DAY), promised=placed + 3 * DAY, placed=placed)


def test_late_orders_in_a_row_are_counted_the_one_still_coming_included() -> None:
    coming = shipped(promised=TODAY - DAY, placed=TODAY - 4 * DAY)
    assert delays_in_a_row([coming, late_one(30), late_one(60)], TODAY) == 3


def test_an_order_in_time_ends_the_row() -> None:
    assert delays_in_a_row([late_one(10), late_one(30), punctual_one(40), late_one(60)], TODAY) == 2


def test_a_newest_order_in_time_means_no_row() -> None:
    assert delays_in_a_row([shipped(promised=TODAY), late_one(30), late_one(60)], TODAY) == 0


def test_what_was_cancelled_or_has_not_shipped_neither_counts_nor_interrupts() -> None:
    cancelled = order(1, status=OrderStatus.CANCELLED, placed=TODAY - 20 * DAY, parcel=shipment(TODAY + 9 * DAY))
    paid = order(2, placed=TODAY)
    assert delays_in_a_row([paid, late_one(10), cancelled, late_one(30)], TODAY) == 2


def test_the_row_is_by_age_whatever_the_order_of_the_list() -> None:
    row = [late_one(60), punctual_one(40), late_one(10), late_one(30)]
    assert delays_in_a_row(row, TODAY) == delays_in_a_row(row[::-1], TODAY) == 2


def test_no_orders_are_no_row() -> None:
    assert delays_in_a_row([], TODAY) == 0


@pytest.mark.parametrize(("today", "overdue"), [(TODAY - DAY, 0), (TODAY, 0), (TODAY + DAY, 1), (TODAY + 9 * DAY, 9)])
def test_a_refund_is_overdue_from_the_day_after_the_promised_one(today: date, overdue: int) -> None:
    assert refund_days_overdue(refund(due=TODAY), today) == overdue


@pytest.mark.parametrize("status", [RefundStatus.REQUESTED, RefundStatus.PAID_OUT, RefundStatus.REFUSED])
def test_only_approved_refunds_can_be_overdue(status: RefundStatus) -> None:
    assert refund_days_overdue(refund(status, TODAY - 9 * DAY), TODAY) == 0


def test_a_refund_without_a_promised_day_is_never_overdue() -> None:
    assert refund_days_overdue(refund(due=None), TODAY) == 0
