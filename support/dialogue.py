"""Open questions: what the bot asked, and whether a message answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

# Intents that a short answer to a question may be taken for.
_SOFT = frozenset(
    {
        "inform",
        "affirm",
        "product_question",
        "place_order",
        "out_of_scope",
        "greet",
        "recommendation",
        "purchase_history",
    }
)
_CLEAR = 0.5
_SURE = 0.6
_ALIKE = 0.8  # SequenceMatcher ratio at which two words count as one with a typo

# "don't" holds no t, and so no t-shirt.
_CONTRACTED = re.compile(r"['’](?:t|s|m|d|re|ve|ll)\b")
_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
# What a label says of the things it does not name ("mug and 2 more") names nothing.
_REST = re.compile(r" and \d+ more$|等\d+件商品$")
_FILLER = frozenset(
    (
        "the",
        "a",
        "an",
        "my",
        "one",
        "please",
        "pls",
        "it",
        "is",
        "its",
        "for",
        "of",
        "that",
        "this",
        "i",
        "mean",
        "order",
        "about",
        "and",
        "to",
        "with",
        "in",
        "from",
        "stock",
    )
)
_ORDINALS = (
    (re.compile(r"\b(?:first|1st)\b|第一|第1"), 0),
    (re.compile(r"\b(?:second|2nd)\b|第二|第2"), 1),
    (re.compile(r"\b(?:third|3rd)\b|第三|第3"), 2),
    (re.compile(r"\b(?:fourth|4th)\b|第四|第4"), 3),
    # "I ordered it last week" names no place in a list.
    (re.compile(r"\blast\b(?!\s+(?:week|month|year|night|time|\w+day)\b)|最后(?:一|那)?[个件单]"), -1),
)


def answers(question: Mapping[str, Any] | None, text: str, intent: str, confidence: float) -> bool:
    """Say whether `text` answers the open `question`.

    A question with `candidates` (each with `names`) is answered by naming one; one without by yes or no. `intents` are those that answer
    as well: for a question with candidates when they name one, its own job first of all. A yes that is not clearly one is none: what
    cannot be undone is not done on a guess.
    """
    if not question:
        return False
    if not question.get("candidates"):
        return confidence >= _CLEAR and intent in ("affirm", "deny", *question.get("intents", ()))
    index = choose(text, [candidate["names"] for candidate in question["candidates"]])
    if index is None:
        return False
    exact = any(_words(text) == _words(name) for name in question["candidates"][index]["names"])
    return exact or intent in _SOFT or intent in question.get("intents", ()) or confidence < _SURE


def choose(text: str, candidates: Sequence[Sequence[str]], *, ordinals: bool = True) -> int | None:
    """Return the index of the candidate that `text` names, None if none or more than one fits as well.

    Args:
        text: what the customer wrote: a name with typos, an order number, "the second one".
        candidates: for each candidate all its names (product in both languages, order number, variant).
        ordinals: whether "the second one" counts, which it does only after a list was shown.
    """
    lowered = text.lower()
    digits = set(re.findall(r"\d{4,}", lowered))
    by_number = [
        i for i, names in enumerate(candidates) if any(set(re.findall(r"\d{4,}", name)) & digits for name in names)
    ]
    if len(by_number) == 1:
        return by_number[0]
    words = _words(text)
    exact = [i for i, names in enumerate(candidates) if words and any(words == _words(name) for name in names)]
    if len(exact) == 1:
        return exact[0]
    said = [word for word in words if word not in _FILLER]
    scores = [max((_overlap(said, _words(_REST.sub("", name))) for name in names), default=0.0) for names in candidates]
    best = max(scores, default=0.0)
    if best > 0 and scores.count(best) == 1:
        return scores.index(best)
    if best == 0 and ordinals and candidates:
        for pattern, index in _ORDINALS:
            if pattern.search(lowered) and index < len(candidates):
                return index if index >= 0 else len(candidates) - 1
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(_CONTRACTED.sub("", text.lower()))


def _overlap(said: Sequence[str], name: Sequence[str]) -> float:
    """Return how many words of `name` were said, a complete name counting a little more, a typo a little less."""
    content = [word for word in name if word not in _FILLER]
    likeness = [max((_alike(word, other) for other in said), default=0.0) for word in content]
    hits = sum(1 for share in likeness if share)
    han = sum(1 for word in content if "\u3400" <= word <= "\u9fff")
    if han and hits < min(2, han):
        return 0.0  # one shared character is not a shared name
    return round(sum(likeness), 1) + (0.5 if hits and hits == len(content) else 0.0)


def _alike(a: str, b: str) -> float:
    """Return 1 for the same word, singular or plural, 0.9 for one with a typo, else 0."""
    short, long = sorted((a, b), key=len)
    if a == b or (len(short) > 2 and long in (f"{short}s", f"{short}es")):
        return 1.0
    # Hardly anybody mistypes the first letter: "late" is no plate, a cable no table.
    if min(len(a), len(b)) <= 3 or a[0] != b[0]:
        return 0.0
    return 0.9 if sorted(a) == sorted(b) or SequenceMatcher(None, a, b).ratio() >= _ALIKE else 0.0
