"""Deletes what has been kept long enough: resolved conversations, and lines of the audit log. Off until an admin sets it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from gateway import logs
from gateway.clock import Clock
from gateway.erasing import leave_the_rest
from gateway.records import Records
from storage import Unit
from storage.purge import purge
from storage.retention import count_due, drop_idle_guests, due

SETTING = "retention"
ACTOR = "retention"
EVERY = timedelta(hours=1)
FIRST_AFTER = timedelta(minutes=5)  # who has set a wrong number has a moment to see it
BATCH = 50
GUEST_LIFE = timedelta(days=2)  # who has just come may be about to write


@dataclass(frozen=True)
class Kept:
    """After how many days what is deleted; 0: never."""

    conversation_days: int = 0
    audit_days: int = 0

    @classmethod
    def of(cls, unit: Unit) -> Kept:
        """Return what has been set."""
        setting = unit.settings.get(SETTING)
        return cls(**setting.value) if setting else cls()

    def as_json(self) -> dict[str, int]:
        """Return it as it is stored."""
        return asdict(self)

    def count_due(self, unit: Unit, now: datetime) -> int:
        """Count the conversations that are due."""
        return count_due(unit.session, now - timedelta(days=self.conversation_days)) if self.conversation_days else 0


class Retention:
    """Runs with the watcher, once an hour; several gateways may run it at once."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        self._next = clock() + FIRST_AFTER

    async def run(self) -> None:
        """Delete what is due, some at a time so that nobody waits long for the database."""
        now = self._clock()
        if now < self._next:
            return
        kept = await self._records.read(Kept.of)
        if kept.conversation_days and await self._conversations(kept, now):
            return  # there is more: go on with the next look
        if kept.audit_days:
            before = now - timedelta(days=kept.audit_days)
            await self._records.write(lambda unit: unit.audit.drop(before))
        self._next = now + EVERY

    async def _conversations(self, kept: Kept, now: datetime) -> bool:
        """Delete a batch of conversations; say whether there may be more."""
        before = now - timedelta(days=kept.conversation_days)

        def work(unit: Unit) -> tuple[int, bool]:
            found = due(unit.session, before, now, BATCH)
            purged = purge(unit, found)
            if found:
                leave_the_rest(unit, purged, now)
                unit.audit.add(now, ACTOR, "delete_conversations", None, {"count": len(found)})
            drop_idle_guests(unit.session, now - GUEST_LIFE)
            return len(found), len(found) >= BATCH

        count, more = await self._records.write(work)
        if count:
            logs.note("conversations_deleted", count=count)
        return more
