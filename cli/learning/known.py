"""What need not, or must not, be labelled: utterances that are trained on, and those that are held out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

from cli.validation.files import rows_of
from cli.validation.heldout import DEVELOPMENT, FOLDER
from cli.validation.likeness import normal, shortened
from cli.validation.training import Example, read
from support.language import LANGUAGES


class Known:
    """The training data and the held-out sets as they are; `examples` and `broken` are what was read of the former.

    Raises:
        DataInvalid: a held-out set cannot be read.
    """

    def __init__(self, root: Path) -> None:
        self.examples: Sequence[Example]
        self.broken: Sequence[str]
        self.examples, self.broken = read(root)
        self._trained = {normal(example.text): example for example in reversed(self.examples)}
        self._held_out: dict[str, str] = {}
        self._nearly: dict[tuple[str, str], str] = {}
        for file in sorted(file for folder in (FOLDER, DEVELOPMENT) for file in (root / folder).glob("*.jsonl")):
            language = file.stem.rpartition("_")[2]
            rows, _ = rows_of(file, root)
            for row in rows:
                text = row.values.get("text")
                if not isinstance(text, str):
                    continue
                self._held_out.setdefault(normal(text), row.place)
                intents = row.values.get("intents") or [row.values.get("intent")]
                for key in product(shortened(text, language) if language in LANGUAGES else (), map(str, intents)):
                    self._nearly.setdefault(key, row.place)

    def trained(self, text: str) -> Example | None:
        """Return the training utterance that this is, but for case, punctuation and the like."""
        return self._trained.get(normal(text))

    def held_out(self, text: str, language: str, intent: str) -> str | None:
        """Return the place of the held-out utterance that this is, or, with the same intent, would be but for one word."""
        found = self._held_out.get(normal(text))
        nearly = (self._nearly.get((short, intent)) for short in sorted(shortened(text, language)))
        return found or next((place for place in nearly if place), None)

    def has(self, text: str) -> bool:
        """Say whether a text is trained on or held out."""
        return normal(text) in self._trained or normal(text) in self._held_out
