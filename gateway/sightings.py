"""Who has looked into which conversation, for the audit log: once in a while is enough to know it."""

from __future__ import annotations

from datetime import timedelta

from gateway.clock import Clock
from gateway.records import Records
from storage import Unit

AGAIN_AFTER = timedelta(minutes=15)
ACTION = "open_conversation"


class Sightings:
    """Notes that an agent has opened a conversation."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    async def note(self, agent_id: str, conversation_id: str) -> None:
        """Write it down, unless it stands there already of late."""
        now = self._clock()

        def known(unit: Unit) -> bool:
            return unit.audit.since(agent_id, ACTION, conversation_id, now - AGAIN_AFTER)

        def work(unit: Unit) -> None:
            if not known(unit):
                unit.audit.add(now, agent_id, ACTION, conversation_id)

        if not await self._records.read(known):
            await self._records.write(work)
