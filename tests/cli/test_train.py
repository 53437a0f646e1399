"""Training with the real Rasa, on a project of four sentences."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.model import fitting_model
from cli.train import _phase
from support.settings import ROOT

pytestmark = pytest.mark.slow

FILES = {
    "config.yml": """
recipe: default.v1
assistant_id: tiny
language: en
pipeline: [{name: WhitespaceTokenizer}, {name: CountVectorsFeaturizer}, {name: LogisticRegressionClassifier}]
policies: [{name: RulePolicy}]
""",
    "bot/domain/tiny.yml": """
version: "3.1"
intents: [greet, bye]
responses: {utter_greet: [{text: hi}], utter_bye: [{text: bye}]}
""",
    "bot/components/__init__.py": "",
    "data/tiny.yml": """
version: "3.1"
nlu: [{intent: greet, examples: "- hi\\n- hello\\n"}, {intent: bye, examples: "- bye\\n- see you\\n"}]
rules:
  - {rule: greet, steps: [{intent: greet}, {action: utter_greet}]}
  - {rule: bye, steps: [{intent: bye}, {action: utter_bye}]}
""",
}
PROGRAM = """
import sys
from pathlib import Path
from rich.console import Console
from cli import app
from cli.environment import settings_with_secrets
from cli.train import ensure_model
from support.errors import WarmlineError
try:
    print(ensure_model(settings_with_secrets(), Console(stderr=True, width=500), root=Path(sys.argv[1])))
except WarmlineError as error:
    app._fail(str(error), 2)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def training(root: Path) -> subprocess.Popen[str]:
    environ = {**os.environ, "WARMLINE_HOME": str(root / "var"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, str(root)]
    # A shell that runs these tests in the background has them ignore interrupts, and its children inherit that.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed
    )


def test_two_at_once_train_one_model_and_a_third_trains_nothing(root: Path) -> None:
    with training(root) as one, training(root) as two:
        said = [process.communicate(timeout=120) for process in (one, two)]
    assert (one.returncode, two.returncode) == (0, 0), said
    model = fitting_model(root)
    assert [out.strip() for out, _ in said] == [str(model)] * 2
    assert sorted("waiting" in err for _, err in said) == [False, True]
    assert sorted("The bot is trained (" in err for _, err in said) == [False, True]
    assert [file.name for file in (root / "models").iterdir()] == [model.name]
    started = time.monotonic()
    with training(root) as three:
        assert three.communicate(timeout=30) == (f"{model}\n", "")
    assert time.monotonic() - started < 3.0


def test_a_failed_training_shows_rasas_reason_and_the_log(root: Path) -> None:
    (root / "config.yml").write_text(FILES["config.yml"].replace("RulePolicy", "NoSuchPolicy"))
    with training(root) as process:
        _, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "Can't load class for name 'NoSuchPolicy'" in err
    assert str(root / "var" / "logs" / "train.log") in err
    assert "Traceback" not in err
    assert not list((root / "models").iterdir())


def test_an_interrupted_training_leaves_neither_a_model_nor_a_process(root: Path) -> None:
    with training(root) as process:
        log = root / "var" / "logs" / "train.log"
        while not log.exists():
            time.sleep(0.05)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        pids = [int(pid) for pid in children.read_text().split()] if children.exists() else []
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode != 0
    assert not list((root / "models").iterdir())
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.parametrize(
    ("line", "phase"),
    [
        ("… INFO  rasa.engine.training.hooks  - Starting to train component 'IntentHead'.", "intent head"),
        ("… INFO  rasa.engine.training.hooks  - Restored component 'RulePolicy' from cache.", "rule policy unchanged"),
        ("Your Rasa model is trained and saved at 'models/x.tar.gz'.", "writing the model"),
        ("Epochs:  50%|#####     | 5/10", ""),
    ],
)
def test_phases_are_told_in_words(line: str, phase: str) -> None:
    assert _phase(line) == phase
