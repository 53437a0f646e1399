"""Pictures of the figures. Drawn without a display and without pyplot's global state: the same figures, the same picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from evaluation.scores import Calibration

MANY = 60  # labels from which on the squares are drawn smaller: 150 of them still fit on a page


def confusion_matrix(path: Path, truth: Sequence[str], guess: Sequence[str], title: str) -> None:
    """Draw rows as they are, columns as they were taken; each row's shades sum to 1, the numbers are counts."""
    labels = sorted({*truth, *guess})
    index = {label: number for number, label in enumerate(labels)}
    counts = np.zeros((len(labels), len(labels)), dtype=int)
    for t, g in zip(truth, guess, strict=True):
        counts[index[t], index[g]] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    square, names, numbers = (0.28, 8, 6) if len(labels) <= MANY else (0.16, 6, 5)
    size = max(5.0, square * len(labels) + 2.5)
    figure = Figure(figsize=(size, size))
    axes = figure.add_subplot()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels, rotation=90, fontsize=names)
    axes.set_yticks(range(len(labels)), labels, fontsize=names)
    axes.set_xlabel("taken for")
    axes.set_ylabel("is")
    axes.set_title(title)
    if len(labels) > MANY:
        axes.set_xticks(np.arange(-0.5, len(labels)), minor=True)
        axes.set_yticks(np.arange(-0.5, len(labels)), minor=True)
        axes.grid(which="minor", color="0.93", linewidth=0.3)
        axes.tick_params(which="minor", length=0)
        axes.tick_params(labelright=True, labeltop=True)
    for row, column in zip(*np.nonzero(counts), strict=True):
        axes.text(
            column,
            row,
            int(counts[row, column]),
            ha="center",
            va="center",
            fontsize=numbers,
            color="white" if shares[row, column] > 0.5 else "black",
        )
    _save(figure, path)


def reliability(path: Path, calibrated: Calibration, title: str) -> None:
    """Draw how often the guesses of each bin are right beside how sure they were, and below, how many there are."""
    figure = Figure(figsize=(5.0, 5.4))
    above, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [3, 1]})
    width = 1 / len(calibrated.bins)
    middles = [(one.low + one.high) / 2 for one in calibrated.bins]
    filled = [one for one in calibrated.bins if one.count]
    above.bar(
        [(one.low + one.high) / 2 for one in filled],
        [one.accuracy for one in filled],
        width=width * 0.92,
        color="#4a86c5",
        label="right",
    )
    above.plot([0, 1], [0, 1], color="0.4", linewidth=1, linestyle="--", label="as sure as right")
    above.plot([one.confidence for one in filled], [one.accuracy for one in filled], "o", color="#c0504d", markersize=4)
    above.set_ylim(0, 1.02)
    above.set_ylabel("share that is right")
    above.legend(loc="upper left", fontsize=8, frameon=False)
    above.set_title(f"{title}: ECE {calibrated.ece:.3f}")
    counts = [one.count for one in calibrated.bins]
    below.bar(middles, counts, width=width * 0.92, color="0.75")
    for middle, count in zip(middles, counts, strict=True):
        below.text(middle, count, str(count), ha="center", va="bottom", fontsize=7)
    below.set_ylim(0, max(counts) * 1.25)
    below.set_xlim(0, 1)
    below.set_xlabel("confidence")
    below.set_ylabel("messages")
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
