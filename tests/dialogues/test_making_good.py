"""Where the shop was at fault it makes good by itself: once, with its amount and reference, and for nobody else."""

from __future__ import annotations

import pytest
from onlooker import Onlooker
from stack import Stack

FAULTS = [
    pytest.param("c-late", "floor lamp", ["Where is my floor lamp?"], "€19.35", id="a third late parcel"),
    pytest.param("c-damaged", "teapot", ["My teapot arrived broken", "A new one"], "€4.90", id="something broken"),
    pytest.param("c-refund", "boots", ["Where is my refund?"], "€15.90", id="an overdue refund"),
    pytest.param("c-zh-late", "backpack", ["我的登山包怎么还没到？"], "运", id="a parcel days late, in Chinese"),
]


@pytest.mark.parametrize(("customer", "label", "messages", "gift"), FAULTS)
def test_a_fault_of_the_shop_is_made_good_once(
    stack: Stack, look: Onlooker, customer: str, label: str, messages: list[str], gift: str
) -> None:
    person = stack.customer(customer)
    order = look.order(customer, label)

    replies = [reply["text"] for text in messages for reply in person.say(text)]

    assert gift in replies[-1]
    assert "R-204" in replies[-1]
    assert look.gestures(customer) == [order.id]
    person.hears(messages[0])
    assert look.gestures(customer) == [order.id]


@pytest.mark.parametrize("text", ["Where is my desk lamp?", "cancel my mug", "yes", "I want a voucher"])
def test_without_a_fault_nothing_is_given(stack: Stack, look: Onlooker, text: str) -> None:
    assert stack.customer("c-three").hears(text)

    assert look.gestures("c-three") == []
