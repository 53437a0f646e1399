"""The tables of `rephrasing_words.toml`, ready to count with, and what tells English from its neighbours."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("rephrasing_words.toml")

# Capitalised words that begin a sentence before a comma without being somebody's name.
BEGINNERS = frozenset(
    {"so", "yes", "no", "well", "okay", "good", "thanks", "right", "here", "first", "also", "then", "still", "however"}
)
# A third of English text is these; of any other language in Latin script hardly any.
ENGLISH = frozenset(
    {"a", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "do", "for", "from", "had", "has"}
    | {"have", "here", "here's", "how", "i", "i'm", "i've", "i'll", "if", "is", "it", "it's", "its", "just", "my"}
    | {"no", "not", "of", "on", "or", "our", "out", "should", "so", "that", "that's", "the", "their", "them", "there"}
    | {"there's", "they", "this", "to", "up", "us", "was", "we", "we'll", "we're", "we've", "were", "what", "when"}
    | {"where", "which", "will", "with", "would", "you", "you'd", "you'll", "you're", "you've", "your", "yours"}
)


@dataclass(frozen=True)
class Words:
    """One language's table: `idle` is taken out first, then each pattern of each kind is counted; `harmless` words may be new."""

    idle: re.Pattern[str]
    harmless: frozenset[str]
    kinds: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]


@cache
def words(language: str) -> Words:
    """Return the table of `en` or `zh`."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    whole = r"\b(?:{})\b" if language == "en" else "(?:{})"
    kinds = tuple(
        (kind, tuple(re.compile(whole.format(part)) for part in _alternatives(row)))
        for kind, row in tables[language].items()
    )
    harmless = tables["harmless"][language]
    allowed = frozenset(harmless.split()) | ENGLISH if language == "en" else frozenset(harmless)
    return Words(re.compile(tables["idle"][language]), allowed, kinds)


def _alternatives(row: str) -> list[str]:
    """Split at the bars outside brackets."""
    parts, depth = [""], 0
    for char in row.replace("\n", ""):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts
