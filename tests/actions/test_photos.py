"""Photos: welcome but never required, put with the claim they belong to, asked about once, told to who takes over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from talking import Talk

from actions import turn
from actions.answers import Inform, OutOfScope
from actions.exchanges import ExchangeItem
from actions.handoff import Handoff
from actions.orders import TrackOrder
from actions.photos import Attachment
from actions.problems import ReportProblem
from actions.refunds import GetRefund
from support.errors import ShopUnavailable

ACTIONS = {
    **dict.fromkeys(("item_damaged", "wrong_item", "missing_item"), ReportProblem()),
    "attachment_sent": Attachment(),
    "exchange_item": ExchangeItem(),
    "get_refund": GetRefund(),
    "track_order": TrackOrder(),
    "inform": Inform(),
    "out_of_scope": OutOfScope(),
    "contact_human_agent": Handoff(),
}


@pytest.fixture(autouse=True)
def no_gestures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("[goodwill]\nenabled = false\n")
    monkeypatch.setenv("WARMLINE_POLICIES", str(rules))


@pytest.fixture
def dana(talk: Callable[..., Talk]) -> Talk:
    """A customer whose teapot came yesterday."""
    return talk(ACTIONS, "c-damaged")


def names(said: list[dict[str, Any]]) -> list[str]:
    return [each["response"] for each in said]


def facts(talk: Talk, key: str = "photo") -> list[str]:
    return [note["value"] for note in talk.notes if note["kind"] == "fact" and note["key"] == key]


@pytest.mark.parametrize(("text", "intent"), [("My teapot came broken", "item_damaged"), ("发错货了", "wrong_item")])
def test_that_a_photo_helps_is_said_once_with_the_answer(dana: Talk, text: str, intent: str) -> None:
    (said,) = dana.says(text, intent)
    assert said["closing"] == ["utter_photo_helps"]
    assert facts(dana) == []
    (again,) = dana.says(text, intent)
    assert again["response"] == "utter_problem_known"
    assert not again.get("closing")


def test_it_is_not_said_of_what_no_photo_shows_nor_to_the_angry_nor_where_there_is_one(
    talk: Callable[..., Talk],
) -> None:
    for said in (
        talk(ACTIONS, "c-damaged").says("part of it is missing", "missing_item"),
        talk(ACTIONS, "c-damaged").says("My teapot is in pieces, you crooks", "item_damaged", emotion="angry"),
        talk(ACTIONS, "c-damaged").shows("pot.jpg", text="My teapot came broken", intent="item_damaged"),
    ):
        assert not any(each.get("closing") for each in said)


def test_a_photo_with_the_report_is_with_it_from_the_start(dana: Talk) -> None:
    said = dana.shows("1.jpg", "2.jpg", text="My teapot came broken", intent="item_damaged")
    assert names(said) == ["utter_attachment_noted", "utter_problem_damaged"]
    assert said[0]["word_files"] == "photos"
    assert facts(dana) == ["2"]
    assert dana.slots["question"]["kind"] == "remedy"
    assert dana.hears("A new one", "exchange_item") == ["utter_remedy_replacement"]


def test_a_photo_after_the_report_is_thanked_for_and_the_choice_stays_open(dana: Talk) -> None:
    (reported,) = dana.says("My teapot came broken", "item_damaged")
    said = dana.shows("pot.jpg")
    assert names(said) == ["utter_attachment_thanks", "utter_remedy_open"]
    assert (said[0]["reference"], said[0]["word_files"]) == (reported["reference"], "photo")
    assert dana.hears("A replacement", "exchange_item") == ["utter_remedy_replacement"]


@pytest.mark.parametrize("choice", ["A replacement", "重新发一件"])
def test_the_buttons_of_the_choice_are_understood(dana: Talk, choice: str) -> None:
    dana.hears("My teapot came broken", "item_damaged")
    dana.shows("pot.jpg")
    assert dana.hears(choice) == ["utter_remedy_replacement"]


def test_photos_are_counted_over_the_claim_and_noted_for_who_takes_over(dana: Talk) -> None:
    dana.hears("My teapot came broken", "item_damaged")
    dana.shows("1.jpg")
    dana.shows("2.jpg", "receipt.pdf")
    assert (facts(dana), facts(dana, "document")) == (["1", "2"], ["1"])
    done = [note for note in dana.notes if note.get("action") == "attachment"]
    assert [note["outcome"] for note in done] == ["done", "done"]
    assert done[0]["order_ids"] == [dana.slots["claim"]["order_id"]]


def test_a_photo_that_comes_after_the_choice_asks_nothing_again(dana: Talk) -> None:
    dana.hears("My teapot came broken", "item_damaged")
    dana.hears("my money back", "get_refund")
    assert names(dana.shows("pot.jpg")) == ["utter_attachment_thanks"]
    assert dana.hears("a new one instead", "exchange_item") == ["utter_remedy_replacement_instead"]


def test_the_same_thing_told_again_with_a_photo_is_no_second_report(dana: Talk) -> None:
    dana.hears("My teapot came broken", "item_damaged")
    said = dana.shows("pot.jpg", text="here is the broken teapot", intent="item_damaged")
    assert names(said) == ["utter_attachment_thanks", "utter_remedy_open"]
    assert facts(dana) == ["1"]


@pytest.mark.parametrize("text", ["here's a photo", "照片发给您了"])
def test_words_that_only_announce_the_photo_are_no_question(dana: Talk, text: str) -> None:
    dana.hears("My teapot came broken", "item_damaged")
    assert names(dana.shows("pot.jpg", text=text, intent="inform")) == ["utter_attachment_thanks", "utter_remedy_open"]


def test_a_photo_while_the_item_is_asked_for_waits_for_the_claim(talk: Callable[..., Talk]) -> None:
    aisha = talk(ACTIONS, "c-partial")
    aisha.says("something in order W-10394 came broken", "item_damaged", order_number="W-10394")
    said = aisha.shows("scarf.jpg")
    assert names(said) == ["utter_attachment_received", "utter_which_item"]
    said = aisha.says("the scarf")
    assert names(said) == ["utter_attachment_noted", "utter_problem_damaged"]
    assert not said[1].get("closing")
    assert aisha.slots["claim"]["counts"] == {"image": 1}


def test_a_photo_while_the_order_is_asked_for_repeats_the_choice(talk: Callable[..., Talk]) -> None:
    tom = talk(ACTIONS, "c-three")
    tom.says("where is my order?", "track_order")
    (said,) = tom.shows("pot.jpg")
    assert said["response"] == "utter_attachment_which"
    assert len(said["buttons"]) == 3
    assert tom.slots["question"]["kind"] == "which_order"


def test_a_photo_out_of_the_blue_is_asked_about_once(dana: Talk) -> None:
    assert names(dana.shows("pot.jpg")) == ["utter_attachment_what"]
    assert names(dana.shows("pot2.jpg")) == ["utter_attachment_received"]
    assert facts(dana) == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "intent"), [("it came broken", "item_damaged"), ("the teapot, it's cracked", "inform")]
)
def test_what_is_told_of_it_makes_the_claim_that_it_belongs_to(dana: Talk, text: str, intent: str) -> None:
    dana.shows("pot.jpg")
    said = dana.says(text, intent)
    assert names(said) == ["utter_attachment_noted", "utter_problem_damaged"]
    assert dana.slots["claim"]["counts"] == {"image": 1}


def test_what_is_told_of_it_and_is_no_claim_is_a_persons_affair(dana: Talk) -> None:
    dana.shows("pot.jpg")
    assert dana.hears("that's my cat beside it", "inform") == ["utter_attachment_passed"]
    assert dana.slots["question"]["kind"] == "offer_human"


def test_a_photo_beside_another_wish_is_acknowledged_once_and_the_wish_answered(talk: Callable[..., Talk]) -> None:
    lena = talk(ACTIONS, "c-late")
    said = names(lena.shows("door.jpg", text="where is my lamp?", intent="track_order"))
    assert said[0] == "utter_attachment_kept"
    assert len(said) > 1
    assert "utter_attachment_kept" not in names(
        lena.shows("door.jpg", text="and where is my lamp now?", intent="track_order")
    )
    assert facts(lena) == ["1", "2"]


def test_a_photo_of_one_message_counts_once_for_all_its_wishes(dana: Talk) -> None:
    dana.at = "1.0"
    monitored = dana.shows("pot.jpg", text="My teapot came broken", intent="item_damaged")
    assert names(monitored)[0] == "utter_attachment_noted"
    dana.shows("pot.jpg", text="and where is my order?", intent="track_order")
    assert dana.slots["claim"]["counts"] == {"image": 1}


def test_who_takes_over_is_told_and_the_customer_hears_no_more_about_it(dana: Talk) -> None:
    said = names(dana.shows("pot.jpg", text="I want a person", intent="contact_human_agent"))
    assert said == ["utter_handoff_asked"]
    assert facts(dana) == ["1"]


def test_a_guest_is_asked_too(talk: Callable[..., Talk]) -> None:
    guest = talk(ACTIONS, None)
    assert names(guest.shows("pot.jpg")) == ["utter_attachment_what"]
    assert facts(guest) == ["1"]


def test_a_shop_out_of_reach_does_not_lose_it(dana: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    dana.hears("My teapot came broken", "item_damaged")

    def down(*_: object, **__: object) -> None:
        raise ShopUnavailable("down for a test")

    monkeypatch.setattr(turn.shop(), "orders", down)
    assert names(dana.shows("pot.jpg")) == ["utter_attachment_thanks", "utter_remedy_open"]
    assert facts(dana) == ["1"]
