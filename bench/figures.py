"""Statistics of what was measured: medians, 95th percentiles, ratios with their uncertainty. Pure, no I/O."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RESAMPLES = 2000
SEED = 20261121  # the same samples give the same interval


@dataclass(frozen=True)
class Figure:
    """What a row of samples says, in the samples' own unit."""

    n: int
    median: float
    p95: float
    least: float
    most: float

    def as_dict(self, digits: int = 2) -> dict[str, float | int]:
        """Return it for the report, rounded."""
        return {
            "n": self.n,
            "median": round(self.median, digits),
            "p95": round(self.p95, digits),
            "min": round(self.least, digits),
            "max": round(self.most, digits),
        }


@dataclass(frozen=True)
class Ratio:
    """One median divided by another; `low` and `high` bound it with 95 % confidence."""

    value: float
    low: float
    high: float

    def as_dict(self, digits: int = 2) -> dict[str, float]:
        """Return it for the report, rounded."""
        return {
            "ratio": round(self.value, digits),
            "low": round(self.low, digits),
            "high": round(self.high, digits),
        }


def figure(samples: Sequence[float]) -> Figure:
    """Summarise samples. Raises ValueError if there are none."""
    if not samples:
        raise ValueError("nothing was measured")
    return Figure(len(samples), statistics.median(samples), percentile(samples, 95), min(samples), max(samples))


def percentile(samples: Sequence[float], percent: float) -> float:
    """Return the smallest sample that at least `percent` % of them do not exceed (nearest rank).

    No value between two samples is invented: with few samples a high percentile is simply the largest one.
    """
    if not samples:
        raise ValueError("nothing was measured")
    if not 0 <= percent <= 100:
        raise ValueError(f"{percent} is no percentage")
    rank = max(1, math.ceil(percent / 100 * len(samples)))
    return sorted(samples)[rank - 1]


def ratio(above: Sequence[float], below: Sequence[float]) -> Ratio:
    """Divide two medians; the interval is a percentile bootstrap, both rows resampled on their own.

    Raises:
        ValueError: a row is empty, or the lower median is 0.
    """
    if not above or not below or statistics.median(below) == 0:
        raise ValueError("no ratio of nothing")
    source = random.Random(SEED)
    trials = []
    for _ in range(RESAMPLES):
        lower = statistics.median(source.choices(below, k=len(below)))
        if lower:
            trials.append(statistics.median(source.choices(above, k=len(above))) / lower)
    value = statistics.median(above) / statistics.median(below)
    return Ratio(value, percentile(trials, 2.5), percentile(trials, 97.5))


def verdict(found: Ratio, what: Callable[[float], str]) -> str:
    """Say in words which side is ahead; a difference inside the uncertainty is none."""
    if found.low <= 1 <= found.high:
        return "no difference beyond chance"
    return what(found.value)


def faster(value: float) -> str:
    """Return words for stock's time divided by Warmline's."""
    return f"Warmline is {value:.1f}× faster" if value >= 1 else f"Warmline is {1 / value:.1f}× SLOWER"
