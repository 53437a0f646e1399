"""The reader: for each language an encoder, n-grams and two heads, trained together and kept together."""

from __future__ import annotations

import gzip
import logging
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack

from bot.reading.clauses import clauses
from bot.reading.encoders import Encoder, load_encoder
from bot.reading.heads import Head
from bot.reading.ngrams import Ngrams
from bot.reading.shelf import Found, Shelf
from bot.reading.slips import Slipper
from bot.reading.spelling import Speller
from bot.reading.tuning import State, Task, Tuning, restore, tune
from bot.reading.wishes import Wish, leading, runs, spoken, wishes
from support.knowledge import Article

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Example:
    """A labelled utterance; `language` is None where the text does not tell it, `emotion` where nobody labelled it.

    `others`: intents that are as true as `intent`; the encoder is tuned to them, too.
    """

    text: str
    intent: str
    emotion: str | None = None
    language: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """How a reader is made.

    `encoders`: a name each language (bot.reading.encoders). `tuning`: how each language's is tuned. `dense_scale` and `ngram_scale`:
    weights of the embedding and of the n-grams. `c`: inverse regularisation. `names`: let each intent's name be an example of it,
    which helps where examples are few and names are English. `spelling`: put messages right before they are read. `slips`: the share of
    examples that are learnt from with a slip, too.
    """

    encoders: Mapping[str, str]
    tuning: Mapping[str, Tuning] = field(default_factory=dict)
    default_language: str = "en"
    dense_scale: float = 1.0
    ngram_scale: float = 1.0
    words: int = 2
    characters: int = 5
    min_count: int = 2
    c: float = 10.0
    balanced: bool = True
    names: bool = False
    calibrated: bool = True
    spelling: bool = True
    slips: float = 0.5
    least_wish: float = 0.5
    wish_support: float = 0.001


@dataclass(frozen=True)
class Read:
    """What one message says: the intent to be answered first, shares of intents and emotions, likeliest first, its wishes if there are
    several, the share of known words, and the articles that may answer it, nearest first."""

    intent: str
    intents: dict[str, float]
    emotions: dict[str, float]
    wishes: tuple[Wish, ...]
    known_words: float
    articles: tuple[Found, ...] = ()


@dataclass(frozen=True)
class Neighbour:
    """A training utterance near a text: cosine of the embeddings, −1 … 1."""

    text: str
    intent: str
    emotion: str | None
    similarity: float


