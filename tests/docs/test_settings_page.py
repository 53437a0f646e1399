"""docs/settings.md names every setting, its true default, and whether a file may hold it."""

from __future__ import annotations

import re

from documents import tables, text

READ = re.compile(r'env\.(\w+)\(\s*"(WARMLINE_\w+)"(?:,\s*([^\n]*))?')


def _documented() -> dict[str, list[str]]:
    rows = [row for table in tables(text("docs/settings.md")) if len(table[0]) == 4 for row in table[1:]]
    return {row[0].strip("`"): row for row in rows}


def test_every_setting_is_documented_and_no_other() -> None:
    read = [name for _, name, _ in READ.findall(text("support/settings.py"))]
    assert len(read) > 20
    assert sorted(_documented()) == sorted(read)


def test_documented_defaults_are_true() -> None:
    compared = 0
    for kind, name, rest in READ.findall(text("support/settings.py")):
        shown = _documented()[name][1]
        default = re.match(r'"([^"]+)"|(True|False)|(\d[\d_]*(?:\.\d+)?(?: \* \d+)?)', rest or "")
        if kind in ("words", "secret") or not default:
            assert not re.fullmatch(r"`[^`]*`", shown), f"{name} has no fixed default"
            continue
        word, flag, number = default.groups()
        if number:
            factors = [float(part.replace("_", "")) for part in number.split(" * ")]
            value = factors[0] * (factors[1] if len(factors) > 1 else 1)
            assert float(shown.strip("`")) == value, name
        else:
            assert shown.strip("`") == (word or flag.lower()), name
        compared += 1
    assert compared > 12


def test_files_are_named_for_what_may_come_from_one() -> None:
    from_file = {name for kind, name, _ in READ.findall(text("support/settings.py")) if kind in ("secret", "url")}
    assert {name for name, row in _documented().items() if row[3] == "file"} == from_file
