"""Promo codes: found however they are written, told what they give, refused with the rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from talking import Talk

from actions import turn
from actions.promotions import PromoCode
from support import codes
from support.orders import OrderStatus
from support.promotions import used_in

ACTIONS = {"promo_code": PromoCode()}


@pytest.fixture
def noah(talk: Callable[..., Talk]) -> Talk:
    """A customer who has bought nothing yet."""
    return talk(ACTIONS, "c-new")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SPRING20 doesn't work", "SPRING20"),
        ("Would you check whether my code HELLO-774 is still valid?", "HELLO-774"),
        ("my code welcome10 is refused", "WELCOME10"),
        ("when does BLACKWEEK run out", "BLACKWEEK"),
        ("我这个码XIN88怎么用不了", "XIN88"),
        ("优惠码是'fiver'", "FIVER"),
        ("MY CODE SPRING15 DOES NOT WORK", "SPRING15"),
        ("can i use two vouchers at once to pay?", None),
        ("discount code isn't taken off for W-10423", None),
        ("WHY IS THE PRICE STILL THE SAME", None),
        ("the 15 off code, minimum 50 euros?", None),
        ("码是大写还是小写", None),
    ],
)
def test_a_code_is_found_by_its_form(text: str, code: str | None) -> None:
    assert codes.code(text) == code


def test_what_a_code_gives_is_told_with_its_terms(noah: Talk) -> None:
    (said,) = noah.says("does the code WELCOME10 still work?", "promo_code")
    assert (said["response"], said["code"]) == ("utter_promo_valid", "WELCOME10")
    assert {"percent": "10"} in said["each_term"]
    assert {"word_once": "once"} in said["each_term"]
    assert all(len(row) == 1 for row in said["each_term"])


def test_a_guest_may_ask_as_well(talk: Callable[..., Talk]) -> None:
    assert talk(ACTIONS, None).hears("what is WELCOME10 good for", "promo_code") == ["utter_promo_valid"]


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("why doesn't WINTER20 work?", "utter_promo_refused_expired"),
        ("can I use SPRING15 today?", "utter_promo_refused_not_yet"),
        ("my promo code BLACKCAT99 does not work", "utter_promo_refused_unknown"),
        ("the code FIVER is not accepted for my basket of 30 euros", "utter_promo_refused_below_least"),
        ("COSY15 for the frying pan please", "utter_promo_refused_category"),
        ("can I combine the codes WELCOME10 and FIVER?", "utter_promo_one_per_order"),
        ("WELCOME10和FIVER能叠加吗", "utter_promo_one_per_order"),
    ],
)
def test_a_refusal_names_the_rule(noah: Talk, text: str, response: str) -> None:
    assert noah.hears(text, "promo_code") == [response]


def test_the_facts_of_a_refusal_are_the_shops(noah: Talk) -> None:
    (said,) = noah.says("FIVER isn't accepted for 30 euros", "promo_code")
    assert (said["least"], said["missing"]) == ("€50.00", "€20.00")
    (said,) = noah.says("COSY15 on the teapot", "promo_code")
    assert [row["word_category"] for row in said["each_category"]] == ["clothing", "shoes"]
    (said,) = noah.says("WINTER20?", "promo_code")
    assert said["day_until"]


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("does FIVER hold for 50 euros?", "utter_promo_valid_saving"),
        ("does FIVER hold for 49.99 euros?", "utter_promo_refused_below_least"),
        ("WELCOME10 on the teapot", "utter_promo_valid_saving"),
    ],
)
def test_what_it_saves_is_told_where_the_basket_is_known(noah: Talk, text: str, response: str) -> None:
    assert noah.hears(text, "promo_code") == [response]


def test_a_word_in_small_letters_is_a_code_if_the_shop_knows_it(noah: Talk) -> None:
    assert noah.hears("the code fiver gives how much?", "promo_code") == ["utter_promo_valid"]


def test_the_code_is_asked_for_once(noah: Talk) -> None:
    assert noah.hears("my discount code isn't taken off", "promo_code") == ["utter_promo_which"]
    assert noah.hears("welcome10") == ["utter_promo_valid"]
    assert noah.hears("and my coupon for that?", "promo_code") == ["utter_promo_no_code"]
    assert noah.slots["question"]["kind"] == "offer_human"


@pytest.mark.parametrize("text", ["can I use WELCOME10?", "优惠码welcome10还能用吗"])
def test_a_code_that_was_used_is_refused_with_day_and_order(talk: Callable[..., Talk], text: str) -> None:
    lena = talk(ACTIONS, "c-late")
    (order,) = [order for order in turn.shop().orders("c-late") if order.promo_codes]
    (said,) = lena.says(text, "promo_code")
    assert said["response"] == "utter_promo_refused_used"
    assert (said["order"], said["day_used"]) == (order.id, str(turn.Turn.day_of(order.placed_at)))
    assert said["item"] == {"en": "bath towels and hand cream", "zh": "浴巾和护手霜"}


def test_a_code_is_good_for_others_and_where_it_may_be_used_often(talk: Callable[..., Talk]) -> None:
    assert talk(ACTIONS, "c-three").hears("can I use WELCOME10?", "promo_code") == ["utter_promo_valid"]
    assert talk(ACTIONS, "c-late").hears("can I use FIVER?", "promo_code") == ["utter_promo_valid"]


def test_a_cancelled_order_gives_its_code_back(talk: Callable[..., Talk]) -> None:
    talk(ACTIONS, "c-late")
    orders = turn.shop().orders("c-late")
    used = used_in("welcome10", orders)
    assert used
    cancelled = [replace(order, status=OrderStatus.CANCELLED) for order in orders]
    assert used_in("WELCOME10", cancelled) is None
