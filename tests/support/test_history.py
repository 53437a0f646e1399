"""A customer's history: what went wrong before, and how it was made good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from samples import TODAY, delivered, moment, order, refund, shipped

from actions.goodwill import _described
from support.goodwill import Gesture, GestureKind
from support.history import history_of
from support.money import Money
from support.orders import Order, OrderStatus, RefundStatus

DAY = timedelta(days=1)
AT = "2026-10-01T10:00:00Z"
LATE = delivered(10301, "mug", on=moment(TODAY - 30 * DAY), promised=TODAY - 33 * DAY, placed=TODAY - 40 * DAY)
NOW = shipped(10423, "floor lamp", promised=TODAY - 2 * DAY, placed=TODAY - 9 * DAY)
FINE = delivered(10200, "kettle", on=moment(TODAY - 60 * DAY), placed=TODAY - 65 * DAY)


def note(conversation: str, **body: Any) -> dict[str, Any]:
    return {**body, "conversation_id": conversation, "at": AT}


def tried(conversation: str, action: str, order_id: str, outcome: str = "done") -> dict[str, Any]:
    return note(conversation, kind="tried", action=action, outcome=outcome, order_ids=[order_id])


def fact(conversation: str, key: str, value: str) -> dict[str, Any]:
    return note(conversation, kind="fact", key=key, value=value)


def failures(*notes: dict[str, Any], orders: tuple[Order, ...] = (NOW, LATE, FINE)) -> list[tuple[Any, ...]]:
    found = history_of(orders, ["W-10423"], TODAY, notes=notes)["failures"]
    return [(each["kind"], each["order_id"], each["days"], [m["kind"] for m in each["made_good"]]) for each in found]


def test_nothing_behind_them_is_an_empty_history() -> None:
    assert history_of((), (), TODAY) == {"conversations": 0, "last_at": None, "handoffs": [], "failures": []}


def test_the_shops_own_data_tell_failures_without_the_order_in_question() -> None:
    assert failures() == [("late", "W-10301", 3, [])]


def test_what_was_reported_is_a_failure_of_its_order_and_of_no_other() -> None:
    notes = (
        fact("cv_1", "problem", "damaged"),
        tried("cv_1", "report_problem", "W-10200"),
        fact("cv_2", "problem", "missing"),
        tried("cv_3", "report_problem", "W-10200", "refused"),
        tried("cv_4", "report_problem", "W-99999"),
    )
    assert failures(*notes) == [("late", "W-10301", 3, []), ("damaged", "W-10200", None, [])]


def test_what_was_done_about_it_is_told_with_it() -> None:
    notes = (
        tried("cv_1", "request_replacement", "W-10301"),
        tried("cv_1", "request_refund", "W-10301", "refused"),
        tried("cv_1", "goodwill", "W-10200"),
    )
    assert failures(*notes) == [("late", "W-10301", 3, ["replacement"])]


def test_a_refund_that_was_paid_made_it_good() -> None:
    paid = refund(RefundStatus.PAID_OUT)
    assert failures(orders=(order(10400, "rug", status=OrderStatus.RETURNED, refunds=(paid,)),)) == []
    notes = (fact("cv_1", "problem", "wrong"), tried("cv_1", "report_problem", "W-10400"))
    orders = (order(10400, "rug", refunds=(refund(due=TODAY - 4 * DAY),)),)
    assert failures(*notes, orders=orders) == [("refund_overdue", "W-10400", 4, [])]


@pytest.mark.parametrize(
    ("gesture", "told"),
    [
        (
            Gesture(True, GestureKind.VOUCHER, amount=Money(500), because=("late", "very_late")),
            ("voucher", "€5.00, R-7"),
        ),
        (Gesture(True, GestureKind.FREE_SHIPPING, because=("late",)), ("free_shipping", "R-7")),
    ],
)
def test_a_gesture_is_read_as_the_bot_notes_it(gesture: Gesture, told: tuple[str, str]) -> None:
    given = fact("cv_1", "goodwill given", f"{_described(gesture)}, R-7")
    found = history_of((LATE,), (), TODAY, notes=[tried("cv_1", "goodwill", "W-10301"), given])
    (made,) = found["failures"][0]["made_good"]
    assert (made["kind"], made["detail"], made["at"]) == (*told, AT)


def test_handoffs_and_failures_are_cut_conversations_are_counted() -> None:
    talks = [{"id": f"cv_{n}", "at": AT} for n in range(8)]
    handoffs = [{"conversation_id": f"cv_{n}", "at": AT, "reason": "asked"} for n in range(8)]
    found = history_of((), (), TODAY, conversations=talks, handoffs=handoffs)
    assert (found["conversations"], found["last_at"], len(found["handoffs"])) == (8, AT, 5)
