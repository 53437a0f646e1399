"""One encoder pass a message: the sentence vector that every head shares, and the language beside it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.encoder import DEFAULT_ENCODER, load_encoder
from support.language import detect


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Set a sentence-transformers embedding as the message's dense sentence feature, and `language` in the parse result."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults: the encoder's name (see `bot.components.encoder.model_path`) and the batch size."""
        return {**DenseFeaturizer.get_default_config(), "encoder": DEFAULT_ENCODER, "batch_size": 64}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._encoder = load_encoder(config["encoder"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Create the component."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any config: an unknown encoder is refused by name when it is loaded."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode all messages in one go."""
        texted = [message for message in messages if message.get(TEXT)]
        if texted:
            vectors = self._encoder.encode([message.get(TEXT) for message in texted], self._config["batch_size"])
            for message, vector in zip(texted, vectors, strict=True):
                message.add_features(
                    Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS])
                )
                message.set("language", detect(message.get(TEXT)), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode the training examples in place."""
        self.process(training_data.training_examples)
        return training_data
