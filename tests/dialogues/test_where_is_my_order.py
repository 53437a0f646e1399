"""Where is my order: named by product, with carrier and day, and never asked what is known."""

from __future__ import annotations

import pytest
from onlooker import Onlooker, in_days, said_in_chinese, said_in_english, sorry, titles
from stack import Stack

from support.orders import Order, OrderStatus

STORIES = [
    "c-late",
    "c-three",
    "c-damaged",
    "c-refund",
    "c-vip",
    "c-new",
    "c-zh",
    "c-partial",
    "c-lost",
    "c-basket",
    "c-cancelled",
    "c-refunded",
    "c-packed",
    "c-today",
    "c-zh-late",
    "c-exchange",
    "c-split",
    "c-refused",
]


def test_a_third_late_parcel_is_named_with_day_carrier_and_trace(stack: Stack, look: Onlooker) -> None:
    lena = stack.customer("c-late")

    answer = lena.hears("Where is my floor lamp?")

    assert "floor lamp" in answer
    assert "third" in answer
    assert "Northpost" in answer
    assert "R-204" in answer
    assert sorry(answer)
    assert look.requests("c-late") == [("report_problem", look.order("c-late", "floor lamp").id)]


def test_who_asks_again_hears_no_second_apology_and_is_offered_a_person(stack: Stack, look: Onlooker) -> None:
    lena = stack.customer("c-late")
    lena.hears("Where is my floor lamp?")

    replies = [lena.say(text) for text in ("and where is my lamp now?", "where is my order?")]

    assert not any(sorry(reply["text"]) for turn in replies for reply in turn)
    assert "Talk to a person" in titles(replies[0])
    assert len(look.requests("c-late")) == 1


def test_a_cheerful_customer_with_a_late_lamp_is_not_consoled(stack: Stack) -> None:
    lena = stack.customer("c-late")

    answer = lena.hears("Hi there! 😊 Can't wait for my new floor lamp, where is it right now? You're the best!")

    assert "floor lamp" in answer
    assert not sorry(answer)


def test_a_chinese_customer_hears_carrier_and_day_and_no_question(stack: Stack) -> None:
    wang = stack.customer("c-zh")

    replies = wang.say("我的电饭煲到哪了？")
    answer = replies[0]["text"]

    assert "云鹿速运" in answer
    assert said_in_chinese(in_days(2)) in answer
    assert "?" not in answer.split("http")[0]
    assert "？" not in answer
    assert not titles(replies)
    assert not sorry(answer)


def test_a_chinese_late_parcel_is_apologised_for_once(stack: Stack) -> None:
    chen = stack.customer("c-zh-late")

    first, second = chen.hears("我的登山包怎么还没到？"), chen.hears("我的包裹到底到哪了？")

    assert "背包" in first
    assert sorry(first)
    assert not sorry(second)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("the mug", "mug"),
        ("Mug", "mug"),
        ("desk lamp please", "desk lamp"),
        ("desk lmap", "desk lamp"),
        ("the second one", "headphones"),
        ("it's the headphones", "headphones"),
        ("W-10433", "mug"),
        ("#10430", "headphones"),
    ],
)
def test_with_three_open_orders_the_customer_picks_by_name_place_or_number(
    stack: Stack, look: Onlooker, text: str, product: str
) -> None:
    thomas = stack.customer("c-three")
    question = thomas.say("Where is my order?")
    order = look.order("c-three", product)

    assert [title.lower() for title in titles(question)] == ["mug", "headphones", "desk lamp"]
    answer = thomas.hears(text)

    assert product in answer or order.id in answer
    for other in {"mug", "headphones", "desk lamp"} - {product}:
        assert other not in answer


def test_every_button_of_the_question_leads_to_its_order(stack: Stack) -> None:
    thomas = stack.customer("c-three")

    for title in titles(thomas.say("Where is my order?")):
        thomas.say("Where is my order?")
        assert title.lower() in thomas.hears(title).lower().replace("w-10428", "desk lamp")


