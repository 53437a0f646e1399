"""An exchange: the stock is looked at first, from what to what is confirmed, and a second one is for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from talking import Talk

from actions import turn
from actions.answers import JOBS
from actions.exchanges import ExchangeItem
from actions.jobs import item_of
from actions.problems import ReportProblem
from actions.returns import ReturnItem
from actions.stock_alerts import BackInStock
from integrations.shops.interface import Receipt, RequestKind, RequestState, ShopRequest
from support.orders import OrderStatus

ACTIONS = {
    "exchange_item": ExchangeItem(),
    "return_item": ReturnItem(),
    "item_damaged": ReportProblem(),
}


def stock(product: str, variant: str) -> int:
    found = next(each for each in turn.shop().products() if each.id == product).variant(variant)
    return found.stock if found else 0


@pytest.fixture
def ingrid(talk: Callable[..., Talk]) -> Talk:
    """A customer whose hiking boots came in 39."""
    return talk(ACTIONS, "c-exchange")


@pytest.fixture
def marta(talk: Callable[..., Talk]) -> Talk:
    """A customer whose winter coat is an S; M is sold out."""
    return talk(ACTIONS, "c-size")


@pytest.mark.parametrize(
    "text",
    [
        "exchange the hiking boots for a 40",
        "my hiking boots pinch, can I have them one size up?",
        "swap my boots, they are too small: 40 instead of 39 please",
        "登山靴换大一码",
        "登山靴想换成40码，旧的我自己寄回",
    ],
)
def test_what_was_said_is_confirmed_and_done_once(ingrid: Talk, text: str) -> None:
    before = stock("hiking-boots", "40")
    (confirm,) = ingrid.says(text, "exchange_item")
    assert confirm["response"] == "utter_exchange_confirm"
    assert confirm["to"]["en"] == "40"
    assert "39" in confirm["item"]["en"]
    assert stock("hiking-boots", "40") == before
    (done,) = ingrid.says("yes", "affirm")
    assert done["response"] == "utter_exchange_done_drop_off"
    assert done["url"].startswith("https://label.example/")
    assert stock("hiking-boots", "40") == before - 1


def test_the_size_is_asked_for_and_no_reason(ingrid: Talk) -> None:
    (asked,) = ingrid.says("can I swap my hiking boots for another size?", "exchange_item")
    assert asked["response"] == "utter_exchange_variant"
    assert "40" in asked["available"]["en"]
    assert "39" not in asked["available"]["en"].split(", ")
    assert ingrid.hears("a size bigger") == ["utter_exchange_confirm"]


def test_no_forty_two(ingrid: Talk) -> None:
    ingrid.hears("exchange my hiking boots for a 40, I'll drop them off", "exchange_item")
    (confirm,) = ingrid.says("no, 42", "deny")
    assert (confirm["response"], confirm["to"]["en"]) == ("utter_exchange_confirm", "42")
    ingrid.hears("yes", "affirm")
    assert ingrid.slots["done"] == {"job": "exchange_item", "order_id": "W-10419"}


def test_a_no_keeps_it(ingrid: Talk) -> None:
    before = stock("hiking-boots", "40")
    ingrid.hears("exchange my hiking boots for a 40", "exchange_item")
    assert ingrid.hears("no, keep it", "deny") == ["utter_exchange_item_kept"]
    assert stock("hiking-boots", "40") == before


def test_a_second_exchange_of_the_same_piece_is_for_a_person(ingrid: Talk) -> None:
    ingrid.hears("exchange my hiking boots for a 40", "exchange_item")
    ingrid.hears("yes", "affirm")
    before = stock("hiking-boots", "42")
    ingrid.hears("exchange my hiking boots for a 42", "exchange_item")
    assert ingrid.hears("yes", "affirm") == ["utter_exchange_known"]
    assert ingrid.slots["question"]["kind"] == "offer_human"
    assert stock("hiking-boots", "42") == before


def test_the_one_that_they_have_is_no_exchange(ingrid: Talk) -> None:
    (said,) = ingrid.says("exchange the hiking boots for a 39", "exchange_item")
    assert (said["response"], said["said"]["en"]) == ("utter_exchange_same", "39")


def test_what_there_is_not_is_told(ingrid: Talk) -> None:
    (said,) = ingrid.says("exchange the hiking boots for a 45", "exchange_item")
    assert (said["response"], said["said"]["en"]) == ("utter_exchange_unknown", "45")
    assert ingrid.hears("44 then") == ["utter_exchange_confirm"]


def test_sold_out_says_when_and_which_are_there(marta: Talk) -> None:
    (said,) = marta.says("Can I exchange my winter coat for an M?", "exchange_item")
    assert said["response"] == "utter_exchange_out_of_stock_until"
    assert said["day_restock"]
    assert said["available"]["en"] == "L, XL"
    assert [button["title"] for button in said["buttons"]] == ["L", "XL"]
    (confirm,) = marta.says("then take L please, I'll drop the old one off")
    assert (confirm["response"], confirm["to"]["en"]) == ("utter_exchange_confirm", "L")


def test_one_size_up_is_sold_out(marta: Talk) -> None:
    assert marta.hears("冬大衣换大一码", "exchange_item") == ["utter_exchange_out_of_stock_until"]
    assert marta.hears("再大一码") == ["utter_exchange_out_of_stock_until"]


@pytest.mark.parametrize("text", ["Tell me when it's back", "到货通知我"])
def test_sold_out_so_word_of_it(marta: Talk, text: str) -> None:
    marta.hears("Can I exchange my winter coat for an M?", "exchange_item")
    (said,) = marta.says(text, "back_in_stock")
    assert (said["response"], said["said"]["en"]) == ("utter_exchange_alert", "M")
    assert said["reference"].startswith("R-")
    assert marta.slots["question"] is None


def test_one_wish_for_word_is_one_wherever_it_comes_up(talk: Callable[..., Talk]) -> None:
    marta = talk({**ACTIONS, "back_in_stock": BackInStock()}, "c-size")
    marta.hears("Can I exchange my winter coat for an M?", "exchange_item")
    first = marta.says("Tell me when it's back", "back_in_stock")[0]["reference"]
    (again,) = marta.says("please let me know when the winter coat in M is back", "back_in_stock")
    assert (again["response"], again["reference"]) == ("utter_stock_alert_known", first)
    marta.hears("Can I exchange my winter coat for an M?", "exchange_item")
    (once_more,) = marta.says("到货通知我", "back_in_stock")
    assert (once_more["response"], once_more["reference"]) == ("utter_stock_alert_known", first)


def test_sold_out_so_it_goes_back(marta: Talk) -> None:
    marta.hears("Can I exchange my winter coat for an M?", "exchange_item")
    assert marta.hears("Return it instead", "return_item") == ["utter_return_reason"]


def test_nothing_larger_than_the_largest(marta: Talk) -> None:
    (said,) = marta.says("my winter coat, please five sizes... no, I mean XXL", "exchange_item")
    assert said["response"] == "utter_exchange_unknown"
    (said,) = marta.says("one size smaller then")
    assert said["response"] == "utter_exchange_smallest"


def test_sold_out_while_they_made_up_their_mind(ingrid: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    ingrid.hears("exchange the hiking boots for a 40", "exchange_item")
    shop = turn.shop()
    catalogue = [
        replace(each, variants=tuple(replace(v, stock=0) if v.name == "40" else v for v in each.variants))
        for each in shop.products()
    ]
    monkeypatch.setattr(shop, "products", lambda: catalogue)
    assert ingrid.hears("yes", "affirm") == ["utter_exchange_out_of_stock"]
    assert ingrid.slots["done"] is None


def test_the_last_day_and_the_day_after(talk: Callable[..., Talk]) -> None:
    edge = talk(ACTIONS, "c-edge")
    (said,) = edge.says("I'd like to exchange the picnic blanket for another one", "exchange_item")
    assert said["response"] == "utter_exchange_refused_window"
    assert edge.slots["question"]["kind"] == "offer_human"
    (confirm,) = edge.says("can I swap the wool blanket for the rust one? I'll drop it off", "exchange_item")
    assert (confirm["response"], confirm["to"]["en"]) == ("utter_exchange_confirm", "rust")


def test_what_comes_in_one_form_can_go_back(talk: Callable[..., Talk]) -> None:
    dana = talk(ACTIONS, "c-damaged")
    assert dana.hears("can I exchange my teapot?", "exchange_item") == ["utter_exchange_refused_one_form"]


def test_a_fault_is_no_exchange_but_a_claim(talk: Callable[..., Talk]) -> None:
    dana = talk(ACTIONS, "c-damaged")
    assert dana.hears("my teapot is broken, I want to exchange it", "exchange_item") == ["utter_problem_damaged"]


def test_picked_up_costs_what_the_rules_say(ingrid: Talk) -> None:
    (confirm,) = ingrid.says("exchange the hiking boots for a 40, the old ones should be picked up", "exchange_item")
    assert confirm["response"] == "utter_exchange_confirm_fee"
    assert confirm["fee"]
    assert ingrid.hears("yes", "affirm") == ["utter_exchange_done_pick_up"]


def test_a_shop_that_only_takes_wishes_says_so(ingrid: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[ShopRequest] = []

    def submit(request: ShopRequest) -> Receipt:
        taken.append(request)
        return Receipt("R-1", RequestState.REQUESTED)

    monkeypatch.setattr(turn.shop(), "submit", submit)
    ingrid.hears("exchange the hiking boots for a 40", "exchange_item")
    assert ingrid.hears("yes", "affirm") == ["utter_exchange_requested"]
    assert [(each.kind, each.details["variant"], each.details["quantity"]) for each in taken] == [
        (RequestKind.EXCHANGE_ITEM, "40", 1)
    ]


def _paid(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = turn.shop()
    orders = [replace(shop.orders("c-exchange")[0], status=OrderStatus.PAID, shipments=())]
    monkeypatch.setattr(shop, "orders", lambda customer, limit=50: orders)


def test_what_has_not_left_is_changed_by_a_person_where_no_job_does_it(
    ingrid: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(JOBS, "change_order", raising=False)
    _paid(monkeypatch)
    assert ingrid.hears("exchange the hiking boots for a 40", "exchange_item") == ["utter_exchange_item"]
    assert ingrid.slots["question"]["kind"] == "offer_human"


def test_what_has_not_left_is_the_change_job_s(ingrid: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[Any] = []

    class Change:
        def go(self, turn: Any, order: Any, fields: Any) -> None:
            gone.append((order.id, fields["line_id"]))

    monkeypatch.setitem(JOBS, "change_order", Change())  # type: ignore[arg-type]
    _paid(monkeypatch)
    assert ingrid.hears("exchange the hiking boots for a 40", "exchange_item") == []
    assert [order for order, _ in gone] == ["W-10419"]


def test_a_guest_signs_in_first(talk: Callable[..., Talk]) -> None:
    guest = talk(ACTIONS, None)
    assert guest.hears("exchange my boots for a 40", "exchange_item")[0].startswith("utter_verify")


@pytest.mark.parametrize(("language", "variant"), [("en", "headphones (black)"), ("zh", "耳机（黑色）")])
def test_sizes_and_colours_are_said_in_the_language_of_the_answer(
    talk: Callable[..., Talk], language: str, variant: str
) -> None:
    talk(ACTIONS, "c-three")
    order = turn.shop().order("W-10430")
    assert order
    assert item_of(order, order.lines[0])[language] == variant
    chinese = replace(order.lines[0], variant="藏青色 / M")
    assert item_of(order, chinese) == {"en": "headphones (navy / M)", "zh": "耳机（藏青色 / M）"}
    unknown = replace(order.lines[0], variant="42-44")
    assert item_of(order, unknown) == {"en": "headphones (42-44)", "zh": "耳机（42-44）"}


def test_what_is_packed_can_be_cancelled_or_a_colleague_asked(talk: Callable[..., Talk]) -> None:
    thomas = talk(ACTIONS, "c-three")
    (said,) = thomas.says("耳机换成象牙白的", "exchange_item")
    assert (said["response"], said["order"]) == ("utter_change_order_refused_packed", "W-10430")
    assert thomas.slots["question"]["kind"] == "offer_human"
