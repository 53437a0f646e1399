"""The canned responses and the macros: each of the form, and the same ones in every language."""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from cli.validation.files import DataInvalid, text_of, yaml_of
from cli.validation.texts import character_problems
from support.canned import MOST_CHARS, Canned, canned_of, variables
from support.errors import InvalidInput
from support.language import LANGUAGES
from support.macros import Macro, macro_of


def canned_problems(root: Path, intents: Set[str]) -> Iterator[str]:
    """Yield what is wrong with data/canned; a project need not have any."""
    folder = root / "data" / "canned"
    if not folder.is_dir():
        return
    found: dict[str, dict[str, tuple[Canned, str]]] = {language: {} for language in LANGUAGES}
    for language in LANGUAGES:
        for file in sorted((folder / language).glob("*.yml")):
            try:
                entries, text = yaml_of(file, root), text_of(file, root)
            except DataInvalid as error:
                yield str(error)
                continue
            if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
                yield f"{file.relative_to(root)}: here should be a list of canned responses"
                continue
            for entry in entries:
                place = _place(file.relative_to(root), text, entry)
                try:
                    canned = canned_of(entry, language)
                except InvalidInput as error:
                    yield f"{place}: {error}"
                    continue
                if canned.id in found[language]:
                    yield f"{place}: {canned.id} stands twice"
                found[language][canned.id] = (canned, place)
                for one in (canned.title, canned.asked, canned.text):
                    yield from (f"{place}: {problem}" for problem in character_problems(one, MOST_CHARS))
                for intent in sorted(canned.intents - intents):
                    yield f"{place}: intent {intent!r} is none of ours"
    yield from _unlike(found)


def macro_problems(root: Path) -> Iterator[str]:
    """Yield what is wrong with data/macros; a project need not have any."""
    folder = root / "data" / "macros"
    found: dict[str, dict[str, tuple[Macro, str]]] = {language: {} for language in LANGUAGES}
    for language in LANGUAGES:
        for file in sorted((folder / language).glob("*.yml")):
            try:
                entries, text = yaml_of(file, root), text_of(file, root)
            except DataInvalid as error:
                yield str(error)
                continue
            if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
                yield f"{file.relative_to(root)}: here should be a list of macros"
                continue
            for entry in entries:
                place = _place(file.relative_to(root), text, entry)
                try:
                    macro = macro_of(entry, language)
                except InvalidInput as error:
                    yield f"{place}: {error}"
                    continue
                if macro.id in found[language]:
                    yield f"{place}: {macro.id} stands twice"
                found[language][macro.id] = (macro, place)
                for one in filter(None, (macro.title, macro.text, macro.note)):
                    yield from (f"{place}: {problem}" for problem in character_problems(one, MOST_CHARS))
    yield from _unlike_macros(found)


def _unlike_macros(found: dict[str, dict[str, tuple[Macro, str]]]) -> Iterator[str]:
    """Yield where a macro of one language does something else than that of the other."""
    first, *others = LANGUAGES
    for language in others:
        for name in sorted(set(found[first]) ^ set(found[language])):
            here, there = (first, language) if name in found[first] else (language, first)
            yield f"{found[here][name][1]}: {name} is not there in {there}"
        for name in sorted(set(found[first]) & set(found[language])):
            (one, _), (other, place) = found[first][name], found[language][name]
            asked = [{key for key, _ in macro.asks} for macro in (one, other)]
            for what, a, b in (("when", one.when, other.when), ("ask", *asked), ("do", one.does, other.does)):
                if a != b:
                    yield f"{place}: {name} has another {what} than in {first}"


def _unlike(found: dict[str, dict[str, tuple[Canned, str]]]) -> Iterator[str]:
    """Yield where a response of one language is not that of the other: both say the same, of the same facts, in the same cases."""
    first, *others = LANGUAGES
    for language in others:
        for name in sorted(set(found[first]) ^ set(found[language])):
            here, there = (first, language) if name in found[first] else (language, first)
            yield f"{found[here][name][1]}: {name} is not there in {there}"
        for name in sorted(set(found[first]) & set(found[language])):
            (one, _), (other, place) = found[first][name], found[language][name]
            for what, a, b in (
                ("intents", one.intents, other.intents),
                ("when", one.when, other.when),
                ("asks", one.asks, other.asks),
                ("variables", variables(one.text), variables(other.text)),
            ):
                if a != b:
                    yield f"{place}: {name} has other {what} than in {first}"


def _place(file: Path, text: str, entry: dict[Any, Any]) -> str:
    """Return file and line of an entry, the file alone where it has no id."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() == f"- id: {entry.get('id')}":
            return f"{file}:{number}"
    return str(file)
