"""Read texts with a trained model, many at a time, without a conversation."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


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
        """Yield a parse result for each text, in order: intent, intent_ranking, emotion, entities, language."""
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER

        for start in range(0, len(texts), batch_size):
            batch = [UserMessage(_as_text(text)) for text in texts[start : start + batch_size]]
            results = self._runner.run(
                inputs={PLACEHOLDER_MESSAGE: batch, PLACEHOLDER_TRACKER: None}, targets=[self._target]
            )
            for message in results[self._target]:
                yield message.as_dict(only_output_properties=True)


def _as_text(text: str) -> str:
    """Keep Rasa from taking "/…" for a command, and give an empty text something to read."""
    from bot.channels.gateway import WORD_JOINER

    if not text.strip():
        return "."
    return WORD_JOINER + text if text.lstrip().startswith("/") else text