@dataclass
class LanguageReader:
    """The part of a reader that knows one language."""

    settings: Settings
    encoder: str
    tuning: Tuning = field(default_factory=Tuning)
    tuned: State | None = field(init=False, default=None, repr=False)
    speller: Speller | None = field(init=False, default=None, repr=False)
    ngrams: Ngrams = field(init=False)
    intents: Head = field(init=False)
    emotions: Head | None = field(init=False, default=None)
    mean: NDArray[np.float32] = field(init=False)
    examples: list[Example] = field(init=False, repr=False)
    vectors: NDArray[np.float16] = field(init=False, repr=False)
    shelf: Shelf | None = field(init=False, default=None, repr=False)

    def fit(self, examples: Sequence[Example]) -> LanguageReader:
        """Learn from the examples.

        Where confidences are calibrated, one example in ten is kept from the tuning and from a first fit, to see how sure the heads may be
        of what they have not seen; then the heads are fitted on all.
        """
        typed = [example.text for example in examples]
        self.speller = Speller(typed) if self.settings.spelling else None
        texts = self._meant(typed)
        slipped, twins = self._slipped(typed, texts)
        owner = np.concatenate([np.arange(len(texts)), np.flatnonzero(twins >= 0)])
        intents = [examples[index].intent for index in owner]
        emotions = [examples[index].emotion for index in owner]
        several = len(set(emotions) - {None}) > 1
        unseen = _unseen(len(examples)) if self.settings.calibrated else np.zeros(len(examples), dtype=bool)
        every = [*texts, *self._meant(slipped)]
        if self.tuning.layers:
            tasks = [Task([(examples[index].intent, *examples[index].others) for index in owner])]
            if several:
                tasks.append(Task([(emotion,) if emotion else () for emotion in emotions], weight=0.5))
            self.tuned, raw = tune(self._encoder, every, tasks, self.tuning, np.flatnonzero(~unseen), twins)
        else:
            raw = self._encoder.encode(
                every, progress=lambda done, of: logger.info("Encoding sentences: %d of %d", done, of)
            )
        # The cosines of some encoders lie close together (e5's above 0.7): what all sentences share says nothing.
        self.mean = raw[: len(texts)].mean(axis=0)
        dense = _centred(raw, self.mean)
        self.examples, self.vectors = list(examples), dense[: len(texts)].astype(np.float16)
        self.ngrams = Ngrams(self.settings.words, self.settings.characters, self.settings.min_count).fit(texts)
        features = self._joined(dense, every, [*typed, *slipped])
        self.intents = self._fitted("intents", features, intents, unseen[owner], names=self.settings.names)
        if several:
            # Most messages are plain: an emotion has to be shown, its label's share in the data is not to be made up for.
            self.emotions = self._fitted("emotions", features, emotions, unseen[owner], balanced=False)
        return self

    def _meant(self, typed: Sequence[str]) -> list[str]:
        return [self.speller.correct(text) for text in typed] if self.speller else list(typed)

    def _slipped(self, typed: Sequence[str], texts: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
        """Return examples with slips that spelling does not put right, and for each example the place of its own behind all (−1: none)."""
        twins = np.full(len(typed), -1)
        if not self.settings.slips:
            return [], twins
        slipper = Slipper(typed)
        some = np.random.default_rng(1).random(len(typed)) < self.settings.slips
        slipped = [slipper.slip(text) if chosen else text for text, chosen in zip(typed, some, strict=True)]
        left = [index for index, meant in enumerate(self._meant(slipped)) if meant != texts[index]]
        twins[left] = len(typed) + np.arange(len(left))
        return [slipped[index] for index in left], twins

    def read(self, texts: Sequence[str]) -> list[Read]:
        """Read texts in one encoder pass (a batch that holds the runs of their clauses, too)."""
        parts = [clauses(text) for text in texts]
        every = list(texts)
        places = []
        for text, cut in zip(texts, parts, strict=True):
            places.append({run: len(every) + index for index, run in enumerate(runs(cut))})
            every += [spoken(text, cut, run) for run in places[-1]]
        meant = self._meant(every)
        dense = self._embedded(meant)
        features = self._joined(dense, meant, every)
        articles = self.shelf.nearest(dense[: len(texts)]) if self.shelf else [()] * len(texts)
        intents = self.intents.shares(features)
        emotions = self.emotions.shares(features[: len(texts)]) if self.emotions else None
        found = []
        for index, text in enumerate(texts):
            ranked = _ranked(self.intents.labels, intents[index])
            several = wishes(
                text,
                ranked,
                parts[index],
                {run: _ranked(self.intents.labels, intents[place]) for run, place in places[index].items()},
                least=self.settings.least_wish,
                support=self.settings.wish_support,
            )
            felt = _ranked(self.emotions.labels, emotions[index]) if self.emotions and emotions is not None else {}
            first = leading(ranked, parts[index], several)
            known = self.ngrams.known_words(text)
            found.append(Read(first, ranked, felt, tuple(several), known, articles[index]))
        return found

    @cached_property
    def _encoder(self) -> Encoder:
        # A tuned encoder is nobody else's.
        if not self.tuning.layers:
            return load_encoder(self.encoder)
        encoder = Encoder(self.encoder)
        if self.tuned:
            restore(encoder, self.tuning, self.tuned)
        return encoder

    def __getstate__(self) -> dict[str, Any]:
        """Keep everything but the encoder, which is loaded again."""
        return {name: value for name, value in self.__dict__.items() if name != "_encoder"}

    def load(self) -> None:
        """Load the encoder now rather than with the first message."""
        self._encoder.encode(self._meant(["hellp"]))

    def features(self, texts: Sequence[str]) -> csr_matrix:
        """Return the features of texts, shape (texts, features)."""
        meant = self._meant(texts)
        return self._joined(self._embedded(meant), meant, texts)

    def shelve(self, articles: Sequence[Article]) -> None:
        """Take these articles as those that can be found; only what is new is embedded."""
        self.shelf = Shelf(articles, self._embedded, self.shelf)

    def neighbours(self, text: str, count: int = 5) -> list[Neighbour]:
        """Return the training utterances nearest to a text, nearest first."""
        vector = self.embed([text])[0]
        near = self.vectors.astype(np.float32) @ vector
        return [
            Neighbour(self.examples[i].text, self.examples[i].intent, self.examples[i].emotion, float(near[i]))
            for i in np.argsort(-near)[:count]
        ]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts as messages are read, shape (texts, dimensions), each of length 1."""
        return self._embedded(self._meant(texts))

    def _embedded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return _centred(self._encoder.encode(texts), self.mean)

    def _joined(self, dense: NDArray[np.float32], texts: Sequence[str], typed: Sequence[str]) -> csr_matrix:
        sparse = self.ngrams.matrix(texts, typed) * self.settings.ngram_scale
        return hstack([csr_matrix(dense * self.settings.dense_scale), sparse], format="csr")

    def _fitted(
        self,
        what: str,
        features: csr_matrix,
        labels: Sequence[str | None],
        unseen: NDArray[np.bool_],
        *,
        names: bool = False,
        balanced: bool = True,
    ) -> Head:
        known = np.array([label is not None for label in labels])
        head = Head(self.settings.c, balanced=self.settings.balanced and balanced)
        temperature = 1.0
        if unseen.any():
            logger.info("Calibrating the confidences of the %s", what)
            trained, kept = np.flatnonzero(known & ~unseen), np.flatnonzero(known & unseen)
            head.fit(features[trained], [str(labels[index]) for index in trained])
            temperature = head.calibrate(features[kept], [str(labels[index]) for index in kept]).temperature
        everything = np.flatnonzero(known)
        truth = [str(labels[index]) for index in everything]
        rows = features[everything]
        if names:
            spoken = sorted(set(truth))
            rows = vstack([rows, self.features([name.lower().replace("_", " ") for name in spoken])], format="csr")
            truth += spoken
        logger.info("Fitting the %s on %d examples", what, len(truth))
        head.fit(rows, truth)
        head.temperature = temperature
        return head


class Reader:
    """Read messages in several languages. A text whose language can't be told ("42", "👍") is read in the default one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._languages: dict[str, LanguageReader] = {}

    def fit(self, examples: Sequence[Example]) -> Reader:
        """Learn each language from its examples; those of no language help in all of them."""
        for language, encoder in self.settings.encoders.items():
            own = [example for example in examples if example.language in (language, None)]
            if len({example.intent for example in own}) > 1:
                logger.info("Training to read %s", language)
                tuning = self.settings.tuning.get(language, Tuning())
                self._languages[language] = LanguageReader(self.settings, encoder, tuning).fit(own)
        if self.settings.default_language not in self._languages:
            raise ValueError(f"no two intents to tell apart in the default language, {self.settings.default_language}")
        return self

    def shelve(self, articles: Mapping[str, Sequence[Article]]) -> None:
        """Take the articles of each language as those that can be found."""
        for language, part in self._languages.items():
            part.shelve(articles.get(language, ()))

    def of(self, language: str | None) -> LanguageReader:
        """Return the part that reads a language."""
        return self._languages.get(language or "", self._languages[self.settings.default_language])

    def read(self, texts: Sequence[str], languages: Sequence[str | None]) -> list[Read]:
        """Read texts of known languages, each in one encoder pass."""
        found: dict[int, Read] = {}
        groups: dict[int, list[int]] = {}
        for index, language in enumerate(languages):
            groups.setdefault(id(self.of(language)), []).append(index)
        for indices in groups.values():
            part = self.of(languages[indices[0]])
            found.update(zip(indices, part.read([texts[index] for index in indices]), strict=True))
        return [found[index] for index in range(len(texts))]

    def save(self, file: Path) -> None:
        """Write the reader; the encoders' own weights are not in it."""
        with gzip.open(file, "wb", compresslevel=1) as out:
            pickle.dump({"settings": self.settings, "languages": self._languages}, out, pickle.HIGHEST_PROTOCOL)

    @classmethod
    def load(cls, file: Path) -> Reader:
        """Read a reader, and load its encoders."""
        # Not joblib's: it reads a vocabulary of half a million words, word by word, in Python.
        with gzip.open(file) as packed:
            kept: dict[str, Any] = pickle.load(packed)  # noqa: S301  # our own training wrote it
        reader = cls(kept["settings"])
        reader._languages = kept["languages"]
        for part in reader._languages.values():
            part.load()
        return reader


def _unseen(count: int) -> NDArray[np.bool_]:
    """Mark one in ten, the same ones each time."""
    marked: NDArray[np.bool_] = np.random.default_rng(0).random(count) < 0.1
    return marked


def _centred(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    moved = vectors - mean
    unit: NDArray[np.float32] = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit


def _ranked(labels: Sequence[str], shares: NDArray[np.float32]) -> dict[str, float]:
    order = np.argsort(-shares)
    return {labels[index]: float(shares[index]) for index in order}
