"""The environment that all commands share: the file `.env`, the settings, the secrets kept in WARMLINE_HOME."""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import replace
from pathlib import Path

from support.errors import SettingsError
from support.settings import ROOT, Settings, load

IDENTITY_SECRET_FILE = "identity.secret"  # noqa: S105  (a file's name)
INTERNAL_TOKEN_FILE = "internal.token"  # noqa: S105  (a file's name)


def load_env_file(path: Path = ROOT / ".env") -> None:
    """Add the variables of a `.env` file to the environment; what is set there already wins.

    Raises:
        SettingsError: the file can't be read.
    """
    if not path.is_file():
        return
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path, interpolate=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    for name, value in values.items():
        if value is not None and name not in os.environ:
            os.environ[name] = value


def settings_with_secrets() -> Settings:
    """Read the settings; secrets that are not set come from WARMLINE_HOME, where they are made once.

    Raises:
        SettingsError: a setting makes no sense, or WARMLINE_HOME can't be written.
    """
    settings = load()
    return replace(
        settings,
        identity_secret=settings.identity_secret or kept_secret(settings.home / IDENTITY_SECRET_FILE),
        internal_token=settings.internal_token or kept_secret(settings.home / INTERNAL_TOKEN_FILE),
    )


def kept_secret(path: Path) -> str:
    """Return the secret that a file holds; make both if there is none. The file is its owner's alone.

    Raises:
        SettingsError: it can't be read or written.
    """
    try:
        if not path.exists():
            _create(path)
        kept = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"WARMLINE_HOME: cannot read or write {path}: {error.strerror}") from error
    if not kept:
        raise SettingsError(f"{path} is empty: remove it, and a new secret is made")
    return kept


def _create(path: Path) -> None:
    """Write a new secret, whole or not at all; if another process was quicker, its secret stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
