"""What tests of `warmline learn` stand on: a database, a home, a small project."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from databases import KINDS, empty_database

import cli.learn
from support.settings import ROOT

if TYPE_CHECKING:
    from talk import Talk


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with empty_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, beside which it works; the settings name no database elsewhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WARMLINE_HOME", str(tmp_path / "home"))
    for name in ("WARMLINE_DATABASE_URL", "WARMLINE_DATABASE_URL_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def talk(url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    """Conversations in the database that the settings name."""
    from talk import Talk  # Rasa takes seconds to import

    monkeypatch.setenv("WARMLINE_DATABASE_URL", url)
    talk = Talk(url)
    yield talk
    talk.close()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with little data, which is read quickly; the command works on it."""
    copy = tmp_path / "project"
    for name in ("data/nlu/en/orders.yml", "config.yml"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    shutil.copytree(ROOT / "bot" / "domain", copy / "bot" / "domain")
    held_out = (ROOT / "tests" / "nlu" / "en.jsonl").read_text(encoding="utf-8").splitlines()[:20]
    (copy / "tests" / "nlu").mkdir(parents=True)
    (copy / "tests" / "nlu" / "en.jsonl").write_text("\n".join(held_out) + "\n", encoding="utf-8")
    monkeypatch.setattr(cli.learn, "ROOT", copy)
    return copy


@pytest.fixture
def whole(root: Path) -> Path:
    """The same with a copy of all data that are validated."""
    shutil.rmtree(root)
    for part in ("data", "tests/nlu", "bot/domain"):
        unneeded = shutil.ignore_patterns("__pycache__", "test_*.py")
        shutil.copytree(ROOT / part, root / part, ignore=unneeded)
    shutil.copy(ROOT / "config.yml", root)
    return root
