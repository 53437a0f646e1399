"""An encoder runs once a message, however many heads read its vector; each language has its own."""

from __future__ import annotations

import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.reading.encoders import BATCH, DEFAULT_ENCODER, Encoder, load_encoder, model_path
from bot.understanding import Understanding
from cli.model import fitting_model
from support.settings import ROOT


def test_the_default_encoder_is_carried_by_a_package() -> None:
    assert Path(model_path(DEFAULT_ENCODER), "model.safetensors").is_file()


def test_any_other_name_is_left_to_sentence_transformers() -> None:
    assert model_path("/models/mine") == "/models/mine"
    assert model_path("someone/some-model") == "someone/some-model"


def test_one_text_or_a_batch_is_one_pass_and_many_are_read_in_batches() -> None:
    encoder = load_encoder(DEFAULT_ENCODER)
    assert load_encoder(DEFAULT_ENCODER) is encoder
    texts = [f"where is order {number}" + " please" * (number % 5) for number in range(BATCH + 3)]
    done: list[tuple[int, int]] = []
    before = encoder.passes

    few = encoder.encode(texts[:5])
    many = encoder.encode(texts, progress=lambda *step: done.append(step))

    assert encoder.passes == before + 3
    assert done == [(BATCH, BATCH + 3), (BATCH + 3, BATCH + 3)]
    # Many texts may be computed in half precision.
    assert ((few * many[:5]).sum(axis=1) > 0.999).all()
    np.testing.assert_allclose(np.linalg.norm(many, axis=1), 1.0, rtol=1e-3)


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    """The model that fits this checkout."""
    model = fitting_model(ROOT)
    if not model.exists():
        pytest.fail("no trained model fits: run `make train`")
    assert tarfile.is_tarfile(model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        return Understanding(model)


def passes(understanding: Understanding, texts: Sequence[str]) -> tuple[int, int]:
    """Return how many passes of the English and of the Chinese encoder these texts cost."""
    encoders: list[Encoder] = [understanding.reader.of(language)._encoder for language in ("en", "zh")]
    before = [encoder.passes for encoder in encoders]
    for parsed in understanding.parse(texts):
        assert parsed["intent"]["name"]
        assert parsed["emotion"]["label"]
        assert parsed["wishes"]
    english, chinese = (encoder.passes - count for encoder, count in zip(encoders, before, strict=True))
    return english, chinese


@pytest.mark.bot
@pytest.mark.parametrize(
    ("texts", "english", "chinese"),
    [
        (["my lamp is late AGAIN, where is it?"], 1, 0),
        (["where is my order? and can I also change the address?"], 1, 0),
        (["我的灯怎么还没到？"], 0, 1),
        (["42"], 1, 0),
        ([f"where is order {number}" for number in range(40)], 1, 0),
        (["我的灯到哪了", "where is my lamp", "我想退货", "I want to return it"], 1, 1),
    ],
)
def test_a_message_or_a_batch_is_one_pass_of_its_language(
    understanding: Understanding, texts: list[str], english: int, chinese: int
) -> None:
    assert passes(understanding, texts) == (english, chinese)


@pytest.mark.bot
def test_a_tuned_encoder_is_nobody_elses(understanding: Understanding) -> None:
    for language in ("en", "zh"):
        part = understanding.reader.of(language)
        if part.tuning.layers:
            assert part._encoder is not load_encoder(part.encoder)
