"""The helpdesk port: what takes a handoff packet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Helpdesk(Protocol):
    """A helpdesk. `name` is its name in the settings."""

    name: str

    def deliver(self, packet: Mapping[str, Any], key: str) -> str:
        """Take a `handoff/1` packet and return the ticket's reference.

        The same `key` again returns the same reference and opens no second ticket.

        Raises:
            IntegrationError: `permanent` says whether trying again can help.
        """
