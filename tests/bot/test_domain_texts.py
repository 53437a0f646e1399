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


_THING = r"\{(?:item|was|becomes)\}"
# A thing may be one or several ("hiking boots (39)"), and what stands alone in a sentence needs an article.
_DETERMINED = re.compile(r"(?:\b(?:the|your|our|no)\s|\()$", re.IGNORECASE)
_OBJECT = "".join(rf"(?<!\b{word} )" for word in ("with", "for", "of", "in", "about", "on", "exchanging", "returning"))
_ONE_OF_IT = re.compile(
    rf"{_OBJECT}\b(?:the|your|our) {_THING}(?: \(\{{\w+\}}\))? "
    r"(?:is|isn't|was|wasn't|has|hasn't|comes|goes|do(?:es)?n't|stays|gets|fits)\b",
    re.IGNORECASE,
)


def english(domain: Domain) -> list[tuple[str, str]]:
    return [
        (name, wording["text"])
        for name, found in domain.responses.items()
        if not name.startswith(("word_", "line_"))
        for wording in found
        if wording["metadata"]["language"] == "en"
    ]


def test_things_have_an_article_in_english(domain: Domain) -> None:
    with_things = [(name, text) for name, text in english(domain) if re.search(_THING, text)]
    assert len(with_things) > 300
    assert [
        (name, text)
        for name, text in with_things
        for match in re.finditer(_THING, text)
        if not _DETERMINED.search(text[: match.start()])
    ] == []


def test_no_verb_needs_a_thing_to_be_one(domain: Domain) -> None:
    assert _ONE_OF_IT.search("Your {item} ({order}) is packed.")
    assert not _ONE_OF_IT.search("The parcel with your {item} ({order}) is packed.")
    assert [(name, text) for name, text in english(domain) if _ONE_OF_IT.search(text)] == []


def test_a_day_begins_no_sentence_and_has_no_on_before_it(domain: Domain) -> None:
    bad = re.compile(r"(?:^|[.!?] )\{day_\w+\}|\bon \{day_", re.IGNORECASE)  # "tomorrow was …", "on tomorrow"
    assert [(name, text) for name, text in english(domain) if bad.search(text)] == []


def test_no_handoff_says_that_a_person_is_there_now(domain: Domain) -> None:
    now = re.compile(
        r"\b(?:person|colleague|somebody|team)\b[^.:;]{0,60}\b(?:right now|right away|at once|immediately|takes? (?:this |it )?over now)\b"
        r"|(?:马上|立刻|立即|正在)[^。，；：]{0,4}(?:请|叫|转)[^。，；]{0,6}(?:同事|真人|人工)",
        re.IGNORECASE,
    )
    assert now.search("I'm getting a person to you right away.")
    assert now.search("我正在请真人同事过来。")
    texts = [
        (name, wording["text"])
        for name, found in domain.responses.items()
        if name.startswith(("utter_handoff_", "utter_gateway_"))
        for wording in found
    ]
    assert [(name, text) for name, text in texts if now.search(text)] == []


@pytest.mark.parametrize("name", ["utter_handoff_self_harm", "utter_handoff_safety", "utter_gateway_danger"])
def test_in_danger_the_emergency_number_comes_before_who_answers(domain: Domain, name: str) -> None:
    for wording in wordings(domain, name):
        text = wording["text"]
        number = re.search(r"emergency number|急救|求助电话|报警电话", text)
        person = re.search(r"\b(?:person|colleague|our team|people on)\b|同事|真人", text)
        assert number, text
        assert person, text
        assert number.start() < person.start(), text


def test_nothing_answers_a_wish_that_nobody_had(domain: Domain) -> None:
    texts = [wording["text"] for reason in Reason for wording in wordings(domain, f"utter_handoff_{reason}")]
    assert len(texts) > 30
    assert [text for text in texts if re.match(r"of course|sure|好的|没问题", text, re.IGNORECASE)] == []
