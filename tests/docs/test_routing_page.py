"""docs/routing.md is true to the code: the diagram, the file of hours, roles."""

from __future__ import annotations

import tomllib
from pathlib import Path

from documents import code, fenced, table, text

from support import service
from support.conversation import Transition, diagram
from support.escalation import PRIORITY_ORDER
from support.hours import WEEKDAYS
from support.routing import Role

PAGE = text("docs/routing.md")


def test_the_diagram_is_what_the_code_draws() -> None:
    (block,) = fenced(PAGE, "mermaid")
    assert block.strip() == diagram()
    named = {name for row in table(PAGE, "transition") for name in code(row[0])}
    assert named == set(Transition)


def test_the_example_is_a_file_of_hours(tmp_path: Path) -> None:
    (example,) = fenced(PAGE, "toml")
    file = tmp_path / "hours.toml"
    file.write_text(example, encoding="utf-8")
    read = service.load(file)
    assert len(read.hours.week[0]) == 2
    assert set(read.hours.holidays) == {"12-25", "2026-12-24"}


def test_every_key_is_explained() -> None:
    keys = set()
    for row in table(PAGE, "key"):
        section = code(row[0])[0].split(".")[0]
        keys |= {name if name.startswith(section) else f"{section}{name}" for name in code(row[0])}
    shipped = tomllib.loads(service.DEFAULT.read_text(encoding="utf-8"))
    expected = {f"{name}.{key}" for name, values in shipped.items() for key in values if name != "hours"} | {"holidays"}
    assert keys - {"hours.timezone", "hours.monday", "hours.sunday"} == expected
    assert set(shipped["hours"]) == {"timezone", *WEEKDAYS}
    assert {str(priority) for priority in PRIORITY_ORDER} < set(shipped["first_response"])


def test_every_role_is_explained() -> None:
    assert [code(row[0])[0] for row in table(PAGE, "role")] == list(Role)
