"""The demo shop's stories are true today and on any other day."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from integrations.shops.demo import DemoShop
from integrations.shops.interface import RequestKind, RequestState, ShopRequest
from support.errors import ShopUnavailable
from support.orders import (
    Order,
    OrderStatus,
    PaymentStatus,
    RefundStatus,
    days_late,
    delays_in_a_row,
    may_cancel,
    refund_days_overdue,
)

FIRST = datetime(2026, 3, 4, 0, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


def at(path: Path, moment: datetime) -> DemoShop:
    return DemoShop.open(path, clock=lambda: moment)


@pytest.fixture(params=[0, 1, 400], ids=lambda days: f"day {days}")
def then(request: pytest.FixtureRequest) -> datetime:
    """A moment just after midnight, so that whatever lies in the future on any hour is seen."""
    return FIRST + timedelta(days=request.param)


@pytest.fixture
def shop(tmp_path: Path, then: datetime) -> Iterator[DemoShop]:
    """A shop made on the first day and opened again `then`."""
    at(tmp_path / "demo.db", FIRST).close()
    shop = at(tmp_path / "demo.db", then)
    yield shop
    shop.close()


def still_open(shop: DemoShop, customer_id: str) -> list[Order]:
    return [order for order in shop.orders(customer_id) if order.is_open]


def test_late(shop: DemoShop, then: datetime) -> None:
    (order,) = still_open(shop, "c-late")
    assert (order.status, order.label(), days_late(order, then.date())) == (OrderStatus.SHIPPED, "floor lamp", 2)
    assert order.shipment is not None
    assert order.shipment.promised_on == then.date() - timedelta(days=2)
    assert delays_in_a_row(shop.orders("c-late"), then.date()) == 3


def test_three(shop: DemoShop, then: datetime) -> None:
    orders = still_open(shop, "c-three")
    assert {(o.label(), o.status.value) for o in orders} == {
        ("mug", "paid"),
        ("desk lamp", "shipped"),
        ("headphones", "packed"),
    }
    assert [len(order.lines) for order in orders] == [1, 1, 1]
    assert [days_late(order, then.date()) for order in orders] == [0, 0, 0]
    assert sorted(order.label() for order in orders if may_cancel(order).allowed) == ["headphones", "mug"]


def test_damaged(shop: DemoShop, then: datetime) -> None:
    orders = shop.orders("c-damaged")
    assert orders[0].label() == "teapot"
    assert orders[0].delivered_at is not None
    assert orders[0].delivered_at.date() == then.date() - timedelta(days=1)
    assert not still_open(shop, "c-damaged")
    assert then - orders[-1].placed_at > timedelta(days=650)
    assert not any(order.refunds for order in orders)


def test_refund(shop: DemoShop, then: datetime) -> None:
    order = shop.orders("c-refund")[0]
    (refund,) = order.refunds
    assert (order.label(), refund.status) == ("boots", RefundStatus.APPROVED)
    assert refund.approved_at is not None
    assert refund.approved_at.date() == then.date() - timedelta(days=20)
    assert refund_days_overdue(refund, then.date()) == 6


def test_vip(shop: DemoShop) -> None:
    customer, orders = shop.customer("c-vip"), shop.orders("c-vip", limit=100)
    assert customer is not None
    assert customer.loyalty_points > 10_000
    assert len(orders) == 40
    shoes = [line for order in orders for line in order.lines if line.product.short_name == "running shoes"]
    assert [(line.variant, line.quantity) for line in shoes] == [("42", 1)] * 8


def test_new(shop: DemoShop, then: datetime) -> None:
    customer = shop.customer("c-new")
    assert customer is not None
    assert customer.since == then.date() - timedelta(days=2)
    assert list(shop.orders("c-new")) == []


def test_zh(shop: DemoShop, then: datetime) -> None:
    customer = shop.customer("c-zh")
    (order,) = still_open(shop, "c-zh")
    assert customer is not None
    assert (customer.language, order.label("zh"), order.status) == ("zh", "电饭煲", OrderStatus.SHIPPED)
    assert order.shipment is not None
    assert order.shipment.promised_on == order.shipment.expected_on == then.date() + timedelta(days=2)


def test_partial(shop: DemoShop) -> None:
    order = shop.orders("c-partial")[0]
    (refund,) = order.refunds
    assert [line.product.short_name for line in order.lines] == ["sweater", "jeans", "scarf"]
    assert (order.status, refund.status) == (OrderStatus.DELIVERED, RefundStatus.PAID_OUT)
    assert refund.amount == order.lines[1].total


def test_lost(shop: DemoShop, then: datetime) -> None:
    (order,) = still_open(shop, "c-lost")
    assert order.shipment is not None
    assert (order.shipment.expected_on, days_late(order, then.date())) == (None, 16)


def test_basket(shop: DemoShop) -> None:
    (order,) = still_open(shop, "c-basket")
    assert (len(order.lines), order.status) == (9, OrderStatus.PAID)


def test_cancelled_refunded_refused(shop: DemoShop, then: datetime) -> None:
    cancelled = shop.orders("c-cancelled")[0]
    assert (cancelled.status, cancelled.refunds[0].amount) == (OrderStatus.CANCELLED, cancelled.total)
    assert cancelled.refunds[0].status is RefundStatus.APPROVED
    assert refund_days_overdue(cancelled.refunds[0], then.date()) == 0
    refunded = shop.orders("c-refunded")[0]
    assert (refunded.status, refunded.refunds[0].status) == (OrderStatus.RETURNED, RefundStatus.PAID_OUT)
    assert shop.orders("c-refused")[0].refunds[0].status is RefundStatus.REFUSED


def test_packed_today_split_exchange(shop: DemoShop, then: datetime) -> None:
    (packed,) = still_open(shop, "c-packed")
    assert (packed.status, len(packed.lines)) == (OrderStatus.PACKED, 3)
    (today,) = still_open(shop, "c-today")
    assert today.shipment is not None
    assert (today.shipment.promised_on, days_late(today, then.date())) == (then.date(), 0)
    (split,) = still_open(shop, "c-split")
    assert [shipment.delivered_at is None for shipment in split.shipments] == [False, True]
    (boots,) = shop.orders("c-exchange")[0].lines
    assert (boots.product.short_name, boots.variant) == ("hiking boots", "39")
    (late,) = still_open(shop, "c-zh-late")
    assert (late.label("zh"), days_late(late, then.date())) == ("背包", 4)


def test_twice(shop: DemoShop, then: datetime) -> None:
    (order,) = shop.orders("c-twice")
    first, second = order.payments
    assert (order.status, first.amount, first.status) == (OrderStatus.PACKED, order.total, PaymentStatus.PAID)
    assert (first.amount, first.status, first.method) == (second.amount, second.status, second.method)
    assert second.at - first.at == timedelta(minutes=2)
    assert second.at.date() == then.date() - timedelta(days=2)


def test_declined(shop: DemoShop) -> None:
    customer, (order,) = shop.customer("c-declined"), shop.orders("c-declined")
    assert customer is not None
    assert (customer.language, order.status) == ("zh", OrderStatus.PAID)
    assert [payment.status for payment in order.payments] == [PaymentStatus.FAILED, PaymentStatus.PAID]


def test_size(shop: DemoShop, then: datetime) -> None:
    (coat,) = shop.orders("c-size")[0].lines
    stock = {variant.name: variant.stock for variant in coat.product.variants}
    assert (coat.variant, stock["M"], stock["L"] > 0) == ("S", 0, True)
    assert coat.product.restock_on == then.date() + timedelta(days=9)


def test_edge(shop: DemoShop, then: datetime) -> None:
    blanket, picnic = shop.orders("c-edge")
    assert (blanket.label(), picnic.label()) == ("wool blanket", "picnic blanket and candle")
    days = [(then.date() - order.delivered_at.date()).days for order in (blanket, picnic) if order.delivered_at]
    assert days == [30, 31]
    assert [line.kept for line in picnic.lines] == [1, 2]


def test_split_says_what_came(shop: DemoShop) -> None:
    (order,) = still_open(shop, "c-split")
    came, coming = order.shipments
    names = {line.id: line.product.short_name for line in order.lines}
    assert [names[i] for i in came.line_ids] == ["speaker"]
    assert [names[i] for i in coming.line_ids] == ["power bank"]


def test_promo_codes(shop: DemoShop, then: datetime) -> None:
    today, codes = then.date(), {}
    for code in ("WELCOME10", "FIVER", "COSY15", "WINTER20", "SPRING15"):
        promotion = shop.promotion(code)
        assert promotion is not None
        assert promotion.first_day is not None
        assert promotion.last_day is not None
        assert (promotion.percent > 0) != (promotion.amount is not None)
        codes[code] = promotion.first_day <= today <= promotion.last_day
    assert codes == {"WELCOME10": True, "FIVER": True, "COSY15": True, "WINTER20": False, "SPRING15": False}
    over, coming = shop.promotion("WINTER20"), shop.promotion("SPRING15")
    assert over is not None
    assert coming is not None
    assert over.last_day == today - timedelta(days=9)
    assert coming.first_day == today + timedelta(days=5)


def test_orders_know_where_they_went_and_how_they_were_paid(shop: DemoShop) -> None:
    for customer in shop.customers():
        orders = shop.orders(customer.id, limit=1000)
        assert len({order.address for order in orders}) <= 1
        for order in orders:
            assert order.address is not None
            assert (order.address.name, order.address.city) == (customer.name, customer.city)
            assert order.address.street
            assert order.address.postcode
            assert order.address.country.isalpha()
            assert len(order.address.country) == 2
            paid = [payment for payment in order.payments if payment.status is PaymentStatus.PAID]
            due = {order.total.minor_units}
            if order.promo_codes:
                due = {order.total.minor_units * 90 // 100}  # WELCOME10 took a tenth off
            assert {payment.amount.minor_units for payment in paid} == due
            assert len(paid) == (2 if customer.id == "c-twice" else 1)
            assert all(payment.at >= order.placed_at for payment in order.payments)
            assert {i for shipment in order.shipments for i in shipment.line_ids} <= {line.id for line in order.lines}
            if order.status is OrderStatus.RETURNED:
                assert not any(line.kept for line in order.lines)


def test_products_have_brands_variants_and_warranties(shop: DemoShop) -> None:
    products = shop.products()
    for product in products:
        assert product.brand
        assert sum(variant.stock for variant in product.variants) == (product.stock if product.variants else 0)
        sized = product.category in ("clothing", "shoes") and product.variants
        assert (product.fits in ("true", "small", "large")) == bool(sized), product.id
    assert {product.fits for product in products} == {"", "true", "small", "large"}
    assert {product.warranty_months for product in products} == {0, 12, 24}
    assert all(product.warranty_months == 24 for product in products if product.category == "electronics")
    sold_out = [(product, v.name) for product in products for v in product.variants if not v.stock]
    assert [(product.id, name) for product, name in sold_out] == [("winter-coat", "M")]
    ordered = [line for c in shop.customers() for order in shop.orders(c.id, limit=1000) for line in order.lines]
    assert all((line.product.variant(line.variant) is not None) == bool(line.variant) for line in ordered)
    assert all(line.variant for line in ordered if line.product.fits)


def test_the_history_is_believable(shop: DemoShop, then: datetime) -> None:
    orders = [order for customer in shop.customers() for order in shop.orders(customer.id, limit=1000)]
    assert len({order.id for order in orders}) == len(orders) >= 150
    by_number = sorted(orders, key=lambda order: order.id)
    assert [o.placed_at for o in by_number] == sorted(o.placed_at for o in orders)
    for order in orders:
        moments = [order.placed_at]
        for shipment in order.shipments:
            assert shipment.shipped_at is not None
            moments += [shipment.shipped_at, *([shipment.delivered_at] if shipment.delivered_at else [])]
            assert order.placed_at < shipment.shipped_at
            assert shipment.delivered_at is None or shipment.shipped_at < shipment.delivered_at
            assert shipment.tracking_url.startswith("https://track.example/")
        for refund in order.refunds:
            steps = [m for m in (refund.requested_at, refund.approved_at, refund.paid_out_at) if m is not None]
            assert steps == sorted(steps), order.id
            assert order.placed_at < steps[0]
            assert 0 < refund.amount.minor_units <= order.total.minor_units
            moments += steps
        moments += [payment.at for payment in order.payments]
        assert max(moments) < then, order.id
        assert (order.status is OrderStatus.CANCELLED) == (order.cancelled_at is not None)
        assert (order.delivered_at is not None) == (order.status in (OrderStatus.DELIVERED, OrderStatus.RETURNED))
    for customer in shop.customers():
        assert customer.since is not None
        assert all(order.placed_at.date() >= customer.since for order in shop.orders(customer.id))
    carriers = {shipment.carrier for order in orders for shipment in order.shipments}
    assert len(carriers) == 5


def test_products_and_stories_are_complete(shop: DemoShop) -> None:
    products = shop.products()
    assert len(products) >= 64
    assert {p.category for p in products} == {
        "home",
        "kitchen",
        "clothing",
        "shoes",
        "electronics",
        "outdoor",
        "beauty",
    }
    for names in ([p.short_name for p in products], [p.short_name_zh for p in products], [p.name for p in products]):
        assert all(names)
        assert len(set(names)) == len(names)
    assert all(p.name_zh and p.description and p.description_zh and p.stock > 0 for p in products)
    stories = shop.stories()
    assert [story.customer_id for story in stories] == [customer.id for customer in shop.customers()]
    assert len(stories) == 22
    assert all(story and story_zh for _, story, story_zh in stories)


def test_a_cancellation_stays(tmp_path: Path) -> None:
    path, noon = tmp_path / "demo.db", FIRST + timedelta(hours=12)
    shop = at(path, noon)
    before = next(order for order in shop.orders("c-three") if order.label() == "mug")
    receipt = shop.submit(ShopRequest(RequestKind.CANCEL_ORDER, "c-three", before.id, "k1"))
    assert (receipt.reference, receipt.state) == ("R-20417", RequestState.DONE)
    # Asked again under another key: done already, and nothing is refunded twice.
    assert shop.submit(ShopRequest(RequestKind.CANCEL_ORDER, "c-three", before.id, "k2")).state is RequestState.DONE
    shop.close()
    later = at(path, noon + timedelta(days=30))
    order = next(order for order in later.orders("c-three") if order.id == before.id)
    assert (order.status, order.cancelled_at, order.placed_at) == (OrderStatus.CANCELLED, noon, before.placed_at)
    (refund,) = order.refunds
    assert (refund.status, refund.amount, refund.approved_at) == (RefundStatus.APPROVED, before.total, noon)
    assert refund.due_on == noon.date() + timedelta(days=14)
    # The others move on with the calendar.
    assert {order.label() for order in still_open(later, "c-three")} == {"desk lamp", "headphones"}
    assert all(order.placed_at > noon for order in still_open(later, "c-three"))
    later.close()


def test_the_shop_itself_does_not_hold_our_rules(demo: DemoShop) -> None:
    (lamp,) = still_open(demo, "c-late")
    assert not may_cancel(lamp).allowed
    receipt = demo.submit(ShopRequest(RequestKind.CANCEL_ORDER, "c-late", lamp.id, "k1"))
    assert receipt.state is RequestState.DONE
    assert demo.orders("c-late")[0].status is OrderStatus.CANCELLED


def test_processes_may_open_a_new_shop_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from integrations.shops.demo import DemoShop;"
        "shop = DemoShop.open(Path(sys.argv[1])); print(len(shop.orders('c-vip')))"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(tmp_path / "new" / "demo.db")]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate(timeout=30)[0].strip() for process in processes] == ["40"] * 3


def test_changed_data_fill_the_shop_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = at(tmp_path / "demo.db", FIRST)
    shop.submit(ShopRequest(RequestKind.CANCEL_ORDER, "c-late", "W-10423", "k1"))
    shop.close()
    monkeypatch.setattr("integrations.shops.demo_seed.fingerprint", lambda: "other data")
    again = at(tmp_path / "demo.db", FIRST)
    assert again.orders("c-late")[0].is_open
    again.close()


def test_a_path_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path, tmp_path / "file" / "demo.db"):
        with pytest.raises(ShopUnavailable):
            DemoShop.open(path)
