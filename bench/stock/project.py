"""Lay out a stock Rasa project: Rasa's own default configuration, Warmline's domain, utterances and rules."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
# Rasa's default is 100, which on two cores takes 20 to 50 minutes with our 3,300 utterances. How long a network was trained does not
# change what one pass through it costs.
DIET_EPOCHS = 15


def configuration() -> dict[str, Any]:
    """Return the pipeline and policies that Rasa ships as its default, DIET with fewer epochs."""
    spec = importlib.util.find_spec("rasa")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("rasa is not installed")
    shipped = Path(next(iter(spec.submodule_search_locations))) / "engine/recipes/config_files/default_config.yml"
    config: dict[str, Any] = yaml.safe_load(shipped.read_text(encoding="utf-8"))
    config["assistant_id"] = "warmline_bench_stock"
    for component in config["pipeline"]:
        if component["name"] == "DIETClassifier":
            component["epochs"] = DIET_EPOCHS
    return config


def stories(rules: Path) -> dict[str, Any]:
    """Return every rule as a story of one turn: UnexpecTED and TED learn from stories only, and would sit idle without."""
    found = []
    for file in sorted(rules.rglob("*.yml")):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8")).get("rules", []):
            if all(set(step) <= {"intent", "action"} for step in rule["steps"]):
                found.append({"story": f"{rule['rule']} as a story", "steps": rule["steps"]})
    return {"version": "3.1", "stories": found}


def lay_out(root: Path, folder: Path) -> None:
    """Write the project into `folder`; Warmline's own files are copied, never changed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(root / "bot" / "domain", folder / "domain")
    shutil.copytree(root / "data" / "nlu", folder / "data" / "nlu")
    shutil.copytree(root / "data" / "rules", folder / "data" / "rules")
    shutil.copy(HERE / "fallback_rule.yml", folder / "data" / "rules" / "fallback_rule.yml")
    _write(folder / "data" / "stories.yml", stories(root / "data" / "rules"))
    _write(folder / "config.yml", configuration())


def fingerprint(folder: Path) -> str:
    """Return a hash of all that a laid-out project is made of, and of what trains it."""
    digest = hashlib.sha256(f"rasa {version('rasa')} tensorflow {version('tensorflow')}\n".encode())
    for file in sorted(folder.rglob("*.yml")):
        digest.update(f"{file.relative_to(folder).as_posix()}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
