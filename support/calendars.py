"""Weeks, months, seasons and feast days: what the calendar knows without being told."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
EVER, _LATEST = date(1900, 1, 1), date(2199, 12, 31)  # nobody means a day before or after these


class Span(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date

    def distance(self, day: date) -> int:
        """Return how many days lie between the span and `day`, 0 for a day in it."""
        return max(0, (self.first - day).days, (day - self.last).days)

    def isoformat(self) -> dict[str, str]:
        """Return the span as plain values, `{"from": "2026-11-10", "to": "2026-11-10"}`."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


def one(day: date) -> Span:
    """Return a span of one day."""
    return Span(day, day)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, None if there is none ("31 February") or it is centuries away."""
    try:
        found = date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return found if EVER <= found <= _LATEST else None


def days_from(day: date, days: int) -> date | None:
    """Return the day so many days later (earlier if negative), None if it is centuries away."""
    if abs(days) > 100_000:
        return None
    found = day + timedelta(days=days)
    return found if EVER <= found <= _LATEST else None


def months_from(day: date, months: int) -> date | None:
    """Return the same day of another month; the 31st becomes the month's last day."""
    if abs(months) > 1200:
        return None
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not EVER.year <= year <= _LATEST.year:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def week_of(day: date) -> Span:
    """Return the week from Monday to Sunday."""
    monday = day - day.weekday() * _DAY
    return Span(monday, monday + 6 * _DAY)


def month_of(year: int, month: int) -> Span:
    """Return a whole month."""
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def year_of(year: int) -> Span:
    """Return a whole year."""
    return Span(date(year, 1, 1), date(year, 12, 31))


def part_of(span: Span, part: str) -> Span:
    """Return the `early`, `mid` or `late` third of a month, or of a year (four months each)."""
    first, last = span
    if (last - first).days > 31:
        bounds = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        return Span(date(first.year, bounds[0], 1), month_of(first.year, bounds[1]).last)
    days = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}[part]
    return Span(first.replace(day=days[0]), first.replace(day=days[1]))


def season_of(year: int, season: str) -> Span:
    """Return a season of the northern hemisphere by whole months; winter begins in December of `year`."""
    month = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[season]
    end_year, end_month = (year + 1, 2) if month == 12 else (year, month + 2)
    return Span(date(year, month, 1), month_of(end_year, end_month).last)


def quarter_of(year: int, quarter: int) -> Span:
    """Return a quarter of the year, 1 to 4."""
    return Span(date(year, quarter * 3 - 2, 1), month_of(year, quarter * 3).last)


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> date:
    # Anonymous Gregorian computus.
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


# Month and day as one number: Spring Festival, Dragon Boat, Qixi, Mid-Autumn of the Chinese lunar calendar.
_LUNAR = {
    2018: (216, 618, 817, 924),
    2019: (205, 607, 807, 913),
    2020: (125, 625, 825, 1001),
    2021: (212, 614, 814, 921),
    2022: (201, 603, 804, 910),
    2023: (122, 622, 822, 929),
    2024: (210, 610, 810, 917),
    2025: (129, 531, 829, 1006),
    2026: (217, 619, 819, 925),
    2027: (206, 609, 808, 915),
    2028: (126, 528, 826, 1003),
    2029: (213, 616, 816, 922),
    2030: (203, 605, 805, 912),
    2031: (123, 624, 824, 1001),
    2032: (211, 612, 812, 919),
    2033: (131, 601, 801, 908),
    2034: (219, 620, 820, 927),
    2035: (208, 610, 810, 916),
    2036: (128, 530, 828, 1004),
    2037: (215, 618, 817, 924),
    2038: (204, 607, 807, 913),
    2039: (124, 527, 826, 1002),
    2040: (212, 614, 814, 920),
}


def _lunar(year: int, feast: int) -> date | None:
    days = _LUNAR.get(year)
    return date(year, *divmod(days[feast], 100)) if days else None


def _shifted(day: date | None, first: int, last: int) -> Span | None:
    return Span(day + first * _DAY, day + last * _DAY) if day else None


_FEASTS: dict[str, Callable[[int], Span | None]] = {
    "new_year": lambda y: one(date(y, 1, 1)),
    "new_years_eve": lambda y: one(date(y, 12, 31)),
    "valentine": lambda y: one(date(y, 2, 14)),
    "womens_day": lambda y: one(date(y, 3, 8)),
    "good_friday": lambda y: _shifted(_easter(y), -2, -2),
    "easter": lambda y: _shifted(_easter(y), -2, 1),
    "easter_sunday": lambda y: _shifted(_easter(y), 0, 0),
    "easter_monday": lambda y: _shifted(_easter(y), 1, 1),
    "ascension": lambda y: _shifted(_easter(y), 39, 39),
    "qingming": lambda y: Span(date(y, 4, 4), date(y, 4, 6)),
    "labour_day": lambda y: Span(date(y, 5, 1), date(y, 5, 5)),
    "mothers_day": lambda y: one(_nth(y, 5, 6, 2)),
    "childrens_day": lambda y: one(date(y, 6, 1)),
    "fathers_day": lambda y: one(_nth(y, 6, 6, 3)),
    "618": lambda y: one(date(y, 6, 18)),
    "teachers_day": lambda y: one(date(y, 9, 10)),
    "national_day": lambda y: Span(date(y, 10, 1), date(y, 10, 7)),
    "halloween": lambda y: one(date(y, 10, 31)),
    "singles_day": lambda y: one(date(y, 11, 11)),
    "double_twelve": lambda y: one(date(y, 12, 12)),
    "thanksgiving": lambda y: one(_nth(y, 11, 3, 4)),
    "black_friday": lambda y: _shifted(_nth(y, 11, 3, 4), 1, 1),
    "cyber_monday": lambda y: _shifted(_nth(y, 11, 3, 4), 4, 4),
    "christmas_eve": lambda y: one(date(y, 12, 24)),
    "christmas": lambda y: one(date(y, 12, 25)),
    "boxing_day": lambda y: one(date(y, 12, 26)),
    "spring_festival": lambda y: _shifted(_lunar(y, 0), -1, 6),
    "new_moon_eve": lambda y: _shifted(_lunar(y, 0), -1, -1),
    "lantern": lambda y: _shifted(_lunar(y, 0), 14, 14),
    "dragon_boat": lambda y: _shifted(_lunar(y, 1), 0, 0),
    "qixi": lambda y: _shifted(_lunar(y, 2), 0, 0),
    "mid_autumn": lambda y: _shifted(_lunar(y, 3), 0, 0),
}


def feast(name: str, year: int) -> Span | None:
    """Return a feast's days in that year, None where the calendar here does not know them."""
    return _FEASTS[name](year)


def local_day(moment: datetime, timezone: str) -> date:
    """Return the day that a moment falls on in a time zone of the IANA database ("Europe/Berlin"), "UTC" among them."""
    return moment.astimezone(UTC if timezone == "UTC" else ZoneInfo(timezone)).date()
