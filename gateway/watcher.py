"""Looks again and again at what time alone changes: deadlines, who is here, what was set aside, who waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from gateway import logs
from gateway.clock import Clock
from gateway.deadlines import Deadlines
from gateway.lifecycle import Lifecycle
from gateway.presences import Presences
from gateway.records import Records
from gateway.relay import Relay
from gateway.routing import Routing
from gateway.viewers import Viewers

WATCH_S = 5.0


class Watcher:
    """Looks every `pause_s`, and at once after `kick()`; `more` is done, too. Several gateways may watch one database."""

    def __init__(
        self,
        records: Records,
        relay: Relay,
        presences: Presences,
        deadlines: Deadlines,
        lifecycle: Lifecycle,
        routing: Routing,
        viewers: Viewers,
        clock: Clock,
        pause_s: float = WATCH_S,
        more: Mapping[str, Callable[[], Awaitable[None]]] | None = None,
    ) -> None:
        self._records = records
        self._relay = relay
        self._deadlines = deadlines
        self._clock = clock
        self._pause_s = pause_s
        # Who is here is said first: the others build on it.
        self._steps: Mapping[str, Callable[[], Awaitable[None]]] = {
            "presence": presences.renew,
            "viewers": viewers.renew,
            "deadlines": self._announce,
            "lifecycle": lifecycle.run,
            "routing": routing.run,
            **(more or {}),
        }
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop; whatever comes due meanwhile is found at the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def kick(self) -> None:
        """Look now: somebody waits, has come, or has time."""
        self._news.set()

    async def look(self) -> None:
        """Look once; a step that fails keeps no other from being done."""
        for name, step in self._steps.items():
            try:
                await step()
            except Exception:
                logs.failed("watch_failed", step=name)

    async def _run(self) -> None:
        while True:
            self._news.clear()
            await self.look()
            try:
                async with asyncio.timeout(self._pause_s):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def _announce(self) -> None:
        """Tell the desk of first replies that are late, or nearly: each once."""
        for conversation_id in await self._records.read(lambda unit: unit.handoffs.due(self._clock())):
            change = await self._relay.change(conversation_id, partial(self._deadlines.passed, conversation_id))
            if change is not None and change.sla is not None:
                logs.note("sla_announced", conversation_id=conversation_id, state=change.sla["state"])
