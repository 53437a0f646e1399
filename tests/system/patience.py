"""Waiting without sleeping too long or too short."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx


def eventually(condition: Callable[[], Any], within_s: float = 150) -> Any:
    """Return what `condition` returns as soon as it is true."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            found = condition()
        except httpx.TransportError:
            found = None
        if found:
            return found
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
