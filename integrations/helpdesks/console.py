"""A helpdesk that only prints: to see handoffs leave without having a helpdesk."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from typing import Any, TextIO

from support.errors import IntegrationError


class ConsoleHelpdesk:
    """Prints one line a handoff: ids, priority and reason, no personal data."""

    name = "console"

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._printed: set[str] = set()

    def deliver(self, packet: Mapping[str, Any], key: str) -> str:
        """Print the handoff, once a key. Raises IntegrationError for what is no packet."""
        fields = {name: packet.get(name) for name in ("conversation_id", "priority", "queue", "reason")}
        missing = [name for name, value in fields.items() if not isinstance(value, str) or not value]
        if missing:
            raise IntegrationError(f"a packet without {', '.join(missing)}", permanent=True)
        with self._lock:
            if key not in self._printed:
                self._printed.add(key)
                line = " ".join(f"{name}={value}" for name, value in fields.items())
                print(f"handoff {key} {line}", file=self._out or sys.stdout, flush=True)
        return f"console-{key}"
