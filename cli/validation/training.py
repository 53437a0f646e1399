"""The training utterances: `data/nlu/<language>/<topic>.yml`, read with their line numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from cli.validation.files import DataInvalid, nodes_of
from cli.validation.texts import plain
from support.language import LANGUAGES


@dataclass(frozen=True)
class Example:
    """One labelled utterance; `text` is without entity marks, `marked` with them, `place` is "file:line"."""

    text: str
    marked: str
    intent: str
    emotion: str
    language: str
    place: str


class _Odd(Exception):
    """Something is not of the form that docs/annotation.md shows; the message begins with its place."""


def read(root: Path) -> tuple[list[Example], list[str]]:
    """Return the training utterances of all languages, and what in their files is not of the right form."""
    examples: list[Example] = []
    problems: list[str] = []
    folder = root / "data" / "nlu"
    # Rasa would train on any YAML file anywhere below, so all are looked at.
    for file in sorted(file for file in folder.rglob("*") if file.suffix in (".yml", ".yaml")):
        name = str(file.relative_to(root))
        if file.suffix != ".yml" or file.parent.parent != folder or file.parent.name not in LANGUAGES:
            problems.append(f"{name}: does not belong here; training data are data/nlu/<en|zh>/<topic>.yml")
            continue
        try:
            top = _mapping(nodes_of(file, root), name, ("version", "nlu"), ("nlu",))
            for group in _list(top["nlu"], name):
                for found in _group(group, name, file.parent.name):
                    if isinstance(found, Example):
                        examples.append(found)
                    else:
                        problems.append(found)
        except (DataInvalid, _Odd) as error:
            problems.append(str(error))
    return examples, problems


def _group(node: yaml.Node, name: str, language: str) -> Iterator[Example | str]:
    try:
        parts = _mapping(node, name, ("intent", "examples"), ("intent", "examples"))
        intent = _text(parts["intent"], name, quoted=False)
        nodes = _list(parts["examples"], name)
    except _Odd as error:
        yield str(error)
        return
    for one in nodes:
        try:
            yield _example(one, name, language, intent)
        except _Odd as error:
            yield str(error)


def _example(node: yaml.Node, name: str, language: str, intent: str) -> Example:
    parts = _mapping(node, name, ("text", "metadata"), ("text", "metadata"))
    metadata = _mapping(parts["metadata"], name, ("emotion",), ("emotion",))
    marked = _text(parts["text"], name, quoted=True)
    emotion = _text(metadata["emotion"], name, quoted=False)
    return Example(plain(marked), marked, intent, emotion, language, _place(node, name))


def _place(node: yaml.Node | None, name: str) -> str:
    return f"{name}:{node.start_mark.line + 1 if node else 1}"


def _mapping(
    node: yaml.Node | None, name: str, allowed: tuple[str, ...], needed: tuple[str, ...]
) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _Odd(f"{_place(node, name)}: here should be a mapping with {', '.join(allowed)}")
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value not in allowed:
            raise _Odd(f"{_place(key, name)}: unusual key {key.value!r}; here may be {', '.join(allowed)}")
        if key.value in found:
            raise _Odd(f"{_place(key, name)}: the key {key.value!r} stands twice")
        found[key.value] = value
    for key in needed:
        if key not in found:
            raise _Odd(f"{_place(node, name)}: {key} is missing")
    return found


def _list(node: yaml.Node, name: str) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise _Odd(f"{_place(node, name)}: here should be a list, each item on a line with -")
    found: list[yaml.Node] = node.value
    return found


def _text(node: yaml.Node, name: str, *, quoted: bool) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _Odd(f"{_place(node, name)}: here should be a text")
    if quoted and node.style != '"':
        raise _Odd(f"{_place(node, name)}: the text is not in double quotes")
    return str(node.value)
