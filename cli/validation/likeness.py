"""Which texts are the same, or the same but for one word: duplicates, contradictions, leaks into the held-out sets.

A near duplicate is found exactly and fast: two texts that differ in one word are equal once each has lost one,
so every text is stored under what is left of it after each possible loss.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from cli.validation.limits import Limits
from cli.validation.training import Example
from support.language import LANGUAGES

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")
_APOSTROPHE = re.compile(r"['’]")
# From how many words (Han characters) on two texts can be near duplicates, and how many of them one word is.
_NEAR = {"en": (5, 1), "zh": (8, 2)}
# "hi", "好的", "转人工" are what everybody writes; more words (Han characters) in common are a leak.
_EVERYDAY = {"en": 2, "zh": 6}
_SHOWN = 5


def tokens(text: str) -> tuple[str, ...]:
    """Return a text's words, Han characters one by one; no case, no punctuation, no emoji."""
    return tuple(_TOKEN.findall(_APOSTROPHE.sub("", unicodedata.normalize("NFKC", text).lower())))


def normal(text: str) -> str:
    """Return what texts share that differ only in case, punctuation, emoji and white space; text without words is itself."""
    return " ".join(tokens(text)) or text.strip()


def shortened(text: str, language: str) -> set[str]:
    """Return a text's normal form and what is left of it when one word is lost; none for a text too short to tell."""
    words = tokens(text)
    enough, longest = _NEAR[language]
    if (sum(1 for word in words if _IS_HAN.match(word)) if language == "zh" else len(words)) < enough:
        return set()
    found = {" ".join(words)}
    for size in range(1, longest + 1):
        found |= {" ".join(words[:i] + words[i + size :]) for i in range(len(words) - size + 1)}
    return found


def duplicate_problems(examples: Sequence[Example]) -> Iterator[str]:
    """Yield texts that stand twice in a language, and those that stand somewhere with another label."""
    seen: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        same = seen[normal(example.text)]
        for other in same:
            said = f"{example.place}: “{example.text}” is also {other.place}"
            if other.intent != example.intent:
                yield f"{said}, with another intent: {other.intent}, here {example.intent}"
            elif other.emotion != example.emotion:
                yield f"{said}, with another emotion: {other.emotion}, here {example.emotion}"
            elif other.language == example.language:
                yield said
            else:  # "ok" and "W-10231" are written in every language
                continue
            break
        same.append(example)


def near_duplicate_problems(examples: Sequence[Example], limits: Limits) -> Iterator[str]:
    """Yield a line for each language in which too many utterances of an intent differ in only one word.

    One word that changes the intent is no near duplicate but a contrast, which is good to learn from.
    """
    for language in LANGUAGES:
        here = [example for example in examples if example.language == language]
        pairs = list(_near_pairs(here, language))
        if len(pairs) > limits.near_share * len(here):
            shown = "; ".join(f"{b.place} “{b.text}”, like {a.place} “{a.text}”" for a, b in pairs[:_SHOWN])
            yield (
                f"data/nlu/{language}: {len(pairs)} of {len(here)} utterances differ from another in one word only, "
                f"more than {limits.near_share:.1%}: {shown}{' …' if len(pairs) > _SHOWN else ''}"
            )


def _near_pairs(examples: Iterable[Example], language: str) -> Iterator[tuple[Example, Example]]:
    """Yield each utterance that is a near duplicate, once, with the first that it is like."""
    seen: dict[tuple[str, str], Example] = {}
    for example in examples:
        keys = [(example.intent, short) for short in sorted(shortened(example.text, language))]
        like = next((seen[key] for key in keys if key in seen), None)
        if like:
            yield like, example
        for key in keys:
            seen.setdefault(key, example)


class Trained:
    """The training utterances as an index that says whether a held-out text leaked."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._whole = {normal(example.text): example for example in examples}
        self._near: dict[tuple[str, str], Example] = {}  # by what is left of a text, and intent
        for example in examples:
            for short in shortened(example.text, example.language):
                self._near.setdefault((short, example.intent), example)

    def leak(self, text: str, language: str, intents: Iterable[str]) -> str | None:
        """Return how a held-out text is trained on, None if it is not; near it only what has one of its intents counts."""
        same = self._whole.get(normal(text))
        if same and len(tokens(text)) > _EVERYDAY[language]:
            return f"“{text}” is trained on ({same.place})"
        for key in product(sorted(shortened(text, language)), intents):
            if like := self._near.get(key):
                return f"“{text}” is trained on but for one word ({like.place} “{like.text}”)"
        return None
