"""The first human reply: until when it is due, counted in opening hours, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from support.hours import Hours

LEAST_WAITS = 5  # below this many real first responses nobody knows how long it takes
MOST = 0.8


class SlaState(StrEnum):
    """`OK`: there is time. `WARNING`: little is left. `BREACHED`: too late, answered or not. `MET`: answered in time."""

    OK = "ok"
    WARNING = "warning"
    BREACHED = "breached"
    MET = "met"


@dataclass(frozen=True)
class SlaRules:
    """How soon a human replies first, by priority, and after which part of that time a warning is due (0 … 1)."""

    first_response: Mapping[str, timedelta]
    warning_share: float


@dataclass(frozen=True)
class Deadline:
    """When a first reply is warned of, and when it is due."""

    warning_at: datetime
    target_at: datetime


def deadline(rules: SlaRules, hours: Hours, priority: str, since: datetime) -> Deadline | None:
    """Return the deadline of a customer who waits `since`; None where the shop never opens."""
    allowed = rules.first_response[priority]
    warning_at, target_at = hours.add(since, allowed * rules.warning_share), hours.add(since, allowed)
    if warning_at is None or target_at is None:
        return None
    return Deadline(warning_at, target_at)


def state(due: Deadline, now: datetime, answered_at: datetime | None = None) -> SlaState:
    """Return how a deadline stands at `now`; once answered, it stands for good."""
    if answered_at is not None:
        return SlaState.MET if answered_at <= due.target_at else SlaState.BREACHED
    if now >= due.target_at:
        return SlaState.BREACHED
    return SlaState.WARNING if now >= due.warning_at else SlaState.OK


def expected_wait(waits_s: Sequence[float]) -> timedelta | None:
    """Return within what time most of the latest customers were answered, in whole minutes.

    Args:
        waits_s: real first responses of late, in seconds. Of fewer than five nothing is concluded: None.
    """
    if len(waits_s) < LEAST_WAITS:
        return None
    longest = sorted(waits_s)[ceil(len(waits_s) * MOST) - 1]
    return timedelta(minutes=max(1, ceil(longest / 60)))


@dataclass(frozen=True)
class Outcome:
    """One handoff for the report: `answered_s` in seconds of opening hours, None while nobody has replied."""

    priority: str
    queue: str
    state: SlaState | None
    answered_s: int | None
    closed: bool


def tally(outcomes: Sequence[Outcome]) -> dict[str, int | None]:
    """Count handoffs; each is met, breached, waiting (in time, open) or unanswered (closed in time without a reply)."""
    late = sum(one.state is SlaState.BREACHED for one in outcomes)
    met = sum(one.answered_s is not None and one.state is not SlaState.BREACHED for one in outcomes)
    rest = [one for one in outcomes if one.answered_s is None and one.state is not SlaState.BREACHED]
    answered = sorted(one.answered_s for one in outcomes if one.answered_s is not None)
    return {
        "handoffs": len(outcomes),
        "met": met,
        "breached": late,
        "waiting": sum(not one.closed for one in rest),
        "unanswered": sum(one.closed for one in rest),
        "median_s": _quantile(answered, 0.5),
        "p90_s": _quantile(answered, 0.9),
    }


def _quantile(ordered: Sequence[int], share: float) -> int | None:
    return ordered[ceil(len(ordered) * share) - 1] if ordered else None
