"""Light fine-tuning: an encoder's upper layers learn the labels, its lower layers stay as they came.

What the lower layers make of each training text is computed once; only the upper ones are run again and again, which on a CPU is
several times faster than tuning the whole. Every head pulls at the same sentence vector (multi-task): cross-entropy with
smoothed labels over scaled cosines, each label's vector starting at the middle of some of its examples.
"""

from __future__ import annotations

import copy
import logging
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from bot.reading.encoders import Encoder, all_cores, half_is_faster

logger = logging.getLogger(__name__)

_SCALE = 16.0  # of the cosines: with 1 the softmax over dozens of labels could never be sure
_SMOOTHING = 0.1
_DROPOUT = 0.1
_WARM_UP = 0.1  # share of the steps
_HEADS_FASTER = 20.0  # the heads start from nothing, the layers from what they know
_STARTERS = 2_000  # examples, at random, whose middles the heads start from


@dataclass(frozen=True)
class Tuning:
    """How an encoder is tuned: `layers` from the top (0: not at all), `epochs` over the examples, learning `rate`, `batch` size."""

    layers: int = 0
    epochs: int = 3
    rate: float = 1e-4
    batch: int = 32


@dataclass(frozen=True)
class Task:
    """What one head learns: the labels of each example (none: it learns nothing from it), and how much it weighs."""

    labels: Sequence[tuple[str, ...]]
    weight: float = 1.0


State = dict[str, torch.Tensor]


def tune(
    encoder: Encoder,
    texts: Sequence[str],
    tasks: Sequence[Task],
    tuning: Tuning,
    seen: NDArray[np.int64] | None = None,
    twins: NDArray[np.int64] | None = None,
    progress: Callable[[str], None] = logger.info,
) -> tuple[State, NDArray[np.float32]]:
    """Tune an encoder in place.

    Args:
        texts: the utterances, and `tasks` their labels.
        seen: the places of those to learn from; without it, all.
        twins: for a text the place of another that says the same (−1: none), which is learnt from instead every other time.

    Returns:
        The state of the tuned layers, in half precision, for `restore`, and the unit vectors that the encoder now makes of all the
        texts, shape (texts, dimensions).
    """
    torch.manual_seed(0)
    order = np.random.default_rng(0)
    with all_cores():
        halves = _Halves(encoder, tuning.layers)
        lower = halves.lower(texts, lambda done, of: progress(f"Encoding sentences: {done} of {of}"))
        starters = order.permutation(len(texts))[:_STARTERS]
        vectors = halves.pooled([lower[index] for index in starters])
        heads = [_TaskHead(task, starters, vectors) for task in tasks]
        layers = [parameter for layer in halves.upper_layers for parameter in layer.parameters()]
        for parameter in layers:
            parameter.requires_grad_(True)
        optimizer = torch.optim.AdamW(
            [
                {"params": layers, "lr": tuning.rate, "weight_decay": 0.01},
                {
                    "params": [parameter for head in heads for parameter in head.parameters()],
                    "lr": tuning.rate * _HEADS_FASTER,
                    "weight_decay": 0.0,
                },
            ],
            fused=True,
        )
        learnt = np.arange(len(texts)) if seen is None else seen
        lengths = np.array([len(row) for row in lower])[learnt]
        steps = math.ceil(len(learnt) / tuning.batch) * tuning.epochs
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1.0, (step + 1) / (_WARM_UP * steps)) * max(0.0, 1 - step / steps)
        )
        done = 0
        for _ in range(tuning.epochs):
            halves.train(True)
            for places in _batches(lengths, tuning.batch, order):
                batch = learnt[places]
                if twins is not None:
                    chosen = (twins[batch] >= 0) & (order.random(len(batch)) < 0.5)
                    batch = np.where(chosen, twins[batch], batch)
                vectors = nn.functional.dropout(
                    halves.pooled([lower[index] for index in batch], several=False), _DROPOUT
                )
                loss = torch.stack([head.loss(vectors, batch) for head in heads]).sum()
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(layers, 1.0)
                optimizer.step()
                schedule.step()
                done += 1
                if done % 25 == 0 or done == steps:
                    progress(f"Tuning the encoder: step {done} of {steps}, loss {loss.item():.2f}")
        halves.train(False)
        for parameter in layers:
            parameter.requires_grad_(False)
        state = {name: tensor.to(torch.float16) for name, tensor in halves.state().items()}
        # What is kept is what is used: the heads are fitted on what the rounded layers give.
        restore(encoder, tuning, state)
        after = halves.pooled(lower)
    return state, after.numpy()


def restore(encoder: Encoder, tuning: Tuning, state: State) -> None:
    """Give an encoder tuned layers back."""
    halves = _Halves(encoder, tuning.layers)
    halves.upper_layers.load_state_dict({name: tensor.float() for name, tensor in state.items()})


