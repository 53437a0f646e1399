"""The page, the pictures and the table on the terminal, from made-up figures."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from matplotlib.image import imread
from rich.console import Console

from cli import evaluate
from evaluation import markdown, noise, plots, scores
from evaluation.page import page, summary
from evaluation.terminal import figures

INTENTS = ("track_order", "cancel_order", "out_of_scope", "get_refund")
EMOTIONS = ("neutral", "angry", "frustrated", "happy")
NASTY = "a | b <script> `x` *y* [z](http://evil.example) _q_ \\| \n## no heading"


def made_up_sets(wishes: bool = True) -> dict[str, evaluate.Sets]:
    """Return small sets of both languages."""
    found = {}
    for language, words in (("en", "please tell me where parcel number"), ("zh", "请问我的订单什么时候发货")):
        rows = [
            {
                "text": f"{words} {index} {NASTY if index == 0 else ''}",
                "intent": INTENTS[index % 4],
                "emotion": EMOTIONS[index % 4],
            }
            for index in range(24)
        ]
        texts = [str(row["text"]) for row in rows]
        found[language] = evaluate.Sets(
            rows,
            [{"text": f"{words} and that", "intents": ["track_order", "get_refund"]}] if wishes else None,
            [{"text": "a lamp", "entities": [{"entity": "product", "value": "lamp"}]}] if wishes else None,
            noise.robustness_set(texts, language),
            {kind: noise.of_one_kind(texts, language, kind, 10) for kind in noise.KINDS[language]},
        )
    return found


def parser(sets: dict[str, evaluate.Sets], seen: list[list[str]]) -> evaluate.Parse:
    """Return a parser that knows the labels, is wrong now and then, and loses its way where there are slips."""
    gold = {row["text"]: row for one in sets.values() for row in one.utterances}

    def parse(texts: list[str]) -> Iterator[dict[str, Any]]:
        seen.append(texts)
        for text in texts:
            chance = random.Random(text)
            row = gold.get(text) or {"intent": chance.choice(INTENTS), "emotion": chance.choice(EMOTIONS)}
            intent = row["intent"] if chance.random() < 0.9 and NASTY not in text else "get_refund"
            yield {
                "intent": {"name": intent, "confidence": 0.8},
                "intent_ranking": [{"name": intent, "confidence": 0.8}],
                "emotion": {
                    "label": row["emotion"],
                    "confidence": 0.7,
                    "valence": 0.0,
                    "intensity": 0.5,
                    "ranking": {row["emotion"]: 0.7, "sad": 0.3},
                },
                "entities": [{"entity": "product", "value": "lamp", "start": 2, "end": 6}] if text == "a lamp" else [],
                "wishes": [{"intent": intent, "confidence": 0.8, "start": 0, "end": len(text)}],
            }

    return parse


def made_up_results(sets: dict[str, evaluate.Sets], **changed: Any) -> tuple[dict[str, Any], Any]:
    """Return results as `warmline evaluate` writes them, and what was read."""
    measured, reads = evaluate.measure(sets, parser(sets, []), Console(quiet=True))
    about = {
        "date": "2026-11-21T10:00:00+00:00",
        "model": "0123.tar.gz",
        "training": {"en": 2139, "zh": 900},
        "quick": False,
    }
    return {**about, **measured, **changed}, reads


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """Results with everything in them."""
    return made_up_results(made_up_sets())[0]


def test_every_text_is_read_once_and_like_lengths_together() -> None:
    sets, seen = made_up_sets(), []

    evaluate.measure(sets, parser(sets, seen), Console(quiet=True))

    (texts,) = seen
    assert len(texts) == len(set(texts)) > 100
    assert [len(text) for text in texts] == sorted(len(text) for text in texts)


def test_a_parser_that_loses_a_text_is_found_out() -> None:
    with pytest.raises(ValueError, match="shorter"):
        evaluate.read_all({"a", "b"}, lambda texts: iter([{}]), Console(quiet=True))


def test_the_page_has_a_section_for_all_that_is_measured(results: dict[str, Any]) -> None:
    said = page(results)

    for language in ("en", "zh"):
        for part in ("intent", "emotion", "out of scope", "angry or frustrated", "slips", "several wishes", "entities"):
            assert f"\n## {language}, {part}\n" in said
        for head in ("intent", "emotion"):
            assert f"({language}-{head}.png)" in said
            assert f"({language}-{head}-reliability.png)" in said
            found = results["languages"][language][head]
            line = f"24 utterances: accuracy {found['accuracy']:.1%}, macro-F1 {found['macro_f1']:.1%}."
            assert f"## {language}, {head}\n\n{line}\n" in said
    assert "model `0123.tar.gz`, trained from 2,139 en, 900 zh utterances" in said
    assert "Who wrote them" in said
    assert "What they had a say in" in said
    assert "nan" not in said
    assert "None" not in said


def test_the_page_is_made_of_the_json_file_alone(results: dict[str, Any]) -> None:
    assert page(json.loads(json.dumps(results, allow_nan=False))) == page(results)


def test_a_customers_text_stays_in_its_cell(results: dict[str, Any]) -> None:
    said = page(results)

    assert "<script>" not in said
    assert "\n## no heading" not in said
    assert "[z](http" not in said.replace("\\[z](http", "")
    for line in said.splitlines():
        if "no heading" in line:
            assert line.startswith("| ")
            assert line.endswith(" |")


def test_every_row_of_a_table_has_as_many_cells_as_its_head(results: dict[str, Any]) -> None:
    cells = 0
    for line in page(results).splitlines():
        if not line.startswith("|"):
            cells = 0
            continue
        count = line.replace("\\\\", "").replace("\\|", "").count("|")
        assert cells in (0, count), line
        cells = count


def test_what_is_not_there_is_said() -> None:
    found, _ = made_up_results(made_up_sets(wishes=False), quick=True)

    said = page(found)

    assert "Not there: tests/nlu/wishes_en.jsonl." in said
    assert "Not there: tests/nlu/entities_zh.jsonl." in said
    assert "A quick run" in said
    assert [row for row in summary(found) if row[0] == "entities, F1"] == [["entities, F1", "–", "–"]]


def test_missing_files_are_no_failure(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "nlu"
    folder.mkdir(parents=True)
    (folder / "en.jsonl").write_text('{"text": "where is it", "intent": "track_order", "emotion": "neutral"}\n')
    (folder / "entities_en.jsonl").write_text("")

    sets = evaluate.sets_of(tmp_path, "en", quick=True)

    assert (sets.wishes, sets.entities, sets.of_kind) == (None, None, {})
    found = evaluate.measure({"en": sets}, parser({"en": sets}, []), Console(quiet=True))[0]["languages"]["en"]
    assert (found["wishes"], found["out_of_scope"], found["anger"]) == (None, None, None)
    assert found["intent"]["utterances"] == 1


def test_files_and_pictures_are_written(tmp_path: Path) -> None:
    sets = made_up_sets()
    found, reads = made_up_results(sets)

    evaluate.write(found, sets, reads, tmp_path / "new")

    names = {file.name for file in (tmp_path / "new").iterdir()}
    pictures = {
        f"{language}-{head}{kind}.png"
        for language in ("en", "zh")
        for head in ("intent", "emotion")
        for kind in ("", "-reliability")
    }
    assert names == pictures | {"README.md", "results.json"}
    assert json.loads((tmp_path / "new" / "results.json").read_text(encoding="utf-8")) == found
    assert (tmp_path / "new" / "README.md").read_text(encoding="utf-8") == page(found)


def test_the_terminal_shows_the_main_figures(results: dict[str, Any]) -> None:
    console = Console(width=110, file=io.StringIO())

    console.print(figures("How well", ["", *results["languages"]], summary(results)))

    assert isinstance(console.file, io.StringIO)
    said = console.file.getvalue()
    for name in (
        "intents, accuracy",
        "out of scope, AUROC",
        "slips, intents: points lost",
        "wishes, F1",
        "entities, F1",
    ):
        assert name in said


@pytest.mark.slow
def test_a_matrix_of_150_labels_is_drawn_large_enough_to_read(tmp_path: Path) -> None:
    labels = [f"label_{number:03}" for number in range(150)]

    plots.confusion_matrix(tmp_path / "many.png", labels, [*labels[1:], "invented"], "many")
    plots.confusion_matrix(tmp_path / "few.png", ["a", "b"], ["a", "a"], "few")

    many, few = (imread(tmp_path / name) for name in ("many.png", "few.png"))
    # Each label has at least a line of small print to itself.
    assert many.shape[0] >= 150 * 14
    assert max(many.shape) <= 4000
    assert few.shape[0] < many.shape[0] / 4


def test_the_same_figures_give_the_same_picture(tmp_path: Path) -> None:
    calibrated = scores.calibration([0.1, 0.5, 0.9, 0.95], [False, True, True, True])

    for name in ("one.png", "two.png"):
        plots.reliability(tmp_path / name, calibrated, "intent, en")

    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (markdown.percent(0.94014), "94.0%"),
        (markdown.percent(None), "–"),
        (markdown.between([0.921, 0.958]), "92.1 to 95.8%"),
        (markdown.between([None, None]), "–"),
        (markdown.points(0.0123), "1.2"),
        (markdown.points(-0.0123), "−1.2"),
        (markdown.points(-0.0001), "0.0"),
        (markdown.number(0.12345), "0.123"),
        (markdown.cell("a|b\nc"), "a\\|b c"),
        (markdown.cell("a\\|b"), "a\\\\\\|b"),
    ],
)
def test_figures_and_texts_look_as_people_read_them(said: str, expected: str) -> None:
    assert said == expected
