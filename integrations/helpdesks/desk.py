"""Our own desk: the conversation is on it already, so there is nothing to send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from support.errors import IntegrationError


class DeskHelpdesk:
    """The built-in desk; its ticket is the conversation."""

    name = "desk"

    def deliver(self, packet: Mapping[str, Any], key: str) -> str:
        """Return the conversation's id. Raises IntegrationError for what is no packet."""
        reference = packet.get("conversation_id")
        if not isinstance(reference, str) or not reference:
            raise IntegrationError("a packet without conversation_id", permanent=True)
        return reference
