"""Warranties: until when for what is named or in view, a report of a fault after a yes, and no date where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from talking import Talk

from actions import turn
from actions.answers import Inform
from actions.orders import TrackOrder
from actions.problems import ReportProblem
from actions.products import ProductQuestion
from actions.warranties import Warranty
from support.policies import shipped
from support.returns import arrived_on

ACTIONS = {
    "warranty": Warranty(),
    "product_question": ProductQuestion(),
    "track_order": TrackOrder(),
    "item_damaged": ReportProblem(),
    "inform": Inform(),
}


@pytest.fixture
def kwame(talk: Callable[..., Talk]) -> Talk:
    """A customer of whose newest order one parcel came, the other not."""
    return talk(ACTIONS, "c-split")


def test_the_last_day_is_told_and_a_report_offered(kwame: Talk) -> None:
    said = kwame.says("is my speaker still under warranty?", "warranty")
    assert [each["response"] for each in said] == ["utter_warranty_covered"]
    order = next(o for o in turn.shop().orders("c-split") if o.id == "W-10425")
    arrived = arrived_on(order, order.lines[0], turn.timezone())
    assert arrived is not None
    assert said[0]["day_delivered"] == str(arrived)
    assert said[0]["day_until"] == str(arrived.replace(year=arrived.year + 2))
    assert said[0]["item"]["zh"] == "音箱"


def test_what_is_still_to_come_has_no_last_day_yet(kwame: Talk) -> None:
    said = kwame.says("warranty of the power bank?", "warranty")
    assert [(each["response"], each["day_until"], each["months"]) for each in said] == [
        ("utter_warranty_not_arrived", "", 24)
    ]


def test_a_yes_reports_the_fault_of_that_thing(kwame: Talk) -> None:
    kwame.hears("the garden shears are blunt already, is that under warranty?", "warranty")
    said = kwame.says("yes", "affirm")
    assert [each["response"] for each in said] == ["utter_problem_damaged"]
    assert said[0]["item"]["en"] == "garden shears"


def test_a_no_reports_nothing(kwame: Talk) -> None:
    kwame.hears("warranty of the garden shears?", "warranty")
    assert kwame.hears("no thanks", "deny") == ["utter_warranty_no_report"]
    assert not [note for note in kwame.notes if note.get("action") == "report_problem"]


def test_the_fault_of_another_thing_is_reported_as_that(kwame: Talk) -> None:
    kwame.hears("warranty of the garden shears?", "warranty")
    said = kwame.says("the picture frame is broken", "item_damaged")
    assert said[0]["response"] == "utter_problem_damaged"
    assert said[0]["item"]["en"] == "picture frame"


def test_which_of_the_delivered_ones_is_asked(kwame: Talk) -> None:
    asked = kwame.says("is it still under warranty?", "warranty")
    assert [each["response"] for each in asked] == ["utter_which_order_warranty"]
    assert "Floor lamp" in [button["title"] for button in asked[0]["buttons"]]
    assert kwame.hears("the floor lamp") == ["utter_warranty_covered"]


def test_what_the_first_message_named_is_not_asked_again(talk: Callable[..., Talk]) -> None:
    xiaomei = talk(ACTIONS, "c-zh")
    assert xiaomei.hears("热水壶还在保修期内吗？", "warranty") == ["utter_which_order_warranty"]
    said = xiaomei.says("W-10239")
    assert [each["response"] for each in said] == ["utter_warranty_covered"]
    assert said[0]["item"]["zh"] == "热水壶"


def test_a_thing_just_talked_about_is_it(kwame: Talk) -> None:
    kwame.hears("how much is the floor lamp?", "product_question")
    said = kwame.says("and how long is the warranty?", "warranty")
    assert [(each["response"], each["order"]) for each in said] == [("utter_warranty_covered", "W-10321")]


def test_what_was_never_bought_is_answered_from_the_catalogue(kwame: Talk) -> None:
    assert [(s["response"], s["months"]) for s in kwame.says("warranty on the kettle?", "warranty")] == [
        ("utter_warranty_product", 24)
    ]
    assert kwame.hears("warranty on the perfume?", "warranty") == ["utter_warranty_product_none"]


def test_a_thing_without_one_is_told_so_and_a_colleague_offered(kwame: Talk) -> None:
    assert kwame.hears("warranty on the lip balm?", "warranty") == ["utter_warranty_none"]
    assert kwame.slots["question"]["kind"] == "offer_human"


def test_what_may_still_go_back_is_said_where_there_is_no_warranty(talk: Callable[..., Talk]) -> None:
    said = talk(ACTIONS, "c-size").says("is there a warranty on my winter coat?", "warranty")
    assert said[0]["response"] == "utter_warranty_none_return"
    assert said[0]["day_return"] >= str(turn.Turn.day_of(datetime.now(UTC)))


@pytest.mark.parametrize(("past", "response"), [(0, "utter_warranty_covered"), (1, "utter_warranty_over")])
def test_the_last_day_counts(kwame: Talk, monkeypatch: pytest.MonkeyPatch, past: int, response: str) -> None:
    until = kwame.says("warranty of the garden shears?", "warranty")[0]["day_until"]
    day = date.fromisoformat(until) + timedelta(days=past)
    monkeypatch.setattr(turn.Turn, "today", property(lambda _: day))
    assert kwame.hears("warranty of the garden shears?", "warranty") == [response]


def test_a_shop_that_gives_every_product_a_year_is_heeded(kwame: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = shipped()
    year = replace(rules, warranty=replace(rules.warranty, least_months=12))
    monkeypatch.setattr("actions.warranties.policies", lambda: year)
    assert kwame.hears("warranty on the perfume?", "warranty") == ["utter_warranty_product"]


def test_what_went_back_or_never_came_has_none(kwame: Talk) -> None:
    assert kwame.hears("warranty on the face cream?", "warranty") == ["utter_warranty_returned"]
    assert kwame.hears("W-10384, is that under warranty?", "warranty") == ["utter_warranty_cancelled"]


@pytest.mark.parametrize("customer", ["c-split", None])
def test_a_general_question_gets_the_rules(talk: Callable[..., Talk], customer: str | None) -> None:
    said = talk(ACTIONS, customer).says("what does the warranty cover exactly", "warranty")
    assert [(each["response"], each["months"]) for each in said] == [("utter_warranty", 24)]


def test_a_guest_is_answered_from_the_catalogue_alone(talk: Callable[..., Talk]) -> None:
    guest = talk(ACTIONS, None)
    assert guest.hears("is my kettle still under warranty?", "warranty") == ["utter_warranty_product"]
    assert guest.hears("warranty of order W-10425?", "warranty") == ["utter_verify_postcode"]
