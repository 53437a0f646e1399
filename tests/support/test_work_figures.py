"""The figures of a period: what came in, who did it, how long it took."""

from __future__ import annotations

from datetime import timedelta

from support.work import Day, Spans, spans, work

DAYS = ["2026-11-20", "2026-11-21", "2026-11-22"]


def test_each_day_has_a_row_and_reasons_come_the_most_frequent_first() -> None:
    found = work(
        DAYS,
        ["2026-11-20", "2026-11-20", "2026-11-22"],
        [("2026-11-20", "asked"), ("2026-11-22", "anger"), ("2026-11-22", "legal"), ("2026-11-22", "legal")],
        [("2026-11-20", False), ("2026-11-22", True), ("2026-11-22", False)],
        [],
    )
    assert found.by_day == {
        "2026-11-20": Day(started=2, handed_over=1, resolved=1, by_bot_alone=1),
        "2026-11-21": Day(),
        "2026-11-22": Day(started=1, handed_over=3, resolved=2, by_bot_alone=1),
    }
    assert list(found.by_reason.items()) == [("legal", 2), ("anger", 1), ("asked", 1)]
    assert (found.ended, found.by_bot_alone, found.contained) == (3, 2, 66.7)


def test_nothing_has_no_share_and_no_time() -> None:
    found = work(DAYS, [], [], [], [])
    assert (found.contained, found.settled) == (None, Spans(0, None, None))
    assert list(found.by_day) == DAYS


def test_median_and_nine_in_ten_are_times_that_were_kept_to() -> None:
    minutes = [timedelta(minutes=number) for number in (10, 1, 9, 2, 8, 3, 7, 4, 6, 5)]
    assert spans(minutes) == Spans(10, 300, 540)
    assert spans([timedelta(seconds=61.4)]) == Spans(1, 61, 61)