def test_a_product_that_is_named_needs_no_question(stack: Stack) -> None:
    replies = stack.customer("c-three").say("When will my desk lamp arrive?")

    assert "SwiftParcel" in replies[0]["text"]
    assert said_in_english(in_days(1)) in replies[0]["text"]
    assert not titles(replies)


def test_and_the_mug_goes_on_with_the_same_question(stack: Stack) -> None:
    thomas = stack.customer("c-three")
    thomas.hears("When will my desk lamp arrive?")

    answer = thomas.hears("and the mug?")

    assert "mug" in answer
    assert "desk lamp" not in answer


def test_an_account_without_orders_is_told_so(stack: Stack) -> None:
    replies = stack.customer("c-new").say("Where is my order?")

    assert not sorry(replies[0]["text"])
    assert "W-1" not in replies[0]["text"]
    assert not titles(replies)


def test_with_nothing_on_the_way_the_last_delivery_is_named(stack: Stack) -> None:
    answer = stack.customer("c-damaged").hears("Where is my order?")

    assert "teapot" in answer
    assert said_in_english(in_days(-1)) in answer


def test_an_order_number_of_somebody_else_tells_nothing(stack: Stack, look: Onlooker) -> None:
    lamp = look.order("c-late", "floor lamp")
    thomas = stack.customer("c-three")

    answer = thomas.hears(f"Where is order {lamp.id}?")

    assert lamp.id in answer
    for word in ("lamp", "Lena", "Northpost", "late", said_in_english(in_days(-2))):
        assert word not in answer


def test_a_bare_number_that_is_not_theirs_is_said_to_be_unknown(stack: Stack) -> None:
    thomas = stack.customer("c-three")

    assert "W-99999" in thomas.hears("W-99999")


def test_a_product_never_bought_is_not_invented(stack: Stack) -> None:
    answer = stack.customer("c-three").hears("where is my toaster?")

    assert "toaster" in answer
    for word in ("on its way", "shipped", "carrier", "should arrive"):
        assert word not in answer


def test_an_unused_misspelling_still_finds_the_order(stack: Stack) -> None:
    thomas = stack.customer("c-three")
    thomas.hears("where's my mug")

    answer = thomas.hears("headphnes?")

    assert "headphones" in answer


def test_short_questions_about_the_order_in_view_are_answered_from_it(stack: Stack) -> None:
    thomas = stack.customer("c-three")
    thomas.hears("where is my desk lamp")

    for question in ("when will it arrive?", "who delivers it?", "can you track it"):
        assert "SwiftParcel" in thomas.hears(question)


@pytest.mark.parametrize("customer", STORIES)
def test_every_story_gets_a_true_answer(stack: Stack, look: Onlooker, customer: str) -> None:
    orders = look.shop.orders(customer, limit=100)
    open_orders = [order for order in orders if order.is_open]
    chinese = customer.startswith("c-zh")

    replies = stack.customer(customer).say("我的订单到哪了？" if chinese else "Where is my order?")
    text = "\n".join(reply["text"] for reply in replies)

    assert text.strip()
    assert "{" not in text
    if len(open_orders) == 1:
        assert not titles(replies) or "person" in titles(replies)[0]
        assert _names(open_orders[0], text, chinese)
        _check_state(open_orders[0], text, chinese)
    elif len(open_orders) > 1:
        assert len(titles(replies)) == len(open_orders)
    elif orders:
        delivered = next(order for order in orders if order.delivered_at)
        assert _names(delivered, text, chinese) or any(_names(order, text, chinese) for order in orders[:1])


def _names(order: Order, text: str, chinese: bool) -> bool:
    return order.label("zh" if chinese else "en") in text or order.id in text


def _check_state(order: Order, text: str, chinese: bool) -> None:
    shipment = order.shipment
    if order.status is not OrderStatus.SHIPPED or shipment is None or shipment.promised_on is None:
        assert "http" not in text
        return
    late = shipment.promised_on < in_days(0)
    assert sorry(text) == late
    if not late and shipment.expected_on:
        assert (said_in_chinese if chinese else said_in_english)(shipment.expected_on) in text
    assert shipment.carrier in text
