"""What of a text is shown for a search: the surroundings of the first hit, every hit marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

AROUND = 60
MOST_WORDS = 6
MOST_CHARS = 200


@dataclass(frozen=True)
class Part:
    """A piece of an excerpt; `hit`: it is what was searched for."""

    text: str
    hit: bool


def words_of(query: str) -> list[str]:
    """Return the words of a query, none twice; none at all for a query that would find nearly everything.

    One Chinese character is a word, one letter is none.
    """
    words = list(dict.fromkeys(query.split()))[:MOST_WORDS]
    enough = any(len(word) > 1 or ord(word[0]) > 0x2E7F for word in words)
    return words if enough else []


def excerpt(text: str, words: Sequence[str], around: int = AROUND) -> list[Part]:
    """Return the text near its first hit, in one line, cut at `around` characters before and after it."""
    line = " ".join(text.split())
    hits = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    first = hits.search(line)
    start = max(0, first.start() - around) if first else 0
    end = min(len(line), (first.end() if first else 0) + 2 * around)
    shown = ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
    parts, done = [], 0
    for hit in hits.finditer(shown):
        parts += [Part(shown[done : hit.start()], False), Part(hit.group(), True)]
        done = hit.end()
    return [part for part in (*parts, Part(shown[done:], False)) if part.text]
