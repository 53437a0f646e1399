"""The figures against scikit-learn's, or against what can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from evaluation import scores

LABELS = st.sampled_from(["a", "b", "c", "d"])
PAIRS = st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=60)
SCORED = st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])), min_size=1, max_size=60)


@given(PAIRS)
def test_labels_and_means_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    truth, guess = [t for t, _ in pairs], [g for _, g in pairs]

    names = sorted({*truth, *guess})
    found = scores.per_label(truth, guess)
    theirs = metrics.precision_recall_fscore_support(truth, guess, labels=names, zero_division=0)

    assert list(found) == names
    for index, name in enumerate(names):
        ours = found[name]
        assert (ours.precision, ours.recall, ours.f1, ours.support) == pytest.approx([row[index] for row in theirs])
        assert ours.said == guess.count(name)
    assert scores.accuracy(truth, guess) == pytest.approx(metrics.accuracy_score(truth, guess))
    assert scores.macro_f1(truth, guess) == pytest.approx(
        metrics.f1_score(truth, guess, average="macro", zero_division=0)
    )


def test_a_label_that_is_only_ever_guessed_lowers_the_mean() -> None:
    truth, guess = ["a", "a", "b", "b"], ["a", "a", "b", "invented"]

    # a: 1; b: precision 1, recall 1/2; invented: 0.
    assert scores.macro_f1(truth, guess) == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert scores.per_label(truth, guess)["invented"] == scores.LabelScore(0.0, 0.0, 0.0, support=0, said=1)


@given(SCORED)
def test_auroc_is_scikit_learns_ties_included(rows: list[tuple[bool, float]]) -> None:
    real, score = [r for r, _ in rows], [s for _, s in rows]

    if len(set(real)) < 2:
        with pytest.raises(ValueError, match="positives and negatives"):
            scores.auroc(real, score)
    else:
        assert scores.auroc(real, score) == pytest.approx(metrics.roc_auc_score(real, score))


@given(SCORED, st.sampled_from([0.0, 0.03, 0.2, 0.5, 1.0]))
def test_no_other_threshold_finds_more_within_the_allowed_false_alarms(
    rows: list[tuple[bool, float]], allowed: float
) -> None:
    real, score = [r for r, _ in rows], [s for _, s in rows]

    found = scores.recall_at(real, score, allowed)

    assert found.false_alarms <= allowed
    assert found.threshold is not None
    for threshold in {*score, math.inf}:
        other = scores.alarm(real, [s >= threshold for s in score], threshold)
        if other.false_alarms <= allowed:
            assert other.recall <= found.recall
            assert other.recall < found.recall or other.recall == 0 or threshold <= found.threshold


def test_an_alarm_is_counted_as_by_hand() -> None:
    real = [True, True, True, True, False, False, False, False, False, False]
    score = [0.9, 0.8, 0.6, 0.3, 0.7, 0.4, 0.2, 0.2, 0.1, 0.0]

    assert scores.recall_at(real, score, 0.0) == scores.Alarm(0.8, recall=0.5, false_alarms=0.0, precision=1.0)
    found = scores.recall_at(real, score, 0.2)
    assert (found.threshold, found.recall, found.false_alarms) == pytest.approx((0.6, 0.75, 1 / 6))
    assert found.precision == pytest.approx(3 / 4)


def test_where_nothing_may_raise_it_the_threshold_is_infinite() -> None:
    found = scores.recall_at([True, False], [0.5, 0.5], 0.0)

    assert found == scores.Alarm(math.inf, recall=0.0, false_alarms=0.0, precision=0.0)


def test_calibration_is_counted_by_hand() -> None:
    # Two bins of the ten: 0.75 sure and half right; 0.95 sure and all right.
    found = scores.calibration([0.75, 0.75, 0.95, 0.95], [True, False, True, True], bins=10)

    assert found.ece == pytest.approx(0.5 * 0.25 + 0.5 * 0.05)
    assert [(one.low, one.count) for one in found.bins if one.count] == [(0.7, 2), (0.9, 2)]
    assert sum(one.count for one in found.bins) == 4


@pytest.mark.parametrize(("sure", "place"), [(0.0, 0), (0.1, 0), (0.1001, 1), (1.0, 9)])
def test_a_bin_holds_its_upper_bound(sure: float, place: int) -> None:
    counts = [one.count for one in scores.calibration([sure], [True], bins=10).bins]

    assert counts.index(1) == place


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_calibration_loses_nothing_and_stays_within_bounds(rows: list[tuple[float, bool]]) -> None:
    found = scores.calibration([sure for sure, _ in rows], [hit for _, hit in rows])

    assert 0 <= found.ece <= 1
    assert sum(one.count for one in found.bins) == len(rows)


def test_intervals_are_the_same_each_time_and_hold_the_figure() -> None:
    chance = np.random.default_rng(1)
    truth = [str(label) for label in chance.choice(["a", "b", "c"], 300)]
    guess = [t if chance.random() < 0.8 else "a" for t in truth]

    right = scores.hits(truth, guess)
    first, again = scores.accuracy_interval(right), scores.accuracy_interval(right)

    assert first == again
    assert first.low < scores.accuracy(truth, guess) < first.high
    # The normal approximation: 1.96 standard errors to either side.
    error = 1.96 * math.sqrt(right.mean() * (1 - right.mean()) / len(right))
    assert (first.low, first.high) == pytest.approx((right.mean() - error, right.mean() + error), abs=0.012)
    f1 = scores.macro_f1_interval(truth, guess)
    assert f1.low < scores.macro_f1(truth, guess) < f1.high


def test_the_macro_f1_of_a_resample_is_the_macro_f1_of_its_items() -> None:
    truth, guess = ["a", "b", "b", "c"], ["a", "b", "c", "d"]
    seen = []

    def statistic(chosen: np.ndarray) -> float:
        seen.append(scores.macro_f1([truth[i] for i in chosen], [guess[i] for i in chosen]))
        return seen[-1]

    assert scores.interval(statistic, 4) == scores.macro_f1_interval(truth, guess)


def test_more_data_narrow_the_interval() -> None:
    few, many = ([True, True, True, False] * times for times in (10, 100))

    widths = [found.high - found.low for found in map(scores.accuracy_interval, (few, many))]

    assert widths[1] < 0.5 * widths[0]


def test_intervals_of_auroc_and_recall_hold_their_figures() -> None:
    chance = np.random.default_rng(2)
    real = [bool(one) for one in chance.random(400) < 0.3]
    score = [float(chance.normal(1.5 if one else 0.0)) for one in real]

    area, spread = scores.auroc(real, score), scores.auroc_interval(real, score)
    recall = scores.recall_at_interval(real, score, 0.05)

    assert spread.low < area < spread.high
    assert recall.low <= scores.recall_at(real, score, 0.05).recall <= recall.high


@pytest.mark.parametrize(
    "call",
    [
        lambda: scores.accuracy([], []),
        lambda: scores.accuracy(["a"], []),
        lambda: scores.macro_f1([], []),
        lambda: scores.per_label(["a"], ["a", "b"]),
        lambda: scores.calibration([], []),
        lambda: scores.recall_at([], [], 0.1),
        lambda: scores.interval(lambda chosen: 0.0, 0),
    ],
)
def test_nothing_and_lists_of_different_lengths_are_refused(call: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        call()  # type: ignore[operator]
