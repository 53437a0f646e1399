"""`warmline validate` on domain, responses and rules, and as a command."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_data import CORE, INTENTS, LIMITS, Project

from cli import validate as command
from cli.validation.files import DataInvalid


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def wording(text: str | None = "Hi.", language: str = "en", **more: Any) -> dict[str, Any]:
    return {"text": text, "metadata": {"language": language}, **more}


WRONG_RESPONSES: dict[str, tuple[str, Any, str]] = {
    "one wording": (
        "utter_x",
        [wording(), wording(), wording("嗨", "zh")],
        "utter_x: 1 wordings in zh, fewer than 2",
    ),
    "no language": ("utter_x", [{"text": "Hi."}], "utter_x: a wording without a language"),
    "empty": ("utter_x", [wording(" ")], "utter_x: an empty wording"),
    "null": ("utter_x", [wording(None)], "utter_x: an empty wording"),
    "none in a language": ("word_x", [wording()], "word_x: no wording in zh"),
    "names only": ("utter_x", [wording("Hi {name}.")] * 2, "every wording in en needs a name"),
    "command": (
        "utter_x",
        [wording(buttons=[{"title": "Yes", "payload": "/affirm"}])],
        "utter_x: a button's payload is a command",
    ),
    "button without a title": (
        "utter_x",
        [wording(buttons=[{"payload": "yes"}])],
        "bot/domain/core.yml: utter_x is not a list of wordings",
    ),
    "not a list": ("utter_x", "Hi.", "bot/domain/core.yml: utter_x is not a list of wordings"),
    "metadata is a text": (
        "utter_x",
        [{"text": "Hi.", "metadata": "en"}],
        "bot/domain/core.yml: utter_x is not a list of wordings",
    ),
}


@pytest.mark.parametrize(("name", "wordings", "said"), WRONG_RESPONSES.values(), ids=WRONG_RESPONSES.keys())
def test_wrong_responses(project: Project, name: str, wordings: Any, said: str) -> None:
    core = deepcopy(CORE)
    core["responses"][name] = wordings  # type: ignore[call-overload]
    project.write("bot/domain/core.yml", yaml.safe_dump(core))
    assert any(said in line for line in project.problems())


def test_right_responses(project: Project) -> None:
    core = {
        "responses": {
            "word_x": [wording(), wording("嗨", "zh")],
            "utter_gateway_x": [wording("{name}"), wording("{name}", "zh")],
            "utter_x": [wording("Hi {name}."), wording(), wording("嗨", "zh"), wording("嗨{name}", "zh")],
        }
    }
    project.write("bot/domain/more.yml", yaml.safe_dump(core))
    assert project.problems() == []


WRONG_FILES = {
    "no domain": ("bot/domain/core.yml", None, "bot/domain/core.yml: cannot be read"),
    "broken domain": ("bot/domain/core.yml", "intents:\n- [a\n", "bot/domain/core.yml:3: broken YAML: "),
    "an impossible date": ("bot/domain/core.yml", "intents: 2026-13-45\n", "bot/domain/core.yml: broken YAML: "),
    "domain is a list": ("bot/domain/core.yml", "- intents\n", "bot/domain/core.yml: here should be a mapping"),
    "no intents": ("bot/domain/core.yml", "entities: []\n", "bot/domain/core.yml: intents is not a list"),
    "numbers": ("bot/domain/core.yml", "intents: [1]\n", "intents has something that is not a name"),
    "responses are a list": ("bot/domain/more.yml", "responses: [a]\n", "more.yml: responses are not a mapping"),
    "broken responses": ("bot/domain/more.yml", "responses:\n\t- a\n", "bot/domain/more.yml:2: broken YAML: "),
    "broken rules": ("data/rules/more.yml", 'rules: "a\n', "data/rules/more.yml:2: broken YAML: "),
    "no rules": ("data/rules/more.yml", "", "data/rules/more.yml: rules are not a list of rules with steps"),
    "steps are texts": (
        "data/rules/more.yml",
        "rules: [{rule: a, steps: [intent]}]",
        "data/rules/more.yml: rules are not a list of rules with steps",
    ),
    "no rule": ("data/rules/all.yml", "rules: []", "data/rules: no rule answers greet"),
    "no response": ("actions/more.py", 'A = "utter_nothing"', "actions/more.py: there is no response utter_nothing"),
}


@pytest.mark.parametrize(("name", "text", "said"), WRONG_FILES.values(), ids=WRONG_FILES.keys())
def test_wrong_files(project: Project, name: str, text: str | None, said: str) -> None:
    if text is None:
        (project.root / name).unlink()
    else:
        project.write(name, text)
    assert any(said in line for line in project.problems())


def test_the_command_says_what_was_checked(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.save()
    real = command.problems_in
    monkeypatch.setattr(command, "problems_in", lambda *given: real(*given, LIMITS))
    command.validate(root=project.root)
    assert capsys.readouterr().out == "The data are sound: 24 en, 24 zh training utterances, 1 responses.\n"


def test_the_command_lists_problems(project: Project) -> None:
    project.save()
    with pytest.raises(DataInvalid, match=r"^\d+ problems in the data:\n  data/nlu/en: ") as raised:
        command.validate(root=project.root)
    assert len(str(raised.value).splitlines()) < 60


def test_the_command_does_not_list_hundreds(project: Project) -> None:
    for number in range(200):
        project.add("where is it", emotion=f"mood{number}")
    project.save()
    with pytest.raises(DataInvalid, match=r"\n  … and \d\d\d more$") as raised:
        command.validate(root=project.root)
    assert len(str(raised.value).splitlines()) == 52


def test_counts(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "40")  # a narrow terminal loses no figure
    project.add("[/b] hey", intent="[/b]")
    project.add("where did it go", emotion="furious")
    project.save()
    with pytest.raises(DataInvalid):
        command.validate(counts=True, root=project.root)
    english, chinese = capsys.readouterr().out.split("Training utterances, zh")
    lines = [line.split() for line in english.splitlines() if line.strip()]
    assert lines[0] == ["Training", "utterances,", "en"]
    assert lines[1][0] == "intent"
    assert lines[2] == ["track_order", *["1", "1", "1", "1", "1", "1", "1", "1"], "1", "9"]
    assert lines[-1] == ["all", "4", *["3", "3", "3", "3", "3", "3", "3"], "1", "26"]
    assert [line[0] for line in lines[2:-1]] == ["track_order", "greet", "out_of_scope", "[/b]"]
    for intent in INTENTS:
        assert f"{intent} " in chinese
