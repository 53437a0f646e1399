"""The public data sets, read from a folder that is not part of this project (`--sets`); nothing of them is kept here."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

from support.errors import InvalidInput


@dataclass(frozen=True)
class Row:
    """A sentence and its labels; most sets have one a sentence."""

    text: str
    labels: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the only or first label."""
        return self.labels[0]


@dataclass(frozen=True)
class Split:
    """A data set: what is trained on, what thresholds are chosen on, what is measured."""

    name: str
    train: list[Row]
    dev: list[Row]
    test: list[Row]
    outside: dict[str, list[Row]] = field(default_factory=dict)


def banking77(folder: Path) -> Split:
    """Return Banking77 in full: 77 intents of a bank's customers."""
    return Split("Banking77", _csv(folder / "banking77/train.csv"), [], _csv(folder / "banking77/test.csv"))


def banking77_10(folder: Path) -> Split:
    """Return Banking77 with ten sentences an intent, the published choice of them."""
    full = banking77(folder)
    spelled = {row.label.lower(): row.label for row in full.test}
    few = [
        Row(row.text, (spelled[row.label.lower()],))
        for row in _tsv(folder / "banking77/fewshot_train_10.tsv", head=True)
    ]
    return Split("Banking77, 10-shot", few, [], full.test)


def hwu64(folder: Path) -> Split:
    """Return HWU64 in full: 64 intents of a household assistant's users."""
    return Split(
        "HWU64",
        _tsv(folder / "hwu64/train.tsv", head=True),
        _tsv(folder / "hwu64/valid.tsv", head=True),
        _tsv(folder / "hwu64/test.tsv", head=True),
    )


def hwu64_10(folder: Path) -> Split:
    """Return HWU64 with ten sentences an intent."""
    full = hwu64(folder)
    return Split("HWU64, 10-shot", _tsv(folder / "hwu64/train_10.tsv", head=True), full.dev, full.test)


def clinc150(folder: Path) -> Split:
    """Return CLINC150: 150 intents, and sentences outside all of them (`outside`: train, dev, test)."""
    file = folder / "clinc150/data_full.json"
    kept = json.loads(_text(file))
    rows = {name: [Row(text, (label,)) for text, label in kept[name]] for name in kept}
    return Split(
        "CLINC150",
        rows["train"],
        rows["val"],
        rows["test"],
        {"train": rows["oos_train"], "dev": rows["oos_val"], "test": rows["oos_test"]},
    )


def goemotions(folder: Path) -> Split:
    """Return GoEmotions by Ekman's six emotions and neutral: several labels a sentence may be right."""
    names = _text(folder / "goemotions/ekman_labels.txt").split()
    parts = {}
    for part in ("train", "dev", "test"):
        rows = _cells(folder / f"goemotions/ekman_{part}.tsv")
        parts[part] = [Row(row[0], tuple(names[int(index)] for index in row[1].split(","))) for row in rows]
    return Split("GoEmotions, Ekman", parts["train"], parts["dev"], parts["test"])


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidInput(
            f"cannot read {file}: {error.strerror}. Name the folder of the public sets: make bench-nlu ARGS='--sets FOLDER'"
        ) from error


def _csv(file: Path) -> list[Row]:
    rows = csv.DictReader(_text(file).splitlines(keepends=True))
    return [Row(row["text"].strip(), (row["category"],)) for row in rows]


def _cells(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in _text(file).split("\n") if line.strip()]


def _tsv(file: Path, *, head: bool) -> list[Row]:
    return [Row(row[0], (row[1],)) for row in _cells(file)[1 if head else 0 :]]
