"""Utterances that are alike, put together: over their characters, language by language, without any model."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cli.validation.likeness import normal
from support.learning import Candidate

# Runs of characters that are compared; Chinese words are short.
_CHARACTERS = {"en": (3, 5), "zh": (1, 3)}
# Average cosine distance up to which groups are joined, 0 … 1: by eye, on utterances of data/nlu mixed up.
_DISTANCE = {"en": 0.8, "zh": 0.85}
# Comparing all with all takes n² memory and time; 3,000 take about a second.
MOST = 3000


@dataclass(frozen=True)
class Cluster:
    """Utterances that are alike, the most frequent and most uncertain first."""

    language: str
    candidates: tuple[Candidate, ...]

    @property
    def size(self) -> int:
        """Return how many messages these are."""
        return sum(one.times for one in self.candidates)

    @property
    def confidence(self) -> float:
        """Return how sure the model was on average."""
        return sum(one.guess.confidence * one.times for one in self.candidates) / self.size

    @property
    def intent(self) -> str | None:
        """Return what most of them were taken for."""
        return _most((one.guess.intent, one.times) for one in self.candidates)

    @property
    def emotion(self) -> str | None:
        """Return the feeling that most of them were taken for."""
        return _most((one.guess.emotion, one.times) for one in self.candidates)


def clustered(candidates: Sequence[Candidate]) -> list[Cluster]:
    """Return clusters, the largest first, of equal ones the most uncertain; at most `MOST` candidates a language count."""
    found: list[Cluster] = []
    by_language: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        by_language[one.language].append(one)
    for language, members in by_language.items():
        groups: dict[int, list[Candidate]] = defaultdict(list)
        for label, one in zip(_labels(members[:MOST], language), members, strict=False):
            groups[label].append(one)
        found += [Cluster(language, tuple(group)) for group in groups.values()]
    return sorted(found, key=lambda cluster: (-cluster.size, cluster.confidence, cluster.candidates[0].text))


def shortened_to(clusters: Iterable[Cluster], limit: int) -> list[Cluster]:
    """Return the first clusters, with `limit` utterances in all."""
    kept: list[Cluster] = []
    for cluster in clusters:
        room = limit - sum(len(one.candidates) for one in kept)
        if room <= 0:
            break
        kept.append(Cluster(cluster.language, cluster.candidates[:room]))
    return kept


def _labels(candidates: Sequence[Candidate], language: str) -> list[int]:
    """Return the number of each candidate's group."""
    if len(candidates) < 2:
        return [0] * len(candidates)
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    # An order number is like any other.
    texts = [re.sub(r"\d+", "0", normal(one.text)) for one in candidates]
    if language == "zh":
        texts = [text.replace(" ", "") for text in texts]
    vectorizer = TfidfVectorizer(
        analyzer="char" if language == "zh" else "char_wb",
        ngram_range=_CHARACTERS[language],
        sublinear_tf=True,
        dtype=np.float32,
    )
    rows = vectorizer.fit_transform(texts)
    distances = np.clip(1.0 - (rows @ rows.T).toarray(), 0.0, 1.0)
    grouping = AgglomerativeClustering(
        n_clusters=None, affinity="precomputed", linkage="average", distance_threshold=_DISTANCE[language]
    )
    return [int(label) for label in grouping.fit_predict(distances)]


def _most(counted: Iterable[tuple[str | None, int]]) -> str | None:
    counts: Counter[str] = Counter()
    for name, times in counted:
        if name:
            counts[name] += times
    return max(counts, key=lambda name: counts[name]) if counts else None
