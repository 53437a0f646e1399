"""Payments, refunds, warranty and promo codes at their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from samples import TODAY, delivered, line, moment, order, refund, rules

from support import payments, refunds
from support.money import Money
from support.orders import Order, OrderStatus, Payment, PaymentStatus, Promotion, Refund, RefundStatus
from support.promotions import may_redeem
from support.warranty import covered

DAY = timedelta(days=1)
PRICE = Money(1000)


def pay(day: int = 0, amount: Money = PRICE, status: PaymentStatus = PaymentStatus.PAID) -> Payment:
    return Payment(f"p-{day}", "Visa", amount, status, moment(TODAY + day * DAY))


def paid_by(*made: Payment, back: tuple[Refund, ...] = ()) -> Order:
    return replace(order(refunds=back), payments=made)


@pytest.mark.parametrize(("days", "twice"), [(0, True), (3, True), (4, False)])
def test_the_same_amount_within_three_days_was_charged_twice(days: int, twice: bool) -> None:
    check = payments.look(paid_by(pay(), pay(days)))
    assert (check.allowed, check.rule) == (twice, "charged_twice" if twice else "paid")
    assert check.amount == PRICE


def test_two_halves_of_the_price_are_none_too_many() -> None:
    halves = paid_by(pay(0, Money(500)), pay(0, Money(500)))
    assert payments.look(halves).rule == "paid"
    assert payments.paid(halves) == PRICE


def test_another_amount_is_no_second_charge() -> None:
    assert payments.look(paid_by(pay(), pay(1, Money(999)))).rule == "paid"


@pytest.mark.parametrize(
    ("status", "rule"),
    [
        (RefundStatus.REQUESTED, "refund_under_way"),
        (RefundStatus.APPROVED, "refund_under_way"),
        (RefundStatus.PAID_OUT, "twice_refunded"),
        (RefundStatus.REFUSED, "charged_twice"),
    ],
)
def test_a_second_charge_goes_back_once(status: RefundStatus, rule: str) -> None:
    back = Refund("r", "W-10423", PRICE, status, moment(TODAY + DAY))
    check = payments.look(paid_by(pay(), pay(), back=(back,)))
    assert (check.rule, check.allowed) == (rule, rule == "charged_twice")


def test_what_was_charged_twice_is_not_paid_for_the_goods() -> None:
    twice = paid_by(pay(), pay())
    assert refunds.refundable(twice) == PRICE
    back = Refund("r", "W-10423", PRICE, RefundStatus.PAID_OUT, moment(TODAY + DAY))
    assert refunds.refundable(replace(twice, refunds=(back,))) == PRICE


@pytest.mark.parametrize(
    ("made", "rule", "alternative"),
    [
        ((), "unknown", ""),
        ((pay(0, PRICE, PaymentStatus.FAILED),), "failed", "pay_again"),
        ((pay(0, PRICE, PaymentStatus.PENDING),), "pending", "wait"),
        ((pay(0, PRICE, PaymentStatus.FAILED), pay(1)), "paid", ""),
        ((pay(1), pay(2, PRICE, PaymentStatus.FAILED)), "paid", ""),
        ((pay(0, Money(500)), pay(1, Money(500), PaymentStatus.FAILED)), "failed", "pay_again"),
    ],
)
def test_the_newest_payment_tells_unless_enough_was_paid(
    made: tuple[Payment, ...], rule: str, alternative: str
) -> None:
    check = payments.look(paid_by(*made))
    assert (check.rule, check.alternative) == (rule, alternative)


def test_nobody_pays_again_for_what_is_cancelled() -> None:
    failed = replace(paid_by(pay(0, PRICE, PaymentStatus.FAILED)), status=OrderStatus.CANCELLED)
    assert payments.look(failed).alternative == ""


@pytest.mark.parametrize(("days", "rule"), [(0, "approved"), (14, "approved"), (15, "overdue")])
def test_an_approved_refund_is_there_within_fourteen_days(days: int, rule: str) -> None:
    approved = replace(refund(due=None), approved_at=moment(TODAY))
    check = refunds.look(approved, TODAY + days * DAY)
    assert (check.rule, check.until, check.allowed) == (rule, TODAY + 14 * DAY, rule == "overdue")
    assert check.days_overdue == max(0, days - 14)


def test_the_day_that_the_shop_named_comes_before_the_rule() -> None:
    named = replace(refund(due=TODAY), approved_at=moment(TODAY - 2 * DAY))
    assert refunds.look(named, TODAY + DAY).days_overdue == 1
    assert (
        refunds.due(replace(refund(due=None), approved_at=moment(TODAY, 23)), timezone="Asia/Shanghai")
        == TODAY + 15 * DAY
    )


@pytest.mark.parametrize("status", [RefundStatus.REQUESTED, RefundStatus.PAID_OUT, RefundStatus.REFUSED])
def test_other_refunds_are_what_they_are(status: RefundStatus) -> None:
    check = refunds.look(refund(status, TODAY - 9 * DAY), TODAY)
    assert (check.rule, check.allowed, check.amount) == (status.value, False, Money(4900))


@pytest.mark.parametrize(("today", "allowed"), [(TODAY, True), (date(2028, 11, 21), True), (date(2028, 11, 22), False)])
def test_the_warranty_ends_with_the_day_two_years_on(today: date, allowed: bool) -> None:
    lamp = line()
    check = covered(delivered(on=moment(TODAY)), lamp, today)
    assert (check.allowed, check.until, check.months) == (allowed, date(2028, 11, 21), 24)
    assert check.rule == ("" if allowed else "over")


def test_no_months_are_no_warranty_unless_the_shop_gives_some_to_all() -> None:
    lamp = line()
    bare = replace(lamp, product=replace(lamp.product, warranty_months=0))
    bought = replace(delivered(on=moment(TODAY)), lines=(bare,))
    assert (covered(bought, bare, TODAY).rule, covered(bought, bare, TODAY).alternative) == ("none", "return")
    assert covered(bought, bare, TODAY, rules(warranty={"least_months": 6})).until == date(2027, 5, 21)


def test_only_what_has_come_and_stayed_is_covered() -> None:
    lamp = line()
    assert covered(order(status=OrderStatus.SHIPPED), lamp, TODAY).rule == "not_arrived"
    assert covered(order(status=OrderStatus.CANCELLED), lamp, TODAY).rule == "cancelled"
    gone = replace(lamp, returned=1)
    assert covered(delivered(on=moment(TODAY)), gone, TODAY).rule == "returned"


SALE = Promotion("AUTUMN10", percent=10, first_day=TODAY - DAY, last_day=TODAY + DAY, least=Money(2000))


@pytest.mark.parametrize(("day", "rule"), [(-2, "not_yet"), (-1, ""), (1, ""), (2, "expired")])
def test_a_code_holds_from_its_first_day_through_its_last(day: int, rule: str) -> None:
    check = may_redeem(SALE, TODAY + day * DAY)
    assert (check.allowed, check.rule, check.saving) == (not rule, rule, None)


def test_days_of_grace_come_after_the_last() -> None:
    kind = rules(promotions={"grace_days": 3})
    assert may_redeem(SALE, TODAY + 4 * DAY, kind).allowed
    assert not may_redeem(SALE, TODAY + 5 * DAY, kind).allowed


def test_a_code_that_the_shop_does_not_know_is_unknown() -> None:
    assert may_redeem(None, TODAY).rule == "unknown"


@pytest.mark.parametrize(("cents", "rule", "missing"), [(1999, "below_least", Money(1)), (2000, "", None)])
def test_below_the_minimum_the_check_says_what_is_missing(cents: int, rule: str, missing: Money | None) -> None:
    check = may_redeem(SALE, TODAY, lines=(line(cents=cents),))
    assert (check.rule, check.missing) == (rule, missing)
    assert check.saving == (None if rule else Money(200))


def test_a_code_for_a_category_saves_of_that_category_only() -> None:
    rug, lamp = line("rug", cents=9900), line(cents=1000)
    lamp = replace(lamp, product=replace(lamp.product, category="lamps"))
    code = replace(SALE, categories=("lamps",))
    assert may_redeem(code, TODAY, lines=(rug, lamp)).saving == Money(100)
    assert may_redeem(code, TODAY, lines=(rug,)).rule == "category"


def test_a_code_is_used_once_and_alone() -> None:
    assert may_redeem(SALE, TODAY, used=True).rule == "used"
    assert may_redeem(replace(SALE, once=False), TODAY, used=True).allowed
    assert may_redeem(SALE, TODAY, applied=("WELCOME",)).rule == "another_code"
    assert may_redeem(SALE, TODAY, applied=("autumn10",)).allowed
    assert may_redeem(SALE, TODAY, rules(promotions={"one_per_order": False}), applied=("WELCOME",)).allowed


def test_no_code_saves_more_than_the_rules_allow() -> None:
    code = Promotion("GIFT", amount=Money(50_000))
    assert may_redeem(code, TODAY, lines=(line(cents=1000),)).saving == Money(700)
    assert may_redeem(Promotion("USD", amount=Money(5, "USD")), TODAY, lines=(line(),)).rule == "currency"
