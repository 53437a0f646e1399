"""Chinese by its sound: what a customer left in pinyin, and what characters sound like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
# Words of Latin letters that are no part of an address, a number or a name of a file.
_LATIN = re.compile(r"(?<![A-Za-z0-9@./-])[A-Za-z]+(?:[ '][A-Za-z]+){0,3}(?![A-Za-z0-9@/-])")
_PARTS = re.compile(r"[ ']")
_USUAL = 3  # times that a word has to stand in the training data
_LONGEST = 4  # characters of a word


def sounds(text: str) -> list[str]:
    """Return the toneless syllables of a text's Han characters, one a character: ["tui", "kuan"] of "退款!"."""
    from pypinyin import lazy_pinyin

    return [syllable for run in _HAN_RUN.findall(text) for syllable in lazy_pinyin(run)]


class Pinyin:
    """Write in characters what messages hold in pinyin, as the training data suggest: `texts`, in simplified characters."""

    def __init__(self, texts: Sequence[str]) -> None:
        words = Counter(
            run[start : start + length]
            for text in texts
            for run in _HAN_RUN.findall(text)
            for length in range(2, _LONGEST + 1)
            for start in range(len(run) - length + 1)
        )
        self._written: dict[str, str] = {}
        for word, count in words.most_common():
            if count < _USUAL:
                break
            self._written.setdefault("".join(sounds(word)), word)

    def written(self, text: str) -> str:
        """Return the text with its pinyin in characters; a text without any character is left alone, for it may be another language."""
        return _LATIN.sub(self._characters, text) if _HAN.search(text) else text

    def _characters(self, found: re.Match[str]) -> str:
        parts = _PARTS.split(found.group())
        if len(parts) > 1 and (word := self._written.get("".join(parts).lower())):
            return word
        return re.sub(r"[A-Za-z]+", lambda part: self._written.get(part.group().lower(), part.group()), found.group())
