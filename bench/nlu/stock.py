"""Stock Rasa on the same sets: its default pipeline, DIET with its default 100 epochs, in a folder of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from bench.nlu.ours import Result, Tell
from bench.nlu.sets import Split
from bench.programs import BenchFailed
from cli.processes import die_with_parent


def single(split: Split, folder: Path, tell: Tell) -> Result:
    """Train stock Rasa's NLU on a set and label its test sentences, in a process of its own.

    Raises:
        BenchFailed: Rasa did not train; the message names its log.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    labels = sorted({row.label for row in split.train})
    # Rasa takes "+" and "/" in a name for something of its own: the labels are numbered.
    numbers = {label: f"label_{index}" for index, label in enumerate(labels)}
    examples: dict[str, list[dict[str, str]]] = {}
    for row in split.train:
        examples.setdefault(numbers[row.label], []).append({"text": row.text.replace("[", "(").replace("]", ")")})
    _write(
        folder / "data" / "nlu.yml",
        {"version": "3.1", "nlu": [{"intent": name, "examples": rows} for name, rows in examples.items()]},
    )
    _write(
        folder / "config.yml",
        {"recipe": "default.v1", "language": "en", "assistant_id": "stock", "pipeline": _pipeline()},
    )
    tell("training")
    log = folder / "train.log"
    started = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        "nlu",
        "--nlu",
        "data",
        "--config",
        "config.yml",
        "--out",
        "models",
    ]
    with log.open("wb") as file:
        done = subprocess.run(
            [*command, "--fixed-model-name", "model"],
            cwd=folder,
            env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent(),
            check=False,
        )
    took = time.monotonic() - started
    if done.returncode or not (folder / "models" / "model.tar.gz").exists():
        raise BenchFailed(f"stock Rasa could not be trained on {split.name}; the log: {log}")
    tell("reading the test sentences")
    (folder / "test.json").write_text(json.dumps([row.text for row in split.test]), encoding="utf-8")
    read = [sys.executable, "-m", "bench.nlu.stock", str(folder)]
    with (folder / "read.log").open("wb") as file:
        done = subprocess.run(read, stdout=file, stderr=subprocess.STDOUT, preexec_fn=die_with_parent(), check=False)
    if done.returncode:
        raise BenchFailed(f"stock Rasa could not read {split.name}; the log: {folder / 'read.log'}")
    names = {number: label for label, number in numbers.items()}
    answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    shutil.rmtree(folder / "models")
    return Result([names.get(name, "") for name, _ in answers], [float(share) for _, share in answers], {}, took)


def _pipeline() -> list[dict[str, Any]]:
    spec = importlib.util.find_spec("rasa")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("rasa is not installed")
    shipped = Path(next(iter(spec.submodule_search_locations))) / "engine/recipes/config_files/default_config.yml"
    config: dict[str, Any] = yaml.safe_load(shipped.read_text(encoding="utf-8"))
    left_out = ("FallbackClassifier", "ResponseSelector", "EntitySynonymMapper")
    return [component for component in config["pipeline"] if component["name"] not in left_out]


def _write(file: Path, content: Any) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _read(folder: Path) -> None:
    from bot.understanding import Understanding

    texts = json.loads((folder / "test.json").read_text(encoding="utf-8"))
    found = [parsed["intent"] for parsed in Understanding(folder / "models" / "model.tar.gz").parse(texts)]
    answers = [[intent.get("name") or "", intent.get("confidence") or 0.0] for intent in found]
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    _read(Path(sys.argv[1]))
