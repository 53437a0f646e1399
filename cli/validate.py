"""`warmline validate`: hold domain, rules and training data to docs/annotation.md and docs/responses.md."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console

from support.emotion import Emotion
from support.errors import WarmlineError
from support.settings import ROOT

ENTITIES = frozenset({"order_number", "product", "date", "reason"})
LEAST_EXAMPLES = {"en": 25, "zh": 15}
_ENTITY = re.compile(r"\[([^\]]+)\]\((\w+)\)")
_PUNCTUATION = re.compile(r"[\W_]+")


class DataInvalid(WarmlineError):
    """The data break a rule; the message lists where."""


@dataclass(frozen=True)
class Example:
    """One labelled utterance; `text` is without entity marks, `place` names file and number."""

    text: str
    intent: str
    emotion: str
    language: str
    entities: tuple[str, ...]
    place: str


def validate() -> None:
    """Check everything and say what was checked.

    Raises:
        DataInvalid: with one line a problem.
    """
    problems = list(problems_in(ROOT))
    if problems:
        raise DataInvalid(f"{len(problems)} problems in the data:\n" + "\n".join(f"  {line}" for line in problems[:50]))
    counts = Counter(example.language for example in training_examples(ROOT))
    said = ", ".join(f"{count} {language}" for language, count in sorted(counts.items()))
    Console().print(
        f"The data are sound: {said} training utterances, {len(_responses(ROOT))} responses.", highlight=False
    )


def problems_in(root: Path) -> Iterator[str]:
    """Yield every problem as a line that names its place."""
    examples = list(training_examples(root))
    yield from _label_problems(root, examples)
    yield from _duplicate_problems(examples)
    yield from _leaks(root, examples)
    yield from _response_problems(root)
    yield from _rule_problems(root)


def training_examples(root: Path) -> Iterator[Example]:
    """Yield the training utterances of all languages."""
    for file in sorted((root / "data" / "nlu").glob("*/*.yml")):
        loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for group in loaded["nlu"]:
            for number, example in enumerate(group["examples"], start=1):
                yield Example(
                    text=_ENTITY.sub(r"\1", example["text"]),
                    intent=group["intent"],
                    emotion=(example.get("metadata") or {}).get("emotion", ""),
                    language=file.parent.name,
                    entities=tuple(name for _, name in _ENTITY.findall(example["text"])),
                    place=f"{file.relative_to(root)}, {group['intent']} {number}",
                )


def held_out(root: Path, language: str) -> list[dict[str, Any]]:
    """Return the held-out utterances of one language: `text`, `intent`, `emotion`."""
    file = root / "tests" / "nlu" / f"{language}.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _domain(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / "bot" / "domain" / "core.yml").read_text(encoding="utf-8"))
    return loaded


def _intents(root: Path) -> set[str]:
    return {next(iter(intent)) if isinstance(intent, dict) else intent for intent in _domain(root)["intents"]}


def _label_problems(root: Path, examples: list[Example]) -> Iterator[str]:
    intents = _intents(root)
    emotions = {str(emotion) for emotion in Emotion}
    for example in examples:
        if example.intent not in intents:
            yield f"{example.place}: the domain has no intent {example.intent}"
        if example.emotion not in emotions:
            yield f"{example.place}: emotion {example.emotion!r} is none of ours"
        for name in set(example.entities) - ENTITIES:
            yield f"{example.place}: entity {name} is none of ours"
        if not example.text.strip():
            yield f"{example.place}: empty"
    counts = Counter((example.language, example.intent) for example in examples)
    for language, least in LEAST_EXAMPLES.items():
        for intent in sorted(intents):
            if counts[language, intent] < least:
                yield f"data/nlu/{language}: {intent} has {counts[language, intent]} utterances, fewer than {least}"


def normal(text: str) -> str:
    """Return what two utterances that differ only in case, punctuation and white space share."""
    return _PUNCTUATION.sub(" ", text.lower()).strip() or text.strip()


def _duplicate_problems(examples: list[Example]) -> Iterator[str]:
    seen: dict[str, Example] = {}
    for example in examples:
        first = seen.setdefault(normal(example.text), example)
        if first is example:
            continue
        if first.intent != example.intent:
            yield f"{example.place}: “{example.text}” is also {first.place}, with another intent"
        elif first.text == example.text and first.language == example.language:
            yield f"{example.place}: “{example.text}” is also {first.place}"


def _leaks(root: Path, examples: list[Example]) -> Iterator[str]:
    trained = {normal(example.text): example for example in examples}
    intents = _intents(root)
    emotions = {str(emotion) for emotion in Emotion}
    for language in LEAST_EXAMPLES:
        for number, row in enumerate(held_out(root, language), start=1):
            place = f"tests/nlu/{language}.jsonl:{number}"
            if row["intent"] not in intents or row["emotion"] not in emotions:
                yield f"{place}: {row['intent']} or {row['emotion']} is no label of ours"
            same = trained.get(normal(row["text"]))
            # "hi" and "ok" are what everybody writes; more than two words in common is a leak.
            if same and (len(normal(row["text"]).split()) > 2 or len(row["text"]) > 12):
                yield f"{place}: “{row['text']}” is trained on ({same.place})"


def _responses(root: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((root / "bot" / "domain").glob("*.yml")):
        found |= (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("responses") or {}
    return found


def _response_problems(root: Path) -> Iterator[str]:
    for name, variations in _responses(root).items():
        texts: dict[str, list[str]] = defaultdict(list)
        for variation in variations:
            language = (variation.get("metadata") or {}).get("language", "")
            if language not in LEAST_EXAMPLES:
                yield f"{name}: a wording without a language"
            texts[language].append(variation.get("text", ""))
            if not variation.get("text", "").strip():
                yield f"{name}: an empty wording"
            for button in variation.get("buttons") or []:
                if button.get("payload", button["title"]).startswith("/"):
                    yield f"{name}: a button's payload is a command"
        least = 1 if name.startswith(("word_", "line_")) else 2
        for language in LEAST_EXAMPLES:
            if len(texts[language]) < least and not name.startswith("utter_gateway_"):
                yield f"{name}: {len(texts[language])} wordings in {language}, fewer than {least}"
            if not texts[language]:
                yield f"{name}: no wording in {language}"
            elif (
                name.startswith("utter_")
                and not name.startswith("utter_gateway_")
                and all("{name}" in text for text in texts[language])
            ):
                yield f"{name}: every wording in {language} needs a name, which a guest has not"


def _rule_problems(root: Path) -> Iterator[str]:
    """Check that each intent has a rule, and each response that actions name exists."""
    ruled = set()
    for file in sorted((root / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]:
            ruled |= {step["intent"] for step in rule["steps"] if "intent" in step}
    for intent in sorted(_intents(root) - ruled):
        yield f"data/rules: no rule answers {intent}"
    responses = _responses(root)
    for file in sorted((root / "actions").glob("*.py")):
        for name in sorted(set(re.findall(r'"(utter_\w+[a-z0-9])"', file.read_text(encoding="utf-8")))):
            if name not in responses:
                yield f"{file.relative_to(root)}: there is no response {name}"
