"""Making good: after a fault was acted on, once an issue, within the rules, and never in a turn that a person takes over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from talking import Talk

from actions import turn
from actions.orders import TrackOrder
from actions.problems import ReportProblem
from actions.refunds import TrackRefund

ACTIONS = {"track_order": TrackOrder(), "track_refund": TrackRefund(), "item_damaged": ReportProblem()}
GIFTS = ("utter_goodwill_voucher", "utter_goodwill_free_shipping")


def gift(said: list[dict[str, Any]]) -> dict[str, Any] | None:
    found = [each for each in said if each["response"] in GIFTS]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("customer", "text", "intent"),
    [("c-late", "where is my floor lamp?", "track_order"), ("c-refund", "where is my refund?", "track_refund")],
)
def test_a_fault_that_was_acted_on_is_made_good_once(
    talk: Callable[..., Talk], customer: str, text: str, intent: str
) -> None:
    first = talk(ACTIONS, customer)
    said = first.says(text, intent)
    given = gift(said)
    assert given is not None
    assert said[0] is not given, "facts first"
    assert given["gift_reference"]
    assert {"kind": "tried", "action": "goodwill", "outcome": "done"}.items() <= next(
        note for note in first.notes if note.get("action") == "goodwill"
    ).items()
    assert gift(first.says(text, intent)) is None
    assert gift(talk(ACTIONS, customer).says(text, intent)) is None, "nor in another conversation"


def test_a_voucher_names_amount_code_and_last_day(talk: Callable[..., Talk]) -> None:
    given = gift(talk(ACTIONS, "c-late").says("where is my floor lamp?", "track_order"))
    assert given is not None
    assert given["response"] == "utter_goodwill_voucher", "the third one late in a row is worth more than free delivery"
    assert given["gift"]
    assert given["gift_reference"].startswith("R-")
    assert given["day_gift_until"]


def test_what_came_broken_is_made_good_when_the_remedy_is_settled(talk: Callable[..., Talk]) -> None:
    dana = talk(ACTIONS, "c-damaged")
    report = dana.says("my teapot came broken", "item_damaged")
    assert gift(report) is None, "the report ends in a question, and its buttons stay in view"
    assert gift(dana.says("a new one")) is not None


def test_anger_leaves_it_to_the_person_who_takes_over(talk: Callable[..., Talk]) -> None:
    lena = talk(ACTIONS, "c-late")
    assert gift(lena.says("WHERE IS MY FLOOR LAMP", "track_order", emotion="angry")) is None
    assert [note["value"] for note in lena.notes if note.get("key") == "goodwill possible"]
    assert not any(note.get("action") == "goodwill" for note in lena.notes)


def test_no_fault_no_gift_and_none_for_guests(talk: Callable[..., Talk]) -> None:
    assert gift(talk(ACTIONS, "c-three").says("where is my mug?", "track_order")) is None
    (lamp,) = [order for order in turn.shop().orders("c-late") if order.label() == "floor lamp"]
    assert lamp.address is not None
    guest = talk(ACTIONS, None)
    said = guest.says(f"where is order {lamp.id}, postcode {lamp.address.postcode}?", "track_order")
    assert said[0]["response"] == "utter_order_late_traced"
    assert gift(said) is None


def test_no_person_is_offered_where_one_comes_anyway(talk: Callable[..., Talk]) -> None:
    ray = talk(ACTIONS, "c-refund")
    ray.hears("where is my refund?", "track_refund")
    assert "utter_refund_overdue_again" in ray.hears("and my refund?", "track_refund", emotion="frustrated")
    ray.at = "17"
    ray.slots["handoff"] = {"reason": "frustration", "because": [{"rule": "frustration", "evidence": ["15", "17"]}]}
    assert "utter_refund_overdue_pending" in ray.hears("how often?", "track_refund", emotion="frustrated")
    ray.at = "18"  # what an earlier turn decided counts for that turn alone
    assert "utter_refund_overdue_again" in ray.hears("and my refund?", "track_refund")
