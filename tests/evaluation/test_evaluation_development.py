"""`warmline evaluate --development`: what is found in the sets that rules and thresholds are chosen by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cli import evaluate
from cli.validation.heldout import DEVELOPMENT, held_out
from support.settings import ROOT

ROWS = [row for language in ("en", "zh") for row in held_out(ROOT, f"wishes_{language}", DEVELOPMENT)]
WANTED = {row["text"]: row["intents"] for row in ROWS}
MISREAD = "Is the parka true to size? And do you have the green?"


def parse(texts: list[str]) -> Iterator[dict[str, Any]]:
    """Read everything rightly but one message, of which one wish is lost."""
    for text in texts:
        wanted = WANTED[text][:1] if text == MISREAD else WANTED[text]
        first = {"name": wanted[0], "confidence": 0.9}
        wishes = [{"intent": name, "confidence": 0.9, "start": 0, "end": len(text)} for name in wanted]
        yield {"intent": first, "intent_ranking": [first], "wishes": wishes, "entities": [], "language": "en"}


def test_what_was_read_wrongly_is_told_with_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    evaluate.develop(parse)

    said = capsys.readouterr().out
    english, chinese = said.split("zh, development")
    assert f"{MISREAD}  is size_advice product_question, taken for size_advice\n" in english
    assert "taken for " not in chinese.split("several wishes, taken for one")[1]
    assert chinese.split("in order")[1].split()[0] == "100.0%"
    assert english.split("in order")[1].split()[0] == "99.4%"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_third_of_the_messages_holds_one_wish_only(language: str) -> None:
    rows = held_out(ROOT, f"wishes_{language}", DEVELOPMENT)
    alone = sum(len(row["intents"]) == 1 for row in rows)

    assert len(rows) >= 120
    assert 0.3 <= alone / len(rows) <= 0.4
