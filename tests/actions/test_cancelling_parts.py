"""Cancelling a part of an order: the thing, how many of it and its amount are said before; the rest stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from talking import Talk

from actions import turn
from actions.answers import Affirm, Deny, Inform
from actions.cancellation import CancelOrder
from support.orders import Order, OrderStatus

ACTIONS = {"cancel_order": CancelOrder(), "affirm": Affirm(), "deny": Deny(), "inform": Inform()}


@pytest.fixture
def priya(talk: Callable[..., Talk]) -> Talk:
    """A customer with one open order of nine things."""
    return talk(ACTIONS, "c-basket")


@pytest.fixture
def giulia(talk: Callable[..., Talk]) -> Talk:
    """A customer with a packed order: a grinder, a kettle, two mugs."""
    return talk(ACTIONS, "c-packed")


def order(customer: str) -> Order:
    return turn.shop().orders(customer, limit=1)[0]


def things(customer: str) -> dict[str, int]:
    return {line.product.short_name: line.kept for line in order(customer).lines}


def test_one_of_nine_things_is_confirmed_with_its_own_amount_and_taken_out(priya: Talk) -> None:
    before = things("c-basket")
    rug = next(line for line in order("c-basket").lines if line.product.short_name == "rug")

    said = priya.says("please take the rug out of my order, keep the rest", "cancel_order")

    assert [each["response"] for each in said] == ["utter_cancel_part_confirm"]
    assert said[0]["item"]["en"] == "rug"
    assert said[0]["amount"] == str(rug.total)
    assert things("c-basket") == before
    done = priya.says("yes", "affirm")
    assert [each["response"] for each in done] == ["utter_cancel_part_done"]
    assert done[0]["reference"]
    assert things("c-basket") == {name: count for name, count in before.items() if name != "rug"}


def test_it_happens_once(giulia: Talk) -> None:
    giulia.hears("cancel one of the mugs", "cancel_order")
    giulia.hears("yes", "affirm")
    assert giulia.hears("yes", "affirm") == ["utter_cancel_part_already_done"]
    assert things("c-packed")["mug"] == 1
    assert len(order("c-packed").refunds) == 1


@pytest.mark.parametrize(
    "text",
    [
        "I only need one of the two mugs, cancel the other",
        "cancel 1 mug please",
        "keep one mug, cancel the other",
        "取消一个马克杯",
    ],
)
def test_a_number_of_pieces(giulia: Talk, text: str) -> None:
    mug = next(line for line in order("c-packed").lines if line.product.short_name == "mug")
    said = giulia.says(text, "cancel_order")
    assert said[0]["response"] == "utter_cancel_part_confirm"
    assert said[0]["amount"] == str(mug.unit_price)


def test_several_things_at_once(priya: Talk) -> None:
    said = priya.says("cancel the rug and the frying pan", "cancel_order")
    assert said[0]["item"] == {"en": "frying pan and rug", "zh": "煎锅和地毯"}
    priya.hears("yes", "affirm")
    assert not {"rug", "frying pan"} & things("c-basket").keys()


def test_another_thing_instead_is_confirmed_anew(priya: Talk) -> None:
    priya.hears("cancel only the rug", "cancel_order")
    said = priya.says("no, the mirror", "deny")
    assert said[0]["response"] == "utter_cancel_part_confirm"
    assert "mirror" in said[0]["item"]["en"]
    assert "rug" not in said[0]["item"]["en"]
    priya.hears("yes", "affirm")
    assert "rug" in things("c-basket")


def test_fewer_of_them_is_confirmed_anew(giulia: Talk) -> None:
    assert giulia.says("cancel the mugs", "cancel_order")[0]["item"]["en"] == "mug (cream, 2 pieces)"
    one = giulia.says("no, just one", "deny")[0]["item"]
    assert one == {"en": "mug (cream, 1 of 2)", "zh": "马克杯（奶油白色，2件中的1件）"}, "the other is still sent"
    giulia.hears("cancel it", "cancel_order")
    assert things("c-packed")["mug"] == 1


def test_and_another_thing_after_it(priya: Talk) -> None:
    priya.hears("cancel the mixing bowls", "cancel_order")
    priya.hears("yes", "affirm")
    said = priya.says("and the wine glasses too", "inform")
    assert said[0]["response"] == "utter_cancel_part_confirm"
    assert said[0]["item"]["en"] == "wine glasses"


@pytest.mark.parametrize("text", ["no", "don't cancel it", "no, keep it"])
def test_a_no_keeps_it(giulia: Talk, text: str) -> None:
    before = things("c-packed")
    giulia.hears("please cancel the kettle, only the kettle", "cancel_order")
    assert giulia.hears(text, "deny") == ["utter_cancel_part_kept"]
    assert things("c-packed") == before


@pytest.mark.parametrize("text", ["cancel my order", "cancel the whole order", "cancel everything", "整单取消"])
def test_the_whole_order_is_still_cancelled_whole(giulia: Talk, text: str) -> None:
    said = giulia.says(text, "cancel_order")
    assert said[0]["response"] == "utter_cancel_confirm"
    assert said[0]["amount"] == str(order("c-packed").total)
    assert giulia.hears("yes", "affirm") == ["utter_cancel_done"]
    assert order("c-packed").status is OrderStatus.CANCELLED


def test_from_a_part_to_the_whole(giulia: Talk) -> None:
    giulia.hears("cancel the kettle", "cancel_order")
    assert giulia.hears("no, the whole order", "cancel_order") == ["utter_cancel_confirm"]
    assert giulia.hears("yes", "affirm") == ["utter_cancel_done"]


def test_all_but_one(giulia: Talk) -> None:
    said = giulia.says("cancel everything except the kettle", "cancel_order")
    assert "kettle" not in said[0]["item"]["en"]
    giulia.hears("yes", "affirm")
    assert things("c-packed") == {"kettle": 1}


def test_what_is_not_in_the_order_cancels_nothing(priya: Talk) -> None:
    before = things("c-basket")
    priya.hears("cancel the kettle", "cancel_order", product="kettle")
    priya.hears("yes", "affirm")
    assert things("c-basket") == before


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("undo that", "inform"),
        ("actually don't cancel", "deny"),
        ("undo the cancellation", "cancel_order"),
        ("撤销吧", "affirm"),
    ],
)
@pytest.mark.parametrize("wish", ["cancel the kettle", "cancel my order"])
def test_what_is_cancelled_stays_cancelled_and_that_is_said(giulia: Talk, wish: str, text: str, intent: str) -> None:
    giulia.hears(wish, "cancel_order")
    giulia.hears("yes", "affirm")
    before = order("c-packed")
    assert giulia.hears(text, intent) == ["utter_cancel_no_undo"]
    assert order("c-packed") == before


def test_taking_the_wish_back_before_the_yes_keeps_the_order(giulia: Talk) -> None:
    giulia.hears("cancel my order", "cancel_order")
    assert giulia.hears("actually don't cancel it", "cancel_order") == ["utter_cancel_kept"]
    assert order("c-packed").status is OrderStatus.PACKED


def test_what_shipped_is_refused_by_the_old_rule(talk: Callable[..., Talk]) -> None:
    thomas = talk(ACTIONS, "c-three")
    assert thomas.hears("cancel the desk lamp", "cancel_order") == ["utter_cancel_refused_shipped"]
