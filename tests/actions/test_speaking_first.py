"""Speaking first: for a true reason, once; looking again on a promised day; otherwise not a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from talking import Talk

from actions import turn
from actions.openings import ChatOpened, FollowUp
from actions.orders import TrackOrder
from actions.purchases import PurchaseHistory
from actions.refunds import TrackRefund
from actions.returns import ReturnItem
from integrations.shops.interface import Receipt, Shop, ShopRequest
from support.errors import ShopUnavailable
from support.orders import Order, OrderStatus, RefundStatus

ACTIONS = {
    "chat_opened": ChatOpened(),
    "follow_up": FollowUp(),
    "track_order": TrackOrder(),
    "track_refund": TrackRefund(),
    "return_item": ReturnItem(),
    "purchase_history": PurchaseHistory(),
}


class Changed:
    """The demo shop, with other orders than it has; `down`: it doesn't answer."""

    def __init__(self, shop: Shop, orders: Callable[[Order], Order], *, down: bool = False) -> None:
        self._shop, self._orders, self._down = shop, orders, down

    def orders(self, customer_id: str, *, limit: int = 50) -> list[Order]:
        if self._down:
            raise ShopUnavailable("down")
        return [self._orders(order) for order in self._shop.orders(customer_id, limit=limit)]

    def submit(self, request: ShopRequest) -> Receipt:
        return self._shop.submit(request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


def changed(monkeypatch: pytest.MonkeyPatch, orders: Callable[[Order], Order], *, down: bool = False) -> None:
    """Put other orders behind the port."""
    shop = Changed(turn.shop(), orders, down=down)
    asked = turn.shop

    def other() -> Any:
        return shop

    other.cache_clear = asked.cache_clear  # type: ignore[attr-defined]
    monkeypatch.setattr(turn, "shop", other)


def opened(talk: Talk) -> list[str]:
    return talk.hears("", "chat_opened")


def test_an_overdue_refund_is_spoken_of_once_and_chased_after_a_yes(talk: Callable[..., Talk]) -> None:
    ray = talk(ACTIONS, "c-refund")
    (said,) = ray.says("", "chat_opened")
    assert said["response"] == "utter_opened_refund"
    assert said["amount"]
    assert opened(ray) == [], "the question is open already"
    assert ray.hears("yes please", "affirm")[0] == "utter_refund_overdue"
    assert opened(ray) == []


def test_a_late_parcel_is_spoken_of_and_a_no_ends_it(talk: Callable[..., Talk]) -> None:
    lena = talk(ACTIONS, "c-late")
    assert opened(lena) == ["utter_opened_late"]
    assert lena.hears("no", "deny") == ["utter_deny_nothing"]
    assert opened(lena) == []


def test_what_they_asked_about_already_is_no_news(talk: Callable[..., Talk]) -> None:
    lena = talk(ACTIONS, "c-late")
    lena.hears("where is my floor lamp?", "track_order")
    assert opened(lena) == []


@pytest.mark.parametrize("customer", ["c-three", None])
def test_without_a_reason_nothing_is_said(talk: Callable[..., Talk], customer: str | None) -> None:
    somebody = talk(ACTIONS, customer)
    assert opened(somebody) == []
    assert somebody.slots["question"] is None


def test_who_opted_out_is_not_spoken_to_first(talk: Callable[..., Talk]) -> None:
    assert opened(talk(ACTIONS, "c-late", opt_outs=("messages",))) == []


def test_a_shop_that_does_not_answer_is_no_reason_to_speak(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(monkeypatch, lambda order: order, down=True)
    assert opened(talk(ACTIONS, "c-late")) == []


def test_an_open_question_stays_open_and_a_job_left_for_hours_is_reminded_of_once(talk: Callable[..., Talk]) -> None:
    dana = talk(ACTIONS, "c-damaged")
    dana.hears("I want to return my teapot", "return_item")
    question = dana.slots["question"]
    assert opened(dana) == []
    assert dana.slots["question"] == question
    dana.slots["job"]["at"] = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
    (said,) = dana.says("", "chat_opened")
    assert (said["response"], said["opening"]) == ("utter_return_reason", ["utter_unfinished"])
    assert opened(dana) == []


def notes(talk: Talk) -> list[dict[str, Any]]:
    return [note for note in talk.notes if note["kind"] == "follow_up"]


def approved(days: int) -> Callable[[Order], Order]:
    """Return a change that has every refund approved and due in so many days."""
    due = datetime.now(UTC).date() + timedelta(days=days)

    def change(order: Order) -> Order:
        refunds = [replace(r, status=RefundStatus.APPROVED, due_on=due, paid_out_at=None) for r in order.refunds]
        return replace(order, refunds=tuple(refunds))

    return change


def test_a_day_that_is_promised_is_looked_at_again_and_told_once(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(monkeypatch, approved(4))
    ray = talk(ACTIONS, "c-refund")
    (said,) = ray.says("where is my refund?", "track_refund")
    assert (said["response"], said["closing"]) == ("utter_refund_approved", ["utter_follow_up_promised"])
    assert said["day_follow_up"] == str(datetime.now(UTC).date() + timedelta(days=5))
    (note,) = notes(ray)
    assert note["key"] == f"refund:{note['about']['refund_id']}"
    assert note["about"]["what"] == "refund"
    assert note["due_on"] == str(datetime.now(UTC).date() + timedelta(days=5)), "the day after: then it shows"
    assert ray.says("and my refund?", "track_refund")[0]["closing"] == []


def test_nobody_is_written_to_who_does_not_want_it(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, approved(4))
    ray = talk(ACTIONS, "c-refund", opt_outs=("messages",))
    assert ray.hears("where is my refund?", "track_refund") == ["utter_refund_approved"]
    assert notes(ray) == []


def about_refund(customer: str) -> dict[str, str]:
    found = [(order, refund) for order in turn.shop().orders(customer) for refund in order.refunds]
    order, refund = found[0]
    return {"what": "refund", "order_id": order.id, "refund_id": refund.id}


def test_a_refund_that_was_paid_is_told_with_its_day(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    paid = datetime.now(UTC) - timedelta(days=1)
    changed(
        monkeypatch,
        lambda o: replace(
            o, refunds=tuple(replace(r, status=RefundStatus.PAID_OUT, paid_out_at=paid) for r in o.refunds)
        ),
    )
    ray = talk(ACTIONS, "c-refund", about=about_refund("c-refund"))
    (said,) = ray.says("", "follow_up")
    assert said["response"] == "utter_follow_up_refund_paid"
    assert said["day_paid"] == str(paid.date())


def test_a_refund_that_was_not_paid_is_told_honestly_and_chased_once(talk: Callable[..., Talk]) -> None:
    ray = talk(ACTIONS, "c-refund", about=about_refund("c-refund"))
    (said,) = ray.says("", "follow_up")
    assert said["response"] == "utter_follow_up_refund_late"
    (again,) = ray.says("", "follow_up")
    assert again["reference"] == said["reference"]
    assert [n["outcome"] for n in ray.notes if n.get("action") == "chase_refund"] == ["done", "answered"]


def test_a_refund_that_is_not_due_yet_needs_no_words(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(monkeypatch, approved(0))
    assert talk(ACTIONS, "c-refund", about=about_refund("c-refund")).hears("", "follow_up") == []


def came(late: bool) -> Callable[[Order], Order]:
    now = datetime.now(UTC)

    def change(order: Order) -> Order:
        promised = now.date() - timedelta(days=2 if late else 0)
        parcels = [replace(s, delivered_at=now, promised_on=promised) for s in order.shipments]
        return replace(order, status=OrderStatus.DELIVERED, shipments=tuple(parcels))

    return change


@pytest.mark.parametrize(("late", "said"), [(True, ["utter_follow_up_parcel_came_late"]), (False, [])])
def test_a_parcel_that_came_is_spoken_of_only_if_it_was_late(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch, late: bool, said: list[str]
) -> None:
    (lamp,) = [order for order in turn.shop().orders("c-late") if order.label() == "floor lamp"]
    changed(monkeypatch, came(late))
    lena = talk(ACTIONS, "c-late", about={"what": "parcel", "order_id": lamp.id})
    assert lena.hears("", "follow_up") == said


def test_a_parcel_that_is_still_missing_is_traced(talk: Callable[..., Talk]) -> None:
    (lamp,) = [order for order in turn.shop().orders("c-late") if order.label() == "floor lamp"]
    lena = talk(ACTIONS, "c-late", about={"what": "parcel", "order_id": lamp.id})
    assert lena.hears("", "follow_up")[0] == "utter_order_late_traced"


@pytest.mark.parametrize(
    "about", [None, {"what": "weather"}, {"what": "refund", "order_id": "W-1", "refund_id": "x"}, {"what": "parcel"}]
)
def test_what_is_nothing_of_theirs_is_not_looked_at(talk: Callable[..., Talk], about: dict[str, str] | None) -> None:
    assert talk(ACTIONS, "c-three", about=about).hears("", "follow_up") == []
    assert talk(ACTIONS, None, about=about).hears("", "follow_up") == []


def test_somebody_elses_order_is_not_looked_at(talk: Callable[..., Talk]) -> None:
    assert talk(ACTIONS, "c-three", about=about_refund("c-refund")).hears("", "follow_up") == []
