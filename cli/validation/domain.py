"""The domain and the rules: what intents and entities there are, whether responses and rules are complete."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.validation.files import DataInvalid, text_of, yaml_of
from support.language import LANGUAGES


def names(root: Path, kind: str) -> frozenset[str]:
    """Return the domain's "intents" or "entities".

    Raises:
        DataInvalid: the domain cannot be read, or has none.
    """
    file = root / "bot" / "domain" / "core.yml"
    found = _mapping(file, root).get(kind)
    if not isinstance(found, list):
        raise DataInvalid(f"{file.relative_to(root)}: {kind} is not a list")
    listed = [next(iter(one), None) if isinstance(one, dict) else one for one in found]
    known = [name for name in listed if isinstance(name, str)]
    if len(known) < len(listed):
        raise DataInvalid(f"{file.relative_to(root)}: {kind} has something that is not a name")
    return frozenset(known)


def responses(root: Path) -> dict[str, list[dict[str, Any]]]:
    """Return all responses: a list of wordings each.

    Raises:
        DataInvalid: a file of the domain cannot be read.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((root / "bot" / "domain").glob("*.yml")):
        here = _mapping(file, root).get("responses") or {}
        if not isinstance(here, dict):
            raise DataInvalid(f"{file.relative_to(root)}: responses are not a mapping")
        for name, wordings in here.items():
            if not isinstance(wordings, list) or not all(_is_wording(wording) for wording in wordings):
                raise DataInvalid(f"{file.relative_to(root)}: {name} is not a list of wordings")
            found[str(name)] = wordings
    return found


def _is_wording(value: object) -> bool:
    """Return whether a value has the form of one: mappings where mappings belong, buttons with titles."""
    if not isinstance(value, dict) or not isinstance(value.get("metadata") or {}, dict):
        return False
    buttons = value.get("buttons") or []
    return isinstance(buttons, list) and all(
        isinstance(button, dict) and isinstance(button.get("title"), str) and isinstance(button.get("payload", ""), str)
        for button in buttons
    )


def _mapping(file: Path, root: Path) -> dict[str, Any]:
    loaded = yaml_of(file, root) or {}
    if not isinstance(loaded, dict):
        raise DataInvalid(f"{file.relative_to(root)}: here should be a mapping")
    return loaded


def response_problems(root: Path) -> Iterator[str]:
    """Yield what is wrong with responses: wordings, languages, buttons."""
    for name, variations in responses(root).items():
        texts: dict[str, list[str]] = defaultdict(list)
        for variation in variations:
            language = (variation.get("metadata") or {}).get("language", "")
            text = str(variation.get("text") or "")
            if language not in LANGUAGES:
                yield f"{name}: a wording without a language"
            texts[language].append(text)
            if not text.strip():
                yield f"{name}: an empty wording"
            for button in variation.get("buttons") or []:
                if button.get("payload", button["title"]).startswith("/"):
                    yield f"{name}: a button's payload is a command"
        least = 1 if name.startswith(("word_", "line_")) else 2
        for language in LANGUAGES:
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


def rule_problems(root: Path) -> Iterator[str]:
    """Yield intents without a rule, and responses that actions name and nobody wrote."""
    ruled = set()
    for file in sorted((root / "data" / "rules").glob("*.yml")):
        rules = _mapping(file, root).get("rules")
        if not isinstance(rules, list) or not all(
            isinstance(rule, dict)
            and isinstance(rule.get("steps"), list)
            and all(isinstance(step, dict) for step in rule["steps"])
            for rule in rules
        ):
            yield f"{file.relative_to(root)}: rules are not a list of rules with steps"
            continue
        ruled |= {str(step["intent"]) for rule in rules for step in rule["steps"] if "intent" in step}
    for intent in sorted(names(root, "intents") - ruled):
        yield f"data/rules: no rule answers {intent}"
    written = responses(root)
    for file in sorted((root / "actions").glob("*.py")):
        for name in sorted(set(re.findall(r'"(utter_\w+[a-z0-9])"', text_of(file, root)))):
            if name not in written:
                yield f"{file.relative_to(root)}: there is no response {name}"
