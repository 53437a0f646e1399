"""What every shop must do, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from integrations.shops.demo import DemoShop
from integrations.shops.interface import RequestKind, RequestState, Shop, ShopRequest
from support.errors import IntegrationError, NotFound, ShopUnavailable
from support.money import Money
from support.orders import OrderStatus, RefundStatus

TODAY = date(2026, 3, 4)


def damaged(key: str = "k1", **changes: object) -> ShopRequest:
    values: dict[str, object] = {
        "kind": RequestKind.REPORT_PROBLEM,
        "customer_id": "c-damaged",
        "order_id": "W-10426",
        "details": {"reason": "arrived broken", "item": "茶壶"},
    }
    return ShopRequest(key=key, **{**values, **changes})  # type: ignore[arg-type]


def test_a_customer_is_known(any_shop: Shop) -> None:
    customer = any_shop.customer("c-zh")
    assert customer is not None
    assert (customer.id, customer.name, customer.language, customer.city) == ("c-zh", "王晓梅", "zh", "杭州")
    assert customer.since == TODAY - timedelta(days=365)
    assert customer.loyalty_points == 420


@pytest.mark.parametrize("customer_id", ["nobody", "", "' OR 1=1 --", "C-LATE"])
def test_an_unknown_customer_is_none_and_has_no_orders(any_shop: Shop, customer_id: str) -> None:
    assert any_shop.customer(customer_id) is None
    assert list(any_shop.orders(customer_id)) == []


def test_a_customer_without_orders(any_shop: Shop) -> None:
    assert any_shop.customer("c-new") is not None
    assert list(any_shop.orders("c-new")) == []


def test_orders_are_the_newest_first_and_limited(any_shop: Shop) -> None:
    orders = any_shop.orders("c-vip")
    assert len(orders) == 40
    assert [o.placed_at for o in orders] == sorted((o.placed_at for o in orders), reverse=True)
    assert {o.customer_id for o in orders} == {"c-vip"}
    assert [o.id for o in any_shop.orders("c-vip", limit=3)] == [o.id for o in orders[:3]]
    assert list(any_shop.orders("c-vip", limit=0)) == []


def test_an_order_has_its_lines(any_shop: Shop) -> None:
    order = any_shop.orders("c-packed", limit=1)[0]
    assert order.status is OrderStatus.PACKED
    assert [(i.product.short_name, i.quantity, i.variant) for i in order.lines] == [
        ("coffee grinder", 1, ""),
        ("kettle", 1, ""),
        ("mug", 2, "cream"),
    ]
    assert order.lines[2].total == Money(2800, "EUR")
    assert order.total == Money(7900 + 6900 + 2800, "EUR")
    assert order.shipment is None


def test_an_order_has_its_shipments_the_latest_last(any_shop: Shop) -> None:
    order = any_shop.orders("c-split", limit=1)[0]
    first, second = order.shipments
    assert order.shipment == second
    assert first.delivered_at is not None
    assert first.delivered_at.utcoffset() == timedelta(0)
    assert first.delivered_at.date() == TODAY - timedelta(days=2)
    assert (second.carrier, second.delivered_at, second.promised_on) == ("SwiftParcel", None, TODAY + timedelta(days=1))
    assert second.tracking_url == "https://track.example/swiftparcel/SP-61415-0027"


def test_an_order_has_its_refunds(any_shop: Shop) -> None:
    order = any_shop.orders("c-refund", limit=1)[0]
    (refund,) = order.refunds
    assert (refund.order_id, refund.status, refund.amount) == (order.id, RefundStatus.APPROVED, order.total)
    assert (refund.due_on, refund.paid_out_at) == (TODAY - timedelta(days=6), None)


def test_the_catalogue(any_shop: Shop) -> None:
    products = {product.id: product for product in any_shop.products()}
    assert len(products) >= 64
    lamp = products["floor-lamp"]
    assert (lamp.label(), lamp.label("zh"), str(lamp.price)) == ("floor lamp", "落地灯", "€129.00")
    assert lamp.url == "/products/floor-lamp"


def test_all_shops_tell_the_same(any_shop: Shop, demo_to_copy: DemoShop) -> None:
    for story in demo_to_copy.stories():
        assert any_shop.customer(story.customer_id) == demo_to_copy.customer(story.customer_id)
        assert list(any_shop.orders(story.customer_id)) == list(demo_to_copy.orders(story.customer_id))
    catalogue = sorted(any_shop.products(), key=lambda product: product.id)
    assert catalogue == sorted(demo_to_copy.products(), key=lambda product: product.id)


def test_a_request_happens_once_for_its_key(open_shop: Callable[[], Shop]) -> None:
    shop = open_shop()
    first = shop.submit(damaged())
    assert (first.state, first.repeated) == (RequestState.REQUESTED, False)
    assert first.reference.startswith("R-")
    for again in (shop.submit(damaged()), open_shop().submit(damaged())):
        assert (again.reference, again.state, again.repeated) == (first.reference, first.state, True)
    assert shop.submit(damaged("k2")).reference != first.reference


def test_a_request_happens_once_when_many_ask_at_once(open_shop: Callable[[], Shop]) -> None:
    shops = [open_shop() for _ in range(2)]
    for round_ in range(5):
        barrier = Barrier(6)

        def ask(index: int, key: str, barrier: Barrier = barrier) -> tuple[str, bool]:
            barrier.wait(timeout=5)
            receipt = shops[index % 2].submit(damaged(key))
            return receipt.reference, receipt.repeated

        with ThreadPoolExecutor(6) as pool:
            receipts = list(pool.map(ask, range(6), [f"race-{round_}"] * 6))
        assert len({reference for reference, _ in receipts}) == 1
        assert [repeated for _, repeated in receipts].count(False) == 1


@pytest.mark.parametrize("changes", [{"customer_id": "c-late"}, {"order_id": "W-1"}, {"customer_id": "nobody"}])
def test_a_foreign_order_is_not_found(any_shop: Shop, changes: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        any_shop.submit(damaged(**changes))
    # Nothing was written under the key: its owner can still use it.
    assert not any_shop.submit(damaged()).repeated


def test_a_key_does_not_open_another_ones_receipt(any_shop: Shop) -> None:
    any_shop.submit(damaged())
    with pytest.raises(NotFound):
        any_shop.submit(damaged(customer_id="c-late"))
    with pytest.raises(IntegrationError) as caught:
        any_shop.submit(damaged(kind=RequestKind.CANCEL_ORDER))
    assert caught.value.permanent


def test_a_shop_that_answers_passes_its_check(any_shop: Shop) -> None:
    any_shop.check()
    assert any_shop.name in ("demo", "sql")


@pytest.mark.parametrize(
    "call",
    [
        lambda shop: shop.check(),
        lambda shop: shop.customer("c-late"),
        lambda shop: shop.orders("c-late"),
        lambda shop: shop.products(),
        lambda shop: shop.submit(damaged()),
    ],
    ids=["check", "customer", "orders", "products", "submit"],
)
def test_a_shop_that_is_gone_is_unavailable(broken_shop: Shop, call: Callable[[Shop], object]) -> None:
    with pytest.raises(ShopUnavailable) as caught:
        call(broken_shop)
    assert not caught.value.permanent
    assert "mallory" not in str(caught.value)
    assert "s3cret" not in str(caught.value)
