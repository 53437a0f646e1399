"""Stock Rasa is stock: its shipped configuration, our data, nothing of ours in the pipeline."""

from __future__ import annotations

from pathlib import Path

import yaml

from bench.stock import project
from support.settings import ROOT


def test_the_pipeline_and_the_policies_are_rasas_own() -> None:
    config = project.configuration()

    assert [one["name"] for one in config["pipeline"]] == [
        "WhitespaceTokenizer",
        "RegexFeaturizer",
        "LexicalSyntacticFeaturizer",
        "CountVectorsFeaturizer",
        "CountVectorsFeaturizer",
        "DIETClassifier",
        "EntitySynonymMapper",
        "ResponseSelector",
        "FallbackClassifier",
    ]
    assert [one["name"] for one in config["policies"]] == [
        "MemoizationPolicy",
        "RulePolicy",
        "UnexpecTEDIntentPolicy",
        "TEDPolicy",
    ]


def test_every_rule_is_also_a_story() -> None:
    rules = [
        rule
        for file in (ROOT / "data" / "rules").rglob("*.yml")
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]
    ]

    assert len(project.stories(ROOT / "data" / "rules")["stories"]) == len(rules)


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    project.lay_out(ROOT, tmp_path / "one")
    project.lay_out(ROOT, tmp_path / "two")
    assert project.fingerprint(tmp_path / "one") == project.fingerprint(tmp_path / "two")

    with (tmp_path / "two" / "config.yml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert project.fingerprint(tmp_path / "one") != project.fingerprint(tmp_path / "two")
