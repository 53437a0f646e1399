"""Changing an order: size, colour and number before packing, with the difference in price; afterwards the rule and what is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from talking import Talk

from actions import turn
from actions.answers import Affirm, Deny, Inform
from actions.changes import ChangeOrderAction
from support.orders import OrderLine

ACTIONS = {"change_order": ChangeOrderAction(), "affirm": Affirm(), "deny": Deny(), "inform": Inform()}


@pytest.fixture
def thomas(talk: Callable[..., Talk]) -> Talk:
    """A customer with a blue mug (paid), headphones (packed), a desk lamp (shipped)."""
    return talk(ACTIONS, "c-three")


def line(name: str, customer: str = "c-three") -> OrderLine:
    opened = [order for order in turn.shop().orders(customer, limit=100) if order.is_open]
    return next(line for order in opened for line in order.lines if line.product.short_name == name)


@pytest.mark.parametrize(
    "text",
    [
        "can I have the mug in forest instead of blue?",
        "change my mug to forest please",
        "change my mug from blue to forest",
        "马克杯能换成森林绿吗？",
    ],
)
def test_another_colour(thomas: Talk, text: str) -> None:
    said = thomas.says(text, "change_order")
    assert [each["response"] for each in said] == ["utter_change_order_confirm"]
    assert said[0]["was"]["en"] == "mug (blue)"
    assert said[0]["becomes"]["en"] == "mug (forest)"
    assert line("mug").variant == "blue"
    done = thomas.says("yes", "affirm")
    assert [each["response"] for each in done] == ["utter_change_order_done"]
    assert done[0]["reference"]
    assert line("mug").variant == "forest"


def test_the_colour_is_asked_for_when_it_was_not_said(thomas: Talk) -> None:
    said = thomas.says("I'd like to change the colour of my mug", "change_order")
    assert said[0]["response"] == "utter_change_order_variant"
    assert [button["title"] for button in said[0]["buttons"]] == ["cream", "forest"]
    assert thomas.says("cream")[0]["becomes"]["en"] == "mug (cream)"
    thomas.hears("yes", "affirm")
    assert line("mug").variant == "cream"


def test_a_correction_is_confirmed_anew(thomas: Talk) -> None:
    thomas.hears("change my mug to forest please", "change_order")
    assert thomas.says("no, the cream one", "deny")[0]["becomes"]["en"] == "mug (cream)"
    assert line("mug").variant == "blue"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("make it two mugs", 2),
        ("I want 3 mugs instead", 3),
        ("change the quantity of my mug to 2", 2),
        ("one more mug please", 2),
        ("马克杯改成2个", 2),
        ("马克杯再加一个", 2),
    ],
)
def test_more_pieces_cost_more(thomas: Talk, text: str, pieces: int) -> None:
    mug = line("mug")
    said = thomas.says(text, "change_order")
    assert said[0]["response"] == "utter_change_order_confirm_more"
    assert said[0]["amount"] == str(mug.unit_price.times(pieces - 1))
    assert said[0]["becomes"]["en"] == f"mug (blue, {pieces} pieces)"
    assert thomas.hears("yes", "affirm") == ["utter_change_order_done_more"]
    assert line("mug").quantity == pieces


def test_fewer_pieces_bring_money_back(talk: Callable[..., Talk]) -> None:
    priya = talk(ACTIONS, "c-basket")
    basket = line("storage basket", "c-basket")
    said = priya.says("make it two storage baskets instead of three", "change_order")
    assert said[0]["response"] == "utter_change_order_confirm_less"
    assert said[0]["amount"] == str(basket.unit_price)


def test_which_item_of_several_is_asked(talk: Callable[..., Talk]) -> None:
    priya = talk(ACTIONS, "c-basket")
    assert priya.hears("I'd like to change my order", "change_order") == ["utter_which_item"]
    assert priya.hears("the curtains") == ["utter_change_order_variant"]


def test_a_colour_that_does_not_exist_is_not_promised(thomas: Talk) -> None:
    said = thomas.says("can you make the mug a pink one?", "change_order")
    assert said[0]["response"] == "utter_change_order_unknown"
    assert said[0]["available"] == {"en": "cream, forest", "zh": "奶油白色、森林绿色"}
    assert thomas.hears("never mind, leave it", "deny") == ["utter_change_order_kept"]
    assert line("mug").variant == "blue"


def test_or_another_one_instead(thomas: Talk) -> None:
    thomas.hears("can you make the mug a pink one?", "change_order")
    assert thomas.hears("then cream") == ["utter_change_order_confirm"]


def test_too_many_pieces_are_not_there(thomas: Talk) -> None:
    said = thomas.says("make it 99 mugs", "change_order")
    assert said[0]["response"] == "utter_change_order_fewer"
    assert int(said[0]["count"]) < 99
    assert thomas.hears("3") == ["utter_change_order_confirm_more"]


def test_what_is_that_already(thomas: Talk) -> None:
    assert thomas.hears("change my mug to blue", "change_order") == ["utter_change_order_refused_same"]


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("change the headphones to ivory please", "utter_change_order_refused_packed"),
        ("耳机换成象牙白的", "utter_change_order_refused_packed"),
        ("I want two desk lamps", "utter_change_order_refused_shipped"),
    ],
)
def test_what_is_packed_or_gone_is_refused_with_the_rule(thomas: Talk, text: str, response: str) -> None:
    assert thomas.hears(text, "change_order") == [response]


def test_the_packed_one_may_go_to_a_colleague(thomas: Talk) -> None:
    thomas.hears("change the headphones to ivory please", "change_order")
    assert thomas.slots["question"]["kind"] == "offer_human"


def test_taking_something_out_is_a_cancellation(talk: Callable[..., Talk]) -> None:
    priya = talk(ACTIONS, "c-basket")
    assert priya.hears("please take the rug out of my order", "change_order") == ["utter_cancel_part_confirm"]


def test_the_shop_is_asked_once(thomas: Talk) -> None:
    thomas.hears("one more mug please", "change_order")
    thomas.hears("yes", "affirm")
    thomas.hears("yes", "affirm")
    assert line("mug").quantity == 2


def test_nothing_open(talk: Callable[..., Talk]) -> None:
    assert talk(ACTIONS, "c-damaged").hears("change my order", "change_order") == ["utter_change_order_nothing"]


def test_a_guest_signs_in(talk: Callable[..., Talk]) -> None:
    assert talk(ACTIONS, None).hears("change my mug to forest", "change_order")[0].startswith("utter_verify")
