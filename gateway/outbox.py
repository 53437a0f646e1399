"""Delivers what the outbox holds: after the commit, with retries, each of them once. Each kind has its own handler."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import anyio.to_thread

from gateway import logs
from gateway.clock import Clock
from gateway.records import Records
from integrations.helpdesks.interface import Helpdesk
from storage import Unit
from storage.tables import OutboxEntry, OutboxKind, OutboxState
from support.errors import IntegrationError, WarmlineError

IDLE_S = 2.0
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 12
LONGEST_WAIT_S = 600.0


class NotYet(WarmlineError):
    """The moment is wrong, which is no failure: look again in `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("not yet")
        self.wait = wait


class Handler(Protocol):
    """Delivers the entries of one kind."""

    async def deliver(self, entry: OutboxEntry) -> str | None:
        """Try once; return a receipt, or None when the entry's state has been settled already.

        Raises NotYet, IntegrationError (`permanent`: parked at once); anything else counts as a failure to try again.
        """


class HelpdeskHandler:
    """Takes handoffs to the helpdesk. A crash between delivery and commit repeats it, and the helpdesk knows the key."""

    def __init__(self, helpdesk: Helpdesk) -> None:
        self._helpdesk = helpdesk

    async def deliver(self, entry: OutboxEntry) -> str | None:
        """Hand the packet over and return the ticket."""
        assert entry.handoff is not None
        return await anyio.to_thread.run_sync(self._helpdesk.deliver, entry.handoff.packet, entry.handoff.id)


@dataclass(frozen=True)
class _Outcome:
    """What came of a try: a failure's kind, a receipt, or a wait."""

    error: str | None = None
    permanent: bool = False
    ticket: str | None = None
    wait: timedelta | None = None


class OutboxWorker:
    """Delivers in the background; `kick()` tells it that there is something new. `back_off_s` doubles each time.

    Every kind is delivered in a task of its own: a bot that hangs holds no helpdesk up.
    """

    def __init__(
        self, records: Records, handlers: Mapping[OutboxKind, Handler], clock: Clock, back_off_s: float = 1.0
    ) -> None:
        self._records = records
        self._handlers = handlers
        self._clock = clock
        self._back_off_s = back_off_s
        self._news = {kind: asyncio.Event() for kind in handlers}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to deliver."""
        self._tasks = [asyncio.create_task(self._run(kind)) for kind in self._handlers]

    async def stop(self) -> None:
        """Stop; what is not delivered stays for the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def kick(self) -> None:
        """Look at the outbox now."""
        for news in self._news.values():
            news.set()

    async def _run(self, kind: OutboxKind) -> None:
        news = self._news[kind]
        while True:
            news.clear()
            try:
                while entries := await self._records.write(lambda u: u.outbox.take(kind, self._clock(), LEASE)):
                    for entry in entries:
                        await self._deliver(entry)
            except Exception:
                logs.failed("outbox_failed", kind=str(kind))
            try:
                async with asyncio.timeout(min(IDLE_S, self._back_off_s)):
                    await news.wait()
            except TimeoutError:
                continue

    async def _deliver(self, entry: OutboxEntry) -> None:
        """Try once and store what came of it."""
        outcome = await self._try(entry)
        if outcome is None:
            return
        parked = outcome.error is not None and (outcome.permanent or entry.attempts >= MAX_ATTEMPTS)
        await self._records.write(lambda unit: self._settle(unit, entry.id, outcome, parked))
        kind = entry.kind
        facts: dict[str, object] = {"entry_id": entry.id, "attempt": entry.attempts}
        if kind is OutboxKind.HANDOFF:
            facts |= {"handoff_id": entry.handoff_id, "helpdesk": entry.helpdesk}
        if outcome.wait is not None:
            logs.note(f"{kind}_put_off", **facts)
        elif outcome.error is None:
            logs.note(f"{kind}_delivered", **facts)
        else:
            logs.warn(f"{kind}_parked" if parked else f"{kind}_not_delivered", error=outcome.error, **facts)

    async def _try(self, entry: OutboxEntry) -> _Outcome | None:
        try:
            ticket = await self._handlers[entry.kind].deliver(entry)
        except NotYet as reason:
            return _Outcome(wait=reason.wait)
        except IntegrationError as refusal:
            return _Outcome(type(refusal).__name__, refusal.permanent)
        except Exception as failure:
            return _Outcome(type(failure).__name__)
        return None if ticket is None else _Outcome(ticket=ticket)

    def _settle(self, unit: Unit, entry_id: int, outcome: _Outcome, parked: bool) -> None:
        row = unit.outbox.waiting(entry_id)
        if row is None:
            return
        now = self._clock()
        row.last_error = outcome.error
        if outcome.wait is not None:
            row.due_at, row.attempts = now + outcome.wait, row.attempts - 1
        elif outcome.error is None:
            row.state, row.ticket, row.delivered_at = OutboxState.DELIVERED, (outcome.ticket or "")[:300], now
        elif parked:
            row.state = OutboxState.PARKED
        else:
            wait_s = min(self._back_off_s * 2 ** (row.attempts - 1), LONGEST_WAIT_S)
            row.due_at = now + timedelta(seconds=wait_s)
