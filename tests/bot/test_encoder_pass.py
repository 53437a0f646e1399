"""The encoder runs once a message, however many heads read its vector."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from bot.components.encoder import DEFAULT_ENCODER, load_encoder, model_path
from cli.model import fitting_model
from support.settings import ROOT


def test_the_default_encoder_is_carried_by_a_package() -> None:
    assert Path(model_path(DEFAULT_ENCODER), "model.safetensors").is_file()


def test_any_other_name_is_left_to_sentence_transformers() -> None:
    assert model_path("/models/mine") == "/models/mine"
    assert model_path("someone/some-model") == "someone/some-model"


@pytest.mark.bot
def test_one_message_is_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    model = fitting_model(ROOT)
    if not model.exists():
        pytest.fail("no trained model fits: run `make train`")
    assert tarfile.is_tarfile(model)
    from bot.understanding import Understanding

    understanding = Understanding(model)
    encoder = load_encoder(DEFAULT_ENCODER)
    before = encoder.passes

    parsed = next(understanding.parse(["my lamp is late AGAIN, where is it?"]))

    assert parsed["intent"]["name"]
    assert parsed["emotion"]["label"]
    assert encoder.passes == before + 1
    list(understanding.parse([f"where is order {number}" for number in range(40)]))
    assert encoder.passes == before + 2, "a batch is one pass"
