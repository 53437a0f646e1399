"""What the packet says to agents, in both of the desk's languages: wordings of `data/responses/packet_lines.json`, filled with facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "zh")
Words = Mapping[str, str]  # one meaning by language
_FILE = Path(__file__).resolve().parent.parent / "data" / "responses" / "packet_lines.json"


@cache
def wordings() -> dict[str, Any]:
    """Return the file: `lines`, `next_steps`, `words` by language, and `actions_zh`."""
    loaded: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return loaded


def fill(wording: Words, values: Mapping[str, str | Words]) -> Words:
    """Return the wording in each language with its values, which may be the same in both."""
    return {
        language: wording[language].format(
            **{name: value if isinstance(value, str) else value[language] for name, value in values.items()}
        )
        for language in LANGUAGES
    }


def line(name: str, **values: str | Words) -> Words:
    """Return a line of the summary."""
    return fill(wordings()["lines"][name], values)


def word(name: str) -> Words:
    """Return a status, outcome or emotion in words; a name that nobody knows stays as it is."""
    known: Words | None = wordings()["words"].get(name)
    return known or {"en": name.replace("_", " "), "zh": name.replace("_", " ")}


def days(count: int) -> Words:
    """Return so many days."""
    words = wordings()["words"]
    return fill(words["day"] if count == 1 else words["days"], {"count": str(count)})


def action(name: str) -> Words:
    """Return what the bot tried, in words."""
    plain = name.replace("_", " ")
    return {"en": plain, "zh": wordings()["actions_zh"].get(name, plain)}


def both(text: str, text_zh: str) -> Words:
    """Return two texts as one meaning; English stands in where there is no Chinese."""
    return {"en": text, "zh": text_zh or text}


def listed(items: Iterable[Words]) -> Words:
    """Return several in a row, each once."""
    every = list(items)
    separators = {"en": ", ", "zh": "、"}
    return {
        language: separators[language].join(dict.fromkeys(item[language] for item in every)) for language in LANGUAGES
    }


def quote(text: str, limit: int = 90) -> str:
    """Return somebody's words on one line, cut to `limit` characters; a paper clip for a file without words."""
    flat = " ".join(text.split()) or "📎"
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
