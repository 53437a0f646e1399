"""What understanding one message costs, without server, policies or actions: each model in a process of its own.

`python -m bench.parsing MODEL [--encoder]` is that process: a JSON list of texts a line in, a JSON object of milliseconds a line out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.programs import BenchFailed
from bench.talk import MIX
from cli.processes import bot_environment, die_with_parent
from support.settings import ROOT, Settings

if TYPE_CHECKING:
    from bot.reading.encoders import Encoder

Samples = dict[str, list[float]]
WARM_UP = 10


def measure(
    settings: Settings, models: dict[str, Path], encoder_of: str, rounds: int, log: Path, step: Callable[[], None]
) -> dict[str, Samples]:
    """Parse the mix in alternating rounds.

    Args:
        models: by the system's name.
        encoder_of: the system whose encoder is measured beside its parse.
        rounds: the mix is parsed twice by each system in each of them.

    Returns:
        For each system milliseconds: `parse`, perhaps `encode` and `forward`; `understood`: 1.0 where the intent was the meant one.
    """
    found: dict[str, Samples] = {name: defaultdict(list) for name in models}
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as errors:
        workers = {name: _Worker(settings, path, name == encoder_of, errors) for name, path in models.items()}
        try:
            texts = [text for _, text in MIX] * 2
            for worker in workers.values():
                worker.ask([texts[0]] * WARM_UP)
            for number in range(rounds):
                for name in list(workers) if number % 2 == 0 else reversed(list(workers)):
                    for kind, samples in workers[name].ask(texts).items():
                        found[name][kind] += samples
                    step()
        finally:
            for worker in workers.values():
                worker.stop()
    return found


class _Worker:
    """A process that parses with one model."""

    def __init__(self, settings: Settings, model: Path, encoder: bool, errors: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.parsing", str(model), *(["--encoder"] if encoder else [])],
            cwd=ROOT,
            env=bot_environment(settings, ROOT),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            preexec_fn=die_with_parent(),
        )

    def ask(self, texts: Sequence[str]) -> Samples:
        """Have texts parsed, one after the other. Raises BenchFailed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(texts) + "\n")
            self._process.stdin.flush()
            found: Samples = json.loads(self._process.stdout.readline())
        except (OSError, ValueError) as error:
            raise BenchFailed("a parsing process ended too early; see logs/parsing.log") from error
        return found

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


def serve(model: Path, with_encoder: bool) -> None:
    """Parse what comes in until nothing does; `with_encoder`: measure the model's own English encoder beside each parse."""
    # Rasa and TensorFlow may print: what is printed goes to the log, what we answer to the pipe.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    from bot.understanding import Understanding

    understanding = Understanding(model)
    # The mix is English. The encoder is the one that parses: tuned, and loaded once.
    encoder = understanding.reader.of("en")._encoder if with_encoder else None
    meant = {text: intent for intent, text in MIX}
    for line in sys.stdin:
        found: Samples = defaultdict(list)
        for text in json.loads(line):
            started = time.perf_counter()
            parsed = next(understanding.parse([text]))
            found["parse"].append((time.perf_counter() - started) * 1000)
            found["understood"].append(float((parsed.get("intent") or {}).get("name") == meant[text]))
            if encoder is not None:
                _encode(encoder, text, found)
        answers.write(json.dumps(found) + "\n")
        answers.flush()


def _encode(encoder: Encoder, text: str, found: Samples) -> None:
    """Measure the encoder beside the parse: `encode` with its tokeniser, `forward` the bare pass through the network."""
    import torch

    started = time.perf_counter()
    encoder.encode([text])
    found["encode"].append((time.perf_counter() - started) * 1000)
    features = encoder.features([text])
    with torch.inference_mode():
        started = time.perf_counter()
        encoder._model(features)
        found["forward"].append((time.perf_counter() - started) * 1000)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), "--encoder" in sys.argv[2:])
