"""A linear head: from a message's features to labels with calibrated shares."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

logger = logging.getLogger(__name__)


class Head:
    """Logistic regression over sparse features, its confidences calibrated by one temperature.

    Args:
        c: inverse regularisation.
        balanced: weigh labels by their inverse frequency.
        max_iterations: of the solver; features of this size need no more to settle their order.
    """

    def __init__(self, c: float = 10.0, *, balanced: bool = True, max_iterations: int = 60) -> None:
        self._c = c
        self._balanced = balanced
        self._max_iterations = max_iterations
        self.labels: list[str] = []
        self.temperature = 1.0
        self._model: LogisticRegression | None = None
        self._weights: NDArray[np.float32] = np.empty((0, 0), dtype=np.float32)  # transposed and in one piece
        self._bias: NDArray[np.float32] = np.empty(0, dtype=np.float32)

    def fit(self, features: csr_matrix, labels: Sequence[str]) -> Head:
        """Fit on features of shape (examples, features); a second fit with the same labels goes on from the first."""
        if self._model is None or self.labels != sorted(set(labels)):
            self._model = self._regression()
        model = self._model.fit(features, labels)
        self.labels = [str(label) for label in model.classes_]
        weights, bias = model.coef_, model.intercept_
        if len(self.labels) == 2:  # scikit-learn keeps one row for two labels
            weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
        self._weights = np.ascontiguousarray(weights.T, dtype=np.float32)
        self._bias = bias.astype(np.float32)
        return self

    def __getstate__(self) -> dict[str, object]:
        """Keep the weights, not what fitted them."""
        return {**self.__dict__, "_model": None}

    def calibrate(self, features: csr_matrix, labels: Sequence[str]) -> Head:
        """Set the temperature under which the shares given to examples that were not trained on fit best."""
        place = {label: index for index, label in enumerate(self.labels)}
        kept = [index for index, label in enumerate(labels) if label in place]
        if not kept:
            return self
        truth = np.array([place[labels[index]] for index in kept])
        scores = self.scores(features[kept])

        def loss(log_temperature: float) -> float:
            shares = _softmax(scores / np.exp(log_temperature))
            return -float(np.log(np.maximum(shares[np.arange(len(truth)), truth], 1e-9)).mean())

        self.temperature = float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))
        logger.info("Temperature %.2f", self.temperature)
        return self

    def scores(self, features: csr_matrix) -> NDArray[np.float32]:
        """Return the labels' raw scores, shape (examples, labels)."""
        found: NDArray[np.float32] = features @ self._weights + self._bias
        return found

    def shares(self, features: csr_matrix) -> NDArray[np.float32]:
        """Return the labels' probabilities, shape (examples, labels), each row summing to 1."""
        return _softmax(self.scores(features) / self.temperature)

    def _regression(self) -> LogisticRegression:
        return LogisticRegression(
            C=self._c,
            max_iter=self._max_iterations,
            class_weight="balanced" if self._balanced else None,
            warm_start=True,
        )


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = raised / raised.sum(axis=1, keepdims=True)
    return shares
