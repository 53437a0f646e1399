"""What docs/empathy.md promises of the wordings: nothing soothing or cheerful where somebody is angry, no "soon" for the worried."""

from __future__ import annotations

import re
import unicodedata

import pytest
from rasa.shared.core.domain import Domain

from support.language import detect

_FEELING = re.compile(
    r"\bunderstand|frustrat|\bcalm|\bupset\b|\bangry\b|\bfeel|inconvenience|patien(?:t|ce)|理解您|冷静|别急|别着急|着急|生气|心情|耐心|亲[，,！]|深表",
    re.IGNORECASE,
)
_SOON = re.compile(r"\bsoon\b|\bshortly\b|right away|immediately|asap|马上|立刻|立即|尽快|很快", re.IGNORECASE)
_ANY_MOOD = re.compile(
    r"calm down|understand your frustration|sorry for (?:any|the) inconvenience|valued? customer|稍安勿躁|别着急|深表歉意|给您带来不便",
    re.IGNORECASE,
)


def _texts(domain: Domain, pattern: str) -> list[tuple[str, str]]:
    return [
        (name, wording["text"])
        for name, wordings in domain.responses.items()
        if re.fullmatch(pattern, name)
        for wording in wordings
    ]


def test_firm_openings_have_no_feeling_words_no_cheer_and_no_emoji(domain: Domain) -> None:
    texts = _texts(domain, r"utter_open_\w+_firm")
    assert len(texts) > 40
    for name, text in texts:
        assert not _FEELING.search(text), (name, text)
        assert not re.search(r"[!！~～]", text), (name, text)
        assert not [char for char in text if unicodedata.category(char) == "So"], (name, text)


@pytest.mark.parametrize("tone", ["gentle", "firm", "again"])
def test_openings_for_the_worried_promise_no_soon(domain: Domain, tone: str) -> None:
    texts = _texts(domain, rf"utter_open_\w+_{tone}")
    assert len(texts) > 20
    assert [(name, text) for name, text in texts if _SOON.search(text)] == []


def test_no_response_at_all_is_a_form_letter(domain: Domain) -> None:
    assert [(name, text) for name, text in _texts(domain, r"utter_\w+") if _ANY_MOOD.search(text)] == []


def test_chinese_customers_are_addressed_with_respect(domain: Domain) -> None:
    chinese = [(name, text) for name, text in _texts(domain, r"utter_\w+") if detect(text) == "zh"]
    assert len(chinese) > 300
    assert [(name, text) for name, text in chinese if "你" in text] == []
