"""`warmline train`: train the bot, unless a model fits what is there."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from cli import model
from cli.environment import settings_with_secrets
from cli.processes import bot_environment, die_with_parent
from support.errors import WarmlineError
from support.settings import ROOT, Settings

# What bot/reading says of its own progress.
STEP = re.compile(r"bot\.reading\.\w+\s+-\s+(.+)$")
PHASE = re.compile(r"(Starting to train|Finished training|Restored) component '(\w+)'")
NOISE = re.compile(r" INFO |Warning|warn\(|^\s*$|^\s+|it/s|pkg_resources|deprecated", re.IGNORECASE)


class TrainingFailed(WarmlineError):
    """Rasa could not train a model; the message holds its last lines and the log's path."""


def train(force: bool = False) -> None:
    """Train the bot if need be and say which model fits now.

    Raises:
        TrainingFailed: Rasa could not do it.
    """
    settings = settings_with_secrets()
    console = Console(stderr=True)
    path = model.fitting_model(ROOT)
    if path.exists() and not force:
        console.print(f"The bot is trained already: [bold]models/{path.name}[/bold] fits the data.", highlight=False)
    else:
        ensure_model(settings, console, force=force)


def ensure_model(settings: Settings, console: Console, root: Path = ROOT, force: bool = False) -> Path:
    """Return the model that fits; train it first if there is none. A second training at the same time waits.

    Raises:
        TrainingFailed: Rasa could not do it, or files to train from are missing.
    """
    path = model.fitting_model(root)
    if path.exists() and not force:
        return path
    missing = [name for name in ("config.yml", "bot/domain", "data") if not (root / name).exists()]
    if missing:
        raise TrainingFailed(f"cannot train the bot: {', '.join(missing)} is missing in {root}")
    with _alone(path.parent, console):
        path = model.fitting_model(root)  # the one before us may have trained it
        if not path.exists() or force:
            _train(settings, console, root, path)
            model.prune(path.parent, path)
    return path


@contextmanager
def _alone(folder: Path, console: Console) -> Iterator[None]:
    """Hold the lock on the models' folder; the kernel frees it however this process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.print("Another training is at work here; waiting for it …")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _train(settings: Settings, console: Console, root: Path, path: Path) -> None:
    """Run `rasa train` into a name of its own, and give the model its real name only when it is whole."""
    unfinished = path.with_name(f"training-{path.name}")
    log = settings.home / "logs" / "train.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        "--domain",
        "bot/domain",
        "--data",
        "data",
        "--config",
        "config.yml",
    ]
    # `warmline validate` is stricter than Rasa's own validation, which takes half a minute.
    command += ["--skip-validation"]
    command += ["--out", str(path.parent), "--fixed-model-name", unfinished.name.removesuffix(".tar.gz")]
    cache = root / ".rasa" / f"cache-{model.code_hash(root)}"
    for old in (root / ".rasa").glob("cache-*"):
        if old != cache:
            shutil.rmtree(old, ignore_errors=True)
    environ = {**bot_environment(settings, root), "RASA_CACHE_DIRECTORY": str(cache)}
    started = time.monotonic()
    child = subprocess.Popen(
        command,
        cwd=root,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent(),
    )
    try:
        said = _follow(child, console, log)
        if child.wait() or not unfinished.exists():
            lines = "\n".join(f"  {line}" for line in said) or "  (it said nothing)"
            raise TrainingFailed(f"the bot could not be trained. Rasa's last words:\n{lines}\nAll of them: {log}")
        unfinished.replace(path)
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        if child.stdout:
            child.stdout.close()
        unfinished.unlink(missing_ok=True)
    console.print(f"The bot is trained ({time.monotonic() - started:.0f} s).", highlight=False)


def _follow(child: subprocess.Popen[bytes], console: Console, log: Path) -> list[str]:
    """Show what a training is at, write all it says to the log; return its last meaningful lines."""
    last: deque[str] = deque(maxlen=8)
    started = time.monotonic()
    with log.open("w", encoding="utf-8") as file, console.status("Training the bot: reading the data …") as status:
        if not console.is_terminal:
            console.print("Training the bot: reading the data")
        for line in _lines(child):
            file.write(line + "\n")
            file.flush()
            if not NOISE.search(line):
                last.append(line)
            phase = _phase(line)
            if phase:
                status.update(f"Training the bot: {phase} … ({time.monotonic() - started:.0f} s)")
                # In a file, a line a phase will do: not one for every few steps.
                if not console.is_terminal and " of " not in phase:
                    console.print(f"Training the bot: {phase}", highlight=False)
    return list(last)


def _phase(line: str) -> str:
    """Return what a line of Rasa's log says that the training is at, empty if it says nothing of it."""
    step = STEP.search(line)
    if step:
        return step.group(1)[0].lower() + step.group(1)[1:]
    match = PHASE.search(line)
    if match:
        verb, component = match.groups()
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", component).lower()
        return {"Starting to train": words, "Finished training": f"{words} done", "Restored": f"{words} unchanged"}[
            verb
        ]
    return "writing the model" if "trained and saved" in line else ""


def _lines(child: subprocess.Popen[bytes]) -> Iterator[str]:
    """Yield a child's lines as they come; a progress bar's carriage returns end lines too."""
    assert child.stdout is not None
    waiting = b""
    while chunk := os.read(child.stdout.fileno(), 65536):
        *lines, waiting = re.split(rb"[\r\n]+", waiting + chunk)
        for line in lines:
            yield _plain(line)
    if waiting:
        yield _plain(waiting)


def _plain(line: bytes) -> str:
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line.decode("utf-8", errors="replace")).rstrip()
