"""An encoder that comes in parts: put together once, by one process, or refused with what to do."""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.reading import parts
from support.errors import WarmlineError
from support.settings import ROOT

# Another process, which waits for a sign before it starts, so that both ask at the same moment.
PROGRAM = """
import sys, time
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from test_parts import install_for
from bot.reading import parts
folder = Path(sys.argv[3])
install_for(parts, folder.parent)
unpack = parts._unpack
def slowly(goal):
    print("unpacking", flush=True)
    time.sleep(0.3)
    unpack(goal)
parts._unpack = slowly
print("ready", flush=True)
sys.stdin.readline()
print(parts.assembled(folder), flush=True)
"""


def archive() -> bytes:
    """Return a model of two small files, packed as the real one is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("all-mpnet-base-v2/modules.json", "[]")
        packed.writestr("all-mpnet-base-v2/1_Pooling/config.json", "{}")
    return buffer.getvalue()


def install_for(module: Any, folder: Path) -> None:
    """Let five packages hold the small model's parts, for a module of parts that only the caller sees."""
    data = archive()
    size = -(-len(data) // 5)
    held = {}
    for number, package in enumerate(parts.PACKAGES):
        file = folder / f"model.zip.{number + 1:03}"
        file.write_bytes(data[number * size : (number + 1) * size])
        held[package] = [
            SimpleNamespace(name="__init__.py", locate=lambda: None),
            SimpleNamespace(name=file.name, locate=lambda file=file: file),
        ]
    module.SHA256 = hashlib.sha256(data).hexdigest()
    module.importlib = SimpleNamespace(
        metadata=SimpleNamespace(
            files=held.__getitem__, PackageNotFoundError=importlib.metadata.PackageNotFoundError, held=held
        )
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the model goes; the packages with its parts are installed."""
    for name in ("SHA256", "importlib"):
        monkeypatch.setattr(parts, name, getattr(parts, name))
    install_for(parts, tmp_path)
    return tmp_path / "encoders" / "mpnet"


@pytest.fixture
def held(folder: Path) -> dict[str, list[Any]]:
    """The files of each package."""
    return dict.__getitem__(vars(parts.importlib.metadata), "held")


def test_the_parts_become_the_model_and_nothing_else_stays(folder: Path) -> None:
    assert parts.assembled(folder) == folder

    assert (folder / "modules.json").read_text() == "[]"
    assert (folder / "1_Pooling" / "config.json").is_file()
    assert {path.name for path in folder.parent.iterdir()} == {".lock", "mpnet"}


def test_what_is_there_is_not_put_together_again(folder: Path, held: dict[str, list[Any]]) -> None:
    parts.assembled(folder)
    held.clear()

    assert parts.assembled(folder) == folder


def test_a_missing_package_is_named_with_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def files(package: str) -> list[Any]:
        raise importlib.metadata.PackageNotFoundError(package)

    parts.importlib.metadata.files = files
    with pytest.raises(parts.EncoderMissing, match=r"part-001 is not installed: run make setup, or .*config\.yml"):
        parts.assembled(folder)
    assert not folder.exists()


def test_a_package_without_its_part_is_named(folder: Path, held: dict[str, list[Any]]) -> None:
    held[parts.PACKAGES[2]] = held[parts.PACKAGES[2]][:1]

    with pytest.raises(parts.EncoderMissing, match="part-003 holds no part"):
        parts.assembled(folder)


@pytest.mark.parametrize("spoil", ["tamper", "swap"])
def test_another_digest_is_refused_with_what_to_do(folder: Path, held: dict[str, list[Any]], spoil: str) -> None:
    if spoil == "tamper":
        file = folder.parent.parent / "model.zip.002"
        file.write_bytes(b"!" + file.read_bytes()[1:])
    else:
        held[parts.PACKAGES[0]], held[parts.PACKAGES[1]] = held[parts.PACKAGES[1]], held[parts.PACKAGES[0]]

    with pytest.raises(parts.EncoderMissing, match=r"requirements\.lock \(make setup\)"):
        parts.assembled(folder)
    assert [path.name for path in folder.parent.iterdir()] == [".lock"], "nothing half done stays"


def test_two_processes_at_once_unpack_once(folder: Path) -> None:
    arguments = [sys.executable, "-c", PROGRAM, str(ROOT), str(Path(__file__).parent), str(folder)]
    folder.parent.mkdir(parents=True)
    install_for(parts, folder.parent)
    start: Callable[[], subprocess.Popen[str]] = lambda: subprocess.Popen(  # noqa: E731
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with start() as one, start() as two:
        for process in (one, two):
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in (one, two):
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        outputs = [process.communicate(timeout=30)[0].splitlines() for process in (one, two)]

    assert sorted(outputs, key=len) == [[str(folder)], ["unpacking", str(folder)]]
    assert (folder / "modules.json").is_file()


def test_it_is_an_error_that_a_command_prints_as_a_sentence() -> None:
    assert issubclass(parts.EncoderMissing, WarmlineError)


def test_the_name_in_the_configuration_leads_to_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bot.reading import encoders  # torch takes seconds to import, and the two processes above import this file

    monkeypatch.setattr(parts, "assembled", lambda: tmp_path)

    assert encoders.model_path("all_mpnet_base_v2") == str(tmp_path)
