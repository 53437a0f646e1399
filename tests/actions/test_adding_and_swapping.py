"""Another product in an order before it is packed: added or swapped at today's price, after a yes, once; and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from listening import listen
from shelf import arrange
from talking import Talk

from actions import catalogue, turn
from actions.answers import Affirm, Deny, Inform
from actions.cancellation import CancelOrder
from actions.changes import ChangeOrderAction
from actions.exchanges import ExchangeItem
from actions.reorders import PlaceOrder
from integrations.shops.interface import RequestKind
from support import additions
from support.orders import Order
from support.policies import shipped

ACTIONS = {
    "change_order": ChangeOrderAction(),
    "exchange_item": ExchangeItem(),
    "place_order": PlaceOrder(),
    "cancel_order": CancelOrder(),
    "affirm": Affirm(),
    "deny": Deny(),
    "inform": Inform(),
}


@pytest.fixture
def thomas(talk: Callable[..., Talk]) -> Talk:
    """A customer with a blue mug (W-10433, paid), headphones (packed), a desk lamp (shipped)."""
    return talk(ACTIONS, "c-three")


def order(number: str = "W-10433") -> Order:
    found = turn.shop().order(number)
    assert found
    return found


def contents(number: str = "W-10433") -> list[tuple[str, str, int]]:
    return [(line.product.id, line.variant, line.quantity) for line in order(number).lines]


BEFORE = [("mug", "blue", 1)]


@pytest.mark.parametrize(
    ("text", "kind", "product", "pieces"),
    [
        ("add a second mug to my order", "add", "mug", 1),
        ("add a teapot to my mug order", "add", "teapot", 1),
        ("could you put two teapots in my order", "add", "teapot", 2),
        ("I want the teapot added to W-10433", "add", "teapot", None),
        ("swap the blue lamp for the red desk lamp", "swap", "desk-lamp", None),
        ("replace the floor lamp with a desk lamp please", "swap", "desk-lamp", 1),
        ("swap the black headphones for the graphite watch", "swap", "smart-watch", None),
        ("can I have a kettle instead of the mug?", "swap", "kettle", 1),
        ("instead of the blue mug I'd like a kettle", "swap", "kettle", 1),
        ("马克杯那单再加两个茶壶", "add", "teapot", 2),
        ("茶壶也加进订单里", "add", "teapot", None),
        ("把马克杯换成石墨色手表", "swap", "smart-watch", None),
        ("不要马克杯了，要茶壶", "swap", "teapot", None),
        ("change the headphones to ivory please", "", "", None),
        ("change my mug from blue to forest", "", "", None),
        ("please take the rug out of my order", "", "", None),
        ("one more mug please", "", "", None),
        ("马克杯能换成森林绿吗？", "", "", None),
        ("耳机换成象牙白的", "", "", None),
    ],
)
def test_what_shall_come_is_read(thomas: Talk, text: str, kind: str, product: str, pieces: int | None) -> None:
    goal = additions.goal(text, turn.shop().products())
    read = (goal.kind, [each.id for each in goal.products], goal.pieces) if goal else ("", [""], None)
    assert read == (kind, [product], pieces)


@pytest.mark.parametrize(
    ("text", "becomes", "zh", "amount"),
    [
        ("add a teapot to my order", "teapot", "茶壶", "€49.00"),
        ("could you put two teapots in my mug order", "teapot (2 pieces)", "茶壶（2件）", "€98.00"),
        ("please add running shoes in 42 to W-10433", "running shoes (42)", "跑鞋（42）", "€129.00"),
        ("我的订单里再加一个茶壶", "teapot", "茶壶", "€49.00"),
    ],
)
def test_something_is_added_after_a_yes_with_its_price_told(
    thomas: Talk, text: str, becomes: str, zh: str, amount: str
) -> None:
    (asked,) = thomas.says(text, "change_order")
    assert asked["response"] == "utter_add_item_confirm"
    assert (asked["becomes"], asked["amount"]) == ({"en": becomes, "zh": zh}, amount)
    assert (contents(), asked["order"]) == (BEFORE, "W-10433")
    total = order().total
    (done,) = thomas.says("yes", "affirm")
    assert done["response"] == "utter_add_item_done"
    assert done["reference"]
    assert asked["total"] == done["total"] == str(order().total)
    assert str(order().total - total) == amount


def test_a_second_mug_is_one_of_the_same(thomas: Talk) -> None:
    assert thomas.says("add a second mug to my order", "change_order")[0]["becomes"]["en"] == "mug (blue)"
    thomas.hears("yes", "affirm")
    assert contents() == [("mug", "blue", 2)]


def test_a_mug_of_another_colour_is_another_line(thomas: Talk) -> None:
    thomas.hears("add two cream mugs to my order", "change_order")
    thomas.hears("yes", "affirm")
    assert contents() == [*BEFORE, ("mug", "cream", 2)]


def test_the_shop_is_asked_once_for_a_yes_and_again_for_another_wish(
    thomas: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = listen(monkeypatch)
    for _ in range(2):
        thomas.hears("add a teapot to my order", "change_order")
        thomas.hears("yes", "affirm")
        thomas.hears("yes", "affirm")
    assert [request.kind for request in shop.asked] == [RequestKind.ADD_ITEM] * 2
    assert contents() == [*BEFORE, ("teapot", "", 2)]


@pytest.mark.parametrize(
    ("text", "response", "amount"),
    [
        ("swap my mug for a teapot", "utter_change_order_confirm_more", "€35.00"),
        ("can I have a lip balm instead of the mug?", "utter_change_order_confirm_less", "€7.00"),
        ("swap the mug for a hand cream", "utter_change_order_confirm", "€0.00"),
        ("把马克杯换成茶壶", "utter_change_order_confirm_more", "€35.00"),
    ],
)
def test_one_thing_is_swapped_for_another_with_the_difference_told(
    thomas: Talk, text: str, response: str, amount: str
) -> None:
    (asked,) = thomas.says(text, "change_order")
    assert (asked["response"], asked["amount"]) == (response, amount)
    assert asked["was"] == {"en": "mug (blue)", "zh": "马克杯（蓝色）"}
    assert contents() == BEFORE
    assert thomas.hears("yes", "affirm")[0].startswith("utter_change_order_done")
    assert [line[0] for line in contents()] != ["mug"]
    assert len(contents()) == 1


def test_a_swap_that_is_read_as_an_exchange_is_one_all_the_same(thomas: Talk) -> None:
    assert thomas.hears("swap my mug for a teapot", "exchange_item") == ["utter_change_order_confirm_more"]


def test_of_several_things_the_one_that_is_named_goes(talk: Callable[..., Talk]) -> None:
    priya = talk(ACTIONS, "c-basket")
    (asked,) = priya.says("replace the mirror with a floor lamp", "change_order")
    assert (asked["was"]["en"], asked["becomes"]["en"]) == ("mirror", "floor lamp")
    priya.hears("yes", "affirm")
    assert ("floor-lamp", "", 1) in contents("W-10434")
    assert priya.hears("I'd rather have a tent instead", "change_order") == ["utter_which_item"]
    assert priya.says("the rug")[0]["becomes"]["en"] == "tent"


def test_the_form_is_asked_for_where_there_are_several(thomas: Talk) -> None:
    (asked,) = thomas.says("add a water bottle to my order", "change_order")
    assert (asked["response"], asked["available"]["zh"]) == (
        "utter_another_product_variant",
        "不锈钢色、珊瑚色、藏青色",
    )
    assert thomas.says("navy")[0]["becomes"]["en"] == "water bottle (navy)"
    assert thomas.hears("no, coral") == ["utter_add_item_confirm"]
    thomas.hears("yes", "affirm")
    assert contents()[-1] == ("water-bottle", "coral", 1)


def test_which_of_several_is_asked_and_so_is_what_nobody_said(thomas: Talk) -> None:
    asked = thomas.says("add a lamp to my order", "change_order")[0]
    assert asked["response"] == "utter_another_product_among"
    assert [button["title"] for button in asked["buttons"]] == ["Floor lamp", "Desk lamp"]
    assert thomas.says("the desk lamp")[0]["becomes"]["en"] == "desk lamp"
    thomas.hears("no", "deny")
    assert thomas.hears("can I add one more item to W-10433?", "change_order") == ["utter_add_item_which"]
    assert thomas.says("a kettle")[0]["becomes"]["en"] == "kettle"


def test_what_the_shop_does_not_sell_is_not_promised(thomas: Talk) -> None:
    asked = thomas.says("add a garden gnome to my order", "change_order", product="garden gnome")[0]
    assert (asked["opening"], asked["mention"]) == (["utter_product_unknown"], "garden gnome")
    assert contents() == BEFORE


def test_a_colour_that_there_is_none_of_is_said(thomas: Talk) -> None:
    assert thomas.says("add a red teapot to my order", "change_order")[0]["opening"] == [
        "utter_another_product_one_form"
    ]
    asked = thomas.says("add a pink lunch box to my order", "change_order")[0]
    assert asked["response"] == "utter_another_product_unknown"
    assert asked["wanted"]["zh"] == "粉色"


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("add a teapot to my headphones order", "utter_another_product_refused_packed"),
        ("耳机那单再加一个茶壶", "utter_another_product_refused_packed"),
        ("swap the headphones for a teapot", "utter_another_product_refused_packed"),
        ("add a kettle to W-10428", "utter_another_product_refused_shipped"),
    ],
)
def test_what_is_packed_or_gone_is_refused_with_the_rule(thomas: Talk, text: str, response: str) -> None:
    assert thomas.hears(text, "change_order") == [response]


def test_what_is_sold_out_is_offered_when_it_is_back(thomas: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = turn.Turn.day_of(datetime.now(UTC)) + timedelta(days=5)
    arrange(monkeypatch, "teapot", stock=0, restock_on=soon)
    said = thomas.says("add a teapot to my order", "change_order")
    assert [each["response"] for each in said] == [
        "utter_another_product_refused_out_of_stock_until",
        "utter_stock_alert_offer",
    ]
    assert said[0]["day_restock"] == str(soon)


def test_only_as_many_as_there_are(thomas: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    arrange(monkeypatch, "teapot", stock=2)
    asked = thomas.says("add three teapots to my order", "change_order")[0]
    assert (asked["response"], asked["count"]) == ("utter_change_order_fewer", 2)
    assert thomas.says("2")[0]["becomes"]["en"] == "teapot (2 pieces)"


def test_a_shop_that_takes_no_more_money_says_what_is_possible(thomas: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = shipped()
    poor = replace(rules, change_order=replace(rules.change_order, extra_charge=False))
    for module in ("turn", "new_products", "additions", "changes"):
        monkeypatch.setattr(f"actions.{module}.policies", lambda: poor)
    (said,) = thomas.says("add a teapot to my order", "change_order")
    assert (said["response"], said["amount"]) == ("utter_another_product_refused_payment", "€49.00")
    assert thomas.slots["question"]["kind"] == "offer_human"
    assert thomas.hears("swap my mug for a teapot", "change_order") == ["utter_another_product_refused_payment"]
    assert thomas.hears("one more mug please", "change_order") == ["utter_change_order_refused_payment"]
    assert thomas.hears("swap the mug for a lip balm", "change_order") == ["utter_change_order_confirm_less"]


def test_a_price_that_changes_while_they_think_is_told_anew(thomas: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    thomas.hears("add a teapot to my order", "change_order")
    (teapot,) = [product for product in turn.shop().products() if product.id == "teapot"]
    dearer = replace(teapot, price=teapot.price.times(2))
    monkeypatch.setattr(catalogue, "listed", lambda product_id: dearer)
    (asked,) = thomas.says("yes", "affirm")
    assert (asked["response"], asked["amount"]) == ("utter_add_item_confirm", "€98.00")
    assert contents() == BEFORE


def test_a_shop_that_does_it_later_is_not_said_to_have_done_it(thomas: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    listen(monkeypatch, at_once=False)
    thomas.hears("add a teapot to my order", "change_order")
    assert thomas.hears("yes", "affirm") == ["utter_add_item_requested"]
    assert thomas.hears("undo that", "deny") == ["utter_change_order_no_way_back"]


@pytest.mark.parametrize(
    ("wish", "back", "asked"),
    [
        ("add a teapot to my order", "take it out again", "utter_cancel_part_confirm_unpaid"),
        ("给我的订单加一个茶壶", "刚加的不要了", "utter_cancel_part_confirm_unpaid"),
        ("add a second mug to my order", "undo that please", "utter_cancel_part_confirm_unpaid"),
        ("swap my mug for a teapot", "change it back please", "utter_change_order_confirm_unpaid"),
        ("把马克杯换成茶壶", "还是换回来吧", "utter_change_order_confirm_unpaid"),
        ("change my mug to forest", "please change it back", "utter_change_order_confirm"),
    ],
)
def test_it_is_taken_back_as_often_as_wanted(thomas: Talk, wish: str, back: str, asked: str) -> None:
    for _ in range(2):
        thomas.hears(wish, "change_order")
        thomas.hears("yes", "affirm")
        assert contents() != BEFORE
        assert thomas.hears(back, "change_order") == [asked]
        thomas.hears("yes", "affirm")
        assert contents() == BEFORE
        assert [payment.status for payment in order().payments] == ["paid"], "nothing is left to be paid"
        assert order().refunds == (), "nothing that was not paid comes back"


def test_what_was_added_and_not_paid_is_not_promised_back(thomas: Talk) -> None:
    before = str(order().total)
    thomas.hears("add a teapot to my order", "change_order")
    thomas.hears("yes", "affirm")
    assert thomas.says("cancel order W-10433", "cancel_order")[0]["amount"] == before


def test_a_no_leaves_it(thomas: Talk) -> None:
    thomas.hears("add a teapot to my order", "change_order")
    assert thomas.hears("no, leave it", "deny") == ["utter_add_item_kept"]
    thomas.hears("swap my mug for a teapot", "change_order")
    assert thomas.hears("不，先不改", "deny") == ["utter_swap_item_kept"]
    assert contents() == BEFORE


def test_nothing_open(talk: Callable[..., Talk]) -> None:
    dana = talk(ACTIONS, "c-damaged")
    assert dana.hears("add a kettle to my order", "change_order") == ["utter_add_item_nothing"]


def test_it_may_be_read_as_a_purchase(thomas: Talk) -> None:
    assert thomas.hears("I want a teapot added to my order too", "place_order") == ["utter_add_item_confirm"]
    assert thomas.hears("我的订单里再加一个水瓶", "place_order") == ["utter_another_product_variant"]


def test_a_new_purchase_is_added_to_nothing(thomas: Talk) -> None:
    assert "utter_add_item_confirm" not in thomas.hears("I'd like to buy a teapot", "place_order")


def test_what_was_left_open_is_no_reason_to_take_the_wrong_order(thomas: Talk) -> None:
    thomas.hears("add a teapot to my order", "change_order")
    assert thomas.hears("add a kettle to the headphones order", "change_order") == [
        "utter_another_product_refused_packed"
    ]


def test_a_guest_proves_the_order_first(talk: Callable[..., Talk]) -> None:
    assert talk(ACTIONS, None).hears("add a teapot to my order", "change_order")[0].startswith("utter_verify")
