"""Train both bots and remember how long that took: each once, until what it is made of changes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.programs import BenchFailed
from bench.stock import project
from cli import model
from cli.processes import bot_environment, die_with_parent
from support.settings import ROOT, Settings

PHASE = re.compile(r"(?:Starting to train|Finished training) component '(\w+)'")
EPOCHS = re.compile(r"Epochs:\s+(\d+)%")
STAMP = re.compile(r"^(\S+ \S+) INFO .*(Starting to train|Finished training) component 'DIETClassifier'", re.MULTILINE)

MODEL = "model.tar.gz"
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Training:
    """How a training went: by the clock, by the processor, when, and how busy the machine was as it began (1 min load)."""

    wall_s: float
    cpu_s: float
    at: str
    load: float
    diet_s: float | None = None


@dataclass(frozen=True)
class Trained:
    """A model and how its training went."""

    path: Path
    training: Training


def warmline(settings: Settings, folder: Path, tell: Tell, again: bool = False, any_model: bool = False) -> Trained:
    """Return a model for this checkout, trained as `make train` does it; `any_model`: an older one of ours will do.

    Not the one in `models/`: a training that others start meanwhile would clear it away.
    """
    kept = _newest(folder) if any_model else None
    if kept is not None:
        return kept
    arguments = ["--domain", "bot/domain", "--data", "data", "--config", "config.yml"]
    return _once(settings, ROOT, arguments, folder / model.model_hash(ROOT), _named("Warmline", tell), again)


def stock(settings: Settings, folder: Path, tell: Tell, again: bool = False, any_model: bool = False) -> Trained:
    """Return stock Rasa's model for this checkout's data; `any_model`: one for older data will do."""
    kept = _newest(folder) if any_model else None
    if kept is not None:
        return kept
    draft = folder / "draft"
    project.lay_out(ROOT, draft)
    place = folder / project.fingerprint(draft)
    trained = _once(settings, draft, ["--domain", "domain"], place, _named("stock Rasa", tell), again)
    shutil.rmtree(draft)
    return trained


def _named(name: str, tell: Tell) -> Tell:
    return lambda said: tell(f"Training {name}: {said}")


def _once(settings: Settings, cwd: Path, arguments: list[str], place: Path, tell: Tell, again: bool) -> Trained:
    """Train into `place`, unless that has been done; older models there are cleared away."""
    training = None if again else _remembered(place)
    if training is None:
        training = _train(settings, cwd, arguments, place, tell)
    for other in place.parent.iterdir():
        if other not in (place, cwd):
            shutil.rmtree(other)
    return Trained(place / MODEL, training)


def _newest(folder: Path) -> Trained | None:
    """Return the model that was trained last, None if there is none."""
    models = sorted(folder.glob(f"*/{MODEL}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in models:
        training = _remembered(path.parent)
        if training:
            return Trained(path, training)
    return None


def _remembered(place: Path) -> Training | None:
    if not (place / MODEL).exists():
        return None
    try:
        return Training(**json.loads((place / "training.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _train(settings: Settings, cwd: Path, arguments: list[str], place: Path, tell: Tell) -> Training:
    """Train from nothing, with an empty cache, into `place`."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        *arguments,
        "--out",
        str(place),
        "--fixed-model-name",
        MODEL.split(".")[0],
    ]
    cache = place / "cache"
    environ = {**bot_environment(settings, ROOT), "RASA_CACHE_DIRECTORY": str(cache)}
    log = place / "train.log"
    load, at = os.getloadavg()[0], datetime.now(UTC)
    started = time.monotonic()
    with log.open("wb") as file:
        child = subprocess.Popen(
            command,
            cwd=cwd,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent(),
        )
        try:
            while True:
                pid, status, usage = os.wait4(child.pid, os.WNOHANG)
                if pid:
                    child.returncode = os.waitstatus_to_exitcode(status)
                    break
                time.sleep(0.5)
                tell(f"{_phase(log)} ({time.monotonic() - started:.0f} s)")
        finally:
            if child.returncode is None:
                child.kill()
                child.wait()
    if child.returncode or not (place / MODEL).exists():
        raise BenchFailed(f"a bot could not be trained; the log: {log}")
    training = Training(
        round(time.monotonic() - started, 1),
        round(usage.ru_utime + usage.ru_stime, 1),
        at.isoformat(timespec="seconds"),
        round(load, 2),
        _diet_s(log),
    )
    shutil.rmtree(cache, ignore_errors=True)
    (place / "training.json").write_text(json.dumps(asdict(training)), encoding="utf-8")
    return training


def _phase(log: Path) -> str:
    """Return what a training is at: the component, and how much of its epochs is done."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 20_000))
        end = file.read().decode("utf-8", errors="replace")
    components = list(PHASE.finditer(end))
    epochs = EPOCHS.findall(end[components[-1].end() :] if components else end)
    name = components[-1].group(1) if components else ""
    return f"{name} {epochs[-1]} %".strip() if epochs else name or "reading"


def _diet_s(log: Path) -> float | None:
    """Return how long DIET trained, None where there is none."""
    stamps = STAMP.findall(log.read_text(encoding="utf-8", errors="replace").replace("\r", "\n"))
    times = {verb: datetime.strptime(at, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) for at, verb in stamps}
    if len(times) < 2:
        return None
    return (times["Finished training"] - times["Starting to train"]).total_seconds()
