"""The environment that all commands share: the file `.env`, the settings, the secrets kept in WARMLINE_HOME."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from gateway import keys
from support.errors import SettingsError
from support.settings import ROOT, Settings, load


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
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        identity, internal = keys.identity_secret(settings), keys.internal_token(settings)
    except OSError as error:
        raise SettingsError(f"WARMLINE_HOME: {settings.home} cannot be used: {error.strerror or error}") from error
    if not identity or not internal:
        raise SettingsError(f"a secret in {settings.home} is empty: remove the file, and a new one is made")
    return replace(settings, identity_secret=identity, internal_token=internal)
