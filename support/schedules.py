"""Opening hours as data that can be stored and sent: `{"timezone", "week": {day: [span]}, "holidays": {day: [span]}}`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from support.errors import InvalidInput
from support.hours import DAY_MINUTES, WEEKDAYS, Hours, Span, is_day, parse_spans, time_zone


def hours_of(schedule: Mapping[str, Any], timezone: str) -> Hours:
    """Return the hours that a schedule describes.

    Args:
        schedule: spans read like "09:00-18:00"; a weekday that is left out is closed, a holiday is "2026-12-24" or, every year, "12-25".
        timezone: what holds where the schedule names none.

    Raises:
        InvalidInput: something makes no sense; the message names it.
    """
    week = tuple(_spans(day, schedule["week"].get(day, [])) for day in WEEKDAYS)
    holidays = {}
    for day, texts in schedule["holidays"].items():
        if not is_day(day):
            raise InvalidInput(f"{day} is no day; it should read like 12-25 or 2026-12-24")
        holidays[day] = _spans(day, texts)
    return Hours(_zone(schedule["timezone"] or timezone), week, holidays)


def schedule_of(hours: Hours) -> dict[str, Any]:
    """Return hours as data."""
    return {
        "timezone": zone_name(hours.timezone),
        "week": {day: [_text(one) for one in spans] for day, spans in zip(WEEKDAYS, hours.week, strict=True)},
        "holidays": {day: [_text(one) for one in spans] for day, spans in sorted(hours.holidays.items())},
    }


def zone_name(zone: tzinfo) -> str:
    """Return the name of a time zone."""
    return str(getattr(zone, "key", None) or "UTC")


def _spans(day: str, texts: Any) -> tuple[Span, ...]:
    try:
        return parse_spans(texts)
    except ValueError as error:
        raise InvalidInput(f"{day}: {error}") from None


def _zone(name: str) -> tzinfo:
    try:
        return time_zone(name)
    except ValueError as error:
        raise InvalidInput(str(error)) from None


def _text(span: Span) -> str:
    end = span.end if span.end <= DAY_MINUTES else span.end - DAY_MINUTES
    return f"{span.start // 60:02d}:{span.start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
