"""docs/handoff.md names every field, rule and row of the packet, and no other."""

from __future__ import annotations

import re

import pytest
from documents import code, table, text

from support import escalation, packet_lines, standing
from support.handoff import json_schema

PAGE = text("docs/handoff.md")
PROPERTIES = json_schema()["properties"]


def test_every_field_is_named_and_those_that_may_be_missing_are_marked() -> None:
    rows = table(PAGE, "field", "since", "holds")
    named = [name for row in rows for name in code(row[0])]
    assert sorted(named) == sorted(PROPERTIES)
    optional = {name for row in rows if row[1] == "later" for name in code(row[0])}
    assert optional == set(PROPERTIES) - set(json_schema()["required"])


def test_every_key_of_a_field_is_named() -> None:
    for row in table(PAGE, "field", "since", "holds"):
        (name, *others) = code(row[0])
        shape = PROPERTIES[name].get("items", PROPERTIES[name])
        if others or name in ("orders", "history") or "properties" not in shape:
            continue
        told = set(re.findall(r"\w+", " ".join(code(row[2]))))
        assert set(shape["properties"]) <= told, name


def test_the_keys_of_the_history_are_named() -> None:
    section = PAGE.split("## The history")[1]
    history = PROPERTIES["history"]["properties"]
    failure = history["failures"]["items"]["properties"]
    made_good = failure["made_good"]["items"]["properties"]
    told = set(re.findall(r"\w+", " ".join(code(section))))
    kinds = {*failure["kind"]["enum"], *made_good["kind"]["enum"]}
    assert {*history, *history["handoffs"]["items"]["properties"], *failure, *made_good, *kinds} <= told


def test_the_rules_that_raise_are_those_of_the_code() -> None:
    named = [code(row[0])[0] for row in table(PAGE, "rule", "holds", "evidence")]
    assert named == [escalation.UPSET_RULE, standing.VALUE_RULE, standing.FAILURES_RULE]


def test_the_rows_of_the_next_step_are_those_of_the_code_in_its_order() -> None:
    named = [name for row in table(PAGE, "row", "when") for name in code(row[0])]
    assert sorted(named) == sorted(packet_lines.wordings()["next_steps"])
    source = text("support/next_step.py")
    in_code = re.findall(r'return "(\w+)"', source)
    assert [name for name in named if name in in_code] == in_code


def test_a_summary_has_as_many_lines_as_the_page_numbers() -> None:
    section = PAGE.split("## The summary")[1].split("\n## ")[0]
    numbered = re.findall(r"(?m)^(\d)\. ", section)
    assert len(numbered) == PROPERTIES["summary"]["maxItems"]


@pytest.mark.parametrize("row", table(PAGE, "scenario", "in", "test"), ids=lambda row: row[0])
def test_every_scene_in_the_browser_is_played_in_its_languages(row: list[str]) -> None:
    scenario, languages, named = row
    file, test = code(named)[0].split("::")
    source = text(f"tests/browser/{file}")
    found = re.search(rf"(?m)^((?:@.*\n|^ .*\n|\)\n)*)def {test}\(", source)
    assert found, f"there is no {test}"
    assert "skip" not in found[1]
    assert "xfail" not in found[1]
    assert ("zh" in languages) <= bool(re.search("[\u4e00-\u9fff]", source)), scenario
    assert ("◦" in scenario) == bool(re.search(r"\bstand: ", source.split(f"def {test}(")[1].split(") -> None")[0]))
