"""Warmline's pipeline on a public set: the same encoder, n-grams, tuning and heads as `config.yml` names for English."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.nlu.sets import Row, Split
from bot.reading.heads import Head
from bot.reading.reader import Example, LanguageReader, Settings
from bot.reading.tuning import Tuning

Tell = Callable[[str], None]
EPOCHS = 3  # clean sets; the shipped data have their slips beside them, and two are enough
FEW = 20  # sentences a label: a set with fewer is a few-shot one
MANY = 20_000  # sentences: a set with more is large
MANY_LAYERS = 6  # of a large set; half of the encoder
YES_OR_NO_C = (
    0.1  # of the heads of a set of several labels a sentence; chosen, like MANY_LAYERS, on GoEmotions' validation part
)


@dataclass(frozen=True)
class Result:
    """Labels given to the test sentences, how sure (0 … 1), and what else was measured."""

    guess: list[str]
    confidence: list[float]
    figures: dict[str, float]
    train_s: float


def settings_for(split: Split, shipped: Settings) -> tuple[Settings, Tuning]:
    """Return the shipped settings, fitted to the set's size by rules that are the same for every set.

    Few examples need more passes in smaller steps, and can spare none for calibration; a large set needs fewer. Labels are English names
    here, and nothing is misspelt on purpose.
    """
    few = len(split.train) < FEW * len({row.label for row in split.train})
    tuning = replace(shipped.tuning.get("en", Tuning()), epochs=EPOCHS)
    if few:
        tuning = replace(tuning, epochs=tuning.epochs * 4, rate=tuning.rate * 0.3)
    elif len(split.train) > MANY:
        tuning = replace(tuning, epochs=tuning.epochs - 1, layers=MANY_LAYERS)
    return replace(shipped, calibrated=not few, names=True, ngram_scale=0.5, balanced=False, c=30.0, slips=0.0), tuning


def single(split: Split, shipped: Settings, encoder: str, *, tuned: bool, tell: Tell) -> Result:
    """Train on a set of one label a sentence and label its test sentences; out-of-scope recall where the set has such."""
    settings, tuning = settings_for(split, shipped)
    started = time.monotonic()
    reader = LanguageReader(settings, encoder, tuning if tuned else Tuning())
    tell("training")
    reader.fit([Example(row.text, row.label) for row in split.train])
    took = time.monotonic() - started
    tell("reading the test sentences")
    labels, features = reader.intents.labels, reader.features([row.text for row in split.test])
    scores, shares = reader.intents.scores(features), reader.intents.shares(features)
    figures = _outside(reader, split, scores) if split.outside else {}
    guess = [labels[index] for index in scores.argmax(axis=1)]
    return Result(guess, [float(share) for share in shares.max(axis=1)], figures, took)


def _scores(reader: LanguageReader, rows: Sequence[Row]) -> tuple[list[str], NDArray[np.float32]]:
    return reader.intents.labels, reader.intents.scores(reader.features([row.text for row in rows]))


def _outside(reader: LanguageReader, split: Split, test: NDArray[np.float32]) -> dict[str, float]:
    """Return in-scope accuracy and out-of-scope recall at one threshold on the highest raw score.

    The threshold is chosen on the validation part only: the one under which the sum of both is highest there.
    """
    labels, dev = _scores(reader, split.dev)
    _, dev_outside = _scores(reader, split.outside["dev"])
    right = np.array([labels[index] for index in dev.argmax(axis=1)]) == np.array([row.label for row in split.dev])
    inside_score, outside_score = dev.max(axis=1), dev_outside.max(axis=1)
    choices = np.unique(np.concatenate([inside_score, outside_score]))
    sums = [(right & (inside_score > t)).mean() + (outside_score <= t).mean() for t in choices]
    threshold = float(choices[int(np.argmax(sums))])
    _, outside = _scores(reader, split.outside["test"])
    hits = np.array([labels[index] for index in test.argmax(axis=1)]) == np.array([row.label for row in split.test])
    top, away = test.max(axis=1), outside.max(axis=1)
    from evaluation.scores import auroc

    at_80 = float(np.quantile(away, 0.8))
    return {
        "threshold": threshold,
        "in_scope": float((hits & (top > threshold)).mean()),
        "oos_recall": float((away <= threshold).mean()),
        "in_scope_at_80": float((hits & (top > at_80)).mean()),
        "auroc": auroc([True] * len(top) + [False] * len(away), [*map(float, top), *map(float, away)]),
    }


def several(split: Split, shipped: Settings, encoder: str, *, tuned: bool, tell: Tell) -> Result:
    """Train on a set of several labels a sentence: one yes-or-no head a label, thresholds chosen on the validation part."""
    settings, tuning = settings_for(split, shipped)
    started = time.monotonic()
    reader = LanguageReader(replace(settings, calibrated=False, names=False), encoder, tuning if tuned else Tuning())
    tell("training")
    reader.fit([Example(row.text, row.label, others=row.labels[1:]) for row in split.train])
    names = sorted({label for row in split.train for label in row.labels})
    features = {
        part: reader.features([row.text for row in rows])
        for part, rows in (("train", split.train), ("dev", split.dev), ("test", split.test))
    }
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        tell(f"the head of {name}")
        head = Head(YES_OR_NO_C, balanced=False).fit(
            features["train"], [str(name in row.labels) for row in split.train]
        )
        place = head.labels.index("True")
        found[name] = {part: head.shares(features[part])[:, place] for part in ("dev", "test")}
    took = time.monotonic() - started
    each = []
    for name in names:
        threshold = _best(found[name]["dev"], np.array([name in row.labels for row in split.dev]))
        each.append(_f1(found[name]["test"] > threshold, np.array([name in row.labels for row in split.test])))
    matrix = np.array([found[name]["test"] for name in names])
    guess = [names[index] for index in matrix.argmax(axis=0)]
    figures = {"macro_f1": float(np.mean(each)), **{f"f1_{name}": f for name, f in zip(names, each, strict=True)}}
    return Result(guess, [float(share) for share in matrix.max(axis=0)], figures, took)


def _best(shares: NDArray[np.float32], real: NDArray[np.bool_]) -> float:
    choices = np.quantile(shares, np.linspace(0.3, 0.999, 200))
    return float(choices[int(np.argmax([_f1(shares > choice, real) for choice in choices]))])


def _f1(said: NDArray[np.bool_], real: NDArray[np.bool_]) -> float:
    hits = int((said & real).sum())
    return 2 * hits / max(1, int(said.sum()) + int(real.sum()))
