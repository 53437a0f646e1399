"""What the demo shop does when it is asked to, and what stays of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from example_shop import NOW

from integrations.shops.demo import DemoShop
from integrations.shops.interface import Receipt, RequestKind, RequestState, ShopRequest
from support.errors import IntegrationError
from support.money import Money
from support.orders import Address, Order, OrderStatus, PaymentStatus, Product, RefundStatus

ADDRESS = {"name": "Thomas Okafor", "street": "3 Canal Row", "postcode": "D02 AB12", "city": "Dublin", "country": "IE"}


class House:
    """A demo shop, asked briefly, on a day that can move."""

    def __init__(self, path: Path) -> None:
        self.now = NOW
        self.shop = DemoShop.open(path, clock=self._clock)
        self._keys = count(1)

    def _clock(self) -> datetime:
        return self.now

    def ask(self, kind: RequestKind, order_id: str, **details: object) -> Receipt:
        order = self.order(order_id)
        return self.shop.submit(ShopRequest(kind, order.customer_id, order_id, f"k{next(self._keys)}", details))

    def tell(self, kind: RequestKind, customer_id: str, **details: object) -> Receipt:
        return self.shop.submit(ShopRequest(kind, customer_id, "", f"k{next(self._keys)}", details))

    def order(self, order_id: str) -> Order:
        order = self.shop.order(order_id)
        assert order is not None
        return order

    def product(self, product_id: str) -> Product:
        return next(product for product in self.shop.products() if product.id == product_id)

    def stock(self, product_id: str, variant: str) -> int:
        found = self.product(product_id).variant(variant)
        assert found is not None
        return found.stock


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A demo shop of one's own."""
    house = House(tmp_path / "demo.db")
    yield house
    house.shop.close()


def refunds(order: Order) -> list[tuple[RefundStatus, int]]:
    return [(refund.status, refund.amount.minor_units) for refund in order.refunds]


def test_pieces_are_cancelled_one_after_the_other_and_then_the_order(house: House) -> None:
    before = house.order("W-10431")
    assert house.ask(RequestKind.CANCEL_ITEM, "W-10431", line_id="W-10431-3", quantity=1).state is RequestState.DONE
    order = house.order("W-10431")
    assert [line.quantity for line in order.lines] == [1, 1, 1]
    assert (order.status, refunds(order)) == (OrderStatus.PACKED, [(RefundStatus.APPROVED, 1400)])
    assert order.refunds[0].due_on == NOW.date() + timedelta(days=14)
    house.ask(RequestKind.CANCEL_ITEM, "W-10431", line_id="W-10431-1", quantity=1)
    house.ask(RequestKind.CANCEL_ITEM, "W-10431", line_id="W-10431-3", quantity=1)
    assert [line.id for line in house.order("W-10431").lines] == ["W-10431-2"]
    with pytest.raises(IntegrationError):
        house.ask(RequestKind.CANCEL_ITEM, "W-10431", line_id="W-10431-1", quantity=1)
    house.ask(RequestKind.CANCEL_ITEM, "W-10431", line_id="W-10431-2", quantity=1)
    order = house.order("W-10431")
    assert (order.status, order.cancelled_at, order.label()) == (OrderStatus.CANCELLED, NOW, "kettle")
    # Everything that was paid comes back, and nothing twice.
    assert sum(cents for _, cents in refunds(order)) == before.total.minor_units
    again = house.ask(RequestKind.CANCEL_ITEM, "W-10431", line_id="W-10431-2", quantity=1)
    assert again.state is RequestState.DONE
    assert refunds(house.order("W-10431")) == refunds(order)


def test_the_last_piece_takes_the_shipping_fee_along(house: House) -> None:
    total = house.order("W-10433").total
    assert total == Money(1400 + 490)
    house.ask(RequestKind.CANCEL_ITEM, "W-10433", line_id="W-10433-1", quantity=1)
    order = house.order("W-10433")
    assert (order.status, refunds(order)) == (OrderStatus.CANCELLED, [(RefundStatus.APPROVED, 1890)])


def test_a_part_and_then_the_whole_is_cancelled(house: House) -> None:
    paid = house.order("W-10434").total.minor_units
    house.ask(RequestKind.CANCEL_ITEM, "W-10434", line_id="W-10434-8", quantity=2)
    house.ask(RequestKind.CANCEL_ORDER, "W-10434")
    assert refunds(house.order("W-10434")) == [(RefundStatus.APPROVED, 5800), (RefundStatus.APPROVED, paid - 5800)]


