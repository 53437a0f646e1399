"""The shelf: what articles answer, as vectors beside those of the messages, so that the nearest can be found without a second pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from support.knowledge import Article

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class Found:
    """An article near a message, and its passage that is nearest: cosine, −1 … 1."""

    slug: str
    passage: int
    score: float


@dataclass(frozen=True)
class _Entry:
    """A text by which an article is found; a title (`passage` None) finds the article, not a place in it."""

    slug: str
    passage: int | None
    text: str


class Shelf:
    """Articles of one language. Passages are found by their own text and by each question that they answer."""

    def __init__(self, articles: Sequence[Article], embed: Embed, before: Shelf | None = None) -> None:
        """Embed what stands in the articles, but for texts that the shelf `before` has already."""
        self._entries = [entry for article in articles for entry in _entries(article)]
        known = before._by_text() if before else {}
        new = [text for text in dict.fromkeys(entry.text for entry in self._entries) if text not in known]
        if new:
            known |= dict(zip(new, embed(new).astype(np.float16), strict=True))
        self._vectors = np.stack([known[entry.text] for entry in self._entries]) if self._entries else None

    def nearest(self, vectors: NDArray[np.float32], count: int = 3) -> list[tuple[Found, ...]]:
        """Return for each vector (rows, unit length) the articles nearest to it, nearest first."""
        if self._vectors is None:
            return [()] * len(vectors)
        scores = vectors @ self._vectors.astype(np.float32).T
        return [self._ranked(row)[:count] for row in scores]

    def _ranked(self, scores: NDArray[np.float32]) -> tuple[Found, ...]:
        best: dict[str, float] = {}
        places: dict[str, tuple[float, int]] = {}
        for entry, score in zip(self._entries, map(float, scores), strict=True):
            best[entry.slug] = max(best.get(entry.slug, -1.0), score)
            if entry.passage is not None:
                places[entry.slug] = max(places.get(entry.slug, (-2.0, 0)), (score, entry.passage))
        return tuple(Found(slug, places[slug][1], best[slug]) for slug in sorted(best, key=lambda slug: -best[slug]))

    def _by_text(self) -> dict[str, NDArray[np.float16]]:
        if self._vectors is None:
            return {}
        return {entry.text: vector for entry, vector in zip(self._entries, self._vectors, strict=True)}


def _entries(article: Article) -> list[_Entry]:
    found = [_Entry(article.slug, None, article.title)]
    for index, passage in enumerate(article.passages):
        texts = (f"{passage.heading}\n{passage.text}", *passage.questions)
        found += [_Entry(article.slug, index, text) for text in texts]
    return found
