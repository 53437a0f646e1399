"""Ids that nobody can guess."""

from __future__ import annotations

import secrets
from collections.abc import Callable

NewId = Callable[[str], str]


def new_id(prefix: str) -> str:
    """Return `prefix_` and 20 url-safe random characters (120 bits)."""
    return f"{prefix}_{secrets.token_urlsafe(15)}"
