"""Which replies an agent is offered, and in which order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from support.asking import asked_for
from support.canned import fill, missing
from support.case import Case

MOST = 5
MOST_OF_A_KIND = {"article": 2, "past_answer": 2, "step": 2, "canned": 4}
LEAST = 0.3  # below it a reply has nothing to do with what was said

_INTENT = 0.2  # what the right intent adds, and a wrong one takes
_SITUATION = 0.04  # for each condition that is fulfilled, of three at most: the reply that fits more of the case
_PRIOR = 0.1  # what agents' choices may move a source at most, up or down
_SMOOTHING = 2.0  # Beta(2, 2): as if two had taken it and two had not
_GREETING = re.compile(r"^(?:(?:hi|hello|dear)\b[^,.!?]{0,40}[,!]|[^，。！？]{0,20}您好[，！])\s*", re.IGNORECASE)
_WORTH = {"accepted": 1.0, "edited": 0.7, "rejected": 0.0}


class Kind(StrEnum):
    """Where a suggestion comes from."""

    CANNED = "canned"
    PAST_ANSWER = "past_answer"
    ARTICLE = "article"
    STEP = "step"


@dataclass(frozen=True)
class Candidate:
    """What may be suggested. `source` names it for good ("canned:late_trace"); `whole`: the text has no variables to fill."""

    source: str
    kind: Kind
    title: str
    text: str
    like: tuple[str, ...] = ()
    intents: frozenset[str] = frozenset()
    when: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    url: str | None = None
    message: str | None = None
    whole: bool = False


@dataclass(frozen=True)
class Offer:
    """A suggestion: filled text, and how good it seems, 0 … 1."""

    candidate: Candidate
    text: str
    score: float


@dataclass(frozen=True)
class Wanted:
    """What the customer's message was taken for; `confidence` 0 … 1."""

    intent: str | None = None
    confidence: float = 0.0


def prior(outcomes: Mapping[str, int]) -> float:
    """Return what agents' choices of a source add to its score, −0.1 … 0.1; nothing where nobody chose yet."""
    count = sum(outcomes.get(name, 0) for name in _WORTH)
    worth = sum(weight * outcomes.get(name, 0) for name, weight in _WORTH.items())
    mean = (_SMOOTHING + worth) / (2 * _SMOOTHING + count)
    return 2 * _PRIOR * (mean - 0.5)


def usable(candidate: Candidate, case: Case) -> bool:
    """Say whether a candidate is true here, complete, and asks for nothing that is known."""
    if not candidate.when <= case.conditions:
        return False
    if not candidate.whole and missing(candidate.text, case.values):
        return False
    return not (candidate.asks | asked_for(candidate.text)) & case.known


def rank(
    candidates: Iterable[Candidate],
    case: Case,
    similarity: Mapping[str, float],
    *,
    wanted: Wanted | None = None,
    outcomes: Mapping[str, Mapping[str, int]] | None = None,
    said: Collection[str] = (),
    most: int = MOST,
) -> list[Offer]:
    """Return the best replies, best first.

    Args:
        similarity: of what was said with each candidate, by source, 0 … 1; one without is not offered.
        wanted: what the message was taken for.
        outcomes: how often agents accepted, edited, rejected each source.
        said: what agents have already written in this conversation.
        most: how many at most.
    """
    offers = []
    for candidate in candidates:
        if candidate.source not in similarity or not usable(candidate, case):
            continue
        score = similarity[candidate.source] + _fit(candidate, wanted or Wanted())
        score += prior((outcomes or {}).get(candidate.source, {}))
        text = candidate.text if candidate.whole else fill(candidate.text, case.values)
        if score >= LEAST and text not in said:
            offers.append(Offer(candidate, text, round(min(1.0, max(0.0, score)), 4)))
    offers.sort(key=lambda offer: -offer.score)
    return _varied(offers, most)


def _fit(candidate: Candidate, wanted: Wanted) -> float:
    fit = _SITUATION * min(3, len(candidate.when))
    if candidate.intents and wanted.intent:
        fit += (_INTENT if wanted.intent in candidate.intents else -_INTENT) * wanted.confidence
    return fit


def _varied(offers: Iterable[Offer], most: int) -> list[Offer]:
    """Return the first ones, no text twice, with another greeting neither, none of the kinds too often."""
    kept: list[Offer] = []
    left = dict(MOST_OF_A_KIND)
    for offer in offers:
        kind = str(offer.candidate.kind)
        if left[kind] and all(_core(offer.text) != _core(other.text) for other in kept):
            left[kind] -= 1
            kept.append(offer)
    return kept[:most]


def _core(text: str) -> str:
    return _GREETING.sub("", text).casefold()
