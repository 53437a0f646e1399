"""Takes handoffs to the helpdesk: after the commit, with retries, each of them once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import anyio.to_thread

from gateway import logs
from gateway.clock import Clock
from gateway.records import Records
from integrations.helpdesks.interface import Helpdesk
from storage import Unit
from storage.tables import OutboxEntry, OutboxState
from support.errors import IntegrationError

IDLE_S = 2.0
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 12
LONGEST_WAIT_S = 600.0


class OutboxWorker:
    """Delivers in the background; `kick()` tells it that there is something new. `back_off_s` doubles each time."""

    def __init__(self, records: Records, helpdesk: Helpdesk, clock: Clock, back_off_s: float = 1.0) -> None:
        self._records = records
        self._helpdesk = helpdesk
        self._clock = clock
        self._back_off_s = back_off_s
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to deliver."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop; what is not delivered stays for the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def kick(self) -> None:
        """Look at the outbox now."""
        self._news.set()

    async def _run(self) -> None:
        while True:
            self._news.clear()
            try:
                while entries := await self._records.write(lambda u: u.outbox.take(self._clock(), LEASE)):
                    for entry in entries:
                        await self._deliver(entry)
            except Exception:
                logs.failed("outbox_failed")
            try:
                async with asyncio.timeout(min(IDLE_S, self._back_off_s)):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def _deliver(self, entry: OutboxEntry) -> None:
        """Try once. A crash between delivery and commit repeats it, and the helpdesk knows the key."""
        ticket, error, permanent = None, None, False
        try:
            packet, key = entry.handoff.packet, entry.handoff_id
            ticket = await anyio.to_thread.run_sync(self._helpdesk.deliver, packet, key)
        except IntegrationError as refusal:
            error, permanent = type(refusal).__name__, refusal.permanent
        except Exception as failure:
            error = type(failure).__name__
        parked = error is not None and (permanent or entry.attempts >= MAX_ATTEMPTS)
        now = self._clock()

        def work(unit: Unit) -> None:
            row = unit.outbox.get(entry.id)
            if row is None or row.state is not OutboxState.WAITING:
                return
            row.last_error = error
            if error is None:
                row.state, row.ticket, row.delivered_at = OutboxState.DELIVERED, (ticket or "")[:300], now
            elif parked:
                row.state = OutboxState.PARKED
            else:
                wait_s = min(self._back_off_s * 2 ** (row.attempts - 1), LONGEST_WAIT_S)
                row.due_at = now + timedelta(seconds=wait_s)

        await self._records.write(work)
        facts = {"handoff_id": entry.handoff_id, "attempt": entry.attempts, "helpdesk": self._helpdesk.name}
        if error is None:
            logs.note("handoff_delivered", **facts)
        else:
            logs.warn("handoff_parked" if parked else "handoff_not_delivered", error=error, **facts)
