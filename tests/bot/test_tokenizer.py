"""Words, characters and signs, each at its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.components.tokenizer import MixedScriptTokenizer


def tokens(text: str) -> list[tuple[str, int, int]]:
    tokenizer = MixedScriptTokenizer(MixedScriptTokenizer.get_default_config())
    return [(t.text, t.start, t.end) for t in tokenizer.tokenize(Message({"text": text}), "text")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("where's my lamp?", ["where's", "my", "lamp", "?"]),
        ("don’t", ["don’t"]),
        ("我的灯呢", ["我", "的", "灯", "呢"]),
        ("order到哪了W-10423", ["order", "到", "哪", "了", "W-10423"]),
        ("w10423 #10424", ["w10423", "#10424"]),
        ("size42!!", ["size", "42", "!", "!"]),
        ("😡😡", ["😡", "😡"]),
        ("a_b", ["a", "_", "b"]),
        ("Grüße", ["Grüße"]),
    ],
)
def test_scripts_numbers_and_signs_are_told_apart(text: str, words: list[str]) -> None:
    assert [word for word, _, _ in tokens(text)] == words


@given(st.text(min_size=1))
def test_every_token_is_the_text_between_its_offsets(text: str) -> None:
    found = tokens(text)
    assert found
    assert all(text[start:end] == word for word, start, end in found)
    assert all(a[2] <= b[1] for a, b in pairwise(found))


@given(st.text(st.characters(exclude_categories=("Cs", "Mn", "Mc", "Me")), min_size=1))
def test_nothing_but_space_is_left_out(text: str) -> None:
    covered = {i for _, start, end in tokens(text) for i in range(start, end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)


def test_an_empty_text_has_one_blank_token() -> None:
    assert tokens("") == [(" ", 0, 1)]
    assert tokens("  ") == [("  ", 0, 2)]
