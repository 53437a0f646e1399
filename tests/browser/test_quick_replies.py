"""Buttons: they name things, they act, and they act once."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from stack import Stack

from browser.windows import Shop, order_states


def test_buttons_carry_product_names_and_answer_for_the_chosen_one(shop: Shop) -> None:
    shop.visit("c-three").open_chat().say("where is my order")

    expect(shop.replies).to_have_text(["Mug", "Headphones", "Desk lamp"])
    shop.choose("Mug")

    shop.hears("W-10433")
    expect(shop.own("Mug")).to_have_count(1)
    expect(shop.replies).to_have_count(0)


def test_a_double_click_on_yes_cancels_once_and_only_that_order(shop: Shop, stack: Stack) -> None:
    before = order_states(stack, "c-three")
    shop.visit("c-three").open_chat().say("cancel the mug please")
    expect(shop.replies).to_have_text([re.compile("Yes"), re.compile("No")])

    shop.replies.filter(has_text="Yes").dblclick()

    shop.hears(re.compile("cancelled.*€18.90", re.DOTALL))
    expect(shop.own("Yes, cancel it")).to_have_count(1)
    after = order_states(stack, "c-three")
    assert after == {**before, "W-10433": "cancelled"}


def test_no_keeps_the_order(shop: Shop, stack: Stack) -> None:
    before = order_states(stack, "c-three")
    shop.visit("c-three").open_chat().say("cancel the mug please")

    shop.replies.filter(has_text="No").click()

    expect(shop.replies).to_have_count(0)
    shop.is_answered()
    assert order_states(stack, "c-three") == before
