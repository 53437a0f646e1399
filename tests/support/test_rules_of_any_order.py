"""Whatever an order looks like: no rule raises, no more goes back than was paid, and any split gives the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from samples import TODAY, line, moment, rules, shipment

from support import payments, refunds
from support.cancellations import may_cancel_pieces, whole_order
from support.changes import may_change, may_change_address
from support.exchanges import may_exchange
from support.goodwill import Fault, GestureKind, Given, History, fault_of, gesture, history_of
from support.money import Money
from support.orders import (
    Address,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Promotion,
    Refund,
    RefundStatus,
    Variant,
)
from support.policies import Policies
from support.promotions import may_redeem
from support.returns import may_return, may_return_line
from support.size_advice import advise
from support.warranty import covered

DAYS = st.integers(-400, 400)
MOMENTS = DAYS.flatmap(lambda day: st.integers(0, 23).map(lambda hour: moment(TODAY + timedelta(days=day), hour)))
CENTS = st.integers(0, 50_000)
NAMES = ("mug", "rug", "shirt", "boots")
CATEGORIES = ("home", "food", "beauty", "clothing", "gift_card")
SIZES = ("", "M", "XL", "42", "36-38", "blue / M", "moss", "１", "½")
ZONES = st.sampled_from(("UTC", "Asia/Shanghai", "America/Los_Angeles"))
POLICIES = st.sampled_from(
    (
        rules(),
        rules(cancel={"until": "paid"}, change_order={"until": "packed"}, returns={"refund_shipping": True}),
        rules(returns={"window_days": 0, "free_label": False}, change_address={"carrier_request": False}),
    )
)


@st.composite
def lines(draw: st.DrawFn, currency: str) -> tuple[OrderLine, ...]:
    """Draw the lines of an order, none to four, some half returned (or more than that: shops err)."""
    made = []
    for name in NAMES[: draw(st.integers(0, 4))]:
        quantity = draw(st.integers(0, 5))
        base = line(name, quantity, variant=draw(st.sampled_from(SIZES)))
        forms = draw(st.lists(st.sampled_from(SIZES[1:]), max_size=4, unique=True))
        product = replace(
            base.product,
            price=Money(draw(CENTS), currency),
            category=draw(st.sampled_from(CATEGORIES)),
            fits=draw(st.sampled_from(("", "small", "large", "true", "odd"))),
            variants=tuple(Variant(form, draw(st.integers(-1, 4))) for form in forms),
            stock=draw(st.integers(-1, 9)),
            warranty_months=draw(st.sampled_from((-1, 0, 1, 24, 99_999))),
        )
        price = Money(draw(CENTS), currency)
        made.append(replace(base, product=product, unit_price=price, returned=draw(st.integers(0, 7))))
    return tuple(made)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Draw an order in any state, with payments and refunds that may or may not make sense."""
    currency = draw(st.sampled_from(("EUR", "CNY", "JPY")))
    goods = draw(lines(currency))
    delivered = st.one_of(st.none(), MOMENTS)
    parcels = [
        replace(
            shipment(draw(st.one_of(st.none(), st.just(TODAY))), draw(delivered)),
            line_ids=tuple(each.id for each in goods if draw(st.booleans())),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    made = [
        Payment(str(n), "Visa", Money(draw(CENTS), currency), draw(st.sampled_from(PaymentStatus)), draw(MOMENTS))
        for n in range(draw(st.integers(0, 3)))
    ]
    back = [
        Refund(
            str(n), "W-1", Money(draw(CENTS), currency), draw(st.sampled_from(RefundStatus)), draw(MOMENTS),
            draw(delivered), due_on=draw(st.one_of(st.none(), st.just(TODAY))),
        )
        for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    return Order(
        "W-1", "c", draw(MOMENTS), draw(st.sampled_from(OrderStatus)), goods, tuple(parcels), tuple(back),
        shipping_fee=Money(draw(CENTS), currency) if draw(st.booleans()) else Money(0),
        address=draw(st.one_of(st.none(), st.just(Address("", "Weg 1", "1", "Ort")))), payments=tuple(made),
    )  # fmt: skip


@st.composite
def fresh_orders(draw: st.DrawFn) -> Order:
    """Draw a paid order of which nothing has gone back; less may have been paid than the prices say."""
    goods = tuple(replace(each, returned=0) for each in draw(lines("EUR")))
    whole = Order("W-1", "c", moment(TODAY), OrderStatus.PAID, goods, shipping_fee=Money(draw(st.integers(0, 900))))
    if draw(st.booleans()):
        return whole
    spent = Money(draw(st.integers(0, whole.total.minor_units)))
    return replace(whole, payments=(Payment("p", "Visa", spent, PaymentStatus.PAID, moment(TODAY)),))


def after(bought: Order, pieces: Mapping[str, int], amount: Money) -> Order:
    """Return the order once these pieces have gone back for so much."""
    goods = tuple(replace(each, returned=each.returned + pieces.get(each.id, 0)) for each in bought.lines)
    back = Refund("r", bought.id, amount, RefundStatus.APPROVED, moment(TODAY))
    return replace(bought, lines=goods, refunds=(*bought.refunds, back))


@given(orders(), DAYS, POLICIES, ZONES, st.data())
def test_no_rule_raises_and_no_amount_is_more_than_was_paid(
    order: Order, day: int, chosen: Policies, zone: str, data: st.DataObject
) -> None:
    today = TODAY + timedelta(days=day)
    left = refunds.refundable(order, chosen)
    number = data.draw(st.integers(-2, 8))
    wanted = data.draw(st.sampled_from(SIZES))
    assert left.minor_units >= 0
    assert payments.paid(order, chosen).minor_units >= 0
    checks = [may_return(order, today, chosen, zone), may_cancel_pieces(order, {"l-mug": number}, chosen)]
    for each in order.lines:
        condition = data.draw(st.sampled_from(("", "unopened", "opened", "used")))
        checks.append(may_return_line(order, each, today, chosen, zone, quantity=number, condition=condition))
        assert covered(order, each, today, chosen, zone).allowed in (True, False)
        exchanged = may_exchange(order, each, wanted, today, chosen, zone, quantity=number, condition=condition)
        changed = may_change(order, each, chosen, variant=wanted, quantity=number)
        assert exchanged.allowed is (not exchanged.rule)
        assert changed.allowed is (not changed.rule)
        assert not changed.difference or -changed.difference.minor_units <= left.minor_units
        advise(each.product, [order])
    for check in checks:
        assert check.allowed is (not check.rule)
        assert check.amount is None or 0 <= check.amount.minor_units <= left.minor_units
    assert may_change_address(order, order.address, chosen).allowed in (True, False)
    assert payments.look(order, chosen).rule
    assert all(refunds.look(refund, today, chosen, zone).rule for refund in order.refunds)
    history = history_of(None, [order], order, (), today, chosen, zone)
    assert fault_of(order, [order], today, chosen, zone) in (None, *Fault)
    for fault in Fault:
        assert gesture(fault, order, [order], history, today, chosen, zone).because


@given(orders())
def test_a_line_never_has_fewer_than_no_pieces(order: Order) -> None:
    assert all(0 <= each.kept <= each.quantity for each in order.lines)
    assert all(number > 0 for number in whole_order(order).values())


@given(fresh_orders(), st.data())
def test_cancelling_in_any_split_brings_back_what_was_paid_and_no_more(bought: Order, data: st.DataObject) -> None:
    at_once = may_cancel_pieces(bought, whole_order(bought))
    total, now = Money(0), bought
    while whole_order(now):
        part = {line_id: data.draw(st.integers(0, kept)) for line_id, kept in whole_order(now).items()}
        part = part if any(part.values()) else whole_order(now)
        check = may_cancel_pieces(now, part)
        assert check.allowed
        assert check.amount is not None
        total, now = total + check.amount, after(now, part, check.amount)
        assert total.minor_units <= payments.paid(bought).minor_units
    assert total == (at_once.amount or Money(0))
    if at_once.allowed:
        assert total == payments.paid(bought)


@given(fresh_orders(), st.data())
def test_returning_in_any_split_brings_back_the_same(bought: Order, data: st.DataObject) -> None:
    chosen = rules(returns={"never": (), "refund_shipping": data.draw(st.booleans())})
    now = replace(bought, status=OrderStatus.DELIVERED, shipments=(shipment(TODAY, moment(TODAY)),))
    at_once, total = may_return(now, TODAY, chosen), Money(0)
    for each in now.lines:
        while whole_order(now).get(each.id):
            current = next(other for other in now.lines if other.id == each.id)
            number = data.draw(st.integers(1, current.kept))
            check = may_return_line(now, current, TODAY, chosen, quantity=number)
            assert check.amount is not None
            total, now = total + check.amount, after(now, {each.id: number}, check.amount)
    assert total == (at_once.amount or Money(0))
    assert total.minor_units <= payments.paid(bought).minor_units


@given(st.sampled_from(Fault), st.integers(0, 2_000_000), st.integers(0, 2_000_000), st.integers(0, 3), DAYS)
def test_a_gesture_grows_with_the_value_and_stays_within_bounds(
    fault: Fault, one: int, other: int, failures: int, since: int
) -> None:
    history = History(orders=1, failures=failures, since=TODAY - timedelta(days=400 + since))
    worth = []
    for cents in sorted((one, other)):
        late = Order(
            "W-1", "c", moment(TODAY), OrderStatus.SHIPPED, (line(cents=cents),), (shipment(TODAY - timedelta(days=8)),)
        )
        made = gesture(fault, late, [late], history, TODAY)
        worth.append(made.amount.minor_units if made.amount else 0)
        assert worth[-1] <= min(cents, rules().goodwill.voucher_most)
        assert (made.kind is GestureKind.VOUCHER) is (made.amount is not None)
        again = replace(history, given=(Given(made.issue, TODAY),))
        assert not gesture(fault, late, [late], again, TODAY).allowed
    assert worth[0] <= worth[1]


@given(lines("EUR"), st.integers(-5, 150), CENTS, CENTS, st.sets(st.sampled_from(CATEGORIES)))
def test_a_code_never_saves_more_than_there_is_to_pay(
    goods: tuple[OrderLine, ...], percent: int, amount: int, least: int, categories: set[str]
) -> None:
    code = Promotion("X", percent, Money(amount), least=Money(least), categories=tuple(sorted(categories)))
    check = may_redeem(code, TODAY, lines=goods)
    whole = sum(each.total.minor_units for each in goods)
    assert check.allowed is (not check.rule)
    assert check.saving is None or 0 <= check.saving.minor_units <= whole
    assert check.missing is None or check.missing.minor_units > 0
