"""Damaged, wrong and missing things, complaints, returns: the facts first, then a choice, and nothing told twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from onlooker import Onlooker, in_days, said_in_english, sorry, titles
from stack import Stack

from support.orders import OrderStatus
from support.policies import shipped


def test_the_broken_teapot_is_named_noted_and_put_right_by_choice(stack: Stack, look: Onlooker) -> None:
    dana = stack.customer("c-damaged")
    teapot = look.order("c-damaged", "teapot")

    replies = dana.say("My teapot arrived broken")

    assert "teapot" in replies[0]["text"]
    assert "R-204" in replies[0]["text"]
    assert sorry(replies[0]["text"])
    assert len(titles(replies)) == 2
    assert look.requests("c-damaged") == [("report_problem", teapot.id)]


@pytest.mark.parametrize(
    ("choice", "kind"),
    [("A new one", "exchange_item"), ("My money back", "refund"), ("i'd rather have the money", "refund")],
)
def test_a_new_one_or_the_money_back_is_passed_on_once(stack: Stack, look: Onlooker, choice: str, kind: str) -> None:
    dana = stack.customer("c-damaged")
    teapot = look.order("c-damaged", "teapot")
    dana.hears("The teapot came with a crack")

    answer = dana.hears(choice)

    assert "R-204" in answer
    assert not sorry(answer)
    assert look.requests("c-damaged") == [("report_problem", teapot.id), (kind, teapot.id)]
    if kind == "refund":
        assert str(teapot.lines[0].total) in answer


def test_a_second_report_is_known_and_not_apologised_for_again(stack: Stack, look: Onlooker) -> None:
    dana = stack.customer("c-damaged")
    dana.hears("My teapot arrived broken")

    answer = dana.hears("my teapot is broken, the lid is cracked")

    assert "R-204" in answer
    assert not sorry(answer)
    assert len(look.requests("c-damaged")) == 1


@pytest.mark.parametrize("text", ["My teapot arrived broken!", "the teapot is broken!!"])
def test_a_broken_teapot_is_never_met_with_cheer(stack: Stack, text: str) -> None:
    answer = stack.customer("c-damaged").hears(text)

    assert sorry(answer)
    for word in ("kindly", "friendly", "Good that", "Lovely"):
        assert word not in answer


def test_a_plain_report_of_damage_is_not_escalated(stack: Stack, look: Onlooker) -> None:
    dana = stack.customer("c-damaged")
    dana.hears("Hello, the teapot arrived with a crack in it.")

    assert look.handed_over(dana) is None


def test_the_wrong_thing_is_noted_with_the_order_in_question(stack: Stack, look: Onlooker) -> None:
    ingrid = stack.customer("c-exchange")

    replies = ingrid.say("you sent me the wrong item, these are not the hiking boots I ordered")

    assert "R-204" in replies[0]["text"]
    assert sorry(replies[0]["text"])
    assert "My money back" in titles(replies)
    assert look.requests("c-exchange") == [("report_problem", look.order("c-exchange", "hiking boots").id)]


def test_a_missing_thing_is_noted(stack: Stack, look: Onlooker) -> None:
    aisha = stack.customer("c-partial")

    replies = aisha.say("the scarf was missing from my parcel")

    assert "R-204" in replies[0]["text"]
    assert len(look.requests("c-partial")) == 1


def test_what_is_in_the_second_parcel_is_not_missing_but_on_its_way(stack: Stack, look: Onlooker) -> None:
    answer = stack.customer("c-split").hears("the power bank is missing from my order")

    assert "SwiftParcel" in answer
    assert look.requests("c-split") == []


def test_a_lamp_that_is_late_is_not_taken_for_a_broken_one(stack: Stack, look: Onlooker) -> None:
    lena = stack.customer("c-late")

    answer = lena.hears("my floor lamp STILL isn't here")

    assert "floor lamp" in answer
    assert "desk lamp" not in answer
    assert [order_id for _, order_id in look.requests("c-late")] == [look.order("c-late", "floor lamp").id]


def test_a_complaint_of_who_has_reason_to_names_the_reason(stack: Stack) -> None:
    answer = stack.customer("c-late").hears("I'm disappointed with your shop.")

    assert "floor lamp" in answer


def test_a_complaint_without_a_known_cause_asks_what_would_put_it_right(stack: Stack, look: Onlooker) -> None:
    dana = stack.customer("c-damaged")

    replies = dana.say("I'd like to make a complaint about your service")

    assert titles(replies)
    assert look.handed_over(dana) is None


def test_something_fresh_may_go_back_until_its_last_day(stack: Stack, look: Onlooker) -> None:
    boots = look.order("c-exchange", "hiking boots")
    assert boots.delivered_at
    until = in_days(shipped().returns.window_days - (datetime.now(UTC).date() - boots.delivered_at.date()).days)

    answer = stack.customer("c-exchange").hears("until when can I return my hiking boots?")

    assert "hiking boots" in answer
    assert said_in_english(until) in answer


def test_something_old_may_not_and_a_colleague_can_decide(stack: Stack, look: Onlooker) -> None:
    victoria = stack.customer("c-vip")
    old = next(
        order
        for order in look.shop.orders("c-vip", limit=100)
        if order.status is OrderStatus.DELIVERED
        and order.delivered_at
        and (datetime.now(UTC) - order.delivered_at).days > shipped().returns.window_days + 1
        and len(order.lines) == 1
    )

    replies = victoria.say(f"I want to send back order {old.id}")

    assert old.label() in replies[0]["text"]
    assert len(titles(replies)) == 2
    victoria.say(titles(replies)[0])
    # What she has bought here counts: one step sooner than others.
    assert look.handed_over(victoria) == ("policy_exception", "high")


def test_a_product_question_is_answered_from_the_catalogue(stack: Stack, look: Onlooker) -> None:
    kettle = look.product("kettle")

    answer = stack.customer("c-new").hears("How much does the kettle cost?")

    assert str(kettle.price) in answer
    assert kettle.description in answer


def test_a_guest_may_ask_about_products(stack: Stack, look: Onlooker) -> None:
    lamp = look.product("floor lamp")

    answer = stack.customer(None).hears("Is the floor lamp in stock?")

    assert str(lamp.price) in answer


def test_a_chinese_product_question_is_answered_in_chinese(stack: Stack, look: Onlooker) -> None:
    cooker = look.product("rice cooker")

    answer = stack.customer("c-zh").hears("电饭煲是什么材质的？")

    assert cooker.description_zh in answer


@pytest.mark.parametrize("customer", ["c-vip", "c-late", "c-new", None])
def test_what_is_recommended_exists_and_is_not_owned_already(
    stack: Stack, look: Onlooker, customer: str | None
) -> None:
    products = {product.short_name: product for product in look.shop.products()}
    owned = {line.product.id for o in look.shop.orders(customer or "", limit=100) for line in o.lines}

    answer = stack.customer(customer).hears("Can you recommend me something?")

    suggested = [p for p in products.values() if p.short_name in answer and str(p.price) in answer]
    assert suggested
    assert any(product.id not in owned and product.stock > 0 for product in suggested)
