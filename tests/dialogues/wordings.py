"""From what the bot said back to the responses that it said: the desk's messages carry text alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from support.settings import ROOT

DOMAIN = ROOT / "bot" / "domain"
_VARIABLE = re.compile(r"\{\w+\}")
# Where one response of a message may end and the next begin.
_SENTENCE_END = re.compile(r"[.!?:。！？：][\"'”’)）]*\s*|\n+")


@dataclass(frozen=True)
class Wording:
    """One way to say a response. `literal`: how many of its characters are not variables'."""

    response: str
    pattern: re.Pattern[str]
    longest: str
    literal: int


@cache
def wordings(folder: Path = DOMAIN) -> tuple[Wording, ...]:
    """Return all wordings of the domain's `utter_…` responses that hold words of their own."""
    return tuple(
        _wording(name, variation["text"])
        for path in sorted(folder.glob("*.yml"))
        for name, variations in (yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {}).items()
        if name.startswith("utter_")
        for variation in variations
        if re.search(r"\w", _VARIABLE.sub("", variation.get("text", "")))
    )


def _wording(name: str, text: str) -> Wording:
    parts = _VARIABLE.split(text.strip())
    pattern = re.compile(".+?".join(re.escape(part) for part in parts), re.DOTALL)
    return Wording(name, pattern, max(parts, key=len), sum(map(len, parts)))


def responses(text: str, known: Iterable[Wording] | None = None) -> list[str]:
    """Return the names of the responses that a message is made of, in order: an opening, then an answer, most often."""
    return [name for name, _ in pieces(text, known) if name]


def pieces(text: str, known: Iterable[Wording] | None = None) -> list[tuple[str, str]]:
    """Return what a message is made of, in order: each response's name with its words.

    What is no response's, such as an article's text, has the name "". Of several ways to read a message that counts
    which explains most of it.
    """
    text = text.strip()
    likely = [wording for wording in (wordings() if known is None else known) if wording.longest in text]
    ends = sorted({match.end() for match in _SENTENCE_END.finditer(text)} | {len(text)})
    # best[end]: how much of text[:end] is explained, in how few pieces, by what.
    best: dict[int, tuple[int, int, list[tuple[str, str]]]] = {0: (0, 0, [])}
    for end in ends:
        before = max(start for start in best if start < end)
        explained, count, read = best[before]
        options = [(explained, count, [*read, ("", text[before:end])])]
        for start, (explained, count, read) in best.items():
            found = _named(text[start:end].strip(), likely)
            if found:
                options.append((explained + found.literal, count - 1, [*read, (found.response, text[start:end])]))
        best[end] = max(options, key=lambda option: option[:2])
    return _joined(best[len(text)][2])


def _joined(read: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pieces; what is no response's is one piece as far as it stands together."""
    joined: list[tuple[str, str]] = []
    for name, words in read:
        if joined and not name and not joined[-1][0]:
            joined[-1] = ("", joined[-1][1] + words)
        else:
            joined.append((name, words))
    return joined


def _named(piece: str, likely: list[Wording]) -> Wording | None:
    """Return the wording that a piece is, whole; of several the one with the most words of its own."""
    fitting = [wording for wording in likely if wording.pattern.fullmatch(piece)]
    return max(fitting, key=lambda wording: wording.literal, default=None)
