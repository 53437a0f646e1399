"""A return, step by step: only what is missing is asked, corrections count, nothing goes back without a yes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from talking import Talk

from actions import turn
from actions.purchases import PurchaseHistory
from actions.returns import ReturnItem
from integrations.shops.interface import RequestKind

ACTIONS = {"return_item": ReturnItem(), "get_refund": ReturnItem(), "purchase_history": PurchaseHistory()}


@pytest.fixture
def dana(talk: Callable[..., Talk]) -> Talk:
    """A customer whose teapot came yesterday."""
    return talk(ACTIONS, "c-damaged")


def returned(customer: str) -> int:
    return sum(line.returned for order in turn.shop().orders(customer, limit=100) for line in order.lines)


def test_what_is_missing_is_asked_one_thing_at_a_time(dana: Talk) -> None:
    assert dana.hears("I want to return my teapot", "return_item") == ["utter_return_reason"]
    assert dana.hears("I changed my mind") == ["utter_return_method_fee"]
    confirm = dana.says("I'll drop it off")
    assert [said["response"] for said in confirm] == ["utter_return_confirm"]
    assert "teapot" in confirm[0]["item"]["en"]
    assert returned("c-damaged") == 0
    done = dana.says("yes", "affirm")
    assert [said["response"] for said in done] == ["utter_return_done_drop_off"]
    assert done[0]["url"].startswith("https://label.example/")
    assert returned("c-damaged") == 1
    assert dana.slots["job"] is None


def test_what_was_said_at_once_is_not_asked(dana: Talk) -> None:
    said = dana.hears("the teapot goes back, I don't like it, please pick it up", "return_item")
    assert said == ["utter_return_confirm_fee"]


def test_a_correction_at_the_end_is_confirmed_anew(dana: Talk) -> None:
    dana.hears("return the teapot, don't like it, I'll drop it off", "return_item")
    assert dana.hears("no, pick it up please", "deny") == ["utter_return_confirm_fee"]
    assert returned("c-damaged") == 0


def test_a_no_leaves_everything(dana: Talk) -> None:
    dana.hears("return the teapot, don't like it, I'll drop it off", "return_item")
    assert dana.hears("no, leave it", "deny") == ["utter_return_item_kept"]
    assert returned("c-damaged") == 0
    assert dana.slots["question"] is None


def test_something_in_between_is_answered_and_the_question_comes_back(dana: Talk) -> None:
    dana.hears("I want to return my teapot", "return_item")
    said = dana.hears("what did I buy last?", "purchase_history")
    assert said[0].startswith("utter_purchase_history")
    assert said[-1] == "utter_return_reason"
    assert dana.hears("it's not as described") == ["utter_return_method_fee"]


def test_and_my_return_goes_on_where_it_was(dana: Talk) -> None:
    dana.hears("return the teapot, it's not as described", "return_item")
    for _ in range(3):
        dana.hears("what did I buy last?", "purchase_history")
    assert dana.slots["question"] is None
    assert dana.hears("and my return?", "return_item") == ["utter_return_method_fee"]


@pytest.mark.parametrize(
    ("text", "intent"), [("ok, and my return?", "out_of_scope"), ("so what about my return?", "check_refund_policy")]
)
def test_whoever_comes_back_hears_the_question_again_and_no_rule(dana: Talk, text: str, intent: str) -> None:
    dana.hears("return the teapot, it's not as described", "return_item")
    again = dana.says(text, intent)
    assert [(said["response"], said["opening"]) for said in again] == [
        ("utter_return_method_fee", ["utter_back_to_it"])
    ]
    assert dana.hears("drop it off") == ["utter_return_confirm"]


def test_who_comes_back_to_what_is_only_to_be_confirmed_has_been_understood(dana: Talk) -> None:
    dana.hears("return the teapot, don't like it, I'll drop it off", "return_item")
    dana.hears("what did I buy last?", "purchase_history")
    again = dana.says("ok, and my return?", "return_item")
    assert [(said["response"], said["opening"]) for said in again] == [("utter_return_confirm", ["utter_back_to_it"])]


def test_a_reason_in_any_words_will_do(dana: Talk) -> None:
    dana.hears("I want to return my teapot", "return_item")
    assert dana.hears("well you know how it is", "inform") == ["utter_return_method_fee"]


def test_what_is_not_an_answer_is_asked_again_in_other_words(dana: Talk) -> None:
    dana.hears("return the teapot, don't like it", "return_item")
    again = dana.says("hmm whatever you say", "inform")
    assert [(said["response"], said["opening"]) for said in again] == [
        ("utter_return_method_fee", ["utter_job_unclear"])
    ]


def test_the_shop_is_asked_once(dana: Talk) -> None:
    dana.hears("return the teapot, don't like it, I'll drop it off", "return_item")
    dana.hears("yes", "affirm")
    assert dana.hears("return the teapot please", "return_item") == ["utter_return_refused_returned"]
    assert RequestKind.RETURN_ITEM == "return_item"
    assert returned("c-damaged") == 1


def test_what_came_back_and_was_paid_is_told_with_its_money(talk: Callable[..., Talk]) -> None:
    (said,) = talk(ACTIONS, "c-partial").says("I want to return the jeans", "return_item")
    assert said["response"] == "utter_return_refused_returned_paid"
    assert said["amount"] == "€79.00"
    assert said["day_paid"]
