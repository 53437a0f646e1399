"""Who has a conversation open and who is writing in it: kept in the database, so that every gateway knows the same."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from gateway.clock import Clock
from gateway.push import Push
from gateway.records import Records
from gateway.views import Json, viewer_view
from storage import Unit

RENEW_EVERY = timedelta(seconds=10)
VIEWS_FOR = timedelta(seconds=30)
WRITES_FOR = timedelta(seconds=8)


class Viewers:
    """Counts the desks of this gateway that have a conversation open; a crash is forgotten after `VIEWS_FOR`."""

    def __init__(self, records: Records, push: Push, clock: Clock) -> None:
        self._records = records
        self._push = push
        self._clock = clock
        self._open: Counter[tuple[str, str]] = Counter()
        self._renewed_at: datetime | None = None

    async def arrived(self, conversation_id: str, agent_id: str) -> None:
        """An agent has opened the conversation. Raises IntegrityError if there is none."""
        self._open[conversation_id, agent_id] += 1
        until = self._clock() + VIEWS_FOR
        await self._records.write(lambda unit: unit.viewers.note(conversation_id, agent_id, until))
        await self._tell(conversation_id)

    async def left(self, conversation_id: str, agent_id: str) -> None:
        """An agent has closed it, or gone on to another one."""
        self._open[conversation_id, agent_id] -= 1
        if self._open[conversation_id, agent_id] > 0:
            return
        del self._open[conversation_id, agent_id]
        await self._records.write(lambda unit: unit.viewers.remove(conversation_id, agent_id))
        await self._tell(conversation_id)

    async def writes(self, conversation_id: str, agent_id: str, what: str | None) -> None:
        """An agent writes a reply or a note, None: has stopped."""
        until = self._clock() + WRITES_FOR
        await self._records.write(lambda unit: unit.viewers.write(conversation_id, agent_id, what, until))
        await self._tell(conversation_id)

    async def of(self, conversation_id: str) -> list[Json]:
        """Return who has the conversation open."""
        now = self._clock()

        def work(unit: Unit) -> list[Json]:
            return [viewer_view(viewer, now) for viewer in unit.viewers.of(conversation_id, now)]

        return await self._records.read(work)

    async def renew(self) -> None:
        """Say again, from time to time, who is here; forget whom nobody speaks of any more."""
        now = self._clock()
        if self._renewed_at is not None and now - self._renewed_at < RENEW_EVERY:
            return
        here = list(self._open)

        def work(unit: Unit) -> list[str]:
            known = unit.viewers.known(conversation_id for conversation_id, _ in here)
            for conversation_id, agent_id in here:
                if conversation_id in known:
                    unit.viewers.note(conversation_id, agent_id, now + VIEWS_FOR)
            return list(unit.viewers.expired(now))

        changed = await self._records.write(work)
        self._renewed_at = now
        for conversation_id in changed:
            await self._tell(conversation_id)

    async def _tell(self, conversation_id: str) -> None:
        await self._push.viewers(conversation_id, await self.of(conversation_id))
