"""One action at a time, over the demo shop: what it says to a message, without a trained model."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hearing import Hears, Said
from rasa.shared.nlu.training_data.message import Message
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from talking import Talk

from actions import turn
from actions.turn import TurnAction
from bot.components.entities import FormEntityExtractor
from integrations.shops.demo import DemoShop, demo_path


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a demo shop that nobody has changed: filling one takes a second."""
    home = tmp_path_factory.mktemp("seeded")
    DemoShop.open(demo_path(home)).close()
    return demo_path(home)


@pytest.fixture
def hears(tmp_path: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hears]:
    """Run an action on a customer's message, with the entities that the rules find; return the responses it names."""
    with _own_shop(tmp_path, seeded, monkeypatch):
        yield _run


@pytest.fixture
def talk(tmp_path: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Talk]]:
    """Begin a conversation: `talk({"return_item": ReturnItem()}, "c-three")`."""
    with _own_shop(tmp_path, seeded, monkeypatch):
        yield Talk


@pytest.fixture
def ruled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Have the shop follow other rules: `ruled("[goodwill]\\nafter_mending = false")`."""

    def rule(text: str) -> None:
        file = tmp_path / "policies.toml"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setenv("WARMLINE_POLICIES", str(file))
        turn.policies.cache_clear()

    yield rule
    turn.policies.cache_clear()


@contextmanager
def _own_shop(home: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    shutil.copyfile(seeded, demo_path(home))
    monkeypatch.setenv("WARMLINE_HOME", str(home))
    caches = (turn.shop, turn.timezone, turn.policies)
    for cached in caches:
        cached.cache_clear()
    yield
    turn.shop().close()  # type: ignore[attr-defined]
    for cached in caches:
        cached.cache_clear()


def _run(action: TurnAction, customer: str, text: str, intent: str = "track_order") -> Said:
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
