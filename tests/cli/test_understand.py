"""`warmline understand`: what it explains, how that looks, and how a wrong call ends."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.explanation import Explanation, Mover
from bot.reading.reader import Neighbour
from cli.explanation import printable, resolved, show
from cli.understand import explained, reading
from support.settings import ROOT

TEXT = "where's my [red]lamp?? it was due TUESDAY and please send the invoice"
CHINESE = "我的灯怎么还没到？急死了，另外帮我开发票"


def explanation(text: str = TEXT, **changed: Any) -> Explanation:
    """Return what might be found out about a text."""
    parsed: dict[str, Any] = {
        "text": text,
        "language": "en",
        "known_words": 0.916666,
        "intent": {"name": "late_delivery", "confidence": 0.812345},
        "intent_ranking": [
            {"name": "late_delivery", "confidence": 0.812345},
            {"name": "get_invoice", "confidence": 0.1},
            {"name": "contact_customer_service", "confidence": 0.001},
        ],
        "wishes": [
            {"intent": "late_delivery", "confidence": 0.812345, "start": 0, "end": 10},
            {"intent": "get_invoice", "confidence": 0.9, "start": 11, "end": 20},
        ],
        "emotion": {
            "label": "frustrated",
            "confidence": 0.7,
            "valence": -0.55,
            "intensity": 0.61,
            "ranking": {"frustrated": 0.7, "anxious": 0.2, "neutral": 0.1},
        },
        "entities": [
            {"entity": "product", "value": "lamp", "start": 16, "end": 20, "extractor": "LearntEntityExtractor"},
            {
                "entity": "date",
                "value": "TUESDAY",
                "start": 33,
                "end": 40,
                "resolved": {"from": "2026-11-17", "to": "2026-11-17"},
                "negated": True,
            },
        ],
    }
    neighbours = (
        Neighbour("was due [bold]monday[/bold], where is it", "late_delivery", "frustrated", 0.71239),
        Neighbour("W-10423", "inform", None, -0.2),
    )
    day = max(0, text.find("TUESDAY"))
    movers = (Mover(text[day : day + 7], day, day + 7, 0.31), Mover(text[:7], 0, 7, -0.12))
    return Explanation({**parsed, **changed}, neighbours, movers)


def shown(found: dict[str, Any], width: int = 80, **options: Any) -> str:
    """Return what a terminal of some width shows."""
    console = Console(file=io.StringIO(), width=width, **options)
    show(console, found)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def warmline(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person calls it."""
    return subprocess.run(
        [sys.executable, "-m", "cli.app", "understand", *arguments],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", **variables},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def test_all_that_is_found_is_told() -> None:
    said = shown(explained(TEXT, explanation()))

    for part in (
        *("English; 92% of its words are known", "late_delivery", "0.81", "get_invoice", "frustrated", "0.70"),
        *("valence −0.55", "intensity 0.61", "+0.31", "TUESDAY", "−0.12", "product", "2026-11-17", "ruled out"),
        *(
            "0.71",
            "was due [bold]monday[/bold], where is it",
            "late_delivery, frustrated",
            "−0.20",
            "inform, no emotion",
        ),
    ):
        assert part in said, part
    assert "contact_customer_service" not in said, "of what is as good as impossible nothing is said"


def test_json_holds_it_in_full() -> None:
    found = json.loads(json.dumps(explained(TEXT, explanation())))

    assert list(found) == [
        *("text", "language", "known_words", "intents", "wishes", "emotion", "entities", "neighbours"),
    ]
    assert found["text"] == TEXT
    assert found["intents"][0] == {"intent": "late_delivery", "confidence": 0.8123}
    assert found["wishes"][1] == {
        **{"intent": "get_invoice", "confidence": 0.9, "start": 11, "end": 20},
        "text": TEXT[11:20],
    }
    assert found["emotion"]["movers"][1] == {"text": "where's", "start": 0, "end": 7, "drop": -0.12}
    assert found["entities"][1]["resolved"] == {"from": "2026-11-17", "to": "2026-11-17"}
    assert found["entities"][1]["negated"] is True
    assert "extractor" not in found["entities"][0]
    assert found["neighbours"][0]["similarity"] == 0.7124


def test_a_line_of_a_file_tells_its_wishes_last() -> None:
    line = reading(explanation().parsed)

    assert list(line)[-1] == "wishes"
    assert [wish["intent"] for wish in line["wishes"]] == ["late_delivery", "get_invoice"]
    assert line["wishes"][0] == {"intent": "late_delivery", "confidence": 0.8123, "start": 0, "end": 10}
    assert line["intent"] == "late_delivery"


@pytest.mark.parametrize("text", [TEXT, CHINESE, "🙂" * 40, "a" * 300, "\t", "[/]"])
@pytest.mark.parametrize("width", [20, 40, 80, 160])
def test_it_fits_into_any_terminal(text: str, width: int) -> None:
    for line in shown(explained(text, explanation(text)), width).splitlines():
        assert cell_len(line) <= width


def test_one_wish_is_no_list() -> None:
    alone = explanation().parsed["wishes"][:1]

    assert "wishes" not in shown(explained(TEXT, explanation(wishes=alone)))
    assert "wishes" in shown(explained(TEXT, explanation()))


def test_where_there_is_little_it_says_so() -> None:
    parsed = explanation(language=None, known_words=None, emotion=None, entities=[], wishes=[]).parsed
    said = shown(explained("42", Explanation(parsed, (), ())))

    assert "cannot be told from this text" in said
    assert re.search(r"entities\s+none", said)
    assert "emotion" not in said


def test_where_no_word_alone_moved_it_it_says_so() -> None:
    said = shown(explained(TEXT, Explanation(explanation().parsed, (), ())))

    assert "no single word: without any of them it is frustrated" in said


def test_a_word_has_the_colour_of_its_sign() -> None:
    said = shown(explained(TEXT, explanation()), force_terminal=True, color_system="standard")

    assert re.search(r"\x1b\[32m\+0\.31\x1b\[0m", said)
    assert re.search(r"\x1b\[31m−0\.12\x1b\[0m", said)
    assert re.search(r"\x1b\[1;32mTUESDAY\x1b\[0m", said), "in the text itself, too"


@pytest.mark.parametrize(
    "text",
    ["[red]hi[/red]", "[link=https://x.example]y[/link]", "[/nothing]", ":smile:", "\\[x]", "[bold", "<b>hi</b>"],
)
def test_a_customers_text_is_never_markup(text: str) -> None:
    found = explained(text, explanation(text, entities=[{"entity": "product", "value": text, "start": 0, "end": 1}]))
    found["neighbours"][0]["text"] = text

    assert shown(found, 120).count(text) >= 3


def test_a_customers_text_cannot_steer_the_terminal() -> None:
    text = "hi\x1b[2J\x1b]0;owned\x07 there\r\n\u202egnp\u2066.\x9b31m👨\u200d👩"

    said = shown(explained(text, explanation(text)))

    assert not set(said) & set("\x1b\x07\r\x9b\u202e\u2066")
    assert len(printable(text)) == len(text)
    assert "👨\u200d👩" in said


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ({"from": "2026-11-17", "to": "2026-11-17"}, "2026-11-17"),
        ({"from": "2026-11-16", "to": "2026-11-22"}, "2026-11-16 to 2026-11-22"),
        ({"value": 49.9, "currency": "EUR"}, "49.9 EUR"),
        ({"value": 20, "currency": None}, "20"),
        ({"value": "XL"}, "XL"),
        ("red", "red"),
    ],
)
def test_what_an_entity_stands_for(value: Any, words: str) -> None:
    assert resolved(value) == words


@pytest.mark.parametrize(
    "arguments", [["--json"], ["--json", "--jsonl", "some.jsonl"], ["hi", "--jsonl", "some.jsonl"]]
)
def test_a_wrong_call_is_one_sentence(arguments: list[str]) -> None:
    done = warmline(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("warmline: give a text")
    assert done.stderr.count("\n") == 1


@pytest.mark.bot
def test_the_trained_model_explains_itself() -> None:
    text = "where is my lamp?? it was due yesterday, I'm so worried"
    done = warmline(text, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)

    assert found["text"] == text
    assert (found["language"], found["emotion"]["label"]) == ("en", "anxious")
    assert len(found["neighbours"]) == 5
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found["emotion"]["movers"])
    assert [one["resolved"]["from"] for one in found["entities"] if one["entity"] == "date"]


@pytest.mark.bot
def test_the_trained_model_explains_itself_in_chinese_and_without_a_terminal() -> None:
    done = warmline("我的台灯怎么还没到？急死了", COLUMNS="40")
    assert done.returncode == 0, done.stderr

    assert "Chinese" in done.stdout
    assert "anxious" in done.stdout
    assert "\x1b" not in done.stdout
    assert all(cell_len(line) <= 40 for line in done.stdout.splitlines())
