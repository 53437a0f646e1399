"""What the domain's texts have to keep to, so that the rules of the core reach the customer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from support.emotion import Emotion, Reading
from support.empathy import FAULTS, ONCE, TONES, opening
from support.escalation import Reason

_APOLOGY = re.compile(r"\bsorry\b|apolog|抱歉|对不起|道歉|不好意思", re.IGNORECASE)
SITUATIONS = (*sorted(ONCE), "general", "on_time", "cancel", "refused", "refund_waiting")


def wordings(domain: Domain, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = domain.responses.get(name, [])
    return found


def languages(found: list[dict[str, Any]]) -> set[str]:
    return {wording["metadata"]["language"] for wording in found}


@pytest.mark.parametrize("situation", sorted(FAULTS))
@pytest.mark.parametrize("label", [*Emotion, None])
def test_a_fault_of_ours_has_an_opening_for_every_mood_and_for_the_second_time(
    domain: Domain, situation: str, label: Emotion | None
) -> None:
    reading = Reading(label, 0.9, 0, 0) if label else None
    first = opening(situation, "W-1", reading, [])
    assert languages(wordings(domain, first.responses[0])) == {"en", "zh"}
    assert first.remember
    (again,) = opening(situation, "W-1", reading, [first.remember]).responses
    assert languages(wordings(domain, again)) == {"en", "zh"}


def test_whatever_opening_exists_is_in_both_languages(domain: Domain) -> None:
    for name in domain.responses:
        if name.startswith("utter_open_"):
            assert languages(wordings(domain, name)) == {"en", "zh"}, name


def test_cheerful_customers_and_second_openings_get_no_apology(domain: Domain) -> None:
    checked = [name for name in domain.responses if re.fullmatch(r"utter_open_\w+_(warm|again)", name)]
    assert len(checked) > 10
    assert [
        (name, wording["text"])
        for name in checked
        for wording in wordings(domain, name)
        if _APOLOGY.search(wording["text"])
    ] == []


def test_an_opening_apologises_at_most_once(domain: Domain) -> None:
    openings = [name for name in domain.responses if name.startswith("utter_open_")]
    assert any(_APOLOGY.search(wording["text"]) for name in openings for wording in wordings(domain, name))
    for name in openings:
        for wording in wordings(domain, name):
            assert len(_APOLOGY.findall(wording["text"])) <= 1, wording["text"]


def test_openings_exist_only_for_tones_that_there_are(domain: Domain) -> None:
    for name in domain.responses:
        if name.startswith("utter_open_"):
            assert name.rsplit("_", 1)[1] in (*TONES, "again") or name.removeprefix("utter_open_") in SITUATIONS, name


@pytest.mark.parametrize("reason", [r for r in Reason if r not in (Reason.BOT_UNAVAILABLE, Reason.AGENT_TOOK_OVER)])
def test_every_reason_that_the_bot_hands_over_for_is_told_in_both_languages(domain: Domain, reason: Reason) -> None:
    assert languages(wordings(domain, f"utter_handoff_{reason}")) == {"en", "zh"}


def test_every_wording_names_its_language_and_has_closed_braces(domain: Domain) -> None:
    for name, found in domain.responses.items():
        for wording in found:
            assert wording["metadata"]["language"] in ("en", "zh"), name
            assert not re.search(r"[{}]", re.sub(r"\{\w+\}", "", wording["text"])), (name, wording["text"])
