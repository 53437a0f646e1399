"""Follow-ups that have come due: the bot looks again at what it promised to look at, and tells the customer."""

from __future__ import annotations

from datetime import timedelta

from gateway.answering import NotNow
from gateway.bot import BotRefused, Event
from gateway.clock import Clock
from gateway.initiative import Initiative, Inquiry
from gateway.outbox import NotYet
from gateway.records import Records
from gateway.wishes import MESSAGES
from storage import Unit
from storage.tables import OutboxEntry, OutboxState, Visitor
from support.errors import IntegrationError

WAIT = timedelta(hours=1)


class FollowUps:
    """The outbox's handler of follow-ups. What the bot says and the entry's end are one transaction."""

    def __init__(self, records: Records, initiative: Initiative, clock: Clock) -> None:
        self._records = records
        self._initiative = initiative
        self._clock = clock

    async def deliver(self, entry: OutboxEntry) -> None:
        """Ask the bot and pass on what it says; silence is an end too. Raises NotYet while the moment is wrong."""
        try:
            inquiry = await self._records.read(lambda unit: self._inquiry(unit, entry))
            answer = await self._initiative.ask(inquiry)
            await self._initiative.speak(inquiry, answer, lambda unit, visitor: self._settle(unit, visitor, entry.id))
        except NotNow:
            raise NotYet(WAIT) from None
        except BotRefused as error:
            raise IntegrationError("the bot refused", permanent=True) from error

    def _inquiry(self, unit: Unit, entry: OutboxEntry) -> Inquiry:
        assert entry.visitor_id is not None
        assert entry.body is not None
        visitor = unit.visitors.get(entry.visitor_id)
        assert visitor is not None, "its follow-ups go with a visitor"
        event = Event("follow_up", entry.body["about"])
        # The day is part of the id: a follow-up that was moved to another day is another question.
        return self._initiative.inquiry(unit, visitor, event, f"follow_{entry.id}_{entry.body['due_on']}")

    def _settle(self, unit: Unit, visitor: Visitor, entry_id: int) -> bool:
        row = unit.outbox.waiting(entry_id)
        if row is None:
            return False  # cancelled, or done by another gateway
        if MESSAGES in visitor.opt_outs:
            row.state = OutboxState.CANCELLED
            return False
        row.state, row.delivered_at, row.last_error = OutboxState.DELIVERED, self._clock(), None
        return True
