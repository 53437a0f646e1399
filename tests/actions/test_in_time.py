"""Whether a parcel will be there in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from talking import Talk

from actions import turn
from actions.answers import Inform, OutOfScope
from actions.guidance import Guide
from actions.orders import TrackOrder

ACTIONS = {"track_order": TrackOrder(), "late_delivery": TrackOrder(), "delivery_period": Guide()}


@pytest.fixture
def mei(talk: Callable[..., Talk]) -> Talk:
    """A customer whose backpack is four days late, with a new day."""
    return talk(ACTIONS, "c-zh-late")


def test_a_day_that_slipped_once_is_not_promised_and_a_person_is_offered(mei: Talk) -> None:
    first = mei.says("我的背包怎么还没到？", "late_delivery")
    assert first[0]["lead"] == ["utter_order_late_expected"]
    assert "utter_deadline_tight" not in [one["response"] for one in first]
    said = mei.says("我三天后就要出发了，来得及吗？", "delivery_period", emotion="anxious")
    assert [one["response"] for one in said] == ["utter_deadline_tight"]
    assert said[0]["day_needed"] == str(turn.Turn.day_of(datetime.now(UTC)) + timedelta(days=3))
    assert mei.slots["question"]["kind"] == "offer_human"


def test_asked_in_one_breath_it_is_answered_in_one(mei: Talk) -> None:
    said = mei.says("三天后要去徒步，我的背包来得及吗？", "late_delivery", emotion="anxious")
    assert [one["response"] for one in said] == ["utter_order_late_traced", "utter_deadline_tight"]
    assert said[0]["closing"] == [], "the question comes last"


def test_without_any_day_none_is_made_up(talk: Callable[..., Talk]) -> None:
    olga = talk(ACTIONS, "c-lost")
    said = olga.says("my watch, will it be here before we leave?", "late_delivery")
    assert said[0]["lead"] == []
    assert said[-1]["response"] == "utter_deadline_open_no_day"


def test_where_the_shop_makes_good_at_once_the_question_still_comes_last(
    mei: Talk, ruled: Callable[[str], None]
) -> None:
    ruled("[goodwill]\nafter_mending = false")
    said = mei.says("三天后要去徒步，我的背包来得及吗？", "late_delivery", emotion="anxious")
    assert said[0]["closing"] == ["utter_goodwill_free_shipping"]


def test_a_late_parcel_is_told_in_one_message(talk: Callable[..., Talk]) -> None:
    lena = talk(ACTIONS, "c-late")
    (facts,) = lena.says("where is my lamp?", "track_order")
    assert facts["response"] == "utter_order_late_traced"
    assert (facts["lead"], facts["closing"]) == (["utter_order_late_expected"], ["utter_follow_up_promised"])
    tomorrow = turn.Turn.day_of(datetime.now(UTC)) + timedelta(days=1)
    assert (facts["day_expected"], facts["day_follow_up"]) == (str(tomorrow), str(tomorrow + timedelta(days=1)))
    (again,) = lena.says("and where is it now?", "track_order")
    assert (again["response"], again["lead"]) == ("utter_order_late_tracing", ["utter_order_late_expected"])
    assert again["closing"] == [], "it ends in the question whether a person shall take over"


@pytest.mark.parametrize(
    ("days", "response"), [(1, "utter_deadline_kept"), (5, "utter_deadline_kept"), (0, "utter_deadline_missed")]
)
def test_the_carriers_day_beside_the_customers(talk: Callable[..., Talk], days: int, response: str) -> None:
    thomas = talk(ACTIONS, "c-three")
    order = next(o for o in turn.shop().orders("c-three") if o.shipment and o.shipment.expected_on)
    expected = order.shipment and order.shipment.expected_on
    needed = turn.Turn.day_of(datetime.now(UTC)) + timedelta(days=days)
    assert expected == turn.Turn.day_of(datetime.now(UTC)) + timedelta(days=1)
    thomas.hears(f"where is {order.id}?", "track_order")
    assert thomas.hears(f"I need it by {needed:%-d %B %Y}, will it make it?", "delivery_period") == [response]


def test_a_day_that_was_not_said_is_asked_for(talk: Callable[..., Talk]) -> None:
    thomas = talk(ACTIONS, "c-three")
    thomas.hears("where is the desk lamp?", "track_order")
    assert thomas.hears("will it come in time?", "delivery_period") == ["utter_deadline_expected"]


def test_whoever_is_fed_up_hears_how_it_stands(talk: Callable[..., Talk]) -> None:
    lena = talk({**ACTIONS, "inform": Inform(), "out_of_scope": OutOfScope()}, "c-late")
    lena.hears("where is my lamp?", "track_order")
    assert (
        lena.hears("this is the third time, I'm so fed up", "inform", emotion="frustrated")[0]
        == "utter_order_late_tracing"
    )


def test_is_it_lost_is_about_the_order_in_view(talk: Callable[..., Talk]) -> None:
    olga = talk({**ACTIONS, "out_of_scope": OutOfScope()}, "c-lost")
    olga.hears("where is my watch?", "track_order")
    assert olga.hears("do you think it's lost?", "out_of_scope")[0] == "utter_order_late_lost"
