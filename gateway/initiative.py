"""The bot speaks first: an event is put to it, and what it says goes into the customer's conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from gateway.answering import Answering, NotNow
from gateway.bot import Answer, Bot, Event
from gateway.clock import Clock
from gateway.handing_over import is_over
from gateway.people import Dossier, People
from gateway.push import Change
from gateway.questions import Asker
from gateway.records import Records
from gateway.relay import Relay
from storage import Unit
from storage.tables import Visitor
from support.conversation import Status


@dataclass(frozen=True)
class Inquiry:
    """An event for the bot. `conversation_id` may be reserved only; `offset` is how many messages there were."""

    event: Event
    message_id: str
    conversation_id: str
    offset: int
    asker: Asker


class Initiative:
    """Puts events to the bot, one try each."""

    def __init__(
        self,
        records: Records,
        relay: Relay,
        answering: Answering,
        people: People,
        bot: Bot,
        clock: Clock,
        *,
        bot_timeout_s: float,
    ) -> None:
        self._records = records
        self._relay = relay
        self._answering = answering
        self._people = people
        self._bot = bot
        self._clock = clock
        self._bot_timeout_s = bot_timeout_s

    def inquiry(self, unit: Unit, visitor: Visitor, event: Event, message_id: str) -> Inquiry:
        """Return what to ask, where a message of the visitor would go now. Raises NotNow while others speak there."""
        conversation = unit.conversations.of_visitor(visitor.id)
        asker = Asker.of(visitor)
        if conversation is None or is_over(conversation, self._clock()):
            return Inquiry(event, message_id, unit.conversations.reserve(), 0, asker)
        if conversation.status not in (Status.PENDING, Status.RESOLVED):
            raise NotNow("a human leads")
        if unit.messages.waiting(conversation.id, 1):
            raise NotNow("the customer waits for an answer")
        return Inquiry(event, message_id, conversation.id, conversation.last_offset, asker)

    async def ask(self, inquiry: Inquiry) -> Answer:
        """Ask the bot. Raises TimeoutError, BotUnreachable, BotFailed, BotRefused."""
        async with asyncio.timeout(self._bot_timeout_s):
            return await self._bot.ask(inquiry.conversation_id, inquiry.event, inquiry.message_id, inquiry.asker.who)

    async def speak(self, inquiry: Inquiry, answer: Answer, settle: Callable[[Unit, Visitor], bool]) -> Change | None:
        """Store and show what the bot says, unless `settle`, in the same transaction, says that it may not.

        Raises NotNow, and nothing is stored, if the conversation has gone on meanwhile.
        """
        dossier = Dossier()
        customer = inquiry.asker.customer
        if answer.handoff is not None and customer is not None:
            dossier = await self._people.dossier(customer.id, customer)

        def work(unit: Unit) -> Change | None:
            visitor = unit.visitors.locked(inquiry.asker.visitor_id)
            if not settle(unit, visitor):
                return None
            where, offset = inquiry.conversation_id, inquiry.offset
            return self._answering.initiate(unit, visitor, where, offset, answer, dossier)

        return await self._relay.commit(inquiry.asker.key, work)
