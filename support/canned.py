"""Canned responses: replies that stand ready for agents, with variables that only true facts fill."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from support.asking import KINDS, asked_for
from support.errors import InvalidInput
from support.language import LANGUAGES, detect

# What a text may leave open. Days are said with weekday and date, amounts with their currency.
VARIABLES = frozenset(
    {
        "customer",
        "item",
        "order",
        "amount",
        "carrier",
        "day_promised",
        "day_expected",
        "day_delivered",
        "days_late",
        "refund_amount",
        "day_refund",
    }
)
# What a reply may need to be true (support/case.py).
CONDITIONS = frozenset(
    {
        *("paid", "packed", "shipped", "delivered", "cancelled", "returned", "late", "on_time"),
        *(
            "refund_requested",
            "refund_approved",
            "refund_in_time",
            "refund_overdue",
            "refund_paid_out",
            "upset",
            "signed_in",
            "guest",
        ),
    }
)
MOST_CHARS = 1_000
MOST_TITLE_CHARS = 80
_ID = re.compile(r"[a-z][a-z0-9_]{1,60}")
_FIELDS = ("id", "title", "asked", "text", "intents", "when", "asks")


@dataclass(frozen=True)
class Canned:
    """One canned response in one language.

    `asked` is what a customer writes whom it answers; `intents` are those it answers, `when` what must be true (CONDITIONS), `asks` what it
    asks for (support.asking.KINDS).
    """

    id: str
    language: str
    title: str
    text: str
    asked: str = ""
    intents: frozenset[str] = frozenset()
    when: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()

    @property
    def like(self) -> str:
        """Return what a customer's message is compared with."""
        return self.asked or f"{self.title}. {self.text}"


def canned_of(values: Mapping[str, Any], language: str) -> Canned:
    """Return the canned response that an entry of data/canned/<language>/ describes.

    Raises:
        InvalidInput: something is missing or of the wrong form; the message names it.
    """
    for name in ("id", "title", "asked", "text"):
        if not isinstance(values.get(name), str) or not values[name].strip():
            raise InvalidInput(f"{name} must be a text")
    for name in ("intents", "when", "asks"):
        listed = values.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise InvalidInput(f"{name} must be a list of names")
    if unknown := sorted(set(values) - set(_FIELDS)):
        raise InvalidInput(f"there is no field {', '.join(map(str, unknown))}")
    found = Canned(
        values["id"],
        language,
        values["title"],
        values["text"],
        values["asked"],
        *(frozenset(values.get(name, [])) for name in ("intents", "when", "asks")),
    )
    if not found.intents:
        raise InvalidInput("intents must name what it answers")
    for problem in problems(found):
        raise InvalidInput(problem)
    return found


def problems(canned: Canned) -> Iterator[str]:
    """Yield what is wrong with a canned response."""
    if not _ID.fullmatch(canned.id):
        yield "an id is small letters, digits and underscores"
    if canned.language not in LANGUAGES:
        yield f"a language is one of {', '.join(LANGUAGES)}"
    if not canned.title.strip() or len(canned.title) > MOST_TITLE_CHARS:
        yield f"a title has 1 to {MOST_TITLE_CHARS} characters"
    if not canned.text.strip() or len(canned.text) > MOST_CHARS:
        yield f"a text has 1 to {MOST_CHARS} characters"
    try:
        named = variables(canned.text)
    except ValueError:
        yield "a brace stands alone"
        return
    if unknown := sorted(named - VARIABLES):
        yield f"there is no variable {', '.join(unknown)}"
    if unknown := sorted(canned.when - CONDITIONS):
        yield f"there is no condition {', '.join(unknown)}"
    if unknown := sorted(canned.asks - KINDS):
        yield f"nobody asks for {', '.join(unknown)}"
    if untold := sorted(asked_for(canned.text) - canned.asks):
        yield f"the text asks for {', '.join(untold)}: say so in asks"
    # Variables are Latin in either language.
    plain = re.sub(r"\{\w*\}", "", canned.text)
    if canned.language in LANGUAGES and detect(plain) not in (canned.language, None):
        yield f"the text is not in {canned.language}"


def variables(text: str) -> frozenset[str]:
    """Return the names between braces.

    Raises:
        ValueError: a brace stands alone, or there is more than a name between two.
    """
    found = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not re.fullmatch(r"\w+", name):
            raise ValueError("more than a name between braces")
        found.add(name)
    return frozenset(found)


def missing(text: str, values: Collection[str]) -> frozenset[str]:
    """Return the variables of a text that nobody knows."""
    return variables(text) - set(values)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its variables filled, in one pass: a value with braces stays as it is.

    Raises:
        KeyError: a variable is unknown.
    """
    filled = re.sub(r"\{(\w+)\}", lambda match: values[match[1]], text)
    return re.sub(r"(?<![\d.])1 days\b", "1 day", filled)
