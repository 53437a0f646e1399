"""Guests: one order opens by its number and postcode, that one only; five wrong tries lock; nothing is told before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from talking import Talk

from actions import turn, verification
from actions.addresses import ChangeAddressAction
from actions.answers import Inform
from actions.cancellation import CancelOrder
from actions.guidance import Guide
from actions.orders import TrackOrder
from actions.problems import ReportProblem
from actions.purchases import PurchaseHistory
from actions.refunds import GetRefund, TrackRefund
from actions.returns import ReturnItem
from support.orders import Order, OrderStatus
from support.verification import Throttle, claim, spellings

ACTIONS = {
    "track_order": TrackOrder(),
    "late_delivery": TrackOrder(),
    "cancel_order": CancelOrder(),
    "return_item": ReturnItem(),
    "item_damaged": ReportProblem(),
    "track_refund": TrackRefund(),
    "get_refund": GetRefund(),
    "purchase_history": PurchaseHistory(),
    "greet": Guide(),
    "change_shipping_address": ChangeAddressAction(),
    "inform": Inform(),
}
WRONG = ("10115", "10117", "10119", "10178", "10179")


@pytest.fixture(autouse=True)
def _fresh_throttle() -> Iterator[None]:
    verification.throttle.cache_clear()
    yield
    verification.throttle.cache_clear()


@pytest.fixture
def guest(talk: Callable[..., Talk]) -> Talk:
    return talk(ACTIONS, None)


def order(customer: str, product: str) -> Order:
    return next(o for o in turn.shop().orders(customer) if any(product in line.product.short_name for line in o.lines))


def code(found: Order) -> str:
    assert found.address is not None
    return found.address.postcode


def test_number_then_postcode_and_the_wish_is_carried_out_at_once(guest: Talk) -> None:
    lamp = order("c-late", "floor lamp")
    assert guest.hears("where is my order?", "track_order") == ["utter_verify_number"]
    assert guest.hears(lamp.id.removeprefix("W-")) == ["utter_verify_postcode"]
    assert guest.hears(code(lamp))[0] == "utter_order_late_traced"
    assert guest.slots["question"] is None


@pytest.mark.parametrize("text", ["{}, {}", "my order number is {} and the postcode is {}", "订单号{}，邮编{}"])
def test_both_may_come_in_one_answer(guest: Talk, text: str) -> None:
    lamp = order("c-late", "floor lamp")
    guest.hears("where is my order?", "track_order")
    assert guest.hears(text.format(lamp.id, code(lamp)))[0] == "utter_order_late_traced"


def test_both_in_the_first_message_ask_nothing(guest: Talk) -> None:
    lamp = order("c-late", "floor lamp")
    said = guest.hears(f"my order {lamp.id}, postcode {code(lamp)}, where is it?", "track_order")
    assert said[0] == "utter_order_late_traced"


def test_the_number_of_the_first_message_is_not_asked_again_and_nothing_is_told_before_the_proof(guest: Talk) -> None:
    lamp = order("c-late", "floor lamp")
    (asked,) = guest.says(f"where is order {lamp.id}?", "track_order")
    assert asked["response"] == "utter_verify_postcode"
    (invented,) = guest.says("where is order W-99999?", "track_order")
    assert invented["response"] == "utter_verify_postcode"
    told = {key for key, value in asked.items() if value} - {"response", "order", "template"}
    assert told == {key for key, value in invented.items() if value} - {"response", "order", "template"}


def test_a_wrong_postcode_and_an_order_that_is_not_there_get_the_same_answer(talk: Callable[..., Talk]) -> None:
    lamp = order("c-late", "floor lamp")
    answers = []
    for number in (lamp.id, "W-99999"):
        guest = talk(ACTIONS, None)
        (said,) = guest.says(f"where is order {number}, postcode 10115?", "track_order")
        answers.append({key: value for key, value in said.items() if key != "order"})
        assert guest.slots["verified"] is None
    assert answers[0] == answers[1]
    assert answers[0]["response"] == "utter_verify_wrong"


def test_after_a_wrong_one_either_part_may_be_corrected(guest: Talk) -> None:
    lamp = order("c-late", "floor lamp")
    guest.hears(f"where is order W-99999, postcode {code(lamp)}", "track_order")
    assert guest.hears(f"sorry, it's {lamp.id}")[0] == "utter_order_late_traced"


def test_a_second_order_of_the_same_message_is_proven_for_itself(guest: Talk) -> None:
    mug, headphones = order("c-three", "mug"), order("c-three", "headphones")
    guest.slots["wish"] = {"text": f"where is order {mug.id}?", "intent": "track_order", "confidence": 0.9}
    guest.at = "1"
    guest.hears(f"where is order {mug.id}? And cancel order {headphones.id}.", "track_order")
    guest.slots["wish"] = {"text": f"And cancel order {headphones.id}.", "intent": "cancel_order", "confidence": 0.9}
    assert guest.hears(f"where is order {mug.id}? And cancel order {headphones.id}.", "cancel_order") == []
    guest.slots["wish"], guest.at = None, "2"
    said = guest.hears(code(mug))
    assert said[-1] == "utter_verify_postcode"
    assert guest.slots["question"]["number"] == headphones.id
    assert [o["order_id"] for o in guest.slots["verified"]] == [mug.id]


def test_what_is_no_answer_costs_no_try(guest: Talk) -> None:
    guest.hears("where is order W-99999?", "track_order")
    assert guest.hears("well, where do I find that") == ["utter_verify_postcode"]
    assert guest.slots["wrong_tries"] is None


def test_who_has_neither_is_not_left_alone(guest: Talk) -> None:
    guest.hears("where is my order?", "track_order")
    assert guest.hears("no, I don't have it", "deny") == ["utter_verify_declined"]
    assert guest.slots["question"]["kind"] == "offer_human"


def test_the_outsider_who_proved_one_order_gets_no_other(guest: Talk) -> None:
    mug, headphones = order("c-three", "mug"), order("c-three", "headphones")
    assert mug.id != headphones.id
    guest.hears(f"where is order {mug.id}, postcode {code(mug)}", "track_order")
    assert [o["order_id"] for o in guest.slots["verified"]] == [mug.id]
    assert guest.hears(f"and {headphones.id}?", "track_order") == ["utter_verify_postcode"]
    assert guest.hears("what have I bought so far?", "purchase_history")[0] == "utter_guest_account"
    assert [o["order_id"] for o in guest.slots["verified"]] == [mug.id]


def test_a_proven_order_can_be_cancelled_after_a_yes(guest: Talk) -> None:
    mug = order("c-three", "mug")
    assert guest.hears(f"cancel order {mug.id}, postcode {code(mug)}", "cancel_order") == ["utter_cancel_confirm"]
    assert guest.hears("yes", "affirm")[0].startswith("utter_cancel_")
    assert order("c-three", "mug").status is OrderStatus.CANCELLED


def test_a_return_goes_on_with_what_was_said_before_the_proof(guest: Talk) -> None:
    teapot = order("c-damaged", "teapot")
    assert guest.hears("I want to return it, I changed my mind", "return_item") == ["utter_verify_number"]
    guest.hears(teapot.id)
    assert guest.hears(code(teapot)) == ["utter_return_method_fee"]


def test_something_broken_is_reported_after_the_proof(guest: Talk) -> None:
    teapot = order("c-damaged", "teapot")
    assert guest.hears("my teapot came broken", "item_damaged") == ["utter_verify_number"]
    assert guest.hears(f"{teapot.id} {code(teapot)}") == ["utter_problem_damaged"]


def test_a_proof_passes_and_is_asked_for_again(guest: Talk) -> None:
    mug = order("c-three", "mug")
    guest.hears(f"where is order {mug.id}, postcode {code(mug)}", "track_order")
    (entry,) = guest.slots["verified"]
    entry["at"] = (datetime.now(UTC) - verification.LASTS).isoformat()
    assert guest.hears("where is it now?", "track_order") == ["utter_verify_number"]


def test_the_postcode_of_a_new_address_proves_nothing_and_costs_no_try(guest: Talk) -> None:
    mug = order("c-three", "mug")
    text = f"send order {mug.id} to 12 Rose Lane, York, postcode YO1 7HH instead"
    assert guest.hears(text, "change_shipping_address") == ["utter_verify_postcode"]
    assert guest.slots["wrong_tries"] is None
    guest.hears(code(mug))
    assert [entry["order_id"] for entry in guest.slots["verified"]] == [mug.id]
    assert "utter_verify_number" not in guest.hears("or to postcode YO1 7HH", "change_shipping_address")


def test_a_number_alone_without_a_wish_is_a_question_after_that_order(guest: Talk) -> None:
    mug = order("c-three", "mug")
    assert guest.hears(mug.id, "inform") == ["utter_verify_postcode"]
    assert guest.hears(code(mug))[0].startswith("utter_order_")


def test_something_else_in_between_keeps_the_question(guest: Talk) -> None:
    guest.hears("where is order W-99999?", "track_order")
    guest.hears("hello", "greet")
    assert guest.slots["question"]["kind"] == "verify"


@pytest.mark.parametrize("words", ["{}", "it's {}", "邮编{}", "邮编是{}"])
def test_five_wrong_tries_lock_and_bring_a_person(guest: Talk, words: str) -> None:
    lamp = order("c-late", "floor lamp")
    guest.hears(f"where is order {lamp.id}?", "track_order")
    said = []
    for wrong in WRONG[:-1]:
        said += guest.hears(words.format(wrong))
        assert guest.slots["escalate"] is None
    assert said == ["utter_verify_wrong"] * 3 + ["utter_verify_wrong_last"], "the last try is announced"
    (locked,) = guest.says(words.format(WRONG[-1]))
    assert (locked["response"], "closing" in locked) == ("utter_verify_locked", False)
    assert guest.slots["escalate"] == "asked"
    # And it stays locked, for the right postcode too; now that nobody takes over by itself, a person is offered.
    (locked,) = guest.says(f"order {lamp.id}, postcode {code(lamp)}", "track_order")
    assert (locked["response"], locked["closing"]) == ("utter_verify_locked", ["utter_verify_locked_offer"])
    assert guest.slots["verified"] is None


def test_a_new_conversation_does_not_reset_an_orders_tries(talk: Callable[..., Talk]) -> None:
    lamp = order("c-late", "floor lamp")
    for _ in range(2):
        stranger = talk(ACTIONS, None)
        for wrong in WRONG:
            stranger.hears(f"where is order {lamp.id}, postcode {wrong}", "track_order")
    third = talk(ACTIONS, None)
    said = third.hears(f"where is order {lamp.id}, postcode {code(lamp)}", "track_order")
    assert said == ["utter_verify_throttled"]
    assert third.slots["verified"] is None


def test_the_throttle_opens_after_an_hour_and_counts_each_order_for_itself() -> None:
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    throttle = Throttle(lambda: now[0], most=2)
    assert [throttle.take("W-10423") for _ in range(3)] == [True, True, False]
    assert not throttle.take("#10423"), "another spelling is the same order"
    assert throttle.take("W-10424")
    now[0] += timedelta(minutes=59)
    assert not throttle.take("10423")
    now[0] += timedelta(minutes=1)
    assert throttle.take("10423")


def test_right_tries_do_not_count_and_memory_is_bounded() -> None:
    throttle = Throttle(lambda: datetime(2026, 1, 1, tzinfo=UTC), most=1, known=2)
    for _ in range(3):
        assert throttle.take("1111")
        throttle.give_back("1111")
    assert throttle.take("1111")
    assert throttle.take("2222")
    assert not throttle.take("1111")
    assert throttle.take("3333")  # 2222 was tried longest ago
    assert not throttle.take("1111")
    assert throttle.take("2222")


@pytest.mark.parametrize(
    ("text", "asked", "number", "postcode"),
    [
        ("W-10423, 22765", "", "W-10423", "22765"),
        ("w 10423 / YO1 7HH", "", "W10423", "YO1 7HH"),
        ("where is W-10423 from 2024", "", "W-10423", None),
        ("10423", "number", "10423", None),
        ("10423 22765", "number", "10423", "22765"),
        ("my postcode is 22765", "number", None, "22765"),
        ("22765", "postcode", None, "22765"),
        ("22765", "", None, None),
        ("what did I buy from you back in 2024?", "postcode", None, None),
        ("2000", "postcode", None, "2000"),
        ("订单号10423，邮编200000", "", "10423", "200000"),
        ("I paid 45 euros", "number", None, None),
    ],
)
def test_what_a_message_claims(text: str, asked: str, number: str | None, postcode: str | None) -> None:
    said = claim(text, asked)
    assert (said.number, said.postcode) == (number, postcode)


def test_a_number_is_looked_up_as_the_shop_writes_it() -> None:
    assert spellings("w 10423")[0] == "W-10423"
    assert "10423" in spellings("#10423")


def test_the_limits_are_those_that_the_privacy_page_names() -> None:
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    shipped = Throttle(lambda: moment)
    assert [shipped.take("W-10423") for _ in range(11)] == [True] * 10 + [False]
    assert turn.policies().verification.tries == 5
    assert timedelta(hours=24) == verification.LASTS
    for said in ("Five wrong tries", "Ten wrong tries", "within an hour", "for 24 hours", "10,000 numbers"):
        assert said in page
