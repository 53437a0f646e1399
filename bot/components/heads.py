"""Linear heads over the shared features: one for intents, one for emotions, each with a regression a language."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

import joblib
import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from support.emotion import Emotion, weigh

logger = logging.getLogger(__name__)


class LinearHead(GraphComponent):
    """Logistic regression over [scaled embedding, n-grams], trained apart for each language.

    The English encoder says nothing about Chinese, so `dense_languages` names those whose regression sees the embedding. A text whose
    language can't be told ("42", "👍") goes to the default language's regression.
    """

    what: ClassVar[str]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults.

        `C`: inverse regularisation. `dense_scale`: weight of the embedding beside the n-grams. `dense_languages`: see above.
        """
        return {"C": 20.0, "dense_scale": 2.0, "dense_languages": ["en"], "default_language": "en", "max_iter": 400}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._models: dict[str, LogisticRegression] = {}
        self._weights: dict[str, NDArray[np.float64]] = {}  # of each language, transposed and in one piece

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearHead:
        """Create an untrained head."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearHead:
        """Load the regressions from the model archive."""
        head = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            head._models = joblib.load(folder / "head.joblib")
        return head

    def label_of(self, message: Message) -> str | None:
        """Return the training label of a message, None to leave it out."""
        raise NotImplementedError

    def train(self, training_data: TrainingData) -> Resource:
        """Fit one regression a language; texts of no language help in all of them."""
        labelled = [(m, self.label_of(m)) for m in training_data.training_examples if m.get(TEXT)]
        languages = sorted({m.get("language") for m, _ in labelled} - {None}) or [self._config["default_language"]]
        for language in languages:
            rows = [(m, label) for m, label in labelled if label and m.get("language") in (language, None)]
            if len({label for _, label in rows}) < 2:
                continue
            logger.info("Training the %s head for %s on %d examples", self.what, language, len(rows))
            model = LogisticRegression(C=self._config["C"], max_iter=self._config["max_iter"], class_weight="balanced")
            model.fit(self._matrix([m for m, _ in rows], language), [label for _, label in rows])
            self._models[language] = model
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._models, folder / "head.joblib")
        return self._resource

    def probabilities(self, messages: list[Message]) -> list[dict[str, float]]:
        """Return for each message the labels' probabilities, which sum to 1."""
        results: list[dict[str, float]] = [{} for _ in messages]
        by_language: dict[str, list[int]] = {}
        for index, message in enumerate(messages):
            language = message.get("language")
            language = language if language in self._models else self._config["default_language"]
            by_language.setdefault(language, []).append(index)
        for language, indices in by_language.items():
            model = self._models[language]
            rows = self._softmax(language, self._matrix([messages[i] for i in indices], language))
            for index, row in zip(indices, rows, strict=True):
                results[index] = {str(label): float(p) for label, p in zip(model.classes_, row, strict=True)}
        return results

    def _softmax(self, language: str, features: csr_matrix) -> NDArray[np.float64]:
        """Return what scikit-learn's `predict_proba` would, which copies all weights for every message: shape (messages, labels)."""
        model = self._models[language]
        if len(model.classes_) < 3:
            probabilities: NDArray[np.float64] = model.predict_proba(features)
            return probabilities
        if language not in self._weights:
            self._weights[language] = np.ascontiguousarray(model.coef_.T)
        scores = features @ self._weights[language] + model.intercept_
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: NDArray[np.float64] = scores / scores.sum(axis=1, keepdims=True)
        return shares

    def _matrix(self, messages: list[Message], language: str) -> csr_matrix:
        sparse = vstack([_sparse(message) for message in messages], format="csr")
        if language not in self._config["dense_languages"]:
            return sparse
        dense = np.vstack([_dense(message) for message in messages]) * self._config["dense_scale"]
        return hstack([csr_matrix(dense), sparse], format="csr")


def _dense(message: Message) -> NDArray[np.float32]:
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        raise ValueError("the pipeline needs a SentenceFeaturizer before its heads")
    features: NDArray[np.float32] = sentence.features
    return features


def _sparse(message: Message) -> csr_matrix:
    _, sentence = message.get_sparse_features(TEXT)
    if sentence is None:
        raise ValueError("the pipeline needs an NgramFeaturizer before its heads")
    return csr_matrix(sentence.features)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentHead(LinearHead, RasaIntentClassifier):
    """Say what the customer wants: `intent` and `intent_ranking` in the parse result."""

    what = "intent"

    def label_of(self, message: Message) -> str | None:
        """Return the intent."""
        intent: str | None = message.get(INTENT)
        return intent

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ten most likely ones."""
        texted = [message for message in messages if message.get(TEXT)]
        for message, shares in zip(texted, self.probabilities(texted), strict=True):
            ranking = [{"name": k, "confidence": v} for k, v in sorted(shares.items(), key=lambda item: -item[1])]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking[:10], add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EmotionHead(LinearHead, RasaIntentClassifier):
    """Say how the customer feels: `emotion` {label, confidence, valence, intensity, ranking} in the parse result."""

    what = "emotion"

    def label_of(self, message: Message) -> str | None:
        """Return the emotion in the example's metadata; examples without one teach nothing here."""
        metadata = message.get("metadata") or {}
        emotion = (metadata.get("example") or {}).get("emotion")
        return str(Emotion(emotion)) if emotion else None

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the emotion."""
        texted = [message for message in messages if message.get(TEXT)]
        for message, shares in zip(texted, self.probabilities(texted), strict=True):
            read = weigh(message.get(TEXT), shares)
            message.set(
                "emotion",
                {
                    "label": str(read.label),
                    "confidence": read.confidence,
                    "valence": read.valence,
                    "intensity": read.intensity,
                    "ranking": {k: round(v, 4) for k, v in sorted(shares.items(), key=lambda item: -item[1])},
                },
                add_to_output=True,
            )
        return messages