@pytest.mark.parametrize(("order_id", "done"), [("W-10433", True), ("W-10430", True), ("W-10428", False)])
def test_an_address_changes_until_the_parcel_leaves(house: House, order_id: str, done: bool) -> None:
    before = house.order(order_id).address
    receipt = house.ask(RequestKind.CHANGE_ADDRESS, order_id, address=ADDRESS)
    assert (receipt.state is RequestState.DONE) == done
    assert house.order(order_id).address == (Address(**ADDRESS) if done else before)
    # The next order goes where it always went.
    assert house.order("W-10311").address == before


def test_a_paid_order_changes_colour(house: House) -> None:
    blue, cream = house.stock("mug", "blue"), house.stock("mug", "cream")
    assert house.ask(RequestKind.CHANGE_ORDER, "W-10433", line_id="W-10433-1", variant="Cream").state == "done"
    order = house.order("W-10433")
    assert (order.lines[0].variant, order.lines[0].quantity, refunds(order)) == ("cream", 1, [])
    assert (house.stock("mug", "blue"), house.stock("mug", "cream")) == (blue + 1, cream - 1)


def test_more_pieces_are_to_be_paid_and_fewer_come_back(house: House) -> None:
    house.ask(RequestKind.CHANGE_ORDER, "W-10433", line_id="W-10433-1", quantity=3)
    order = house.order("W-10433")
    assert order.lines[0].quantity == 3
    assert [(p.status, p.amount.minor_units) for p in order.payments] == [
        (PaymentStatus.PAID, 1890),
        (PaymentStatus.PENDING, 2800),
    ]
    house.ask(RequestKind.CANCEL_ORDER, "W-10433")
    # What was never paid does not come back.
    assert refunds(house.order("W-10433")) == [(RefundStatus.APPROVED, 1890)]
    house.ask(RequestKind.CHANGE_ORDER, "W-10434", line_id="W-10434-8", quantity=1)
    assert refunds(house.order("W-10434")) == [(RefundStatus.APPROVED, 5800)]


def test_more_than_the_shelf_holds_is_refused(house: House) -> None:
    with pytest.raises(IntegrationError) as caught:
        house.ask(RequestKind.CHANGE_ORDER, "W-10433", line_id="W-10433-1", quantity=1000)
    assert caught.value.permanent
    assert house.order("W-10433").lines[0].quantity == 1


TEAPOT: dict[str, object] = {"product_id": "teapot", "price_minor": 4900, "currency": "EUR"}


def test_what_is_added_is_to_be_paid_and_comes_back_unpaid(house: House) -> None:
    stock = house.product("teapot").stock
    assert house.ask(RequestKind.ADD_ITEM, "W-10433", quantity=2, **TEAPOT).state is RequestState.DONE
    order = house.order("W-10433")
    assert [(line.product.id, line.quantity) for line in order.lines] == [("mug", 1), ("teapot", 2)]
    assert order.total == Money(1890 + 9800)
    assert (order.payments[-1].status, order.payments[-1].amount) == (PaymentStatus.PENDING, Money(9800))
    assert house.product("teapot").stock == stock - 2
    house.ask(RequestKind.ADD_ITEM, "W-10433", quantity=1, **TEAPOT)
    assert [line.quantity for line in house.order("W-10433").lines] == [1, 3]
    house.ask(RequestKind.CANCEL_ORDER, "W-10433")
    assert refunds(house.order("W-10433")) == [(RefundStatus.APPROVED, 1890)], "what was never paid does not come back"


def test_the_id_of_a_line_that_was_taken_out_is_not_given_again(house: House) -> None:
    seen = set()
    for _ in range(3):
        house.ask(RequestKind.ADD_ITEM, "W-10433", quantity=1, **TEAPOT)
        line = house.order("W-10433").lines[-1]
        seen.add(line.id)
        house.ask(RequestKind.CANCEL_ITEM, "W-10433", line_id=line.id, quantity=1)
    assert len(seen) == 3


