"""A size is told with what speaks for it, and none is made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from shelf import arrange, variants
from talking import Talk

from actions.answers import Inform
from actions.orders import TrackOrder
from actions.products import ProductQuestion
from actions.size_advice import AdviseSize

ACTIONS = {
    "size_advice": AdviseSize(),
    "product_question": ProductQuestion(),
    "track_order": TrackOrder(),
    "inform": Inform(),
}


@pytest.fixture
def victoria(talk: Callable[..., Talk]) -> Talk:
    """A customer of eight pairs of running shoes, all 42."""
    return talk(ACTIONS, "c-vip")


def test_the_size_comes_with_the_evidence_and_the_stock(victoria: Talk) -> None:
    said = victoria.says("which size should I take in the running shoes?", "size_advice")[0]
    assert said["response"] == "utter_size_advice_fit"
    assert said["opening"] == ["utter_size_worn_product"]
    assert (said["size"], said["worn"], said["times"], said["word_fit"]) == ("42", "42", 8, "fits_true")
    assert said["word_stock"] in ("in_stock", "few_left")


def test_one_purchase_is_not_said_as_a_habit(victoria: Talk) -> None:
    said = victoria.says("越野鞋我该买多大码？", "size_advice")[0]
    assert (said["opening"], said["size"]) == (["utter_size_worn_product_once"], "42")


def test_a_thing_that_runs_another_way_is_one_size_away_at_most(victoria: Talk) -> None:
    said = victoria.says("what size in the leather boots", "size_advice")[0]
    assert said["opening"] == ["utter_size_worn_brand_once"]
    assert (said["size"], said["word_fit"]) == ("41", "fits_large_down")


def test_who_bought_nothing_hears_what_there_is(talk: Callable[..., Talk]) -> None:
    for customer in ("c-new", None):
        said = talk(ACTIONS, customer).says("which size of running shoes fits me?", "size_advice")[0]
        assert said["response"] == "utter_size_unknown_fit"
        assert said["sizes"] == {"en": "38, 40, 42, 44", "zh": "38、40、42、44"}
        assert "size" not in said


def test_which_product_is_asked_and_the_answer_taken(victoria: Talk) -> None:
    assert victoria.hears("what size should I take?", "size_advice") == ["utter_size_which"]
    assert victoria.says("the trail shoes")[0]["size"] == "42"


def test_shoes_may_be_several(victoria: Talk) -> None:
    asked = victoria.says("which size of shoes?", "size_advice")[0]
    assert asked["response"] == "utter_size_which"
    assert {"Running shoes", "Trail shoes"} <= {button["title"] for button in asked["buttons"]}


def test_these_are_those_last_talked_about(victoria: Talk) -> None:
    victoria.hears("how much are the sandals?", "product_question")
    assert victoria.says("do these run small?", "size_advice")[0]["item"]["en"] == "sandals"
    victoria.hears("where is W-10205?", "track_order")
    assert victoria.says("is that size right for me?", "size_advice")[0]["item"]["en"] == "linen shirt"


def test_what_has_no_sizes_is_told_so(victoria: Talk) -> None:
    assert victoria.hears("which size of kettle?", "size_advice") == ["utter_size_one"]
    assert victoria.hears("which size of backpack?", "size_advice") == ["utter_size_in_colours"]


def test_what_is_not_in_the_catalogue_is_no_other_thing(victoria: Talk) -> None:
    victoria.hears("how much are the sandals?", "product_question")
    assert victoria.hears("size of the harness?", "size_advice", product="harness") == ["utter_product_unknown"]


def test_a_size_that_is_sold_out_comes_with_an_alert(victoria: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    arrange(monkeypatch, "running-shoes", **variants(_40=3, _42=0))
    said = victoria.says("which size of running shoes?", "size_advice")
    assert [each["response"] for each in said] == ["utter_size_advice_fit", "utter_stock_alert_offer"]
    assert said[0]["word_stock"] == "sold_out"
    assert victoria.hears("yes", "affirm") == ["utter_stock_alert_done"]


def test_a_size_that_is_not_made_is_not_replaced_by_a_guess(victoria: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    arrange(monkeypatch, "sandals", **variants(_36=3, _38=3))
    assert victoria.hears("which size of sandals?", "size_advice") == ["utter_size_not_made"]
