"""`warmline evaluate`: measure the shipped model on the held-out sets, and write down what it can and where it fails."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli.model import fitting_model
from cli.understand import _parse
from cli.validation.heldout import DEVELOPMENT, FOLDER, held_out
from cli.validation.training import read as training
from evaluation import measures, noise, plots, scores
from evaluation.page import HEADS, page, summary, wish_figures
from evaluation.terminal import figures
from support.emotion import is_angry, reading
from support.language import LANGUAGES
from support.settings import ROOT

REPORT = ROOT / "docs" / "evaluation"
OF_A_KIND = 400  # utterances at most for each kind of slip: enough for a figure, and the run stays short

Json = dict[str, Any]
Rows = list[Json]
Parse = Callable[[list[str]], Iterator[Json]]


@dataclass(frozen=True)
class Sets:
    """What one language is measured on; None where there is no such file."""

    utterances: Rows
    wishes: Rows | None
    entities: Rows | None
    mixed: list[noise.Corrupted]
    of_kind: Mapping[str, list[noise.Corrupted]]

    def texts(self) -> Iterator[str]:
        """Yield all that has to be read."""
        for rows in (self.utterances, self.wishes or [], self.entities or []):
            yield from (row["text"] for row in rows)
        for some in (self.mixed, *self.of_kind.values()):
            yield from (one.text for one in some)


def evaluate(to: Path | None = None, quick: bool = False) -> None:
    """Parse every held-out text, print the figures; write README.md, results.json and the pictures.

    Args:
        to: the folder for them, docs/evaluation if None.
        quick: leave out each kind of slip; the mixed ones stay.

    Raises:
        DataInvalid: a set cannot be read, or has a broken line.
    """
    folder = to or REPORT
    sets = {language: sets_of(ROOT, language, quick) for language in LANGUAGES}
    console = Console()
    results, reads = measure(sets, _parse, Console(stderr=True))
    counts = Counter(example.language for example in training(ROOT)[0])
    results = {
        "schema": "warmline-evaluation/1",
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": fitting_model(ROOT).name,
        "training": dict(sorted(counts.items())),
        "quick": quick,
        **results,
    }
    write(results, sets, reads, folder)
    console.print(figures("How well it understands", ["", *results["languages"]], summary(results)))
    shown = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
    console.print(f"Written: {shown / 'README.md'}, results.json and pictures", highlight=False)


def develop(parse: Parse = _parse) -> None:
    """Parse the development sets and print what was found of their wishes, and messages that were read wrongly; write nothing.

    Raises:
        DataInvalid: a set cannot be read, or has a broken line.
    """
    rows = {language: held_out(ROOT, f"wishes_{language}", DEVELOPMENT) for language in LANGUAGES}
    texts = {row["text"] for some in rows.values() for row in some}
    parsed = read_all(texts, parse, Console(stderr=True))
    console = Console()
    for language, some in rows.items():
        found = measures.wishes(some, [measures.read(row["text"], parsed[row["text"]]) for row in some])
        console.print(figures(f"{language}, development", ["", ""], wish_figures(found)))
        for error in found["errors"]:
            said = f"{error['text']}  is {' '.join(error['is'])}, taken for {' '.join(error['taken_for'])}"
            console.print(said, highlight=False, markup=False, soft_wrap=True)


def sets_of(root: Path, language: str, quick: bool = False) -> Sets:
    """Read a language's sets and make the corrupted ones."""
    utterances = held_out(root, language)
    texts = [row["text"] for row in utterances]
    kinds = () if quick else noise.KINDS[language]
    return Sets(
        utterances,
        _optional(root, f"wishes_{language}"),
        _optional(root, f"entities_{language}"),
        noise.robustness_set(texts, language),
        {kind: noise.of_one_kind(texts, language, kind, OF_A_KIND) for kind in kinds},
    )


def _optional(root: Path, name: str) -> Rows | None:
    # An empty file measures as little as none.
    return (held_out(root, name) or None) if (root / FOLDER / f"{name}.jsonl").exists() else None


def measure(sets: Mapping[str, Sets], parse: Parse, console: Console) -> tuple[Json, dict[str, list[measures.Read]]]:
    """Read all texts once and measure; return the figures, and what was read in each language's utterances."""
    parsed = read_all({text for one in sets.values() for text in one.texts()}, parse, console)
    reads: dict[str, measures.Read] = {text: measures.read(text, found) for text, found in parsed.items()}
    languages: Json = {}
    clean: dict[str, list[measures.Read]] = {}
    for language, one in sets.items():
        texts = [row["text"] for row in one.utterances]
        labels = {head: [str(row[head]) for row in one.utterances] for head in HEADS}
        clean[language] = [reads[text] for text in texts]
        languages[language] = {
            **{
                head: measures.head(
                    texts,
                    labels[head],
                    [getattr(read, head) for read in clean[language]],
                    sure_of(clean[language], head),
                )
                for head in HEADS
            },
            "out_of_scope": measures.out_of_scope(labels["intent"], clean[language]),
            "anger": measures.anger(labels["emotion"], clean[language], [_alarms(parsed[text]) for text in texts]),
            "robustness": measures.robustness(labels, clean[language], one.mixed, one.of_kind, reads),
            "wishes": one.wishes and measures.wishes(one.wishes, [reads[row["text"]] for row in one.wishes]),
            "entities": one.entities and measures.entities(one.entities, [reads[row["text"]] for row in one.entities]),
        }
    figures: Json = measures.rounded(
        {
            "seed": scores.SEED,
            "bootstrap_rounds": scores.ROUNDS,
            "calibration_bins": scores.BINS,
            "characters_per_slip": noise.PER_SLIP,
            "allowed_false_alarms": measures.FALSE_ALARMS,
            "languages": languages,
        }
    )
    return figures, clean


def read_all(texts: set[str], parse: Parse, console: Console) -> dict[str, Json]:
    """Parse each text once, texts of like length together, since a batch takes as long as its longest."""
    order = sorted(texts, key=lambda text: (len(text), text))
    results = parse(order)
    found = [first for first in [next(results, None)] if first is not None]  # the model is loaded with the first
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(order), completed=len(found))
        for one in results:
            found.append(one)
            progress.advance(task)
    return dict(zip(order, found, strict=True))


def write(results: Json, sets: Mapping[str, Sets], reads: Mapping[str, list[measures.Read]], folder: Path) -> None:
    """Write results.json, the page made of it, and the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    (folder / "README.md").write_text(page(results), encoding="utf-8")
    for language, found in reads.items():
        for head in HEADS:
            truth = [str(row[head]) for row in sets[language].utterances]
            guess = [str(getattr(read, head)) for read in found]
            plots.confusion_matrix(folder / f"{language}-{head}.png", truth, guess, f"{head}, {language}")
            calibrated = scores.calibration(sure_of(found, head), scores.hits(truth, guess))
            plots.reliability(folder / f"{language}-{head}-reliability.png", calibrated, f"{head}, {language}")


def sure_of(reads: list[measures.Read], head: str) -> list[float]:
    """Return the confidence of each likeliest intent or emotion."""
    return [read.intents[read.intent] if head == "intent" else read.emotions.get(read.emotion, 0.0) for read in reads]


def _alarms(parsed: Json) -> bool:
    """Say whether the shipped rule takes this message alone for anger."""
    found = reading(parsed.get("emotion"))
    return found is not None and is_angry(found)
