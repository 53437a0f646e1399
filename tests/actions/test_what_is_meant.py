"""Which order and which purchases a message means: dates, colours, sizes, and what it rules out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hearing import Hears

from actions import turn
from actions.cancellation import CancelOrder
from actions.orders import TrackOrder
from actions.products import ProductQuestion
from actions.purchases import PurchaseHistory
from actions.recommendations import Recommendation
from support.calendars import month_of

TODAY = datetime.now(UTC).date()


def bought(customer: str, first: date, last: date) -> list[str]:
    orders = turn.shop().orders(customer, limit=100)
    return [order.id for order in orders if first <= order.placed_at.date() <= last]


def listed(said: list[dict[str, object]]) -> list[str]:
    rows = said[0]["each_purchase"]
    assert isinstance(rows, list)
    return [row["order"] for row in rows]


def test_purchases_of_a_month_are_those_of_that_month(hears: Hears) -> None:
    placed = next(o for o in turn.shop().orders("c-vip") if o.id == "W-10356").placed_at.date()
    month = month_of(placed.year, placed.month)
    expected = bought("c-vip", month.first, month.last)
    said = hears(PurchaseHistory(), "c-vip", f"what did I buy in {placed:%B} {placed.year}?", "purchase_history")
    assert "W-10356" in expected
    assert said[0]["response"] == "utter_purchase_history_between"
    assert listed(said) == expected


def test_purchases_of_last_year_are_counted_whole_and_listed_in_part(hears: Hears) -> None:
    expected = bought("c-vip", date(TODAY.year - 1, 1, 1), date(TODAY.year - 1, 12, 31))
    said = hears(PurchaseHistory(), "c-vip", "去年买了什么", "purchase_history")
    assert said[0]["count"] == len(expected)
    assert listed(said) == expected[:10]


def test_one_kind_of_purchase_in_a_time(hears: Hears) -> None:
    since = f"{TODAY.year - 1}-01-01"
    said = hears(PurchaseHistory(), "c-vip", f"which running shoes did I order since {since}?", "purchase_history")
    assert said[0]["response"] == "utter_purchase_history_since"
    items = [row["item"]["en"] for row in said[0]["each_purchase"]]
    assert items
    assert all("running shoes" in item for item in items)


def test_a_day_without_a_purchase_shows_the_nearest(hears: Hears) -> None:
    said = hears(PurchaseHistory(), "c-vip", "what did I order yesterday", "purchase_history")
    assert said[0]["response"] == "utter_purchase_history_none"
    assert listed(said) == ["W-10411"]


def test_all_purchases_where_no_day_is_named(hears: Hears) -> None:
    said = hears(PurchaseHistory(), "c-vip", "what have I bought so far", "purchase_history")
    assert [row["response"] for row in said] == ["utter_purchase_history_more", "utter_favourite"]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("not the lamp, the mug", "W-10433"),
        ("where's the blue one?", "W-10433"),
        ("the black one", "W-10430"),
        ("where are my headfones", "W-10430"),
        ("W-10433, sorry, W-10428", "W-10428"),
        ("不是马克杯，是台灯", "W-10428"),
        ("我的耳机呢", "W-10430"),
    ],
)
def test_the_order_that_is_meant(hears: Hears, text: str, order: str) -> None:
    assert hears(TrackOrder(), "c-three", text)[0]["order"] == order


def test_what_is_ruled_out_is_not_asked_about(hears: Hears) -> None:
    (said,) = hears(TrackOrder(), "c-three", "not the mug")
    assert [button["title"] for button in said["buttons"]] == ["Headphones", "Desk lamp"]


def test_the_bank_is_no_power_bank(hears: Hears) -> None:
    assert hears(ProductQuestion(), "c-three", "my bank refused it")[0]["response"] == "utter_product_question"
    assert hears(ProductQuestion(), "c-three", "do you have a powerbank?")[0]["item"]["en"] == "power bank"


def test_what_is_not_to_be_cancelled_is_not_cancelled(hears: Hears) -> None:
    (said,) = hears(CancelOrder(), "c-three", "don't cancel the headphones, cancel the mug", "cancel_order")
    assert (said["response"], said["order"]) == ("utter_cancel_confirm", "W-10433")
    (said,) = hears(CancelOrder(), "c-three", "取消蓝色的那个", "cancel_order")
    assert (said["response"], said["order"]) == ("utter_cancel_confirm", "W-10433")


def test_the_order_of_a_day(hears: Hears) -> None:
    placed = next(o for o in turn.shop().orders("c-three") if o.id == "W-10428").placed_at.date()
    (said,) = hears(TrackOrder(), "c-three", f"the one I ordered on {placed}")
    assert said["order"] == "W-10428"


def test_a_suggestion_is_not_of_what_is_ruled_out(hears: Hears) -> None:
    (said,) = hears(Recommendation(), "c-new", "recommend me shoes", "recommendation")
    first = said["item"]["en"]
    (said,) = hears(Recommendation(), "c-new", f"recommend me shoes, but not {first}", "recommendation")
    assert said["item"]["en"] != first
    assert said["item"]["en"] in {p.short_name for p in turn.shop().products() if p.category == "shoes"}
