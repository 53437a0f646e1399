"""What Rasa gets from the reader: every field of a parse result, kept in Rasa's own storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from utterances import EN, ZH

from bot.components.reader import MessageReader, settings_of
from bot.reading.encoders import DEFAULT_ENCODER
from bot.reading.reader import Read, Reader
from bot.reading.tuning import Tuning
from bot.reading.wishes import Wish

CONFIG = MessageReader.get_default_config() | {"encoders": {"en": DEFAULT_ENCODER, "zh": DEFAULT_ENCODER}}
NOBODY = cast(ExecutionContext, None)


def trained(folder: Path, *, emotions: bool = True) -> MessageReader:
    """Train a component as Rasa does, and load what it kept."""
    storage, resource = LocalModelStorage.create(folder), Resource("reader")
    data = TrainingData(
        [
            Message(
                {"text": text, "intent": intent, "metadata": {"example": {"emotion": emotion}} if emotions else None}
            )
            for text, intent, emotion in (*EN, *ZH)
        ]
    )
    MessageReader.create(CONFIG, storage, resource, NOBODY).train(data)
    return MessageReader.load(CONFIG, storage, resource, NOBODY)


@pytest.fixture(scope="module")
def component(tmp_path_factory: pytest.TempPathFactory) -> MessageReader:
    return trained(tmp_path_factory.mktemp("storage"))


def parsed(component: MessageReader, *texts: str) -> list[dict[str, Any]]:
    """Return parse results."""
    return [
        message.as_dict(only_output_properties=True)
        for message in component.process([Message({"text": text}) for text in texts])
    ]


def test_a_message_gets_all_fields(component: MessageReader) -> None:
    text = "I'm scared my order won't be here"
    (found,) = parsed(component, text)

    assert found["language"] == "en"
    assert found["intent"]["name"] == "track_order"
    assert found["intent_ranking"][0] == found["intent"]
    assert len(found["intent_ranking"]) == 4
    assert found["emotion"]["label"] == "anxious"
    assert sum(found["emotion"]["ranking"].values()) == pytest.approx(1.0, abs=0.01)
    assert found["emotion"]["valence"] < 0 < found["emotion"]["intensity"]
    assert found["wishes"] == [{**_wish(found), "start": 0, "end": len(text)}]
    assert found["known_words"] == 1.0


def _wish(found: dict[str, Any]) -> dict[str, Any]:
    return {"intent": found["intent"]["name"], "confidence": found["intent"]["confidence"]}


def test_languages_and_messages_without_text_are_kept_apart(component: MessageReader) -> None:
    messages = [Message({"text": "转人工"}), Message({"action_name": "x"}), Message({"text": "42"})]
    component.process(messages)

    assert [message.get("language") for message in messages] == ["zh", None, None]
    assert messages[0].get("intent")["name"] == "contact_human_agent"
    assert messages[1].get("intent") is None
    assert messages[2].get("intent")["name"]


class TwoWishes:
    """A reader that finds the same in every message."""

    def read(self, texts: list[str], languages: list[str | None]) -> list[Read]:
        wishes = (Wish("recover_password", 0.8, 0, 18), Wish("get_refund", 0.9, 23, 32))
        intents = {"get_refund": 0.6, "recover_password": 0.3, "greet": 0.1}
        return [Read("recover_password", intents, {"neutral": 1.0}, wishes, 1.0) for _ in texts]


def test_the_first_of_several_wishes_is_the_intent() -> None:
    component = MessageReader(cast(Reader, TwoWishes()), cast(Any, None), Resource("reader"))
    (found,) = parsed(component, "reset the password and refund me")

    assert found["intent"] == {"name": "recover_password", "confidence": 0.8}
    assert [one["name"] for one in found["intent_ranking"]] == ["recover_password", "get_refund", "greet"]
    assert found["wishes"] == [
        {"intent": "recover_password", "confidence": 0.8, "start": 0, "end": 18},
        {"intent": "get_refund", "confidence": 0.9, "start": 23, "end": 32},
    ]


def test_without_emotions_there_is_no_emotion(tmp_path: Path) -> None:
    (found,) = parsed(trained(tmp_path, emotions=False), "where is my order")

    assert "emotion" not in found
    assert found["intent"]["name"] == "track_order"


def test_the_configuration_becomes_settings() -> None:
    found = settings_of({**CONFIG, "tuning": {"en": {"layers": 2, "epochs": 1}}, "C": 3.0})

    assert (found.tuning, found.c) == ({"en": Tuning(2, 1)}, 3.0)
    assert settings_of({**CONFIG, "tuning": None}).tuning == {}
    with pytest.raises(ValueError, match=r"config\.yml, MessageReader, tuning: .*'layer'"):
        settings_of({**CONFIG, "tuning": {"en": {"layer": 2}}})
