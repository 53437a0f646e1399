"""Where the shop was at fault it makes good by itself: once, with its amount and reference, and for nobody else."""

from __future__ import annotations

import pytest
from onlooker import Onlooker
from stack import Stack

LATE = [
    pytest.param("c-late", ["Where is my floor lamp?", "Where is my floor lamp?"], id="a third late parcel"),
    pytest.param("c-refund", ["Where is my refund?"], id="an overdue refund"),
    pytest.param("c-zh-late", ["我的登山包怎么还没到？"], id="a parcel days late, in Chinese"),
]


def test_a_fault_of_the_shop_is_made_good_once(stack: Stack, look: Onlooker) -> None:
    person = stack.customer("c-damaged")
    order = look.order("c-damaged", "teapot")

    replies = [reply["text"] for text in ("My teapot arrived broken", "A new one") for reply in person.say(text)]

    assert "€4.90" in replies[-1]
    assert "R-204" in replies[-1]
    assert look.gestures("c-damaged") == [order.id]
    person.hears("My teapot arrived broken")
    assert look.gestures("c-damaged") == [order.id]


@pytest.mark.parametrize(("customer", "messages"), LATE)
def test_what_is_late_has_to_come_before_anything_is_given_for_it(
    stack: Stack, look: Onlooker, customer: str, messages: list[str]
) -> None:
    person = stack.customer(customer)
    assert all(person.hears(text) for text in messages)
    assert look.gestures(customer) == []


@pytest.mark.parametrize("text", ["Where is my desk lamp?", "cancel my mug", "yes", "I want a voucher"])
def test_without_a_fault_nothing_is_given(stack: Stack, look: Onlooker, text: str) -> None:
    assert stack.customer("c-three").hears(text)

    assert look.gestures("c-three") == []
