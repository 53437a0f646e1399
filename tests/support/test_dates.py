"""Which days customers mean: as seen on Saturday, 21 November 2026."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import ANY_TEXT

from support import dates
from support.calendars import Span, feast, local_day
from support.dates import period

TODAY = date(2026, 11, 21)


def read(text: str, today: date = TODAY) -> list[tuple[str, str]]:
    """Return each date with its days, "first/last" or one day."""
    return [(text[m.start : m.end], _days(m.span)) for m in dates.find(text, today)]


def _days(span: Span | None) -> str:
    if span is None:
        return "?"
    return str(span.first) if span.first == span.last else f"{span.first}/{span.last}"


@pytest.mark.parametrize(
    ("text", "said", "days"),
    [
        # Days near today.
        ("it came today", "today", "2026-11-21"),
        ("it came yesterday", "yesterday", "2026-11-20"),
        ("since the day before yesterday", "the day before yesterday", "2026-11-19"),
        ("by tomorrow morning pls", "tomorrow morning", "2026-11-22"),
        ("tmrw?", "tmrw", "2026-11-22"),
        ("need it tommorow", "tommorow", "2026-11-22"),
        ("the day after tomorrow", "the day after tomorrow", "2026-11-23"),
        ("I wrote last night", "last night", "2026-11-20"),
        ("ordered this morning", "this morning", "2026-11-21"),
        # Weekdays: the last one that is over, the coming one, or as the tense has it.
        ("ordered last Tuesday", "last Tuesday", "2026-11-17"),
        ("ordered last saturday", "last saturday", "2026-11-14"),
        ("can you deliver next Tuesday", "next Tuesday", "2026-11-24"),
        ("it should have come on Monday", "Monday", "2026-11-16"),
        ("will it be here on Monday?", "Monday", "2026-11-23"),
        ("I was told Friday evening", "Friday evening", "2026-11-20"),
        ("this Friday please", "this Friday", "2026-11-27"),
        ("Tuesday next week", "Tuesday next week", "2026-11-24"),
        ("on sat", "sat", "2026-11-21"),
        ("it was due tue", "tue", "2026-11-17"),
        # Weeks, months, years.
        ("I wrote last week", "last week", "2026-11-09/2026-11-15"),
        ("last month", "last month", "2026-10-01/2026-10-31"),
        ("last weekend", "last weekend", "2026-11-14/2026-11-15"),
        ("last year", "last year", "2025-01-01/2025-12-31"),
        ("at the end of last month", "the end of last month", "2026-10-21/2026-10-31"),
        ("over the last 3 months", "the last 3 months", "2026-08-21/2026-11-21"),
        ("two weeks ago", "two weeks ago", "2026-11-07"),
        ("a couple of weeks ago", "a couple of weeks ago", "2026-11-07"),
        ("a month and a half ago", "a month and a half ago", "2026-10-06"),
        ("half a year ago", "half a year ago", "2026-05-21"),
        ("over a week ago", "a week ago", "2026-11-14"),
        ("an hour ago", "an hour ago", "2026-11-21"),
        ("we need it in two weeks", "in two weeks", "2026-12-05"),
        # Days of a month.
        ("I ordered on the 3rd", "the 3rd", "2026-11-03"),
        ("I ordered on the 28th", "the 28th", "2026-10-28"),
        ("by the 28th please", "the 28th", "2026-11-28"),
        ("the 3rd of last month", "the 3rd of last month", "2026-10-03"),
        ("on 3 November", "3 November", "2026-11-03"),
        ("on the 21st of November", "the 21st of November", "2026-11-21"),
        ("Nov 21st, 2025", "Nov 21st, 2025", "2025-11-21"),
        ("bought it on 24 December", "24 December", "2025-12-24"),
        ("the first of April last year", "the first of April last year", "2025-04-01"),
        ("since 21/11", "21/11", "2026-11-21"),
        ("on 3/11", "3/11", "2026-11-03"),
        ("ordered 12/25", "12/25", "2025-12-25"),
        ("21.11.2025", "21.11.2025", "2025-11-21"),
        ("on 2026-11-10", "2026-11-10", "2026-11-10"),
        ("on 31 February", "31 February", "?"),
        # Months, seasons, years, feasts.
        ("what did I buy in September", "September", "2026-09-01/2026-09-30"),
        ("what did I buy in December", "December", "2025-12-01/2025-12-31"),
        ("will it come in December", "December", "2026-12-01/2026-12-31"),
        ("in May", "May", "2026-05-01/2026-05-31"),
        ("in march last year", "march last year", "2025-03-01/2025-03-31"),
        ("mid January", "mid January", "2026-01-11/2026-01-20"),
        ("what I bought in spring", "spring", "2026-03-01/2026-05-31"),
        ("last spring", "last spring", "2026-03-01/2026-05-31"),
        ("last winter", "last winter", "2025-12-01/2026-02-28"),
        ("in the summer of 2025", "summer of 2025", "2025-06-01/2025-08-31"),
        ("in 2024", "2024", "2024-01-01/2024-12-31"),
        ("last Christmas", "last Christmas", "2025-12-25"),
        ("will it come before Christmas", "Christmas", "2026-12-25"),
        ("on Black Friday", "Black Friday", "2026-11-27"),
        ("at Easter we bought", "Easter", "2026-04-03/2026-04-06"),
        # Chinese.
        ("昨天到的", "昨天", "2026-11-20"),
        ("大前天", "大前天", "2026-11-18"),
        ("昨儿夜里", "昨儿夜里", "2026-11-20"),
        ("明早能到吗", "明早", "2026-11-22"),
        ("上周二买的", "上周二", "2026-11-10"),
        ("下周一会联系", "下周一", "2026-11-23"),
        ("上上周", "上上周", "2026-11-02/2026-11-08"),
        ("周二买的", "周二", "2026-11-17"),
        ("周五能到吗", "周五", "2026-11-27"),
        ("周末送", "周末", "2026-11-21/2026-11-22"),
        ("11月3号", "11月3号", "2026-11-03"),
        ("11月21日下单", "11月21日", "2026-11-21"),
        ("2025年11月21号", "2025年11月21号", "2025-11-21"),
        ("二月八日下的单", "二月八日", "2026-02-08"),
        ("２５号之前", "２５号", "2026-11-25"),
        ("3号买的", "3号", "2026-11-03"),
        ("11/3下的单", "11/3", "2026-11-03"),
        ("上个月20号", "上个月20号", "2026-10-20"),
        ("月初买的", "月初", "2026-11-01/2026-11-10"),
        ("上个月底", "上个月底", "2026-10-21/2026-10-31"),
        ("去年", "去年", "2025-01-01/2025-12-31"),
        ("9月份买了什么", "9月份", "2026-09-01/2026-09-30"),
        ("两周前买的", "两周前", "2026-11-07"),
        ("3个月前", "3个月前", "2026-08-21"),
        ("半年前", "半年前", "2026-05-21"),
        ("三天后", "三天后", "2026-11-24"),
        ("最近三个月", "最近三个月", "2026-08-21/2026-11-21"),
        ("春天买的", "春天", "2026-03-01/2026-05-31"),
        ("去年冬天", "去年冬天", "2025-12-01/2026-02-28"),
        ("上半年", "上半年", "2026-01-01/2026-06-30"),
        ("第三季度", "第三季度", "2026-07-01/2026-09-30"),
        ("双十一", "双十一", "2026-11-11"),
        ("去年双十一", "去年双十一", "2025-11-11"),
        ("618买的", "618", "2026-06-18"),
        ("国庆买的", "国庆", "2026-10-01/2026-10-07"),
        ("中秋买的", "中秋", "2026-09-25"),
        ("春节期间买的", "春节期间", "2026-02-16/2026-02-23"),
        ("节后发货", "节后", "?"),
    ],
)
def test_a_date_is_found_and_read(text: str, said: str, days: str) -> None:
    assert read(text) == [(said, days)]


@pytest.mark.parametrize(
    "text",
    [
        "24/7",
        "7/24",
        "9/10 would buy again",
        "10/10",
        "1/2 price",
        "5 stars",
        "order 2019",
        "mine are 1.5.",
        "version 1.2.3",
        "call 030 1234567",
        "+49 170 2011 2026",
        "W-20111",
        "it may be late",
        "may I have it",
        "May I return it",
        "I march on",
        "the 3rd parcel",
        "the 3rd time",
        "spring water",
        "a Christmas tree",
        "Merry Christmas!",
        "it broke in a week",
        "Sunday Flannel Pyjamas",
        "Mondays are busy",
        "mayhem",
        "todays",
        "sat on it",
        "mon ami",
        "for two weeks",
        "天天",
        "一周一次",
        "每周一",
        "跟上次一样",
        "三个月",
        "3号楼",
        "新城路8号",
        "5号电池",
        "大一号",
        "电话6180000",
        "提前一天",
        "圣诞树",
        "冬天穿什么",
        "周围",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert read(text) == []


def test_several_dates_stand_in_order() -> None:
    assert [said for said, _ in read("ordered on 3 November, promised for Monday, 上周二 again")] == [
        "3 November",
        "Monday",
        "上周二",
    ]


@pytest.mark.parametrize(
    ("today", "text", "days"),
    [
        (date(2026, 1, 2), "last month", "2025-12-01/2025-12-31"),
        (date(2026, 3, 31), "a month ago", "2026-02-28"),
        (date(2024, 2, 29), "a year ago", "2023-02-28"),
        (date(2026, 1, 31), "I ordered on the 31st", "2026-01-31"),
        (date(2026, 3, 1), "I ordered on the 31st", "2026-01-31"),
        (date(2026, 1, 15), "this winter", "2025-12-01/2026-02-28"),
        (date(2026, 11, 23), "last Monday", "2026-11-16"),
        (date(2027, 1, 5), "双十一买的", "2026-11-11"),
    ],
)
def test_the_ends_of_months_and_years(today: date, text: str, days: str) -> None:
    assert [read for _, read in read(text, today)] == [days]


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("easter_sunday", 2026, date(2026, 4, 5)),
        ("easter_sunday", 2024, date(2024, 3, 31)),
        ("thanksgiving", 2026, date(2026, 11, 26)),
        ("black_friday", 2025, date(2025, 11, 28)),
        ("mothers_day", 2026, date(2026, 5, 10)),
        ("dragon_boat", 2025, date(2025, 5, 31)),
        ("mid_autumn", 2025, date(2025, 10, 6)),
    ],
)
def test_feasts_that_move(name: str, year: int, day: date) -> None:
    assert feast(name, year) == Span(day, day)


def test_a_lunar_feast_of_another_century_is_unknown() -> None:
    assert feast("mid_autumn", 2099) is None
    assert read("2099年中秋") == [("2099年中秋", "?")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("what did I buy in September", "2026-09-01/2026-09-30"),
        ("since August", "2026-08-01/2026-11-21"),
        ("after the 3rd", "2026-11-04/2026-11-21"),
        ("before 2026", "1900-01-01/2025-12-31"),
        ("between July and September", "2026-07-01/2026-09-30"),
        ("from 1 March to 5 March", "2026-03-01/2026-03-05"),
        ("my purchases in December", "2025-12-01/2025-12-31"),
        ("3月到5月买的", "2026-03-01/2026-05-31"),
        ("8月以来买了什么", "2026-08-01/2026-11-21"),
        ("9月之前买的", "1900-01-01/2026-08-31"),
        ("节后买的", "?"),
        ("what have I bought", "?"),
    ],
)
def test_the_period_that_a_question_is_asked_of(text: str, days: str) -> None:
    assert _days(period(text, dates.find(text, TODAY), TODAY)) == days


def test_the_day_is_the_shops() -> None:
    from datetime import UTC, datetime

    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert local_day(late, "UTC") == date(2026, 11, 21)
    assert local_day(late, "Asia/Shanghai") == date(2026, 11, 22)


@given(ANY_TEXT, st.dates(date(2019, 1, 1), date(2039, 12, 31)))
def test_any_text_has_dates_that_lie_in_it_and_never_overlap(text: str, today: date) -> None:
    found = dates.find(text, today)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(m.span.first <= m.span.last for m in found if m.span)
    period(text, found, today)
