"""The held-out sets, `tests/nlu/*.jsonl`: of the right form, large enough, nothing twice, nothing trained on.

The development sets beside them, `evaluation/development/*.jsonl`, follow the same rules but for their size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from cli.validation.files import DataInvalid, Row, rows_of
from cli.validation.labels import EMOTIONS
from cli.validation.likeness import Trained, normal
from cli.validation.limits import Limits
from cli.validation.texts import character_problems, is_foreign
from support.language import LANGUAGES

FOLDER = Path("tests") / "nlu"
# What thresholds and rules are chosen by: whoever chooses must not see the held-out sets.
DEVELOPMENT = Path("evaluation") / "development"
# Marked in the held-out sets only: no training utterance teaches them.
UNLEARNT = frozenset({"amount", "size", "color"})


@dataclass(frozen=True)
class Labels:
    """What the domain knows."""

    intents: Set[str]
    entities: Set[str]


def held_out(root: Path, name: str, folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return a set's objects, such as those of "en" or "wishes_zh"; `folder` is FOLDER or DEVELOPMENT.

    Raises:
        DataInvalid: the file cannot be read, or a line is broken.
    """
    rows, problems = rows_of(root / folder / f"{name}.jsonl", root)
    if problems:
        raise DataInvalid(problems[0])
    return [dict(row.values) for row in rows]


def held_out_problems(root: Path, labels: Labels, trained: Trained, limits: Limits) -> Iterator[str]:
    """Yield what is wrong with the held-out sets and the development sets."""
    for language in LANGUAGES:
        seen: dict[str, dict[str, str]] = {}
        for folder, prefix in product((FOLDER, DEVELOPMENT), _KINDS):
            needed, allowed, check = _KINDS[prefix]
            file = root / folder / f"{prefix}{language}.jsonl"
            compulsory = folder == FOLDER and not prefix
            if not compulsory and not file.exists():
                continue
            try:
                rows, problems = rows_of(file, root)
            except DataInvalid as error:
                yield str(error)
                continue
            yield from problems
            if compulsory and len(rows) < limits.held_out[language]:
                yield f"{file.relative_to(root)}: {len(rows)} utterances, fewer than {limits.held_out[language]}"
            for row in rows:
                said = list(_form(row, needed, allowed)) or [
                    *_text_problems(row.values["text"], language, limits),
                    *check(row, labels),
                    *_leaks(row, language, labels, trained),
                    *_twice(row, seen.setdefault(prefix, {})),
                ]
                yield from (f"{row.place}: {what}" for what in said)


def _form(row: Row, needed: Set[str], allowed: Set[str]) -> Iterator[str]:
    for key in sorted(needed - row.values.keys()):
        yield f"{key} is missing"
    for key in sorted(row.values.keys() - needed - allowed):
        yield f"unusual key {key!r}; here may be {', '.join(sorted(needed | allowed))}"
    for key, kind, said in (
        ("text", str, "a text"),
        ("intent", str, "a text"),
        ("emotion", str, "a text"),
        ("intents", list, "a list"),
        ("entities", list, "a list"),
    ):
        if key in row.values and not isinstance(row.values[key], kind):
            yield f"{key} is not {said}"


def _text_problems(text: str, language: str, limits: Limits) -> Iterator[str]:
    yield from character_problems(text, limits.characters)
    if is_foreign(text, language):
        yield f"“{text}” is in the other language, not in {language}"


def _leaks(row: Row, language: str, labels: Labels, trained: Trained) -> Iterator[str]:
    named = row.values.get("intents", [row.values["intent"]] if "intent" in row.values else sorted(labels.intents))
    if leak := trained.leak(row.values["text"], language, [intent for intent in named if isinstance(intent, str)]):
        yield leak


def _twice(row: Row, seen: dict[str, str]) -> Iterator[str]:
    first = seen.setdefault(normal(row.values["text"]), row.place)
    if first != row.place:
        yield f"“{row.values['text']}” is also {first}"


def _utterance(row: Row, labels: Labels) -> Iterator[str]:
    if row.values["intent"] not in labels.intents:
        yield f"the domain has no intent {row.values['intent']!r}"
    if row.values["emotion"] not in EMOTIONS:
        yield f"emotion {row.values['emotion']!r} is none of ours"
    if "entities" in row.values:
        yield from _entities(row, labels)


def _wishes(row: Row, labels: Labels) -> Iterator[str]:
    intents = row.values["intents"]
    if not intents:
        yield "no intent at all"
    for number, intent in enumerate(intents):
        if not isinstance(intent, str) or intent not in labels.intents:
            yield f"the domain has no intent {intent!r}"
        elif intent in intents[:number]:
            yield f"the intent {intent!r} stands twice"


def _entities(row: Row, labels: Labels) -> Iterator[str]:
    for found in row.values["entities"]:
        if not isinstance(found, dict) or found.keys() != {"entity", "value"}:
            yield "an entity is not an object with entity and value"
        elif not isinstance(found["entity"], str) or found["entity"] not in labels.entities | UNLEARNT:
            yield f"entity {found['entity']!r} is none of ours"
        elif not isinstance(found["value"], str) or not found["value"].strip():
            yield f"the value of {found['entity']} is empty or not a text"
        # An order number's value is its usual form: "order w 10423" has "W-10423".
        elif found["entity"] != "order_number" and found["value"].lower() not in row.values["text"].lower():
            yield f"the {found['entity']} “{found['value']}” is not in the text"


_Check = Callable[[Row, Labels], Iterator[str]]
# By the beginning of the file's name: the keys that each line must have, those it may have besides, the rest.
_KINDS: dict[str, tuple[Set[str], Set[str], _Check]] = {
    "": ({"text", "intent", "emotion"}, {"entities"}, _utterance),
    "wishes_": ({"text", "intents"}, set(), _wishes),
    "entities_": ({"text", "entities"}, set(), _entities),
}
