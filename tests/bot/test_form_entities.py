"""Order numbers and dates, found by their form."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.components.entities import FormEntityExtractor, order_number


def entities(text: str, learnt: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    message = Message({"text": text})
    if learnt:
        message.set("entities", learnt)
    FormEntityExtractor({}).process([message])
    found: list[dict[str, Any]] = message.get("entities")
    return found


def values(text: str, kind: str) -> list[str]:
    return [entity["value"] for entity in entities(text) if entity["entity"] == kind]


@pytest.mark.parametrize(
    "text",
    [
        "W-10423",
        "w-10423?",
        "where is w10423",
        "W 10423",
        "W - 10423",
        "#10423",
        "# 10423",
        "＃10423",
        "(W-10423)",
        "W-10423, please",
        "order 10423",
        "Order 10423 is late",
        "MY ORDER 10423",
        "order number 10423",
        "Order Number: 10423",
        "order no. 10423",
        "order nr 10423",
        "the number is 10423",
        "订单10423",
        "订单 10423",
        "订单号10423",
        "订单号：10423",
        "订单号: W-10423",
        "订单号是10423",
        "单号10423",
        "查一下W-10423",
        "我的订单W-10423到哪了",
        "W-10423到哪了",
        "订单１０４２３",
    ],
)
def test_an_order_number_is_found_however_it_is_written(text: str) -> None:
    assert values(text, "order_number") == ["W-10423"]


@pytest.mark.parametrize(
    "text",
    [
        "10423",
        "I have 2 mugs",
        "W-104",
        "W-104231234",
        "parcel 00340434161094042557",
        "SW-10423",
        "how10423",
        "call 030 1234567",
        "the border 10423",
        "order 2026-11-21",
        "订单2026年11月21日",
        "i want to order 10 mugs",
    ],
)
def test_other_numbers_are_no_order_numbers(text: str) -> None:
    assert values(text, "order_number") == []


def test_several_numbers_are_all_found_in_order() -> None:
    assert values("W-10423/W-10424 and #10425", "order_number") == ["W-10423", "W-10424", "W-10425"]


def test_the_span_is_the_number_alone() -> None:
    for text in ("订单号：10423谢谢", "Order number: 10423!"):
        (found,) = entities(text)
        assert text[found["start"] : found["end"]] == "10423"
    text = "查一下W-10423"
    (found,) = entities(text)
    assert (text[found["start"] : found["end"]], found["extractor"]) == ("W-10423", "FormEntityExtractor")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("it came yesterday", "yesterday"),
        ("the day before yesterday", "the day before yesterday"),
        ("by Tomorrow please", "Tomorrow"),
        ("ordered last Tuesday", "last Tuesday"),
        ("promised for monday", "monday"),
        ("I wrote last week", "last week"),
        ("3 days ago", "3 days ago"),
        ("a week ago", "a week ago"),
        ("on the 21st of November", "21st of November"),
        ("Nov 21", "Nov 21"),
        ("on 2026-11-21", "2026-11-21"),
        ("since 21/11", "21/11"),
        ("21/11/2026", "21/11/2026"),
        ("昨天到的", "昨天"),
        ("大前天", "大前天"),
        ("上周二买的", "上周二"),
        ("上个月", "上个月"),
        ("下个星期", "下个星期"),
        ("星期天送到", "星期天"),
        ("11月21日下单", "11月21日"),
        ("2026年11月21号", "2026年11月21号"),
        ("我2026-11-21下的单", "2026-11-21"),
        ("三天前", "三天前"),
        ("两周前买的", "两周前"),
    ],
)
def test_dates_are_found_as_people_say_them(text: str, date: str) -> None:
    found = [entity for entity in entities(text) if entity["entity"] == "date"]
    assert [entity["value"] for entity in found] == [date]
    assert text[found[0]["start"] : found[0]["end"]] == date


@pytest.mark.parametrize("text", ["mayhem", "todays", "100/2000", "it may be late", "天天"])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert values(text, "date") == []


def learnt(entity: str, text: str, part: str) -> dict[str, Any]:
    start = text.index(part)
    return {
        "entity": entity,
        "value": part,
        "start": start,
        "end": start + len(part),
        "extractor": "CRFEntityExtractor",
    }


def test_what_was_learnt_elsewhere_in_the_message_stays_in_order_of_place() -> None:
    text = "my floor lamp W-10423 from yesterday"
    found = entities(text, [learnt("product", text, "floor lamp")])
    assert [(e["entity"], e["value"]) for e in found] == [
        ("product", "floor lamp"),
        ("order_number", "W-10423"),
        ("date", "yesterday"),
    ]


def test_a_form_replaces_what_was_learnt_for_the_same_characters() -> None:
    text = "the lamp W-10423 yesterday"
    found = entities(text, [learnt("product", text, "lamp W-10423"), learnt("reason", text, "yesterday")])
    assert [(e["entity"], e["value"]) for e in found] == [("order_number", "W-10423"), ("date", "yesterday")]


def test_a_learnt_order_number_without_the_form_is_dropped() -> None:
    text = "my parcel 77"
    assert entities(text, [learnt("order_number", text, "77")]) == []


def test_an_empty_message_has_no_entities() -> None:
    assert entities("") == []


@given(st.integers(1000, 99_999_999))
def test_every_written_form_is_one_number(number: int) -> None:
    assert {order_number(text) for text in (f"W-{number}", f"#{number}", f"w {number}", f"{number}")} == {f"W-{number}"}


@given(st.text(st.sampled_from("wW#订单号orde 0123456789-年上周二/")))
def test_entities_lie_within_the_text_and_never_overlap_with_their_kind(text: str) -> None:
    found = entities(text)
    for kind in ("order_number", "date"):
        spans = [(e["start"], e["end"]) for e in found if e["entity"] == kind]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
