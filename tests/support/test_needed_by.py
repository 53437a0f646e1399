"""By when a parcel is needed."""

from __future__ import annotations

from datetime import date

import pytest

from support.deadlines import Deadline, deadline

TODAY = date(2026, 11, 28)
SATURDAY = date(2026, 12, 5)


@pytest.mark.parametrize(
    "text",
    [
        "will it be here by saturday?",
        "i need it by saturday",
        "we're flying on saturday, is the backpack going to make it?",
        "can it make it before saturday",
        "my sister's birthday is saturday, will the mug come in time?",
        "i leave on saturday, where is it",
        "周六就要出发了，来得及吗？",
        "周六前能到吗",
        "赶得上周六吗",
        "周六要用，什么时候到",
    ],
)
def test_a_day_is_needed(text: str) -> None:
    assert deadline(text, [SATURDAY], TODAY) == Deadline(SATURDAY)


@pytest.mark.parametrize("text", ["will it come in time?", "来得及吗", "is it here before we leave?"])
def test_in_time_for_a_day_that_is_not_said(text: str) -> None:
    assert deadline(text, [], TODAY) == Deadline(None)


@pytest.mark.parametrize(
    "text",
    ["it didn't arrive in time", "where is my lamp?", "we moved house, where is it?", "包裹还没到", "上次没赶上"],
)
def test_nothing_is_needed_by_a_day(text: str) -> None:
    assert deadline(text, [], TODAY) is None


def test_a_day_that_has_passed_is_none() -> None:
    assert deadline(
        "it should have been here by monday, will it come in time?", [date(2026, 11, 23)], TODAY
    ) == Deadline(None)


def test_of_two_days_the_nearer_one() -> None:
    assert deadline("need it by friday, saturday at the latest", [SATURDAY, date(2026, 12, 4)], TODAY) == Deadline(
        date(2026, 12, 4)
    )


def test_the_day_behind_the_words_that_ask_counts() -> None:
    text = "worried it won't come today, I need it for work tomorrow morning"
    assert deadline(text, [TODAY, SATURDAY], TODAY, [24, 50]) == Deadline(SATURDAY)
    assert deadline(text, [TODAY, SATURDAY], TODAY) == Deadline(TODAY)
    assert deadline("by saturday, can it be here in time?", [SATURDAY], TODAY, [3]) == Deadline(SATURDAY)
