"""Making good: after a fault was acted on, once an issue, within the rules, and never in a turn that a person takes over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from talking import Talk

from actions import turn
from actions.openings import FollowUp
from actions.orders import TrackOrder
from actions.problems import ReportProblem
from actions.refunds import TrackRefund
from support.orders import OrderStatus, RefundStatus

ACTIONS = {
    "track_order": TrackOrder(),
    "track_refund": TrackRefund(),
    "item_damaged": ReportProblem(),
    "follow_up": FollowUp(),
}
GIFTS = ("utter_goodwill_voucher", "utter_goodwill_free_shipping")


def gift(said: list[dict[str, Any]]) -> dict[str, Any] | None:
    found = [each for each in said if each["response"] in GIFTS]
    assert len(found) <= 1
    return found[0] if found else None


AT_ONCE = "[goodwill]\nafter_mending = false"
FAULTS = pytest.mark.parametrize(
    ("customer", "text", "intent"),
    [("c-late", "where is my floor lamp?", "track_order"), ("c-refund", "where is my refund?", "track_refund")],
)


@FAULTS
def test_what_is_late_has_to_come_first(talk: Callable[..., Talk], customer: str, text: str, intent: str) -> None:
    first = talk(ACTIONS, customer)
    said = first.says(text, intent)
    assert gift(said) is None, "a voucher for a lamp that is still missing insults"
    assert said[-1]["closing"] == ["utter_follow_up_promised"], "on that day it is looked at again, and made good"
    assert [note["value"] for note in first.notes if note.get("key") == "goodwill possible"], "an agent may think else"


def test_the_parcel_that_came_late_is_made_good_with_the_news_of_it_once(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    (lamp,) = [order for order in turn.shop().orders("c-late") if order.label() == "floor lamp"]
    about = {"what": "parcel", "order_id": lamp.id}
    now = datetime.now(UTC)
    parcels = tuple(replace(parcel, delivered_at=now) for parcel in lamp.shipments)
    came = replace(lamp, status=OrderStatus.DELIVERED, shipments=parcels)
    others = [order for order in turn.shop().orders("c-late") if order.id != lamp.id]
    monkeypatch.setattr(turn.shop(), "orders", lambda *_, **__: [came, *others])
    (said,) = talk(ACTIONS, "c-late", about=about).says("", "follow_up")
    assert (said["response"], said["closing"]) == ("utter_follow_up_parcel_came_late", ["utter_goodwill_voucher"])
    assert said["gift_reference"].startswith("R-")
    (again,) = talk(ACTIONS, "c-late", about=about).says("", "follow_up")
    assert again["closing"] == []


def test_money_that_came_late_is_made_good_with_the_news_of_it(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    (order, refund) = next((o, r) for o in turn.shop().orders("c-refund") for r in o.refunds)
    paid = replace(refund, status=RefundStatus.PAID_OUT, paid_out_at=datetime.now(UTC))
    monkeypatch.setattr(turn.shop(), "orders", lambda *_, **__: [replace(order, refunds=(paid,))])
    about = {"what": "refund", "order_id": order.id, "refund_id": refund.id}
    (said,) = talk(ACTIONS, "c-refund", about=about).says("", "follow_up")
    assert (said["response"], said["closing"]) == ("utter_follow_up_refund_paid", ["utter_goodwill_voucher"])


@FAULTS
def test_where_the_shop_wants_it_a_fault_is_made_good_when_it_was_acted_on_once(
    talk: Callable[..., Talk], ruled: Callable[[str], None], customer: str, text: str, intent: str
) -> None:
    ruled(AT_ONCE)
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


def test_a_voucher_names_amount_code_and_last_day(talk: Callable[..., Talk], ruled: Callable[[str], None]) -> None:
    ruled(AT_ONCE)
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
