"""What one text must be like: its characters, its length, its language, its entity marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set

from support.language import detect

_MARK = re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
# Format, separator, private and surrogate characters; and letters that are drawn as nothing.
_UNSEEN = frozenset({"Cf", "Zl", "Zp", "Co", "Cs"})
_BLANK = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0\ufffd")
_JOINER = "\u200d"  # glues emoji: a family, a profession
# Chinese customers type such short things ("ok", "zhuan ren gong", "TD"); more is a sentence in English.
_FOREIGN_WORDS = 5


def plain(marked: str) -> str:
    """Return a text without its entity marks: "my [lamp](product)" is "my lamp"."""
    return _MARK.sub(r"\1", marked)


def character_problems(text: str, most: int) -> Iterator[str]:
    """Yield what is wrong with a text's characters; `most` is how many there may be."""
    if not text.strip():
        yield "empty"
    elif text != text.strip():
        yield "white space at its beginning or end"
    if len(text) > most:
        yield f"{len(text):,} characters, more than {most:,}"
    control = {c for c in text if unicodedata.category(c) == "Cc" and c != "\n"}
    unseen = {c for i, c in enumerate(text) if _is_unseen(c, text[i - 1 : i])}
    for kind, found in (("control", control), ("invisible", unseen)):
        if found:
            yield f"{kind} character {', '.join(f'U+{ord(c):04X}' for c in sorted(found))}"


def _is_unseen(character: str, before: str) -> bool:
    if character == _JOINER and before:
        return unicodedata.category(before) not in ("So", "Sk", "Mn")
    return character in _BLANK or unicodedata.category(character) in _UNSEEN


def mark_problems(marked: str, entities: Set[str]) -> Iterator[str]:
    """Yield what is wrong with a text's entity marks, `[floor lamp](product)`."""
    for span, name in _MARK.findall(marked):
        if not span.strip():
            yield f"an empty span is marked as {name}"
        elif span != span.strip():
            yield f"white space inside the mark of “{span}”"
        if name not in entities:
            yield f"entity {name!r} is none of ours"
    if re.search(r"[\[\]]", plain(marked)):
        yield "a bracket that is no part of a mark like [floor lamp](product)"


def looks_foreign(text: str, language: str) -> bool:
    """Return whether a text looks like the other language."""
    return detect(text) not in (language, None)


def is_foreign(text: str, language: str) -> bool:
    """Return whether a text is certainly in the other language: not only a short word that everybody types."""
    if not looks_foreign(text, language):
        return False
    return language == "en" or (not _HAN.search(text) and len(_LATIN_WORD.findall(text)) >= _FOREIGN_WORDS)
