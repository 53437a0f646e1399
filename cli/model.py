"""Which trained model fits this checkout: a hash over all that goes into one, and where such models lie."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

KEPT = 2
NAME_CHARS = 16
# Components that are in the archive but fit nothing to the data: a change of theirs leaves what the others have learnt as it is.
LEARN_NOTHING = frozenset({"turn_policy.py", "entities.py"})


def fitting_model(root: Path) -> Path:
    """Return where the model for this checkout is, or will be once it is trained."""
    return root / "models" / f"{model_hash(root)}.tar.gz"


def model_hash(root: Path) -> str:
    """Return a hash that changes if and only if something changes that a model is made of."""
    return _hash(root, [*data_files(root), *code_files(root)], _versions())


def code_hash(root: Path) -> str:
    """Return a hash over the code of what learns: Rasa's cache of trained components holds while this stays.

    Rasa itself looks only at a component's own class, not at the modules that it imports.
    """
    return _hash(root, code_files(root, without=LEARN_NOTHING), _versions())


def data_files(root: Path) -> list[Path]:
    """Return the configuration, the domain and the training data."""
    found = [root / "config.yml"]
    for folder in (root / "bot" / "domain", root / "data"):
        found += [*folder.rglob("*.yml"), *folder.rglob("*.yaml")]
    return sorted(file for file in found if file.is_file())


def code_files(root: Path, without: frozenset[str] = frozenset()) -> list[Path]:
    """Return the components' modules, but for those named in `without`, and those of ours that they import, directly or not."""
    waiting = sorted(file for file in (root / "bot" / "components").rglob("*.py") if file.name not in without)
    found: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imported(root, file)
    return sorted(found)


def prune(folder: Path, newest: Path) -> None:
    """Remove all trained models but the newest ones, and what a broken-off training left."""
    models = [
        file for file in folder.glob("*.tar.gz") if len(file.name) == NAME_CHARS + len(".tar.gz") and file != newest
    ]
    models.sort(key=lambda file: file.stat().st_mtime, reverse=True)
    for file in [*models[KEPT - 1 :], *folder.glob("training-*.tar.gz")]:
        file.unlink(missing_ok=True)


def _hash(root: Path, files: Iterable[Path], words: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\n".encode())
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:NAME_CHARS]


def _versions() -> list[str]:
    """Return the versions of the packages whose model formats and numbers matter."""
    found = []
    for package in ("rasa", "tensorflow", "scikit-learn", "torch"):
        try:
            found.append(f"{package}=={version(package).split('+')[0]}")
        except PackageNotFoundError:
            found.append(f"{package} is not installed")
    return found


def _imported(root: Path, file: Path) -> list[Path]:
    """Return our own modules that a module imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    paths = [root.joinpath(*name.split(".")) for name in names]
    candidates = [candidate for path in paths for candidate in (path.with_suffix(".py"), path / "__init__.py")]
    return [candidate for candidate in candidates if candidate.is_file()]
