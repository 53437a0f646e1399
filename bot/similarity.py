"""How near texts are to a message: for the gateway's suggestions, beside the customers' messages and never before them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.reading.reader import LanguageReader, Reader

MOST_TEXTS = 1_000
MOST_CHARS = 2_000
_REMEMBERED = 4_000  # vectors a language: with 768 dimensions in half precision some 6 MB
# Between passes of so many texts a customer's message gets its turn: no longer than it takes to read one.
_AT_ONCE = 2


class Similarity:
    """Cosines of a message with texts, whose vectors are remembered. Runs in Rasa's own loop: two threads may not share a tokenizer."""

    def __init__(self) -> None:
        self._known: dict[str, OrderedDict[str, NDArray[np.float16]]] = {}
        self._parts: dict[str, LanguageReader] = {}

    async def scores(self, reader: Reader, language: str, text: str, texts: Sequence[str]) -> list[float]:
        """Return the cosine of each text with the message, 0 … 1, in their order; what is opposite is as far as what is different."""
        if not texts:
            return []
        part = reader.of(language)
        known = self._known_of(language, part)
        # Looked for anew each time: meanwhile another request may have pushed some of them out.
        while batch := [one for one in dict.fromkeys(texts) if one not in known][:_AT_ONCE]:
            known |= dict(zip(batch, part.embed(batch).astype(np.float16), strict=True))
            await asyncio.sleep(0)
        matrix = np.stack([known[one] for one in texts]).astype(np.float32)
        cosines = matrix @ part.embed([text])[0]
        for one in texts:
            known.move_to_end(one)
        while len(known) > _REMEMBERED:
            known.popitem(last=False)
        return [round(float(min(1.0, max(0.0, cosine))), 4) for cosine in cosines]

    def _known_of(self, language: str, part: LanguageReader) -> OrderedDict[str, NDArray[np.float16]]:
        if self._parts.get(language) is not part:  # another model was loaded
            self._parts[language] = part
            self._known[language] = OrderedDict()
        return self._known[language]


def problem(body: dict[str, Any]) -> str | None:
    """Return what is wrong with a request, None if nothing is."""
    if not isinstance(body.get("text"), str) or not body["text"].strip() or len(body["text"]) > MOST_CHARS:
        return f"text must be a text of at most {MOST_CHARS} characters"
    if body.get("language") not in ("en", "zh"):
        return "language must be en or zh"
    texts = body.get("texts")
    if not isinstance(texts, list) or len(texts) > MOST_TEXTS:
        return f"texts must be a list of at most {MOST_TEXTS}"
    if not all(isinstance(one, str) and one.strip() and len(one) <= MOST_CHARS for one in texts):
        return f"each of texts must be a text of at most {MOST_CHARS} characters"
    return None


def reader_in(runner: Any) -> Reader:
    """Return the reader that a loaded model's pipeline reads messages with.

    Raises:
        ValueError: the pipeline has none.
    """
    from bot.components.reader import MessageReader

    # Rasa's runner has no public way to a component that it has loaded; a second one would need its memory twice.
    for node in runner._instantiated_nodes.values():
        if isinstance(node._component, MessageReader):
            return node._component.reader
    raise ValueError("the model has no MessageReader in its pipeline")
