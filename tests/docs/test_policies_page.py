"""docs/policies.md names every key of the rules with its true default, and every reason for which a rule refuses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from documents import code, fenced, table, text

from support.policies import DEFAULT, load

PAGE = text("docs/policies.md")


def shown(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(word) for word in value]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def test_every_key_is_documented_with_its_default_and_no_other() -> None:
    default = tomllib.loads(DEFAULT.read_text(encoding="utf-8"))
    real = {f"{section}.{key}": shown(value) for section, keys in default.items() for key, value in keys.items()}
    rows = table(PAGE, "key", "default", "meaning")
    assert {code(row[0])[0]: code(row[1]) for row in rows} == real
    assert len(rows) == len(real)
    assert all(row[2] for row in rows)


def test_every_key_of_the_file_is_commented() -> None:
    lines = DEFAULT.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "=" in line and "# " not in line] == []


def test_the_rules_that_are_named_exist_and_refuse_by_these_names() -> None:
    before: set[str] = set()
    for row in table(PAGE, "function", "decides", "refuses by"):
        module = code(row[0])[0].split(".")[0]
        source = text(f"support/{module}.py")
        for name in code(row[0]):
            assert re.search(rf"(?m)^def {name.split('.')[1]}\(", source), name
        names = {*code(row[2]), *(before if row[2].startswith(("the same", "those of a return")) else ())}
        before = names
        (documented,) = [
            text_of for text_of in re.findall(r'(?s)"""(.*?)"""', source) if names <= set(re.findall(r"\w+", text_of))
        ][:1] or [""]
        assert documented, f"{row[0]}: no docstring names all of {sorted(names)}"


def test_the_example_is_a_file_that_loads(tmp_path: Path) -> None:
    (example,) = fenced(PAGE, "toml")
    file = tmp_path / "rules.toml"
    file.write_text(example, encoding="utf-8")
    assert load(file).returns.window_days == 14
