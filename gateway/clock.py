"""Time, injected everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment, UTC."""
    return datetime.now(UTC)


def iso(moment: datetime | None) -> str | None:
    """Return ISO 8601 with milliseconds and Z, None for None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
