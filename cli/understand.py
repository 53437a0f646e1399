"""`warmline understand`: what one message means to the bot, or a file of them, a JSON line each."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from cli.environment import settings_with_secrets
from support.errors import InvalidInput

BATCH = 64


def understand(text: str, jsonl: str = "") -> None:
    """Print what the bot understands of `text`, or of each line of the file `jsonl` ("-": standard input).

    Raises:
        InvalidInput: neither is given, or a line is no JSON object with a text; the message names the line.
    """
    if bool(text.strip()) == bool(jsonl):
        raise InvalidInput('give a text, or --jsonl FILE with one {"text": …} a line')
    if jsonl:
        # Before the model is loaded: a typo in a file's name should not take ten seconds to show.
        with _open(jsonl) as file:
            texts = list(_texts(file))
        for line in _as_lines(_parse(texts)):
            print(line, flush=True)
        return
    _show(text, next(_parse([text])))


def _parse(texts: list[str]) -> Iterator[dict[str, Any]]:
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

        understanding = Understanding(model)
    yield from understanding.parse(texts, BATCH)


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
            yield found["text"]
    except UnicodeDecodeError as error:
        raise InvalidInput(f"the file is not UTF-8: {error.reason}") from error


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
    }


def _as_lines(parsed: Iterable[dict[str, Any]]) -> Iterator[str]:
    for result in parsed:
        yield json.dumps(reading(result), ensure_ascii=False)


def _show(text: str, parsed: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    read = reading(parsed)
    rivals = ", ".join(f"{r['name']} {r['confidence']:.2f}" for r in parsed.get("intent_ranking", [])[1:4])
    others = list((parsed.get("emotion") or {}).get("ranking", {}).items())[1:3]
    entities = ", ".join(f"{e['entity']} = {e['value']}" for e in read["entities"]) or "none"
    rows = [
        ("text", text),
        ("language", read["language"] or "cannot be told from this text"),
        ("intent", f"{read['intent']}  {read['confidence']:.2f}"),
        ("", f"then {rivals}"),
        ("emotion", f"{read['emotion']}  {read['emotion_confidence']:.2f}"),
        ("", "then " + ", ".join(f"{name} {share:.2f}" for name, share in others)),
        ("valence", f"{read['valence']:+.2f}  (−1 … 1)"),
        ("intensity", f"{read['intensity']:.2f}  (0 … 1)"),
        ("entities", entities),
    ]
    for name, value in rows:
        # A customer's text is never markup.
        table.add_row(Text(name, style="dim"), Text(value))
    console.print(table)
