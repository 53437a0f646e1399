"""Rasa's door to the reader: what the customer wants and how they feel, in one encoder pass a message."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.reading.encoders import DEFAULT_ENCODER
from bot.reading.reader import Example, Read, Reader, Settings
from bot.reading.shelf import Found
from bot.reading.tuning import Tuning
from support.emotion import Emotion, weigh
from support.knowledge import Article
from support.knowledge import load as load_articles
from support.language import LANGUAGES, detect
from support.places import ROOT

_FILE = "reader.pickle.gz"
_RANKED = 10  # intents that the parse result names


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageReader(GraphComponent, IntentClassifier):
    """Set in the parse result of each message what it says:

    `language` ("en", "zh", None), `intent` and `intent_ranking`, `emotion` {label, confidence, valence, intensity, ranking},
    `wishes` [{intent, confidence, start, end}] in their order where the message holds several (the first is then its intent,
    mostly: bot.reading.clauses.leading; one entry where it holds one), `known_words` (0 … 1), and, where there is a folder of them,
    `articles` [{slug, passage, score}], the three nearest ones. Which score is enough for an answer is not decided here.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults; `bot.reading.reader.Settings` and `bot.reading.tuning.Tuning` say what they mean.

        `articles`: the folder of the articles, within the project, empty: none.
        """
        return {
            "encoders": {"en": DEFAULT_ENCODER},
            "tuning": {},
            "default_language": "en",
            "dense_scale": 1.0,
            "ngram_scale": 1.0,
            "words": 2,
            "characters": 5,
            "min_count": 2,
            "C": 10.0,
            "spelling": True,
            "slips": 0.5,
            "least_wish": 0.5,
            "wish_support": 0.001,
            "articles": "",
        }

    def __init__(
        self, reader: Reader, model_storage: ModelStorage, resource: Resource, config: dict[str, Any] | None = None
    ) -> None:
        self.reader = reader
        self._config = self.get_default_config() | (config or {})
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        """Create an untrained reader."""
        return cls(Reader(settings_of(config)), model_storage, resource, config)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageReader:
        """Load the reader from the model archive; articles that were changed since the training are read anew."""
        with model_storage.read_from(resource) as folder:
            component = cls(Reader.load(folder / _FILE), model_storage, resource, config)
        component.reader.shelve(articles_of(component._config))
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples in data/nlu."""
        self.reader.fit([_example(message) for message in training_data.training_examples if message.get(TEXT)])
        self.reader.shelve(articles_of(self._config))
        with self._model_storage.write_to(self._resource) as folder:
            self.reader.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Read all messages in one go."""
        texted = [message for message in messages if message.get(TEXT)]
        if texted:
            texts = [message.get(TEXT) for message in texted]
            languages = [detect(text) for text in texts]
            for message, language, read in zip(texted, languages, self.reader.read(texts, languages), strict=True):
                _set(message, language, read)
                if read.articles:
                    message.set("articles", [_found(one) for one in read.articles], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as they are: nothing after this component learns from it."""
        return training_data


def articles_of(config: dict[str, Any]) -> dict[str, tuple[Article, ...]]:
    """Return the articles of each language, none without a folder.

    Raises:
        ArticleError: one is not of the form.
    """
    if not config["articles"]:
        return {}
    folders = {language: ROOT / config["articles"] / language for language in LANGUAGES}
    return {language: load_articles(folder) for language, folder in folders.items()}


def settings_of(config: dict[str, Any]) -> Settings:
    """Return the reader's settings in a component's config.

    Raises:
        ValueError: an unknown key in `tuning`.
    """
    try:
        tuning = {language: Tuning(**values) for language, values in (config["tuning"] or {}).items()}
    except TypeError as error:
        raise ValueError(f"config.yml, MessageReader, tuning: {error}") from error
    return Settings(
        encoders=dict(config["encoders"]),
        tuning=tuning,
        default_language=config["default_language"],
        dense_scale=config["dense_scale"],
        ngram_scale=config["ngram_scale"],
        words=config["words"],
        characters=config["characters"],
        min_count=config["min_count"],
        c=config["C"],
        spelling=config["spelling"],
        slips=config["slips"],
        least_wish=config["least_wish"],
        wish_support=config["wish_support"],
    )


def _example(message: Message) -> Example:
    emotion = ((message.get("metadata") or {}).get("example") or {}).get("emotion")
    text = message.get(TEXT)
    return Example(text, message.get(INTENT), str(Emotion(emotion)) if emotion else None, detect(text))


def _found(article: Found) -> dict[str, Any]:
    return {"slug": article.slug, "passage": article.passage, "score": round(article.score, 4)}


def _set(message: Message, language: str | None, read: Read) -> None:
    ranking = [{"name": name, "confidence": share} for name, share in list(read.intents.items())[:_RANKED]]
    if read.intent != ranking[0]["name"]:
        # Of several wishes the first is answered first.
        first = read.wishes[0]
        ranking = [
            {"name": first.intent, "confidence": first.confidence},
            *(ranked for ranked in ranking if ranked["name"] != first.intent),
        ]
    wishes = [
        {"intent": wish.intent, "confidence": wish.confidence, "start": wish.start, "end": wish.end}
        for wish in read.wishes
    ]
    text = message.get(TEXT)
    alone = {"intent": ranking[0]["name"], "confidence": ranking[0]["confidence"], "start": 0, "end": len(text)}
    message.set("language", language, add_to_output=True)
    message.set("known_words", read.known_words, add_to_output=True)
    message.set("intent", ranking[0], add_to_output=True)
    message.set("intent_ranking", ranking, add_to_output=True)
    message.set("wishes", wishes or [alone], add_to_output=True)
    if not read.emotions:  # trained without them
        return
    felt = weigh(text, read.emotions)
    message.set(
        "emotion",
        {
            "label": str(felt.label),
            "confidence": felt.confidence,
            "valence": felt.valence,
            "intensity": felt.intensity,
            "ranking": {name: round(share, 4) for name, share in read.emotions.items()},
        },
        add_to_output=True,
    )
