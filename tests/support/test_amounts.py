"""Amounts of money, as customers write them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from texts import ANY_TEXT

from support import amounts, numerals


def read(text: str) -> list[tuple[str, float, str]]:
    return [(text[m.start : m.end], m.value, m.currency) for m in amounts.find(text)]


@pytest.mark.parametrize(
    ("text", "said", "value", "currency"),
    [
        ("it cost $25", "$25", 25, "USD"),
        ("$ 25 please", "$ 25", 25, "USD"),
        ("25$", "25$", 25, "USD"),
        ("US$25", "US$25", 25, "USD"),
        ("$1,299.00", "$1,299.00", 1299, "USD"),
        ("$1.5k", "$1.5k", 1500, "USD"),
        ("25 dollars", "25 dollars", 25, "USD"),
        ("a hundred bucks", "a hundred bucks", 100, "USD"),
        ("50 cents", "50 cents", 0.5, "USD"),
        ("40 quid", "40 quid", 40, "GBP"),
        ("£5.99", "£5.99", 5.99, "GBP"),
        ("50p", "50p", 0.5, "GBP"),
        ("two hundred and fifty pounds", "two hundred and fifty pounds", 250, "GBP"),
        ("a tenner", "a tenner", 10, "GBP"),
        ("19.99 euros", "19.99 euros", 19.99, "EUR"),
        ("19,99 €", "19,99 €", 19.99, "EUR"),
        ("€19,99", "€19,99", 19.99, "EUR"),
        ("1.299,00 €", "1.299,00 €", 1299, "EUR"),
        ("twenty-five euros", "twenty-five euros", 25, "EUR"),
        ("310 eur", "310 eur", 310, "EUR"),
        ("25块", "25块", 25, "CNY"),
        ("25块5", "25块5", 25.5, "CNY"),
        ("9块9包邮", "9块9", 9.9, "CNY"),
        ("3块5毛", "3块5毛", 3.5, "CNY"),
        ("五毛钱", "五毛钱", 0.5, "CNY"),
        ("两百块", "两百块", 200, "CNY"),
        ("一百二十块", "一百二十块", 120, "CNY"),
        ("一千二百块", "一千二百块", 1200, "CNY"),
        ("2万块", "2万块", 20_000, "CNY"),
        ("五块钱", "五块钱", 5, "CNY"),
        ("差了一块", "一块", 1, "CNY"),
        ("25元", "25元", 25, "CNY"),
        ("多扣了50", "50", 50, "CNY"),
        ("花了一百二", "一百二", 120, "CNY"),
        ("运费15，太贵", "15", 15, "CNY"),
        ("２５元", "２５元", 25, "CNY"),
        ("¥88", "¥88", 88, "CNY"),
        ("￥1,299", "￥1,299", 1299, "CNY"),
        ("88 RMB", "88 RMB", 88, "CNY"),
        ("300美元", "300美元", 300, "USD"),
        ("20欧", "20欧", 20, "EUR"),
    ],
)
def test_an_amount_is_found_with_value_and_currency(text: str, said: str, value: float, currency: str) -> None:
    assert read(text) == [(said, value, currency)]


@pytest.mark.parametrize(
    "text",
    [
        "5 stars",
        "24/7",
        "15%",
        "in 2019",
        "W-10423",
        "order 10423",
        "call 030 1234567",
        "+44 20 7946 0000",
        "the 25th",
        "2 mugs",
        "720p",
        "$",
        "一块去",
        "一块儿买的",
        "一块手表",
        "两块地毯",
        "三块肥皂",
        "给我来一块吧",
        "几千块",
        "元旦",
        "满200减30",
        "花了30天",
        "退一赔三",
        "只退了一半",
        "扣了三遍",
        "收到38码",
        "降到50G",
        "电话13800138000",
    ],
)
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert read(text) == []


def test_several_amounts_stand_in_order() -> None:
    assert [said for said, _, _ in read("it was $25, not $30, 差5块")] == ["$25", "$30", "5块"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-five", 25),
        ("a couple of", 2),
        ("two dozen", 24),
        ("a hundred and five", 105),
        ("25", 25),
        ("many", None),
    ],
)
def test_english_numerals(text: str, number: int | None) -> None:
    assert numerals.english(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两百", 200),
        ("一百二", 120),
        ("一百零二", 102),
        ("十一", 11),
        ("二〇二六", 2026),
        ("一万二", 12_000),
        ("很多", None),
        ("", None),
    ],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert numerals.chinese(text) == number


@given(ANY_TEXT)
def test_any_text_has_amounts_that_lie_in_it_and_never_overlap(text: str) -> None:
    found = amounts.find(text)
    assert all(0 <= m.start < m.end <= len(text) and m.value >= 0 and len(m.currency) == 3 for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
