"""`warmline customers`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.customers import customers


def test_the_table_names_everyone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WARMLINE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    customers()
    lines = capsys.readouterr().out.splitlines()
    (three,) = [line for line in lines if "c-three" in line]
    assert [cell.strip() for cell in three.split("│")][1:5] == ["c-three", "Thomas Okafor", "en", "3"]
    assert any("c-zh " in line and "王晓梅" in line for line in lines)
