"""Open questions: what the bot asked, and whether a message answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from support import reference
from support.coming_back import comes_back, job_of
from support.escalation import FOR_A_HUMAN, SURE
from support.naming import ORDINARY, alike, everyday, words
from support.reference import ORDINALS, Reference
from support.replies import READERS

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
_ASKS = re.compile(r"[?？]\s*$")
_SURE = 0.6
_ACCEPTS = re.compile(
    r"^\W*(?:yes|yep|yeah|yea|sure|please|ok(?:ay)?|go ahead|好|行|可以|要|麻烦|嗯|是的?|那就)", re.IGNORECASE
)

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


def answers(question: Mapping[str, Any] | None, text: str, intent: str, confidence: float) -> bool:
    """Say whether `text` answers the open `question`.

    A question with `candidates` (each with `names`) is answered by naming one; one without by yes or no. `intents` are those that answer
    as well: for a question with candidates when they name one, its own job first of all. One that `reads` something (support/replies.py)
    is answered by saying such a thing, or by a no. A yes that is not clearly one is none: what cannot be undone is not done on a guess.
    "And my return?" goes on with the question that is open for it.
    """
    if not question or (intent in FOR_A_HUMAN - set(question.get("intents", ())) and confidence >= SURE):
        return False
    if "put" in question and comes_back(text, job_of(dict(question))):
        return True
    if intent == "thanks" and question.get("kind") == "offer_human" and _ACCEPTS.search(text):
        return True  # "好的，谢谢" to "shall I bring in a colleague?"
    if intent == "affirm" and _ASKS.search(text):
        return False  # "ok, and the cancellation?"
    reads = question.get("reads") or ()
    if reads and _says(reads, text, intent, confidence, question):
        return True
    if not question.get("candidates"):
        return confidence >= _CLEAR and intent in ("affirm", "deny", *question.get("intents", ()))
    index = choose(text, [candidate["names"] for candidate in question["candidates"]])
    if index is None:
        return False
    exact = any(words(text) == words(name) for name in question["candidates"][index]["names"])
    return exact or intent in _SOFT or intent in question.get("intents", ()) or confidence < _SURE


def _says(reads: Sequence[str], text: str, intent: str, confidence: float, question: Mapping[str, Any]) -> bool:
    """Say whether a text says what a job waits for; another clear wish that mentions such a thing by the way does not."""
    if any(READERS[name](text) is not None for name in reads):
        return intent in _SOFT or intent in ("deny", *question.get("intents", ())) or confidence < _SURE
    # Why somebody wants something can be said in any words.
    plain = ("deny", "inform", "product_question") if "reason" in reads else ("deny",)
    return intent in plain and confidence >= _CLEAR and not question.get("candidates")


def choose(text: str, candidates: Sequence[Sequence[str]], *, ordinals: bool = True) -> int | None:
    """Return the index of the candidate that `text` names, None if none or more than one fits as well.

    Args:
        text: what the customer wrote: a name with typos, an order number, "the second one".
        candidates: for each candidate all its names (product in both languages, order number, variant).
        ordinals: whether "the second one" counts, which it does only after a list was shown.
    """
    said = reference.read(text, [[_REST.sub("", name) for name in names] for names in candidates])
    out = _ruled_out(said, candidates)
    index = _chosen(said.text, candidates, out, ordinals=ordinals)
    if index is not None:
        return index
    # Another word for it: "rucksack" for the backpack.
    named = sorted(said.named - out)
    if len(named) == 1:
        return named[0]
    left = [index for index in range(len(candidates)) if index not in out]
    return left[0] if out and len(left) == 1 and not said.wanted else None


def _ruled_out(said: Reference, candidates: Sequence[Sequence[str]]) -> set[int]:
    """Return the candidates that "not the lamp", "not the blue one", "not the first" mean, but for those that are named all the same."""
    out: set[int] = set()
    kept = {index for phrase in said.wanted if phrase.complete for index in phrase.indices}
    for phrase in said.excluded:
        for index, names in enumerate(candidates):
            if (phrase.indices and index not in phrase.indices) or (index in kept and not phrase.describes):
                continue
            described = not phrase.describes or any(phrase.fits(name) for name in names)
            numbered = any(number in re.findall(r"\d{4,}", name) for number in phrase.numbers for name in names)
            placed = index in phrase.places or (-1 in phrase.places and index == len(candidates) - 1)
            if ((phrase.indices or phrase.describes) and described) or numbered or placed:
                out.add(index)
    return out


def _chosen(text: str, candidates: Sequence[Sequence[str]], out: set[int], *, ordinals: bool) -> int | None:
    lowered = text.lower()
    digits = set(re.findall(r"\d{4,}", lowered))
    by_number = [
        i for i, names in enumerate(candidates) if any(set(re.findall(r"\d{4,}", name)) & digits for name in names)
    ]
    if len(by_number) == 1:
        return by_number[0]
    heard = words(text)
    exact = [i for i, names in enumerate(candidates) if heard and any(heard == words(name) for name in names)]
    if len(exact) == 1:
        return exact[0]
    said = [word for word in heard if word not in _FILLER]
    scores = [
        0.0 if i in out else max((_overlap(said, words(_REST.sub("", name))) for name in names), default=0.0)
        for i, names in enumerate(candidates)
    ]
    best = max(scores, default=0.0)
    if best > 0 and scores.count(best) == 1:
        return scores.index(best)
    if best == 0 and ordinals and candidates:
        for pattern, index in ORDINALS:
            if pattern.search(lowered) and index < len(candidates):
                return index if index >= 0 else len(candidates) - 1
    return None


def _overlap(said: Sequence[str], name: Sequence[str]) -> float:
    """Return how many words of `name` were said, a complete name counting a little more, a typo a little less."""
    content = [word for word in name if word not in _FILLER]
    likeness = [max((_alike(other, word) for other in said), default=0.0) for word in content]
    hits = sum(1 for share in likeness if share)
    han = sum(1 for word in content if "\u3400" <= word <= "\u9fff")
    if han and hits < min(2, han):
        return 0.0  # one shared character is not a shared name
    if hits == 1 < len(content) and len(said) > 1 and likeness[-1] and content[-1] in ORDINARY:
        return 0.0  # "my bank refused it" is about no power bank
    return round(sum(likeness), 1) + (0.5 if hits and hits == len(content) else 0.0)


def _alike(said: str, word: str) -> float:
    share = alike(said, word)
    return 0.0 if share < 1.0 and said in everyday() else share
