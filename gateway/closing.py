"""A customer ends their conversation themselves. Through the relay only."""

from __future__ import annotations

from functools import partial

from gateway.changes import Notices, change_of, end
from gateway.clock import Clock
from gateway.identity import Speaker
from gateway.push import Change
from gateway.records import Records
from gateway.relay import Relay
from storage import Unit
from support.conversation import Status
from support.errors import NotFound


class Closing:
    """Whoever leads, bot or human: it is over, and goes on when the customer writes again."""

    def __init__(self, records: Records, relay: Relay, notices: Notices, clock: Clock) -> None:
        self._records = records
        self._relay = relay
        self._notices = notices
        self._clock = clock

    async def close(self, speaker: Speaker, conversation_id: str | None = None) -> None:
        """End the conversation, the latest one if None; one that is over already stays as it is. Raises NotFound."""

        def look(unit: Unit) -> str:
            visitor = unit.visitors.find(speaker.customer_id, speaker.guest_id)
            found = unit.conversations.of_visitor(visitor.id, conversation_id) if visitor else None
            if found is None:
                raise NotFound("there is no such conversation")
            return found.id

        found = await self._records.read(look)
        await self._relay.change(found, partial(self._close, found))

    def _close(self, conversation_id: str, unit: Unit) -> Change | None:
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        if conversation.status is Status.RESOLVED or conversation.last_offset == 0:
            return None
        end(unit, conversation, now)
        notice = self._notices.add(unit, conversation, "closed", "resolved", now)
        unit.audit.add(now, conversation.visitor_id, "close", conversation.id)
        return change_of(conversation, [notice], status=True)
