"""The clock that adapters are given, so that tests can set the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

# Returns the present moment as an aware datetime in UTC.
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment, UTC."""
    return datetime.now(UTC)
