"""`warmline validate` on the held-out sets: every rule, kept and broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_data import Project

from cli.validation.files import DataInvalid
from cli.validation.heldout import DEVELOPMENT, held_out

row = Project.row


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


WRONG_LINES: dict[str, tuple[Any, str]] = {
    "broken JSON": ('{"text": "hey", "intent" "greet"}', "broken JSON: Expecting ':' delimiter (column 26)"),
    "cut off": ('{"text": "hey', "broken JSON: Unterminated string"),
    "a raw control character": ('{"text": "he\x07y"}', "broken JSON: Invalid control character"),
    "a key twice": ('{"text": "hey", "text": "ho"}', "broken JSON: the key 'text' stands twice"),
    "an enormous number": ('{"text": ' + "9" * 5000 + "}", "broken JSON: "),
    "nested too deeply": ("[" * 100_000, "broken JSON: "),
    "not an object": ('["hey"]', "not a JSON object"),
    "no text": ({"intent": "greet", "emotion": "neutral"}, "text is missing"),
    "no emotion": ({"text": "hey", "intent": "greet"}, "emotion is missing"),
    "unusual key": (row("hey", mood="sad"), "unusual key 'mood'; here may be emotion, entities, intent, text"),
    "text is a number": (row(42), "text is not a text"),  # type: ignore[arg-type]
    "entities are no list": (row("hey", entities={}), "entities is not a list"),
    "empty": (row(""), "empty"),
    "unknown intent": (row("tell me a story", "story"), "the domain has no intent 'story'"),
    "unknown emotion": (row("hey", "greet", "furious"), "emotion 'furious' is none of ours"),
    "invisible character": (row("hey\u200b"), "invisible character U+200B"),
    "half a surrogate pair": ('{"text": "hey \\ud83d", "intent": "greet", "emotion": "happy"}', "character U+D83D"),
    "too long": (row("w" * 61), "61 characters, more than 60"),
    "other language": (row("你好呀"), "“你好呀” is in the other language, not in en"),
    "same twice": (row("Any news of my cupboard!"), "is also tests/nlu/en.jsonl:1"),
    "entity not in the text": (
        row("where is it", entities=[{"entity": "product", "value": "lamp"}]),
        "the product “lamp” is not in the text",
    ),
}


@pytest.mark.parametrize(("line", "said"), WRONG_LINES.values(), ids=WRONG_LINES.keys())
def test_a_wrong_line_is_named(project: Project, line: Any, said: str) -> None:
    project.sets["en"].append(line)
    (problem,) = project.problems()
    assert problem.startswith("tests/nlu/en.jsonl:3: ")
    assert said in problem


def test_right_lines(project: Project) -> None:
    project.sets["en"] += [
        row("hey there"),
        row("where's my Floor Lamp?", entities=[{"entity": "product", "value": "floor lamp"}]),
        "",
    ]
    project.sets["zh"].append(row("zhuan ren gong"))
    assert project.problems() == []


def test_line_numbers_are_those_of_the_file(project: Project) -> None:
    """JSON allows characters inside a text at which Python would break a line."""
    project.sets["en"] += ['{"text": "so\u2028what", "intent": "greet", "emotion": "neutral"}', "", "{"]
    assert [line.split(" ")[0] for line in project.problems()] == ["tests/nlu/en.jsonl:5:", "tests/nlu/en.jsonl:3:"]


def test_a_set_that_is_too_small_or_not_there(project: Project) -> None:
    project.sets["zh"].pop()
    assert project.problems() == ["tests/nlu/zh.jsonl: 1 utterances, fewer than 2"]
    (project.root / "tests/nlu/zh.jsonl").unlink()
    del project.sets["zh"]
    assert project.problems() == ["tests/nlu/zh.jsonl: cannot be read: No such file or directory"]


def test_a_set_that_is_not_utf8(project: Project) -> None:
    project.save()
    project.write("tests/nlu/wishes_en.jsonl", b'{"text": "hey", "intents": ["greet"]}\n{"text": "gr\xfc\xdfe"}\n')
    assert project.problems() == ["tests/nlu/wishes_en.jsonl:2: is not UTF-8"]


@pytest.mark.parametrize(
    ("trained", "text", "language", "leaks"),
    [
        ("where is it", "Where is it?!", "en", "is trained on (data/nlu/en/track_order.yml:13)"),
        ("good morning", "Good morning!", "en", None),  # what everybody writes
        ("我的大台灯到了吗", "我的大台灯到了吗？", "zh", "is trained on (data/nlu/zh/track_order.yml:13)"),
        ("查一下包裹", "查一下包裹！", "zh", None),
        ("where is my big lamp", "where is my big sofa", "en", "trained on but for one word"),
        ("我买的台灯到哪里了", "我买的沙发到哪里了", "zh", "trained on but for one word"),
        ("where is my big lamp", "where is that big sofa", "en", None),
    ],
)
def test_leaks(project: Project, trained: str, text: str, language: str, leaks: str | None) -> None:
    project.add(trained, language=language)
    project.sets[language].append(row(text))
    found = project.problems()
    if leaks is None:
        assert found == []
    else:
        (problem,) = found
        assert problem.startswith(f"tests/nlu/{language}.jsonl:3: “{text}”")
        assert leaks in problem


def test_one_word_that_changes_the_intent_is_no_leak(project: Project) -> None:
    project.add("where is my big lamp")
    project.sets["en"].append(row("where is my big brother", "out_of_scope"))
    assert project.problems() == []


def test_wishes_and_entities_leak_too(project: Project) -> None:
    project.add("where is my big lamp")
    project.sets["wishes_en"] = [{"text": "where is my big sofa", "intents": ["track_order", "greet"]}]
    project.sets["entities_en"] = [{"text": "where is my big mug", "entities": []}]
    assert [line.split(":")[0] for line in project.problems()] == [
        "tests/nlu/wishes_en.jsonl",
        "tests/nlu/entities_en.jsonl",
    ]


def test_a_development_set_is_held_to_the_same_rules(project: Project) -> None:
    project.add("where is my big lamp")
    project.sets["wishes_en"] = [{"text": "where is it, and hello", "intents": ["track_order", "greet"]}]
    lines = [
        {"text": "hello, is it on its way", "intents": ["track_order"]},
        {"text": "where is my big sofa", "intents": ["track_order"]},
        {"text": "Where is it? And hello!", "intents": ["track_order", "greet"]},
        {"text": "hey", "intents": ["story"]},
    ]
    project.write("evaluation/development/wishes_en.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    leaks, twice, unknown = project.problems()
    assert leaks.startswith("evaluation/development/wishes_en.jsonl:2: “where is my big sofa” is trained on")
    assert twice.endswith("is also tests/nlu/wishes_en.jsonl:1")
    assert unknown == "evaluation/development/wishes_en.jsonl:4: the domain has no intent 'story'"
    assert len(held_out(project.root, "wishes_en", DEVELOPMENT)) == 4


WRONG_WISHES = {
    "no intents": ({"text": "hey"}, "intents is missing"),
    "emotion": ({"text": "hey", "intents": ["greet"], "emotion": "happy"}, "unusual key 'emotion'"),
    "intents is a text": ({"text": "hey", "intents": "greet"}, "intents is not a list"),
    "none": ({"text": "hey", "intents": []}, "no intent at all"),
    "unknown": ({"text": "hey", "intents": ["greet", "story"]}, "the domain has no intent 'story'"),
    "not a name": ({"text": "hey", "intents": [["greet"]]}, "the domain has no intent ['greet']"),
    "twice": ({"text": "hey", "intents": ["greet", "greet"]}, "the intent 'greet' stands twice"),
    "a text twice": ({"text": "Hello. Where is it?", "intents": ["greet"]}, "is also tests/nlu/wishes_zh.jsonl:1"),
}


@pytest.mark.parametrize(("line", "said"), WRONG_WISHES.values(), ids=WRONG_WISHES.keys())
def test_wishes(project: Project, line: Any, said: str) -> None:
    project.sets["wishes_zh"] = [{"text": "hello where is it", "intents": ["greet", "track_order"]}]
    assert project.problems() == []
    project.sets["wishes_zh"].append(line)
    (problem,) = project.problems()
    assert problem.startswith("tests/nlu/wishes_zh.jsonl:2: ")
    assert said in problem


WRONG_ENTITIES = {
    "no entities": ({"text": "hey"}, "entities is missing"),
    "not an object": ({"text": "hey", "entities": ["hey"]}, "not an object with entity and value"),
    "no value": ({"text": "hey", "entities": [{"entity": "product"}]}, "not an object with entity and value"),
    "unknown": ({"text": "hey", "entities": [{"entity": "mood", "value": "hey"}]}, "entity 'mood' is none of ours"),
    "not a name": ({"text": "hey", "entities": [{"entity": [], "value": "hey"}]}, "entity [] is none of ours"),
    "empty value": ({"text": "hey", "entities": [{"entity": "date", "value": " "}]}, "value of date is empty"),
    "number": ({"text": "42", "entities": [{"entity": "date", "value": 42}]}, "value of date is empty or not a text"),
    "elsewhere": ({"text": "hey", "entities": [{"entity": "date", "value": "today"}]}, "“today” is not in the text"),
}


@pytest.mark.parametrize(("line", "said"), WRONG_ENTITIES.values(), ids=WRONG_ENTITIES.keys())
def test_entities(project: Project, line: Any, said: str) -> None:
    values = [("order_number", "W-10423"), ("product", "Lamp"), ("amount", "20"), ("size", "XL"), ("color", "red")]
    right = [{"entity": entity, "value": value} for entity, value in values]
    project.sets["entities_en"] = [{"text": "order w 10423, lamp xl in red for 20", "entities": right}]
    assert project.problems() == []
    project.sets["entities_en"].append(line)
    (problem,) = project.problems()
    assert problem.startswith("tests/nlu/entities_en.jsonl:2: ")
    assert said in problem


def test_a_set_is_read_as_a_whole_or_not_at_all(project: Project) -> None:
    project.sets["en"].append("")
    project.save()
    assert [found["intent"] for found in held_out(project.root, "en")] == ["track_order", "greet"]
    project.sets["en"].append("{")
    project.save()
    with pytest.raises(DataInvalid, match=r"^tests/nlu/en\.jsonl:4: broken JSON"):
        held_out(project.root, "en")
