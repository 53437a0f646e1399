"""Files as they are read for validation: what cannot be read is one clear line with file and line number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from support.errors import WarmlineError


class DataInvalid(WarmlineError):
    """The data break a rule; the message says where."""


@dataclass(frozen=True)
class Row:
    """One line of a JSON lines file: its object, and its place, "file:line"."""

    values: Mapping[str, Any]
    place: str


def text_of(file: Path, root: Path) -> str:
    """Return a file's text.

    Raises:
        DataInvalid: there is no such file, it cannot be read, or it is not UTF-8.
    """
    name = file.relative_to(root)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise DataInvalid(f"{name}: cannot be read: {error.strerror or error}") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataInvalid(f"{name}:{content[: error.start].count(10) + 1}: is not UTF-8") from error


def yaml_of(file: Path, root: Path) -> Any:
    """Return what a YAML file holds.

    Raises:
        DataInvalid: the file cannot be read, or is broken.
    """
    text = text_of(file, root)
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _broken_yaml(file.relative_to(root), text, error) from error


def nodes_of(file: Path, root: Path) -> yaml.Node | None:
    """Return a YAML file as nodes that know their lines, None for an empty file.

    Raises:
        DataInvalid: the file cannot be read, or is broken.
    """
    text = text_of(file, root)
    try:
        found: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise _broken_yaml(file.relative_to(root), text, error) from error
    return found


def _broken_yaml(name: Path, text: str, error: Exception) -> DataInvalid:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return DataInvalid(f"{name}:{error.problem_mark.line + 1}: broken YAML: {error.problem or error.context}")
    if isinstance(error, yaml.reader.ReaderError):
        # libyaml counts bytes.
        line = text.encode()[: error.position].count(10) + 1
        return DataInvalid(f"{name}:{line}: broken YAML: {error.reason}")
    if isinstance(error, RecursionError):
        return DataInvalid(f"{name}: broken YAML: nested too deeply")
    return DataInvalid(f"{name}: broken YAML: {error}")


def rows_of(file: Path, root: Path) -> tuple[list[Row], list[str]]:
    """Return the objects of a JSON lines file, and its broken lines as problems.

    Raises:
        DataInvalid: the file cannot be read.
    """
    rows, problems = [], []
    # Not splitlines(): it would also break at what JSON allows inside a string.
    for number, line in enumerate(text_of(file, root).split("\n"), start=1):
        place = f"{file.relative_to(root)}:{number}"
        if not line.strip():
            continue
        try:
            values = json.loads(line, object_pairs_hook=_once)
        except json.JSONDecodeError as error:
            problems.append(f"{place}: broken JSON: {error.msg} (column {error.colno})")
        except (ValueError, RecursionError) as error:
            problems.append(f"{place}: broken JSON: {error}")
        else:
            if isinstance(values, dict):
                rows.append(Row(values, place))
            else:
                problems.append(f"{place}: not a JSON object")
    return rows, problems


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys stand once; json itself would keep the last."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice")
        found[key] = value
    return found
