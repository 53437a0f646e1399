"""Words, characters and signs of temper as features."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.ngrams import Ngrams, normalise
from support.emotion import surface_signs

TEXTS = [
    "where is my lamp",
    "where is my mug?",
    "cancel the mug",
    "我的灯到哪了",
    "我的杯子碎了",
    "I can't sign in",
    "🙂 thanks",
]


@pytest.fixture(scope="module")
def ngrams() -> Ngrams:
    return Ngrams().fit(TEXTS)


def same(ngrams: Ngrams, one: str, other: str) -> bool:
    """Say whether two texts have the same words and characters, whatever their signs."""
    found = ngrams.matrix([one, other]).toarray()[:, : -len(surface_signs(""))]
    return bool(np.allclose(found[0], found[1]))


def test_a_row_holds_words_characters_and_signs(ngrams: Ngrams) -> None:
    found = ngrams.matrix(["where is my LAMP!!!", "我的灯呢"])

    assert found.shape[0] == 2
    assert found.dtype == np.float32
    assert tuple(found.toarray()[0, -len(surface_signs("")) :]) == pytest.approx(surface_signs("where is my LAMP!!!"))
    assert found[1].nnz > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WHERE IS MY LAMP", "where is my lamp"),
        ("I can’t sign in", "I can't sign in"),
        ("ｗｈｅｒｅ is my lamp", "where is my lamp"),
        ("soooooooo", "sooo"),
    ],
)
def test_how_it_is_typed_does_not_matter(ngrams: Ngrams, one: str, other: str) -> None:
    assert same(ngrams, one, other)
    assert not same(ngrams, one, "我的杯子碎了")


def test_characters_that_occur_once_are_left_out_unless_asked_for() -> None:
    often, once = Ngrams().fit(TEXTS), Ngrams(min_count=1).fit(TEXTS)

    assert often.matrix(TEXTS).shape[1] < once.matrix(TEXTS).shape[1]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("where is my lamp", 1.0),
        ("where is my zyzzyva", 0.75),
        ("zyzzyva qwyjibo", 0.0),
        ("我的杯子", 1.0),
        ("我龘", 0.5),
        ("42 !!! 🙂", 1.0),
        ("", 1.0),
    ],
)
def test_the_share_of_known_words(ngrams: Ngrams, text: str, share: float) -> None:
    assert ngrams.known_words(text) == share


@given(st.text())
def test_any_text_has_a_form_and_features(text: str) -> None:
    ngrams = Ngrams().fit(TEXTS)

    assert normalise(normalise(text)) == normalise(text)
    assert 0.0 <= ngrams.known_words(text) <= 1.0
    assert np.isfinite(ngrams.matrix([text]).data).all()


def test_a_character_that_sounds_alike_is_the_same_by_its_sound() -> None:
    ngrams = Ngrams(words=1, characters=1).fit(["我要退款", "退款到了没", "我要退货"])

    alike, other = (ngrams.matrix(["退款", text]).toarray() for text in ("腿款", "灯坏"))

    assert alike[0] @ alike[1] > other[0] @ other[1] + 0.3
