"""What the fixture `hears` is: run an action on a message, get the responses it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Said = list[dict[str, Any]]
Hears = Callable[..., Said]
