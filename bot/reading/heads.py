"""A linear head: from a message's features to labels with calibrated shares."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix

from bot.reading.encoders import all_cores

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
        self._weights: NDArray[np.float32] = np.empty((0, 0), dtype=np.float32)  # transposed and in one piece
        self._bias: NDArray[np.float32] = np.empty(0, dtype=np.float32)

    def fit(self, features: csr_matrix, labels: Sequence[str]) -> Head:
        """Fit on features of shape (examples, features); a second fit with the same labels goes on from the first."""
        names = sorted(set(labels))
        if self.labels != names or self._weights.shape[0] != features.shape[1]:
            self.labels = names
            self._weights = np.zeros((features.shape[1], len(names)), dtype=np.float32)
            self._bias = np.zeros(len(names), dtype=np.float32)
        place = {name: index for index, name in enumerate(names)}
        truth = np.array([place[label] for label in labels])
        counts = np.bincount(truth, minlength=len(names))
        weighs = (len(truth) / (len(names) * counts))[truth] if self._balanced else np.ones(len(truth))
        # Of two labels scikit-learn keeps one vector of weights, which is punished twice as much as two halves of it.
        strength = (2.0 if len(names) == 2 else 1.0) / (self._c * weighs.sum())
        self._weights, self._bias = _minimised(
            features, truth, weighs / weighs.sum(), strength, (self._weights, self._bias), self._max_iterations
        )
        return self

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


Weights = tuple[NDArray[np.float32], NDArray[np.float32]]


def _minimised(
    features: csr_matrix,
    truth: NDArray[np.int64],
    weighs: NDArray[np.float64],
    strength: float,
    start: Weights,
    iterations: int,
) -> Weights:
    """Return the weights and bias with the least loss: weighted cross-entropy plus `strength` / 2 times the weights' squares.

    This is scikit-learn's logistic regression, whose solver multiplies embedding and n-grams alike as sparse, in double precision, with one
    core; here the embedding is multiplied as what it is, which is several times faster (docs/decisions/0013).
    """
    import torch

    filled = np.bincount(features.indices, minlength=features.shape[1]) > features.shape[0] / 2
    full, rare = np.flatnonzero(filled), np.flatnonzero(~filled)
    dense = torch.from_numpy(features[:, full].toarray().astype(np.float32))
    sparse = features[:, rare]
    turned = sparse.T.tocsr()
    parts = [torch.from_numpy(part.copy()) for part in (start[0][full], start[0][rare], start[1])]
    goal, shares = torch.from_numpy(truth), torch.from_numpy(weighs.astype(np.float32))

    def loss() -> Any:
        top, low, bias = parts
        scores = torch.log_softmax(dense @ top + torch.from_numpy(sparse @ low.numpy()) + bias, dim=1)
        chosen = scores.gather(1, goal[:, None]).squeeze(1)
        error = scores.exp() * shares[:, None]
        error[torch.arange(len(goal)), goal] -= shares
        top.grad, low.grad = dense.T @ error + strength * top, torch.from_numpy(turned @ error.numpy()) + strength * low
        bias.grad = error.sum(0)
        return -(chosen * shares).sum() + strength / 2 * (top.square().sum() + low.square().sum())

    solver = torch.optim.LBFGS(
        parts,
        max_iter=iterations,
        max_eval=iterations * 3,
        history_size=10,
        tolerance_grad=1e-6,
        tolerance_change=1e-10,
        line_search_fn="strong_wolfe",
    )
    with all_cores(), torch.no_grad():
        solver.step(loss)
    weights = np.empty((features.shape[1], len(parts[2])), dtype=np.float32)
    weights[full], weights[rare] = parts[0].numpy(), parts[1].numpy()
    return weights, parts[2].numpy()


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = raised / raised.sum(axis=1, keepdims=True)
    return shares
