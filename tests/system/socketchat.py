"""A chat over Socket.IO, as a widget has it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from listener import Listener


@asynccontextmanager
async def connected(base_url: str, auth: dict[str, str] | None = None) -> AsyncIterator[Listener]:
    """Open a chat and close it at the end."""
    chat = Listener()
    await chat.client.connect(base_url, auth=auth, transports=["websocket"], wait_timeout=20)
    try:
        yield chat
    finally:
        await chat.client.disconnect()
