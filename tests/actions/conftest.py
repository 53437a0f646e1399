"""One action at a time, over the demo shop: what it says to a message, without a trained model."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hearing import Hears, Said
from rasa.shared.nlu.training_data.message import Message
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import turn
from actions.turn import TurnAction
from bot.components.entities import FormEntityExtractor


@pytest.fixture
def hears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hears]:
    """Run an action on a customer's message, with the entities that the rules find; return the responses it names."""
    monkeypatch.setenv("WARMLINE_HOME", str(tmp_path))
    turn.shop.cache_clear()
    turn.timezone.cache_clear()

    def run(action: TurnAction, customer: str, text: str, intent: str = "track_order") -> Said:
        message = Message({"text": text})
        FormEntityExtractor({}).process([message])
        latest = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "entities": message.get("entities"),
            "metadata": {"customer": {"id": customer, "name": "Somebody"}},
        }
        events = [{"event": "user", "text": text}]
        tracker = Tracker("cv_1", {}, latest, events, False, None, {}, None)
        dispatcher = CollectingDispatcher()
        asyncio.run(action.run(dispatcher, tracker, {}))
        return [said for said in dispatcher.messages if said.get("response")]

    yield run
    turn.shop().close()  # type: ignore[attr-defined]
    turn.shop.cache_clear()
    turn.timezone.cache_clear()