class _Halves:
    """An encoder cut in two: what stays, and the upper layers."""

    def __init__(self, encoder: Encoder, layers: int) -> None:
        self._encoder = encoder
        self._network: Any = encoder.transformer
        every = self._network.encoder.layer
        if not 0 < layers <= len(every):
            raise ValueError(f"cannot tune {layers} layers of {encoder.name}, which has {len(every)}")
        self._lower_layers = every[: len(every) - layers]
        self.upper_layers: nn.ModuleList = every[len(every) - layers :]
        self._biased = hasattr(self._network.encoder, "compute_position_bias")  # MPNet
        for parameter in self._network.parameters():
            parameter.requires_grad_(False)
        self._network.eval()

    def train(self, mode: bool) -> None:
        self.upper_layers.train(mode)

    def state(self) -> State:
        return dict(self.upper_layers.state_dict())

    @torch.no_grad()
    def lower(self, texts: Sequence[str], progress: Callable[[int, int], None], batch: int = 128) -> list[torch.Tensor]:
        """Return what the lower layers make of each text, shape (tokens, dimensions), in half precision."""
        found: list[torch.Tensor] = [torch.empty(0)] * len(texts)
        # Autocast would convert the same weights for each batch.
        layers = (
            [copy.deepcopy(layer).bfloat16() for layer in self._lower_layers]
            if half_is_faster()
            else self._lower_layers
        )
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), batch):
            progress(start, len(order))
            indices = order[start : start + batch]
            features = self._encoder.features([texts[index] for index in indices])
            mask = features["attention_mask"].bool()
            hidden = self._encoder.embedded(features)
            hidden = self._run(hidden.bfloat16() if half_is_faster() else hidden, mask, layers)
            for row, index in enumerate(indices):
                found[index] = hidden[row, mask[row]].to(torch.float16).clone()
        return found

    def pooled(self, rows: Sequence[torch.Tensor], *, several: bool = True) -> torch.Tensor:
        """Return the unit vectors of texts that the lower layers have read, shape (texts, dimensions)."""
        if several:
            order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
            vectors = torch.empty(len(rows), rows[0].shape[1])
            with torch.no_grad():
                for start in range(0, len(order), 128):
                    indices = order[start : start + 128]
                    vectors[indices] = self.pooled([rows[index] for index in indices], several=False)
            return vectors
        longest = max(map(len, rows))
        hidden = torch.zeros(len(rows), longest, rows[0].shape[1])
        mask = torch.zeros(len(rows), longest, dtype=torch.bool)
        for index, row in enumerate(rows):
            hidden[index, : len(row)] = row.float()
            mask[index, : len(row)] = True
        with self._encoder.in_half():
            hidden = self._run(hidden, mask, self.upper_layers)
        hidden = hidden.float()
        weights = mask.unsqueeze(-1).float()
        return nn.functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=-1)

    def _run(self, hidden: torch.Tensor, mask: torch.Tensor, layers: Iterable[nn.Module]) -> torch.Tensor:
        added = (~mask)[:, None, None, :].to(hidden.dtype) * -1e9
        bias = (self._network.encoder.compute_position_bias(hidden).to(hidden.dtype),) if self._biased else ()
        for layer in layers:
            out = layer(hidden, added, *bias)
            hidden = out[0] if isinstance(out, tuple) else out
        return hidden


class _TaskHead(nn.Module):
    def __init__(self, task: Task, starters: NDArray[np.int64], vectors: torch.Tensor) -> None:
        super().__init__()
        names = sorted({label for labels in task.labels for label in labels})
        place = {name: index for index, name in enumerate(names)}
        # Of several labels each is as true as the others.
        self._truth = torch.zeros(len(task.labels), len(names))
        for index, labels in enumerate(task.labels):
            for label in labels:
                self._truth[index, place[label]] = 1 / len(labels)
        self._weight = task.weight
        self._linear = nn.Linear(vectors.shape[1], len(names))
        mean = vectors.mean(0)
        with torch.no_grad():
            middles = self._truth[starters].T @ (vectors - mean)
            self._linear.weight.copy_(nn.functional.normalize(middles, dim=-1))
            self._linear.bias.copy_(-(self._linear.weight @ mean))

    def loss(self, vectors: torch.Tensor, batch: NDArray[np.int64]) -> torch.Tensor:
        truth = self._truth[batch]
        known = truth.sum(1) > 0
        if not bool(known.any()):
            return vectors.sum() * 0
        scores = self._linear(vectors[known]) * _SCALE
        loss: torch.Tensor = nn.functional.cross_entropy(scores, truth[known], label_smoothing=_SMOOTHING)
        return loss * self._weight


def _batches(lengths: NDArray[np.int64], size: int, order: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Yield batches of texts of like length, so that little is padded, in random order."""
    like = np.argsort(lengths + order.uniform(-3, 3, len(lengths)))
    batches = [like[start : start + size] for start in range(0, len(like), size)]
    for index in order.permutation(len(batches)):
        yield batches[index]
