"""A fault: which item and how many, what puts it right, what is sold out, and a mind that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from talking import Talk

from actions import turn
from actions.exchanges import ExchangeItem
from actions.problems import ReportProblem
from actions.refunds import GetRefund
from integrations.shops.interface import Receipt, RequestKind, RequestState, ShopRequest

ACTIONS = {
    **dict.fromkeys(("item_damaged", "wrong_item", "missing_item"), ReportProblem()),
    "exchange_item": ExchangeItem(),
    "get_refund": GetRefund(),
}


class Desk:
    """A shop's request list: takes everything down, and answers as it is told."""

    def __init__(self, state: RequestState = RequestState.REQUESTED) -> None:
        self.state = state
        self.taken: list[ShopRequest] = []

    def submit(self, request: ShopRequest) -> Receipt:
        keys = [each.key for each in self.taken]
        if request.key in keys:
            return Receipt(f"R-{keys.index(request.key) + 1}", self.state, repeated=True)
        self.taken.append(request)
        return Receipt(f"R-{len(self.taken)}", self.state)

    @property
    def kinds(self) -> list[RequestKind]:
        return [each.kind for each in self.taken]


@pytest.fixture(autouse=True)
def no_gestures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Making good is tested apart (test_goodwill_offers)."""
    rules = tmp_path / "rules.toml"
    rules.write_text("[goodwill]\nenabled = false\n")
    monkeypatch.setenv("WARMLINE_POLICIES", str(rules))


@pytest.fixture
def dana(talk: Callable[..., Talk]) -> Talk:
    """A customer whose teapot came yesterday."""
    return talk(ACTIONS, "c-damaged")


@pytest.fixture
def desk(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Have the shop take wishes down only."""
    desk = Desk()
    monkeypatch.setattr(turn.shop(), "submit", desk.submit)
    return desk


def change_lines(monkeypatch: pytest.MonkeyPatch, customer: str, **values: Any) -> None:
    shop = turn.shop()
    orders = list(shop.orders(customer, limit=100))
    lines = tuple(replace(line, **values) for line in orders[0].lines)
    orders[0] = replace(orders[0], lines=lines, payments=())
    monkeypatch.setattr(shop, "orders", lambda customer, limit=50: orders)


def sell_out(monkeypatch: pytest.MonkeyPatch, product: str) -> None:
    shop = turn.shop()
    catalogue = [replace(each, stock=0) if each.id == product else each for each in shop.products()]
    monkeypatch.setattr(shop, "products", lambda: catalogue)


def test_a_new_one_is_passed_on(dana: Talk, desk: Desk) -> None:
    assert dana.hears("My teapot arrived broken", "item_damaged") == ["utter_problem_damaged"]
    assert dana.hears("A new one", "exchange_item") == ["utter_remedy_replacement"]
    assert desk.kinds == [RequestKind.REPORT_PROBLEM, RequestKind.EXCHANGE_ITEM]
    assert desk.taken[1].details["quantity"] == 1


@pytest.mark.parametrize("text", ["actually, I'd rather have my money back", "no, money instead", "还是退款吧"])
def test_money_instead_replaces_the_new_one(dana: Talk, desk: Desk, text: str) -> None:
    dana.hears("My teapot arrived broken", "item_damaged")
    dana.hears("A new one", "exchange_item")
    (said,) = dana.says(text, "get_refund")
    assert said["response"] == "utter_remedy_refund_instead"
    assert (said["before"], said["reference"]) == ("R-2", "R-3")
    assert desk.taken[2].details["instead_of"] == "R-2"


def test_a_mind_that_changes_too_often_meets_a_person(dana: Talk, desk: Desk) -> None:
    dana.hears("My teapot arrived broken", "item_damaged")
    said = [dana.hears(text)[0] for text in ("a new one", "my money back", "a new one", "my money back")]
    assert said == [
        "utter_remedy_replacement",
        "utter_remedy_refund_instead",
        "utter_remedy_replacement_instead",
        "utter_remedy_under_way",
    ]
    assert len({each.key for each in desk.taken}) == 4
    assert dana.slots["question"]["kind"] == "offer_human"


def test_what_is_done_is_not_turned_around(dana: Talk, desk: Desk) -> None:
    desk.state = RequestState.DONE
    dana.hears("My teapot arrived broken", "item_damaged")
    dana.hears("A new one", "exchange_item")
    assert dana.hears("money instead", "get_refund") == ["utter_remedy_under_way"]
    assert RequestKind.REFUND not in desk.kinds


def test_the_same_choice_again_is_one(dana: Talk, desk: Desk) -> None:
    dana.hears("My teapot arrived broken", "item_damaged")
    dana.hears("my money back", "get_refund")
    assert dana.hears("yes, my money back", "get_refund") == ["utter_remedy_known"]
    assert desk.kinds.count(RequestKind.REFUND) == 1


