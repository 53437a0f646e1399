"""What every shop must do, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from example_shop import CODES

from integrations.shops.demo import DemoShop
from integrations.shops.interface import RequestKind, RequestState, Shop, ShopRequest
from support.errors import IntegrationError, NotFound, ShopUnavailable
from support.money import Money
from support.orders import Address, OrderStatus, PaymentStatus, Promotion, RefundStatus

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


@pytest.mark.parametrize("order_id", ["W-10423", "W-10425", "W-10388"])
def test_an_order_is_found_by_its_number(any_shop: Shop, order_id: str) -> None:
    order = any_shop.order(order_id)
    assert order is not None
    assert order in any_shop.orders(order.customer_id)


@pytest.mark.parametrize("order_id", ["W-1", "", "w-10423", "W-10423 ", "' OR 1=1 --"])
def test_there_is_no_order_of_another_number(any_shop: Shop, order_id: str) -> None:
    assert any_shop.order(order_id) is None


def test_an_order_has_its_address(any_shop: Shop) -> None:
    order = any_shop.order("W-10423")
    assert order is not None
    assert order.address == Address("Lena Berg", "Ottenser Weg 14", "22765", "Hamburg", "DE")


def test_an_order_has_its_payments_the_first_first(any_shop: Shop) -> None:
    order = any_shop.order("W-10435")
    assert order is not None
    failed, paid = order.payments
    assert (failed.method, failed.status, failed.amount) == ("支付宝", PaymentStatus.FAILED, order.total)
    assert (paid.method, paid.status, paid.amount) == ("微信支付", PaymentStatus.PAID, order.total)
    assert failed.at < paid.at
    assert paid.at.utcoffset() == timedelta(0)


def test_parcels_know_what_they_hold(any_shop: Shop) -> None:
    order = any_shop.order("W-10425")
    assert order is not None
    assert [shipment.line_ids for shipment in order.shipments] == [("W-10425-1",), ("W-10425-2",)]


def test_what_went_back_is_counted(any_shop: Shop) -> None:
    order = any_shop.order("W-10394")
    assert order is not None
    assert [(line.product.id, line.returned, line.kept) for line in order.lines] == [
        ("merino-sweater", 0, 1),
        ("jeans", 1, 0),
        ("scarf", 0, 1),
    ]


def test_a_product_has_variants_brand_warranty_and_fit(any_shop: Shop) -> None:
    products = {product.id: product for product in any_shop.products()}
    coat = products["winter-coat"]
    assert [(variant.name, variant.stock) for variant in coat.variants] == [("S", 3), ("M", 0), ("L", 2), ("XL", 2)]
    assert (coat.brand, coat.fits, coat.restock_on) == ("Vinterlo", "small", TODAY + timedelta(days=9))
    assert (products["earbuds"].variants, products["earbuds"].warranty_months) == ((), 24)
    # The products in orders know as much.
    order = any_shop.order("W-10418")
    assert order is not None
    assert order.lines[0].product == coat


def test_a_customer_has_a_phone_and_a_choice_of_letters(any_shop: Shop) -> None:
    late, new = any_shop.customer("c-late"), any_shop.customer("c-new")
    assert late is not None
    assert new is not None
    assert (late.phone, late.newsletter) == ("+49 176 04069014", True)
    assert (new.phone, new.newsletter) == ("", False)


def test_a_customer_has_a_saved_address_and_orders_their_codes(any_shop: Shop) -> None:
    late, order = any_shop.customer("c-late"), any_shop.order("W-10377")
    assert late is not None
    assert late.address is not None
    assert (late.address.name, late.address.country) == (late.name, "DE")
    assert order is not None
    assert order.promo_codes == ("WELCOME10",)
    assert order.payments[0].amount == order.total - Money(560)


def test_promo_codes(any_shop: Shop) -> None:
    percent = any_shop.promotion("WELCOME10")
    assert percent == Promotion(
        "WELCOME10", 10, first_day=TODAY - timedelta(days=60), last_day=TODAY + timedelta(days=30)
    )
    amount = any_shop.promotion("FIVER")
    assert amount is not None
    assert (amount.percent, amount.amount, amount.least, amount.once) == (0, Money(500), Money(5000), False)
    clothes = any_shop.promotion("COSY15")
    assert clothes is not None
    assert clothes.categories == ("clothing", "shoes")


@pytest.mark.parametrize("code", ["welcome10", "Welcome10", " WELCOME10 "])
def test_case_does_not_count_in_a_promo_code(any_shop: Shop, code: str) -> None:
    promotion = any_shop.promotion(code)
    assert promotion is not None
    assert promotion.code == "WELCOME10"


@pytest.mark.parametrize("code", ["", "WELCOME", "WELCOME1%", "满减", "' OR 1=1 --"])
def test_there_is_no_promotion_of_another_name(any_shop: Shop, code: str) -> None:
    assert any_shop.promotion(code) is None


def test_all_shops_tell_the_same(any_shop: Shop, demo_to_copy: DemoShop) -> None:
    for story in demo_to_copy.stories():
        assert any_shop.customer(story.customer_id) == demo_to_copy.customer(story.customer_id)
        assert list(any_shop.orders(story.customer_id)) == list(demo_to_copy.orders(story.customer_id))
    for code in CODES:
        assert any_shop.promotion(code) == demo_to_copy.promotion(code) is not None
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
        lambda shop: shop.order("W-10423"),
        lambda shop: shop.products(),
        lambda shop: shop.promotion("FIVER"),
        lambda shop: shop.submit(damaged()),
    ],
    ids=["check", "customer", "orders", "order", "products", "promotion", "submit"],
)
def test_a_shop_that_is_gone_is_unavailable(broken_shop: Shop, call: Callable[[Shop], object]) -> None:
    with pytest.raises(ShopUnavailable) as caught:
        call(broken_shop)
    assert not caught.value.permanent
    assert "mallory" not in str(caught.value)
    assert "s3cret" not in str(caught.value)
