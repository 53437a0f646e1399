"""Returns by line and piece: what may go back, in which condition, for how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from samples import TODAY, delivered, line, moment, order, refund, rules, shipment

from support.money import Money
from support.orders import Order, OrderLine, OrderStatus, RefundStatus
from support.returns import may_return, may_return_line

DAY = timedelta(days=1)


def arrived(*lines: OrderLine) -> Order:
    return replace(delivered(on=moment(TODAY)), lines=lines)


def of(category: str, quantity: int = 1) -> OrderLine:
    thing = line("kettle", quantity)
    return replace(thing, product=replace(thing.product, category=category))


def test_all_pieces_that_are_kept_may_go_back() -> None:
    mugs = replace(line("mug", 5, cents=1400), returned=2)
    check = may_return_line(arrived(mugs), mugs, TODAY)
    assert (check.allowed, check.pieces, check.amount, check.fee) == (True, 3, Money(4200), Money(0))


@pytest.mark.parametrize(("quantity", "allowed"), [(0, False), (1, True), (3, True), (4, False), (-1, False)])
def test_of_a_half_returned_line_only_the_rest_may_go_back(quantity: int, allowed: bool) -> None:
    mugs = replace(line("mug", 5, cents=1400), returned=2)
    check = may_return_line(arrived(mugs), mugs, TODAY, quantity=quantity)
    assert (check.allowed, check.rule, check.pieces) == (allowed, "" if allowed else "quantity", 3)
    assert check.amount == (Money(1400 * quantity) if allowed else None)


def test_what_has_gone_back_cannot_go_back_again() -> None:
    mug = replace(line("mug"), returned=1)
    assert may_return_line(arrived(mug), mug, TODAY).rule == "returned"
    assert may_return(arrived(mug), TODAY).rule == "returned"


def test_an_order_may_go_back_while_one_line_may() -> None:
    mug, rug = replace(line("mug"), returned=1), line("rug", cents=9900)
    check = may_return(arrived(mug, rug, of("food")), TODAY)
    assert (check.allowed, check.pieces, check.amount) == (True, 1, Money(9900))


def test_an_order_of_nothing_is_refused() -> None:
    assert may_return(arrived(), TODAY).rule == "unknown"


def test_some_categories_never_go_back() -> None:
    check = may_return(arrived(of("food")), TODAY)
    assert (check.allowed, check.rule, check.pieces) == (False, "category", 0)
    assert may_return(arrived(of("food")), TODAY, rules(returns={"never": ()})).allowed


@pytest.mark.parametrize(
    ("category", "condition", "rule"),
    [
        ("beauty", "", ""),
        ("beauty", "unopened", ""),
        ("beauty", "opened", "opened"),
        ("beauty", "used", "opened"),
        ("kitchen", "opened", ""),
        ("kitchen", "used", "condition"),
    ],
)
def test_the_condition_decides(category: str, condition: str, rule: str) -> None:
    thing = of(category)
    assert may_return_line(arrived(thing), thing, TODAY, condition=condition).rule == rule


def test_after_the_window_the_warranty_is_left_or_an_exchange() -> None:
    thing = line("kettle")
    late, after = arrived(thing), TODAY + 31 * DAY
    assert may_return(late, after).alternative == "warranty"
    assert may_return(late, after, rules(exchange={"window_days": 31})).alternative == "exchange"
    bare = replace(thing, product=replace(thing.product, warranty_months=0))
    assert may_return(arrived(bare), after).alternative == ""
    assert may_return(late, after).rule == "window"


@pytest.mark.parametrize(
    ("status", "rule", "alternative"),
    [
        (OrderStatus.PAID, "not_arrived", "cancel"),
        (OrderStatus.PACKED, "not_arrived", "cancel"),
        (OrderStatus.SHIPPED, "not_arrived", "refuse_parcel"),
        (OrderStatus.CANCELLED, "cancelled", ""),
        (OrderStatus.RETURNED, "returned", ""),
    ],
)
def test_what_has_not_arrived_has_another_way(status: OrderStatus, rule: str, alternative: str) -> None:
    check = may_return(order(status=status), TODAY)
    assert (check.allowed, check.rule, check.alternative) == (False, rule, alternative)


def test_of_two_parcels_the_one_that_came_counts_for_what_is_in_it() -> None:
    mug, rug = line("mug"), line("rug")
    first = replace(shipment(TODAY, moment(TODAY - 40 * DAY)), line_ids=(mug.id,))
    second = replace(shipment(TODAY, moment(TODAY)), id="s-2", line_ids=(rug.id,))
    whole = order(status=OrderStatus.DELIVERED, lines=(mug, rug))
    both = replace(whole, shipments=(first, second))
    assert may_return_line(both, mug, TODAY).rule == "window"
    assert may_return_line(both, rug, TODAY).until == TODAY + 30 * DAY
    under_way = replace(both, status=OrderStatus.SHIPPED, shipments=(first, replace(second, delivered_at=None)))
    assert may_return_line(under_way, mug, TODAY - 10 * DAY).allowed
    assert may_return_line(under_way, rug, TODAY).rule == "not_arrived"


def test_a_line_in_two_parcels_has_arrived_with_the_last() -> None:
    mugs = line("mug", 2)
    first = replace(shipment(TODAY, moment(TODAY - 9 * DAY)), line_ids=(mugs.id,))
    second = replace(shipment(TODAY, moment(TODAY)), line_ids=(mugs.id,))
    whole = replace(order(status=OrderStatus.DELIVERED, lines=(mugs,)), shipments=(first, second))
    assert may_return_line(whole, mugs, TODAY).until == TODAY + 30 * DAY


def test_label_and_pick_up_cost_what_the_rules_say() -> None:
    mug = line("mug")
    bought = arrived(mug)
    dear = rules(returns={"free_label": False, "label_fee": 350})
    assert may_return_line(bought, mug, TODAY, dear).fee == Money(350)
    assert may_return_line(bought, mug, TODAY, pickup=True).fee == Money(490)
    no_pickup = rules(returns={"pickup": False})
    assert may_return_line(bought, mug, TODAY, no_pickup, pickup=True).fee == Money(0)


def test_the_fee_for_shipping_goes_back_with_the_whole_order_if_the_rules_say_so() -> None:
    bought = replace(arrived(line("mug"), line("rug")), shipping_fee=Money(490))
    generous = rules(returns={"refund_shipping": True})
    assert may_return(bought, TODAY).amount == Money(2000)
    assert may_return(bought, TODAY, generous).amount == Money(2490)
    assert may_return_line(bought, bought.lines[0], TODAY, generous).amount == Money(1000)


def test_no_more_goes_back_than_what_is_left_of_the_payment() -> None:
    rug = line("rug", cents=9900)
    bought = replace(arrived(rug), refunds=(refund(RefundStatus.PAID_OUT),))
    assert may_return(bought, TODAY).amount == Money(5000)
    refused = replace(bought, refunds=(refund(RefundStatus.REFUSED),))
    assert may_return(refused, TODAY).amount == Money(9900)
