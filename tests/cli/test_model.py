"""Which changes ask for a new training."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.model import KEPT, code_hash, fitting_model, model_hash, prune

FILES = {
    "config.yml": "pipeline: []\n",
    "bot/__init__.py": "",
    "bot/domain/orders.yml": "intents: [track]\n",
    "bot/components/__init__.py": "",
    "bot/components/heads.py": "from support.language import detect\nimport numpy\nfrom bot import nlg\n",
    "bot/components/turn_policy.py": "import support.dialogue\n",
    "bot/nlg.py": "A = 1\n",
    "bot/channels/gateway.py": "B = 1\n",
    "support/__init__.py": "",
    "support/language.py": "import support.money\n",
    "support/money.py": "C = 1\n",
    "support/dialogue.py": "F = 1\n",
    "support/sla.py": "D = 1\n",
    "actions/orders.py": "E = 1\n",
    "data/nlu/en/orders.yml": "nlu: []\n",
    "data/rules/orders.yml": "rules: []\n",
    "data/README.md": "words\n",
    "data/knowledge/en/returns.md": "an article\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def append(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text(FILES.get(name, "") + "# changed\n")


DATA = ["config.yml", "bot/domain/orders.yml", "data/nlu/en/orders.yml", "data/nlu/zh/new.yml"]
CODE = ["bot/components/heads.py", "bot/components/new.py", "bot/nlg.py", "support/language.py", "support/money.py"]
UNLEARNT = ["bot/components/turn_policy.py", "support/dialogue.py"]
NEITHER = [
    "bot/channels/gateway.py",
    "support/sla.py",
    "actions/orders.py",
    "data/README.md",
    "data/knowledge/en/returns.md",
]


@pytest.mark.parametrize("name", DATA + CODE + UNLEARNT)
def test_what_a_model_is_made_of_changes_its_name(root: Path, name: str) -> None:
    before, code_before = model_hash(root), code_hash(root)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    append(name)(root)
    assert model_hash(root) != before
    assert (code_hash(root) != code_before) is (name in CODE)
    if name in FILES:
        (root / name).write_text(FILES[name])
        assert model_hash(root) == before


@pytest.mark.parametrize("name", NEITHER)
def test_anything_else_does_not(root: Path, name: str) -> None:
    before = model_hash(root)
    append(name)(root)
    assert model_hash(root) == before


def test_a_moved_file_and_a_touched_one(root: Path) -> None:
    before = model_hash(root)
    os.utime(root / "config.yml", (1, 1))
    assert model_hash(root) == before
    (root / "data/rules/orders.yml").rename(root / "data/rules/parcels.yml")
    assert model_hash(root) != before


def test_old_models_and_broken_off_trainings_go(root: Path) -> None:
    models = root / "models"
    models.mkdir()
    for age in range(5):
        file = models / f"{age:016x}.tar.gz"
        file.touch()
        os.utime(file, (1000 - age, 1000 - age))
    (models / "training-0123456789abcdef.tar.gz").touch()
    (models / "my-own.tar.gz").touch()
    newest = fitting_model(root)
    newest.touch()
    prune(models, newest)
    assert sorted(file.name for file in models.iterdir()) == sorted([newest.name, f"{0:016x}.tar.gz", "my-own.tar.gz"])
    assert KEPT == 2
