"""Figures over labels and probabilities. Pure: the same input gives the same figure; chance has a fixed seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20261121
ROUNDS = 1000
BINS = 15

Statistic = Callable[[NDArray[np.intp]], float]


@dataclass(frozen=True)
class LabelScore:
    """How one label fares, each 0 … 1; `support` counts the truth, `said` the guesses."""

    precision: float
    recall: float
    f1: float
    support: int
    said: int


@dataclass(frozen=True)
class Interval:
    """Where a figure lies with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True)
class Bin:
    """The guesses whose confidence lies above `low`, up to `high`; means are 0 where there are none."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Calibration:
    """Whether "80 % sure" is right in 80 of 100 cases; `ece` is the mean distance, weighed by the bins' counts."""

    ece: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Alarm:
    """What an alarm does: `recall` of those meant, `false_alarms` among the others, `precision` of the alarms.

    `threshold`: the least score that raises it; infinite where none may, None where the alarm is no threshold.
    """

    threshold: float | None
    recall: float
    false_alarms: float
    precision: float


def accuracy(truth: Sequence[str], guess: Sequence[str]) -> float:
    """Return the share of right guesses. Raises ValueError for nothing, or for lists of different lengths."""
    return float(np.mean(hits(truth, guess)))


def hits(truth: Sequence[str], guess: Sequence[str]) -> NDArray[np.bool_]:
    """Return which guesses are right. Raises ValueError for nothing, or for lists of different lengths."""
    if not truth:
        raise ValueError("there is nothing to score")
    return np.array([t == g for t, g in zip(truth, guess, strict=True)])


def per_label(truth: Sequence[str], guess: Sequence[str]) -> dict[str, LabelScore]:
    """Return the score of each label that occurs in the truth or among the guesses, in order of the names.

    What cannot be divided is 0: the precision of a label never guessed, the recall of one that is in guesses only.
    """
    names, t, g = _coded(truth, guess)
    real, said = np.bincount(t, minlength=len(names)), np.bincount(g, minlength=len(names))
    right = np.bincount(t[t == g], minlength=len(names))
    found = {}
    for index, name in enumerate(names):
        hit, support, times = int(right[index]), int(real[index]), int(said[index])
        found[name] = LabelScore(
            precision=hit / times if times else 0.0,
            recall=hit / support if support else 0.0,
            f1=2 * hit / (times + support),
            support=support,
            said=times,
        )
    return found


def macro_f1(truth: Sequence[str], guess: Sequence[str]) -> float:
    """Return the mean F1 over all labels in truth or guesses: one that is only ever guessed counts with F1 = 0, as in scikit-learn.

    Leaving such labels out would reward a model for inventing them.
    """
    return float(np.mean([score.f1 for score in per_label(truth, guess).values()]))


def accuracy_interval(right: Sequence[bool] | NDArray[np.bool_]) -> Interval:
    """Return the interval of an accuracy from which guesses are right."""
    values = np.asarray(right, dtype=float)
    return interval(lambda chosen: float(values[chosen].mean()), len(values))


def macro_f1_interval(truth: Sequence[str], guess: Sequence[str]) -> Interval:
    """Return the interval of `macro_f1`."""
    names, t, g = _coded(truth, guess)

    def statistic(chosen: NDArray[np.intp]) -> float:
        a, b = t[chosen], g[chosen]
        both = np.bincount(a, minlength=len(names)) + np.bincount(b, minlength=len(names))
        right = np.bincount(a[a == b], minlength=len(names))
        there = both > 0
        return float(np.mean(2 * right[there] / both[there]))

    return interval(statistic, len(t))


def interval(statistic: Statistic, size: int, rounds: int = ROUNDS, seed: int = SEED) -> Interval:
    """Return the 95 % percentile bootstrap interval of a statistic over `size` items.

    Args:
        statistic: gets the indices of a resample; NaN leaves the resample out.
    """
    if size < 1:
        raise ValueError("there is nothing to draw from")
    chance = np.random.default_rng(seed)
    values = np.array([statistic(chance.integers(0, size, size)) for _ in range(rounds)])
    values = values[~np.isnan(values)]
    if not len(values):
        return Interval(math.nan, math.nan)
    low, high = np.percentile(values, [2.5, 97.5])
    return Interval(float(low), float(high))


