"""What every shop does with a wish of every kind: once, for the right customer, and only if it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from example_shop import DOCS

from integrations.shops.interface import OF_THE_ACCOUNT, RequestKind, RequestState, Shop, ShopRequest
from support.errors import IntegrationError, NotFound

ADDRESS = {"name": "Lena Berg", "street": "Elbchaussee 5", "postcode": "22765", "city": "Hamburg", "country": "DE"}

Details = dict[str, object]


def about(order: str, customer: str, kind: RequestKind, details: Details) -> ShopRequest:
    return ShopRequest(kind, customer, order, "k1", details)


WISHES = {
    wish.kind: wish
    for wish in (
        about("W-10433", "c-three", RequestKind.CANCEL_ORDER, {}),
        about("W-10434", "c-basket", RequestKind.CANCEL_ITEM, {"line_id": "W-10434-1", "quantity": 2}),
        about("W-10433", "c-three", RequestKind.CHANGE_ADDRESS, {"address": ADDRESS}),
        about("W-10433", "c-three", RequestKind.CHANGE_ORDER, {"line_id": "W-10433-1", "variant": "cream"}),
        about(
            "W-10433",
            "c-three",
            RequestKind.ADD_ITEM,
            {"product_id": "teapot", "quantity": 1, "price_minor": 4900, "currency": "EUR"},
        ),
        about(
            "W-10391",
            "c-edge",
            RequestKind.RETURN_ITEM,
            {"line_id": "W-10391-1", "quantity": 1, "reason": "too warm", "method": "drop-off"},
        ),
        about(
            "W-10419",
            "c-exchange",
            RequestKind.EXCHANGE_ITEM,
            {"line_id": "W-10419-1", "quantity": 1, "variant": "40"},
        ),
        about("W-10426", "c-damaged", RequestKind.REPORT_PROBLEM, {"reason": "碎了"}),
        about("W-10388", "c-refund", RequestKind.REFUND, {"refund": "W-10388-F1"}),
        about("W-10423", "c-late", RequestKind.SEND_INVOICE, {}),
        about(
            "W-10432",
            "c-twice",
            RequestKind.CHECK_PAYMENT,
            {"payment_ids": ["W-10432-M1", "W-10432-M2"], "problem": "twice"},
        ),
        about(
            "W-10423",
            "c-late",
            RequestKind.GOODWILL,
            {"kind": "voucher", "amount_minor": 1000, "currency": "EUR", "issue": "late"},
        ),
        about("", "c-size", RequestKind.STOCK_ALERT, {"product_id": "winter-coat", "variant": "M"}),
        about("", "c-new", RequestKind.EDIT_ACCOUNT, {"field": "phone", "value": "+31 20 555 0100"}),
        about("", "c-new", RequestKind.DELETE_ACCOUNT, {}),
        about("", "c-new", RequestKind.NEWSLETTER, {"subscribe": True}),
    )
}

PRICE = {"price_minor": 4900, "currency": "EUR"}
BAD: list[tuple[RequestKind, Mapping[str, object]]] = [
    (RequestKind.CANCEL_ITEM, {"line_id": "W-10434-1", "quantity": 3}),
    (RequestKind.CANCEL_ITEM, {"line_id": "W-10434-1", "quantity": 0}),
    (RequestKind.CANCEL_ITEM, {"line_id": "W-10434-1", "quantity": True}),
    (RequestKind.CANCEL_ITEM, {"line_id": "W-10433-1", "quantity": 1}),
    (RequestKind.CANCEL_ITEM, {"quantity": 1}),
    (RequestKind.CHANGE_ADDRESS, {}),
    (RequestKind.CHANGE_ADDRESS, {"address": "Elbchaussee 5"}),
    (RequestKind.CHANGE_ADDRESS, {"address": {**ADDRESS, "postcode": " "}}),
    (RequestKind.CHANGE_ADDRESS, {"address": {**ADDRESS, "street": "x" * 501}}),
    (RequestKind.CHANGE_ORDER, {"line_id": "W-10433-1"}),
    (RequestKind.CHANGE_ORDER, {"line_id": "W-10433-1", "variant": "purple"}),
    (RequestKind.CHANGE_ORDER, {"line_id": "W-10433-1", "quantity": 0}),
    (RequestKind.CHANGE_ORDER, {"line_id": "none", "quantity": 2}),
    (RequestKind.CHANGE_ORDER, {"line_id": "W-10433-1", "quantity": 1, "product_id": "moon-boots", **PRICE}),
    (RequestKind.CHANGE_ORDER, {"line_id": "W-10433-1", "quantity": 1, "product_id": "teapot"}),
    (RequestKind.CHANGE_ORDER, {"line_id": "none", "quantity": 1, "product_id": "teapot", **PRICE}),
    (RequestKind.ADD_ITEM, {"product_id": "teapot", **PRICE}),
    (RequestKind.ADD_ITEM, {"product_id": "teapot", "quantity": 0, **PRICE}),
    (RequestKind.ADD_ITEM, {"product_id": "teapot", "quantity": 1, "price_minor": 1, "currency": "EUR"}),
    (RequestKind.ADD_ITEM, {"product_id": "mug", "quantity": 1, "price_minor": 1400, "currency": "EUR"}),
    (RequestKind.RETURN_ITEM, {"line_id": "W-10391-1", "quantity": 2}),
    (RequestKind.RETURN_ITEM, {"line_id": "W-10391-1", "quantity": 1, "reason": 7}),
    (RequestKind.EXCHANGE_ITEM, {"line_id": "W-10419-1", "quantity": 2, "variant": "40"}),
    (RequestKind.EXCHANGE_ITEM, {"line_id": "W-10419-1", "quantity": 1, "variant": "41"}),
    (RequestKind.EXCHANGE_ITEM, {"line_id": "W-10391-1"}),
    (RequestKind.CHECK_PAYMENT, {"payment_ids": ["W-10435-M1"], "problem": "twice"}),
    (RequestKind.CHECK_PAYMENT, {"payment_ids": [["W-10432-M1"]], "problem": "twice"}),
    (RequestKind.CHECK_PAYMENT, {"payment_ids": ["W-10432-M1"]}),
    (RequestKind.GOODWILL, {"kind": "voucher", "amount_minor": -1, "currency": "EUR", "issue": "late"}),
    (RequestKind.GOODWILL, {"kind": "voucher", "amount_minor": 1000, "currency": "EUR"}),
    (RequestKind.STOCK_ALERT, {"product_id": "moon-boots"}),
    (RequestKind.STOCK_ALERT, {"product_id": "winter-coat", "variant": "XXL"}),
    (RequestKind.EDIT_ACCOUNT, {"field": "loyalty_points", "value": "9000"}),
    (RequestKind.EDIT_ACCOUNT, {"field": "name", "value": ""}),
    (RequestKind.EDIT_ACCOUNT, {"field": "email", "value": "nowhere"}),
    (RequestKind.EDIT_ACCOUNT, {"field": "address", "value": "Elbchaussee 5"}),
    (RequestKind.EDIT_ACCOUNT, {"field": "address", "address": {**ADDRESS, "city": ""}}),
    (RequestKind.NEWSLETTER, {"subscribe": "yes"}),
]


def test_there_is_a_wish_of_every_kind() -> None:
    assert set(WISHES) == set(RequestKind)


@pytest.mark.parametrize("kind", RequestKind)
def test_a_wish_of_every_kind_happens_once(open_shop: Callable[[], Shop], kind: RequestKind) -> None:
    shop, wish = open_shop(), WISHES[kind]
    first = shop.submit(wish)
    told = shop.customer(wish.customer_id), list(shop.orders(wish.customer_id)), list(shop.products())
    for again in (shop.submit(wish), open_shop().submit(wish)):
        assert again == replace(first, repeated=True)
    assert (shop.customer(wish.customer_id), list(shop.orders(wish.customer_id)), list(shop.products())) == told
    assert first.reference.startswith("R-")
    # Only what is done has come to something.
    assert first.state is RequestState.DONE or not first.url


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("stranger", ["c-zh", "nobody"])
def test_nobody_else_can_wish_it(any_shop: Shop, kind: RequestKind, stranger: str) -> None:
    wish = WISHES[kind]
    if kind in OF_THE_ACCOUNT and stranger != "nobody":
        with pytest.raises(IntegrationError):
            any_shop.submit(replace(wish, order_id="W-10423"))
    else:
        with pytest.raises(NotFound):
            any_shop.submit(replace(wish, customer_id=stranger))
    # Nothing was written under the key: its owner can still use it.
    assert not any_shop.submit(wish).repeated


@pytest.mark.parametrize("kind", [kind for kind in RequestKind if kind not in OF_THE_ACCOUNT])
def test_a_wish_about_an_order_needs_one(any_shop: Shop, kind: RequestKind) -> None:
    with pytest.raises(NotFound):
        any_shop.submit(replace(WISHES[kind], order_id=""))


@pytest.mark.parametrize(("kind", "details"), BAD)
def test_what_makes_no_sense_is_refused(any_shop: Shop, kind: RequestKind, details: Mapping[str, object]) -> None:
    wish = WISHES[kind]
    before = any_shop.customer(wish.customer_id), list(any_shop.orders(wish.customer_id))
    with pytest.raises(IntegrationError) as caught:
        any_shop.submit(replace(wish, details=details))
    assert caught.value.permanent
    assert (any_shop.customer(wish.customer_id), list(any_shop.orders(wish.customer_id))) == before
    assert not any_shop.submit(wish).repeated


def test_a_wish_about_the_account_keeps_its_key(any_shop: Shop) -> None:
    any_shop.submit(WISHES[RequestKind.NEWSLETTER])
    with pytest.raises(IntegrationError):
        any_shop.submit(replace(WISHES[RequestKind.NEWSLETTER], customer_id="c-late"))
    with pytest.raises(IntegrationError):
        any_shop.submit(WISHES[RequestKind.DELETE_ACCOUNT])


def test_every_kind_is_documented() -> None:
    page = DOCS.read_text(encoding="utf-8")
    requests = page[page.index("### The table `shop_requests`") :]
    assert all(
        f"| `{kind}`" in requests or f"`, `{kind}`" in requests or f"`{kind}`, `" in requests for kind in RequestKind
    )
    demo = page[page.index("## The demo shop") : page.index("## Your own database")]
    assert all(f"`{kind}`" in demo for kind in RequestKind)
