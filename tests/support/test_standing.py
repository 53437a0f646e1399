"""Value and repeated failures bring a customer to a human one priority sooner, by rules that a shop may set."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import LENA, TODAY, delivered, moment, order, refund, shipped

from support.escalation import PRIORITY_ORDER, Priority, Reason, decision
from support.orders import Order, OrderStatus
from support.policies import Escalation, load
from support.standing import failures, is_valued, raised

DAY = timedelta(days=1)
RULES = load().escalation
LATE = shipped(10423, "floor lamp", promised=TODAY - 2 * DAY, placed=TODAY - 9 * DAY)
LATE_BEFORE = delivered(10301, "mug", on=moment(TODAY - 30 * DAY), promised=TODAY - 33 * DAY, placed=TODAY - 40 * DAY)
OWED = order(10424, "kettle", status=OrderStatus.RETURNED, refunds=(refund(due=TODAY - 5 * DAY),))
LONG_AGO = delivered(9000, "rug", on=moment(TODAY - 500 * DAY), promised=TODAY - 520 * DAY, placed=TODAY - 530 * DAY)
ON_TIME = delivered(10200, "bowl", on=moment(TODAY - 9 * DAY), placed=TODAY - 12 * DAY)
OLD_FRIEND = dataclasses.replace(LENA, since=TODAY - timedelta(days=6 * 366))


def many(count: int) -> tuple[Order, ...]:
    return tuple(order(20000 + number, "mug") for number in range(count))


def test_failures_are_late_orders_and_overdue_refunds_of_the_last_year() -> None:
    found = failures((LATE, OWED, ON_TIME, LATE_BEFORE, LONG_AGO), TODAY)
    assert [(each.kind, each.order.id, each.days) for each in found] == [
        ("late", "W-10423", 2),
        ("refund_overdue", "W-10424", 5),
        ("late", "W-10301", 3),
    ]
    assert failures((ON_TIME,), TODAY) == ()


def test_repeated_failures_raise_by_one_and_say_by_which_orders() -> None:
    one = raised(decision(Reason.ASKED), LENA, (LATE, ON_TIME), TODAY, RULES)
    assert (one.priority, [each.rule for each in one.because]) == (Priority.NORMAL, ["asked"])
    two = raised(decision(Reason.ASKED), LENA, (LATE, LATE_BEFORE), TODAY, RULES)
    assert two.priority is Priority.HIGH
    assert (two.because[-1].rule, two.because[-1].evidence) == ("repeated_failures", ("W-10423", "W-10301"))
    assert raised(decision(Reason.ANGER), LENA, (LATE, LATE_BEFORE), TODAY, RULES).priority is Priority.URGENT


def test_value_raises_by_one_by_orders_or_by_years() -> None:
    assert not is_valued(LENA, many(RULES.valued_orders - 1), TODAY, RULES)
    assert is_valued(LENA, many(RULES.valued_orders), TODAY, RULES)
    assert is_valued(OLD_FRIEND, (), TODAY, RULES)
    assert not is_valued(OLD_FRIEND, (), TODAY, dataclasses.replace(RULES, valued_years=0))
    found = raised(decision(Reason.ASKED), OLD_FRIEND, (ON_TIME,), TODAY, RULES)
    assert (found.priority, found.because[-1].rule) == (Priority.HIGH, "customer_value")


def test_cancelled_orders_are_no_value() -> None:
    gone = tuple(dataclasses.replace(each, status=OrderStatus.CANCELLED) for each in many(RULES.valued_orders))
    assert not is_valued(LENA, gone, TODAY, RULES)


def test_both_together_raise_by_one_only() -> None:
    found = raised(decision(Reason.ASKED), OLD_FRIEND, (LATE, LATE_BEFORE), TODAY, RULES)
    assert found.priority is Priority.HIGH
    assert [each.rule for each in found.because] == ["asked", "customer_value", "repeated_failures"]


def test_a_shop_sets_how_far_it_goes() -> None:
    low = dataclasses.replace(RULES, raise_to="high")
    assert raised(decision(Reason.ANGER), OLD_FRIEND, (), TODAY, low).priority is Priority.HIGH
    none = dataclasses.replace(RULES, raise_to="normal")
    assert raised(decision(Reason.ASKED), OLD_FRIEND, (), TODAY, none).priority is Priority.NORMAL


def test_a_guest_stays_where_they_are() -> None:
    plain = decision(Reason.ASKED)
    assert raised(plain, None, (LATE, LATE_BEFORE), TODAY, RULES) == plain


@given(
    st.sampled_from(list(Reason)),
    st.lists(st.sampled_from([LATE, LATE_BEFORE, OWED, ON_TIME, LONG_AGO]), max_size=5, unique_by=lambda o: o.id),
    st.booleans(),
    st.sampled_from(["normal", "high", "urgent"]),
    st.integers(1, 4),
)
def test_it_never_lowers_never_raises_by_more_than_one_and_keeps_the_reasons(
    reason: Reason, orders: list[Order], old: bool, most: str, count: int
) -> None:
    rules = Escalation(valued_orders=12, valued_years=5, failures=count, raise_to=most)
    plain = decision(reason)
    found = raised(plain, OLD_FRIEND if old else LENA, orders, TODAY, rules)
    step = PRIORITY_ORDER.index(found.priority) - PRIORITY_ORDER.index(plain.priority)
    assert step in (0, 1)
    assert not step or PRIORITY_ORDER.index(found.priority) <= PRIORITY_ORDER.index(Priority(most))
    assert found.because[: len(plain.because)] == plain.because
    assert (found.reason, found.queue) == (plain.reason, plain.queue)


@pytest.mark.parametrize("reason", list(Reason))
def test_urgent_is_the_top(reason: Reason) -> None:
    found = raised(decision(reason), OLD_FRIEND, (LATE, LATE_BEFORE), TODAY, RULES)
    assert found.priority in PRIORITY_ORDER
