"""A Socket.IO client that remembers what it was told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import socketio

PATIENCE_S = 60.0  # a busy machine stands still now and then; what comes at once is not waited for


class Listener:
    """Keeps every event and waits for those to come."""

    def __init__(self, namespace: str = "/") -> None:
        self.namespace = namespace
        self.client = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self._news = asyncio.Event()
        self.client.on("*", self._hear, namespace=namespace)

    async def _hear(self, event: str, *args: Any) -> None:
        self.heard.append((event, args[0] if args else None))
        self._news.set()

    def all(self, event: str) -> list[Any]:
        """Return the bodies of all such events so far."""
        return [body for name, body in self.heard if name == event]

    async def until(
        self, event: str, wanted: Callable[[Any], bool] = lambda _: True, timeout_s: float = PATIENCE_S
    ) -> Any:
        """Wait for the first such event, heard already or to come."""
        async with asyncio.timeout(timeout_s):
            while True:
                self._news.clear()
                for body in self.all(event):
                    if wanted(body):
                        return body
                await self._news.wait()
