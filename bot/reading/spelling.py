"""Put right what fingers, input methods and moods did to a message, before it is read; elsewhere it stays as it was typed.

Full-width letters become plain ones, traditional characters simplified; Han characters lose the blanks between them, "pleeease"
its length. Of English words only those are touched that neither the shop's training data nor the dictionary know: they become the
likeliest known word one or two slips away (candidates by SymSpell), or the words that were typed without a blank, or stay. What is
likely is counted in the training data first, in the dictionary second: a noisy channel. Pinyin among Chinese becomes characters.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise
from typing import Any

from bot.reading.pinyin import Pinyin

_WIDE = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)} | {
    0x3000: " "
}  # full-width letters, digits and signs
_HAN = r"[\u3400-\u9fff]"
_HAN_BLANK = re.compile(rf"(?<={_HAN})[ \t]+(?={_HAN})")
_BLANKS = 0.34  # between Han characters, for each of them; from here on they are no pauses but an input method's
_ANY_HAN = re.compile(_HAN)
_HAN_RUN = re.compile(rf"({_HAN})\1{{2,}}")
_CHUNK = re.compile(r"\S+")
_NO_WORDS = re.compile(r"[\d@]|://|www\.")  # in order numbers, sizes, addresses
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_RUN = re.compile(r"([a-z])\1{2,}")

_DICTIONARY = "frequency_dictionary_en_82_765.txt"
_KNOWN = (
    40_000  # words of the dictionary, from the most frequent on; what comes after is seldom what a customer meant …
)
_KNOWN_SHORT = 4_000  # … and of words of three letters, hardly anything
_SHORT = 3  # letters that a word needs to be corrected
_LONG = 6  # from this length two slips may be one word's
_LONGEST = 30  # nobody means a word beyond
_USUAL = 3  # times that a word has to stand in the training data to be none of its typos

# Natural logarithms: how rare a slip and a forgotten blank are, and a word that nobody knows (the longer, the rarer) or a name.
_SLIP = -7.0
_BLANK = -2.0
_UNKNOWN = -12.0
_LETTER = -1.6
_NAME = 4.0
_DICTIONARY_WEIGHS = 200  # words of training data that the dictionary's opinion is worth


class Speller:
    """Correct messages as the training data suggest: `texts`, of one language. Latin words among Chinese are pinyin or left alone."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        texts = [plain(text) for text in texts]
        self._pinyin = Pinyin(texts) if mostly_han(texts) else None
        for text in texts:
            words = [word.lower() for word in _words(text)]
            self._counts.update(words)
            self._pairs.update(pairwise(words))
        self._total = self._counts.total()
        # Kept with the speller: to make it anew takes three seconds, at every start.
        self._dictionary: Any = None if self._pinyin else _dictionary()

    def correct(self, text: str) -> str:
        """Return the text as it was meant."""
        text = plain(text)
        if self._pinyin:
            return self._pinyin.written(text)
        before = ""

        def corrected(found: re.Match[str]) -> str:
            nonlocal before
            token = found.group()
            meant = self._meant(token, before)
            before = meant.lower().rpartition(" ")[2]
            return meant.upper() if token.isupper() and len(token) > 1 else meant

        def chunk(found: re.Match[str]) -> str:
            return found.group() if _NO_WORDS.search(found.group()) else _WORD.sub(corrected, found.group())

        return _CHUNK.sub(chunk, text)

    def _known(self, word: str) -> bool:
        if self._counts[word] >= _USUAL:
            return True
        return _rank(word) < (_KNOWN if len(word) > _SHORT else _KNOWN_SHORT)

    def _meant(self, token: str, before: str) -> str:
        word = token.lower().replace("’", "'")
        if len(word) < _SHORT or self._known(word):
            return token
        if _RUN.search(word):
            for length in (2, 1):
                shorter = _RUN.sub(r"\1" * length, word)
                if self._known(shorter):
                    return shorter
            word = token = _RUN.sub(r"\1", word)
        if not _SHORT <= len(word) <= _LONGEST:
            return token
        name = bool(before) and token[0].isupper() and not token.isupper()
        options = [(_UNKNOWN + _LETTER * len(word) + _NAME * name, token), *self._near(word, before)]
        if apart := self._apart(word):
            options.append(apart)
        return max(options)[1]

    def _near(self, word: str, before: str) -> Iterator[tuple[float, str]]:
        from symspellpy import Verbosity

        if "'" in word:
            return
        for one in self._dictionary.lookup(word, Verbosity.CLOSEST, max_edit_distance=2 if len(word) >= _LONG else 1):
            yield self._chance(one.term, before) + _SLIP * one.distance, one.term

    def _chance(self, word: str, before: str = "") -> float:
        here = (self._counts[word] + _DICTIONARY_WEIGHS * _share(word)) / (self._total + _DICTIONARY_WEIGHS)
        if self._counts[before]:
            here = (here + self._pairs[before, word] / self._counts[before]) / 2
        return math.log(max(here, 1e-12))

    def _apart(self, word: str) -> tuple[float, str] | None:
        """Return the usual words that `word` is made of, if it is, and how likely they are."""
        best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 15), end):
                before, part = best[start], word[start:end]
                if before is None or self._counts[part] < _USUAL or (len(part) == 1 and part not in "ai"):
                    continue
                score = before[0] + self._chance(part) + (_BLANK if start else 0.0)
                now = best[end]
                if now is None or score > now[0]:
                    best[end] = score, (*before[1], part)
        last = best[-1]
        return (last[0], " ".join(last[1])) if last else None


def mostly_han(texts: Sequence[str]) -> bool:
    """Say whether at least half of the texts hold Han characters."""
    return sum(_ANY_HAN.search(text) is not None for text in texts) * 2 >= len(texts)


def plain(text: str) -> str:
    """Return the text in plain letters: half-width, simplified, Han characters without blanks between them."""
    text = text.translate(_WIDE)
    if _ANY_HAN.search(text):
        text = str(_simplifier().convert(text))
        if len(_HAN_BLANK.findall(text)) > _BLANKS * len(_ANY_HAN.findall(text)):
            text = _HAN_BLANK.sub("", text)
        text = _HAN_RUN.sub(r"\1\1", text)
    return text


def _words(text: str) -> Iterator[str]:
    return (
        word.replace("’", "'")
        for chunk in _CHUNK.findall(text)
        if not _NO_WORDS.search(chunk)
        for word in _WORD.findall(chunk)
    )


@cache
def _frequencies() -> tuple[dict[str, int], dict[str, float]]:
    """Return rank (0: the most frequent) and share of the dictionary's words."""
    counts = {}
    with (files("symspellpy") / _DICTIONARY).open(encoding="utf-8-sig") as lines:
        for line in islice(lines, _KNOWN):
            word, count = line.split()
            counts[word] = int(count)
    total = sum(counts.values())
    return {word: place for place, word in enumerate(counts)}, {word: n / total for word, n in counts.items()}


def _rank(word: str) -> int:
    return _frequencies()[0].get(word, _KNOWN)


def _share(word: str) -> float:
    return _frequencies()[1].get(word, 0.0)


@cache
def _dictionary() -> Any:
    from symspellpy import SymSpell

    found = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word, place in _frequencies()[0].items():
        found.create_dictionary_entry(word, _KNOWN - place)
    return found


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
