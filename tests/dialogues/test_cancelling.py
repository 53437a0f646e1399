"""Cancelling: only what has not shipped, only after a yes, only once."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from onlooker import Onlooker, titles
from stack import Person, Stack

from support.orders import RefundStatus


@pytest.fixture
def thomas(stack: Stack) -> Person:
    """A customer with three open orders: mug (paid), headphones (packed), desk lamp (shipped)."""
    return stack.customer("c-three")


def test_the_question_names_item_and_amount_and_changes_nothing(thomas: Person, look: Onlooker) -> None:
    mug, before = look.order("c-three", "mug"), look.statuses("c-three")

    replies = thomas.say("Please cancel my mug")

    assert "mug" in replies[0]["text"]
    assert str(mug.total) in replies[0]["text"]
    assert len(titles(replies)) == 2
    assert look.statuses("c-three") == before


def test_yes_cancels_that_order_and_no_other(thomas: Person, look: Onlooker) -> None:
    mug, before = look.order("c-three", "mug"), look.statuses("c-three")
    thomas.hears("cancel my mug")

    answer = thomas.hears("yes")

    assert str(mug.total) in answer
    assert look.statuses("c-three") == before | {mug.id: "cancelled"}
    refunds = look.order("c-three", "mug").refunds
    assert [(refund.amount, refund.status) for refund in refunds] == [(mug.total, RefundStatus.APPROVED)]


def test_the_button_cancels_too(thomas: Person, look: Onlooker) -> None:
    yes = titles(thomas.say("cancel my mug"))[0]

    thomas.hears(yes)

    assert look.statuses("c-three")[look.order("c-three", "mug").id] == "cancelled"


def test_a_second_yes_does_nothing_more_and_says_it_is_done(thomas: Person, look: Onlooker) -> None:
    thomas.hears("cancel my mug")
    thomas.hears("yes")
    after_one = look.statuses("c-three")

    answer = thomas.hears("yes")

    assert "mug" in answer
    assert "cancelled" in answer
    assert look.statuses("c-three") == after_one
    assert len(look.requests("c-three")) == 1


@pytest.mark.parametrize("same_id", [True, False])
def test_two_yes_at_the_same_moment_cancel_once(thomas: Person, look: Onlooker, same_id: bool) -> None:
    mug = look.order("c-three", "mug")
    thomas.hears("cancel my mug")
    first = uuid.uuid4().hex
    ids = [first, first if same_id else uuid.uuid4().hex]

    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda message_id: thomas.say("yes", message_id), ids))

    assert look.requests("c-three") == [("cancel_order", mug.id)]
    assert len(look.order("c-three", "mug").refunds) == 1
    assert all(replies)
    assert replies[0] == replies[1] or not same_id  # two that meet are a burst, and answered as one
    assert all("cancel" in reply[0]["text"] for reply in replies)


def test_no_keeps_the_order(thomas: Person, look: Onlooker) -> None:
    before = look.statuses("c-three")
    thomas.hears("cancel my mug")

    answer = thomas.hears("no, leave it")

    assert "mug" in answer
    assert look.statuses("c-three") == before
    assert look.requests("c-three") == []


def test_yes_after_no_cancels_nothing(thomas: Person, look: Onlooker) -> None:
    thomas.hears("cancel my mug")
    thomas.hears("no")

    thomas.hears("yes")

    assert look.requests("c-three") == []


def test_a_shipped_order_is_refused_with_the_rule_and_the_ways_that_remain(thomas: Person, look: Onlooker) -> None:
    before = look.statuses("c-three")

    answer = thomas.hears("cancel the desk lamp")

    assert "desk lamp" in answer
    assert "30 days" in answer
    assert "refuse" in answer or "turn it away" in answer
    assert look.statuses("c-three") == before
    assert look.handed_over(thomas) is None


def test_insisting_brings_a_person_who_can_make_an_exception(thomas: Person, look: Onlooker) -> None:
    thomas.hears("cancel the desk lamp")

    answer = thomas.hears("I still want it cancelled")

    assert "colleague" in answer or "person" in answer or "people" in answer
    assert look.handed_over(thomas) is not None
    packet = look.packet(thomas)
    assert packet["reason"] == "policy_exception"
    assert packet["orders"][0]["label"] == "desk lamp"
    assert {"cancel_order"} <= {tried["action"] for tried in packet["tried"] if tried["outcome"] == "refused"}
    assert look.requests("c-three") == []


def test_the_offer_of_a_colleague_is_taken_by_its_button(thomas: Person, look: Onlooker) -> None:
    ask = titles(thomas.say("cancel the desk lamp"))[0]

    thomas.hears(ask)

    assert look.handed_over(thomas) == ("policy_exception", "normal")


def test_declining_the_colleague_ends_it_in_peace(thomas: Person, look: Onlooker) -> None:
    decline = titles(thomas.say("cancel the desk lamp"))[1]

    assert thomas.hears(decline)

    assert look.handed_over(thomas) is None


def test_cancel_it_again_hears_that_it_is_cancelled(thomas: Person, look: Onlooker) -> None:
    thomas.hears("cancel my mug")
    thomas.hears("yes")

    answer = thomas.hears("cancel the mug")

    assert "mug" in answer
    assert "cancelled" in answer
    assert len(look.requests("c-three")) == 1


def test_it_means_the_order_just_cancelled(thomas: Person, look: Onlooker) -> None:
    thomas.hears("cancel my mug")
    thomas.hears("yes")

    answer = thomas.hears("did you cancel it? cancel it please")

    assert "mug" in answer
    assert "cancelled" in answer


def test_after_something_else_the_question_names_item_and_amount_again_before_a_yes_counts(
    thomas: Person, look: Onlooker
) -> None:
    mug = look.order("c-three", "mug")
    thomas.hears("cancel my mug")

    answer = thomas.hears("What is your return policy?")

    assert "30" in answer
    assert "mug" in answer
    assert str(mug.total) in answer
    assert look.requests("c-three") == []
    thomas.hears("yes")
    assert look.requests("c-three") == [("cancel_order", mug.id)]


def test_a_yes_with_a_question_mark_is_a_question(thomas: Person, look: Onlooker) -> None:
    thomas.hears("cancel my mug")

    assert thomas.hears("yes?")

    assert look.requests("c-three") == []


def test_changing_ones_mind_goes_on_with_the_other_order(thomas: Person, look: Onlooker) -> None:
    headphones = look.order("c-three", "headphones")
    thomas.hears("cancel my mug")

    answer = thomas.hears("actually the headphones")

    assert "headphones" in answer
    assert str(headphones.total) in answer
    thomas.hears("yes")
    assert look.requests("c-three") == [("cancel_order", headphones.id)]


def test_cancel_without_a_name_asks_which_by_name(thomas: Person, look: Onlooker) -> None:
    replies = thomas.say("cancel my order")

    assert {title.lower() for title in titles(replies)} == {"mug", "headphones", "desk lamp"}
    assert "mug" in thomas.hears("the mug")
    thomas.hears("yes please")
    assert look.requests("c-three") == [("cancel_order", look.order("c-three", "mug").id)]


def test_one_thing_of_several_is_cancelled_alone(stack: Stack, look: Onlooker) -> None:
    giulia = stack.customer("c-packed")
    order = look.shop.orders("c-packed")[0]
    kettle = next(line for line in order.lines if line.product.short_name == "kettle")

    answer = giulia.hears("please cancel the kettle, only the kettle")

    assert "kettle" in answer
    assert str(kettle.total) in answer
    assert str(order.total) not in answer
    assert look.requests("c-packed") == []
    giulia.hears("yes")
    assert look.requests("c-packed") == [("cancel_item", order.id)]
    assert look.statuses("c-packed")[order.id] == "packed"


def test_the_whole_order_of_several_things_can_be_cancelled(stack: Stack, look: Onlooker) -> None:
    giulia = stack.customer("c-packed")
    order = look.shop.orders("c-packed")[0]

    answer = giulia.hears("cancel my order")

    assert str(order.total) in answer
    giulia.hears("yes")
    assert look.statuses("c-packed")[order.id] == "cancelled"


def test_a_thing_that_is_not_in_the_order_cancels_nothing(stack: Stack, look: Onlooker) -> None:
    priya = stack.customer("c-basket")

    priya.hears("cancel the kettle")
    priya.hears("yes")

    assert look.requests("c-basket") == []


def test_who_has_nothing_open_is_told_so(stack: Stack) -> None:
    answer = stack.customer("c-new").hears("cancel my order")

    assert answer
    assert "W-1" not in answer


def test_cancelling_works_in_chinese(stack: Stack, look: Onlooker) -> None:
    thomas = stack.customer("c-three")
    mug = look.order("c-three", "mug")

    answer = thomas.hears("帮我取消马克杯的订单")

    assert str(mug.total) in answer
    assert mug.label("zh") in answer
    thomas.hears("是的，取消吧")
    assert look.requests("c-three") == [("cancel_order", mug.id)]
