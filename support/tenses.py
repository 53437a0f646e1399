"""Whether a text speaks of the past or of what is to come, and which Monday or March that makes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from support.calendars import Span, day_of, days_from, feast, month_of, months_from, one, season_of

PAST, FUTURE, OPEN = -1, 1, 0

_PAST = re.compile(
    r"\b(?:was|were|did|didn'?t|had|hadn'?t|been|got|bought|came|went|sent|paid|said|told|made|took|gave|wrote|put|broke|spent|chose"
    r"|should(?: have|'ve|ve)|supposed to|since|(?!(?:need|indeed|speed|feed|seed|breed)\b)\w{2,}ed|haven'?t|hasn'?t|ago|history)\b"
    r"|了|过|买的|下的单?|下单|订的|拍的|收到|到的|退的|寄的|发的|付的|已经|刚|以来|至今|就该|本来|原定|当时",
    re.IGNORECASE | re.ASCII,
)
_FUTURE = re.compile(
    r"\b(?:will|won'?t|shall|going to|gonna|need|can|could|must|arrives?|deliver|would|want|please|coming|reach|latest|fly|travel"
    r"|leave|leaving|birthday|wedding|party|moving|expecting)\b|'ll\b"
    r"|[要会能想]|以内|送[到达货]|到货|到吗|急用|出差|生日|预约|来得及|赶得上|什么时候|改到|等到",
    re.IGNORECASE | re.ASCII,
)
# What tells only where nothing better does.
_PERHAPS_FUTURE = re.compile(r"\b(?:by|until|till|before|for|is|are)\b|之前|前", re.IGNORECASE | re.ASCII)
_NEAR = 120  # characters to either side that can tell
_CLAUSE = re.compile(r"[.!?;,\n。！？；，]")


def tense(text: str, start: int, end: int) -> int:
    """Return PAST, FUTURE or OPEN for the place from `start` to `end`: the nearest word that tells, in its own clause first."""
    begin, stop = max(0, start - _NEAR), min(len(text), end + _NEAR)
    left = max((m.end() for m in _CLAUSE.finditer(text, begin, start)), default=begin)
    right = next((m.start() for m in _CLAUSE.finditer(text, end, stop)), stop)
    for first, last in ((left, right), (begin, stop)):
        past = _nearest(_PAST.finditer(text, first, last), start, end)
        future = _nearest(_FUTURE.finditer(text, first, last), start, end)
        if past != future:
            return PAST if past < future else FUTURE
    return FUTURE if _PERHAPS_FUTURE.search(text, left, right) else OPEN


def _nearest(cues: Iterator[re.Match[str]], start: int, end: int) -> int:
    """Return the distance of the nearest cue; one that lies within the place itself says nothing."""
    return min(
        (max(cue.start() - end, start - cue.end()) for cue in cues if cue.end() <= start or cue.start() >= end),
        default=1 << 30,
    )


@dataclass(frozen=True)
class Frame:
    """What a date is read against: today, and the tense of its place. Each method returns None where there is no such day."""

    today: date
    tense: int = OPEN

    def weekday(self, number: int) -> Span | None:
        """Return a bare weekday (0: Monday): the last one, the coming one, or the nearer; today counts."""
        before = (self.today.weekday() - number) % 7
        after = (number - self.today.weekday()) % 7
        days = -before if self.tense == PAST or (self.tense == OPEN and before <= after) else after
        return _day(days_from(self.today, days))

    def day_of_month(self, day: int) -> Span | None:
        """Return "the 3rd": of this month, unless the tense makes it the last or the next one."""
        here = day_of(self.today.year, self.today.month, day)
        if here and (
            (self.tense == PAST and here <= self.today)
            or (self.tense == FUTURE and here >= self.today)
            or self.tense == OPEN
        ):
            return one(here)
        # Shorter months may lack the day: the one after them has it.
        step = FUTURE if self.tense == FUTURE else PAST
        for months in (1, 2, 3):
            other = months_from(self.today.replace(day=1), step * months)
            found = day_of(other.year, other.month, day) if other else None
            if found:
                return one(found)
        return None

    def month(self, month: int) -> Span:
        """Return a month by its name: the latest one that has begun, the coming one if the future is spoken of or it is the very next."""
        year = self.today.year
        if self.tense == FUTURE or (self.tense == OPEN and month == self.today.month % 12 + 1):
            return month_of(year + (month < self.today.month), month)
        return month_of(year - (month > self.today.month), month)

    def season(self, season: str) -> Span:
        """Return a season: the latest one that has begun, the coming one if the future is spoken of."""
        return self._yearly(lambda year: season_of(year, season), nearest=False) or season_of(self.today.year, season)

    def day_and_month(self, day: int, month: int) -> Span | None:
        """Return "3 November" of the year that fits the tense; of the nearest one where it is open."""
        return self._yearly(lambda year: _day(day_of(year, month, day)))

    def feast(self, name: str) -> Span | None:
        """Return a feast of the year that fits the tense; the nearest one where it is open."""
        return self._yearly(lambda year: feast(name, year))

    def _yearly(self, of: Callable[[int], Span | None], nearest: bool = True) -> Span | None:
        # Four years either way: 29 February.
        years = range(self.today.year - 4, self.today.year + 5)
        spans = [span for span in map(of, years) if span]
        begun = [span for span in spans if span.first <= self.today]
        coming = [span for span in spans if span.last >= self.today]
        past, future = begun[-1:] or None, coming[:1] or None
        if past and (self.tense == PAST or (self.tense == OPEN and not nearest) or not future):
            return past[0]
        if future and (self.tense == FUTURE or not past):
            return future[0]
        if past and future:
            near = (self.today - past[0].last).days <= (future[0].first - self.today).days
            return past[0] if near else future[0]
        return None

    def last(self, of: Callable[[int], Span | None]) -> Span | None:
        """Return the latest of what comes once a year that is over: "last spring"."""
        spans = [span for year in range(self.today.year - 4, self.today.year + 1) if (span := of(year))]
        return next((span for span in reversed(spans) if span.last < self.today), None)

    def next(self, of: Callable[[int], Span | None]) -> Span | None:
        """Return the first of what comes once a year that has not begun."""
        spans = [span for year in range(self.today.year, self.today.year + 5) if (span := of(year))]
        return next((span for span in spans if span.first > self.today), None)


def _day(day: date | None) -> Span | None:
    return one(day) if day else None
