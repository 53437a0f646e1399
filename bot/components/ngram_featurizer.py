"""Word and character n-grams and a few signs of temper: what an embedding forgets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from support.emotion import surface_signs

_LONG_RUN = re.compile(r"(.)\1{2,}")
# A Han character is a word of its own here; runs of them are covered by the character n-grams.
_WORD = (
    r"(?u)[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_]+)?|[\u3400-\u9fff]|\d+|[!?！？…]+|[\U0001F300-\U0001FAFF\u2600-\u27BF]"
)

_PATTERN = re.compile(_WORD)


def normalise(text: str) -> str:
    """Lower-case, fold curly quotes, and shorten elongations to two signs: "sooooo" is "soo"."""
    return _LONG_RUN.sub(r"\1\1", text.lower().replace("’", "'"))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Set TF-IDF n-grams and surface signs as the message's sparse sentence feature."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults: longest word and character n-grams, and how often a character n-gram must occur."""
        return {**SparseFeaturizer.get_default_config(), "words": 2, "characters": 5, "min_count": 2}

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._vectorizers: list[Any] = []

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Create an untrained component."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any config."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary."""
        texts = [message.get(TEXT) for message in training_data.training_examples if message.get(TEXT)]
        self._vectorizers = [
            TfidfVectorizer(
                preprocessor=normalise, token_pattern=_WORD, ngram_range=(1, self._config["words"]), sublinear_tf=True
            ),
            TfidfVectorizer(
                preprocessor=normalise,
                analyzer="char_wb",
                ngram_range=(1, self._config["characters"]),
                min_df=self._config["min_count"],
                sublinear_tf=True,
            ),
        ]
        for vectorizer in self._vectorizers:
            vectorizer.fit(texts)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._vectorizers, folder / "vectorizers.joblib")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """Load the vocabulary from the model archive."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._vectorizers = joblib.load(folder / "vectorizers.joblib")
        return component

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """Return a sparse matrix of shape (len(texts), features)."""
        signs = csr_matrix(np.array([surface_signs(text) for text in texts], dtype=np.float64))
        return hstack([*(vectorizer.transform(texts) for vectorizer in self._vectorizers), signs], format="csr")

    def known_words(self, text: str) -> float:
        """Return which share of the words occur in the training data, 0 … 1; 1 for a text without words."""
        vocabulary = self._vectorizers[0].vocabulary_
        words = [word for word in _PATTERN.findall(normalise(text)) if word[0].isalpha()]
        return sum(word in vocabulary for word in words) / len(words) if words else 1.0

    def process(self, messages: list[Message]) -> list[Message]:
        """Featurize all messages in one go."""
        texted = [message for message in messages if message.get(TEXT)]
        if texted:
            matrix = self.matrix([message.get(TEXT) for message in texted])
            for row, message in enumerate(texted):
                message.set("known_words", self.known_words(message.get(TEXT)), add_to_output=True)
                message.add_features(
                    Features(matrix[row].tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS])
                )
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Featurize the training examples in place."""
        self.process(training_data.training_examples)
        return training_data
