"""Read texts with a trained model, many at a time, without a conversation."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.explanation import Explanation
    from bot.reading.reader import Reader


class Understanding:
    """The NLU part of a trained model.

    Args:
        model: path of the archive that training wrote.
    """

    def __init__(self, model: Path) -> None:
        os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
        from rasa.core.agent import Agent

        processor = Agent.load(str(model)).processor
        if processor is None:
            raise ValueError(f"{model} holds no model")
        self._runner = processor.graph_runner
        self._target = processor.model_metadata.nlu_target

    def parse(self, texts: Sequence[str], batch_size: int = 64) -> Iterator[dict[str, Any]]:
        """Yield a parse result for each text, in order: intent, intent_ranking, wishes, emotion, entities, language, known_words."""
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER

        for start in range(0, len(texts), batch_size):
            batch = texts[start : start + batch_size]
            messages = [UserMessage(_as_text(text)) for text in batch]
            results = self._runner.run(
                inputs={PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: None}, targets=[self._target]
            )
            for text, message in zip(batch, results[self._target], strict=True):
                yield _in_place(text, message.as_dict(only_output_properties=True))

    def explain(self, text: str) -> Explanation:
        """Return a text's parse result with the training utterances next to it and the words that moved its emotion."""
        from bot.explanation import Explanation, movers

        parsed = next(self.parse([text]))
        reader = self.reader.of(parsed.get("language"))
        emotion = (parsed.get("emotion") or {}).get("label", "")
        return Explanation(parsed, tuple(reader.neighbours(text)), tuple(movers(reader, text, emotion)))

    @cached_property
    def reader(self) -> Reader:
        """Return what reads the messages: the reader of the pipeline's `MessageReader`.

        Raises:
            ValueError: the model's pipeline has none.
        """
        from bot.similarity import reader_in

        return reader_in(self._runner)


def _as_text(text: str) -> str:
    """Keep Rasa from taking "/…" for a command, and give an empty text something to read."""
    from bot.channels.gateway import WORD_JOINER

    if not text.strip():
        return "."
    return WORD_JOINER + text if text.lstrip().startswith("/") else text


def _in_place(text: str, parsed: dict[str, Any]) -> dict[str, Any]:
    """Let offsets count from the text as it was given, without what `_as_text` put before it."""
    added = len(_as_text(text)) - len(text) if text.strip() else 0
    for part in [*(parsed.get("entities") or []), *(parsed.get("wishes") or [])]:
        part["start"] = max(0, part["start"] - added)
        part["end"] = min(len(text), part["end"] - added)
    return parsed
