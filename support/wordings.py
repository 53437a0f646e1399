"""What a shop says in its own words: wordings that stand in for those which the bot's domain has for a response."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from support.canned import variables
from support.language import LANGUAGES, detect

MOST_CHARS = 1_000
MOST_WORDINGS = 8

# Response → language → wordings.
Own = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Problem:
    """What is wrong with wordings; `kind` for a page to say in its own words, `names` the variables that it is about."""

    kind: str
    message: str
    names: tuple[str, ...] = ()


def problems(shipped: Sequence[str], texts: Sequence[str], language: str) -> Iterator[Problem]:
    """Yield why wordings could not stand in for the shipped ones of that language."""
    if not 1 <= len(texts) <= MOST_WORDINGS:
        yield Problem("count", f"a response has 1 to {MOST_WORDINGS} wordings")
    if any(not text.strip() or len(text) > MOST_CHARS for text in texts):
        yield Problem("length", f"a wording has 1 to {MOST_CHARS} characters")
    if len({text.strip() for text in texts}) < len(texts):
        yield Problem("twice", "a wording stands twice")
    try:
        used = [variables(text) for text in texts]
    except ValueError:
        yield Problem("brace", "a brace stands alone")
        return
    known = [variables(text) for text in shipped]
    if unknown := sorted(frozenset().union(*used) - frozenset().union(*known)):
        yield Problem("unknown", f"this response knows no {', '.join(unknown)}", tuple(unknown))
    # Wherever a shipped wording could be said, one of the new ones must be: a guest has no name, an order may have no day.
    uncovered = [needed for needed in known if not any(own <= needed for own in used)]
    if uncovered and not unknown:
        fewest = min(uncovered, key=len)
        allowed = ", ".join(sorted(fewest)) or "no variable"
        yield Problem("uncovered", f"one wording must do with {allowed}", tuple(sorted(fewest)))
    for text in texts:
        # Variables are Latin in either language.
        if detect(re.sub(r"\{\w*\}", "", text)) not in (language, None):
            yield Problem("language", f"a wording is not in {language}")
            return


def version(own: Own) -> str:
    """Return what tells two states of the shop's wordings apart; empty where it has none."""
    if not own:
        return ""
    canonical = json.dumps(own, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def is_own(value: object) -> bool:
    """Say whether a JSON value has the form of `Own`."""
    return isinstance(value, dict) and all(
        isinstance(languages, dict)
        and set(languages) <= set(LANGUAGES)
        and all(
            isinstance(texts, list) and texts and all(isinstance(text, str) and text.strip() for text in texts)
            for texts in languages.values()
        )
        for languages in value.values()
    )
