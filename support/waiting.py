"""What a waiting customer is told: only what is known, nothing that is hoped for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

TELL_AGAIN = timedelta(minutes=10)
TELL_AGAIN_CLOSED = timedelta(hours=2)


@dataclass(frozen=True)
class Situation:
    """How a wait looks.

    Args:
        is_open: within opening hours.
        opens_at: when they begin next, None if never.
        online: agents with the skill who are online.
        ahead: conversations that come first.
        expected: within what time most were answered of late, None where nobody knows.
        reachable: we know how to reach the customer, should they leave.
    """

    now: datetime
    timezone: tzinfo
    is_open: bool
    opens_at: datetime | None
    online: int
    ahead: int
    expected: timedelta | None
    reachable: bool


@dataclass(frozen=True)
class Saying:
    """A text by name, with numbers or a moment to fill in."""

    name: str
    count: int | None = None
    moment: datetime | None = None


def sayings(at: Situation) -> tuple[Saying, ...]:
    """Return what to tell, in order; nothing where nothing is known."""
    if not at.is_open or not at.online:
        why = Saying("nobody_online") if at.is_open else _closed(at)
        return (why,) if at.reachable else (why, Saying("leave_contact"))
    told: list[Saying] = []
    if at.ahead:
        told.append(Saying("one_ahead" if at.ahead == 1 else "ahead", count=at.ahead))
    if at.expected is not None:
        told.append(_expected(at.expected))
    return tuple(told)


def tell_again_after(at: Situation) -> timedelta:
    """Return how long the customer is not told once more, however often they write."""
    return TELL_AGAIN if at.is_open else TELL_AGAIN_CLOSED


def _closed(at: Situation) -> Saying:
    if at.opens_at is None:
        return Saying("closed")
    days = (at.opens_at.astimezone(at.timezone).date() - at.now.astimezone(at.timezone).date()).days
    name = {0: "closed_today", 1: "closed_tomorrow"}.get(days, "closed_until")
    return Saying(name, moment=at.opens_at)


def _expected(wait: timedelta) -> Saying:
    minutes = int(wait.total_seconds() // 60)
    if minutes <= 1:
        return Saying("expected_minute", count=1)
    if minutes <= 90:
        return Saying("expected_minutes", count=minutes)
    return Saying("expected_hours", count=-(-minutes // 60))
