"""Whom a note names."""

from __future__ import annotations

import pytest

from support.mentions import mentioned

NAMES = {"a1": "Mia", "a2": "Mia Chen", "a3": "王芳", "a4": "Kenji", "a5": "kenji "}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Mia please look", ["a1"]),
        ("@mia chen: yours", ["a2"]),
        ("cc @Mia, @Mia Chen", ["a1", "a2"]),
        ("@Miami is no name", []),
        ("请@王芳看一下", ["a3"]),
        ("给@王芳和@Mia", ["a3", "a1"]),
        ("@KENJI", ["a4", "a5"]),
        ("write to lena@mia.example", []),
        ("Mia", []),
        ("@", []),
        ("@@Mia @Mia", ["a1"]),
    ],
)
def test_whole_names_after_an_at_are_mentions(text: str, ids: list[str]) -> None:
    assert mentioned(text, NAMES) == ids
