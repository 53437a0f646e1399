"""scripts/setup.py and the lock, as far as they need no network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from support.settings import ROOT

LOCK = (ROOT / "requirements.lock").read_text().splitlines()
PIN = re.compile(r"([a-z0-9-]+)==([0-9][0-9a-z.]*)")


def setup(folder: Path, *statements: str) -> subprocess.CompletedProcess[str]:
    code = "; ".join(["import sys", "import setup", *statements, "sys.exit(setup.main())"])
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder / "scripts", capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_what_is_set_up_is_left_alone(project: Path) -> None:
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "warmline").touch()
    stamping = (
        "stamp = setup._hash_of(setup.LOCK, setup.ROOT / 'pyproject.toml') + f' {setup.ROOT}'",
        "(setup.VENV / '.warmline-stamp').write_text(stamp)",
    )
    started = time.monotonic()
    done = setup(project, *stamping)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.monotonic() - started < 2.0


def test_another_python_is_refused_in_a_sentence(project: Path) -> None:
    done = setup(project, "import os", "os.environ['PATH'] = ''", "setup.PYTHON = (3, 99)")
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.search(r"^setup: this is Python 3\.11 .* Warmline needs 3\.11", done.stderr)
    assert not (project / ".venv").exists()


@pytest.mark.parametrize("version", [(20, 19, 0), (20, 20, 2), (22, 12, 0), (24, 1, 0)])
def test_a_node_that_will_do(project: Path, version: tuple[int, ...]) -> None:
    assert setup(project, f"sys.exit(0 if setup._good_node({version!r}) else 7)").returncode == 0


@pytest.mark.parametrize("version", [(), (18, 20, 0), (20, 18, 9), (21, 9, 0), (22, 11, 0)])
def test_a_node_that_will_not_do(project: Path, version: tuple[int, ...]) -> None:
    assert setup(project, f"sys.exit(0 if setup._good_node({version!r}) else 7)").returncode == 7


def test_the_lock_names_versions_and_nothing_of_a_machine() -> None:
    assert LOCK[0].startswith("#")
    assert all(PIN.fullmatch(line) for line in LOCK[1:])
    assert not [line for line in LOCK if line.startswith("nvidia-")]


def test_the_lock_holds_all_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[^A-Za-z0-9_.-]", line)[0].lower().replace("_", "-") for line in asked}
    locked = {match[1] for line in LOCK if (match := PIN.fullmatch(line))}
    assert names <= locked
