"""`warmline validate` holds the canned responses to their form, in both languages alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.validation.canned import canned_problems, macro_problems
from support.settings import ROOT

INTENTS = frozenset({"greet", "track_order"})
EN = {"id": "one", "title": "T", "asked": "Hi?", "text": "Hello {customer}, it comes.", "intents": ["greet"]}
ZH = {**EN, "title": "题", "asked": "在吗", "text": "{customer}您好，马上就到。"}


def write(root: Path, **entries: list[dict[str, Any]]) -> Path:
    for language, listed in entries.items():
        (root / "data" / "canned" / language).mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(listed, allow_unicode=True, sort_keys=False)
        (root / "data" / "canned" / language / "x.yml").write_text(text, encoding="utf-8")
    return root


def test_the_shipped_ones_are_sound() -> None:
    from cli.validation.domain import names

    assert list(canned_problems(ROOT, names(ROOT, "intents"))) == []


def test_a_project_without_any_is_sound_and_so_is_one_of_each(tmp_path: Path) -> None:
    assert list(canned_problems(tmp_path, INTENTS)) == []
    assert list(canned_problems(write(tmp_path, en=[EN], zh=[ZH]), INTENTS)) == []


BROKEN: list[tuple[Callable[[Path], object], str]] = [
    (lambda root: write(root, en=[EN], zh=[]), "data/canned/en/x.yml:1: one is not there in zh"),
    (lambda root: write(root, en=[], zh=[ZH]), "data/canned/zh/x.yml:1: one is not there in en"),
    (lambda root: write(root, en=[EN, dict(EN)], zh=[ZH]), "data/canned/en/x.yml:1: one stands twice"),
    (lambda root: write(root, en=[EN], zh=[{**ZH, "text": "您好，马上就到。"}]), "one has other variables than in en"),
    (lambda root: write(root, en=[EN], zh=[{**ZH, "when": ["late"]}]), "one has other when than in en"),
    (lambda root: write(root, en=[{**EN, "intents": ["sing"]}], zh=[ZH]), "intent 'sing' is none of ours"),
    (lambda root: write(root, en=[{**EN, "text": "Hi {nobody}"}], zh=[ZH]), "there is no variable nobody"),
    (lambda root: write(root, en=[{**EN, "text": "Hello\u200b"}], zh=[ZH]), "invisible character"),
    (lambda root: (write(root, en=[EN], zh=[ZH]) / "data/canned/en/x.yml").write_text("a: b"), "should be a list"),
    (lambda root: (write(root, en=[EN], zh=[ZH]) / "data/canned/en/x.yml").write_text("- [a"), "broken YAML"),
]


@pytest.mark.parametrize(("spoil", "problem"), BROKEN)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, spoil: Callable[[Path], object], problem: str) -> None:
    spoil(tmp_path)
    assert any(problem in line for line in canned_problems(tmp_path, INTENTS))


MACRO_EN = {"id": "one", "title": "T", "text": "Hello {customer}, it comes.", "do": [{"resolve": True}]}
MACRO_ZH = {**MACRO_EN, "title": "题", "text": "{customer}您好，马上就到。"}


def write_macros(root: Path, **entries: list[dict[str, Any]]) -> Path:
    for language, listed in entries.items():
        (root / "data" / "macros" / language).mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(listed, allow_unicode=True, sort_keys=False)
        (root / "data" / "macros" / language / "x.yml").write_text(text, encoding="utf-8")
    return root


def test_the_shipped_macros_are_sound_and_broken_ones_are_named(tmp_path: Path) -> None:
    assert list(macro_problems(ROOT)) == []
    assert list(macro_problems(tmp_path)) == []
    assert list(macro_problems(write_macros(tmp_path, en=[MACRO_EN], zh=[MACRO_ZH]))) == []
    for english, chinese, why in (
        (MACRO_EN, {**MACRO_ZH, "do": [{"snooze_days": 1}]}, "data/macros/zh/x.yml:1: one has another do than in en"),
        ({**MACRO_EN, "when": ["late"]}, MACRO_ZH, "one has another when than in en"),
        ({**MACRO_EN, "text": "Hi {nobody}"}, MACRO_ZH, "there is no variable nobody"),
        ({**MACRO_EN, "id": "two"}, MACRO_ZH, "two is not there in zh"),
        ({**MACRO_EN, "text": "Hello\u200b"}, MACRO_ZH, "invisible character"),
    ):
        found = "\n".join(macro_problems(write_macros(tmp_path, en=[english], zh=[chinese])))
        assert why in found
