"""Word and character n-grams and a few signs of temper: what an embedding forgets."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.reading.pinyin import sounds
from bot.reading.spelling import mostly_han
from support.emotion import surface_signs

_LONG_RUN = re.compile(r"(.)\1{2,}")
# A Han character is a word of its own here; runs of them are covered by the character n-grams.
_WORD = (
    r"(?u)[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_]+)?|[\u3400-\u9fff]|\d+|[!?！？…]+|[\U0001F300-\U0001FAFF\u2600-\u27BF]"
)
_PATTERN = re.compile(_WORD)
_WIDE = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}  # full-width letters, digits and signs


def normalise(text: str) -> str:
    """Lower-case, fold curly quotes and full-width signs, and shorten elongations to two signs: "sooooo" is "soo"."""
    return _LONG_RUN.sub(r"\1\1", text.translate(_WIDE).lower().replace("’", "'"))


def _syllables(text: str) -> list[str]:
    """Return the syllables of a text, one, two and three in a row."""
    found = sounds(text)
    return [" ".join(found[start : start + length]) for length in (1, 2, 3) for start in range(len(found) - length + 1)]


class Ngrams:
    """TF-IDF of words up to `words` in a row and of characters up to `characters` in a row, and surface signs.

    A character n-gram must occur in `min_count` texts. Chinese texts have n-grams of their syllables, too: a character that was
    mistaken for one that sounds alike changes nothing there.
    """

    def __init__(self, words: int = 2, characters: int = 5, min_count: int = 2) -> None:
        self._words = TfidfVectorizer(
            preprocessor=normalise, token_pattern=_WORD, ngram_range=(1, words), sublinear_tf=True, dtype=np.float32
        )
        self._characters = TfidfVectorizer(
            preprocessor=normalise,
            analyzer="char_wb",
            ngram_range=(1, characters),
            min_df=min_count,
            sublinear_tf=True,
            dtype=np.float32,
        )
        self._sounds: TfidfVectorizer | None = None

    def fit(self, texts: Sequence[str]) -> Ngrams:
        """Learn the vocabulary."""
        self._words.fit(texts)
        self._characters.fit(texts)
        if mostly_han(texts):
            self._sounds = TfidfVectorizer(analyzer=_syllables, min_df=2, sublinear_tf=True, dtype=np.float32).fit(
                texts
            )
        return self

    def matrix(self, texts: Sequence[str], typed: Sequence[str] | None = None) -> csr_matrix:
        """Return a sparse matrix of shape (len(texts), features); `typed`: the texts before their correction, which show the temper."""
        signs = csr_matrix(np.array([surface_signs(text) for text in typed or texts], dtype=np.float32))
        parts = [self._words.transform(texts), self._characters.transform(texts)]
        if self._sounds:
            parts.append(self._sounds.transform(texts))
        return hstack([*parts, signs], format="csr")

    def known_words(self, text: str) -> float:
        """Return which share of the words occur in the training data, 0 … 1; 1 for a text without words."""
        vocabulary = self._words.vocabulary_
        words = [word for word in _PATTERN.findall(normalise(text)) if word[0].isalpha()]
        return sum(word in vocabulary for word in words) / len(words) if words else 1.0
