"""A chat over Socket.IO, as a widget has it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import socketio


class SocketChat:
    """A Socket.IO client that remembers what it was told."""

    def __init__(self) -> None:
        self.client = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self._news = asyncio.Event()
        self.client.on("*", self._hear)

    async def _hear(self, event: str, *args: Any) -> None:
        self.heard.append((event, args[0] if args else None))
        self._news.set()

    def all(self, event: str) -> list[Any]:
        """Return the bodies of all such events so far."""
        return [body for name, body in self.heard if name == event]

    async def until(self, event: str, wanted: Callable[[Any], bool] = lambda _: True, timeout_s: float = 60) -> Any:
        """Wait for the first such event, heard already or to come."""
        async with asyncio.timeout(timeout_s):
            while True:
                self._news.clear()
                for body in self.all(event):
                    if wanted(body):
                        return body
                await self._news.wait()


@asynccontextmanager
async def connected(base_url: str, auth: dict[str, str] | None = None) -> AsyncIterator[SocketChat]:
    """Open a chat and close it at the end."""
    chat = SocketChat()
    await chat.client.connect(base_url, auth=auth, transports=["websocket"], wait_timeout=20)
    try:
        yield chat
    finally:
        await chat.client.disconnect()
