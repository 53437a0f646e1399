"""The channel compares texts for the agents' suggestions: by the reader's own sentences, remembered, and never in a customer's way."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.engine.storage.resource import Resource
from utterances import examples

from bot.channels.gateway import WORD_JOINER, GatewayInput
from bot.components.reader import MessageReader
from bot.reading.encoders import DEFAULT_ENCODER
from bot.reading.reader import Reader, Settings
from bot.similarity import Similarity, problem, reader_in

TEXTS = ["Where is my parcel?", "I want my money back", "I forgot my password"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader that has learnt twenty utterances."""
    settings = Settings({"en": DEFAULT_ENCODER}, min_count=1, calibrated=False, spelling=False, slips=0.0)
    return Reader(settings).fit(examples("en"))


def agent(reader: Reader, parsed: dict[str, Any] | None = None) -> Any:
    """Rasa's agent, as far as the comparison looks at it."""
    component = MessageReader(reader, cast(Any, None), Resource("reader"))
    heard: list[UserMessage] = []

    async def parse_message(message: UserMessage) -> dict[str, Any]:
        heard.append(message)
        read = reader.read([message.text], ["en"])[0]
        return {"intent": {"name": read.intent, "confidence": 0.9}, "language": "en", **(parsed or {})}

    nodes = {"other": SimpleNamespace(_component=object()), "reader": SimpleNamespace(_component=component)}
    runner = SimpleNamespace(_instantiated_nodes=nodes)
    processor = SimpleNamespace(graph_runner=runner, parse_message=parse_message)
    return SimpleNamespace(processor=processor, heard=heard)


async def compare(agent: Any, **body: Any) -> tuple[int, dict[str, Any]]:
    asked = {"text": "has my parcel been shipped?", "language": "en", "texts": TEXTS, **body}
    return await GatewayInput("a token for tests only").compare(asked, agent)


async def test_the_nearest_text_has_the_highest_score(reader: Reader) -> None:
    articles = [{"slug": "tracking", "passage": 0, "score": 0.7}]
    status, found = await compare(agent(reader, {"articles": articles}))
    assert status == 200
    assert found["scores"][0] == max(found["scores"])
    assert all(0 <= score <= 1 for score in found["scores"])
    assert found["understood"]["intent"]["name"] == "track_order"
    assert found["articles"] == articles


async def test_what_is_the_same_is_nearest_of_all(reader: Reader) -> None:
    _, found = await compare(agent(reader), text=TEXTS[1])
    assert found["scores"][1] == pytest.approx(1.0, abs=0.01)


async def test_a_text_is_no_command(reader: Reader) -> None:
    rasa = agent(reader)
    await compare(rasa, text="/restart")
    assert rasa.heard[0].text == f"{WORD_JOINER}/restart"


async def test_texts_are_embedded_once_and_a_few_at_a_time(reader: Reader) -> None:
    similarity = Similarity()
    part = reader.of("en")
    sizes: list[int] = []
    embed = part.embed
    part.embed = lambda texts: sizes.append(len(texts)) or embed(texts)  # type: ignore[method-assign,func-returns-value]
    turns = 0

    async def customer() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = asyncio.create_task(customer())
    try:
        many = [f"text number {n}" for n in range(9)]
        first = await similarity.scores(reader, "en", "hello", [*many, many[0]])
        assert max(sizes) <= 2, "no pass is longer than a customer's own"
        assert turns >= 5, "others had their turn between the passes"
        sizes.clear()
        assert await similarity.scores(reader, "en", "hello", [*many, many[0]]) == first
        assert sizes == [1], "only what is new is embedded"
        assert first[0] == first[-1]
        assert await similarity.scores(reader, "en", "hello", []) == []
    finally:
        waiting.cancel()
        part.embed = embed  # type: ignore[method-assign]


async def test_another_model_begins_anew(reader: Reader) -> None:
    similarity = Similarity()
    await similarity.scores(reader, "en", "hello", TEXTS)
    other = Reader(reader.settings).fit(examples("en"))
    await similarity.scores(other, "en", "hello", TEXTS)
    assert similarity._parts["en"] is other.of("en")


@pytest.mark.parametrize(
    "body",
    [
        {"text": " "},
        {"text": 1},
        {"text": "x" * 2001},
        {"language": "de"},
        {"texts": "a"},
        {"texts": [""]},
        {"texts": [1]},
        {"texts": ["x"] * 1001},
    ],
)
async def test_what_does_not_fit_is_refused(reader: Reader, body: dict[str, Any]) -> None:
    status, found = await compare(agent(reader), **body)
    assert (status, list(found)) == (400, ["error"])
    assert problem({"text": "hi", "language": "en", "texts": []}) is None


async def test_without_a_model_or_a_reader_it_says_so(caplog: pytest.LogCaptureFixture) -> None:
    assert (await compare(SimpleNamespace(processor=None)))[0] == 503
    empty = SimpleNamespace(graph_runner=SimpleNamespace(_instantiated_nodes={}))
    status, _ = await compare(SimpleNamespace(processor=empty), text="my secret words")
    assert status == 500
    assert "my secret words" not in caplog.text
    with pytest.raises(ValueError, match="no MessageReader"):
        reader_in(empty.graph_runner)
