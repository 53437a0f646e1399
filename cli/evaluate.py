"""`warmline evaluate`: measure the shipped model on the held-out sets and write down where it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from cli.understand import _parse, reading
from cli.validate import held_out
from support.settings import ROOT

REPORT = Path("docs") / "evaluation"
SHOWN = 25


def evaluate() -> None:
    """Parse every held-out utterance, print the figures, write docs/evaluation/README.md and the confusion matrices."""
    console = Console()
    rows = {language: held_out(ROOT, language) for language in ("en", "zh")}
    flat = [row for language in rows for row in rows[language]]
    found = [reading(parsed) for parsed in _parse([row["text"] for row in flat])]
    sections = ["# How well it understands", "", _METHOD, ""]
    start = 0
    for language, gold in rows.items():
        part = found[start : start + len(gold)]
        start += len(gold)
        for head in ("intent", "emotion"):
            truth, guess = [row[head] for row in gold], [row[head] for row in part]
            figures = scores(truth, guess)
            console.print(
                f"{language} {head:8} accuracy {figures['accuracy']:.1%}  macro-F1 {figures['macro_f1']:.1%}  ({len(gold)} utterances)"
            )
            sections += _section(language, head, gold, truth, guess, figures)
            _matrix(ROOT / REPORT / f"{language}-{head}.png", truth, guess, f"{head}, {language}")
    (ROOT / REPORT / "README.md").write_text("\n".join(sections) + "\n", encoding="utf-8")
    console.print(f"Written: {REPORT / 'README.md'} and the confusion matrices beside it")


_METHOD = """`make evaluate` writes this page: the shipped model, trained from `data/nlu/`, reads the held-out utterances in `tests/nlu/`,
which were written by an author who had not seen the training data and are never trained on. No threshold is applied: the likeliest label
counts. The labels were given by that one author and not checked by a second."""


def scores(truth: Sequence[str], guess: Sequence[str]) -> dict[str, Any]:
    """Return accuracy and macro-F1 (0 … 1), and precision, recall, F1 and support of each label."""
    labels = sorted(set(truth))
    hits = Counter(t for t, g in zip(truth, guess, strict=True) if t == g)
    said, real = Counter(guess), Counter(truth)
    each = {}
    for label in labels:
        precision = hits[label] / said[label] if said[label] else 0.0
        recall = hits[label] / real[label]
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        each[label] = {"precision": precision, "recall": recall, "f1": f1, "support": real[label]}
    return {
        "accuracy": sum(hits.values()) / len(truth),
        "macro_f1": sum(row["f1"] for row in each.values()) / len(labels),
        "labels": each,
    }


def _section(
    language: str,
    head: str,
    gold: Sequence[dict[str, Any]],
    truth: Sequence[str],
    guess: Sequence[str],
    figures: dict[str, Any],
) -> list[str]:
    wrong = [(row["text"], t, g) for row, t, g in zip(gold, truth, guess, strict=True) if t != g]
    lines = [
        f"## {language}, {head}",
        "",
        f"{len(truth)} utterances: accuracy {figures['accuracy']:.1%}, macro-F1 {figures['macro_f1']:.1%}.",
        "",
        f"![confusion matrix]({language}-{head}.png)",
        "",
        "| label | precision | recall | F1 | utterances |",
        "|---|---|---|---|---|",
    ]
    for label, row in sorted(figures["labels"].items(), key=lambda item: item[1]["f1"]):
        lines.append(f"| {label} | {row['precision']:.2f} | {row['recall']:.2f} | {row['f1']:.2f} | {row['support']} |")
    lines += [
        "",
        f"Where it fails ({len(wrong)}; {min(SHOWN, len(wrong))} shown):",
        "",
        "| text | is | was taken for |",
        "|---|---|---|",
    ]
    lines += [f"| {_cell(text)} | {t} | {g} |" for text, t, g in wrong[:SHOWN]]
    return [*lines, ""]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _matrix(path: Path, truth: Sequence[str], guess: Sequence[str], title: str) -> None:
    """Draw the confusion matrix, rows as they are, columns as they were taken, each row summing to 1."""
    import matplotlib

    matplotlib.use("Agg")
    import numpy as np
    from matplotlib import pyplot

    labels = sorted(set(truth) | set(guess))
    counts = np.zeros((len(labels), len(labels)))
    for t, g in zip(truth, guess, strict=True):
        counts[labels.index(t), labels.index(g)] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    size = max(5.0, 0.28 * len(labels) + 2.5)
    figure, axes = pyplot.subplots(figsize=(size, size))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels, rotation=90, fontsize=8)
    axes.set_yticks(range(len(labels)), labels, fontsize=8)
    axes.set_xlabel("taken for")
    axes.set_ylabel("is")
    axes.set_title(title)
    for i, j in zip(*np.nonzero(counts), strict=True):
        axes.text(
            j,
            i,
            int(counts[i, j]),
            ha="center",
            va="center",
            fontsize=6,
            color="white" if shares[i, j] > 0.5 else "black",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