def test_sold_out_is_said_and_the_money_offered(dana: Talk, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sell_out(monkeypatch, "teapot")
    dana.hears("My teapot arrived broken", "item_damaged")
    (said,) = dana.says("A new one", "exchange_item")
    assert said["response"] == "utter_remedy_sold_out"
    assert said["amount"]
    assert RequestKind.EXCHANGE_ITEM not in desk.kinds
    assert dana.hears("yes please", "affirm") == ["utter_remedy_refund"]


def test_sold_out_and_no_money_is_a_person_s(dana: Talk, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sell_out(monkeypatch, "teapot")
    dana.hears("My teapot arrived broken", "item_damaged")
    dana.hears("A new one", "exchange_item")
    assert dana.hears("no thanks", "deny") == ["utter_remedy_undecided"]
    assert dana.slots["question"]["kind"] == "offer_human"


def test_of_several_items_the_one_is_asked_for(talk: Callable[..., Talk], desk: Desk) -> None:
    aisha = talk(ACTIONS, "c-partial")
    (asked,) = aisha.says("something in order W-10394 came broken", "item_damaged", order_number="W-10394")
    assert asked["response"] == "utter_which_item"
    (said,) = aisha.says("the scarf")
    assert (said["response"], said["item"]["en"]) == ("utter_problem_damaged", "scarf")
    assert desk.taken[0].details["line_id"]


def test_an_item_that_is_named_is_not_asked_for(talk: Callable[..., Talk], desk: Desk) -> None:
    aisha = talk(ACTIONS, "c-partial")
    assert aisha.hears("the scarf was missing from my parcel", "missing_item") == ["utter_problem_missing"]
    (said,) = aisha.says("My money back", "get_refund")
    order = next(each for each in turn.shop().orders("c-partial") if each.id == "W-10394")
    assert said["amount"] == str(order.lines[2].total)


def test_how_many_of_several(dana: Talk, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    change_lines(monkeypatch, "c-damaged", quantity=4)
    (asked,) = dana.says("My teapot arrived broken", "item_damaged")
    assert (asked["response"], asked["count"]) == ("utter_problem_quantity", 4)
    (said,) = dana.says("two of them")
    assert (said["response"], said["item"]["en"]) == ("utter_problem_damaged", "teapot (2 pieces)")
    assert desk.taken[0].details["quantity"] == 2
    (said,) = dana.says("my money back", "get_refund")
    line = turn.shop().orders("c-damaged", limit=100)[0].lines[0]
    assert said["amount"] == str(line.unit_price.times(2))


def test_how_many_is_read_from_the_first_message(dana: Talk, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    change_lines(monkeypatch, "c-damaged", quantity=4)
    assert dana.hears("3 of the teapots are broken, three pieces", "item_damaged") == ["utter_problem_damaged"]
    assert desk.taken[0].details["quantity"] == 3


def test_the_third_report_is_thanked_for(dana: Talk, desk: Desk) -> None:
    first, second, third = (dana.says("My teapot arrived broken", "item_damaged") for _ in range(3))
    assert first[0]["response"] == "utter_problem_damaged"
    assert second[0]["response"] == third[0]["response"] == "utter_problem_known"
    assert second[0]["opening"] == ["utter_open_damaged_again"]
    assert third[0]["opening"] == ["utter_open_report_again"]
    assert desk.kinds == [RequestKind.REPORT_PROBLEM]


@pytest.mark.parametrize("text", ["I can send a photo", "do you need a picture?", "我可以拍照片发给你们", "要照片吗"])
def test_a_photo_that_is_offered_is_welcome_and_the_question_stays(dana: Talk, desk: Desk, text: str) -> None:
    dana.hears("My teapot arrived broken", "item_damaged")
    assert dana.hears(text) == ["utter_photo_welcome"]
    assert dana.hears("a new one please", "exchange_item") == ["utter_remedy_replacement"]


def test_a_photo_in_the_report(dana: Talk, desk: Desk) -> None:
    said = dana.hears("My teapot arrived broken, I can send you a photo", "item_damaged")
    assert said == ["utter_photo_welcome", "utter_problem_damaged"]


def test_another_thing_is_no_change_of_mind(talk: Callable[..., Talk], desk: Desk) -> None:
    aisha = talk(ACTIONS, "c-partial")
    aisha.hears("the scarf was missing from my parcel", "missing_item")
    aisha.hears("my money back", "get_refund")
    said = aisha.says("exchange the sweater for an L please", "exchange_item")
    assert said[0]["response"] == "utter_exchange_confirm"
    assert desk.kinds == [RequestKind.REPORT_PROBLEM, RequestKind.REFUND]