def calibration(
    confidence: Sequence[float], right: Sequence[bool] | NDArray[np.bool_], bins: int = BINS
) -> Calibration:
    """Return the expected calibration error of the likeliest label, over `bins` bins of equal width (Guo et al., 2017)."""
    sure, correct = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    if not len(sure) or len(sure) != len(correct):
        raise ValueError("as many confidences as guesses are needed, one at least")
    # Above `low`, up to `high`; confidence 0 belongs to the first bin.
    place = np.clip(np.ceil(sure * bins).astype(int) - 1, 0, bins - 1)
    found, error = [], 0.0
    for index in range(bins):
        inside = place == index
        count = int(inside.sum())
        mean, share = (float(sure[inside].mean()), float(correct[inside].mean())) if count else (0.0, 0.0)
        error += count / len(sure) * abs(share - mean)
        found.append(Bin(index / bins, (index + 1) / bins, count, mean, share))
    return Calibration(error, tuple(found))


def auroc(positive: Sequence[bool], score: Sequence[float]) -> float:
    """Return how often a positive scores above a negative, ties half. Raises ValueError unless there are both."""
    found = _auroc(np.asarray(positive, dtype=bool), np.asarray(score, dtype=float))
    if math.isnan(found):
        raise ValueError("AUROC needs positives and negatives")
    return found


def auroc_interval(positive: Sequence[bool], score: Sequence[float]) -> Interval:
    """Return the interval of `auroc`."""
    real, scores = np.asarray(positive, dtype=bool), np.asarray(score, dtype=float)
    return interval(lambda chosen: _auroc(real[chosen], scores[chosen]), len(real))


def alarm(positive: Sequence[bool], raised: Sequence[bool], threshold: float | None = None) -> Alarm:
    """Return what alarms that were raised are worth; what cannot be divided is 0."""
    real, said = np.asarray(positive, dtype=bool), np.asarray(raised, dtype=bool)
    if not len(real) or len(real) != len(said):
        raise ValueError("as many alarms as truths are needed, one at least")
    caught, false = int((real & said).sum()), int((~real & said).sum())
    return Alarm(
        threshold,
        recall=caught / max(1, int(real.sum())),
        false_alarms=false / max(1, int((~real).sum())),
        precision=caught / max(1, caught + false),
    )


def recall_at(positive: Sequence[bool], score: Sequence[float], false_alarms: float) -> Alarm:
    """Return the alarm "score ≥ threshold" that finds most while at most `false_alarms` (0 … 1) of the others raise it.

    Of thresholds that find as many, the highest. It is chosen on the very data it is measured on, which flatters a little.
    """
    real, scores = np.asarray(positive, dtype=bool), np.asarray(score, dtype=float)
    threshold = _threshold(real, scores, false_alarms)
    return alarm(real.tolist(), (scores >= threshold).tolist(), threshold)


def recall_at_interval(positive: Sequence[bool], score: Sequence[float], false_alarms: float) -> Interval:
    """Return the interval of that recall, the threshold chosen anew in each resample."""
    real, scores = np.asarray(positive, dtype=bool), np.asarray(score, dtype=float)

    def statistic(chosen: NDArray[np.intp]) -> float:
        some, values = real[chosen], scores[chosen]
        return float((values[some] >= _threshold(some, values, false_alarms)).mean()) if some.any() else math.nan

    return interval(statistic, len(real))


def _coded(truth: Sequence[str], guess: Sequence[str]) -> tuple[list[str], NDArray[np.intp], NDArray[np.intp]]:
    """Return the labels in truth or guesses, sorted, and both as indices into them."""
    if not truth or len(truth) != len(guess):
        raise ValueError("as many guesses as truths are needed, one at least")
    names = sorted({*truth, *guess})
    index = {name: number for number, name in enumerate(names)}
    return names, np.array([index[name] for name in truth]), np.array([index[name] for name in guess])


def _auroc(real: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    positives = int(real.sum())
    negatives = len(real) - positives
    if not positives or not negatives:
        return math.nan
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]  # ties share the mean of their ranks
    return float((ranks[real].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def _threshold(real: NDArray[np.bool_], scores: NDArray[np.float64], false_alarms: float) -> float:
    if not len(real) or len(real) != len(scores):
        raise ValueError("as many scores as truths are needed, one at least")
    steps, place = np.unique(scores, return_inverse=True)
    positives = np.bincount(place[real], minlength=len(steps))[::-1].cumsum()[::-1]  # with a score of this step or more
    negatives = np.bincount(place[~real], minlength=len(steps))[::-1].cumsum()[::-1]
    allowed = negatives <= false_alarms * max(1, int((~real).sum())) + 1e-9
    most = int(positives[allowed].max()) if allowed.any() else 0
    if not most:
        return math.inf
    return float(steps[np.flatnonzero(allowed & (positives == most))[-1]])
