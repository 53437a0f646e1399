"""What the shop knows is said: the day of the money, the day of new stock, the reason of a refusal, the one order that is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from rasa_sdk import Tracker
from talking import Talk

from actions import handoff, turn
from actions.answers import OutOfScope
from actions.cancellation import CancelOrder
from actions.guidance import Guide
from actions.handoff import Handoff
from actions.orders import TrackOrder
from actions.refunds import TrackRefund
from actions.returns import ReturnItem
from actions.size_advice import AdviseSize
from actions.stock_alerts import BackInStock
from support.errors import ShopUnavailable
from support.product_questions import fits_asked

ACTIONS = {
    "cancel_order": CancelOrder(),
    "track_order": TrackOrder(),
    "late_delivery": TrackOrder(),
    "track_refund": TrackRefund(),
    "return_item": ReturnItem(),
    "back_in_stock": BackInStock(),
    "size_advice": AdviseSize(),
    "greet": Guide(),
    "thanks": Guide(),
    "out_of_scope": OutOfScope(),
    "contact_human_agent": Handoff(),
}


def today() -> date:
    return turn.Turn.day_of(datetime.now(UTC))


def test_what_is_cancelled_now_is_paid_back_by_the_day_of_the_rules(talk: Callable[..., Talk]) -> None:
    thomas = talk(ACTIONS, "c-three")
    thomas.hears("cancel the mug", "cancel_order")
    (done,) = thomas.says("yes", "affirm")
    assert (done["response"], done["day_due"]) == ("utter_cancel_done", str(today() + timedelta(days=14)))
    (again,) = thomas.says("cancel the mug", "cancel_order")
    assert again["closing"] == ["utter_cancelled_money_due"]
    assert again["day_due"] == done["day_due"], "as the shop has noted it"


def test_of_a_cancelled_order_the_day_of_the_money_is_told(talk: Callable[..., Talk]) -> None:
    (told,) = talk(ACTIONS, "c-cancelled").says("where is W-10424?", "track_order", order_number="W-10424")
    (order,) = [order for order in turn.shop().orders("c-cancelled") if order.status == "cancelled"]
    assert (told["response"], told["closing"]) == ("utter_order_cancelled", ["utter_cancelled_money_due"])
    assert (told["amount"], told["day_due"]) == (str(order.refunds[0].amount), str(order.refunds[0].due_on))


def test_a_refusals_reason_is_told_in_both_languages(talk: Callable[..., Talk]) -> None:
    for text in ("where is my refund?", "我的退款呢？"):
        (told,) = talk(ACTIONS, "c-refused").says(text, "track_refund")
        assert told["response"] == "utter_refund_refused_because"
        assert told["reason"] == {"en": "Opened, and outside the return window", "zh": "已拆封，且超过退货期"}


def test_a_stock_alert_names_the_day_of_the_catalogue(talk: Callable[..., Talk]) -> None:
    (told,) = talk(ACTIONS, "c-size").says("let me know when the winter coat is back in M", "back_in_stock")
    assert (told["response"], told["closing"]) == ("utter_stock_alert_done", ["utter_stock_alert_day"])
    assert told["day_restock"] > str(today())


def test_a_warranty_is_named_only_where_there_is_one(talk: Callable[..., Talk]) -> None:
    said = talk(ACTIONS, "c-refused").hears("I want to return the perfume", "return_item")
    assert said == ["utter_return_refused_window_no_warranty"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("does the winter coat run small?", "utter_size_fit_yes"),
        ("冬大衣偏小吗", "utter_size_fit_yes"),
        ("is the winter coat true to size?", "utter_size_fit_no"),
        ("does the winter coat run large or small?", "utter_size_fit_told"),
    ],
)
def test_a_question_about_the_fit_is_answered_first(
    talk: Callable[..., Talk], ruled: Callable[[str], None], text: str, first: str
) -> None:
    new = talk(ACTIONS, "c-size").says(text, "size_advice")[0]
    assert (new["response"], new["opening"], new["worn"]) == ("utter_size_yours", [first], "S"), "it may be too tight"
    ruled("[returns]\nwindow_days = 1")
    told = talk(ACTIONS, "c-size").says(text, "size_advice")[0]
    assert (told["opening"], told["word_fits"]) == ([first], "fits_small")
    assert told["lead"][0].startswith("utter_size_worn_"), "then what speaks for the size"
    assert "_fit" not in told["response"], "and not the fit again"


def test_fits_are_read_in_both_languages() -> None:
    assert fits_asked("do they run a bit small, or true to size?") == ("small", "true")
    assert fits_asked("尺码偏大吗") == ("large",)
    assert fits_asked("which size should I take?") == ()


@pytest.mark.parametrize(
    ("intent", "response", "question"),
    [("greet", "utter_greet_upset_late", "opened"), ("thanks", "utter_thanks_sarcastic_late", "offer_human")],
)
def test_somebody_upset_hears_the_one_late_order_named(
    talk: Callable[..., Talk], intent: str, response: str, question: str
) -> None:
    lena = talk(ACTIONS, "c-late")
    (told,) = lena.says("hello?!", intent, emotion="frustrated")
    assert (told["response"], told["item"]["en"]) == (response, "floor lamp")
    assert told["day_promised"] < str(today())
    assert lena.slots["question"]["kind"] == question
    assert talk(ACTIONS, "c-three").hears("hello?!", intent, emotion="frustrated") != [response], "none is late"
    assert talk(ACTIONS, None).hears("hello?!", intent, emotion="frustrated") != [response], "a guest has none"


def test_a_yes_to_it_looks_into_the_order_and_a_no_asks_what_else(talk: Callable[..., Talk]) -> None:
    lena, again = talk(ACTIONS, "c-late"), talk(ACTIONS, "c-late")
    lena.hears("hello?!", "greet", emotion="angry")
    assert lena.hears("Yes, please", "affirm")[0] == "utter_order_late_traced"
    again.hears("hello?!", "greet", emotion="angry")
    assert again.hears("No, something else", "deny") == ["utter_greet_upset"]


def test_a_hello_leaves_an_open_question_open(talk: Callable[..., Talk]) -> None:
    lena = talk(ACTIONS, "c-late")
    lena.hears("cancel my order", "cancel_order")
    question = lena.slots["question"]
    lena.slots["question"] = {"kind": "confirm_cancel", "order_id": "W-1", "job": "cancel_order"}
    assert lena.hears("hello?!", "greet", emotion="angry") == ["utter_greet_upset"]
    assert lena.slots["question"]["kind"] == "confirm_cancel"
    assert question is None or question["kind"] != "opened"


@pytest.mark.parametrize(
    ("known", "response"),
    [(0.0, "utter_not_understood_1"), (0.5, "utter_not_understood_1"), (1.0, "utter_out_of_scope")],
)
def test_gibberish_is_not_another_subject(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch, known: float, response: str
) -> None:
    found = turn.Turn.__init__

    def with_words(self: turn.Turn, dispatcher: Any, tracker: Tracker) -> None:
        tracker.latest_message["known_words"] = known
        found(self, dispatcher, tracker)

    monkeypatch.setattr(turn.Turn, "__init__", with_words)
    assert talk(ACTIONS, "c-three").hears("blorp zib wug", "out_of_scope") == [response]


def test_a_handoff_names_the_order_in_view_and_what_was_not_done(talk: Callable[..., Talk]) -> None:
    thomas = talk(ACTIONS, "c-three")
    thomas.hears("cancel the mug", "cancel_order")
    (told,) = thomas.says("let me talk to a person", "contact_human_agent")
    assert (told["item"]["en"], told["closing"]) == ("mug", ["utter_handoff_left_open"])
    (other,) = talk(ACTIONS, "c-three").says("let me talk to a person", "contact_human_agent")
    assert (other["item"], other["closing"]) == ("", [])


def test_a_shop_that_is_down_stops_no_handoff(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    thomas = talk(ACTIONS, "c-three")
    thomas.hears("where is my mug?", "track_order")

    def down(self: turn.Turn, order_id: str) -> None:
        raise ShopUnavailable("down")

    monkeypatch.setattr(handoff.Turn, "order", down)
    assert thomas.hears("let me talk to a person", "contact_human_agent") == ["utter_handoff_asked"]
