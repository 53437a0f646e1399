"""Which order "my lamp", "W-10423" or "it" means."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import line, order, product

from support.dialogue import answers, choose
from support.money import Money
from support.orders import Order, OrderLine, OrderStatus
from support.selection import Selection, names_of, purchases, question, select, titles

FLOOR, DESK, MUG = order(10423, "floor lamp"), order(10424, "desk lamp"), order(10425, "mug")
OLD_RUG = order(10301, "rug", status=OrderStatus.DELIVERED)
ALL = (FLOOR, DESK, MUG, OLD_RUG)
OPEN = (FLOOR, DESK, MUG)


def pick(
    text: str = "where is my order",
    *,
    orders: tuple[Order, ...] = ALL,
    candidates: tuple[Order, ...] = OPEN,
    number: str | None = None,
    product: str | None = None,
    in_view: str | None = None,
) -> Selection:
    return select(orders, candidates, text=text, number=number, product=product, in_view=in_view)


def test_the_only_candidate_is_meant() -> None:
    assert pick(candidates=(DESK,)) == Selection(DESK)


def test_several_candidates_have_to_be_asked_about() -> None:
    assert pick() == Selection(candidates=OPEN)


def test_no_candidates_select_nothing() -> None:
    assert pick(candidates=()) == Selection()


@pytest.mark.parametrize("number", ["W-10424", "10424", "#10424", "w 10424"])
def test_a_number_is_the_order_of_that_number(number: str) -> None:
    assert pick(number=number) == Selection(DESK, named=True)


def test_a_number_finds_orders_beyond_the_candidates() -> None:
    assert pick(number="W-10301") == Selection(OLD_RUG, named=True)


@pytest.mark.parametrize("number", ["W-99999", "W-1042", "W-0423", "W-104240", "42"])
def test_a_number_that_is_none_of_theirs_is_unknown_never_a_similar_one(number: str) -> None:
    assert pick(number=number, in_view=FLOOR.id) == Selection(unknown=number, candidates=OPEN)


def test_a_foreign_number_is_unknown_even_to_a_customer_with_one_order() -> None:
    assert pick(number="W-99999", candidates=(DESK,), orders=(DESK,)).order is None


@pytest.mark.parametrize("name", ["desk lamp", "Desk Lamp", "desk lmap", "台灯", "Halden Desk Lamp", "desk"])
def test_a_product_is_the_order_that_has_it(name: str) -> None:
    assert pick(product=name) == Selection(DESK, named=True)


def test_a_name_in_the_text_counts_where_no_entity_was_found() -> None:
    assert pick("so where's my desk lamp then") == Selection(DESK, named=True)
    assert pick("我的马克杯呢") == Selection(MUG, named=True)


def test_a_product_of_an_old_order_is_found_although_it_is_no_candidate() -> None:
    assert pick(product="rug") == Selection(OLD_RUG, named=True)


def test_a_product_that_two_orders_have_is_asked_about_among_those() -> None:
    assert pick(product="lamp") == Selection(candidates=(FLOOR, DESK), named=True)


def test_a_product_that_nobody_bought_is_unknown() -> None:
    assert pick(product="toaster") == Selection(unknown="toaster", candidates=OPEN)
    assert pick(product="toaster", in_view=DESK.id).order is None


@pytest.mark.parametrize("word", ["order", "parcel", "it", "Package", "包裹", "快递"])
def test_a_word_for_any_order_names_no_product(word: str) -> None:
    assert pick(product=word) == Selection(candidates=OPEN)
    assert pick(product=word, candidates=(MUG,)) == Selection(MUG)


@pytest.mark.parametrize(
    "text", ["and the other one?", "what about the other order", "另一个呢", "那另外一单什么时候到"]
)
def test_the_other_one_is_not_the_one_in_view(text: str) -> None:
    assert pick(text, candidates=(FLOOR, MUG), in_view=FLOOR.id) == Selection(MUG, named=True)
    assert pick(text, in_view=FLOOR.id) == Selection(candidates=(DESK, MUG))
    assert pick(text) == Selection(candidates=OPEN)


def test_it_is_the_order_in_view() -> None:
    assert pick("when does it come", in_view=MUG.id) == Selection(MUG)


def test_a_name_goes_before_the_order_in_view() -> None:
    assert pick(product="floor lamp", in_view=MUG.id) == Selection(FLOOR, named=True)


def test_an_order_in_view_that_makes_no_sense_for_the_wish_is_not_meant() -> None:
    assert pick("cancel it", in_view=OLD_RUG.id) == Selection(candidates=OPEN)


@pytest.mark.parametrize(
    "text", ["it should have come on Sunday", "any more news about my 2 orders?", "why is it so late", "我的商品到哪了"]
)
def test_everyday_words_name_no_product(text: str) -> None:
    pyjamas = OrderLine("l", product("pyjamas", full="Sunday Flannel Pyjamas"), 1, Money(1))
    plates = OrderLine("l", product("plate"), 1, Money(1))
    bought = (order(1001, lines=(pyjamas,)), order(1002, "mug", "rug", "kettle"), order(1003, lines=(plates,)))
    assert pick(text, orders=bought, candidates=bought) == Selection(candidates=bought)


BLUE, CREAM = order(10431, lines=(line("mug", variant="blue"),)), order(10432, lines=(line("mug", variant="cream"),))
SHOES_42 = order(10433, lines=(line("running shoes", variant="42"),))
SHOES_38 = order(10434, lines=(line("running shoes", variant="38"),))
JACKET = order(10435, lines=(line("rain jacket", variant="M"),))
SOCKS = order(10436, lines=(line("socks", variant="42-44"),))
MANY = (BLUE, CREAM, SHOES_42, SHOES_38, JACKET, DESK)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the blue one", BLUE),
        ("where's the cream mug", CREAM),
        ("蓝色的那个", BLUE),
        ("the mug in blue please", BLUE),
        ("the size M one", JACKET),
        ("the shoes in size 38", SHOES_38),
        ("42码的跑鞋", SHOES_42),
        ("not the blue mug, the cream one", CREAM),
        ("the mug, but not the blue one", CREAM),
        ("不是蓝色的马克杯，是台灯", DESK),
        ("not the mugs, the jacket", JACKET),
        ("the shoes, no, the desk lamp", DESK),
    ],
)
def test_colours_sizes_and_what_is_ruled_out_tell_things_apart(text: str, meant: Order) -> None:
    assert pick(text, orders=MANY, candidates=MANY) == Selection(meant, named=True)


@pytest.mark.parametrize(
    "text", ["not the desk lamp", "don't cancel the desk lamp", "别取消台灯", "除了台灯都取消", "anything but the lamp"]
)
def test_what_is_ruled_out_is_never_selected(text: str) -> None:
    assert pick(text, orders=(DESK, MUG), candidates=(DESK, MUG)) == Selection(MUG)
    assert pick(text, orders=(DESK,), candidates=(DESK,)).order is None
    assert pick(text, orders=(DESK, MUG), candidates=(DESK, MUG), in_view=DESK.id).order == MUG


def test_a_number_that_is_ruled_out_leaves_the_others() -> None:
    assert pick("not W-10423, the other one", orders=(FLOOR, DESK), candidates=(FLOOR, DESK)) == Selection(DESK)


def test_a_colour_that_nothing_has_tells_nothing() -> None:
    assert pick("the green one", orders=MANY, candidates=MANY) == Selection(candidates=MANY)
    assert pick("the payment button is grey", orders=(DESK,), candidates=(DESK,)) == Selection(DESK)


def test_a_size_may_lie_within_a_range() -> None:
    assert pick("the size 43 ones", orders=(SOCKS, DESK), candidates=(SOCKS, DESK)) == Selection(SOCKS, named=True)


@pytest.mark.parametrize("text", ["my bank refused it", "bank"])
def test_an_ordinary_word_is_no_power_bank(text: str) -> None:
    bank = order(10437, "power bank")
    for entity in (None, "bank"):
        assert not pick(text, orders=(bank, MUG), candidates=(bank, MUG), product=entity).named
    assert pick("my power bank", orders=(bank, MUG), candidates=(bank, MUG)) == Selection(bank, named=True)
    assert pick("充电宝呢", orders=(bank, MUG), candidates=(bank, MUG)) == Selection(bank, named=True)


def test_purchases_are_found_by_what_is_named() -> None:
    assert purchases(MANY, "when did I buy my running shoes", None) == (SHOES_42, SHOES_38)
    assert purchases(MANY, "the blue mug", None) == (BLUE,)
    assert purchases(MANY, "what have I bought", None) == ()
    assert purchases(MANY, "mugs, but not the blue one", "mugs") == (CREAM,)


EIGHT = tuple(order(20000 + n, "mug") for n in range(8))


def test_eight_orders_of_one_product_are_asked_about_not_guessed() -> None:
    assert pick(product="mug", orders=EIGHT, candidates=EIGHT) == Selection(candidates=EIGHT, named=True)
    assert pick("my mug", orders=EIGHT, candidates=EIGHT) == Selection(candidates=EIGHT, named=True)
    assert pick(product="mug", orders=EIGHT, candidates=EIGHT, in_view="W-20003").candidates == EIGHT


def test_one_of_eight_that_makes_sense_is_meant() -> None:
    assert pick(product="mug", orders=EIGHT, candidates=EIGHT[2:3]) == Selection(EIGHT[2], named=True)


def test_what_they_own_twice_is_not_called_unknown_because_it_is_no_candidate() -> None:
    assert pick(product="mug", orders=(DESK, *EIGHT), candidates=(DESK,)) == Selection(candidates=EIGHT, named=True)


def test_eight_orders_of_one_product_are_told_apart_by_number() -> None:
    assert titles(EIGHT, "en") == [f"Mug (W-{20000 + n})" for n in range(5)]


def test_different_products_are_told_apart_by_name() -> None:
    assert titles(ALL, "en") == ["Floor lamp", "Desk lamp", "Mug", "Rug"]
    assert titles(ALL, "zh") == ["落地灯", "台灯", "马克杯", "地毯"]


NAMED = st.sampled_from(["floor lamp", "desk lamp", "mug", "kettle", "rug", "bowl", "USB-C charger"])


@given(st.lists(st.lists(NAMED, min_size=1, max_size=4), min_size=2, max_size=6), st.sampled_from(["en", "zh"]))
def test_every_buttons_title_chooses_its_own_order(baskets: list[list[str]], language: str) -> None:
    orders = [order(10000 + n, *names) for n, names in enumerate(baskets)]
    asked = question(orders, "track_order")
    for index, title in enumerate(titles(orders, language)):
        assert choose(title, [c["names"] for c in asked["candidates"]]) == index
        assert answers(asked, title, "inform", 0.9)


def test_the_question_is_plain_json_with_every_name() -> None:
    asked = question((order(10423, lines=(line("mug", variant="blue"),)), *EIGHT), "cancel_order", limit=3)
    assert json.loads(json.dumps(asked)) == asked
    assert (asked["kind"], asked["job"], asked["intents"]) == ("which_order", "cancel_order", ["cancel_order"])
    assert [c["order_id"] for c in asked["candidates"]] == ["W-10423", "W-20000", "W-20001"]
    assert {"W-10423", "mug", "马克杯", "blue mug", "Halden Mug"} <= set(asked["candidates"][0]["names"])


def test_names_are_never_empty_or_repeated() -> None:
    names = names_of(order(10423, "tent", "tent", "USB-C charger"))
    assert all(names)
    assert len(names) == len(set(names))
