"""Which messages of real conversations a person should label: those the model was unsure of, or that ended with a human."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from support.escalation import DANGER, FOR_A_HUMAN, SURE, Reason
from support.privacy import MASKS, mask_personal

CLOSE = 0.1  # intents whose confidences differ by less are as good as equal
BEFORE_HANDOFF = (
    3  # messages before a handoff that may have led to it: so many misunderstandings or cross words bring one
)

# A wish for a person says nothing against the bot; nor does an agent who steps in, nor a bot that was not there. Who may be in danger is
# found by words, whatever was understood, and nobody's distress is put on a list.
TELLING = frozenset(Reason) - {Reason.ASKED, Reason.AGENT_TOOK_OVER, Reason.BOT_UNAVAILABLE} - DANGER


class Why(StrEnum):
    """Why a message is worth a look."""

    UNSURE = "unsure"
    NOT_UNDERSTOOD = "not_understood"
    HANDOFF = "handoff"


@dataclass(frozen=True)
class Guess:
    """What the model took a message for; `confidence` 0 … 1. None where it said nothing."""

    intent: str | None
    confidence: float
    emotion: str | None


@dataclass(frozen=True)
class Heard:
    """A customer's message that the bot has answered.

    `runner_up` is the second intent's confidence and `known_words` the share of words that training knew, where the bot's memory has
    them. `names` are what the writer is known by.
    """

    text: str
    language: str
    guess: Guess
    runner_up: float | None = None
    known_words: float = 1.0
    not_understood: bool = False
    handoff: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bounds:
    """The turn policy's thresholds (config.yml)."""

    min_confidence: float = 0.2
    min_confidence_unknown: float = 0.4

    def least(self, guess: Guess, known_words: float) -> float:
        """Return the confidence that this guess needs, as the turn policy counts it."""
        if guess.intent in FOR_A_HUMAN:
            return SURE
        more = self.min_confidence_unknown - self.min_confidence
        return self.min_confidence + more * min(1.0, 2 * (1 - known_words))


@dataclass(frozen=True)
class Candidate:
    """An utterance to label: masked, said `times` times."""

    text: str
    language: str
    guess: Guess
    whys: tuple[Why, ...]
    times: int = 1


def whys(heard: Heard, bounds: Bounds) -> tuple[Why, ...]:
    """Return why a message should be labelled; nothing if the model did well, as far as we know."""
    close = heard.runner_up is not None and heard.guess.confidence - heard.runner_up < CLOSE
    unsure = heard.guess.confidence < bounds.least(heard.guess, heard.known_words)
    found = {Why.UNSURE: unsure or close, Why.NOT_UNDERSTOOD: heard.not_understood, Why.HANDOFF: heard.handoff}
    return tuple(why for why, holds in found.items() if holds)


def candidates(
    messages: Iterable[Heard],
    bounds: Bounds,
    *,
    normal: Callable[[str], str],
    is_known: Callable[[str], bool],
    most_chars: int,
) -> list[Candidate]:
    """Return what to label: masked, each text once, the one said most often and of least confidence first.

    Args:
        messages: what customers wrote.
        bounds: the policy's thresholds.
        normal: what texts share that are the same utterance.
        is_known: says whether we already have a text.
        most_chars: longer ones are left out.
    """
    found: dict[tuple[str, str], Candidate] = {}
    for heard in messages:
        reasons = whys(heard, bounds)
        if not reasons:
            continue
        plain = clean(heard.text)
        text = mask_personal(plain, heard.names)
        if len(text) > most_chars or _is_empty(text):
            continue
        if any(is_known(form) for form in (plain, text, filled(text, heard.language))):
            continue
        key = (heard.language, normal(text))
        before = found.get(key)
        if before is None:
            found[key] = Candidate(text, heard.language, heard.guess, reasons)
            continue
        guess = min(before.guess, heard.guess, key=lambda one: one.confidence)
        both = tuple(why for why in Why if why in before.whys or why in reasons)
        found[key] = replace(before, guess=guess, whys=both, times=before.times + 1)
    return sorted(found.values(), key=lambda one: (-one.times, one.guess.confidence, one.text))


_BLANK = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0\ufffd")
_JOINER = "\u200d"  # glues emoji: a family, a profession


def clean(text: str) -> str:
    """Return a text in one line, without characters that nobody sees and without brackets, which mark entities in training data."""
    shown: list[str] = []
    for character in " ".join(text.split()):
        kind = unicodedata.category(character)
        glue = character == _JOINER and shown and unicodedata.category(shown[-1]) in ("So", "Sk", "Mn")
        if glue or not (kind.startswith("C") or character in _BLANK):
            shown.append(character)
    return " ".join("".join(shown).replace("[", "(").replace("]", ")").split())


_MASK = re.compile("|".join(map(re.escape, MASKS)))
# What is trained on in place of a mask: nobody's, and as a customer would write it.
_INVENTED = {
    "en": ("name@example.com", "020 7946 0000", "GB00 0000 0000 0000", "000000", "1 Example Street", "Alex"),
    "zh": ("name@example.com", "13800000000", "user_000000", "000000", "示范路1号", "小林"),
}


def filled(text: str, language: str) -> str:
    """Return a masked text with invented data in place of its masks, as the model will read such messages."""
    invented = dict(zip(MASKS, _INVENTED[language], strict=True))
    return _MASK.sub(lambda match: invented[match.group()], text)


def _is_empty(text: str) -> bool:
    """Say whether nothing is left to understand: no text, or nothing beside its masks."""
    rest = re.sub(r"•••• \d{4}", "", _MASK.sub("", text))
    return not text or (rest != text and not re.search(r"\w", rest))
