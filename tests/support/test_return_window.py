"""The 30 days in which things may go back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from samples import TODAY, delivered, moment, order, rules, shipment

from support.orders import OrderStatus
from support.policies import shipped
from support.returns import may_return

DAY = timedelta(days=1)


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (29, True), (30, True), (31, False), (365, False)])
def test_returns_are_taken_through_day_thirty(days: int, allowed: bool) -> None:
    check = may_return(delivered(on=moment(TODAY)), TODAY + days * DAY)
    assert check.allowed is allowed
    assert check.until == TODAY + 30 * DAY


def test_the_window_is_counted_from_delivery_not_from_the_order() -> None:
    old = delivered(on=moment(TODAY), placed=TODAY - 90 * DAY)
    assert may_return(old, TODAY + shipped().returns.window_days * DAY).allowed


def test_the_day_of_delivery_is_the_utc_day_where_the_shop_names_no_other() -> None:
    evening_in_new_york = datetime(2026, 11, 20, 22, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert may_return(delivered(on=evening_in_new_york), TODAY).until == TODAY + 30 * DAY


def test_a_shop_may_have_another_window() -> None:
    policies = rules(returns={"window_days": 14})
    check = may_return(delivered(on=moment(TODAY)), TODAY + 15 * DAY, policies)
    assert (check.allowed, check.until) == (False, TODAY + 14 * DAY)


@pytest.mark.parametrize("status", [status for status in OrderStatus if status is not OrderStatus.DELIVERED])
def test_what_has_not_arrived_or_is_over_cannot_go_back(status: OrderStatus) -> None:
    check = may_return(order(status=status, parcel=shipment(TODAY, moment(TODAY))), TODAY)
    assert (check.allowed, check.until) == (False, None)


def test_delivered_without_a_known_day_cannot_be_judged() -> None:
    assert not may_return(order(status=OrderStatus.DELIVERED, parcel=shipment(TODAY)), TODAY).allowed
    assert not may_return(order(status=OrderStatus.DELIVERED), TODAY).allowed


@pytest.mark.parametrize(
    ("timezone", "first"), [("UTC", 0), ("Europe/Berlin", 1), ("Asia/Shanghai", 1), ("America/New_York", 0)]
)
def test_late_in_the_evening_in_utc_it_is_the_next_day_further_east(timezone: str, first: int) -> None:
    late = delivered(on=datetime(2026, 11, 21, 23, 30, tzinfo=UTC))
    until = TODAY + (30 + first) * DAY
    assert may_return(late, until, timezone=timezone).until == until
    assert may_return(late, until, timezone=timezone).allowed
    assert not may_return(late, until + DAY, timezone=timezone).allowed
