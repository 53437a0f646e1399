"""Making good: for which fault, how much, and when not (again)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from samples import LENA, TODAY, delivered, line, moment, order, refund, rules, shipped

from support.goodwill import Fault, Gesture, GestureKind, Given, History, fault_of, gesture, history_of, issue_of
from support.money import Money
from support.orders import Order, OrderStatus, RefundStatus

DAY = timedelta(days=1)
NEW = History(orders=1)


def late(days: int, cents: int = 10_000) -> Order:
    return replace(shipped(promised=TODAY - days * DAY), lines=(line(cents=cents),))


def offered(fault: Fault, bought: Order, history: History = NEW, orders: Sequence[Order] | None = None) -> Gesture:
    return gesture(fault, bought, [bought] if orders is None else orders, history, TODAY)


@pytest.mark.parametrize(
    ("days", "kind", "because"),
    [
        (2, GestureKind.NONE, ("late",)),
        (3, GestureKind.FREE_SHIPPING, ("late",)),
        (6, GestureKind.FREE_SHIPPING, ("late",)),
        (7, GestureKind.VOUCHER, ("late", "very_late")),
    ],
)
def test_a_late_order_earns_by_its_days(days: int, kind: GestureKind, because: tuple[str, ...]) -> None:
    made = offered(Fault.LATE, late(days))
    assert (made.kind, made.because, made.allowed) == (kind, because, kind is not GestureKind.NONE)
    assert made.rule == ("" if made.allowed else "not_late_enough")


@pytest.mark.parametrize("fault", [Fault.DAMAGED, Fault.WRONG, Fault.MISSING])
def test_what_came_wrong_earns_a_tenth_of_the_goods(fault: Fault) -> None:
    made = offered(fault, replace(late(0), shipping_fee=Money(490)))
    assert (made.kind, made.amount, made.percent, made.until) == (
        GestureKind.VOUCHER,
        Money(1000),
        10,
        TODAY + 180 * DAY,
    )
    assert made.issue == f"{fault}:W-10423"


@pytest.mark.parametrize(
    ("cents", "amount", "because"),
    [
        (0, None, ("damaged",)),
        (200, 200, ("damaged", "least")),
        (2999, 300, ("damaged", "least")),
        (3000, 300, ("damaged",)),
        (30_000, 3000, ("damaged",)),
        (30_010, 3000, ("damaged", "most")),
        (900_000, 3000, ("damaged", "most")),
    ],
)
def test_a_voucher_has_a_least_and_a_most(cents: int, amount: int | None, because: tuple[str, ...]) -> None:
    made = offered(Fault.DAMAGED, late(0, cents))
    assert (made.amount, made.because) == (None if amount is None else Money(amount), because)
    assert made.rule == ("no_value" if amount is None else "")


def test_repeated_failures_and_long_standing_make_it_more() -> None:
    loyal = History(orders=9, failures=1, since=TODAY.replace(year=2024))
    made = offered(Fault.DAMAGED, late(0), loyal)
    assert (made.percent, made.amount, made.because) == (20, Money(2000), ("damaged", "repeated", "loyal"))
    day_short = replace(loyal, failures=0, since=TODAY.replace(year=2024) + DAY)
    assert offered(Fault.DAMAGED, late(0), day_short).because == ("damaged",)


def test_a_little_late_for_the_second_time_is_a_voucher_loyalty_alone_is_not() -> None:
    assert offered(Fault.LATE, late(3), replace(NEW, failures=1)).kind is GestureKind.VOUCHER
    assert offered(Fault.LATE, late(3), replace(NEW, since=TODAY.replace(year=2020))).kind is GestureKind.FREE_SHIPPING


def test_late_ones_in_a_row_are_a_repeated_failure() -> None:
    before = delivered(10000, on=moment(TODAY - 20 * DAY), promised=TODAY - 22 * DAY, placed=TODAY - 30 * DAY)
    now = late(1)
    assert offered(Fault.LATE_ROW, now).rule == "no_row"
    made = offered(Fault.LATE_ROW, now, orders=[before, now])
    assert (made.kind, made.because, made.issue) == (GestureKind.VOUCHER, ("late_row", "repeated"), "late:W-10423")
    assert fault_of(now, [before, now], TODAY) is Fault.LATE_ROW


@pytest.mark.parametrize(("days", "rule"), [(0, "not_overdue_enough"), (2, "not_overdue_enough"), (3, ""), (30, "")])
def test_an_overdue_refund_earns_from_day_three(days: int, rule: str) -> None:
    waiting = order(status=OrderStatus.RETURNED, refunds=(refund(due=TODAY - days * DAY),))
    assert offered(Fault.REFUND_OVERDUE, waiting).rule == rule
    assert fault_of(waiting, [waiting], TODAY) is (None if rule else Fault.REFUND_OVERDUE)
    paid_out = order(refunds=(refund(RefundStatus.PAID_OUT, TODAY - 9 * DAY),))
    assert offered(Fault.REFUND_OVERDUE, paid_out).rule == "not_overdue_enough"


def test_the_data_show_lateness_by_themselves() -> None:
    assert fault_of(late(3), [late(3)], TODAY) is Fault.LATE
    assert fault_of(late(2), [late(2)], TODAY) is None


def test_never_twice_for_one_issue_however_it_is_called() -> None:
    given = History(given=(Given(issue_of(Fault.LATE, late(9)), TODAY - 900 * DAY),))
    assert offered(Fault.LATE, late(9), given).rule == "given_before"
    before = delivered(10000, on=moment(TODAY - 20 * DAY), promised=TODAY - 22 * DAY, placed=TODAY - 30 * DAY)
    assert offered(Fault.LATE_ROW, late(9), given, [before, late(9)]).rule == "given_before"
    assert offered(Fault.DAMAGED, late(9), given).allowed


@pytest.mark.parametrize(("age", "allowed"), [(364, False), (365, True)])
def test_two_a_year_are_enough(age: int, allowed: bool) -> None:
    given = (Given("damaged:W-1", TODAY - 10 * DAY), Given("damaged:W-2", TODAY - age * DAY))
    made = offered(Fault.DAMAGED, late(0), replace(NEW, given=given))
    assert (made.allowed, made.rule) == (allowed, "" if allowed else "enough_this_year")


@pytest.mark.parametrize(
    ("claims", "orders", "rule"), [(4, 8, "many_claims"), (4, 9, ""), (3, 3, ""), (9, 10, "many_claims")]
)
def test_who_claims_often_and_of_most_gets_nothing(claims: int, orders: int, rule: str) -> None:
    assert offered(Fault.DAMAGED, late(0), History(orders=orders, claims=claims)).rule == rule


def test_a_shop_may_switch_it_off() -> None:
    off = rules(goodwill={"enabled": False})
    assert gesture(Fault.DAMAGED, late(0), [], NEW, TODAY, off).rule == "off"


def test_the_history_is_counted_from_the_orders() -> None:
    now = late(5)
    claimed = replace(delivered(1, on=moment(TODAY), placed=TODAY - 364 * DAY), refunds=(refund(),))
    old = replace(claimed, id="W-2", placed_at=moment(TODAY - 365 * DAY))
    cancelled = replace(claimed, id="W-3", placed_at=moment(TODAY), status=OrderStatus.CANCELLED)
    tardy = delivered(4, on=moment(TODAY), promised=TODAY - 3 * DAY, placed=TODAY - 9 * DAY)
    sent_back = delivered(5, on=moment(TODAY), placed=TODAY - 9 * DAY)
    sent_back = replace(sent_back, lines=(replace(line(), returned=1),))
    since = replace(LENA, since=TODAY)
    counted = history_of(since, [now, claimed, old, cancelled, tardy, sent_back], now, (), TODAY)
    assert counted == History((), orders=4, claims=2, failures=1, since=TODAY)
