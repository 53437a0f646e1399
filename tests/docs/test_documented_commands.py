"""What the pages tell people to type exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import ROOT, pages, table, text

import cli.app

TARGETS = set(re.findall(r"(?m)^([a-z-]+):.*## ", text("Makefile")))
COMMANDS = {command.callback.__name__ for command in cli.app.app.registered_commands if command.callback}
# A command is in code; "make run" in a sentence such as "make good for it" is not.
IN_CODE = re.compile(r"(?ms)^```(?:sh|text|bash|)\n(.*?)^```|`([^`\n]+)`")


def _typed(page: Path) -> str:
    return "\n".join(block or inline for block, inline in IN_CODE.findall(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", pages(), ids=lambda file: str(file.relative_to(ROOT)))
def test_commands_exist(file: Path) -> None:
    typed = _typed(file)
    assert set(re.findall(r"(?m)(?:^|\s)make ([a-z-]+)", typed)) <= TARGETS
    assert set(re.findall(r"(?m)(?:^|\s|/)warmline ([a-z][a-z-]*)", typed)) <= COMMANDS


def test_the_readme_names_all_commands() -> None:
    readme = text("README.md")
    named = {cell.split()[1].strip("`") for cell, *_ in table(readme, "command") if cell.startswith("`warmline ")}
    assert named == COMMANDS
    assert {cell.split()[1].strip("`") for cell, *_ in table(readme, "`make …`")} == TARGETS - {"help"}


def test_the_readme_names_demo_customers_that_exist() -> None:
    named = {cell.strip("`") for cell, *_ in table(text("README.md"), "customer")} - {"guest"}
    stories = text("integrations/shops/demo_data/stories.yml")
    assert len(named) >= 7
    assert named <= set(re.findall(r"(?m)^- id: (c-[\w-]+)$", stories))
