"""What is measured beside a parse: the encoders that config.yml names, and the bare pass of one."""

from __future__ import annotations

from collections import defaultdict

import bench.__main__ as program
from bench.parsing import _encode
from bot.reading.encoders import DEFAULT_ENCODER, load_encoder


def test_the_bare_pass_is_measured_beside_the_encoding() -> None:
    found: dict[str, list[float]] = defaultdict(list)
    encoder = load_encoder(DEFAULT_ENCODER)

    for text in ("hello there", "Where is my order?"):
        _encode(encoder, text, found)

    assert {name: len(samples) for name, samples in found.items()} == {"encode": 2, "forward": 2}
    assert all(0 < sample < 10_000 for samples in found.values() for sample in samples)


def test_the_encoders_of_the_pipeline_lie_somewhere() -> None:
    assert program._encoders()
    assert all(path.exists() for path in program._encoders())
