"""What a lead wants to know of a period: how much came in, who did it, and how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil


@dataclass
class Day:
    """One day of the shop's: conversations that began, were handed over, came to an end, and ended with the bot alone."""

    started: int = 0
    handed_over: int = 0
    resolved: int = 0
    by_bot_alone: int = 0


@dataclass(frozen=True)
class Spans:
    """How long something took, in seconds; None where it never happened."""

    count: int
    median_s: int | None
    p90_s: int | None


@dataclass(frozen=True)
class Work:
    """The figures of a period. `contained` is the percentage of what ended that no human was needed for."""

    by_day: dict[str, Day]
    by_reason: dict[str, int]
    settled: Spans
    ended: int
    by_bot_alone: int
    contained: float | None = field(default=None)


def work(
    days: Sequence[str],
    started: Iterable[str],
    handed_over: Iterable[tuple[str, str]],
    ended: Iterable[tuple[str, bool]],
    settled: Iterable[timedelta],
) -> Work:
    """Return the figures.

    Args:
        days: all days of the period, each of which gets a row.
        started: the day of each conversation that began.
        handed_over: day and reason of each handoff.
        ended: the day of each conversation that ended, and whether a human was ever asked for.
        settled: from each handoff to its end, by the clock on the wall.
    """
    by_day = {day: Day() for day in days}
    reasons: Counter[str] = Counter()
    for day in started:
        by_day.setdefault(day, Day()).started += 1
    for day, reason in handed_over:
        by_day.setdefault(day, Day()).handed_over += 1
        reasons[reason] += 1
    every = alone = 0
    for day, with_human in ended:
        row = by_day.setdefault(day, Day())
        row.resolved += 1
        row.by_bot_alone += not with_human
        every, alone = every + 1, alone + (not with_human)
    return Work(
        by_day=dict(sorted(by_day.items())),
        by_reason=dict(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
        settled=spans(settled),
        ended=every,
        by_bot_alone=alone,
        contained=round(100 * alone / every, 1) if every else None,
    )


def spans(times: Iterable[timedelta]) -> Spans:
    """Return how many there are, and which time half and nine in ten of them kept to."""
    ordered = sorted(round(one.total_seconds()) for one in times)

    def within(share: float) -> int | None:
        return ordered[ceil(len(ordered) * share) - 1] if ordered else None

    return Spans(len(ordered), within(0.5), within(0.9))
