"""The heads' own softmax says what scikit-learn's says."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.components.heads import IntentHead


@pytest.mark.parametrize("labels", [2, 3, 8])
def test_probabilities_are_scikit_learns(labels: int) -> None:
    numbers = np.random.default_rng(labels)
    features = csr_matrix(numbers.random((60, 12)) * (numbers.random((60, 12)) < 0.5))
    model = LogisticRegression(C=10.0, max_iter=400).fit(features, np.arange(60) % labels)
    head = IntentHead(IntentHead.get_default_config(), cast(Any, None), cast(Any, None))
    head._models["en"] = model

    ours = head._softmax("en", features)

    np.testing.assert_allclose(ours, model.predict_proba(features), rtol=1e-9)
    np.testing.assert_allclose(ours.sum(axis=1), 1.0)
