"""Order numbers, dates, amounts, sizes and colours, found by their form; and what a message rules out."""

from __future__ import annotations

from datetime import date
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
    FormEntityExtractor({}, lambda: date(2026, 11, 21)).process([message])
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
        "in order 2019",
        "my order 2026",
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
        ("on the 21st of November", "the 21st of November"),
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
        "extractor": "LearntEntityExtractor",
    }


def test_what_was_learnt_elsewhere_in_the_message_stays_in_order_of_place() -> None:
    text = "my floor lamp W-10423 from yesterday"
    found = entities(text, [learnt("product", text, "floor lamp")])
    assert [(e["entity"], e["value"]) for e in found] == [
        ("product", "floor lamp"),
        ("order_number", "W-10423"),
        ("date", "yesterday"),
    ]


def found(text: str, *learnt_ones: dict[str, Any]) -> list[tuple[str, str]]:
    return [(entity["entity"], entity["value"]) for entity in entities(text, list(learnt_ones))]


def test_a_form_replaces_what_was_learnt_for_the_same_characters() -> None:
    text = "the lamp W-10423 yesterday"
    assert found(text, learnt("product", text, "W-10423"), learnt("reason", text, "yesterday")) == [
        ("order_number", "W-10423"),
        ("date", "yesterday"),
    ]


def test_a_product_keeps_what_no_form_covers() -> None:
    text = "the blue curtains W-10423"
    assert found(text, learnt("product", text, "blue curtains W-10423")) == [
        ("color", "blue"),
        ("product", "curtains"),
        ("order_number", "W-10423"),
    ]


def test_a_form_in_the_midst_of_a_name_is_part_of_it() -> None:
    text = "my Long Day 42 cm Light"
    assert ("product", "Long Day 42 cm Light") in found(text, learnt("product", text, "Long Day 42 cm Light"))


def test_a_reason_may_hold_an_amount() -> None:
    text = "降了40块"
    assert found(text, learnt("reason", text, "降了40块")) == [("reason", "降了40块"), ("amount", "40块")]


@pytest.mark.parametrize(
    ("text", "kind", "value", "resolved"),
    [
        ("ordered last Tuesday", "date", "last Tuesday", {"from": "2026-11-17", "to": "2026-11-17"}),
        ("in spring", "date", "spring", {"from": "2026-03-01", "to": "2026-05-31"}),
        ("上周二买的", "date", "上周二", {"from": "2026-11-10", "to": "2026-11-10"}),
        ("双十一", "date", "双十一", {"from": "2026-11-11", "to": "2026-11-11"}),
        ("it was $25", "amount", "$25", {"value": 25.0, "currency": "USD"}),
        ("两百块", "amount", "两百块", {"value": 200.0, "currency": "CNY"}),
        ("in size M", "size", "M", {"value": "M"}),
        ("1米8的床", "size", "1米8", {"value": "1.8 m"}),
        ("the navy one", "color", "navy", {"value": "navy"}),
        ("要蓝色的", "color", "蓝色", {"value": "blue"}),
    ],
)
def test_what_has_a_meaning_is_resolved(text: str, kind: str, value: str, resolved: dict[str, Any]) -> None:
    (only,) = entities(text)
    assert (only["entity"], only["value"], only["resolved"]) == (kind, value, resolved)


def test_what_nobody_can_tell_is_not_resolved() -> None:
    (only,) = entities("节后发货")
    assert (only["entity"], "resolved" in only) == ("date", False)


@pytest.mark.parametrize(
    "text", ["call 030 1234567", "24/7", "5 stars", "iPhone 12", "green tea", "W-104231234", "it may be late", "M&S"]
)
def test_what_only_looks_like_an_entity_is_none(text: str) -> None:
    assert entities(text) == []


def ruled_out(text: str, *learnt_ones: dict[str, Any]) -> list[str]:
    return [entity["value"] for entity in entities(text, list(learnt_ones)) if entity.get("negated")]


def test_what_is_ruled_out_is_marked_whoever_found_it() -> None:
    text = "not the lamp, the mug"
    assert ruled_out(text, learnt("product", text, "lamp"), learnt("product", text, "mug")) == ["lamp"]
    assert ruled_out("W-10231, sorry, W-10232") == ["W-10231"]
    assert ruled_out("in M not L") == ["L"]
    text = "不是杯子，是台灯"
    assert ruled_out(text, learnt("product", text, "杯子"), learnt("product", text, "台灯")) == ["杯子"]


def test_a_reason_is_never_ruled_out() -> None:
    text = "it's not broken"
    assert ruled_out(text, learnt("reason", text, "broken")) == []


def test_a_learnt_order_number_without_the_form_is_dropped() -> None:
    text = "my parcel 77"
    assert entities(text, [learnt("order_number", text, "77")]) == []


def test_an_empty_message_has_no_entities() -> None:
    assert entities("") == []


@given(st.integers(1000, 99_999_999))
def test_every_written_form_is_one_number(number: int) -> None:
    assert {order_number(text) for text in (f"W-{number}", f"#{number}", f"w {number}", f"{number}")} == {f"W-{number}"}


PIECES = [
    "W-10423",
    "#10423",
    "order ",
    "订单",
    "号",
    "last ",
    "Tuesday",
    "上周二",
    "the 3rd",
    "$",
    "25",
    "块",
    "¥",
    "size ",
    "M",
    "42码",
]
PIECES += [
    "blue ",
    "蓝色",
    "的",
    "not ",
    "不是",
    ", sorry, ",
    "，",
    " ",
    "lamp",
    "杯子",
    "2026",
    "-",
    "/",
    ".",
    "İ",
    "1米8",
]
ANY_TEXT = st.text() | st.lists(st.sampled_from(PIECES)).map("".join)


@given(ANY_TEXT, st.data())
def test_any_text_gives_entities_that_are_where_they_say(text: str, data: st.DataObject) -> None:
    learnt_ones = []
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        kind = data.draw(st.sampled_from(["product", "reason", "date", "order_number"]))
        learnt_ones = [{"entity": kind, "value": text[start:end], "start": start, "end": end, "extractor": "CRF"}]
    got = entities(text, learnt_ones)
    for entity in got:
        assert 0 <= entity["start"] < entity["end"] <= len(text)
        surface = text[entity["start"] : entity["end"]]
        assert entity["value"] == (order_number(surface) if entity["entity"] == "order_number" else surface)
    ruled = [(e["start"], e["end"]) for e in got if e["extractor"] == "FormEntityExtractor"]
    assert all(a[1] <= b[0] for a, b in pairwise(ruled))
