"""The two secrets, made on first need when nobody set them."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from support.settings import Settings


def identity_secret(settings: Settings) -> str:
    """Return the secret that customers' tokens are signed with: the setting, or `home/identity.secret`."""
    return settings.identity_secret or kept(settings.home / "identity.secret")


def internal_token(settings: Settings) -> str:
    """Return the token between gateway and bot: the setting, or `home/internal.token`."""
    return settings.internal_token or kept(settings.home / "internal.token")


def kept(path: Path) -> str:
    """Return the secret in a file; make one of 48 random bytes (mode 0600) if there is no file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # mkstemp makes it 0600; link() lets exactly one of two processes win, with the file complete.
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
            with contextlib.suppress(FileExistsError):
                os.link(temporary, path)
        finally:
            Path(temporary).unlink()
    return path.read_text(encoding="ascii").strip()
