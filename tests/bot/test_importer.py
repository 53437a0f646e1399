"""Our importer gives Rasa what Rasa's own would, sooner."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.exceptions import YamlException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.importer import DataImporter

NLU = """version: "3.1"
nlu:
- intent: track_order
  examples:
  - {text: "where's my [floor lamp](product)??", metadata: {emotion: anxious}}
  - {text: "yes", metadata: {emotion: neutral}}
- intent: cancel_order
  examples:
  - {text: "[W-10423](order_number) 不要了 🙂", metadata: {emotion: neutral}}
"""
RULES = """version: "3.1"
rules:
- rule: track
  steps:
  - intent: track_order
  - action: utter_track
"""
DOMAIN = """version: "3.1"
intents: [track_order, cancel_order]
entities: [product, order_number]
responses: {utter_track: [{text: "There."}]}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project."""
    for name, text in {
        "data/nlu/en/orders.yml": NLU,
        "data/nlu/zh/orders.yml": NLU.replace("where's", "哪儿"),
        "data/rules/orders.yml": RULES,
        "domain.yml": DOMAIN,
        "config.yml": "language: en\n",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def importers(root: Path) -> list[RasaFileImporter]:
    """Return Rasa's importer and ours over a project."""
    return [
        kind(str(root / "config.yml"), str(root / "domain.yml"), [str(root / "data")])
        for kind in (RasaFileImporter, DataImporter)
    ]


def said(data: TrainingData) -> list[str]:
    """Return all that training examples hold, sorted."""
    return sorted(repr(sorted(message.data.items())) for message in data.training_examples)


def test_utterances_rules_and_domain_are_those_of_rasas_importer(root: Path) -> None:
    theirs, ours = importers(root)

    assert said(ours.get_nlu_data()) == said(theirs.get_nlu_data())
    assert len(ours.get_nlu_data().training_examples) == 4  # two stand in both files
    assert [step.block_name for step in ours.get_stories().story_steps] == ["track"]
    assert ours.get_domain().intents == theirs.get_domain().intents
    assert ours.get_config() == theirs.get_config()


def test_articles_are_no_training_data(root: Path) -> None:
    before = importers(root)[1]
    for name in ("knowledge/en/ladders.md", "knowledge/en/page.json"):
        file = root / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('{"rasa_nlu_data": {"common_examples": [{"text": "a", "intent": "b"}]}}\n## intent:b\n- a\n')

    after = importers(root)[1]
    assert said(after.get_nlu_data()) == said(before.get_nlu_data())
    assert [step.block_name for step in after.get_stories().story_steps] == ["track"]


@pytest.mark.parametrize(
    "text", ["nlu: [", "", "version: '3.1'", "nlu: 3", "- nlu", "nlu:\n- intent: a\n  examples:\n  - 3\n", "\x00"]
)
def test_a_broken_file_is_named(root: Path, text: str) -> None:
    file = root / "data" / "nlu" / "en" / "broken.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(YamlException, match=r"broken\.yml"):
        importers(root)[1].get_nlu_data()
