"""What is learnt of entities is kept as it was learnt: a start trains nothing again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.sparse_featurizer.lexical_syntactic_featurizer import LexicalSyntacticFeaturizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.learnt import LearntEntityExtractor
from bot.components.tokenizer import MixedScriptTokenizer

CONTEXT = ExecutionContext(GraphSchema({}), node_name="entities")
CONFIG = LearntEntityExtractor.get_default_config() | {
    "BILOU_flag": True,
    "max_iterations": 50,
    "features": [["low"], ["low", "suffix3"], ["low"]],
}
FEATURES = LexicalSyntacticFeaturizer.get_default_config() | {"features": [["BOS"], ["EOS"]]}
SAID = [
    ("where is my lamp", "lamp"),
    ("the mug is broken", "mug"),
    ("my lamp never came", "lamp"),
    ("please cancel the mug", "mug"),
    ("一个台灯坏了", "台灯"),
]
ASKED = ["is the lamp on its way?", "my mug, please", "台灯呢", "thank you so much"]


def message(text: str, product: str = "") -> Message:
    """Return a message with its tokens, as the pipeline before gives it."""
    start = text.find(product)
    entities = [{"entity": "product", "value": product, "start": start, "end": start + len(product)}] if product else []
    found = Message({"text": text, "intent": "inform", "entities": entities})
    MixedScriptTokenizer(MixedScriptTokenizer.get_default_config()).process([found])
    return found


@pytest.fixture
def store(tmp_path: Path) -> tuple[LocalModelStorage, Resource]:
    return LocalModelStorage.create(tmp_path), Resource("entities")


def featured(messages: list[Message], storage: LocalModelStorage) -> list[Message]:
    """Give messages the least of features, without which Rasa's CRF passes over them."""
    featurizer = LexicalSyntacticFeaturizer(FEATURES, storage, Resource("features"), CONTEXT)
    featurizer.train(TrainingData(messages))
    return cast(list[Message], featurizer.process(messages))


def train(store: tuple[LocalModelStorage, Resource], rows: list[tuple[str, str]]) -> LearntEntityExtractor:
    extractor = LearntEntityExtractor.create(CONFIG, *store, CONTEXT)
    extractor.train(TrainingData(featured([message(*row) for row in rows], store[0])))
    return cast(LearntEntityExtractor, extractor)


def entities(extractor: LearntEntityExtractor, storage: LocalModelStorage) -> list[list[dict[str, Any]]]:
    asked = featured([message(text) for text in ASKED], storage)
    return [list(one.get("entities") or []) for one in extractor.process(asked)]


def test_what_is_loaded_finds_what_was_trained_and_as_surely(
    store: tuple[LocalModelStorage, Resource], monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = entities(train(store, SAID), store[0])
    assert [[entity["value"] for entity in found] for found in trained] == [["lamp"], ["mug"], ["台灯"], []]

    def never(*_: Any) -> None:
        raise AssertionError("trained again")

    monkeypatch.setattr(LearntEntityExtractor, "train_model", never)
    loaded = LearntEntityExtractor.load(CONFIG, *store, CONTEXT)
    assert entities(loaded, store[0]) == trained


def test_the_training_data_are_not_in_the_model(store: tuple[LocalModelStorage, Resource]) -> None:
    train(store, SAID)
    with store[0].read_from(store[1]) as folder:
        assert sorted(file.name for file in folder.iterdir()) == ["entity.crfsuite", "taggers.json"]


def test_without_entities_in_the_data_none_are_found(store: tuple[LocalModelStorage, Resource]) -> None:
    train(store, [("hello", ""), ("thanks", "")])
    assert entities(LearntEntityExtractor.load(CONFIG, *store, CONTEXT), store[0]) == [[], [], [], []]
