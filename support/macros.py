"""Macros: a canned response with what is done beside it. Only true facts fill them, and what is done is seen before it is done."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from support.canned import CONDITIONS, MOST_CHARS, MOST_TITLE_CHARS, VARIABLES, variables
from support.errors import InvalidInput
from support.escalation import PRIORITY_ORDER
from support.language import LANGUAGES, detect

MACRO_VARIABLES = VARIABLES | {"customer_name", "agent_name"}
KINDS = ("priority", "queue", "snooze_hours", "snooze_days", "resolve")
MOST_HOURS, MOST_DAYS = 72, 90
MOST_ASKED_CHARS = 200
_ENDS = frozenset({"queue", "snooze_hours", "snooze_days", "resolve"})
_ID = re.compile(r"[a-z][a-z0-9_]{1,60}")
_QUEUE = re.compile(r"[a-z0-9_-]{1,50}")
_FIELDS = ("id", "title", "text", "note", "when", "ask", "do")


@dataclass(frozen=True)
class Macro:
    """One macro in one language.

    `text` goes to the customer, `note` to colleagues; either may be empty. `when`: what must be true (support.canned.CONDITIONS).
    `asks`: variables that the agent fills in, each with its question. `does`: (kind, value) in order, of KINDS; `queue` gives the
    conversation to that queue.
    """

    id: str
    language: str
    title: str
    text: str = ""
    note: str = ""
    when: frozenset[str] = frozenset()
    asks: tuple[tuple[str, str], ...] = ()
    does: tuple[tuple[str, str], ...] = ()

    @property
    def needs(self) -> frozenset[str]:
        """Return the variables that only facts can fill."""
        return (variables(self.text) | variables(self.note)) - {name for name, _ in self.asks}


def macro_of(values: Mapping[str, Any], language: str) -> Macro:
    """Return the macro that an entry of data/macros/<language>/ describes.

    Raises:
        InvalidInput: something is missing or of the wrong form; the message names it.
    """
    if unknown := sorted(set(map(str, values)) - set(_FIELDS)):
        raise InvalidInput(f"there is no field {', '.join(unknown)}")
    for name in ("id", "title"):
        if not isinstance(values.get(name), str) or not values[name].strip():
            raise InvalidInput(f"{name} must be a text")
    for name in ("text", "note"):
        if not isinstance(values.get(name, ""), str):
            raise InvalidInput(f"{name} must be a text")
    when, asks, does = values.get("when", []), values.get("ask", {}), values.get("do", [])
    if not isinstance(when, list) or not all(isinstance(one, str) for one in when):
        raise InvalidInput("when must be a list of names")
    if not isinstance(asks, dict) or not all(isinstance(one, str) and one for pair in asks.items() for one in pair):
        raise InvalidInput("ask must name a question for each variable")
    if not isinstance(does, list) or not all(isinstance(one, dict) and len(one) == 1 for one in does):
        raise InvalidInput("do must be a list of single steps, such as `priority: high`")
    steps = tuple((str(kind), _value(value)) for step in does for kind, value in step.items())
    found = Macro(
        values["id"],
        language,
        values["title"],
        values.get("text", "").strip(),
        values.get("note", "").strip(),
        frozenset(when),
        tuple(asks.items()),
        steps,
    )
    for problem in problems(found):
        raise InvalidInput(problem)
    return found


def problems(macro: Macro) -> Iterator[str]:
    """Yield what is wrong with a macro."""
    if not _ID.fullmatch(macro.id):
        yield "an id is small letters, digits and underscores"
    if len(macro.title) > MOST_TITLE_CHARS:
        yield f"a title has 1 to {MOST_TITLE_CHARS} characters"
    if not (macro.text or macro.note or macro.does):
        yield "a macro says, notes or does something"
    if any(len(text) > MOST_CHARS for text in (macro.text, macro.note)):
        yield f"a text has at most {MOST_CHARS} characters"
    try:
        used = variables(macro.text) | variables(macro.note)
    except ValueError:
        yield "a brace stands alone"
        return
    asked = {name for name, _ in macro.asks}
    if unknown := sorted(used - MACRO_VARIABLES - asked):
        yield f"there is no variable {', '.join(unknown)}"
    if facts := sorted(asked & MACRO_VARIABLES):
        yield f"{', '.join(facts)} is a fact, and not to be asked"
    if idle := sorted(asked - used):
        yield f"{', '.join(idle)} is asked for and never used"
    if unknown := sorted(macro.when - CONDITIONS):
        yield f"there is no condition {', '.join(unknown)}"
    yield from _wrong_steps(macro.does)
    if not macro.note and any(kind == "queue" for kind, _ in macro.does):
        yield "who gives it to a queue says why, in a note"
    plain = re.sub(r"\{\w*\}", "", macro.text)
    if macro.text and macro.language in LANGUAGES and detect(plain) not in (macro.language, None):
        yield f"the text is not in {macro.language}"


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with what is known filled in, in one pass; what is not known yet stays as it stands."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), text)


def fits(macro: Macro, conditions: Collection[str], values: Collection[str]) -> bool:
    """Say whether a macro may be offered: what it needs is known, and what it takes for true is."""
    return macro.when <= set(conditions) and macro.needs <= set(values)


def fingerprint(macro: Macro, values: Mapping[str, str]) -> str:
    """Return what tells two previews of a macro apart: what was seen is what is done, or nothing is."""
    seen = [macro.id, filled(macro.text, values), filled(macro.note, values), macro.does, macro.asks]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()[:32]


def _wrong_steps(does: tuple[tuple[str, str], ...]) -> Iterator[str]:
    kinds = [kind for kind, _ in does]
    if unknown := sorted(set(kinds) - set(KINDS)):
        yield f"nothing is done by {', '.join(unknown)}: there are {', '.join(KINDS)}"
    if len(set(kinds)) < len(kinds):
        yield "a step stands twice"
    if len(_ENDS & set(kinds)) > 1:
        yield "it is either given to a queue, set aside or resolved"
    for kind, value in does:
        if kind == "priority" and value not in list(PRIORITY_ORDER):
            yield f"a priority is one of {', '.join(PRIORITY_ORDER)}"
        if kind == "queue" and not _QUEUE.fullmatch(value):
            yield "a queue is small letters, digits, - and _"
        if kind == "resolve" and value != "true":
            yield "resolve is true"
        most = {"snooze_hours": MOST_HOURS, "snooze_days": MOST_DAYS}.get(kind)
        if most and not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
            yield f"{kind} is a number from 1 to {most}"


def _value(value: object) -> str:
    return "true" if value is True else "false" if value is False else str(value)
