"""What agents may have done with an order, and the rule that is named where they may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from samples import TODAY, moment, order, refund, shipped
from samples import delivered as arrived
from samples import rules as policies

from support.order_actions import OrderAction, check, offered
from support.orders import Address, Order, OrderStatus, Payment, PaymentStatus, RefundStatus

ZONE = "Europe/Berlin"
HOME = Address("Lena", "Elbe 1", "22765", "Hamburg", "DE")


def paid(one: Order) -> Order:
    return replace(one, payments=(Payment("p", "Visa", one.total, PaymentStatus.PAID, moment(TODAY)),), address=HOME)


def rules(one: Order) -> dict[str, str]:
    return {str(each.action): each.rule or "allowed" for each in offered(one, TODAY, policies(), ZONE)}


def test_each_status_allows_what_the_rules_allow() -> None:
    assert rules(paid(order(1, "mug"))) == {"cancel": "allowed", "change_address": "allowed", "refund": "not_arrived"}
    assert rules(paid(shipped(2))) == {"cancel": "shipped", "change_address": "allowed", "refund": "not_arrived"}
    assert rules(paid(arrived(3, on=moment(TODAY)))) == {"refund": "allowed"}
    gone = replace(paid(order(4, "mug")), status=OrderStatus.CANCELLED)
    assert rules(gone) == {"refund": "cancelled"}


def test_a_cancellation_brings_back_what_was_paid_and_not_what_is_open() -> None:
    one = paid(order(1, "mug", "kettle"))
    half = replace(one.payments[0], amount=one.lines[0].total)
    still_open = replace(half, id="q", status=PaymentStatus.PENDING)
    found = check(replace(one, payments=(half, still_open)), OrderAction.CANCEL, TODAY, policies(), ZONE)
    assert found.amount == one.lines[0].total


@pytest.mark.parametrize(
    ("status", "due_in", "rule"),
    [
        (RefundStatus.APPROVED, -3, ""),
        (RefundStatus.APPROVED, 0, "in_time"),
        (RefundStatus.REQUESTED, -3, "in_time"),
        (RefundStatus.PAID_OUT, -3, "settled"),
        (RefundStatus.REFUSED, -3, "settled"),
    ],
)
def test_only_an_overdue_refund_is_pressed_for(status: RefundStatus, due_in: int, rule: str) -> None:
    owed = replace(refund(status), due_on=TODAY + timedelta(days=due_in))
    found = check(
        replace(arrived(5, on=moment(TODAY)), refunds=(owed,)), OrderAction.CHASE_REFUND, TODAY, policies(), ZONE
    )
    assert (found.allowed, found.rule) == (not rule, rule)
    assert check(arrived(5, on=moment(TODAY)), OrderAction.CHASE_REFUND, TODAY, policies(), ZONE).rule == "no_refund"


def test_what_went_back_whole_is_not_refunded_again() -> None:
    one = paid(arrived(6, on=moment(TODAY)))
    back = replace(refund(RefundStatus.PAID_OUT), amount=one.total)
    assert check(replace(one, refunds=(back,)), OrderAction.REFUND, TODAY, policies(), ZONE).rule == "nothing_left"
