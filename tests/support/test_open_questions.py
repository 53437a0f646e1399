"""Whether a message answers what the bot asked, and which candidate it names."""

from __future__ import annotations

from typing import Any

import pytest
from samples import order

from support.dialogue import answers, choose
from support.selection import names_of, question

FLOOR, DESK, MUG = order(10423, "floor lamp"), order(10424, "desk lamp"), order(10425, "mug")
KETTLE = order(10426, "kettle", "rug", "bowl")
NAMES = [names_of(o) for o in (FLOOR, DESK, MUG, KETTLE)]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("floor lamp", 0),
        ("The floor lamp, please", 0),
        ("the floor one", 0),
        ("FLOOR LAMP!!", 0),
        ("desk lmap", 1),
        ("dsek lamp", 1),
        ("the desk lamps", 1),
        ("desk", 1),
        ("mugs", 2),
        ("it's about my mug", 2),
        ("kettel", 3),
        ("Kettle and 2 more", 3),
        ("the kettle and the rug", 3),
        ("10425", 2),
        ("W-10424", 1),
        ("w 10423 i mean", 0),
        ("#10426", 3),
        ("落地灯", 0),
        ("是台灯", 1),
        ("那个马克杯啊", 2),
        ("热水壶等3件商品", 3),
        ("碗", 3),
        ("那个碗呢", 3),  # a name of one character
        ("the second one", 1),
        ("2nd", 1),
        ("first", 0),
        ("the third", 2),
        ("the last one please", 3),
        ("第二个", 1),
        ("第1个", 0),
        ("最后一个", 3),
    ],
)
def test_a_candidate_is_named_by_words_typos_numbers_and_places(text: str, index: int) -> None:
    assert choose(text, NAMES) == index


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "lamp",  # two of them
        "lmap",
        "灯",  # one shared character
        "the toaster",
        "99999",
        "please",
        "the order",
        "it is late",
        "any more news?",
        "where are my 2 parcels",
        "我的商品",
        "the fifth one",
        "I ordered it last week",
        "since last Tuesday",
        "W-10423 or W-10424",
        "floor or desk",
    ],
)
def test_what_names_none_or_several_chooses_nothing(text: str) -> None:
    assert choose(text, NAMES) is None


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("not the floor lamp, the desk lamp", 1),
        ("the desk lamp, not the floor lamp", 1),
        ("the floor lamp, sorry, the mug", 2),
        ("W-10423, no wait, W-10425", 2),
        ("not the first one, the second", 1),
        ("不是台灯，是马克杯", 2),
    ],
)
def test_what_is_ruled_out_is_not_chosen(text: str, index: int) -> None:
    assert choose(text, NAMES) == index


def test_what_is_ruled_out_leaves_the_only_other_one() -> None:
    assert choose("not the mug", [["lamp"], ["mug"]]) == 0
    assert choose("not the mug", [["lamp"], ["mug"], ["rug"]]) is None


def test_another_word_names_it_too() -> None:
    assert choose("the rucksack", [["backpack"], ["tent"]]) == 0
    assert choose("电饭锅", [["rice cooker", "电饭煲"], ["tent", "帐篷"]]) == 0


def test_an_ordinary_word_names_nothing_but_as_the_whole_answer() -> None:
    assert choose("my bank refused it", [["power bank"], ["tent"]]) is None
    assert choose("the bank one", [["power bank"], ["tent"]]) == 0


def test_a_longer_match_wins_over_a_shared_word() -> None:
    assert choose("the desk lamp, not any lamp", NAMES) == 1


def test_a_complete_name_wins_over_a_part_of_a_longer_one() -> None:
    assert choose("lamp", [["lamp"], ["lamp shade"]]) == 0
    assert choose("lamp shade", [["lamp"], ["lamp shade"]]) == 1


@pytest.mark.parametrize(("text", "index"), [("table", 1), ("cable", 0), ("tabel", 1), ("late", None), ("cabel", 0)])
def test_a_word_that_is_right_is_no_typo_of_another(text: str, index: int | None) -> None:
    assert choose(text, [["cable"], ["table"], ["plate"]]) == index


