"""`warmline validate` on training data: every rule, kept and broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from small_data import LIMITS as SMALL
from small_data import Project

from cli.validation.labels import count_problems, example_problems
from cli.validation.likeness import normal, shortened
from cli.validation.limits import BUSIEST, EVENTS, LIMITS
from cli.validation.training import read


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_sound_data_have_no_problems(project: Project) -> None:
    assert project.problems() == []


def test_the_limits_that_are_promised() -> None:
    assert (LIMITS.utterances, LIMITS.utterances_busiest) == ({"en": 60, "zh": 40}, {"en": 120, "zh": 80})
    assert (LIMITS.utterances_out_of_scope, LIMITS.emotion, LIMITS.imbalance) == (300, 400, 12)
    assert LIMITS.held_out == {"en": 1200, "zh": 800}
    assert len(BUSIEST) == 12


# One text that is wrong, and what is said about it.
WRONG_TEXTS = {
    "unclosed mark": ("where is my [lamp(product)?", "a bracket that is no part of a mark"),
    "unopened mark": ("where is my lamp](product)?", "a bracket that is no part of a mark"),
    "mark without a name": ("where is my [lamp]?", "a bracket that is no part of a mark"),
    "mark within a mark": ("where is my [[desk](product) lamp](product)?", "a bracket that is no part of a mark"),
    "unknown entity": ("where is my [lamp](thing)?", "entity 'thing' is none of ours"),
    "entity with a role": ("where is my [lamp](product:x)?", "entity 'product:x' is none of ours"),
    "empty span": ("where is my [](product)?", "an empty span is marked as product"),
    "blank span": ("where is my [ ](product)?", "an empty span is marked as product"),
    "loose span": ("where is my [lamp ](product)?", "white space inside the mark of “lamp ”"),
    "empty": ("", "empty"),
    "blank": ("  ", "empty"),
    "white space around": ("where is it ", "white space at its beginning or end"),
    "too long": ("where is it " * 5 + "?", "61 characters, more than 60"),
    "control character": ("where\x07 is it", "control character U+0007"),
    "tab": ("where\tis it", "control character U+0009"),
    "zero-width space": ("where\u200b is it", "invisible character U+200B"),
    "byte order mark inside": ("where \ufeffis it", "invisible character U+FEFF"),
    "right-to-left override": ("where \u202eis it", "invisible character U+202E"),
    "joiner between letters": ("whe\u200dre is it", "invisible character U+200D"),
    "replacement character": ("where\ufffds it", "invisible character U+FFFD"),
    "Hangul filler": ("where \u3164 is it", "invisible character U+3164"),
    "Chinese": ("我的包裹到哪里了", "is in the other language, not in en"),
}


@pytest.mark.parametrize(("text", "said"), WRONG_TEXTS.values(), ids=WRONG_TEXTS.keys())
def test_a_wrong_text_is_named_with_its_line(project: Project, text: str, said: str) -> None:
    project.add(text)
    found = [line for line in project.problems() if line.startswith("data/nlu/en/track_order.yml:13: ")]
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "where is my [floor lamp](product)??",
        "[W-10423](order_number), and my [mug](product) (the blue one)",
        "<b>{{7*7}}</b> \\o/ “so”",
        "where is it 👩‍👧 ❤️ 🩷",
        "hi\nwhere is it",
        "w" * 60,
    ],
)
def test_a_right_text_is_let_through(project: Project, text: str) -> None:
    project.add(text)
    assert project.problems() == []


def test_a_whole_english_sentence_is_not_chinese(project: Project) -> None:
    project.add("where is my parcel now please", language="zh")
    (problem,) = project.problems()
    assert problem.endswith("“where is my parcel now please” is in the other language, not in zh")


def test_few_short_english_words_are_typed_in_chinese_too_many_are_too_many(project: Project) -> None:
    project.add("zhuan ren gong", language="zh")
    project.add("order 到哪了", language="zh")
    assert project.problems() == []
    for text in ("ren gong", "tracking pls"):
        project.add(text, language="zh")
    (problem,) = project.problems()
    assert problem.startswith("data/nlu/zh: 3 of 28 utterances look like the other language, more than 8.0%")
    assert "data/nlu/zh/track_order.yml:13" in problem


def test_unknown_labels(project: Project) -> None:
    project.add("tell me a story", intent="story")
    project.add("where might it be", emotion="furious")
    assert project.problems() == [
        "data/nlu/en/story.yml:5: the domain has no intent 'story'",
        "data/nlu/en/track_order.yml:13: emotion 'furious' is none of ours",
    ]


@pytest.mark.parametrize(
    ("intent", "size", "said"),
    [
        ("track_order", 7, "track_order has 7 utterances, fewer than 8"),  # among the busiest
        ("greet", 5, "greet has 5 utterances, fewer than 6"),
        ("out_of_scope", 7, "out_of_scope has 7 utterances, fewer than 8"),
        ("greet", 0, "greet has 0 utterances, fewer than 6"),
    ],
)
def test_an_intent_with_too_few(project: Project, intent: str, size: int, said: str) -> None:
    mine = [row for row in project.utterances["en"] if row[0] == intent]
    project.utterances["en"] = [row for row in project.utterances["en"] if row[0] != intent] + mine[:size]
    assert f"data/nlu/en: {said}" in project.problems()


def test_enough_is_enough(project: Project) -> None:
    """Six of greet are enough; what they lack of two emotions is another rule."""
    project.utterances["en"] = [row for row in project.utterances["en"] if row[:2] not in NOT_GREETED]
    assert not any("greet has" in line for line in project.problems())


NOT_GREETED = {("greet", "angry"), ("greet", "anxious")}


def test_an_intent_far_larger_than_another(project: Project) -> None:
    for number in range(8):
        project.add(f"story {number}", intent="out_of_scope", emotion=("neutral", "happy")[number % 2])
    assert not any("times as many" in line for line in project.problems())
    project.add("story 8", intent="out_of_scope", emotion="angry")
    assert project.problems() == [
        "data/nlu/en: out_of_scope has 17 utterances, more than 2 times as many as greet, which has 8"
    ]


def test_an_emotion_with_too_few_and_in_too_few_intents(project: Project) -> None:
    project.utterances["zh"].remove(("greet", "anxious", "着急问候"))
    found = project.problems()
    assert "data/nlu/zh: anxious has 2 utterances, fewer than 3" in found
    assert "data/nlu/zh: anxious has 1 utterances or more in 2 intents, fewer than 3" in found


def test_neutral_need_not_be_everywhere(project: Project) -> None:
    project.utterances["en"].remove(("greet", "neutral", "neutral at greet"))
    for text in ("where is it", "is it here"):
        project.add(text)
    project.add("sing", intent="out_of_scope")
    assert not any("neutral" in line and "intents" in line for line in project.problems())


def test_an_emotion_that_one_intent_holds(project: Project) -> None:
    for text in ("why", "how", "what", "when", "who"):
        project.add(text, emotion="confused")
    assert project.problems() == []
    project.add("whence", emotion="confused")
    (problem,) = project.problems()
    assert problem == "data/nlu/en: track_order holds 7 of the 9 utterances of confused, more than 75%"


@pytest.mark.parametrize("text", ["where is it", "Where is it??", "WHERE  IS IT 😡", "where is [it](product)"])
def test_the_same_words_twice(project: Project, text: str) -> None:
    project.add("where is it")
    project.add(text)
    (problem,) = project.problems()
    assert problem.startswith("data/nlu/en/track_order.yml:14: ")
    assert problem.endswith("is also data/nlu/en/track_order.yml:13")


def test_the_same_words_with_another_label(project: Project) -> None:
    project.add("where is it")
    project.add("Where is it!", emotion="angry")
    project.add("where is it?", intent="greet")
    assert project.problems() == [
        "data/nlu/en/track_order.yml:13: “where is it” is also data/nlu/en/greet.yml:13, "
        "with another intent: greet, here track_order",
        "data/nlu/en/track_order.yml:14: “Where is it!” is also data/nlu/en/greet.yml:13, "
        "with another intent: greet, here track_order",
    ]
    project.utterances["en"].pop()
    assert project.problems() == [
        "data/nlu/en/track_order.yml:14: “Where is it!” is also data/nlu/en/track_order.yml:13, "
        "with another emotion: neutral, here angry"
    ]


def test_what_both_languages_write_may_stand_in_both_with_one_label(project: Project) -> None:
    project.add("ok", intent="greet")
    project.add("ok", intent="greet", language="zh")
    assert project.problems() == []
    project.utterances["zh"][-1] = ("greet", "happy", "ok")
    (problem,) = project.problems()
    assert problem.endswith("is also data/nlu/en/greet.yml:13, with another emotion: neutral, here happy")


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("where is my big lamp", "where is my big sofa", True),
        ("where is my big lamp", "where is my very big lamp", True),
        ("where is my big lamp", "WHERE is my big lamp, Joe?", True),
        ("where is my big lamp", "where is your big sofa", False),
        ("where is my lamp", "where is my sofa", False),  # four words are too few to tell
    ],
)
def test_words_in_common(one: str, other: str, near: bool) -> None:
    assert bool(shortened(one, "en") & shortened(other, "en")) is near


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("我买的台灯到哪里了", "我买的沙发到哪里了", True),
        ("我买的台灯到哪里了", "我买的灯到哪里了呀", True),
        ("我买的台灯到哪里了", "我买的洗衣机到哪里了", False),
        ("台灯到哪里了", "沙发到哪里了", False),  # fewer than eight characters
    ],
)
def test_characters_in_common(one: str, other: str, near: bool) -> None:
    assert bool(shortened(one, "zh") & shortened(other, "zh")) is near


def test_normal_forms() -> None:
    assert normal("Where's　MY  parcel?！") == normal("wheres my parcel")
    assert normal("我的 包裹，在哪？") == normal("我的包裹在哪")
    assert normal("👍") != normal("👎")


def test_too_many_near_duplicates(project: Project) -> None:
    project.add("where is my big lamp")
    project.add("where is my big sofa")
    project.add("where is my big mirror")
    assert project.problems() == []
    project.add("where is my big carpet")
    (problem,) = project.problems()
    assert problem.startswith(
        "data/nlu/en: 3 of 28 utterances differ from another in one word only, more than 8.0%: "
        "data/nlu/en/track_order.yml:14 “where is my big sofa”, like "
        "data/nlu/en/track_order.yml:13 “where is my big lamp”; "
    )


def test_one_word_that_changes_the_intent_is_a_contrast(project: Project) -> None:
    for word in ("lamp", "sofa", "mirror", "carpet"):
        project.add(f"where is my big {word}", intent=("track_order", "greet")[word in ("sofa", "carpet")])
    assert project.problems() == []


HEAD = 'version: "3.1"\nnlu:\n- intent: greet\n  examples:\n'
# A file's text, the line that is named, and what is said.
WRONG_FILES = {
    "broken YAML": ('nlu:\n- intent: "greet\n', 3, "broken YAML: "),
    "broken in the middle": (HEAD + '  - {text: "hey", metadata: {emotion: neutral}\n', 6, "broken YAML: "),
    "a tab": (HEAD + "\t- x\n", 5, "broken YAML: "),
    "a raw control character": (HEAD + '  - {text: "说\x07", metadata: {emotion: neutral}}\n', 5, "broken YAML: "),
    "two documents": (HEAD + "  - x\n---\nnlu: []\n", 6, "broken YAML: "),
    "not UTF-8": (b"nlu:\n- intent: gr\xfc\xdft\n", 2, "is not UTF-8"),
    "empty": ("", 1, "here should be a mapping with version, nlu"),
    "no nlu": ('version: "3.1"\n', 1, "nlu is missing"),
    "nlu is no list": ("nlu: {}\n", 1, "here should be a list"),
    "unusual key on top": ("nlu: []\nresponses: {}\n", 2, "unusual key 'responses'; here may be version, nlu"),
    "synonyms": ("nlu:\n- synonym: lamp\n  examples: []\n", 2, "unusual key 'synonym'; here may be intent, examples"),
    "a key that is a list": ("nlu:\n- [a]: b\n", 2, "unusual key"),
    "examples missing": ("nlu:\n- intent: greet\n", 2, "examples is missing"),
    "examples as one text": ("nlu:\n- intent: greet\n  examples: |\n    - hey\n", 3, "here should be a list"),
    "intent is a list": ("nlu:\n- intent: [greet]\n  examples: []\n", 2, "here should be a text"),
    "bare text": (HEAD + '  - "hey"\n', 5, "here should be a mapping with text, metadata"),
    "no metadata": (HEAD + '  - {text: "hey"}\n', 5, "metadata is missing"),
    "no emotion": (HEAD + '  - {text: "hey", metadata: {}}\n', 5, "emotion is missing"),
    "metadata is a text": (HEAD + '  - {text: "hey", metadata: neutral}\n', 5, "here should be a mapping with emotion"),
    "no text": (HEAD + "  - {metadata: {emotion: neutral}}\n", 5, "text is missing"),
    "text without quotes": (HEAD + "  - {text: no, metadata: {emotion: neutral}}\n", 5, "not in double quotes"),
    "unusual key": (HEAD + '  - {text: "hey", emotion: neutral}\n', 5, "unusual key 'emotion'"),
    "unusual metadata": (
        HEAD + '  - {text: "hey", metadata: {emotion: neutral, sure: no}}\n',
        5,
        "unusual key 'sure'; here may be emotion",
    ),
    "a key twice": (HEAD + '  - {text: "hey", text: "ho", metadata: {emotion: neutral}}\n', 5, "'text' stands twice"),
}


@pytest.mark.parametrize(("text", "line", "said"), WRONG_FILES.values(), ids=WRONG_FILES.keys())
def test_a_wrong_file_is_one_line_that_names_the_place(
    project: Project, text: str | bytes, line: int, said: str
) -> None:
    project.write("data/nlu/en/more.yml", text)
    (problem,) = project.problems()
    assert problem.startswith(f"data/nlu/en/more.yml:{line}: ")
    assert said in problem


def test_deep_nesting_is_no_traceback(project: Project) -> None:
    project.write("data/nlu/en/more.yml", "[" * 20_000)
    (problem,) = project.problems()
    assert problem.startswith("data/nlu/en/more.yml")


def test_what_is_right_in_a_file_with_an_error_still_counts(project: Project) -> None:
    project.save()
    file = project.root / "data/nlu/en/greet.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, '  - {text: "hey"}']), encoding="utf-8")
    assert project.problems(save=False) == ["data/nlu/en/greet.yml:13: metadata is missing"]


@pytest.mark.parametrize("name", ["fr/greet.yml", "greet.yml", "en/old/greet.yml", "en/greet.yaml"])
def test_a_file_that_only_rasa_would_read(project: Project, name: str) -> None:
    project.write(f"data/nlu/{name}", HEAD)
    (problem,) = project.problems()
    assert problem == f"data/nlu/{name}: does not belong here; training data are data/nlu/<en|zh>/<topic>.yml"


def test_a_file_that_cannot_be_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("data/nlu/en/more.yml", "")
    real: Callable[[Path], bytes] = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "more.yml":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert project.problems() == ["data/nlu/en/more.yml: cannot be read: Permission denied"]


def test_what_the_gateway_tells_needs_no_utterances_and_may_have_none(project: Project) -> None:
    project.save()
    examples, _ = read(project.root)
    intents = {example.intent for example in examples}
    counted = set(count_problems(examples, intents, SMALL))
    assert set(count_problems(examples, intents | EVENTS, SMALL)) == counted
    assert any("loyalty_points" in what for what in count_problems(examples, intents | {"loyalty_points"}, SMALL))
    trained = [replace(examples[0], intent=event) for event in sorted(EVENTS)]
    said = list(example_problems(trained, intents | EVENTS, set(), SMALL))
    assert len([what for what in said if "no utterance may be trained as it" in what]) == len(EVENTS)