def test_another_product_takes_the_place_of_one(house: House) -> None:
    blue, teapots = house.stock("mug", "blue"), house.product("teapot").stock
    house.ask(RequestKind.CHANGE_ORDER, "W-10433", line_id="W-10433-1", quantity=1, **TEAPOT)
    order = house.order("W-10433")
    assert [(line.id, line.product.id, line.variant) for line in order.lines] == [("W-10433-1", "teapot", "")]
    assert order.payments[-1].amount == Money(4900 - 1400)
    assert (house.stock("mug", "blue"), house.product("teapot").stock) == (blue + 1, teapots - 1)
    candle: dict[str, object] = {"product_id": "scented-candle", "price_minor": 2400, "currency": "EUR"}
    house.ask(RequestKind.CHANGE_ORDER, "W-10433", line_id="W-10433-1", quantity=1, **candle)
    # Of the 25 euros less, 25 were never paid.
    order = house.order("W-10433")
    assert (refunds(order), order.payments[-1].amount) == ([], Money(1000))
    balm: dict[str, object] = {"product_id": "lip-balm", "price_minor": 700, "currency": "EUR"}
    house.ask(RequestKind.CHANGE_ORDER, "W-10433", line_id="W-10433-1", quantity=1, **balm)
    order = house.order("W-10433")
    assert (refunds(order), len(order.payments)) == ([(RefundStatus.APPROVED, 700)], 1)


def test_nothing_is_added_to_a_packed_order(house: House) -> None:
    assert house.ask(RequestKind.ADD_ITEM, "W-10430", quantity=1, **TEAPOT).state is RequestState.REQUESTED
    assert [line.product.id for line in house.order("W-10430").lines] == ["headphones"]


def test_a_packed_order_waits_for_somebody(house: House) -> None:
    receipt = house.ask(RequestKind.CHANGE_ORDER, "W-10430", line_id="W-10430-1", variant="ivory")
    assert receipt.state is RequestState.REQUESTED
    assert house.order("W-10430").lines[0].variant == "black"


def test_pieces_go_back_until_none_is_left(house: House) -> None:
    receipt = house.ask(
        RequestKind.RETURN_ITEM, "W-10390", line_id="W-10390-2", quantity=1, reason="smells", method="drop-off"
    )
    assert (receipt.state, receipt.url) == (RequestState.DONE, f"https://label.example/{receipt.reference}")
    candle = house.order("W-10390").lines[1]
    assert (candle.quantity, candle.returned, candle.kept) == (2, 1, 1)
    with pytest.raises(IntegrationError):
        house.ask(RequestKind.RETURN_ITEM, "W-10390", line_id="W-10390-2", quantity=2)
    house.ask(RequestKind.RETURN_ITEM, "W-10390", line_id="W-10390-2", quantity=1)
    order = house.order("W-10390")
    assert order.lines[1].kept == 0
    assert refunds(order) == [(RefundStatus.REQUESTED, 2400)] * 2
    assert (order.refunds[0].reason, order.refunds[0].requested_at) == ("smells", NOW)
    with pytest.raises(IntegrationError):
        house.ask(RequestKind.RETURN_ITEM, "W-10390", line_id="W-10390-2", quantity=1)


def test_an_exchange_takes_the_other_size_from_the_shelf(house: House) -> None:
    large, all_ = house.stock("winter-coat", "L"), house.product("winter-coat").stock
    receipt = house.ask(RequestKind.EXCHANGE_ITEM, "W-10418", line_id="W-10418-1", quantity=1, variant="L")
    assert (receipt.state, receipt.url) == (RequestState.DONE, f"https://label.example/{receipt.reference}")
    assert (house.stock("winter-coat", "L"), house.product("winter-coat").stock) == (large - 1, all_ - 1)
    assert (house.order("W-10418").lines[0].variant, house.order("W-10418").lines[0].returned) == ("S", 0)


def test_an_exchange_for_what_is_sold_out_is_refused(house: House) -> None:
    with pytest.raises(IntegrationError) as caught:
        house.ask(RequestKind.EXCHANGE_ITEM, "W-10418", line_id="W-10418-1", quantity=1, variant="M")
    assert caught.value.permanent
    assert house.stock("winter-coat", "M") == 0


def test_an_exchange_without_a_size_waits_for_somebody(house: House) -> None:
    receipt = house.ask(RequestKind.EXCHANGE_ITEM, "W-10426", item="teapot", problem="damaged")
    assert (receipt.state, receipt.url) == (RequestState.REQUESTED, "")