@pytest.mark.parametrize(
    ("said", "name"), [("mugs", "mug"), ("rug", "rugs"), ("boxes", "lunch box"), ("glass", "glasses")]
)
def test_one_or_many_are_the_same_thing(said: str, name: str) -> None:
    assert choose(said, [["tent"], [name]]) == 1


def test_short_words_are_never_typos() -> None:
    assert choose("bug", [["mug"], ["rug"]]) is None


def test_places_count_only_after_a_list() -> None:
    assert choose("the second one", NAMES, ordinals=False) is None
    assert choose("the second desk lamp", NAMES) == 1


def test_a_place_beyond_the_list_chooses_nothing() -> None:
    assert choose("the third one", NAMES[:2]) is None
    assert choose("the last one", []) is None


WHICH = question([FLOOR, DESK, MUG], "track_order")
CONFIRM = {"kind": "confirm_cancel", "order_id": "W-10423"}
OFFER = {"kind": "offer_human", "reason": "action_failed"}


@pytest.mark.parametrize("asked", [None, {}])
def test_without_a_question_nothing_is_an_answer(asked: dict[str, Any] | None) -> None:
    assert not answers(asked, "the desk lamp", "inform", 0.99)
    assert not answers(asked, "yes", "affirm", 0.99)


@pytest.mark.parametrize("asked", [CONFIRM, OFFER])
@pytest.mark.parametrize(
    ("intent", "answered"),
    [("affirm", True), ("deny", True), ("inform", False), ("track_order", False), ("contact_human_agent", False)],
)
def test_a_yes_or_no_question_is_answered_by_yes_or_no(asked: dict[str, Any], intent: str, answered: bool) -> None:
    assert answers(asked, "whatever was said", intent, 0.9) is answered


@pytest.mark.parametrize(
    ("text", "answered"),
    [("好的，谢谢", True), ("yes please, thanks", True), ("ok thanks", True), ("thank you!", False), ("谢谢您", False)],
)
def test_thanks_with_a_yes_takes_an_offer(text: str, answered: bool) -> None:
    assert answers(OFFER, text, "thanks", 0.9) is answered
    assert not answers(CONFIRM, text, "thanks", 0.9), "what cannot be undone needs more"


def test_an_intent_that_the_question_lists_answers_it_too() -> None:
    assert answers({**OFFER, "intents": ["contact_human_agent"]}, "a person please", "contact_human_agent", 0.9)


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("the desk lamp", "inform", 0.9),
        ("desk lmap", "out_of_scope", 0.9),
        ("W-10424", "inform", 0.9),
        ("the second one", "affirm", 0.9),
        ("the desk lamp", "track_order", 0.99),  # the question's own job
        ("desk lamp", "cancel_order", 0.99),  # nothing but the name
        ("台灯", "cancel_order", 0.99),
        ("well the desk lamp then", "cancel_order", 0.5),  # an unsure intent
    ],
)
def test_naming_a_candidate_answers(text: str, intent: str, confidence: float) -> None:
    assert answers(WHICH, text, intent, confidence)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("cancel the desk lamp", "cancel_order"),
        ("the desk lamp came broken", "item_damaged"),
        ("I want a human for my desk lamp", "contact_human_agent"),
    ],
)
def test_another_job_is_no_answer_even_when_it_names_a_candidate(text: str, intent: str) -> None:
    assert not answers(WHICH, text, intent, 0.9)


@pytest.mark.parametrize("text", ["yes", "the lamp", "no idea", "the toaster", "?"])
def test_what_names_no_candidate_is_no_answer(text: str) -> None:
    assert not answers(WHICH, text, "affirm", 0.9)


def test_an_apostrophe_does_not_make_a_product() -> None:
    assert choose("if I don't want it any more, can I still cancel?", [["t-shirt"], ["desk lamp"]]) is None
    assert choose("I'd like the t-shirt", [["t-shirt"], ["desk lamp"]]) == 0
