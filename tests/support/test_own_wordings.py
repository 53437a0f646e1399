"""The shop's own wordings: what may stand in for a shipped one."""

from __future__ import annotations

import pytest

from support.wordings import MOST_CHARS, MOST_WORDINGS, is_own, problems, version

SHIPPED = ["Your {item} is with {carrier} and arrives {day_expected}.", "Your {item} is on its way, {name}."]
PLAIN = ["Hello!", "Hello {name}!"]


def kinds(shipped: list[str], texts: list[str], language: str = "en") -> list[str]:
    return [problem.kind for problem in problems(shipped, texts, language)]


@pytest.mark.parametrize(
    "texts",
    [
        ["Hi there."],
        ["Hi {name}, good to see you.", "Welcome back."],
        ["👋"],
    ],
)
def test_wordings_that_can_always_be_said_stand_in(texts: list[str]) -> None:
    assert kinds(PLAIN, texts) == []


def test_for_every_case_that_the_shipped_ones_know_there_must_be_a_wording() -> None:
    assert kinds(PLAIN, ["Hello {name}!"]) == ["uncovered"], "a guest has no name"
    # {item} is known in both cases, the carrier in one of them only.
    assert kinds(SHIPPED, ["Your {item} has left our warehouse."]) == []
    assert kinds(SHIPPED, ["{carrier} has your {item}."]) == ["uncovered"]
    assert kinds(SHIPPED, ["{carrier} has your {item}.", "On its way: your {item}."]) == []
    (problem,) = problems(SHIPPED, ["{carrier} has your {item}."], "en")
    assert problem.names == ("item", "name")


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        ([], "count"),
        ([f"Hello number {number}" for number in range(MOST_WORDINGS + 1)], "count"),
        (["  "], "length"),
        (["Hello! " * MOST_CHARS], "length"),
        (["Hello!", "Hello! "], "twice"),
        (["Hello {!"], "brace"),
        (["Hello {name!r}"], "brace"),
        (["Hello {item}"], "unknown"),
        (["您好，请问有什么可以帮您？"], "language"),
    ],
)
def test_what_cannot_stand_in_is_told_by_its_kind(texts: list[str], kind: str) -> None:
    assert kind in kinds(PLAIN, texts)


def test_chinese_wordings_are_chinese() -> None:
    assert kinds(["您好！"], ["欢迎光临，您好！"], "zh") == []
    assert kinds(["您好！"], ["Good morning to you"], "zh") == ["language"]


def test_two_states_are_told_apart_and_none_is_empty() -> None:
    own = {"utter_hello": {"en": ["Hi."], "zh": ["嗨。"]}}
    assert version({}) == ""
    assert version(own) == version({"utter_hello": {"zh": ["嗨。"], "en": ["Hi."]}})
    assert version(own) != version({"utter_hello": {"en": ["Hi!"], "zh": ["嗨。"]}})


@pytest.mark.parametrize(
    "value", [None, [], {"utter_hello": ["Hi."]}, {"utter_hello": {"fr": ["Salut."]}}, {"utter_hello": {"en": []}},
              {"utter_hello": {"en": "Hi."}}, {"utter_hello": {"en": [" "]}}]
)  # fmt: skip
def test_another_form_is_not_taken(value: object) -> None:
    assert not is_own(value)
    assert is_own({"utter_hello": {"en": ["Hi."]}})
