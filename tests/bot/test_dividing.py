"""Which clauses of a message are wishes of their own."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.reading.clauses import Clause, clauses
from bot.reading.wishes import Run, Wish, leading, runs, spoken, wishes

WHOLE = {"track_order": 0.6, "cancel_order": 0.39, "greet": 0.01}
BOTH = "where is the lamp, cancel the mug"


def found_in(
    text: str,
    *shares: Mapping[str, float],
    whole: Mapping[str, float] = WHOLE,
    pairs: Mapping[Run, Mapping[str, float]] = {},
    **limits: float,
) -> list[Wish]:
    """Return the wishes of a text whose clauses are read as `shares` say; of two clauses together nobody is sure."""
    parts = clauses(text)
    assert len(parts) == len(shares)
    read = {(index, index): some for index, some in enumerate(shares)}
    unsure = {run: {"inform": 0.1} for run in runs(parts) if run not in read}
    return wishes(text, whole, parts, read | unsure | dict(pairs), **limits)


def intents(found: list[Wish]) -> list[str]:
    return [wish.intent for wish in found]


def test_several_wishes_stand_in_their_order_with_their_place() -> None:
    found = found_in(BOTH, {"track_order": 0.95, "greet": 0.05}, {"cancel_order": 0.99})

    assert found == [Wish("track_order", 0.95, 0, 17), Wish("cancel_order", 0.99, 19, 33)]
    assert [BOTH[wish.start : wish.end] for wish in found] == ["where is the lamp", "cancel the mug"]


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"track_order": 0.99}, "the same wish again"),
        ({"thanks": 0.99}, "a courtesy"),
        ({"inform": 0.99}, "an answer"),
        ({"complaint": 0.99}, "a mood"),
        ({"cancel_order": 0.3, "greet": 0.2}, "too unsure"),
        ({"get_invoice": 0.99}, "the whole message denies it"),
    ],
)
def test_one_wish_is_not_several(second: dict[str, float], why: str) -> None:
    assert found_in(BOTH, {"track_order": 0.95}, second) == [], why


def test_no_joint_no_wishes() -> None:
    assert wishes("where is the lamp", WHOLE, clauses("where is the lamp"), {}) == []
    assert wishes("", WHOLE, [], {}) == []


def test_what_a_word_announces_needs_less_confidence_and_no_support() -> None:
    shares = {"track_order": 0.6}, {"get_invoice": 0.6}
    announced = "where is the lamp, also send the bill"

    assert intents(found_in(announced, *shares)) == ["track_order", "get_invoice"]
    assert found_in("the lamp never came, the bill neither did", *shares) == []
    assert found_in(announced, *shares, least=0.7) == []


def test_a_question_after_and_needs_less_confidence_but_support() -> None:
    text = "cancel the mug and where is the lamp"
    whole = {"cancel_order": 0.6, "track_order": 0.3}

    assert intents(found_in(text, {"cancel_order": 0.8}, {"track_order": 0.7}, whole=whole)) == [
        "cancel_order",
        "track_order",
    ]
    assert found_in(text, {"cancel_order": 0.8}, {"track_order": 0.7}, whole={"cancel_order": 0.6}) == []


def test_a_message_that_is_read_more_surely_as_a_whole_is_not_divided() -> None:
    shares = {"track_order": 0.9}, {"cancel_order": 0.8}

    assert found_in(BOTH, *shares, whole={"track_order": 0.97, "cancel_order": 0.03}) == []
    assert intents(found_in(BOTH, *shares, whole={"track_order": 0.8, "cancel_order": 0.2})) == [
        "track_order",
        "cancel_order",
    ]


def test_a_clause_that_says_little_alone_is_read_with_its_neighbour() -> None:
    text = "the size is wrong, i need a bigger one, where is the lamp"
    alone = {"inform": 0.6}, {"place_order": 0.6}, {"track_order": 0.99}
    whole = {"track_order": 0.6, "exchange_item": 0.3}
    found = found_in(text, *alone, whole=whole, pairs={(0, 1): {"exchange_item": 0.95}})

    assert intents(found) == ["exchange_item", "track_order"]
    assert text[found[0].start : found[0].end] == "the size is wrong, i need a bigger one"


@pytest.mark.parametrize(
    ("text", "first", "second", "whole", "wanted"),
    [
        ("the mug is cracked, i want my money back", "item_damaged", "get_refund", 0.03, []),
        ("杯子是碎的，我要退款", "item_damaged", "get_refund", 0.03, []),
        ("the lamp flickers all day, is it still covered", "item_damaged", "warranty", 0.03, []),
        # Nothing is to be done about it by this.
        ("the mug is cracked, where is the lamp", "item_damaged", "track_order", 0.03, ["item_damaged", "track_order"]),
        # Both were meant: a word says so, or the whole message.
        (
            "the mug is cracked, also i return the lamp",
            "item_damaged",
            "return_item",
            0.03,
            ["item_damaged", "return_item"],
        ),
        ("the mug is cracked, i return the lamp", "item_damaged", "return_item", 0.3, ["item_damaged", "return_item"]),
        # What is asked for first is no reason of what comes after.
        (
            "i want my money back, the mug is cracked",
            "get_refund",
            "item_damaged",
            0.03,
            ["get_refund", "item_damaged"],
        ),
    ],
)
def test_a_fault_told_before_its_remedy_is_the_reason(
    text: str, first: str, second: str, whole: float, wanted: list[str]
) -> None:
    assert (
        intents(found_in(text, {first: 0.97}, {second: 0.97}, whole={first: whole, second: whole} | {"inform": 0.5}))
        == wanted
    )


@pytest.mark.parametrize(
    ("text", "mood", "found"),
    [
        ("i want to complain about the driver, where is the lamp", "complaint", True),
        ("我要投诉快递员，台灯到哪了", "complaint", True),
        ("where do i leave a review, where is the lamp", "review", True),
        ("想写个好评，台灯到哪了", "review", True),
        ("your service is a shame, where is the lamp", "complaint", False),
        ("太让人失望了，台灯到哪了", "complaint", False),
        ("i really love the mug, where is the lamp", "review", False),
    ],
)
def test_a_complaint_or_review_is_a_wish_where_the_clause_names_it(text: str, mood: str, found: bool) -> None:
    wanted = [mood, "track_order"] if found else []

    assert intents(found_in(text, {mood: 0.95}, {"track_order": 0.95}, whole={mood: 0.5, "track_order": 0.5})) == wanted


@pytest.mark.parametrize(("count", "texts"), [(1, 0), (2, 2), (3, 5), (5, 9)])
def test_a_message_costs_few_readings(count: int, texts: int) -> None:
    parts = [Clause("where is it?", 13 * index, 13 * index + 12) for index in range(count)]
    found = runs(parts)

    assert len(found) == len(set(found)) == texts
    assert all(spoken("where is it? " * count, parts, run).count("where") == run[1] - run[0] + 1 for run in found)


@pytest.mark.parametrize(
    ("text", "share", "first"),
    [
        ("the card is refused, do you take cheques?", 0.003, "check_payment_methods"),
        ("the card is refused, do you take cheques?", 0.2, "payment_issue"),
        ("the card is refused, also do you take cheques?", 0.003, "payment_issue"),
    ],
)
def test_what_is_answered_first_is_the_first_wish_unless_the_whole_message_denies_it(
    text: str, share: float, first: str
) -> None:
    parts = clauses(text)
    whole = {"check_payment_methods": 1 - share, "payment_issue": share}
    found = found_in(
        text,
        {"payment_issue": 0.9},
        {"check_payment_methods": 0.95},
        whole={"check_payment_methods": 0.7, "payment_issue": 0.3},
    )

    assert intents(found) == ["payment_issue", "check_payment_methods"]
    assert leading(whole, parts, found) == first
    assert leading(whole, parts, []) == "check_payment_methods"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("上次退货退得挺顺利的，这回想问问新台灯发货了没", "return_item"),
        ("地址前几天就改好了，我的台灯走到哪里了呢", "change_shipping_address"),
        ("上个月的杯子裂了你们换了新的，现在问下台灯到哪了", "item_damaged"),
        ("我把优惠码发票都弄了一遍，就想知道台灯到哪了", "promo_code"),
    ],
)
def test_a_chinese_story_is_no_wish_of_its_own(text: str, first: str) -> None:
    whole = {"track_order": 0.6, first: 0.4}
    assert found_in(text, {first: 0.99}, {"track_order": 0.99}, whole=whole) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("昨天那双鞋帮我退掉，我的台灯走到哪里了呢", "return_item"),
        ("昨天收到的杯子裂成两半，我的台灯走到哪里了呢", "item_damaged"),
        ("上次的退款还没到账，我的台灯走到哪里了呢", "track_refund"),
        ("发票要换个抬头，就想知道台灯到哪了", "get_invoice"),
        ("之前的地址要改成公司，另外台灯走到哪里了", "change_shipping_address"),
    ],
)
def test_what_is_asked_for_or_not_settled_stays_a_wish(text: str, first: str) -> None:
    whole = {"track_order": 0.6, first: 0.4}
    found = found_in(text, {first: 0.99}, {"track_order": 0.99}, whole=whole)
    assert intents(found) == [first, "track_order"]