def test_an_invoice_has_an_address(house: House) -> None:
    receipt = house.ask(RequestKind.SEND_INVOICE, "W-10423")
    assert (receipt.state, receipt.url) == (RequestState.DONE, "https://invoice.example/W-10423")


@pytest.mark.parametrize(
    ("field", "value", "done"), [("name", "Noah A.", True), ("phone", "123", True), ("email", "n@example.com", False)]
)
def test_an_account_is_edited(house: House, field: str, value: str, done: bool) -> None:
    before = house.shop.customer("c-new")
    receipt = house.tell(RequestKind.EDIT_ACCOUNT, "c-new", field=field, value=value)
    assert (receipt.state is RequestState.DONE) == done
    assert getattr(house.shop.customer("c-new"), field) == (value if done else getattr(before, field))


def test_a_saved_address_is_replaced_and_orders_keep_theirs(house: House) -> None:
    before = house.order("W-10433").address
    assert house.tell(RequestKind.EDIT_ACCOUNT, "c-three", field="address", address=ADDRESS).state is RequestState.DONE
    customer = house.shop.customer("c-three")
    assert customer is not None
    assert customer.address == Address(**ADDRESS)
    assert house.order("W-10433").address == before


def test_the_newsletter_comes_and_goes(house: House) -> None:
    for wanted in (True, False):
        house.tell(RequestKind.NEWSLETTER, "c-new", subscribe=wanted)
        customer = house.shop.customer("c-new")
        assert customer is not None
        assert customer.newsletter is wanted


def test_an_account_is_not_deleted_by_a_machine(house: House) -> None:
    assert house.tell(RequestKind.DELETE_ACCOUNT, "c-late").state is RequestState.REQUESTED
    assert house.shop.customer("c-late") is not None


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        (RequestKind.CANCEL_ITEM, {"line_id": "W-10434-1", "quantity": 1}),
        (RequestKind.CHANGE_ADDRESS, {"address": ADDRESS}),
        (RequestKind.CHANGE_ORDER, {"line_id": "W-10434-1", "quantity": 1}),
        (RequestKind.RETURN_ITEM, {"line_id": "W-10434-1", "quantity": 1}),
        (RequestKind.EXCHANGE_ITEM, {"line_id": "W-10434-5", "variant": "slate"}),
    ],
)
def test_a_change_lets_the_order_stand_still(house: House, kind: RequestKind, details: dict[str, object]) -> None:
    placed = house.order("W-10434").placed_at
    house.ask(kind, "W-10434", **details)
    changed = house.order("W-10434")
    house.now += timedelta(days=30)
    assert house.order("W-10434") == changed
    assert changed.placed_at == placed
    # The others move on.
    assert house.order("W-10433").placed_at > NOW


@pytest.mark.parametrize("kind", [RequestKind.SEND_INVOICE, RequestKind.REPORT_PROBLEM])
def test_a_wish_that_changes_nothing_lets_it_move(house: House, kind: RequestKind) -> None:
    placed = house.order("W-10423").placed_at
    house.ask(kind, "W-10423")
    house.now += timedelta(days=1)
    assert house.order("W-10423").placed_at == placed + timedelta(days=1)


def test_a_reset_brings_it_all_back(house: House) -> None:
    def told() -> object:
        people = house.shop.customers()
        return people, house.shop.products(), [house.shop.orders(person.id, limit=1000) for person in people]

    before = told()
    house.ask(RequestKind.CANCEL_ITEM, "W-10434", line_id="W-10434-1", quantity=2)
    house.ask(RequestKind.CHANGE_ADDRESS, "W-10433", address=ADDRESS)
    house.ask(RequestKind.CHANGE_ORDER, "W-10433", line_id="W-10433-1", quantity=2)
    house.ask(RequestKind.RETURN_ITEM, "W-10391", line_id="W-10391-1", quantity=1)
    house.ask(RequestKind.EXCHANGE_ITEM, "W-10419", line_id="W-10419-1", variant="40")
    house.tell(RequestKind.EDIT_ACCOUNT, "c-late", field="name", value="Lena B.")
    house.tell(RequestKind.NEWSLETTER, "c-late", subscribe=False)
    assert told() != before
    house.shop.reset()
    assert told() == before
    # The list is empty again, and keys are free.
    assert not house.shop.submit(ShopRequest(RequestKind.NEWSLETTER, "c-late", "", "k1", {"subscribe": True})).repeated
