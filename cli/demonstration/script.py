"""The dialogues that are played: who writes what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from support.errors import InvalidInput

FILE = Path(__file__).parent / "demo.yml"


@dataclass(frozen=True)
class Script:
    """One dialogue. `customer` is the id of who writes, None for a guest; `says` what they write, one message each."""

    name: str
    customer: str | None
    says: tuple[str, ...]


def load(path: Path = FILE) -> list[Script]:
    """Read the dialogues of a file; what is expected of the answers is left to the tests.

    Raises:
        InvalidInput: the file cannot be read, or a dialogue lacks something; the message names it.
    """
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}") from error
    if not isinstance(found, list) or not found:
        raise InvalidInput(f"{path} is not a list of dialogues")
    return [_script(row, f"{path.name}, dialogue {number}") for number, row in enumerate(found, 1)]


def _script(row: Any, place: str) -> Script:
    if not isinstance(row, dict):
        raise InvalidInput(f"{place}: is not a mapping")
    name, customer, steps = row.get("name"), row.get("customer"), row.get("steps")
    if not isinstance(name, str):
        raise InvalidInput(f"{place}: has no name")
    if not (isinstance(customer, str) or (customer is None and row.get("guest") is True)):
        raise InvalidInput(f"{place}: needs `customer` or `guest: true`")
    if not isinstance(steps, list) or not steps:
        raise InvalidInput(f"{place}: has no steps")
    says = [step.get("they") if isinstance(step, dict) else None for step in steps]
    if not all(isinstance(text, str) and text.strip() for text in says):
        raise InvalidInput(f"{place}: a step has no `they`")
    return Script(name, customer, tuple(str(text) for text in says))
