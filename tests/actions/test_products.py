"""Questions about products, suggestions, and the same again: what the catalogue and the purchases say, no more."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from shelf import arrange, variants
from talking import Talk

from actions import turn
from actions.answers import Inform
from actions.problems import ReportProblem
from actions.products import ProductQuestion
from actions.recommendations import Recommendation
from actions.reorders import PlaceOrder
from actions.warranties import Warranty
from support.size_advice import advise, has_sizes

ACTIONS = {
    "product_question": ProductQuestion(),
    "recommendation": Recommendation(),
    "place_order": PlaceOrder(),
    "item_damaged": ReportProblem(),
    "warranty": Warranty(),
    "inform": Inform(),
}


@pytest.fixture
def noah(talk: Callable[..., Talk]) -> Talk:
    """A customer who bought nothing yet."""
    return talk(ACTIONS, "c-new")


@pytest.fixture
def victoria(talk: Callable[..., Talk]) -> Talk:
    """A customer of many things, some of which went back."""
    return talk(ACTIONS, "c-vip")


@pytest.mark.parametrize(
    ("text", "response", "values"),
    [
        ("how much is the backpack?", "utter_product", {"price": "€109.00"}),
        ("is the backpack waterproof", "utter_product", {"price": "€109.00"}),
        ("what brand is the backpack", "utter_product_brand", {"brand": "Trailgrove"}),
        ("背包是什么牌子", "utter_product_brand", {"brand": "Trailgrove"}),
        ("which colours does the backpack come in?", "utter_product_variants", {}),
        ("what sizes of the winter coat are there", "utter_product_variants_some_gone", {}),
        ("冬大衣有哪些尺码", "utter_product_variants_some_gone", {}),
        ("which colours of kettle do you have", "utter_product_one_form", {}),
        ("does the linen shirt run large", "utter_product_fit", {"word_fit": "fits_large"}),
        ("how long is the warranty on the backpack", "utter_warranty_product", {"months": 12}),
        ("warranty on the perfume?", "utter_warranty_product_none", {}),
    ],
)
def test_the_fact_that_was_asked_for_is_told(noah: Talk, text: str, response: str, values: dict[str, Any]) -> None:
    (said,) = noah.says(text, "product_question")
    assert said["response"] == response
    assert {name: said[name] for name in values} == values


def test_the_pine_one_is_the_backpack_in_pine(noah: Talk) -> None:
    noah.hears("how much is the backpack?", "product_question")
    said = noah.says("and is the pine one in stock?", "product_question")[0]
    assert (said["response"], said["item"]["en"]) == ("utter_product_variant", "backpack (pine)")
    assert noah.says("not the pine one, the ochre one", "product_question")[0]["item"]["en"] == "backpack (ochre)"


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("do you have the blue mug?", "mug (blue)"),
        ("有蓝色的马克杯吗", "mug (blue)"),
        ("are the running shoes there in 42?", "running shoes (42)"),
        ("running shoes, is 44 in stock", "running shoes (44)"),
        ("跑鞋42码有货吗", "running shoes (42)"),
    ],
)
def test_the_stock_is_that_of_the_variant(noah: Talk, text: str, item: str) -> None:
    said = noah.says(text, "product_question")[0]
    assert (said["response"], said["item"]["en"]) == ("utter_product_variant", item)


def test_a_price_in_the_text_is_no_size(noah: Talk) -> None:
    assert noah.hears("can I have the running shoes for 44 euros?", "product_question") == ["utter_product"]


def test_a_variant_that_is_gone_is_told_with_its_day(noah: Talk) -> None:
    said = noah.hears("is the winter coat available in M?", "product_question")
    assert said == ["utter_stock_expected", "utter_stock_alert_offer"]


def test_a_variant_that_there_is_none_of_is_not_made_up(noah: Talk) -> None:
    said = noah.says("do you have the backpack in red?", "product_question")[0]
    assert (said["response"], said["variants"]["en"]) == ("utter_product_variant_unknown", "pine, ochre")


def test_several_that_may_be_meant_are_asked_about(noah: Talk) -> None:
    asked = noah.says("do you have shoes?", "product_question")[0]
    assert {"Running shoes", "Trail shoes"} <= {button["title"] for button in asked["buttons"]}
    assert noah.says("the running shoes")[0]["item"]["en"] == "running shoes"


def test_what_is_suggested_was_neither_bought_nor_sent_back(victoria: Talk) -> None:
    orders = turn.shop().orders("c-vip", limit=100)
    bought = {line.product.short_name for order in orders for line in order.lines}
    for _ in range(6):
        said = victoria.says("what do you recommend?", "recommendation")[0]
        assert said["item"]["en"].partition(" (")[0] not in bought


def test_nothing_is_suggested_twice_and_the_hint_is_given_once(victoria: Talk) -> None:
    heard = [victoria.says("what else do you recommend?", "recommendation") for _ in range(5)]
    items = [said[0]["item"]["en"] for said in heard]
    assert len(set(items)) == len(items)
    hints = [each["response"] for said in heard for each in said].count("utter_recommendation_hint")
    assert hints == 1


def test_all_that_there_is_ends_with_a_question(noah: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    kettle = [product for product in turn.shop().products() if product.id == "kettle"]
    monkeypatch.setattr("actions.recommendations.shop", lambda: SimpleNamespace(products=lambda: kettle))
    assert noah.hears("recommend me something", "recommendation") == ["utter_recommendation_new"]
    assert noah.hears("anything else?", "recommendation") == ["utter_recommendation_no_more"]


def test_a_suggestion_in_sizes_is_there_in_theirs(victoria: Talk) -> None:
    orders = turn.shop().orders("c-vip", limit=100)
    by_name = {product.short_name: product for product in turn.shop().products()}
    sized = 0
    for _ in range(6):
        said = victoria.says("what do you recommend?", "recommendation")[0]
        if said["response"] != "utter_recommendation_size":
            continue
        product = by_name[said["item"]["en"].partition(" (")[0]]
        advice = advise(product, orders)
        assert has_sizes(product)
        assert advice is not None
        assert advice.stock > 0
        assert said["size"] == advice.size
        sized += 1
    assert sized


def test_what_is_gone_in_their_size_is_not_suggested(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    marta = talk(ACTIONS, "c-size")
    arrange(monkeypatch, "rain-jacket", **variants(S=0, M=9))
    items = {marta.says("recommend a rain jacket", "recommendation")[0]["item"]["en"] for _ in range(4)}
    assert not [item for item in items if item.startswith("rain jacket")]


def test_after_a_complaint_nothing_of_that_kind_is_praised(talk: Callable[..., Talk]) -> None:
    dana = talk(ACTIONS, "c-damaged")
    dana.hears("my teapot came broken", "item_damaged")
    kinds = {product.short_name: product.category for product in turn.shop().products()}
    for _ in range(6):
        said = dana.says("recommend me something", "recommendation")[0]
        assert kinds[said["item"]["en"].partition(" (")[0]] != "kitchen"


def test_who_wants_no_suggestions_gets_none(victoria: Talk) -> None:
    victoria.slots["said"] = ["opt_out:suggestions"]
    said = victoria.says("what do you recommend?", "recommendation")
    assert [each["response"] for each in said] == ["utter_recommendation_off"]
    assert "item" not in said[0]


@pytest.mark.parametrize(
    ("said", "customer", "out"),
    [
        ([], None, False),
        ([], {"id": "c"}, False),
        ([], {"id": "c", "opt_outs": ["suggestions"]}, True),
        ([], {"id": "c", "opt_outs": ["memory"]}, False),
        (["opt_out:suggestions"], None, True),
    ],
)
def test_a_wish_for_none_is_known_for_good_or_for_now(
    said: list[str], customer: dict[str, Any] | None, out: bool
) -> None:
    hearing = cast("turn.Turn", SimpleNamespace(said=said, customer=customer))
    assert turn.Turn.opted_out(hearing, "suggestions") is out


@pytest.mark.parametrize(
    "text", ["the same running shoes as last time please", "reorder my last order", "跑鞋再来一双"]
)
def test_the_same_again_is_told_with_price_stock_and_page(victoria: Talk, text: str) -> None:
    said = victoria.says(text, "place_order")[0]
    assert (said["response"], said["item"]["en"], said["price"]) == ("utter_reorder", "running shoes (42)", "€129.00")
    assert said["url"].endswith("/running-shoes")
    assert said["word_stock"] in ("in_stock", "few_left")
    assert said["day_bought"] == str(turn.Turn.day_of(turn.shop().orders("c-vip")[0].placed_at))


def test_a_whole_order_again_is_listed(victoria: Talk) -> None:
    said = victoria.says("order again W-10269", "place_order")[0]
    assert said["response"] == "utter_reorder_several"
    assert [row["item"]["en"] for row in said["each_again"]] == [
        "garden shears",
        "shampoo bar",
        "backpack (pine)",
        "perfume",
    ]


def test_the_same_in_another_size_is_that_size(talk: Callable[..., Talk]) -> None:
    said = talk(ACTIONS, "c-size").says("the same winter coat as last time but in L", "place_order")[0]
    assert (said["response"], said["item"]["en"]) == ("utter_reorder", "winter coat (L)")


def test_the_same_that_is_sold_out_comes_with_an_alert(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    marta = talk(ACTIONS, "c-size")
    arrange(monkeypatch, "winter-coat", **variants(S=0, M=2), restock_on=None)
    assert marta.hears("same winter coat again please", "place_order") == [
        "utter_reorder_sold_out",
        "utter_stock_alert_offer",
    ]


def test_what_is_no_longer_sold_is_said_to_be_gone(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    marta = talk(ACTIONS, "c-size")
    rest = [product for product in turn.shop().products() if product.id != "winter-coat"]
    monkeypatch.setattr("actions.catalogue.shop", lambda: SimpleNamespace(products=lambda: rest))
    assert marta.hears("same winter coat again please", "place_order") == ["utter_reorder_gone"]


def test_a_thing_by_name_leads_to_its_page(noah: Talk) -> None:
    said = noah.says("I'd like to buy the kettle", "place_order")[0]
    assert (said["response"], said["price"]) == ("utter_place_order_product", "€69.00")


def test_how_to_order_is_told(noah: Talk) -> None:
    assert noah.hears("how do i order", "place_order") == ["utter_place_order"]
    assert noah.hears("the same as last time", "place_order") == ["utter_place_order"]
