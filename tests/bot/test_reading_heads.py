"""A head's shares are scikit-learn's, and its one temperature makes them honest."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.reading.heads import Head


def features(count: int, seed: int) -> csr_matrix:
    """Return sparse features, half of them empty."""
    numbers = np.random.default_rng(seed)
    return csr_matrix((numbers.random((count, 12)) * (numbers.random((count, 12)) < 0.5)).astype(np.float32))


def noisy(count: int, seed: int) -> tuple[csr_matrix, list[str]]:
    """Return features that tell the label six times of ten."""
    numbers = np.random.default_rng(seed)
    truth = numbers.integers(0, 3, count)
    shown = np.where(numbers.random(count) < 0.6, truth, numbers.integers(0, 3, count))
    rows = np.hstack([np.eye(3)[shown], numbers.normal(size=(count, 20))]).astype(np.float32)
    return csr_matrix(rows), [f"label {label}" for label in truth]


def loss(shares: NDArray[np.float32], labels: list[str], names: list[str]) -> float:
    """Return the mean logarithmic loss."""
    truth = [names.index(label) for label in labels]
    return -float(np.log(shares[np.arange(len(truth)), truth]).mean())


@pytest.mark.parametrize("labels", [2, 3, 8])
@pytest.mark.parametrize("balanced", [True, False])
def test_shares_are_scikit_learns(labels: int, balanced: bool) -> None:
    rows, truth = features(60, labels), [f"label {index % labels}" for index in range(59)] + ["label 0"]
    weights = "balanced" if balanced else None
    model = LogisticRegression(C=10.0, max_iter=400, class_weight=weights).fit(rows, truth)
    head = Head(10.0, balanced=balanced, max_iterations=400).fit(rows, truth)

    found = head.shares(features(30, 99))

    assert head.labels == list(model.classes_)
    np.testing.assert_allclose(found, model.predict_proba(features(30, 99)), atol=2e-3)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-5)


def test_a_second_fit_goes_on_from_the_first_and_other_labels_begin_anew() -> None:
    rows, truth = noisy(60, 7)
    again = Head(max_iterations=2000).fit(rows[:50], truth[:50]).fit(rows, truth)
    fresh = Head(max_iterations=2000).fit(rows, truth)
    np.testing.assert_allclose(again.shares(rows), fresh.shares(rows), atol=0.02)

    other = again.fit(rows, ["yes" if label == "label 0" else "no" for label in truth])
    assert other.labels == ["no", "yes"]
    assert other.shares(rows).shape == (60, 2)


def test_a_kept_head_says_the_same_and_carries_nothing_else() -> None:
    rows, truth = noisy(60, 8)
    head = Head(max_iterations=2000).fit(rows, truth).calibrate(*noisy(40, 9))
    kept = pickle.loads(pickle.dumps(head))

    np.testing.assert_array_equal(kept.shares(rows), head.shares(rows))
    assert kept.temperature == head.temperature != 1.0


def test_one_temperature_makes_an_overconfident_head_honest() -> None:
    head = Head(10.0, max_iterations=5000).fit(*noisy(120, 1))
    rows, truth = noisy(400, 2)
    before, favourites = loss(head.shares(rows), truth, head.labels), head.shares(rows).argmax(axis=1)

    head.calibrate(*noisy(400, 3))

    assert head.temperature > 1.2
    assert loss(head.shares(rows), truth, head.labels) < before - 0.05
    assert (head.shares(rows).argmax(axis=1) == favourites).all(), "the order of the labels stays"


def test_a_timid_head_is_encouraged() -> None:
    numbers = np.random.default_rng(4)
    truth = numbers.integers(0, 3, 300)
    rows = csr_matrix(np.eye(3)[truth].astype(np.float32))
    names = [f"label {label}" for label in truth]
    head = Head(0.001).fit(rows, names)

    assert head.calibrate(rows, names).temperature < 1.0


def test_labels_that_were_never_trained_on_are_no_reason_to_fail() -> None:
    rows, truth = noisy(60, 5)
    head = Head(max_iterations=400).fit(rows, truth)
    alone, with_others = Head(max_iterations=400).fit(rows, truth), noisy(40, 6)

    alone.calibrate(with_others[0][:20], with_others[1][:20])
    head.calibrate(with_others[0], with_others[1][:20] + ["unheard of"] * 20)

    assert head.temperature == alone.temperature
    assert Head(max_iterations=400).fit(rows, truth).calibrate(rows, ["unheard of"] * 60).temperature == 1.0
    assert Head(max_iterations=400).fit(rows, truth).calibrate(rows[:0], []).temperature == 1.0
