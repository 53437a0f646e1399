"""Articles are found by the vector that the message has anyway; what is embedded once stays so. The encoder here counts letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from utterances import EN, examples

from bot.components.reader import MessageReader, articles_of
from bot.reading import reader as reading
from bot.reading.reader import Reader, Settings
from bot.reading.shelf import Found, Shelf
from support.knowledge import Article, Passage

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def article(slug: str, title: str, *passages: Passage) -> Article:
    return Article(slug, title, "shop", date(2026, 11, 27), (), passages)


LADDERS = article(
    "ladders",
    "Ladders",
    Passage("Length", "Three metres.", ("how long is it",)),
    Passage("Weight", "Ten kilos.", ("how heavy", "what does it weigh")),
)
QUIZ = article("quiz", "Quiz", Passage("Zzz", "Zzz zzz.", ("quizzical puzzles",)))


class CountingLetters:
    """An encoder: a text is how often each letter is in it, at unit length."""

    def __init__(self, name: str = "") -> None:
        self.passes = 0
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        self.passes += 1
        self.seen += texts
        rows = [[text.lower().count(letter) for letter in LETTERS] for text in texts]
        counts = np.array(rows, dtype=np.float32) + 1e-3
        unit: NDArray[np.float32] = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return unit


def nearest(shelf: Shelf, text: str, count: int = 3) -> tuple[Found, ...]:
    return shelf.nearest(CountingLetters().encode([text]), count)[0]


def test_a_question_finds_the_passage_that_answers_it() -> None:
    shelf = Shelf([LADDERS, QUIZ], CountingLetters().encode)

    first, second = nearest(shelf, "What does it weigh?")
    assert (first.slug, first.passage, second.slug) == ("ladders", 1, "quiz")
    assert first.score == pytest.approx(1.0, abs=1e-3)
    assert second.score < first.score
    assert nearest(shelf, "how long is it")[0].passage == 0
    assert nearest(shelf, "Three metres length")[0].passage == 0


def test_a_title_finds_the_article_and_the_passage_nearest_to_it() -> None:
    first = nearest(Shelf([LADDERS, QUIZ], CountingLetters().encode), "ladders")[0]

    assert first.slug == "ladders"
    assert first.score == pytest.approx(1.0, abs=1e-3)
    assert first.passage in (0, 1)


def test_each_article_is_found_once_and_at_most_so_many() -> None:
    articles = [article(f"a{n}", LETTERS[n], Passage(LETTERS[n], "x", (LETTERS[n] * 2,))) for n in range(8)]
    shelf = Shelf(articles, CountingLetters().encode)

    found = nearest(shelf, "c")
    assert found[0].slug == "a2"
    assert len({one.slug for one in found}) == len(found) == 3
    scores = [one.score for one in nearest(shelf, "abc", count=10)]
    assert len(scores) == 8
    assert scores == sorted(scores, reverse=True)


def test_an_empty_shelf_finds_nothing() -> None:
    encoder = CountingLetters()

    assert Shelf([], encoder.encode).nearest(np.ones((2, 26), dtype=np.float32)) == [(), ()]
    assert encoder.passes == 0


def test_only_new_texts_are_embedded() -> None:
    encoder = CountingLetters()
    shelf = Shelf([LADDERS, QUIZ], encoder.encode)
    assert len(encoder.seen) == len(set(encoder.seen)) == 9
    encoder.seen.clear()
    changed = article("ladders", "Ladders", *LADDERS.passages[:1], Passage("Price", "Five euros.", ("how heavy",)))

    again = Shelf([changed], encoder.encode, shelf)
    assert encoder.seen == ["Price\nFive euros."]
    assert nearest(again, "how heavy")[0].passage == 1
    assert [one.slug for one in nearest(again, "quiz")] == ["ladders"]
    Shelf([changed], encoder.encode, again)
    assert encoder.passes == 2


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> CountingLetters:
    """The encoder that every reader of the test gets."""
    found = CountingLetters()
    monkeypatch.setattr(reading, "load_encoder", lambda name: found)
    return found


def trained() -> Reader:
    return Reader(Settings(encoders={"en": "letters"}, spelling=False, slips=0.0, calibrated=False)).fit(examples("en"))


def test_a_message_with_its_clauses_and_articles_is_one_pass(encoder: CountingLetters) -> None:
    reader = trained()
    reader.shelve({"en": [LADDERS, QUIZ]})
    before = encoder.passes

    (read,) = reader.read(["where is my order? and please refund the mug. also, my password is gone"], ["en"])
    assert encoder.passes == before + 1
    assert {one.slug for one in read.articles} == {"ladders", "quiz"}


def test_a_kept_reader_keeps_its_articles(encoder: CountingLetters, tmp_path: Path) -> None:
    reader = trained()
    assert reader.read(["how heavy"], ["en"])[0].articles == ()
    reader.shelve({"en": [LADDERS, QUIZ]})
    reader.save(tmp_path / "reader.pickle.gz")

    again = Reader.load(tmp_path / "reader.pickle.gz")
    encoder.seen.clear()
    again.shelve({"en": [LADDERS, QUIZ]})
    assert encoder.seen == []
    (found,) = again.read(["how heavy"], ["en"])
    assert (found.articles[0].slug, found.articles[0].passage) == ("ladders", 1)
    again.shelve({})
    assert again.read(["how heavy"], ["en"])[0].articles == ()


def component(folder: Path, **config: Any) -> MessageReader:
    """Train a component as Rasa does, and load what it kept."""
    settings = MessageReader.get_default_config() | {"encoders": {"en": "letters"}, "spelling": False} | config
    storage, resource, nobody = LocalModelStorage.create(folder), Resource("reader"), cast(ExecutionContext, None)
    data = TrainingData([Message({"text": text, "intent": intent}) for text, intent, _ in EN])
    MessageReader.create(settings, storage, resource, nobody).train(data)
    return MessageReader.load(settings, storage, resource, nobody)


def test_a_parse_result_names_the_three_nearest_articles(encoder: CountingLetters, tmp_path: Path) -> None:
    message = Message({"text": "how much is express delivery?"})
    component(tmp_path, articles="data/knowledge").process([message])

    found = message.as_dict(only_output_properties=True)["articles"]
    assert len(found) == 3
    assert (found[0]["slug"], found[0]["passage"]) == ("shipping-costs", 2)
    assert 0.99 < found[0]["score"] <= 1.001
    assert found[0].keys() == {"slug", "passage", "score"}


def test_without_a_folder_there_are_no_articles(encoder: CountingLetters, tmp_path: Path) -> None:
    message = Message({"text": "how much is express delivery?"})
    component(tmp_path).process([message])

    assert "articles" not in message.as_dict(only_output_properties=True)


def test_the_articles_of_the_project_are_read_in_both_languages() -> None:
    found = articles_of({"articles": "data/knowledge"})

    assert found.keys() == {"en", "zh"}
    assert all(len(articles) > 20 for articles in found.values())
