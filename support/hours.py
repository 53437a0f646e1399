"""When people are there: weekly hours, holidays, and time counted while the shop is open. Moments are aware datetimes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_MINUTES = 24 * 60
HORIZON_DAYS = 400  # who has not opened within a year will not

_SPAN = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")


@dataclass(frozen=True)
class Span:
    """Opening hours that begin on a day: minutes from its midnight; an `end` beyond 24 hours lies on the next day."""

    start: int
    end: int


@dataclass(frozen=True)
class Hours:
    """Opening hours of a place.

    Args:
        timezone: where the clock hangs.
        week: the spans of each weekday, Monday first.
        holidays: what holds instead on a date ("2026-12-24") or on a day of every year ("12-25"); the date wins.
    """

    timezone: tzinfo
    week: tuple[tuple[Span, ...], ...]
    holidays: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def is_open(self, at: datetime) -> bool:
        """Say whether somebody is to be there at that moment."""
        first = next(self.intervals(at), None)
        return first is not None and first[0] <= at

    def opens_next(self, at: datetime) -> datetime | None:
        """Return from when on it is open: `at` itself if it is open then, None if it never opens within a year."""
        first = next(self.intervals(at), None)
        return None if first is None else max(first[0], at)

    def add(self, at: datetime, time_open: timedelta) -> datetime | None:
        """Return the moment by which `time_open` of opening hours has passed since `at`; None if that is never."""
        left = time_open
        for start, end in self.intervals(at):
            begin = max(start, at)
            if end - begin >= left:
                return begin + left
            left -= end - begin
        return None

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time from `start` to `end` it was open; none if `end` comes first."""
        total = timedelta()
        for opens, closes in self.intervals(start):
            if opens >= end:
                break
            total += min(closes, end) - max(opens, start)
        return max(total, timedelta())

    def intervals(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open times that end after `at`, in order and without overlaps, in UTC.

        Times that touch one another are not joined.
        """
        covered = None
        # What began the evening before may still last.
        first = at.astimezone(self.timezone).date() - timedelta(days=1)
        for offset in range(HORIZON_DAYS):
            day = first + timedelta(days=offset)
            for span in self.spans(day):
                start, end = self._start(day, span.start), self._end(day, span.end)
                if covered is not None:
                    start = max(start, covered)
                if start < end:
                    covered = end
                    if end > at:
                        yield start, end

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the hours that begin on a day."""
        for key in (day.isoformat(), day.strftime("%m-%d")):
            if key in self.holidays:
                return self.holidays[key]
        return self.week[day.weekday()]

    def _start(self, day: date, minutes: int) -> datetime:
        return self._local(day, minutes, 0).astimezone(UTC)

    def _end(self, day: date, minutes: int) -> datetime:
        # An hour that the clock shows twice counts to its second end; one that it skips is made up for.
        return max(self._local(day, minutes, fold).astimezone(UTC) for fold in (0, 1))

    def _local(self, day: date, minutes: int, fold: int) -> datetime:
        days, rest = divmod(minutes, DAY_MINUTES)
        clock = time(rest // 60, rest % 60, fold=fold)
        return datetime.combine(day + timedelta(days=days), clock, self.timezone)


def parse_spans(texts: Sequence[str]) -> tuple[Span, ...]:
    """Read hours such as "09:00-18:00", "22:00-06:00" (into the next day), "00:00-24:00", in order of their beginning.

    Raises:
        ValueError: a text is of no such form, or two overlap; the message says which.
    """
    spans = sorted((_span(text) for text in texts), key=lambda span: span.start)
    for earlier, later in pairwise(spans):
        if later.start < earlier.end:
            raise ValueError("the hours of a day must not overlap")
    return tuple(spans)


def is_day(text: str) -> bool:
    """Return whether a text is a key of `Hours.holidays`: a date, or a day of every year."""
    try:
        # 2028 has a 29 February.
        date.fromisoformat(f"2028-{text}" if re.fullmatch(r"\d\d-\d\d", text) else text)
    except ValueError:
        return False
    return bool(re.fullmatch(r"(\d{4}-)?\d\d-\d\d", text))


def time_zone(name: str) -> tzinfo:
    """Return the time zone of a name such as "Europe/Berlin".

    Raises:
        ValueError: there is none; the message says so.
    """
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; it should read like Europe/Berlin") from None


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} does not read like 09:00-18:00")
    hours_from, minutes_from, hours_to, minutes_to = map(int, match.groups())
    start, end = hours_from * 60 + minutes_from, hours_to * 60 + minutes_to
    if minutes_from > 59 or minutes_to > 59 or start >= DAY_MINUTES or end > DAY_MINUTES:
        raise ValueError(f"{text!r} is no time of day")
    if start == end:
        raise ValueError(f"{text!r} has no length; a whole day is 00:00-24:00")
    return Span(start, end if end > start else end + DAY_MINUTES)
