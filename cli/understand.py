"""`warmline understand`: what one message means to the bot and why, or a file of them, a JSON line each."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cli.environment import settings_with_secrets
from support.errors import InvalidInput

if TYPE_CHECKING:
    from bot.explanation import Explanation
    from bot.understanding import Understanding

BATCH = 64
_OF_AN_ENTITY = ("entity", "value", "start", "end", "resolved", "negated")


def understand(text: str, jsonl: str = "", as_json: bool = False) -> None:
    """Explain what the bot understands of `text`; or print it for each line of the file `jsonl` ("-": standard input).

    Args:
        as_json: print the explanation as JSON.

    Raises:
        InvalidInput: neither is given, or both, or a line is no JSON object with a text; the message names the line.
    """
    if bool(text.strip()) == bool(jsonl) or (jsonl and as_json):
        raise InvalidInput('give a text, perhaps with --json, or --jsonl FILE with one {"text": …} a line')
    if jsonl:
        # Before the model is loaded: a typo in a file's name should not take ten seconds to show.
        with _open(jsonl) as file:
            texts = list(_texts(file))
        for line in _as_lines(_parse(texts)):
            print(line, flush=True)
        return
    text = _sound(text)
    found = explained(text, _understanding().explain(text))
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from cli.explanation import show

    show(Console(), found)


def _parse(texts: list[str]) -> Iterator[dict[str, Any]]:
    yield from _understanding().parse(texts, BATCH)


def _understanding() -> Understanding:
    from rich.console import Console

    from cli.train import ensure_model

    # Its chatter on start-up is not for whoever reads our output.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    import warnings

    # Rasa sets the filters anew when it is imported, so what is shown is what has to go.
    warnings.showwarning = lambda *_, **__: None
    console = Console(stderr=True)
    model = ensure_model(settings_with_secrets(), console)
    with console.status("Loading the model …"):
        import logging

        logging.disable(logging.WARNING)
        from bot.understanding import Understanding

        return Understanding(model)


def _open(name: str) -> IO[str]:
    if name == "-":
        return sys.stdin
    try:
        return Path(name).open(encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"cannot read {name}: {error.strerror}") from error


def _texts(file: Iterable[str]) -> Iterator[str]:
    try:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except json.JSONDecodeError as error:
                raise InvalidInput(f"line {number} is not JSON: {error.msg}") from error
            if not isinstance(found, dict) or not isinstance(found.get("text"), str):
                raise InvalidInput(f'line {number} is not an object with a "text"')
            yield _sound(found["text"])
    except UnicodeDecodeError as error:
        raise InvalidInput(f"the file is not UTF-8: {error.reason}") from error


def _sound(text: str) -> str:
    """Return a text that can be written as UTF-8: a terminal's broken bytes, or half a JSON escape, are question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def reading(parsed: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that a line of output carries."""
    emotion = parsed.get("emotion") or {}
    return {
        "intent": parsed["intent"]["name"],
        "confidence": round(parsed["intent"]["confidence"], 4),
        "emotion": emotion.get("label"),
        "emotion_confidence": emotion.get("confidence"),
        "valence": emotion.get("valence"),
        "intensity": emotion.get("intensity"),
        "entities": [
            {key: entity[key] for key in ("entity", "value", "start", "end")} for entity in parsed.get("entities", [])
        ],
        "language": parsed.get("language"),
        "wishes": _wishes(parsed),
    }


def explained(text: str, explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON holds it: what was understood, in full, and what it rests on."""
    parsed = explanation.parsed
    emotion = parsed.get("emotion")
    return {
        "text": text,
        "language": parsed.get("language"),
        "known_words": _rounded(parsed.get("known_words")),
        "intents": [
            {"intent": one["name"], "confidence": _rounded(one["confidence"])} for one in parsed["intent_ranking"]
        ],
        "wishes": [{**wish, "text": text[wish["start"] : wish["end"]]} for wish in _wishes(parsed)],
        "emotion": emotion
        and {
            **{key: emotion[key] for key in ("label", "confidence", "valence", "intensity", "ranking")},
            "movers": [{**asdict(one), "drop": _rounded(one.drop)} for one in explanation.movers],
        },
        "entities": [{key: entity[key] for key in _OF_AN_ENTITY if key in entity} for entity in parsed["entities"]],
        "neighbours": [{**asdict(one), "similarity": _rounded(one.similarity)} for one in explanation.neighbours],
    }


def _wishes(parsed: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**wish, "confidence": _rounded(wish["confidence"])} for wish in parsed.get("wishes") or []]


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _as_lines(parsed: Iterable[dict[str, Any]]) -> Iterator[str]:
    for result in parsed:
        yield json.dumps(reading(result), ensure_ascii=False)
